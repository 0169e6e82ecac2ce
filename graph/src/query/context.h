// What a run carries: the graph, the parameters, and the one row that all operators and expressions work on. Every
// variable of the query has its slot in it; an operator overwrites the slots that it binds each time it gives a row.
// Neighbours: operator.h, evaluate.h.
#ifndef MAILUO_GRAPH_SRC_QUERY_CONTEXT_H_
#define MAILUO_GRAPH_SRC_QUERY_CONTEXT_H_

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "mailuo/graph/query_graph.h"
#include "query/compiled.h"

namespace re2 {
class RE2;
}

namespace mailuo::query {

class Operator;

struct Context {
  Context(const QueryGraph& of, const CompiledQuery& compiled, Value::Map given);
  ~Context();

  const QueryGraph& graph;
  const CompiledQuery& query;
  Value::Map parameters;
  std::vector<Value> row;
  std::vector<uint32_t> keys, labels;               // what CompiledQuery's are in this graph
  std::vector<std::unique_ptr<Operator>> subplans;  // of Expr::subplan
  // Regular expressions by their text.
  std::unordered_map<std::string, std::unique_ptr<re2::RE2>> expressions;
  uint64_t chance = 0;  // the state of rand(); every run has the same sequence
};

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_CONTEXT_H_
