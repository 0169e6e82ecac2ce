// The way of one article: words of all sentences, the place the article is about, then sentence by sentence
// quantities, mentions, context and relations; at the end what the article said twice is made one.
#include "mailuo/extractors/extractor.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "mailuo/schemas/triple_stream.h"
#include "noun_phrase.h"
#include "rules_impl.h"
#include "unicode.h"

namespace mailuo {
namespace {

constexpr uint32_t kMaxQuoteClause = 40;   // a mark within a quotation this short ends no clause
constexpr size_t kMaxMatchesASentence = 4096;

bool IsAsciiDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsAsciiWordChar(char32_t c) { return IsAsciiDigit(c) || (c >= 'a' && c <= 'z'); }

// A word of a lexicon in the article.
struct FoundWord {
  uint32_t begin;
  uint32_t entry;
  uint16_t symbol;
  uint16_t length;
  uint32_t end() const { return begin + length; }
};

// A rule's match at one place of the sentence.
struct RuleMatch {
  uint32_t rule;
  MatchResult result;
  uint32_t length() const { return result.end - result.begin; }
};

struct Quantity {
  bool has_value = false;
  Literal literal;
  std::string_view attributes;
  std::string_view approx;  // of a Number
  double number = 0;        // of a Number
  uint32_t rule = kNone;
};

struct Mention {
  CharSpan span;
  Symbol type = kNoSymbol;
  std::string name;
  std::vector<std::string> aliases;
  std::string_view attributes;
  bool named = false;
  bool restored = false;
  uint32_t rule = 0;
};

struct Event {
  uint32_t begin;
  uint32_t end;           // of the scope
  uint32_t mention;       // kSubject, kTopic: who, or kNone for the article's place
  std::string text;       // kStatus, kTime
};

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

class Extractor::Run : public AttributeSource {
 public:
  explicit Run(const CompiledRules& rules) : rules_(rules.impl()), ontology_(*rules_.pack.ontology), phrases_(rules_), lattice_(&rules_.trigger_flags) {
    last_seen_.resize(rules_.symbol_names.size());
    longest_.resize(rules_.groups);
  }

  void Extract(const Document& document, Extraction* result) {
    Begin(document);
    result_ = result;
    const size_t first_triple = result->triples.size();
    const size_t first_reject = result->rejects.size();
    Stopwatch watch(times_ != nullptr);
    StepTimes unused;
    StepTimes& times = times_ != nullptr ? *times_ : unused;
    ScanAllWords();
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
    Finish(first_triple);
    std::stable_sort(result->rejects.begin() + static_cast<ptrdiff_t>(first_reject), result->rejects.end(),
                     [](const mailuo::Reject& a, const mailuo::Reject& b) {
                       return std::tie(a.evidence.span.begin, a.evidence.span.end, a.rule, a.reason, a.detail) <
                              std::tie(b.evidence.span.begin, b.evidence.span.end, b.rule, b.reason, b.detail);
                     });
    watch.Lap(&times.relations);
  }

  Layers Annotate(const Document& document) {
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
          FoundQuantity found{annotation.begin, annotation.end, rules_.symbol_names[annotation.symbol],
                              quantity.has_value, quantity.literal, {}};
          if (a < quantities_begin_) {
            found.literal.value = quantity.number;
            found.literal.approx = quantity.approx;
            found.literal.text = document.Text(annotation.begin, annotation.end);
            layers.numbers.push_back(std::move(found));
          } else {
            found.rule = rules_.layer(Layer::kQuantity).rules[quantity.rule].id;
            layers.quantities.push_back(std::move(found));
          }
        } else if (a >= quantities_end_) {
          layers.mentions.push_back({annotation.begin, annotation.end, EntityOf(annotation.payload),
                                     rules_.layer(Layer::kMention).rules[mentions_[annotation.payload].rule].id});
        }
      }
    }
    return layers;
  }

  uint64_t CountWords(const Document& document) const {
    uint64_t count = 0;
    const char32_t* chars = document.chars.data();
    for (const Sentence& sentence : document.sentences) {
      for (uint32_t p = sentence.begin; p < sentence.end; ++p) {
        rules_.automaton->ForEachPrefix(chars + p, chars + sentence.end, [&](uint32_t, uint32_t) { ++count; });
      }
    }
    return count;
  }

  std::string_view Attribute(const Annotation& annotation, std::string_view key) const override {
    if (annotation.symbol < rules_.first_type) return FindAttribute(rules_.entries[annotation.payload].attributes, key);
    if (annotation.symbol >= rules_.first_literal) return {};
    if (lattice_kind_ == LatticeKind::kQuantities || IsQuantity(annotation)) {
      const Quantity& quantity = quantities_[annotation.payload];
      if (key == "approx") return annotation.symbol == rules_.number ? quantity.approx : quantity.literal.approx;
      if (key == "unit") return quantity.literal.unit;
      return FindAttribute(quantity.attributes, key);
    }
    const Mention& mention = mentions_[annotation.payload];
    if (key == "named") return mention.named ? "yes" : "no";
    if (key == "restored") return mention.restored ? "yes" : "no";
    return FindAttribute(mention.attributes, key);
  }

  StepTimes* times_ = nullptr;

 private:
  enum class LatticeKind : uint8_t { kQuantities, kAll };

  bool IsQuantity(const Annotation& annotation) const {
    const auto index = static_cast<uint32_t>(&annotation - &lattice_[0]);
    return index >= numbers_begin_ && index < quantities_end_;
  }

  // ---- The article ----

  void Begin(const Document& document) {
    document_ = &document;
    words_.clear();
    words_.reserve(document.size());  // about as many as there are characters
    mentions_.clear();
    entities_.clear();
    for (auto& events : events_) events.clear();
    MarkClauses();
    last_char_.fill(0);
    sightings_.assign(rules_.layer(Layer::kContext).rules.size(), {0, 0});
    section_last_.resize(document.sentences.size());
    for (size_t s = document.sentences.size(); s-- > 0;) {
      const bool last = s + 1 == document.sentences.size() ||
                        document.sentences[s + 1].section != document.sentences[s].section;
      section_last_[s] = last ? static_cast<uint32_t>(s) : section_last_[s + 1];
    }
    FindTitleWords();
  }

  // The title may stand beside the text and not in it, so its words are no annotations.
  void FindTitleWords() {
    title_words_.Clear();
    const std::u32string title = FoldedChars(document_->title);
    for (size_t p = 0; p < title.size(); ++p) {
      rules_.automaton->ForEachPrefix(title.data() + p, title.data() + title.size(), [&](uint32_t, uint32_t id) {
        for (uint32_t e = rules_.word_first[id]; e < rules_.word_first[id + 1]; ++e) title_words_.Add(rules_.entries[e].symbol);
      });
    }
  }

  void MarkClauses() {
    const std::vector<char32_t>& chars = document_->chars;
    clause_end_.assign(chars.size() + 1, 0);
    for (size_t i = 0; i < chars.size(); ++i) {
      const char32_t c = chars[i];
      if (c >= 0x10000 || rules_.char_flags[c] == 0) continue;
      const bool in_number = c < 0x80 && i > 0 && i + 1 < chars.size() && IsAsciiDigit(chars[i - 1]) && IsAsciiDigit(chars[i + 1]);
      clause_end_[i] = in_number ? 0 : rules_.char_flags[c];
    }
    // Marks within a short quotation do not end the clause around it.
    for (const Sentence& sentence : document_->sentences) {
      for (uint32_t i = sentence.begin; i < sentence.end; ++i) {
        const char32_t c = chars[i];
        if (c < 0x2000 && c != '(' && c != '"') continue;
        if (c >= 0x3040) continue;  // letters of CJK scripts open no bracket
        for (const auto& [open, close] : rules_.brackets) {
          if (c != open) continue;
          const uint32_t limit = std::min(sentence.end, i + kMaxQuoteClause);
          uint32_t end = i + 1;
          while (end < limit && chars[end] != close) ++end;
          if (end == limit) break;
          for (uint32_t k = i; k < end; ++k) clause_end_[k] = 0;
          break;
        }
      }
    }
  }

  void ScanAllWords() {
    sentence_words_.clear();
    place_words_.clear();
    std::fill(longest_.begin(), longest_.end(), Longest{});
    const char32_t* chars = document_->chars.data();
    const WordAutomaton& automaton = *rules_.automaton;
    std::array<std::pair<uint32_t, uint32_t>, WordAutomaton::kMaxWordLength> found;  // length, id
    for (const Sentence& sentence : document_->sentences) {
      sentence_words_.push_back(static_cast<uint32_t>(words_.size()));
      for (uint32_t p = sentence.begin; p < sentence.end; ++p) {
        size_t count = 0;
        automaton.ForEachPrefix(chars + p, chars + sentence.end, [&](uint32_t length, uint32_t id) { found[count++] = {length, id}; });
        // Longest first; within one group of classes a word inside a longer one does not count.
        while (count-- > 0) AddWord(sentence, p, p + found[count].first, found[count].second);
      }
    }
    sentence_words_.push_back(static_cast<uint32_t>(words_.size()));
  }

  void AddWord(const Sentence& sentence, uint32_t begin, uint32_t end, uint32_t id) {
    // A word of letters or digits is none inside a longer one; a pattern's literal is text like any other.
    const char32_t* chars = document_->chars.data();
    const bool in_word =
        (IsAsciiWordChar(chars[begin]) && begin > sentence.begin && IsAsciiWordChar(chars[begin - 1])) ||
        (IsAsciiWordChar(chars[end - 1]) && end < sentence.end && IsAsciiWordChar(chars[end]));
    for (uint32_t e = rules_.word_first[id]; e < rules_.word_first[id + 1]; ++e) {
      const auto [symbol, group] = rules_.entry_kinds[e];
      if (group < longest_.size()) {
        Longest& longest = longest_[group];
        if (in_word || end < longest.end || (end == longest.end && longest.begin < begin)) continue;
        longest = {begin, end};
        if (symbol == rules_.place_class) place_words_.push_back(static_cast<uint32_t>(words_.size()));
      }
      words_.push_back({begin, e, symbol, static_cast<uint16_t>(end - begin)});
    }
  }

  // The place that the article is about: named in the by-line, else in the title, else most often in the text.
  void FindPlace() {
    place_.reset();
    if (rules_.place_class == kNoSymbol) return;
    std::map<std::pair<std::string, std::string>, uint32_t> counts;
    std::optional<Entity> in_title, in_byline;
    if (!document_->title.empty()) {
      const std::u32string title = FoldedChars(document_->title);
      for (uint32_t p = 0; p < title.size() && !in_title; ++p) {
        uint32_t longest = 0, entry = kNone;
        rules_.automaton->ForEachPrefix(title.data() + p, title.data() + title.size(), [&](uint32_t length, uint32_t id) {
          for (uint32_t e = rules_.word_first[id]; e < rules_.word_first[id + 1]; ++e) {
            if (rules_.entries[e].symbol == rules_.place_class) {
              longest = length;
              entry = e;
            }
          }
        });
        if (entry != kNone) in_title = PlaceEntity(entry, EncodeUtf8(std::u32string_view(title).substr(p, longest)));
      }
    }
    size_t s = 0;
    for (uint32_t a : place_words_) {
      while (a >= sentence_words_[s + 1]) ++s;
      const BlockKind kind = document_->blocks[document_->sentences[s].block].kind;
      const bool counts_here = kind == BlockKind::kParagraph && (!in_title || in_title->type.empty());
      if (!counts_here && kind != BlockKind::kByline) continue;
      Entity entity = PlaceEntity(words_[a].entry, document_->Text(words_[a].begin, words_[a].end()));
      if (entity.type.empty()) continue;
      if (kind == BlockKind::kByline) {
        in_byline = std::move(entity);
        break;
      }
      ++counts[{std::move(entity.type), std::move(entity.name)}];
    }
    if (in_byline) {
      place_ = in_byline;
    } else if (in_title && !in_title->type.empty()) {
      place_ = in_title;
    } else {
      uint32_t most = 0;
      for (const auto& [key, count] : counts) {  // the first of equals by type and name
        if (count > most) {
          most = count;
          place_ = Entity{{}, key.first, key.second, {}};
        }
      }
    }
    if (place_) place_->id = EntityId(place_->type, FoldName(place_->name));
  }

  // A word of the place class as an entity: its full name from the attribute, the short form as an alias.
  Entity PlaceEntity(uint32_t entry, const std::string& text) const {
    const std::string_view attributes = rules_.entries[entry].attributes;
    Entity entity;
    entity.type = FindAttribute(attributes, "type");
    if (entity.type.empty()) return entity;
    entity.name = FindAttribute(attributes, "full");
    if (entity.name.empty()) entity.name = text;
    if (entity.name != text) entity.aliases.push_back(text);
    return entity;
  }

  // ---- One sentence ----

  void EnterSentence(uint32_t index) {
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
    quantities_.clear();
    seen_.Clear();
    lattice_.Reset(sentence.begin, sentence.end);
    for (uint32_t w = sentence_words_[index]; w < sentence_words_[index + 1]; ++w) {
      const FoundWord& word = words_[w];
      lattice_.Add(word.begin, word.end(), word.symbol, word.entry);
      See(word.symbol, word.begin);
    }
    sentence_first_ = lattice_.size();
    clause_starts_.clear();
    for (uint32_t p = input_.begin; p < input_.end; ++p) {
      if (p == input_.begin || clause_end_[p - 1] != 0) clause_starts_.push_back(p);
      last_char_[input_.chars[p] % last_char_.size()] = p;
    }
    for (auto& events : events_) {
      std::erase_if(events, [&](const Event& event) { return event.end <= sentence.begin; });
    }
    numbers_begin_ = quantities_begin_ = quantities_end_ = lattice_.size();
  }

  // Notes an annotation of the sentence, of its kind the one that begins last.
  void See(Symbol symbol, uint32_t begin) {
    last_seen_[symbol] = seen_.Has(symbol) ? std::max(last_seen_[symbol], begin) : begin;
    seen_.Add(symbol);
  }

  // Runs the layer's rules wherever an annotation or an anchor can begin them and what stands there, and behind it, lets
  // them go on.
  void RunLayer(const LayerRules& layer) {
    match_count_ = 0;
    if (layer.rules.empty()) return;
    last_start_.assign(layer.rules.size(), kUnknown);
    FindAlive(layer);
    RunAnchored(layer, layer.at_sentence_start, input_.begin);
    for (uint32_t p : clause_starts_) RunAnchored(layer, layer.at_clause_start, p);
    if (!layer.triggers.Intersects(seen_)) return;
    const auto flag = static_cast<uint8_t>(1 << (&layer - rules_.layers.data()));
    for (uint32_t p = input_.begin; p < input_.end; ++p) {
      if ((lattice_.FlagsAt(p) & flag) != 0) RunTriggered(layer, p);
    }
  }

  // The rules for which the sentence has the symbols that they need.
  void FindAlive(const LayerRules& layer) {
    alive_.resize(layer.begins.words());
    for (size_t i = 0; i < alive_.size(); ++i) {
      uint64_t first = layer.needs[0].free.Row(0)[i], second = layer.needs[1].free.Row(0)[i];
      layer.needed.ForEachIn(seen_, [&](Symbol symbol) {
        first |= layer.needs[0].by_symbol.Row(symbol)[i];
        second |= layer.needs[1].by_symbol.Row(symbol)[i];
      });
      alive_[i] = first & second;
    }
  }

  void RunAnchored(const LayerRules& layer, const RuleBits& rules, uint32_t position) {
    for (uint32_t i = 0; i < rules.words(); ++i) {
      const uint64_t alive = rules.Row(0)[i] & alive_[i];
      if (alive != 0) TryAll(layer, i, Fitting(layer.first, i, alive, position), position);
    }
  }

  void RunTriggered(const LayerRules& layer, uint32_t position) {
    for (uint32_t i = 0; i < layer.begins.words(); ++i) {
      if (alive_[i] == 0) continue;
      uint64_t chosen = 0;
      for (uint32_t a = lattice_.FirstAt(position); a != kNone; a = lattice_[a].next_at_begin) {
        const uint64_t rules = layer.begins.Row(lattice_[a].symbol)[i] & alive_[i] & ~chosen;
        if (rules != 0) chosen |= Fitting(layer.next, i, rules, lattice_[a].end);
      }
      TryAll(layer, i, chosen, position);
    }
  }

  // Those of `rules`, a word of the bits, that what stands at `position` lets go on.
  uint64_t Fitting(const PlaceFilter& filter, uint32_t word, uint64_t rules, uint32_t position) const {
    uint64_t fits = filter.anything.Row(0)[word];
    if ((rules & ~fits) == 0 || position >= input_.end) return rules & fits;
    const char32_t c = input_.chars[position];
    if (c >= 0x10000) return rules;
    fits |= filter.chars.Row(rules_.char_rows[c])[word];
    for (uint32_t a = lattice_.FirstAt(position); a != kNone && (rules & ~fits) != 0; a = lattice_[a].next_at_begin) {
      fits |= filter.symbols.Row(lattice_[a].symbol)[word];
    }
    return rules & fits;
  }

  void TryAll(const LayerRules& layer, uint32_t word, uint64_t rules, uint32_t position) {
    for (; rules != 0; rules &= rules - 1) {
      Try(layer, word * 64 + static_cast<uint32_t>(__builtin_ctzll(rules)), position);
    }
  }

  // The last position at which the rule can begin: behind it the sentence lacks something that the rule requires.
  int64_t LastStart(const CompiledRule& rule) const {
    if (!rule.in_title.empty() && !rule.in_title.Intersects(title_words_)) return -1;
    int64_t last = INT64_MAX;
    for (const Requirement& required : rule.trigger.required) {
      int64_t found = -1;
      required.symbols.ForEachIn(seen_, [&](Symbol symbol) { found = std::max<int64_t>(found, last_seen_[symbol]); });
      for (char32_t c : required.chars) found = std::max<int64_t>(found, last_char_[c % last_char_.size()]);
      if (found < input_.begin) return -1;
      if (!required.anywhere) last = std::min(last, found);
    }
    return last;
  }

  void Try(const LayerRules& layer, uint32_t rule, uint32_t position) {
    const CompiledRule& compiled = layer.rules[rule];
    int64_t& last = last_start_[rule];
    if (last == kUnknown) last = LastStart(compiled);
    if (last < 0) alive_[rule / 64] &= ~(uint64_t{1} << (rule % 64));
    if (position > last) return;
    if (match_count_ == kMaxMatchesASentence) {
      Reject("limit", "more than " + std::to_string(kMaxMatchesASentence) + " matches in a sentence", position,
             position + 1, compiled.id);
      ++match_count_;
      return;
    }
    if (match_count_ > kMaxMatchesASentence) return;
    if (matches_.size() <= match_count_) matches_.emplace_back();
    RuleMatch& match = matches_[match_count_];
    if (!matcher_.Match(compiled.program, input_, position, &match.result)) return;
    match.rule = rule;
    ++match_count_;
  }

  // The order of preference, the same everywhere: priority, longer, pack order (rules are sorted so), earlier.
  void SortMatches(const LayerRules& layer) {
    std::sort(matches_.begin(), matches_.begin() + static_cast<ptrdiff_t>(match_count_), [&](const RuleMatch& a, const RuleMatch& b) {
      const int pa = layer.rules[a.rule].priority, pb = layer.rules[b.rule].priority;
      if (pa != pb) return pa > pb;
      if (a.length() != b.length()) return a.length() > b.length();
      if (a.rule != b.rule) return a.rule < b.rule;
      return a.result.begin < b.result.begin;
    });
  }

  bool Claim(uint32_t begin, uint32_t end) {
    for (uint32_t p = begin; p < end; ++p) {
      if (claimed_[p - input_.begin] != 0) return false;
    }
    std::fill(claimed_.begin() + (begin - input_.begin), claimed_.begin() + (end - input_.begin), uint8_t{1});
    return true;
  }

  // ---- Quantities ----

  void FindQuantities() {
    const LayerRules& layer = rules_.layer(Layer::kQuantity);
    lattice_kind_ = LatticeKind::kQuantities;
    numbers_begin_ = lattice_.size();
    numbers_.clear();
    rules_.numerals->Scan(input_.chars, input_.begin, input_.end, &numbers_);
    for (const NumberSpan& number : numbers_) {
      Quantity quantity;
      quantity.number = number.value;
      quantity.approx = number.approx;
      lattice_.Add(number.begin, number.end, rules_.number, static_cast<uint32_t>(quantities_.size()));
      quantities_.push_back(std::move(quantity));
    }
    if (!numbers_.empty()) See(rules_.number, numbers_.back().begin);
    quantities_begin_ = quantities_end_ = lattice_.size();
    RunLayer(layer);
    SortMatches(layer);
    claimed_.assign(input_.end - input_.begin + 1, 0);
    std::vector<uint32_t>& kept = kept_;
    kept.clear();
    for (uint32_t i = 0; i < match_count_; ++i) {
      if (Claim(matches_[i].result.begin, matches_[i].result.end)) kept.push_back(i);
    }
    std::sort(kept.begin(), kept.end(), [&](uint32_t a, uint32_t b) { return matches_[a].result.begin < matches_[b].result.begin; });
    for (uint32_t i : kept) AddQuantity(layer, matches_[i]);
    quantities_end_ = lattice_.size();
    lattice_kind_ = LatticeKind::kAll;
  }

  void AddQuantity(const LayerRules& layer, const RuleMatch& match) {
    const CompiledRule& rule = layer.rules[match.rule];
    Quantity quantity;
    quantity.rule = match.rule;
    quantity.attributes = rule.attributes;
    quantity.literal.type = rules_.symbol_names[rule.type];
    quantity.literal.text = document_->Text(match.result.begin, match.result.end);
    if (rule.has_value) {
      quantity.has_value = true;
      quantity.literal.value = Evaluate(rule.value, match.result);
      if (rule.has_value_max) quantity.literal.value_max = Evaluate(rule.value_max, match.result);
      quantity.literal.unit = TextOf(rule.unit, match.result);
      for (const Term& term : rule.approx) {
        quantity.literal.approx = term.kind == Term::Kind::kCapture ? AttributeOf(term.slot, "approx", match.result) : TextOf({term}, match.result);
        if (!quantity.literal.approx.empty()) break;
      }
      if (!std::isfinite(quantity.literal.value)) {
        return Reject("limit", "a number that is not finite", match.result.begin, match.result.end, rule.id);
      }
      if (quantity.literal.value_max && !(*quantity.literal.value_max >= quantity.literal.value)) quantity.literal.value_max.reset();
    }
    lattice_.Add(match.result.begin, match.result.end, rule.type, static_cast<uint32_t>(quantities_.size()));
    quantities_.push_back(std::move(quantity));
    See(rule.type, match.result.begin);
  }

  // ---- Captures ----

  const CaptureValue* FindCapture(uint32_t slot, const MatchResult& result) const {
    for (const CaptureValue& capture : result.captures) {
      if (capture.slot == slot && capture.end != kNone) return &capture;
    }
    return nullptr;
  }

  // The attribute of a captured annotation; of a captured group, that of the first annotation that fills it.
  std::string AttributeOf(uint32_t slot, std::string_view key, const MatchResult& result) const {
    const CaptureValue* capture = FindCapture(slot, result);
    if (capture == nullptr) return {};
    if (capture->annotation != kNone) return std::string(Attribute(lattice_[capture->annotation], key));
    for (uint32_t a = lattice_.FirstAt(capture->begin); a != kNone; a = lattice_[a].next_at_begin) {
      if (lattice_[a].end != capture->end) continue;
      const std::string_view value = Attribute(lattice_[a], key);
      if (!value.empty()) return std::string(value);
    }
    return {};
  }

  std::string TextOf(const TextExpression& expression, const MatchResult& result) const {
    std::string text;
    for (const Term& term : expression) {
      if (term.kind == Term::Kind::kConstant) {
        text += term.text;
      } else if (term.kind == Term::Kind::kAttribute) {
        text += AttributeOf(term.slot, term.text, result);
      } else if (const CaptureValue* capture = FindCapture(term.slot, result); capture != nullptr && capture->begin < capture->end) {
        text += document_->Text(capture->begin, capture->end);
      }
    }
    return text;
  }

  double Evaluate(const NumberExpression& expression, const MatchResult& result) const {
    double sum = 0;
    for (const auto& factors : expression.summands) {
      double product = 1;
      for (const auto& [term, divide] : factors) {
        const double value = NumberOf(term, result);
        product = divide ? product / value : product * value;
      }
      if (!std::isnan(product)) sum += product;
    }
    return sum;
  }

  double NumberOf(const Term& term, const MatchResult& result) const {
    if (term.kind == Term::Kind::kConstant) return term.number;
    const CaptureValue* capture = FindCapture(term.slot, result);
    if (capture == nullptr) return 0;
    if (term.kind == Term::Kind::kCapture) {
      if (capture->annotation != kNone && lattice_[capture->annotation].symbol >= rules_.first_type) {
        return quantities_[lattice_[capture->annotation].payload].number;
      }
      return 0;
    }
    return std::strtod(AttributeOf(term.slot, term.text, result).c_str(), nullptr);
  }

  // ---- Mentions ----

  // A mention that may be: its names are made only if it is kept.
  struct Candidate {
    CharSpan span;
    Symbol type;
    uint32_t match;   // index into matches_
    uint32_t phrase;  // index into found_phrases_, or kNone
    int priority;
    uint32_t order;
    uint32_t length() const { return span.end - span.begin; }
  };

  void FindMentions() {
    const LayerRules& layer = rules_.layer(Layer::kMention);
    RunLayer(layer);
    if (match_count_ == 0) return;
    candidates_.clear();
    found_phrases_.clear();
    bool segmented = false;
    for (uint32_t i = 0; i < match_count_; ++i) {
      const RuleMatch& match = matches_[i];
      const CompiledRule& rule = layer.rules[match.rule];
      const Symbol type = MentionType(rule, match.result);
      if (type == kNoSymbol) continue;
      if (!rule.is_head) {
        candidates_.push_back({{match.result.begin, match.result.end}, type, i, kNone, rule.priority, rule.order});
        continue;
      }
      if (!segmented) phrases_.Segment(input_, quantities_begin_, quantities_end_);
      segmented = true;
      const auto first_phrase = static_cast<uint32_t>(found_phrases_.size());
      const PhraseOutcome outcome = phrases_.Find(match.result.begin, match.result.end, BareIsGeneric(match.result), rule.members, &found_phrases_);
      if (outcome == PhraseOutcome::kGeneric) {
        Reject("generic", rules_.symbol_names[type], match.result.begin, match.result.end, rule.id);
      }
      for (uint32_t f = first_phrase; f < found_phrases_.size(); ++f) {
        candidates_.push_back({found_phrases_[f].span, type, i, f, rule.priority, rule.order});
      }
    }
    // Contained or overlapping mentions: priority, longer, earlier rule, earlier place.
    std::stable_sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
      if (a.priority != b.priority) return a.priority > b.priority;
      if (a.length() != b.length()) return a.length() > b.length();
      if (a.order != b.order) return a.order < b.order;
      return a.span.begin < b.span.begin;
    });
    claimed_.assign(input_.end - input_.begin + 1, 0);
    kept_.clear();
    for (uint32_t i = 0; i < candidates_.size(); ++i) {
      if (Claim(candidates_[i].span.begin, candidates_[i].span.end)) kept_.push_back(i);
    }
    std::sort(kept_.begin(), kept_.end(), [&](uint32_t a, uint32_t b) {
      return candidates_[a].span.begin < candidates_[b].span.begin;
    });
    for (uint32_t i : kept_) {
      const Candidate& candidate = candidates_[i];
      const RuleMatch& match = matches_[candidate.match];
      Mention mention = candidate.phrase == kNone ? PatternMention(match) : PhraseMention(match, found_phrases_[candidate.phrase]);
      mention.type = candidate.type;
      lattice_.Add(mention.span.begin, mention.span.end, mention.type, static_cast<uint32_t>(mentions_.size()));
      See(mention.type, mention.span.begin);
      mentions_.push_back(std::move(mention));
    }
  }

  // A head word is too general to be a name by itself where the lexicon says so (generic=yes, or a class of generic words).
  bool BareIsGeneric(const MatchResult& head) const {
    for (uint32_t a = lattice_.FirstAt(head.begin); a != kNone; a = lattice_[a].next_at_begin) {
      const Annotation& annotation = lattice_[a];
      if (annotation.end != head.end || annotation.symbol >= rules_.first_type) continue;
      const WordEntry& entry = rules_.entries[annotation.payload];
      if ((entry.roles & kRoleGeneric) != 0 || FindAttribute(entry.attributes, "generic") == "yes") return true;
    }
    return false;
  }

  Symbol MentionType(const CompiledRule& rule, const MatchResult& result) const {
    if (rule.type_terms.empty()) return rule.type;
    const auto it = rules_.symbols.find(TextOf(rule.type_terms, result));
    return it == rules_.symbols.end() ? kNoSymbol : it->second;
  }

  Mention PatternMention(const RuleMatch& match) const {
    const CompiledRule& rule = rules_.layer(Layer::kMention).rules[match.rule];
    Mention mention;
    mention.span = {match.result.begin, match.result.end};
    mention.rule = match.rule;
    mention.attributes = rule.attributes;
    mention.named = true;
    if (rule.has_name) mention.name = TextOf(rule.name, match.result);
    if (mention.name.empty()) mention.name = document_->Text(mention.span.begin, mention.span.end);
    std::string alias = rule.has_alias ? TextOf(rule.alias, match.result) : std::string();
    if (!alias.empty() && alias != mention.name) mention.aliases.push_back(std::move(alias));
    return mention;
  }

  Mention PhraseMention(const RuleMatch& match, const Phrase& phrase) const {
    Mention mention;
    mention.span = phrase.span;
    mention.rule = match.rule;
    mention.attributes = rules_.layer(Layer::kMention).rules[match.rule].attributes;
    mention.named = phrase.named;
    mention.restored = phrase.restored;
    mention.name = Joined(phrase.pieces);
    for (std::string alias : {phrase.alias.empty() ? std::string() : document_->Text(phrase.alias.begin, phrase.alias.end),
                              Joined(phrase.alias_pieces)}) {
      if (!alias.empty() && alias != mention.name) mention.aliases.push_back(std::move(alias));
    }
    return mention;
  }

  std::string Joined(const std::array<CharSpan, 3>& pieces) const {
    std::string text;
    for (const CharSpan& piece : pieces) {
      if (piece.empty()) continue;
      if (!text.empty() && rules_.pack.layout.spaces_between_words) text += ' ';
      text += document_->Text(piece.begin, piece.end);
    }
    return text;
  }

  const Entity& EntityOf(uint32_t index) {
    if (entities_.size() < mentions_.size()) entities_.resize(mentions_.size());
    if (!entities_[index]) {
      const Mention& mention = mentions_[index];
      Entity entity;
      entity.type = rules_.symbol_names[mention.type];
      entity.name = mention.name;
      entity.aliases = mention.aliases;
      std::sort(entity.aliases.begin(), entity.aliases.end());
      // A name that every place could use is a thing of the article's place: its angel fund, its committee.
      const std::string_view scope = FindAttribute(mention.attributes, "local");
      const bool local = place_ && (scope == "yes" || (scope == "unnamed" && !mention.named));
      entity.id = EntityId(entity.type, FoldName(entity.name), local ? place_->name : std::string_view());
      entities_[index] = std::move(entity);
    }
    return *entities_[index];
  }

  // ---- Context ----

  void FindContext() {
    const LayerRules& layer = rules_.layer(Layer::kContext);
    RunLayer(layer);
    std::sort(matches_.begin(), matches_.begin() + static_cast<ptrdiff_t>(match_count_), [](const RuleMatch& a, const RuleMatch& b) {
      return a.result.begin != b.result.begin ? a.result.begin < b.result.begin : a.rule > b.rule;  // preferred ones last
    });
    for (uint32_t i = 0; i < match_count_; ++i) {
      const RuleMatch& match = matches_[i];
      const CompiledRule& rule = layer.rules[match.rule];
      Event event{match.result.begin, ScopeEnd(rule.scope, match.result.end), kNone, {}};
      auto& [with, without] = sightings_[match.rule];
      if (!rule.with.empty() && !Occurs(rule.with, match.result.begin, event.end, &with)) continue;
      if (!rule.without.empty() && Occurs(rule.without, match.result.begin, event.end, &without)) continue;
      if ((rule.sets == ContextKind::kSubject || rule.sets == ContextKind::kTopic) && !rule.value_is_place) {
        const CaptureValue* capture = FindCapture(rule.value_slot, match.result);
        if (capture == nullptr || capture->annotation == kNone) continue;
        event.mention = lattice_[capture->annotation].payload;
      } else if (rule.sets == ContextKind::kStatus) {
        event.text = rule.value_text;
      } else if (rule.sets == ContextKind::kTime) {
        const CaptureValue* capture = FindCapture(rule.value_slot, match.result);
        if (capture == nullptr) continue;
        event.text = document_->Text(capture->begin, capture->end);
      }
      events_[static_cast<size_t>(rule.sets)].push_back(std::move(event));
    }
  }

  uint32_t ScopeEnd(Scope scope, uint32_t from) const {
    switch (scope) {
      case Scope::kClause: {
        uint32_t p = from;
        while (p < input_.end && clause_end_[p] == 0) ++p;
        return p;
      }
      case Scope::kSentence: return input_.end;
      case Scope::kParagraph: return document_->blocks[document_->sentences[sentence_].block].end;
      case Scope::kSection: return document_->sentences[section_last_[sentence_]].end;
      case Scope::kArticle: return document_->size();
    }
    return from;
  }

  // Words are known for the whole article before its first sentence is entered. A rule asks from left to right, so
  // `sighting`, the first word of the classes at or behind the last place asked for, moves over the article once.
  bool Occurs(const SymbolSet& classes, uint32_t begin, uint32_t end, uint32_t* sighting) const {
    uint32_t& w = *sighting;
    while (w < words_.size() && (words_[w].begin < begin || !classes.Has(words_[w].symbol))) ++w;
    return w < words_.size() && words_[w].end() <= end;
  }

  // The last event of the kind that began at or before `position` and holds at it.
  const Event* InForce(ContextKind kind, uint32_t position) const {
    const std::vector<Event>& events = events_[static_cast<size_t>(kind)];
    for (size_t i = events.size(); i-- > 0;) {
      if (events[i].begin <= position && position < events[i].end) return &events[i];
    }
    return nullptr;
  }

  // ---- Relations ----

  struct End {
    const Entity* entity = nullptr;
    const Literal* literal = nullptr;
    CharSpan span;
    bool is_service = false;  // @subject, @topic, @place, @article: not a place in the sentence
  };

  void FindRelations() {
    const LayerRules& layer = rules_.layer(Layer::kRelation);
    RunLayer(layer);
    if (match_count_ == 0) return;
    SortMatches(layer);
    parts_.assign(input_.end - input_.begin + 1, {0, nullptr});
    for (uint32_t i = 0; i < match_count_; ++i) YieldAll(layer.rules[matches_[i].rule], matches_[i], i + 1);
  }

  void YieldAll(const CompiledRule& rule, const RuleMatch& match, uint32_t owner) {
    const uint32_t last = match.result.end - 1;
    if (const char* reason = InForce(ContextKind::kNegated, last) != nullptr        ? "negated"
                             : InForce(ContextKind::kHypothetical, last) != nullptr ? "hypothetical"
                                                                                    : nullptr) {
      return Reject(reason, rule.yields.front().predicate, match.result.begin, match.result.end, rule.id);
    }
    for (const Yield& yield : rule.yields) {
      subjects_.clear();
      objects_.clear();
      FindEnds(yield.subject, match.result, &subjects_);
      FindEnds(yield.object, match.result, &objects_);
      if (subjects_.empty() && yield.subject.kind != Yield::Kind::kCapture && !objects_.empty()) {
        Reject("no_subject", yield.predicate, match.result.begin, match.result.end, rule.id);
      }
      for (const End& subject : subjects_) {
        for (const End& object : objects_) Propose(rule, match, yield, subject, object, owner);
      }
    }
  }

  void FindEnds(const Yield::End& wanted, const MatchResult& result, std::vector<End>* ends) {
    if (wanted.kind == Yield::Kind::kCapture) {
      for (const CaptureValue& capture : result.captures) {
        if (capture.slot != wanted.slot || capture.annotation == kNone) continue;
        const Annotation& annotation = lattice_[capture.annotation];
        if (annotation.symbol < rules_.first_type) continue;
        End end;
        end.span = {capture.begin, capture.end};
        if (IsQuantity(annotation)) {
          if (!quantities_[annotation.payload].has_value) continue;
          end.literal = &quantities_[annotation.payload].literal;
          if (!HasType(end.literal->type, wanted.types)) continue;
        } else {
          end.entity = &EntityOf(annotation.payload);
          if (!HasType(end.entity->type, wanted.types)) continue;
        }
        ends->push_back(end);
      }
      return;
    }
    End end;
    end.is_service = true;
    if (wanted.kind == Yield::Kind::kArticle) {
      article_ = {document_->article_id, "Article", document_->title, {}};
      if (!document_->title.empty()) end.entity = &article_;
    } else {
      const Event* event = wanted.kind != Yield::Kind::kPlace ? InForce(ContextKind::kSubject, result.begin) : nullptr;
      if (wanted.kind == Yield::Kind::kTopic) {  // who was named last is spoken of
        const Event* topic = InForce(ContextKind::kTopic, result.begin);
        if (topic != nullptr && (event == nullptr || topic->begin >= event->begin)) event = topic;
      }
      if (event != nullptr && event->mention != kNone) {
        end.entity = &EntityOf(event->mention);
      } else if (place_) {
        end.entity = &*place_;
      }
    }
    if (end.entity != nullptr) ends->push_back(end);
  }

  bool HasType(const std::string& type, const std::vector<std::string>& wanted) const {
    if (wanted.empty()) return true;
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& t) { return ontology_.IsA(type, t); });
  }

  void Propose(const CompiledRule& rule, const RuleMatch& match, const Yield& yield, const End& subject, const End& object,
               uint32_t owner) {
    if (subject.entity == nullptr) return;
    if (object.entity != nullptr && object.entity->id == subject.entity->id) return;
    const std::string& object_type = object.entity != nullptr ? object.entity->type : object.literal->type;
    const auto detail = [&] {
      return subject.entity->type + " " + subject.entity->name + " " + yield.predicate + " " + object_type + " " +
             (object.entity != nullptr ? object.entity->name : object.literal->text);
    };
    if (!ontology_.Admits(subject.entity->type, yield.predicate, object_type)) {
      return Reject("schema", detail(), match.result.begin, match.result.end, rule.id);
    }
    // One thing plays one part for the subject in force, and one number one part at all: the preferred rule takes it.
    if (rule.exclusive && !object.is_service && (subject.is_service || object.literal != nullptr)) {
      Part& part = parts_[object.span.begin - input_.begin];
      if (part.owner != 0 && part.owner != owner) {
        if (*part.predicate != yield.predicate) {
          Reject("overlap", detail(), match.result.begin, match.result.end, rule.id);
        }
        return;
      }
      part = {owner, &yield.predicate};
    }
    Triple triple;
    triple.source = document_->source;
    triple.article = document_->article_id;
    triple.title = document_->title;
    triple.subject = *subject.entity;
    triple.predicate = yield.predicate;
    if (object.entity != nullptr) {
      triple.object = *object.entity;
    } else {
      triple.object = *object.literal;
    }
    const uint32_t last = match.result.end - 1;
    const Event* status = InForce(ContextKind::kStatus, last);
    triple.status = !rule.status.empty() ? rule.status : status != nullptr ? status->text : ontology_.statuses().front();
    for (const auto& [key, expression] : yield.qualifiers) {
      std::string text = TextOf(expression, match.result);
      if (!text.empty()) triple.qualifiers[key] = std::move(text);
    }
    if (const Event* time = InForce(ContextKind::kTime, last);
        time != nullptr && AllowsTime(yield.predicate) && triple.qualifiers.count("time") == 0) {
      triple.qualifiers["time"] = time->text;
    }
    triple.evidence.span = document_->ByteSpan(match.result.begin, match.result.end);
    triple.evidence.text = document_->Text(match.result.begin, match.result.end);
    triple.rule = rule.id;
    triple.confidence = rule.confidence;
    result_->triples.push_back(std::move(triple));
  }

  bool AllowsTime(const std::string& predicate) const {
    const Relation* relation = ontology_.FindRelation(predicate);
    const auto& known = relation->qualifiers;
    return std::find(known.begin(), known.end(), "time") != known.end();
  }

  void Reject(std::string reason, std::string detail, uint32_t begin, uint32_t end, const std::string& rule) {
    result_->rejects.push_back({document_->source, document_->article_id, std::move(reason), std::move(detail),
                                {document_->ByteSpan(begin, end), document_->Text(begin, end)}, rule});
  }

  // ---- The end of the article ----

  static std::string ObjectKey(const Triple& triple) {
    if (const Entity* entity = std::get_if<Entity>(&triple.object)) return entity->id;
    const Literal& literal = std::get<Literal>(triple.object);
    std::string key = literal.type;
    AppendNumber(literal.value, &(key += ' '));
    const auto name = triple.qualifiers.find("name");
    return name == triple.qualifiers.end() ? key : key + ' ' + name->second;
  }

  void Finish(size_t first_triple) {
    const auto begin = result_->triples.begin() + static_cast<ptrdiff_t>(first_triple);
    UniteAliases(begin);
    std::sort(begin, result_->triples.end(), StreamOrder);
    // The same fact from the same piece of text by two rules is said once; a fact that is planned here and done there
    // is done.
    std::set<std::string> done;
    for (auto it = begin; it != result_->triples.end(); ++it) {
      if (it->status == ontology_.statuses().front()) done.insert(FactKey(*it));
    }
    std::set<std::pair<std::string, uint32_t>> seen;
    auto out = begin;
    for (auto it = begin; it != result_->triples.end(); ++it) {
      const std::string key = FactKey(*it);
      if (!seen.insert({key, it->evidence.span.begin}).second) continue;
      if (done.count(key) > 0) it->status = ontology_.statuses().front();
      if (out != it) *out = std::move(*it);
      ++out;
    }
    result_->triples.erase(out, result_->triples.end());
  }

  static std::string FactKey(const Triple& triple) {
    return triple.subject.id + ' ' + triple.predicate + ' ' + ObjectKey(triple);
  }

  // A name that is an alias of one other entity of its type in the article is that entity.
  void UniteAliases(std::vector<Triple>::iterator begin) {
    const auto has_alias = [](const Triple& triple) {
      const Entity* object = std::get_if<Entity>(&triple.object);
      return !triple.subject.aliases.empty() || (object != nullptr && !object->aliases.empty());
    };
    if (std::none_of(begin, result_->triples.end(), has_alias)) return;
    std::map<std::pair<std::string, std::string>, std::map<std::string, const Entity*>> owners;  // (type, alias) -> id
    std::map<std::string, Entity> by_id;
    const auto visit = [&](const Entity& entity) { by_id.emplace(entity.id, entity); };
    for (auto it = begin; it != result_->triples.end(); ++it) {
      visit(it->subject);
      if (const Entity* object = std::get_if<Entity>(&it->object)) visit(*object);
    }
    for (const auto& [id, entity] : by_id) {
      for (const std::string& alias : entity.aliases) owners[{entity.type, FoldName(alias)}][id] = &entity;
    }
    const auto unite = [&](Entity* entity) {
      const auto it = owners.find({entity->type, FoldName(entity->name)});
      if (it == owners.end() || it->second.size() != 1 || it->second.begin()->first == entity->id) return;
      *entity = *it->second.begin()->second;
    };
    if (owners.empty()) return;
    for (auto it = begin; it != result_->triples.end(); ++it) {
      unite(&it->subject);
      if (Entity* object = std::get_if<Entity>(&it->object)) unite(object);
    }
  }

  const CompiledRules::Impl& rules_;
  const Ontology& ontology_;
  Matcher matcher_;
  NounPhrases phrases_;

  // The article.
  const Document* document_ = nullptr;
  Extraction* result_ = nullptr;
  std::vector<uint8_t> clause_end_;
  std::vector<FoundWord> words_;
  std::vector<uint32_t> sentence_words_;  // the first word of each sentence, and the end
  std::vector<uint32_t> place_words_;     // the words of the class of places
  std::vector<Mention> mentions_;
  std::vector<std::optional<Entity>> entities_;  // by mention
  std::optional<Entity> place_;
  SymbolSet title_words_;
  Entity article_;
  std::vector<std::pair<uint32_t, uint32_t>> sightings_;  // by context rule: see Occurs, for `with` and `without`
  std::vector<uint32_t> section_last_;                    // by sentence: the last sentence of its section
  std::array<std::vector<Event>, kContextKinds> events_;  // by ContextKind, in order of place

  // The sentence.
  uint32_t sentence_ = 0;
  MatchInput input_;
  Lattice lattice_;
  std::vector<Quantity> quantities_;
  SymbolSet seen_;
  std::vector<uint32_t> last_seen_;      // by symbol in seen_: the beginning of its last annotation
  // By code point modulo its size: where such a character stands last. What stands before the sentence is no matter,
  // since no match begins there.
  std::array<uint32_t, 2048> last_char_{};
  std::vector<uint32_t> clause_starts_;
  uint32_t sentence_first_ = 0;  // annotations of this sentence beside its words begin here
  uint32_t numbers_begin_ = 0, quantities_begin_ = 0, quantities_end_ = 0;
  LatticeKind lattice_kind_ = LatticeKind::kAll;

  // Scratch, kept for its room.
  struct Longest {
    uint32_t begin = 0;
    uint32_t end = 0;
  };
  std::vector<Longest> longest_;  // by group of classes: the word that reaches furthest so far
  std::vector<NumberSpan> numbers_;
  std::vector<RuleMatch> matches_;
  uint32_t match_count_ = 0;
  static constexpr int64_t kUnknown = -2;
  std::vector<uint64_t> alive_;  // a set of rules: those that the sentence may still match
  std::vector<int64_t> last_start_;  // by rule, see LastStart; kUnknown where it was not asked yet
  std::vector<uint8_t> claimed_;
  std::vector<uint32_t> kept_;
  std::vector<Candidate> candidates_;
  std::vector<Phrase> found_phrases_;
  struct Part {
    uint32_t owner;  // the match that took the object, or 0
    const std::string* predicate;
  };
  std::vector<Part> parts_;  // by the object's first character
  std::vector<End> subjects_, objects_;
};

Extractor::Extractor(const CompiledRules& rules) : run_(std::make_unique<Run>(rules)) {}
Extractor::~Extractor() = default;
void Extractor::Extract(const Document& document, Extraction* result) { run_->Extract(document, result); }
Layers Extractor::Annotate(const Document& document) { return run_->Annotate(document); }
void Extractor::set_times(StepTimes* times) { run_->times_ = times; }
uint64_t Extractor::ScanWords(const Document& document) const { return run_->CountWords(document); }

}  // namespace mailuo
