// A query after the checks: the tree with its names resolved, and the tables that a run needs. Constant.
#ifndef MAILUO_GRAPH_SRC_QUERY_COMPILED_H_
#define MAILUO_GRAPH_SRC_QUERY_COMPILED_H_

#include <string>
#include <vector>

#include "query/ast.h"

namespace mailuo {

// A name that a query says, and where.
struct SaidName {
  std::string name;
  uint32_t at;
};

struct CompiledQuery {
  std::string text;
  query::QueryAst ast;
  size_t slot_count = 0;
  std::vector<std::string> columns;
  std::vector<query::Slot> column_slots;
  std::vector<const query::Expr*> subplans;  // expressions with a plan of their own, by Expr::subplan
  // Property keys by Expr::slot of kProperty; labels by that of kHasLabels, which has as many in a row as names.
  std::vector<SaidName> keys, labels;
  std::vector<SaidName> types;  // of patterns, only for UnknownNames
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_QUERY_COMPILED_H_
