// How much a pattern may cost: the most steps that the matcher can take at one place, since it is at no part of the
// pattern twice at one character. Neighbours: program.h (the matcher), rule_doubts.cc.
#ifndef MAILUO_EXTRACTORS_SRC_RULE_COST_H_
#define MAILUO_EXTRACTORS_SRC_RULE_COST_H_

#include <cstdint>
#include <string_view>

#include "pattern.h"

namespace mailuo {

struct PatternCost {
  uint64_t steps = 0;
  // The look-around that costs most: how often it is asked, and what one asking may take; empty text for none.
  std::string_view look;
  uint64_t asked = 0;
  uint64_t each = 0;
};

PatternCost CostOf(const Pattern& pattern);

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_RULE_COST_H_
