#include "explanation.h"

#include <algorithm>
#include <set>

#include "articles.h"
#include "mailuo/schemas/triple_stream.h"

namespace mailuo::cli {
namespace {

constexpr size_t kMaxDepth = 8;  // of matches below matches; layers are fewer

bool IsOneOf(const std::string& name, const std::vector<std::string>& names) {
  return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

std::string ObjectName(const Triple& triple) {
  return triple.has_literal() ? std::get<Literal>(triple.object).text : std::get<Entity>(triple.object).name;
}

// In words, where the subject of a triple comes from.
std::string HowText(const Antecedent& antecedent) {
  if (antecedent.how == "capture") return "named in the match";
  if (antecedent.how == "subject") return "the subject in force";
  if (antecedent.how == "topic") return "the topic in force";
  if (antecedent.how == "article") return "the article itself";
  if (antecedent.how == "byline") return "the article's place, from its by-line";
  if (antecedent.how == "title") return "the article's place, from its title";
  if (antecedent.how == "text") return "the article's place, named most often in it";
  return "unknown";
}

}  // namespace

Explainer::Explainer(const CompiledRules& rules, const Console& console, Recorder::Choice misses)
    : rules_(rules),
      console_(console),
      words_(rules.pack()),
      recorder_([](std::string_view) { return true; }, true, std::move(misses)),
      extractor_(rules) {
  for (const Rule& rule : rules.pack().rules) by_id_.emplace(rule.id, &rule);
  extractor_.set_observer(&recorder_);
}

void Explainer::Run(const Document& document) {
  document_ = &document;
  recorder_.Clear();
  Extraction ignored;
  extractor_.Extract(document, &ignored);
}

const Rule* Explainer::FindRule(std::string_view id) const {
  const auto it = by_id_.find(id);
  return it == by_id_.end() ? nullptr : it->second;
}

std::string Explainer::RulePlaceText(std::string_view id) const {
  const Rule* rule = FindRule(id);
  return rule == nullptr ? std::string() : rule->where.file + ":" + std::to_string(rule->where.line);
}

std::string Explainer::WordPlaceText(const Sighting& word) const {
  const uint32_t index = words_.Find(*document_, word.begin, word.end, word.label);
  if (index == WordIndex::kNone) return {};
  const WordIndex::Entry& at = words_.entries()[index];
  const LexiconFile& file = rules_.pack().lexicons[at.file];
  return file.path + ":" + std::to_string(file.entries[at.entry].line);
}

Explainer::Found Explainer::Find(Span evidence, std::string_view rule, std::string_view predicate,
                                 const std::vector<std::string>& subject_names,
                                 const std::vector<std::string>& object_names) const {
  for (const RecordedMatch& match : recorder_.matches()) {
    if (match.match.place.rule != rule || match.triples.empty()) continue;
    for (const RecordedTriple& one : match.triples) {
      if (one.triple.evidence.span == evidence && one.triple.predicate == predicate &&
          IsOneOf(one.triple.subject.name, subject_names) && IsOneOf(ObjectName(one.triple), object_names)) {
        return {&match, &one};
      }
    }
  }
  return {};
}

const RecordedMatch* Explainer::MakerOf(const Sighting& made) const {
  if (made.rule.empty()) return nullptr;
  for (const RecordedMatch& match : recorder_.matches()) {
    if (match.match.place.rule != made.rule) continue;
    for (const Sighting& one : match.made) {
      if (one.begin == made.begin && one.end == made.end) return &match;
    }
  }
  return nullptr;
}

std::string Explainer::StepText(const MatchStep& step) const {
  const Sighting& what = step.what;
  std::string text = console_.Out(Style::kGreen, step.element) + "  ";
  text += what.begin < what.end ? document_->Text(what.begin, what.end) : std::string();
  if (!what.label.empty()) text += "  " + std::string(what.label);
  if (!what.name.empty() && what.name != document_->Text(what.begin, what.end)) text += " " + what.name;
  if (what.begin < what.end) text += "  " + console_.Out(Style::kDim, PlaceText(*document_, what.begin, what.end));
  if (what.kind == Sighting::Kind::kWord) {
    const std::string place = WordPlaceText(what);
    if (!place.empty()) text += "  " + console_.Out(Style::kDim, place);
  }
  return text;
}

std::string Explainer::MatchTree(const RecordedMatch& match, const std::string& indent) const {
  if (indent.size() > 4 * kMaxDepth) return {};
  const Rule* rule = FindRule(match.match.place.rule);
  std::string text = indent + "rule " + console_.Out(Style::kBold, match.match.place.rule);
  if (rule != nullptr) {
    text += "  " + console_.Out(Style::kDim, RulePlaceText(rule->id)) + "\n" + indent +
            (rule->is_head ? "  head " : "  pattern ") + rule->pattern;
  }
  text += "\n";
  for (const MatchStep& step : match.match.steps) {
    text += indent + "  " + StepText(step) + "\n";
    const RecordedMatch* maker = MakerOf(step.what);
    if (maker != nullptr) text += MatchTree(*maker, indent + "      ");
  }
  return text;
}

void Explainer::WriteMatchTree(const RecordedMatch& match, JsonWriter* json) const {
  const Rule* rule = FindRule(match.match.place.rule);
  json->Open();
  json->Put("rule", match.match.place.rule);
  if (rule != nullptr) {
    json->Put("file", rule->where.file);
    json->Put("line", rule->where.line);
    json->Put(rule->is_head ? "head" : "pattern", rule->pattern);
  }
  json->Key("elements").OpenList();
  for (const MatchStep& step : match.match.steps) {
    json->Open();
    json->Put("element", step.element);
    WriteSighting(*document_, step.what, json);
    if (step.what.kind == Sighting::Kind::kWord) json->Put("entry", WordPlaceText(step.what));
    if (const RecordedMatch* maker = MakerOf(step.what)) {
      json->Key("made_by");
      WriteMatchTree(*maker, json);
    }
    json->Close();
  }
  json->CloseList();
  json->Close();
}

std::string Explainer::GroundsLines(const RecordedTriple& triple, const std::string& indent) const {
  const Grounds& grounds = triple.grounds;
  std::string text =
      indent + "subject " + console_.Out(Style::kBold, triple.triple.subject.name) + ": " + HowText(grounds.subject);
  if (!grounds.subject.rule.empty()) {
    text += ", set by " + std::string(grounds.subject.rule) + "  " +
            console_.Out(Style::kDim, RulePlaceText(grounds.subject.rule));
  }
  if (grounds.subject.begin < grounds.subject.end) {
    const Sentence& sentence = document_->sentences[SentenceAt(*document_, grounds.subject.begin)];
    text += "\n" + indent + "  " +
            console_.Out(Style::kDim, PlaceText(*document_, grounds.subject.begin, grounds.subject.end)) + "  " +
            document_->Text(grounds.subject.begin, grounds.subject.end) +
            "  in: " + document_->Text(sentence.begin, sentence.end);
  }
  text += "\n";
  if (!grounds.status_rule.empty()) {
    text += indent + "status " + triple.triple.status + ": set by " + std::string(grounds.status_rule) + "  " +
            console_.Out(Style::kDim, RulePlaceText(grounds.status_rule));
    if (grounds.status_begin < grounds.status_end) {
      text += "\n" + indent + "  " +
              console_.Out(Style::kDim, PlaceText(*document_, grounds.status_begin, grounds.status_end)) + "  " +
              document_->Text(grounds.status_begin, grounds.status_end);
    }
    text += "\n";
  }
  return text;
}

void Explainer::WriteGrounds(const RecordedTriple& triple, JsonWriter* json) const {
  const Grounds& grounds = triple.grounds;
  const auto place = [&](uint32_t begin, uint32_t end) {
    if (begin >= end) return;
    const Span bytes = document_->ByteSpan(begin, end);
    json->Put("start", bytes.begin);
    json->Put("end", bytes.end);
    json->Put("text", document_->Text(begin, end));
  };
  json->Key("antecedent").Open();
  json->Put("how", grounds.subject.how);
  if (!grounds.subject.rule.empty()) json->Put("rule", grounds.subject.rule);
  place(grounds.subject.begin, grounds.subject.end);
  json->Close();
  if (grounds.status_rule.empty()) return;
  json->Key("status_by").Open();
  json->Put("rule", grounds.status_rule);
  place(grounds.status_begin, grounds.status_end);
  json->Close();
}

std::vector<const Recorder::Miss*> Explainer::NearestMisses(uint32_t sentence, std::string_view rule,
                                                            size_t limit) const {
  std::vector<const Recorder::Miss*> misses;
  for (const Recorder::Miss& miss : recorder_.misses()) {
    if (miss.sentence != sentence || (!rule.empty() && miss.miss.rule != rule)) continue;
    if (rule.empty() && Nearness(miss.miss) == 0) continue;
    misses.push_back(&miss);
  }
  std::stable_sort(misses.begin(), misses.end(),
                   [](const auto* a, const auto* b) { return Nearness(a->miss) > Nearness(b->miss); });
  if (rule.empty()) {
    std::set<std::string_view> seen;
    std::erase_if(misses, [&](const auto* miss) { return !seen.insert(miss->miss.rule).second; });
  }
  if (misses.size() > limit) misses.resize(limit);
  return misses;
}

std::string Explainer::SeenLines(uint32_t sentence) const {
  const Sentence& range = document_->sentences[sentence];
  std::string text;
  for (const auto& [kind, name] : {std::pair{Sighting::Kind::kWord, "words"},
                                   {Sighting::Kind::kNumber, "numbers"},
                                   {Sighting::Kind::kQuantity, "quantities"},
                                   {Sighting::Kind::kMention, "mentions"}}) {
    std::string list;
    for (const Sighting& what : recorder_.seen()) {
      if (what.kind != kind || what.begin < range.begin || what.end > range.end) continue;
      list += (list.empty() ? "" : ", ") + document_->Text(what.begin, what.end) + " " +
              console_.Out(Style::kDim, what.label);
    }
    text += std::string("  ") + name + ": " + (list.empty() ? "none" : list) + "\n";
  }
  return text;
}

std::string Explainer::SentenceText(uint32_t sentence, std::string_view rule, size_t limit) const {
  const Sentence& range = document_->sentences[sentence];
  std::string text = console_.Out(Style::kBold, document_->Text(range.begin, range.end)) + "\n" + SeenLines(sentence);
  std::string matched;
  for (const RecordedMatch& match : recorder_.matches()) {
    const Rule* known = FindRule(match.match.place.rule);
    const bool is_below = known != nullptr && known->layer < Layer::kContext;
    if (match.sentence != sentence || (rule.empty() ? is_below : match.match.place.rule != rule)) continue;
    matched += MatchTree(match, "  ");
    std::string outcome = OutcomeLines(*document_, match, console_);
    matched += outcome.empty() ? "    became nothing: no yield takes what it captured\n" : outcome;
    for (const RecordedTriple& one : match.triples) matched += GroundsLines(one, "       ");
  }
  text += matched.empty()
              ? (rule.empty() ? "No rule of the context or the relations matched.\n" : "It did not match.\n")
              : "Matched:\n" + matched;
  const auto misses = NearestMisses(sentence, rule, limit);
  if (!misses.empty()) text += rule.empty() ? "Nearest misses:\n" : "Tried and failed:\n";
  for (const Recorder::Miss* miss : misses) text += MissLines(*document_, recorder_.seen(), *miss, console_);
  return text;
}

void Explainer::WriteSentence(uint32_t sentence, std::string_view rule, size_t limit, JsonWriter* json) const {
  const Sentence& range = document_->sentences[sentence];
  const Span bytes = document_->ByteSpan(range.begin, range.end);
  json->Open();
  json->Put("text", document_->Text(range.begin, range.end));
  json->Put("start", bytes.begin);
  json->Put("end", bytes.end);
  json->Key("seen").OpenList();
  for (const Sighting& what : recorder_.seen()) {
    if (what.begin < range.begin || what.end > range.end) continue;
    json->Open();
    WriteSighting(*document_, what, json);
    json->Close();
  }
  json->CloseList();
  json->Key("matches").OpenList();
  for (const RecordedMatch& match : recorder_.matches()) {
    if (match.sentence == sentence && (rule.empty() || match.match.place.rule == rule)) {
      WriteMatch(*document_, match, json);
    }
  }
  json->CloseList();
  json->Key("misses").OpenList();
  for (const Recorder::Miss* miss : NearestMisses(sentence, rule, limit)) {
    WriteMiss(*document_, recorder_.seen(), *miss, json);
  }
  json->CloseList();
  json->Close();
}

}  // namespace mailuo::cli
