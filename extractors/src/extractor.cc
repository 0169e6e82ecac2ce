// The way of one article: words of all sentences, the place the article is about, then sentence by sentence
// quantities, mentions, context and relations; at the end what the article said twice is made one (facts.cc).
#include "mailuo/extractors/extractor.h"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "article_run.h"

namespace mailuo {
namespace {

class Stopwatch {
 public:
  explicit Stopwatch(bool on) : on_(on) {
    if (on_) last_ = std::chrono::steady_clock::now();
  }
  void Lap(uint64_t* total) {
    if (!on_) return;
    const auto now = std::chrono::steady_clock::now();
    *total += static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now - last_).count());
    last_ = now;
  }

 private:
  bool on_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace

Extractor::Run::Run(const CompiledRules& rules)
    : rules_(rules.impl()), ontology_(*rules_.pack.ontology), phrases_(rules_), lattice_(&rules_.trigger_flags) {
  last_seen_.resize(rules_.symbol_names.size());
  longest_.resize(rules_.groups);
}

void Extractor::Run::Extract(const Document& document, Extraction* result) {
  Begin(document);
  result_ = result;
  const size_t first_reject = result->rejects.size();
  Stopwatch watch(times_ != nullptr);
  StepTimes unused;
  StepTimes& times = times_ != nullptr ? *times_ : unused;
  ScanAllWords();
  if (IsOutside()) return;
  FindPlace();
  watch.Lap(&times.words);
  for (uint32_t s = 0; s < document.sentences.size(); ++s) {
    EnterSentence(s);
    FindQuantities();
    watch.Lap(&times.quantities);
    FindMentions();
    watch.Lap(&times.mentions);
    FindContext();
    FindRelations();
    watch.Lap(&times.relations);
  }
  WriteFacts();
  std::stable_sort(result->rejects.begin() + static_cast<ptrdiff_t>(first_reject), result->rejects.end(),
                   [](const mailuo::Reject& a, const mailuo::Reject& b) {
                     return std::tie(a.evidence.span.begin, a.evidence.span.end, a.rule, a.reason, a.detail) <
                            std::tie(b.evidence.span.begin, b.evidence.span.end, b.rule, b.reason, b.detail);
                   });
  watch.Lap(&times.relations);
}

Layers Extractor::Run::Annotate(const Document& document) {
  Begin(document);
  Extraction ignored;
  result_ = &ignored;
  Layers layers;
  ScanAllWords();
  FindPlace();
  for (uint32_t s = 0; s < document.sentences.size(); ++s) {
    EnterSentence(s);
    FindQuantities();
    FindMentions();
    for (uint32_t a = sentence_first_; a < lattice_.size(); ++a) {
      const Annotation& annotation = lattice_[a];
      if (a >= numbers_begin_ && a < quantities_end_) {
        const Quantity& quantity = quantities_[annotation.payload];
        FoundQuantity found{annotation.begin,   annotation.end,      rules_.symbol_names[annotation.symbol],
                            quantity.has_value, LiteralOf(quantity), {}};
        if (a < quantities_begin_) {
          layers.numbers.push_back(std::move(found));
        } else {
          found.rule = rules_.layer(Layer::kQuantity).rules[quantity.rule].id;
          layers.quantities.push_back(std::move(found));
        }
      } else if (a >= quantities_end_) {
        layers.mentions.push_back({annotation.begin, annotation.end, entities_[EntityOf(annotation.payload)].entity,
                                   rules_.layer(Layer::kMention).rules[mentions_[annotation.payload].rule].id});
      }
    }
  }
  return layers;
}

uint64_t Extractor::Run::CountWords(const Document& document) const {
  uint64_t count = 0;
  const char32_t* chars = document.chars.data();
  for (const Sentence& sentence : document.sentences) {
    for (uint32_t p = sentence.begin; p < sentence.end; ++p) {
      rules_.automaton->ForEachPrefix(chars + p, chars + sentence.end, [&](uint32_t, uint32_t) { ++count; });
    }
  }
  return count;
}

void Extractor::Run::Begin(const Document& document) {
  document_ = &document;
  words_.clear();
  words_.reserve(document.size());  // about as many as there are characters
  mentions_.clear();
  quantities_.clear();
  entity_of_.clear();
  entities_.clear();
  entity_index_.clear();
  identities_.clear();
  facts_.clear();
  place_entity_ = article_entity_ = kNone;
  for (auto& events : events_) events.clear();
  MarkClauses();
  last_char_.fill(0);
  sightings_.assign(rules_.layer(Layer::kContext).rules.size(), {0, 0});
  section_last_.resize(document.sentences.size());
  for (size_t s = document.sentences.size(); s-- > 0;) {
    const bool last =
        s + 1 == document.sentences.size() || document.sentences[s + 1].section != document.sentences[s].section;
    section_last_[s] = last ? static_cast<uint32_t>(s) : section_last_[s + 1];
  }
  FindTitleWords();
}

void Extractor::Run::EnterSentence(uint32_t index) {
  sentence_ = index;
  const Sentence& sentence = document_->sentences[index];
  const Block& block = document_->blocks[sentence.block];
  input_.chars = document_->chars.data();
  input_.clause_end = clause_end_.data();
  input_.begin = sentence.text_begin;
  input_.end = sentence.end;
  input_.kind = static_cast<PlaceKind>(block.kind);
  input_.section_start = sentence.text_begin > sentence.begin;
  input_.paragraph_start = index == 0 || document_->sentences[index - 1].block != sentence.block;
  input_.lattice = &lattice_;
  input_.attributes = this;
  seen_.Clear();
  lattice_.Reset(sentence.begin, sentence.end);
  for (uint32_t w = sentence_words_[index]; w < sentence_words_[index + 1]; ++w) {
    const FoundWord& word = words_[w];
    lattice_.Add(word.begin, word.end(), word.symbol, word.entry);
    last_seen_[word.symbol] = word.begin;  // words stand in the order of their beginnings
    seen_.Add(word.symbol);
  }
  sentence_first_ = lattice_.size();
  clause_starts_.clear();
  if (input_.begin < input_.end) clause_starts_.push_back(input_.begin);
  for (uint32_t p = input_.begin; p < input_.end; ++p) {
    last_char_[input_.chars[p] % last_char_.size()] = p;
    if (clause_end_[p] != 0 && p + 1 < input_.end) clause_starts_.push_back(p + 1);
  }
  // Of the events before the sentence, those that no later one outlasts can still count: a few.
  for (auto& events : events_) {
    uint32_t outlasted = sentence.begin;
    size_t kept = events.size();
    for (size_t i = events.size(); i-- > 0;) {
      if (events[i].end <= outlasted) continue;
      outlasted = events[i].end;
      --kept;
      if (kept != i) events[kept] = std::move(events[i]);
    }
    events.erase(events.begin(), events.begin() + static_cast<ptrdiff_t>(kept));
  }
  numbers_begin_ = quantities_begin_ = quantities_end_ = lattice_.size();
  if (observer_ != nullptr) ObserveWords();
}

Extractor::Extractor(const CompiledRules& rules) : run_(std::make_unique<Run>(rules)) {}
Extractor::~Extractor() = default;
void Extractor::Extract(const Document& document, Extraction* result) { run_->Extract(document, result); }
Layers Extractor::Annotate(const Document& document) { return run_->Annotate(document); }
void Extractor::set_times(StepTimes* times) { run_->set_times(times); }
void Extractor::set_observer(ExtractionObserver* observer) { run_->set_observer(observer); }
uint64_t Extractor::ScanWords(const Document& document) const { return run_->CountWords(document); }

}  // namespace mailuo
