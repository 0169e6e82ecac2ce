// How well triples agree with gold: the measure of mailuo eval. Neighbours: eval.cc reads the files and prints.
//
// strict : types equal, names equal once width, case, quotes, brackets of titles and white space are folded (an alias
//          counts), literals equal in value and unit, a metric's name equal.
// lenient: types of one family, names alike (Dice over character bigrams at least 0.6, or one name in the other and at
//          most twice as long), literals equal in value, a metric's name alike (at least 0.4).
// Each gold item is matched at most once, the likest pairs first; figures are over all files together.
#ifndef MAILUO_CLI_EVAL_SCORE_H_
#define MAILUO_CLI_EVAL_SCORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailuo::cli {

// A name as the measure sees it: code points of NFKC without quotes, brackets of titles and white space, lower case.
std::u32string FoldForEval(std::string_view name);

struct EvalEnd {
  std::string type;
  std::string name;                   // of a literal its text
  std::vector<std::u32string> names;  // folded: the name first, then the aliases
  bool is_literal = false;
  double value = 0;
  std::u32string unit;  // folded
};

struct EvalRelation {
  EvalEnd subject;
  std::string predicate;
  EvalEnd object;
  std::string status;
  std::string name;  // the qualifier "name"
  std::u32string folded_name;
  double confidence = 1;  // of a predicted one
};

// What stands in one gold file, or in the triples that belong to it: each thing once.
struct EvalItems {
  std::vector<EvalEnd> entities;
  std::vector<EvalRelation> relations;
};

struct EvalCount {
  uint64_t hits = 0, gold = 0, predicted = 0;
  double precision() const;
  double recall() const;
  double f1() const;
};

struct EvalFigures {
  EvalCount entities_strict, relations_strict, entities_lenient, relations_lenient;
  std::map<std::string, EvalCount> by_predicate;  // lenient
  std::map<std::string, EvalCount> by_type;       // lenient; a match counts under the gold's type
  // Lenient: of the predicted with just this confidence, how many there are and how many are right; highest first.
  std::map<double, EvalCount, std::greater<>> by_confidence;
  uint64_t status_right = 0, status_seen = 0;
  double status_accuracy() const;
};

// Pairs (gold, predicted) of relations that match leniently.
using EvalPairs = std::vector<std::pair<size_t, size_t>>;

// Adds one file to the figures.
EvalPairs Score(const EvalItems& gold, const EvalItems& predicted, EvalFigures* figures);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_EVAL_SCORE_H_
