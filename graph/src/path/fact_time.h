// When a fact holds, as far as digits say it. No word of a language is known here: "this year" has no digits, so the
// date of the article that says it counts.
#ifndef MAILUO_GRAPH_SRC_PATH_FACT_TIME_H_
#define MAILUO_GRAPH_SRC_PATH_FACT_TIME_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "mailuo/graph/compact_graph.h"

namespace mailuo {

// Days as year * 10000 + month * 100 + day, both included.
struct TimeRange {
  uint32_t first = 0;
  uint32_t last = UINT32_MAX;
  bool Overlaps(const TimeRange& other) const { return first <= other.last && other.first <= last; }
};

// The first year (1900 to 2199) in `text` with the month, day or second year that stand at most three bytes behind it:
// "2024", "2024-06-30", a year and month with a character between them, "2021-2025". None where there is no year.
std::optional<TimeRange> ReadTime(std::string_view text);

// Whether any piece of the edge's evidence is of a time in `range`.
bool IsInTime(const CompactGraph& graph, EdgeId edge, const TimeRange& range);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_PATH_FACT_TIME_H_
