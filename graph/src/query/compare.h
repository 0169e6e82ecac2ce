// The three ways in which openCypher compares values. Equality and comparability are ternary: null is "unknown".
// Orderability is total: it is what ORDER BY, min, max, DISTINCT and grouping use.
#ifndef MAILUO_GRAPH_SRC_QUERY_COMPARE_H_
#define MAILUO_GRAPH_SRC_QUERY_COMPARE_H_

#include <cstddef>
#include <vector>

#include "mailuo/graph/query_value.h"

namespace mailuo::query {

using Value = QueryValue;
using Type = QueryValue::Type;

enum class Truth : uint8_t { kFalse, kTrue, kUnknown };

inline Value ToValue(Truth truth) { return truth == Truth::kUnknown ? Value() : Value::Boolean(truth == Truth::kTrue); }
inline Truth Not(Truth truth) {
  if (truth == Truth::kUnknown) return truth;
  return truth == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
}

// a = b. Values of different types are unequal; lists and maps are compared member by member, and an unknown member
// makes the whole unknown unless another one differs: [1, null] = [2, null] is false.
Truth Equal(const Value& a, const Value& b);

// How a stands to b. kIncomparable: types that have no order between them, or null; every comparison is then null.
// kNever: a NaN among numbers; every comparison is then false.
enum class Comparison : uint8_t { kLess, kEqual, kGreater, kIncomparable, kNever };
Comparison Compare(const Value& a, const Value& b);

// Below zero where a comes first, zero where both are the same for DISTINCT. Ascending: maps, nodes, relationships,
// lists, paths, strings by code point, false, true, numbers, NaN, null.
int Order(const Value& a, const Value& b);

// Equal where Order gives zero.
size_t Hash(const Value& value);

struct RowHash {
  size_t operator()(const std::vector<Value>& row) const;
};
struct RowSame {
  bool operator()(const std::vector<Value>& a, const std::vector<Value>& b) const;
};

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_COMPARE_H_
