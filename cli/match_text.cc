#include "match_text.h"

#include <algorithm>

#include "articles.h"
#include "mailuo/schemas/triple_stream.h"

namespace mailuo::cli {
namespace {

constexpr uint32_t kContextChars = 40;  // of a long sentence, on each side of a match
constexpr uint32_t kStandingChars = 8;
constexpr std::string_view kEllipsis = "\u2026";

std::string_view KindName(Sighting::Kind kind) {
  switch (kind) {
    case Sighting::Kind::kChars: return "text";
    case Sighting::Kind::kWord: return "word";
    case Sighting::Kind::kNumber: return "number";
    case Sighting::Kind::kQuantity: return "quantity";
    case Sighting::Kind::kMention: return "mention";
  }
  return "text";
}

Style StyleOf(size_t capture) { return capture % 2 == 0 ? Style::kGreen : Style::kCyan; }

std::string TextOf(const Document& document, uint32_t begin, uint32_t end) {
  return begin < end ? document.Text(begin, end) : std::string();
}

// "text (label)", the label left out for plain characters.
std::string Shown(const Document& document, const Sighting& what) {
  const std::string text = TextOf(document, what.begin, what.end);
  return what.label.empty() ? text : text + " (" + std::string(what.label) + ")";
}

bool IsGap(const MatchStep& step) { return step.element.starts_with('~') || step.element == "."; }

void WritePlace(const Document& document, uint32_t begin, uint32_t end, JsonWriter* json) {
  if (begin >= end) return;
  const Span bytes = document.ByteSpan(begin, end);
  json->Put("start", bytes.begin);
  json->Put("end", bytes.end);
  json->Put("text", document.Text(begin, end));
}

void WriteSteps(const Document& document, const std::vector<MatchStep>& steps, JsonWriter* json) {
  json->Key("steps").OpenList();
  for (const MatchStep& step : steps) {
    json->Open();
    json->Put("element", step.element);
    WriteSighting(document, step.what, json);
    json->Close();
  }
  json->CloseList();
}

}  // namespace

std::string FactText(const Triple& triple) {
  std::string text =
      triple.subject.name + " " + triple.predicate + " " +
      (triple.has_literal() ? std::get<Literal>(triple.object).text : std::get<Entity>(triple.object).name);
  std::string list;
  for (const auto& [key, value] : triple.qualifiers) {
    list.append(list.empty() ? "" : ", ").append(key).append("=").append(value);
  }
  if (!list.empty()) text += " [" + list + "]";
  if (triple.status != "done") text += " (" + triple.status + ")";
  return text;
}

std::string PlaceText(const Document& document, uint32_t begin, uint32_t end) {
  const Span bytes = document.ByteSpan(begin, std::max(begin + 1, end));
  return document.source + ":" + std::to_string(bytes.begin) + "-" + std::to_string(bytes.end);
}

std::string MarkedSentence(const Document& document, const RecordedMatch& match, const Console& console) {
  const Sentence& sentence = document.sentences[match.sentence];
  const uint32_t begin = match.match.place.begin, end = match.match.place.end;
  const uint32_t from = begin - sentence.begin > kContextChars ? begin - kContextChars : sentence.begin;
  const uint32_t to = sentence.end - end > kContextChars ? end + kContextChars : sentence.end;
  std::string text(from > sentence.begin ? kEllipsis : "");
  text += TextOf(document, from, begin);
  if (!console.shows_colors()) {
    text += "\u00BB" + TextOf(document, begin, end) + "\u00AB";
  } else {
    uint32_t at = begin;
    for (size_t i = 0; i < match.match.captures.size(); ++i) {
      const Sighting& what = match.match.captures[i].what;
      if (what.begin < at || what.begin == what.end) continue;  // a group around it was shown
      if (at < what.begin) text += console.Out(Style::kYellow, TextOf(document, at, what.begin));
      text += console.Out(StyleOf(i), TextOf(document, what.begin, what.end));
      at = what.end;
    }
    if (at < end) text += console.Out(Style::kYellow, TextOf(document, at, end));
  }
  text += TextOf(document, end, to);
  if (to < sentence.end) text += kEllipsis;
  return text;
}

std::string CaptureLines(const Document& document, const ObservedMatch& match, const Console& console) {
  std::string lines;
  for (size_t i = 0; i < match.captures.size(); ++i) {
    const CaptureSighting& capture = match.captures[i];
    lines += "    " + std::string(capture.name) + " = " +
             console.Out(StyleOf(i), TextOf(document, capture.what.begin, capture.what.end));
    if (!capture.what.label.empty()) lines += "  " + console.Out(Style::kDim, capture.what.label);
    if (!capture.what.name.empty() && capture.what.name != TextOf(document, capture.what.begin, capture.what.end)) {
      lines += "  " + capture.what.name;
    }
    lines += "\n";
  }
  return lines;
}

std::string OutcomeLines(const Document& document, const RecordedMatch& match, const Console& console) {
  std::string lines;
  for (const RecordedTriple& one : match.triples) {
    lines += "    " + console.Out(Style::kBold, "=> " + FactText(one.triple));
    if (one.repeated) lines += console.Out(Style::kDim, "  (said twice, kept once)");
    lines += "\n";
  }
  for (const Sighting& made : match.made) {
    lines += "    " +
             console.Out(Style::kBold, "=> " + std::string(made.label) + " " +
                                           (made.name.empty() ? TextOf(document, made.begin, made.end) : made.name)) +
             "\n";
  }
  if (match.event) {
    const ObservedEvent& event = *match.event;
    lines +=
        "    " +
        console.Out(Style::kBold, "=> " + std::string(event.sets) + (event.value.empty() ? "" : " = " + event.value)) +
        "  to byte " + std::to_string(document.ends[event.scope_end - 1]) + "\n";
  }
  for (const TurnedDownHere& no : match.turned_down) {
    lines += "    " + console.Out(Style::kRed, "x " + no.reason) + (no.detail.empty() ? "" : "  " + no.detail) + "\n";
  }
  return lines;
}

std::string StandsAt(const Document& document, const std::vector<Sighting>& seen, uint32_t sentence,
                     uint32_t position) {
  const uint32_t end = document.sentences[sentence].end;
  if (position >= end) return "the end of the sentence";
  std::string labels;
  uint32_t furthest = position;
  for (const Sighting& what : seen) {
    if (what.begin != position || what.label.empty()) continue;
    furthest = std::max(furthest, what.end);
    const std::string one = TextOf(document, what.begin, what.end) + " " + std::string(what.label);
    if (labels.find(one) == std::string::npos) labels += (labels.empty() ? "" : ", ") + one;
  }
  const uint32_t shown = std::min(end, std::max(furthest, position + kStandingChars));
  const std::string text = "'" + TextOf(document, position, shown) + (shown < end ? std::string(kEllipsis) : "") + "'";
  return labels.empty() ? text : text + " (" + labels + ")";
}

size_t Nearness(const NearMiss& miss) {
  if (miss.begin == NearMiss::kNowhere) return 0;
  return static_cast<size_t>(
      std::count_if(miss.steps.begin(), miss.steps.end(), [](const MatchStep& step) { return !IsGap(step); }));
}

std::string MissLines(const Document& document, const std::vector<Sighting>& seen, const Recorder::Miss& miss,
                      const Console& console) {
  const NearMiss& near = miss.miss;
  std::string wanted;
  for (const std::string& one : near.wanted) wanted += (wanted.empty() ? "" : " or ") + one;
  std::string lines = "  " + console.Out(Style::kBold, near.rule);
  if (near.begin == NearMiss::kNowhere) {
    return lines + "\n    cannot begin here: nothing is " + console.Out(Style::kYellow, wanted) + "\n";
  }
  lines += " at " + PlaceText(document, near.begin, near.at) + "\n";
  for (const MatchStep& step : near.steps) {
    lines += "    " + console.Out(Style::kGreen, "ok ") + std::string(step.element) + "  " +
             Shown(document, step.what) + "\n";
  }
  lines += "    " + console.Out(Style::kRed, "no ") + wanted + "  here is " +
           console.Out(Style::kYellow, StandsAt(document, seen, miss.sentence, near.at)) + "\n";
  return lines;
}

void WriteSighting(const Document& document, const Sighting& sighting, JsonWriter* json) {
  WritePlace(document, sighting.begin, sighting.end, json);
  json->Put("kind", KindName(sighting.kind));
  if (!sighting.label.empty()) json->Put("label", sighting.label);
  if (!sighting.name.empty()) json->Put("name", sighting.name);
  if (!sighting.rule.empty()) json->Put("rule", sighting.rule);
}

void WriteTriple(const Triple& triple, JsonWriter* json) {
  std::string line;
  AppendTripleLine(triple, &line);
  line.pop_back();
  json->Raw(line);
}

void WriteMatch(const Document& document, const RecordedMatch& match, JsonWriter* json) {
  json->Open();
  json->Put("rule", match.match.place.rule);
  json->Put("source", document.source);
  json->Put("article", document.article_id);
  WritePlace(document, match.match.place.begin, match.match.place.end, json);
  const Sentence& sentence = document.sentences[match.sentence];
  json->Key("sentence").Open();
  WritePlace(document, sentence.begin, sentence.end, json);
  json->Close();
  json->Key("captures").OpenList();
  for (const CaptureSighting& capture : match.match.captures) {
    json->Open();
    json->Put("capture", capture.name);
    WriteSighting(document, capture.what, json);
    json->Close();
  }
  json->CloseList();
  if (!match.match.steps.empty()) WriteSteps(document, match.match.steps, json);
  json->Key("made").OpenList();
  for (const Sighting& made : match.made) {
    json->Open();
    WriteSighting(document, made, json);
    json->Close();
  }
  json->CloseList();
  if (match.event) {
    json->Key("sets").Open();
    json->Put("what", match.event->sets);
    json->Put("value", match.event->value);
    json->Put("until", document.ends[match.event->scope_end - 1]);
    json->Close();
  }
  json->Key("triples").OpenList();
  for (const RecordedTriple& one : match.triples) {
    if (!one.repeated) WriteTriple(one.triple, json);
  }
  json->CloseList();
  json->Key("turned_down").OpenList();
  for (const TurnedDownHere& no : match.turned_down) {
    json->Open();
    json->Put("reason", no.reason);
    json->Put("detail", no.detail);
    json->Close();
  }
  json->CloseList();
  json->Close();
}

void WriteMiss(const Document& document, const std::vector<Sighting>& seen, const Recorder::Miss& miss,
               JsonWriter* json) {
  const NearMiss& near = miss.miss;
  json->Open();
  json->Put("rule", near.rule);
  const bool begins = near.begin != NearMiss::kNowhere;
  json->Put("begins", begins);
  if (begins) {
    json->Put("start", document.offsets[near.begin]);
    json->Put("at", near.at < document.size() ? document.offsets[near.at] : document.ends.back());
    WriteSteps(document, near.steps, json);
    json->Put("found", StandsAt(document, seen, miss.sentence, near.at));
  }
  json->Key("wanted").OpenList();
  for (const std::string& one : near.wanted) json->String(one);
  json->CloseList();
  json->Close();
}

}  // namespace mailuo::cli
