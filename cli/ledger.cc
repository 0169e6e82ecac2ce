#include "ledger.h"

#include <algorithm>

#include "articles.h"

namespace mailuo::cli {
namespace {

// The word classes with which a pattern begins: of "(<a> | <b.c weak!=yes>) {x: T}" those are a and b.c.
void AddFirstClasses(std::string_view pattern, std::vector<std::string>* classes) {
  size_t p = 0;
  const auto skip = [&](std::string_view chars) {
    while (p < pattern.size() && chars.find(pattern[p]) != std::string_view::npos) ++p;
  };
  skip(" (");
  while (p < pattern.size() && pattern[p] == '<') {
    const size_t end = pattern.find_first_of(" >|", p);
    if (end == std::string_view::npos) return;
    classes->emplace_back(pattern.substr(p + 1, end - p - 1));
    p = std::min(pattern.find('>', end), pattern.size() - 1) + 1;
    skip(" ");
    if (p >= pattern.size() || pattern[p] != '|') return;
    ++p;
    skip(" ");
  }
}

bool Covers(uint32_t begin, uint32_t end, const Sighting& what) { return begin <= what.begin && what.end <= end; }

// What one sentence holds, by its place in the article.
struct SentenceView {
  std::vector<const Sighting*> figures, verbs, mentions;
  std::vector<const RecordedMatch*> matches;
};

// Whether the match said something of the thing: of a figure, what has it as its object.
bool Says(const RecordedMatch& match, const Sighting& what, const std::string& text) {
  return std::any_of(match.triples.begin(), match.triples.end(), [&](const RecordedTriple& one) {
    const Literal* literal = std::get_if<Literal>(&one.triple.object);
    return what.kind != Sighting::Kind::kQuantity || (literal != nullptr && literal->text == text);
  });
}

// Empty where the thing is in a triple.
std::string ReasonOf(const Sighting& what, const std::string& text, const SentenceView& view, const std::string& none) {
  std::string turned_down, taken;
  for (const RecordedMatch* match : view.matches) {
    if (!Covers(match->match.place.begin, match->match.place.end, what)) continue;
    if (Says(*match, what, text)) return {};
    if (!match->turned_down.empty() && turned_down.empty()) turned_down = match->turned_down.front().reason;
    if (match->turned_down.empty() && taken.empty()) taken = "read by a rule that says nothing of it";
  }
  if (!turned_down.empty()) return turned_down;
  if (!taken.empty()) return taken;
  const auto holds = [&](const Sighting* mention) { return Covers(mention->begin, mention->end, what); };
  const auto name = std::find_if(view.mentions.begin(), view.mentions.end(), holds);
  return name != view.mentions.end() ? "inside a name" : none;
}

}  // namespace

Ledger::Ledger(const RulePack& pack) : pack_(pack) {
  for (const Rule& rule : pack.rules) {
    if (rule.layer == Layer::kRelation) AddFirstClasses(rule.pattern, &verb_classes_);
  }
}

bool Ledger::BeginsRelations(std::string_view label) const {
  return std::any_of(verb_classes_.begin(), verb_classes_.end(), [&](const std::string& one) {
    return label == one || (label.size() > one.size() && label.starts_with(one) && label[one.size()] == '.');
  });
}

void Ledger::Add(const Document& document, const Recorder& recorder) {
  std::vector<SentenceView> views(document.sentences.size());
  if (views.empty()) return;
  for (const Sighting& one : recorder.seen()) {
    SentenceView& view = views[SentenceAt(document, one.begin)];
    if (one.kind == Sighting::Kind::kMention) {
      view.mentions.push_back(&one);
    } else if (one.kind == Sighting::Kind::kQuantity) {
      const EntityType* type = pack_.ontology->FindType(one.label);
      if (type != nullptr && type->literal) view.figures.push_back(&one);
    } else if (one.kind == Sighting::Kind::kWord && BeginsRelations(one.label)) {
      view.verbs.push_back(&one);
    }
  }
  for (const RecordedMatch& match : recorder.matches()) {
    if (match.match.place.layer == Layer::kRelation) views[match.sentence].matches.push_back(&match);
  }
  for (size_t s = 0; s < views.size(); ++s) {
    const SentenceView& view = views[s];
    const auto note = [&](const Sighting& what, const std::string& none, LedgerSide* side) {
      ++side->all;
      const std::string text = document.Text(what.begin, what.end);
      const std::string reason = ReasonOf(what, text, view, none);
      if (reason.empty()) {
        ++side->in_triples;
        return;
      }
      const Sentence& sentence = document.sentences[s];
      side->untaken[reason].push_back(
          {document.source, text, document.Text(sentence.text_begin, sentence.end)});
    };
    for (const Sighting* figure : view.figures) note(*figure, "no rule reads it where it stands", &figures_);
    const Sighting* last = nullptr;
    for (const Sighting* verb : view.verbs) {
      if (last != nullptr && last->begin == verb->begin && last->end == verb->end) continue;  // one word, two classes
      last = verb;
      const auto behind = [&](const Sighting* mention) { return mention->begin >= verb->end; };
      const bool named = std::any_of(view.mentions.begin(), view.mentions.end(), behind);
      note(*verb, named ? "no rule joins it to a name" : "no name stands behind it", &verbs_);
    }
  }
}

}  // namespace mailuo::cli
