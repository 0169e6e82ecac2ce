// What is known of a value before there is one: a set of types, and for lists the types of the members. A call that can
// only fail is found by it before the query runs.
#ifndef MAILUO_GRAPH_SRC_QUERY_TYPES_H_
#define MAILUO_GRAPH_SRC_QUERY_TYPES_H_

#include <cstdint>
#include <string>

#include "query/compare.h"

namespace mailuo::query {

using TypeSet = uint16_t;

constexpr TypeSet Only(Type type) { return static_cast<TypeSet>(1U << static_cast<unsigned>(type)); }
inline constexpr TypeSet kNullSet = Only(Type::kNull);
inline constexpr TypeSet kBooleanSet = Only(Type::kBoolean);
inline constexpr TypeSet kIntegerSet = Only(Type::kInteger);
inline constexpr TypeSet kFloatSet = Only(Type::kFloat);
inline constexpr TypeSet kNumberSet = kIntegerSet | kFloatSet;
inline constexpr TypeSet kStringSet = Only(Type::kString);
inline constexpr TypeSet kListSet = Only(Type::kList);
inline constexpr TypeSet kMapSet = Only(Type::kMap);
inline constexpr TypeSet kNodeSet = Only(Type::kNode);
inline constexpr TypeSet kRelationshipSet = Only(Type::kRelationship);
inline constexpr TypeSet kPathSet = Only(Type::kPath);
inline constexpr TypeSet kAnySet = 0x3FF;

struct StaticType {
  TypeSet types = kAnySet;
  TypeSet members = kAnySet;  // of a list
};

constexpr bool Admits(TypeSet set, Type type) { return (set & Only(type)) != 0; }

// "Integer, Float or Null".
std::string TypeNames(TypeSet set);

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_TYPES_H_
