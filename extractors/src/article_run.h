// What one article goes through, from its words to its triples: the state that the layers share and the steps of each.
// A layer reads what the ones before it left in the lattice and adds its own. Each part of the class has its file:
//   extractor.cc       the order of the steps
//   article_words.cc   words and clauses of the whole article, and the place it is about
//   layer_runner.cc    a layer's rules over a sentence, and which of their matches are preferred
//   captures.cc        what a rule's expressions make of a match
//   facts.cc           the entities of mentions, and what the article said twice made one
//   observed_run.cc    what an observer is told; nothing without one
//   quantity_layer.cc, mention_layer.cc, context_layer.cc, relation_layer.cc   the layers, in their order
// Small ones called for each character or annotation are inline: here, or in the one file that calls them.
// Positions are characters of the document. Not thread-safe; one run serves all articles of a thread, one by one.
#ifndef MAILUO_EXTRACTORS_SRC_ARTICLE_RUN_H_
#define MAILUO_EXTRACTORS_SRC_ARTICLE_RUN_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lattice.h"
#include "mailuo/extractors/extractor.h"
#include "mailuo/extractors/observer.h"
#include "matcher.h"
#include "noun_phrase.h"
#include "numerals.h"
#include "rules_impl.h"
#include "symbols.h"
#include "tracing_matcher.h"

namespace mailuo {

class Extractor::Run : public AttributeSource {
 public:
  explicit Run(const CompiledRules& rules);

  // As those of Extractor.
  void Extract(const Document& document, Extraction* result);
  Layers Annotate(const Document& document);
  uint64_t CountWords(const Document& document) const;
  void set_times(StepTimes* times) { times_ = times; }
  void set_observer(ExtractionObserver* observer) { observer_ = observer; }

  std::string_view Attribute(const Annotation& annotation, std::string_view key) const override;

 private:
  enum class LatticeKind : uint8_t { kQuantities, kAll };

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
    Symbol type = kNoSymbol;
    CharSpan span;
    bool has_value = false;  // else only a number, or a span without a value
    double value = 0;        // of a number too
    std::optional<double> value_max;
    std::string unit, approx;
    std::string_view attributes;
    uint32_t rule = kNone;
  };

  // Its name is made when a relation asks for it.
  struct Mention {
    CharSpan span;
    Symbol type = kNoSymbol;
    bool named = false;
    bool restored = false;
    std::string_view attributes;
    uint32_t rule = 0;
    std::string name, alias;  // where the rule has expressions for them
    std::array<CharSpan, 3> pieces, alias_pieces;
    CharSpan alias_span;
  };

  // A thing that the article tells of. Equal ones are one.
  struct KnownEntity {
    Entity entity;
    Symbol type = kNoSymbol;
    uint32_t identity = 0;  // the same for equal ids
    std::string folded_name;
  };

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

  static constexpr size_t kMaxSubjects = 4;  // that one event names: "A, B and C shall build ..."
  struct Event {
    uint32_t begin;
    uint32_t end;                                 // of the scope
    std::array<uint32_t, kMaxSubjects> mentions;  // kSubject, kTopic: who, then kNone; none for the article's place
    const std::string* status;                    // kStatus
    std::string time;                             // kTime
    uint32_t rule = 0;
    uint32_t match_end = 0;
  };

  // The subject or the object of a fact that may be.
  struct End {
    uint32_t entity = kNone;    // index into entities_
    uint32_t quantity = kNone;  // or into quantities_
    Symbol type = kNoSymbol;
    CharSpan span;
    const Event* event = nullptr;  // that gave it
    bool is_service = false;       // @subject, @topic, @place, @article: not a place in the sentence
  };

  // What becomes a triple.
  struct Fact {
    CharSpan span;
    const CompiledRule* rule;
    const Relation* relation;
    uint32_t subject;              // index into entities_
    uint32_t object;               // likewise, or kNone
    uint32_t quantity;             // where there is no object
    uint32_t object_identity = 0;  // of the object, or of what the quantity says
    const std::string* status;
    std::map<std::string, std::string> qualifiers;
  };

  struct Longest {
    uint32_t begin = 0;
    uint32_t end = 0;
  };

  struct Part {
    uint32_t owner;  // the match that took the object, or 0
    const Relation* relation;
  };

  // ---- The steps: extractor.cc ----

  void Begin(const Document& document);
  void EnterSentence(uint32_t index);

  // ---- What the article says: facts.cc ----

  std::string NameOf(const Mention& mention) const;
  // The entity of a mention as an index into entities_, made when first asked for.
  uint32_t EntityOf(uint32_t mention);
  std::string Joined(const std::array<CharSpan, 3>& pieces) const;
  uint32_t AddEntity(Entity entity, Symbol type, std::string folded_name);
  uint32_t Identity(std::string key);
  Literal LiteralOf(const Quantity& quantity) const;
  // A name that is an alias of one other entity of its type in the article is that entity.
  void UniteAliases();
  bool FactBefore(const Fact& a, const Fact& b) const;
  Triple TripleOf(const Fact& fact) const;
  // Orders the facts, says each once from each piece of text, and appends them as triples.
  void WriteFacts();

  // ---- The whole article: article_words.cc ----

  void MarkClauses();
  // The title may stand beside the text and not in it, so its words are no annotations.
  void FindTitleWords();
  void ScanAllWords();
  inline void AddWord(const Sentence& sentence, uint32_t begin, uint32_t end, uint32_t id);
  // The article is of another field, which is a reject of its own: nothing is to be looked for in it.
  bool IsOutside();
  // The place that the article is about: named in the by-line, else in the title, else most often in the text.
  void FindPlace();
  // A word of the place class as an entity: its full name from the attribute, the short form as an alias.
  Entity PlaceEntity(uint32_t entry, const std::string& text) const;

  // ---- A layer over the sentence: layer_runner.cc ----

  // Runs the layer's rules wherever an annotation or an anchor can begin them and what stands there, and behind it,
  // lets them go on. Leaves matches_[0, match_count_).
  void RunLayer(const LayerRules& layer);
  // The rules for which the sentence has the symbols that they need.
  void FindAlive(const LayerRules& layer);
  void RunAnchored(const LayerRules& layer, const RuleBits& rules, uint32_t position);
  void RunTriggered(const LayerRules& layer, uint32_t position);
  // Those of `rules`, a word of the bits, that what stands at `position` lets go on.
  inline uint64_t Fitting(const PlaceFilter& filter, uint32_t word, uint64_t rules, uint32_t position) const;
  inline void TryAll(const LayerRules& layer, uint32_t word, uint64_t rules, uint32_t position);
  void Try(const LayerRules& layer, uint32_t rule, uint32_t position);
  // The last position at which the rule can begin: behind it the sentence lacks something that the rule requires.
  int64_t LastStart(const LayerRules& layer, const CompiledRule& rule);
  // Where what is required begins last in the sentence, or -1.
  int64_t LastSight(const Requirement& required) const;
  // The order of preference, the same everywhere: priority, longer, pack order (rules are sorted so), earlier.
  void SortMatches(const LayerRules& layer);
  // Takes the characters if all of them are free.
  bool Claim(uint32_t begin, uint32_t end);

  // Notes an annotation of the sentence, of its kind the one that begins last.
  void See(Symbol symbol, uint32_t begin) {
    last_seen_[symbol] = seen_.Has(symbol) ? std::max(last_seen_[symbol], begin) : begin;
    seen_.Add(symbol);
  }

  // ---- What a match captured: captures.cc ----

  const CaptureValue* FindCapture(uint32_t slot, const MatchResult& result) const {
    for (const CaptureValue& capture : result.captures) {
      if (capture.slot == slot && capture.end != kNone) return &capture;
    }
    return nullptr;
  }
  // The attribute of a captured annotation; of a captured group, that of the first annotation that fills it.
  std::string AttributeOf(uint32_t slot, std::string_view key, const MatchResult& result) const;
  std::string TextOf(const TextExpression& expression, const MatchResult& result) const;
  double Evaluate(const NumberExpression& expression, const MatchResult& result) const;
  double NumberOf(const Term& term, const MatchResult& result) const;

  // ---- Quantities: quantity_layer.cc ----

  void FindQuantities();
  void AddQuantity(const LayerRules& layer, const RuleMatch& match);

  bool IsQuantity(const Annotation& annotation) const {
    const auto index = static_cast<uint32_t>(&annotation - &lattice_[0]);
    return index >= numbers_begin_ && index < quantities_end_;
  }

  // ---- Mentions: mention_layer.cc ----

  void FindMentions();
  // A head word is too general to be a name by itself where the lexicon says so (generic=yes, or a class of generic
  // words).
  bool BareIsGeneric(const MatchResult& head) const;
  Symbol MentionType(const CompiledRule& rule, const MatchResult& result) const;
  Mention PatternMention(const RuleMatch& match) const;
  Mention PhraseMention(const RuleMatch& match, const Phrase& phrase) const;

  // ---- Context: context_layer.cc ----

  void FindContext();
  uint32_t ScopeEnd(Scope scope, uint32_t from) const;
  // True if a word of the classes stands within [begin, end). Words are known for the whole article before its first
  // sentence is entered. A rule asks from left to right, so `sighting`, the first word of the classes at or behind the
  // last place asked for, moves over the article once.
  bool Occurs(const SymbolSet& classes, uint32_t begin, uint32_t end, uint32_t* sighting) const;
  // The last event of the kind that began at or before `position` and holds at it.
  const Event* InForce(ContextKind kind, uint32_t position) const;

  // ---- Relations: relation_layer.cc ----

  void FindRelations();
  void YieldAll(const CompiledRule& rule, const RuleMatch& match, uint32_t owner);
  void FindEnds(const Yield::End& wanted, const SymbolSet& types, const MatchResult& result, std::vector<End>* ends);
  void Propose(const CompiledRule& rule, const RuleMatch& match, const RelationYield& yield, const End& subject,
               const End& object, uint32_t owner);
  void Reject(std::string reason, std::string detail, uint32_t begin, uint32_t end, const std::string& rule);

  // ---- What an observer is told: observed_run.cc ----

  void ObserveWords();
  // Before the layer's rules are run: where those that fail come to.
  void ObserveLayer(const LayerRules& layer);
  void ObserveMisses(const CompiledRule& rule, const std::vector<uint32_t>& starts);
  bool CanBegin(const CompiledRule& rule, uint32_t position) const;
  bool ObservedMatch(const CompiledRule& rule, uint32_t position, MatchResult* result);
  RulePlace PlaceOf(const CompiledRule& rule, const MatchResult& result) const {
    return {rule.layer, rule.id, result.begin, result.end};
  }
  Sighting SightingOf(uint32_t begin, uint32_t end, uint32_t annotation) const;
  std::vector<MatchStep> StepsOf(const Program& program, const Trace& trace) const;
  void ObserveKept(const CompiledRule& rule, const MatchResult& result, uint32_t annotation);
  void ObserveEvent(const CompiledRule& rule, const MatchResult& result, const Event& event);
  void ObserveTriple(const CompiledRule& rule, const MatchResult& result, const End& subject, const End& object,
                     const Triple& triple);
  void TurnDown(const CompiledRule& rule, const MatchResult& result, const char* reason) {
    if (observer_ != nullptr) observer_->TurnedDown(PlaceOf(rule, result), reason, {});
  }

  const CompiledRules::Impl& rules_;
  const Ontology& ontology_;
  Matcher matcher_;
  NounPhrases phrases_;
  StepTimes* times_ = nullptr;
  ExtractionObserver* observer_ = nullptr;
  Layer observed_layer_ = Layer::kQuantity;

  // The article.
  const Document* document_ = nullptr;
  Extraction* result_ = nullptr;
  std::vector<uint8_t> clause_end_;
  std::vector<uint32_t> open_brackets_;  // where a character stands that opens a bracket
  std::vector<FoundWord> words_;
  std::vector<uint32_t> sentence_words_;  // the first word of each sentence, and the end
  std::vector<uint32_t> place_words_;     // the words of the class of places
  std::vector<Mention> mentions_;
  std::vector<uint32_t> entity_of_;  // by mention: index into entities_, or kNone
  std::vector<KnownEntity> entities_;
  std::unordered_map<std::string, uint32_t> entity_index_;  // looked up only
  std::unordered_map<std::string, uint32_t> identities_;    // looked up only
  std::vector<Fact> facts_;
  std::vector<Quantity> quantities_;
  std::optional<Entity> place_;
  Antecedent place_found_;
  uint32_t place_entity_ = kNone, article_entity_ = kNone;  // as indices into entities_
  SymbolSet title_words_;
  std::vector<std::pair<uint32_t, uint32_t>> sightings_;  // by context rule: see Occurs, for `with` and `without`
  std::vector<uint32_t> section_last_;                    // by sentence: the last sentence of its section
  std::array<std::vector<Event>, kContextKinds> events_;  // by ContextKind, in order of place

  // The sentence.
  uint32_t sentence_ = 0;
  MatchInput input_;
  Lattice lattice_;
  SymbolSet seen_;
  std::vector<uint32_t> last_seen_;  // by symbol in seen_: the beginning of its last annotation
  // By code point modulo its size: where such a character stands last. What stands before the sentence is no matter,
  // since no match begins there.
  std::array<uint32_t, 2048> last_char_{};
  std::vector<uint32_t> clause_starts_;
  uint32_t sentence_first_ = 0;  // annotations of this sentence beside its words begin here
  uint32_t numbers_begin_ = 0, quantities_begin_ = 0, quantities_end_ = 0;
  LatticeKind lattice_kind_ = LatticeKind::kAll;

  // Scratch, kept for its room.
  std::vector<Longest> longest_;  // by group of classes: the word that reaches furthest so far
  std::vector<NumberSpan> numbers_;
  std::vector<RuleMatch> matches_;
  uint32_t match_count_ = 0;
  bool limit_is_said_ = false;  // that the sentence has more matches than are kept
  static constexpr int64_t kUnknown = -2;
  std::vector<uint64_t> alive_;        // a set of rules: those that the sentence may still match
  std::vector<uint32_t> alive_words_;  // the words of it that hold any; the others are not set
  std::vector<int64_t> last_start_;    // by rule, see LastStart; kUnknown where it was not asked yet
  std::vector<int64_t> last_sight_;    // by LayerRules::requirements, see LastSight; kUnknown likewise
  std::vector<uint8_t> claimed_;       // by character of the sentence, see Claim
  std::vector<uint32_t> kept_;
  std::vector<Candidate> candidates_;
  std::vector<Phrase> found_phrases_;
  std::vector<Part> parts_;  // by the object's first character
  std::vector<End> subjects_, objects_;
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_ARTICLE_RUN_H_
