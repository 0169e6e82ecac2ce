// One run of a query: its context and its plan. Neighbour: query.cc.
#ifndef MAILUO_GRAPH_SRC_QUERY_RUN_H_
#define MAILUO_GRAPH_SRC_QUERY_RUN_H_

#include <vector>

#include "mailuo/graph/query.h"
#include "query/operator.h"
#include "query/planner.h"

namespace mailuo {

class QueryRun {
 public:
  QueryRun(const CompiledQuery& query, const QueryGraph& graph, QueryValue::Map parameters)
      : context(graph, query, std::move(parameters)),
        plan(query::Planner(&context).Plan()),
        row(query.columns.size()) {}

  query::Context context;
  query::OperatorPtr plan;
  std::vector<QueryValue> row;
  bool is_open = false, is_over = false;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_QUERY_RUN_H_
