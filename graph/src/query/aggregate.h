// The aggregating functions: an Accumulator takes the values of one group and gives one. Neighbour: functions.h.
#ifndef MAILUO_GRAPH_SRC_QUERY_AGGREGATE_H_
#define MAILUO_GRAPH_SRC_QUERY_AGGREGATE_H_

#include <memory>
#include <string_view>
#include <vector>

#include "query/types.h"

namespace mailuo::query {

class Accumulator {
 public:
  virtual ~Accumulator() = default;
  // `value` is no null but for count(*); `second` is the fraction of a percentile. Failures are at `at`.
  virtual void Add(const Value& value, const Value& second, uint32_t at) = 0;
  virtual Value Result() const = 0;
};

struct Aggregate {
  std::string_view name;
  uint8_t arguments;
  TypeSet argument;
  StaticType result;
  std::unique_ptr<Accumulator> (*make)();
};

// By its name in any case, "count(*)" among them; null where there is none.
const Aggregate* FindAggregate(std::string_view name);
std::vector<std::string_view> AggregateNames();

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_AGGREGATE_H_
