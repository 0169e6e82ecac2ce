// What is doubtful in a pack that compiles: parts of patterns that nothing can match, rules that another always beats,
// what is said twice, what is used by nothing, patterns that may cost much. Only `rules check` asks for it.
// Neighbours: compiled_rules.cc, which hands each rule over as it is compiled; rule_cost.h.
#ifndef MAILUO_EXTRACTORS_SRC_RULE_DOUBTS_H_
#define MAILUO_EXTRACTORS_SRC_RULE_DOUBTS_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "mailuo/schemas/diagnostic.h"
#include "pattern.h"
#include "rules_impl.h"

namespace mailuo {

class RuleDoubts {
 public:
  // Symbols and pack of `impl` are known; its words are not yet.
  RuleDoubts(const CompiledRules::Impl& impl, DiagnosticSink* sink);

  // A rule with its pattern, whose parts keep views of the pack.
  void Look(const Rule& rule, const Pattern& pattern, const CompiledRule& compiled);
  // What concerns the pack as a whole; last.
  void Finish();

 private:
  struct Single {  // a pattern that is one element
    Element element;
    const Rule* rule = nullptr;
  };

  void Warn(const Location& where, std::string message);
  // The place of a part of the rule's pattern, or of the macro in which it stands.
  Location Where(std::string_view part, const Rule& rule) const;

  // False where no text can match the node. What is wrong with a part of it is said.
  bool CanMatch(const PatternNode& node, const Rule& rule);
  bool SequenceCanMatch(const PatternNode& node, const Rule& rule);
  // Empty where an annotation can pass; else why none does.
  std::string WhyNone(const Element& element, const Rule& rule) const;
  bool AnyWordPasses(Symbol symbol, const std::vector<AttributeTest>& tests) const;
  bool AnyThingPasses(Symbol symbol, const std::vector<AttributeTest>& tests, const Rule& rule) const;

  void LookAtAlternatives(const PatternNode& node, bool last, const Rule& rule);
  void LookAtCaptures(const Pattern& pattern, const Rule& rule);
  void LookAtYields(const Pattern& pattern, const Rule& rule, const CompiledRule& compiled);
  void LookAtRivals(const Rule& rule, const Pattern& pattern);
  void Use(const PatternNode& node);

  void FindUnused();
  void FindRepeatedWords();

  const CompiledRules::Impl& impl_;
  DiagnosticSink* sink_;
  std::set<std::tuple<std::string, uint32_t, uint32_t, std::string>> said_;
  std::vector<std::set<std::string_view>> word_attributes_;  // by class: the different ones of its words
  std::map<std::string_view, std::set<Layer>> made_by_;      // type -> layers that make it
  std::map<std::string_view, std::set<std::string_view>> thing_attributes_;  // type -> those that its rules give
  SymbolSet used_;
  std::map<std::string, std::vector<const Rule*>> alike_;  // layer and pattern -> rules
  std::vector<Single> singles_;
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_RULE_DOUBTS_H_
