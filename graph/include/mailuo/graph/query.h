// Queries: a subset of openCypher for reading, written down in docs/query.md. Compile checks a text without any graph;
// Run plans it by the graph's counts and gives its rows one by one.
// Neighbours: query_graph.h (what is asked), query_value.h (what comes).
//
//   auto query = Query::Compile("MATCH (c:City)-[:establishes]->(f:Fund) RETURN c.name, count(f) AS funds");
//   auto rows = query->Run(graph, {});
//   for (auto row = rows->Next(); row && *row; row = rows->Next()) Print(**row);
#ifndef MAILUO_GRAPH_QUERY_H_
#define MAILUO_GRAPH_QUERY_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/graph/query_graph.h"
#include "mailuo/graph/query_value.h"
#include "mailuo/schemas/expected.h"

namespace mailuo {

// Why there is no answer. `category` and `detail` are openCypher's names ("SyntaxError", "UndefinedVariable");
// what the subset leaves out is "Unsupported" with the name of the thing.
struct QueryError {
  bool at_run_time = false;  // else the text alone is wrong
  std::string category;
  std::string detail;
  uint32_t line = 0;    // from 1
  uint32_t column = 0;  // from 1, in code points
  std::string message;  // "what is wrong, what was expected", no final period, no line break

  bool unsupported() const { return category == "Unsupported"; }
};

// "line:column: category: message".
std::string ToString(const QueryError& error);

template <typename T>
using query_expected = tl::expected<T, QueryError>;

struct CompiledQuery;  // src/query/compiled.h
class QueryRun;        // src/query/run.h

// The rows of one run, made as they are asked for. Not thread-safe. The graph and the query must outlive it.
class QueryRows {
 public:
  QueryRows(QueryRows&&) noexcept;
  QueryRows& operator=(QueryRows&&) noexcept;
  ~QueryRows();

  const std::vector<std::string>& columns() const;
  // The next row, one value a column, valid until the next call; null after the last; an error ends the run.
  query_expected<const std::vector<QueryValue>*> Next();

 private:
  friend class Query;
  explicit QueryRows(std::unique_ptr<QueryRun> run);
  std::unique_ptr<QueryRun> run_;
};

// Immutable; shared by threads.
class Query {
 public:
  static query_expected<Query> Compile(std::string_view text);
  Query(Query&&) noexcept;
  Query& operator=(Query&&) noexcept;
  ~Query();

  const std::vector<std::string>& columns() const;

  // Both give an error where a parameter is missing or none of its place's type.
  query_expected<QueryRows> Run(const QueryGraph& graph, QueryValue::Map parameters) const;
  // The plan: one operator a line, the last one first, each with the rows that it is expected to give.
  query_expected<std::string> Explain(const QueryGraph& graph, QueryValue::Map parameters) const;

  // Labels, types and property keys of the query that the graph does not have, with the nearest that it has. Such a
  // query is no error, but mostly a slip.
  std::vector<Diagnostic> UnknownNames(const QueryGraph& graph) const;

 private:
  explicit Query(std::unique_ptr<const CompiledQuery> compiled);
  std::unique_ptr<const CompiledQuery> compiled_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_QUERY_H_
