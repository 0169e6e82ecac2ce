#include "layers_page.h"

#include "json_text.h"
#include "packs.h"
#include "pages.h"

namespace mailuo::cli {
namespace {

void PutSpan(const Document& document, uint32_t begin, uint32_t end, JsonObject* json) {
  json->Put("b", begin);
  json->Put("e", end);
  if (begin >= end) return;
  const Span bytes = document.ByteSpan(begin, end);
  json->Put("from", bytes.begin);
  json->Put("to", bytes.end);
}

std::string_view LayerOf(Sighting::Kind kind) {
  switch (kind) {
    case Sighting::Kind::kWord: return "word";
    case Sighting::Kind::kNumber: return "number";
    case Sighting::Kind::kQuantity: return "quantity";
    case Sighting::Kind::kMention: return "mention";
    case Sighting::Kind::kChars: break;
  }
  return "text";
}

void AppendSteps(const std::vector<MatchStep>& steps, std::string* out) {
  JsonArray list(out);
  for (const MatchStep& step : steps) {
    list.Next();
    JsonArray one(out);
    one.Text(step.element);
    one.Number(step.what.begin);
    one.Number(step.what.end);
    one.Text(step.what.label);
    one.Text(step.what.name);
  }
}

void AppendSentences(const Document& document, std::string* out) {
  JsonArray list(out);
  for (const Sentence& sentence : document.sentences) {
    list.Next();
    JsonArray one(out);
    one.Number(sentence.begin);
    one.Number(sentence.end);
    one.Number(static_cast<uint64_t>(document.blocks[sentence.block].kind));
    one.Number(sentence.block);
  }
}

void AppendSeen(const Document& document, const Explainer& explainer, std::string* out) {
  JsonArray list(out);
  for (const Sighting& what : explainer.recorder().seen()) {
    list.Next();
    JsonObject one(out);
    one.Put("layer", LayerOf(what.kind));
    one.Put("label", what.label);
    if (!what.rule.empty()) one.Put("rule", what.rule);
    if (!what.name.empty()) one.Put("name", what.name);
    if (!what.attributes.empty()) one.Put("attributes", what.attributes);
    if (what.kind == Sighting::Kind::kWord) one.Put("entry", explainer.WordPlaceText(what));
    PutSpan(document, what.begin, what.end, &one);
  }
}

void AppendTriple(const Document& document, const RecordedTriple& recorded, std::string* out) {
  JsonObject one(out);
  one.Put("fact", FactText(recorded.triple));
  one.Put("predicate", recorded.triple.predicate);
  one.Put("subject", recorded.triple.subject.name);
  one.Put("status", recorded.triple.status);
  one.Put("how", recorded.grounds.subject.how);
  if (!recorded.grounds.subject.rule.empty()) one.Put("set_by", recorded.grounds.subject.rule);
  if (!recorded.grounds.status_rule.empty()) one.Put("status_by", recorded.grounds.status_rule);
  one.Key("confidence");
  AppendNumber(recorded.triple.confidence, out);
  one.Key("s");
  {
    JsonObject span(out);
    PutSpan(document, recorded.grounds.subject.begin, recorded.grounds.subject.end, &span);
  }
  one.Key("o");
  JsonObject span(out);
  PutSpan(document, recorded.grounds.object_begin, recorded.grounds.object_end, &span);
}

void AppendMatches(const Document& document, const Explainer& explainer, std::string* out) {
  JsonArray list(out);
  for (const RecordedMatch& match : explainer.recorder().matches()) {
    list.Next();
    JsonObject one(out);
    one.Put("rule", match.match.place.rule);
    one.Put("layer", LayerName(match.match.place.layer));
    one.Put("sentence", match.sentence);
    PutSpan(document, match.match.place.begin, match.match.place.end, &one);
    one.Key("steps");
    AppendSteps(match.match.steps, out);
    if (match.event) {
      one.Put("sets", match.event->sets);
      one.Put("value", match.event->value);
      one.Put("until", match.event->scope_end);
    }
    one.Key("made");
    {
      JsonArray made(out);
      for (const Sighting& what : match.made) {
        made.Next();
        JsonArray pair(out);
        pair.Number(what.begin);
        pair.Number(what.end);
      }
    }
    one.Key("triples");
    {
      JsonArray triples(out);
      for (const RecordedTriple& recorded : match.triples) {
        if (recorded.repeated) continue;
        triples.Next();
        AppendTriple(document, recorded, out);
      }
    }
    one.Key("down");
    JsonArray down(out);
    for (const TurnedDownHere& no : match.turned_down) {
      down.Next();
      JsonArray pair(out);
      pair.Text(no.reason);
      pair.Text(no.detail);
    }
  }
}

void AppendMisses(const Document& document, const Explainer& explainer, size_t limit, std::string* out) {
  JsonArray list(out);
  for (uint32_t s = 0; s < document.sentences.size(); ++s) {
    for (const Recorder::Miss* miss : explainer.NearestMisses(s, {}, limit)) {
      if (Nearness(miss->miss) < 2) continue;
      list.Next();
      JsonObject one(out);
      one.Put("rule", miss->miss.rule);
      one.Put("sentence", s);
      PutSpan(document, miss->miss.begin, miss->miss.at, &one);
      one.Key("steps");
      AppendSteps(miss->miss.steps, out);
      one.Put("here", StandsAt(document, explainer.recorder().seen(), s, miss->miss.at));
      one.Key("wanted");
      JsonArray wanted(out);
      for (const std::string& text : miss->miss.wanted) wanted.Text(text);
    }
  }
}

}  // namespace

void LayersPage::Add(const Document& document, size_t misses) {
  if (document.size() == 0) return;
  chars_ += document.size();
  if (shown_++ > 0) articles_ += ",\n";
  JsonObject article(&articles_);
  article.Put("source", document.source);
  article.Put("title", document.title);
  article.Put("text", document.Text(0, document.size()));
  article.Key("sentences");
  AppendSentences(document, &articles_);
  article.Key("seen");
  AppendSeen(document, explainer_, &articles_);
  article.Key("matches");
  AppendMatches(document, explainer_, &articles_);
  article.Key("misses");
  AppendMisses(document, explainer_, misses, &articles_);
}

std::string LayersPage::Html(const ArticleCounts& counts) const {
  std::string data;
  {
    JsonObject page(&data);
    page.Put("pack", pack_.name + " " + pack_.version);
    page.Put("articles_read", counts.articles);
    page.Key("rules");
    {
      JsonObject rules(&data);
      for (const Rule& rule : pack_.rules) {
        rules.Key(rule.id);
        JsonObject one(&data);
        one.Put("where", FileIn(pack_, rule.where.file) + ":" + std::to_string(rule.where.line));
        one.Put("pattern", rule.pattern);
      }
    }
    page.Key("articles");
    data += "[\n" + articles_ + "]";
  }
  return FillPage(kLayersPage, "Layers by " + pack_.name, data);
}

}  // namespace mailuo::cli
