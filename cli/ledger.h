// What became of every figure and of every verb with which a relation can begin: a triple, or the reason why there is
// none. Neighbours: recorder.h (what an extractor did), eval.cc (prints it).
#ifndef MAILUO_CLI_LEDGER_H_
#define MAILUO_CLI_LEDGER_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/extractors/document.h"
#include "mailuo/schemas/rule_pack.h"
#include "recorder.h"

namespace mailuo::cli {

// One figure or verb that gave no triple.
struct LedgerItem {
  std::string source;
  std::string text;      // the figure or the verb
  std::string sentence;  // in which it stands
};

// Figures, or verbs.
struct LedgerSide {
  uint64_t all = 0;
  uint64_t in_triples = 0;
  std::map<std::string, std::vector<LedgerItem>> untaken;  // by reason
};

// Adds up articles. The pack must outlive it.
class Ledger {
 public:
  explicit Ledger(const RulePack& pack);

  // What `recorder` noted of the article: every rule of the layer relation.
  void Add(const Document& document, const Recorder& recorder);

  const LedgerSide& figures() const { return figures_; }
  const LedgerSide& verbs() const { return verbs_; }

 private:
  bool BeginsRelations(std::string_view label) const;

  const RulePack& pack_;
  std::vector<std::string> verb_classes_;  // word classes with which a relation rule begins
  LedgerSide figures_, verbs_;
};

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_LEDGER_H_
