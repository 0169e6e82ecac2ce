// What CompiledRules holds: the word automaton with its entries, and the rules of each layer with their triggers.
// Made by compiled_rules.cc, read by article_run.h and noun_phrase.cc.
#ifndef MAILUO_EXTRACTORS_SRC_RULES_IMPL_H_
#define MAILUO_EXTRACTORS_SRC_RULES_IMPL_H_

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "expressions.h"
#include "mailuo/extractors/compiled_rules.h"
#include "numerals.h"
#include "program.h"
#include "word_automaton.h"

namespace mailuo {

// What a word is to the noun phrase service; bits, since a word may have several classes.
enum Role : uint32_t {
  kRoleVerb = 1,      // ends a phrase on its left: a verb that governs an object, an adverb, a modal
  kRoleWeakVerb = 2,  // does so only where a verb can stand: behind a clause start, an adverb or another verb
  kRoleSoft = 4,      // ends a phrase unless a relative clause spans it: other verbs, prepositions
  kRoleOf = 8,        // joins a modifier to its noun
  kRoleAnd = 16,
  kRoleListMark = 32,
  kRoleEtc = 64,
  kRoleGeneric = 128,       // a modifier that makes no name
  kRoleEnding = 256,        // ends a modifier that is one of several qualities
  kRoleTail = 512,          // may follow a phrase
  kRoleStrip = 1024,        // generic, and no part of a name at its front
  kRolePlace = 2048,        // may be the subject of a clause, so a verb can follow
  kRoleAdverb = 16384,      // ends a phrase only where a verb can stand
  kRoleWeakSoft = 8192,     // a weak one of kRoleSoft: no verb behind a verb that takes an object
  kRoleRelative = 4096,     // a verb that can open a relative clause: as kRoleSoft, whatever else the word is
  kRoleCausative = 131072,  // has someone do something: a verb can stand behind the one
  kRoleUnseen = 65536,      // of another room of the pack: no token of its own, unless it has another role
  kRoleFrame = 262144,      // opens a modifier that is no part of the name: "made up of A and B | of the HEAD"
  kRoleOpener = 32768,      // a verb whose object may have verbs of its own: "launch the improve-skills campaign"
};

struct WordEntry {
  Symbol symbol = kNoSymbol;
  std::string_view attributes;
  uint32_t roles = 0;
};

// The value of `key` in "key=value;key=value", or an empty view.
std::string_view FindAttribute(std::string_view attributes, std::string_view key);

enum class Scope : uint8_t { kClause, kSentence, kParagraph, kSection, kArticle };
// kTopic: the named thing that figures are told of where it is not the one who acts.
enum class ContextKind : uint8_t { kSubject, kTopic, kStatus, kTime, kNegated, kHypothetical };
inline constexpr size_t kContextKinds = 6;
enum class Members : uint8_t { kSingle, kShared, kBare };

// A yield with its names looked up.
struct RelationYield {
  Yield yield;
  const Relation* relation = nullptr;                // of the ontology
  bool takes_time = false;                           // the relation knows the qualifier `time`
  SymbolSet subject_types, object_types;             // Yield::End::types and all below; empty for any
  const std::vector<SymbolSet>* admitted = nullptr;  // by subject type: the object types that the ontology admits
  bool Admits(Symbol subject, Symbol object) const {
    return subject < admitted->size() && (*admitted)[subject].Has(object);
  }
};

struct CompiledRule {
  std::string id;
  Layer layer = Layer::kRelation;
  int priority = 0;
  double confidence = 1;
  uint32_t order = 0;
  Program program;
  Trigger trigger;
  std::vector<uint32_t> requirements;  // trigger.required as indices into LayerRules::requirements
  std::vector<std::string> captures;

  // Quantity and mention rules.
  Symbol type = kNoSymbol;
  std::vector<Term> type_terms;  // a mention's type taken from an attribute
  std::string attributes;        // of the annotation that it makes
  // Quantity rules.
  bool has_value = false;
  NumberExpression value, value_max;
  bool has_value_max = false;
  TextExpression unit;
  std::vector<Term> approx;
  // Mention rules.
  bool is_head = false;
  Members members = Members::kSingle;
  TextExpression name, alias;
  bool has_name = false, has_alias = false;
  // Context rules.
  ContextKind sets = ContextKind::kSubject;
  Scope scope = Scope::kClause;
  bool value_is_place = false;
  uint32_t value_slot = 0;
  std::string value_text;
  SymbolSet in_title;  // of these word classes the article's title must have one; empty for any title
  SymbolSet with;      // of these word classes one must occur from the match to the end of the scope; empty for none
  SymbolSet without;   // and none of these
  // Relation rules.
  std::vector<RelationYield> yields;
  std::string status;  // overrides the status in force
  bool exclusive = true;
};

// A table of sets of rules: one row of bits for each key.
class RuleBits {
 public:
  void Resize(size_t keys, size_t rules) {
    words_ = (rules + 63) / 64;
    bits_.assign(keys * words_, 0);
  }
  void Add(size_t key, uint32_t rule) { bits_[key * words_ + rule / 64] |= uint64_t{1} << (rule % 64); }
  static uint64_t WordBit(size_t word) { return uint64_t{1} << (word % 64); }
  const uint64_t* Row(size_t key) const { return bits_.data() + key * words_; }
  size_t words() const { return words_; }

 private:
  size_t words_ = 0;
  std::vector<uint64_t> bits_;
};

// What can stand at a place for a rule to go on there.
struct PlaceFilter {
  RuleBits anything;  // one row
  RuleBits chars;     // by row of a character
  RuleBits symbols;   // by symbol
};

// The rules of one layer, by what can begin them, and by what can stand behind the first step of a match.
struct LayerRules {
  std::vector<CompiledRule> rules;  // in the order of preference: priority, pack order
  RuleBits begins;                  // by symbol: the rules that it triggers
  // By symbol, and for the anchors: which words of those bits are not 0, as bits by their index modulo 64. A sentence
  // looks at these alone, so that rules of which it has no word cost nothing.
  std::vector<uint64_t> begins_words;
  uint64_t anchored_words = 0;
  RuleBits at_clause_start;         // one row
  RuleBits at_sentence_start;
  // Each rule needs up to two sets of symbols, those of its requirements that say most: what a sentence lacks stops it
  // before it is tried.
  struct Need {
    RuleBits by_symbol;  // the rules whose set has the symbol
    RuleBits free;       // one row: those without a set
  };
  std::array<Need, 2> needs;
  SymbolSet needed;                       // all symbols of needs
  std::vector<Requirement> requirements;  // of all rules, each once; CompiledRule::requirements are indices
  PlaceFilter first;                      // of the rules that an anchor begins
  PlaceFilter next;
  SymbolSet triggers;  // all symbols that trigger a rule
  SymbolSet heads;     // those of head rules alone
};

struct CompiledRules::Impl {
  RulePack pack;
  std::vector<std::string> symbol_names;
  std::unordered_map<std::string, Symbol> symbols;  // looked up only
  Symbol number = kNoSymbol;                        // the annotation of a bare number
  Symbol first_type = 0;                            // symbols below are word classes
  Symbol first_literal = 0;                         // symbols from here are literals that begin a pattern
  std::vector<uint16_t> group_of;                   // word classes: by the part of the name before the first '.'
  uint16_t groups = 0;
  std::vector<uint8_t> is_literal_type;  // by symbol: a type of the ontology that has a value
  std::vector<uint8_t> trigger_flags;    // by symbol: bit 1 << layer where it triggers a rule of the layer

  std::unique_ptr<WordAutomaton> automaton;
  std::vector<uint32_t> word_first;  // word id -> its first entry; entries of a word stand together
  std::vector<WordEntry> entries;
  struct EntryKind {
    uint16_t symbol;
    uint16_t group;  // of group_of; none for a literal
  };
  std::vector<EntryKind> entry_kinds;  // by entry, close together for the scan of the words
  std::unique_ptr<Numerals> numerals;

  std::array<LayerRules, 4> layers;
  std::map<std::string, std::vector<SymbolSet>> admitted;  // by relation, see RelationYield
  std::vector<uint16_t> char_rows;  // of the basic plane: the row of PlaceFilter::chars; 0 for a character of no rule
  uint16_t rows = 1;
  static constexpr uint8_t kClauseFlags = 3, kOpensFlag = 4;
  std::vector<uint8_t> char_flags;  // of the basic plane: bit 0 ends a clause, bit 1 a sentence, bit 2 opens a bracket
  bool OpensBracket(char32_t c) const { return c < 0x10000 && (char_flags[c] & kOpensFlag) != 0; }
  std::vector<std::pair<char32_t, char32_t>> brackets;
  Symbol place_class = kNoSymbol;  // settings: subject.place_class
  Symbol article_type = kNoSymbol;
  // settings: domain. Words that say that an article is not, or is, of the pack's field.
  SymbolSet domain_outside, domain_inside;
  uint32_t domain_at_least = 5, domain_per_1000 = 12;
  uint32_t phrase_max_chars = 40;

  const LayerRules& layer(Layer which) const { return layers[static_cast<size_t>(which)]; }
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_RULES_IMPL_H_
