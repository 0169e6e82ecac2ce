#include "query/compare.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace mailuo::query {
namespace {

template <typename T>
int Sign(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

// Exact: 9007199254740993 is greater than 9007199254740992.0. Neither is NaN.
int OrderMixed(int64_t a, double b) {
  if (b >= 9223372036854775808.0) return -1;
  if (b < -9223372036854775808.0) return 1;
  const double whole = std::trunc(b);
  const int order = Sign(a, static_cast<int64_t>(whole));
  return order != 0 ? order : Sign(whole, b);
}

bool IsNan(const Value& value) { return value.type() == Type::kFloat && std::isnan(value.floating()); }

int OrderNumbers(const Value& a, const Value& b) {
  if (IsNan(a) || IsNan(b)) return Sign(IsNan(a), IsNan(b));
  const bool a_is_integer = a.type() == Type::kInteger;
  const bool b_is_integer = b.type() == Type::kInteger;
  if (a_is_integer && b_is_integer) return Sign(a.integer(), b.integer());
  if (a_is_integer) return OrderMixed(a.integer(), b.floating());
  if (b_is_integer) return -OrderMixed(b.integer(), a.floating());
  return Sign(a.floating(), b.floating());
}

Truth EqualLists(const Value::List& a, const Value::List& b) {
  if (a.size() != b.size()) return Truth::kFalse;
  Truth all = Truth::kTrue;
  for (size_t i = 0; i < a.size(); ++i) {
    const Truth one = Equal(a[i], b[i]);
    if (one == Truth::kFalse) return one;
    if (one == Truth::kUnknown) all = one;
  }
  return all;
}

Truth EqualMaps(const Value::Map& a, const Value::Map& b) {
  if (a.size() != b.size()) return Truth::kFalse;
  Truth all = Truth::kTrue;
  for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j) {
    if (i->first != j->first) return Truth::kFalse;
    const Truth one = Equal(i->second, j->second);
    if (one == Truth::kFalse) return one;
    if (one == Truth::kUnknown) all = one;
  }
  return all;
}

// Numbers are one group.
int Rank(Type type) {
  switch (type) {
    case Type::kMap: return 0;
    case Type::kNode: return 1;
    case Type::kRelationship: return 2;
    case Type::kList: return 3;
    case Type::kPath: return 4;
    case Type::kString: return 5;
    case Type::kBoolean: return 6;
    case Type::kInteger:
    case Type::kFloat: return 7;
    case Type::kNull: return 8;
  }
  return 9;
}

int OrderLists(const Value::List& a, const Value::List& b) {
  for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (const int order = Order(a[i], b[i])) return order;
  }
  return Sign(a.size(), b.size());
}

// By size, then by the keys, then by the values.
int OrderMaps(const Value::Map& a, const Value::Map& b) {
  if (a.size() != b.size()) return Sign(a.size(), b.size());
  for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j) {
    if (const int order = Sign(i->first, j->first)) return order;
  }
  for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j) {
    if (const int order = Order(i->second, j->second)) return order;
  }
  return 0;
}

int OrderPaths(const Value::Path& a, const Value::Path& b) {
  for (size_t i = 0; i < a.nodes.size() && i < b.nodes.size(); ++i) {
    if (const int order = Sign(a.nodes[i], b.nodes[i])) return order;
    if (i == a.relationships.size() || i == b.relationships.size()) break;
    if (const int order = Sign(a.relationships[i], b.relationships[i])) return order;
  }
  return Sign(a.nodes.size(), b.nodes.size());
}

Comparison FromOrder(int order) {
  return order < 0 ? Comparison::kLess : (order > 0 ? Comparison::kGreater : Comparison::kEqual);
}

size_t Mix(size_t seed, size_t hash) { return seed ^ (hash + 0x9e3779b97f4a7c15ULL + (seed << 6) + (seed >> 2)); }

// A whole double hashes as the integer that it equals.
size_t HashNumber(const Value& value) {
  if (value.type() == Type::kInteger) return std::hash<int64_t>()(value.integer());
  const double number = value.floating();
  if (std::isnan(number)) return 7;
  if (number == std::trunc(number) && std::fabs(number) < 9.2e18) {
    return std::hash<int64_t>()(static_cast<int64_t>(number));
  }
  return std::hash<double>()(number);
}

}  // namespace

Truth Equal(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return Truth::kUnknown;
  if (a.is_number() && b.is_number()) {
    return !IsNan(a) && !IsNan(b) && OrderNumbers(a, b) == 0 ? Truth::kTrue : Truth::kFalse;
  }
  if (a.type() != b.type()) return Truth::kFalse;
  if (a.type() == Type::kList) return EqualLists(a.list(), b.list());
  if (a.type() == Type::kMap) return EqualMaps(a.map(), b.map());
  return Order(a, b) == 0 ? Truth::kTrue : Truth::kFalse;
}

Comparison Compare(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) {
    return IsNan(a) || IsNan(b) ? Comparison::kNever : FromOrder(OrderNumbers(a, b));
  }
  if (a.type() != b.type() || a.is_null()) return Comparison::kIncomparable;
  switch (a.type()) {
    case Type::kString:
    case Type::kBoolean: return FromOrder(Order(a, b));
    case Type::kList: {
      const Value::List &x = a.list(), &y = b.list();
      for (size_t i = 0; i < x.size() && i < y.size(); ++i) {
        const Comparison one = Compare(x[i], y[i]);
        if (one != Comparison::kEqual) return one;
      }
      return FromOrder(Sign(x.size(), y.size()));
    }
    default: return Equal(a, b) == Truth::kTrue ? Comparison::kEqual : Comparison::kIncomparable;
  }
}

int Order(const Value& a, const Value& b) {
  const int rank = Rank(a.type());
  if (rank != Rank(b.type())) return rank - Rank(b.type());
  switch (a.type()) {
    case Type::kNull: return 0;
    case Type::kBoolean: return Sign(a.boolean(), b.boolean());
    case Type::kInteger:
    case Type::kFloat: return OrderNumbers(a, b);
    case Type::kString: return Sign(a.string(), b.string());  // UTF-8 sorts by bytes as by code points
    case Type::kList: return OrderLists(a.list(), b.list());
    case Type::kMap: return OrderMaps(a.map(), b.map());
    case Type::kPath: return OrderPaths(a.path(), b.path());
    case Type::kNode:
    case Type::kRelationship: return Sign(a.id(), b.id());
  }
  return 0;
}

size_t Hash(const Value& value) {
  size_t seed = static_cast<size_t>(Rank(value.type()));
  switch (value.type()) {
    case Type::kNull: return seed;
    case Type::kInteger:
    case Type::kFloat: return Mix(seed, HashNumber(value));
    case Type::kString: return Mix(seed, std::hash<std::string_view>()(value.string()));
    case Type::kList:
      for (const Value& one : value.list()) seed = Mix(seed, Hash(one));
      return seed;
    case Type::kMap:
      for (const auto& [key, one] : value.map()) seed = Mix(Mix(seed, std::hash<std::string>()(key)), Hash(one));
      return seed;
    case Type::kPath:
      for (const uint32_t node : value.path().nodes) seed = Mix(seed, node);
      for (const uint32_t relationship : value.path().relationships) seed = Mix(seed, relationship);
      return seed;
    case Type::kBoolean:
    case Type::kNode:
    case Type::kRelationship: return Mix(seed, static_cast<size_t>(value.integer()));
  }
  return seed;
}

size_t RowHash::operator()(const std::vector<Value>& row) const {
  size_t seed = row.size();
  for (const Value& value : row) seed = Mix(seed, Hash(value));
  return seed;
}

bool RowSame::operator()(const std::vector<Value>& a, const std::vector<Value>& b) const {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Value& x, const Value& y) { return Order(x, y) == 0; });
}

}  // namespace mailuo::query
