// The functions of the subset: functions_*.cc hold them by what they work on, functions.cc finds one by its name.
// docs/query.md lists them. Neighbours: aggregate.h (count, sum, ...), evaluate.h.
#ifndef MAILUO_GRAPH_SRC_QUERY_FUNCTIONS_H_
#define MAILUO_GRAPH_SRC_QUERY_FUNCTIONS_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "query/types.h"

namespace mailuo::query {

struct Context;

// What a call is given. Arguments have the types that the function admits; none is null unless it takes nulls.
struct Call {
  Context& context;
  std::span<const Value> arguments;
  uint32_t at;
  std::string_view name;
  const Value& operator[](size_t i) const { return arguments[i]; }
  size_t size() const { return arguments.size(); }
};

struct Function {
  std::string_view name;
  uint8_t min, max;                // number of arguments
  std::vector<TypeSet> arguments;  // beside null; the last one stands for all that follow
  StaticType result;
  Value (*run)(const Call&);
  bool takes_null = false;  // else a null argument makes the result null
};

using Functions = std::span<const Function>;
Functions GraphFunctions();
Functions ListFunctions();
Functions NumberFunctions();
Functions StringFunctions();
Functions ConversionFunctions();

// By its name in any case; null where there is none.
const Function* FindFunction(std::string_view name);
// Names of all functions and aggregates, for suggestions.
std::vector<std::string_view> FunctionNames();
// Whether openCypher or Neo4j has such a function that the subset leaves out (temporal, spatial, clock and chance).
bool IsLeftOut(std::string_view name);

// `name` of the arguments of a call: it has run into a value that it does not take.
[[noreturn]] void FailArgument(const Call& call, std::string_view detail, std::string_view expected);

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_FUNCTIONS_H_
