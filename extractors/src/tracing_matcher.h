// The way of a match, and where one that failed came furthest: the search of program.h once more, slowly, with its way
// kept. For explanations only; it finds what Matcher finds.
#ifndef MAILUO_EXTRACTORS_SRC_TRACING_MATCHER_H_
#define MAILUO_EXTRACTORS_SRC_TRACING_MATCHER_H_

#include <cstdint>
#include <vector>

#include "program.h"

namespace mailuo {

// An instruction that took the characters [begin, end).
struct WayStep {
  uint32_t pc;
  uint32_t begin;
  uint32_t end;
  uint32_t annotation;  // kNone for characters
};

// An instruction that did not go on, and the gap that led to it, or kNone.
struct Stuck {
  uint32_t pc;
  uint32_t gap;
  friend auto operator<=>(const Stuck&, const Stuck&) = default;
};

// Of a match its steps; else the steps of the way that came furthest, gaps at its end aside, and the instructions that
// did not go on from there. A way comes further than another where its last step other than a gap ends further right.
struct Trace {
  bool matched = false;
  std::vector<WayStep> steps;
  uint32_t at = 0;           // behind the last step; of a match its end
  std::vector<Stuck> stuck;  // in the order of the program
};

Trace TraceMatch(const Program& program, const MatchInput& input, uint32_t start);

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_TRACING_MATCHER_H_
