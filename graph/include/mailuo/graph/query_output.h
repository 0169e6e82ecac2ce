// The rows of a query for people and for programs. Neighbours: query.h, byte_sink.h.
#ifndef MAILUO_GRAPH_QUERY_OUTPUT_H_
#define MAILUO_GRAPH_QUERY_OUTPUT_H_

#include <cstdint>
#include <optional>

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/query.h"

namespace mailuo {

enum class QueryFormat {
  kTable,  // columns under their names, as wide as what is in them on a terminal (East Asian characters take two cells)
  kJson,   // an array with an object a row and line; nodes, relationships and paths are objects too
  kCsv,    // RFC 4180 with a head line; null is empty, lists and all that is not plain is JSON
};

struct QueryOutcome {
  uint64_t rows = 0;                // written
  std::optional<QueryError> error;  // what ended the run early
};

// Writes rows as they come. A table is as wide as its first 1000 rows ask for: later ones may stand out of line.
// An error is the sink's; where the query fails, the outcome says so, and what was written before is no whole result.
expected<QueryOutcome> WriteRows(QueryRows* rows, const QueryGraph& graph, QueryFormat format, ByteSink* sink);

// A value as a table shows it: names of nodes, types of relationships, texts without quotes. One line.
std::string CellText(const QueryValue& value, const QueryGraph& graph);

// A value as JSON. Numbers that JSON lacks (NaN, infinities) are texts.
void AppendQueryJson(const QueryValue& value, const QueryGraph& graph, std::string* out);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_QUERY_OUTPUT_H_
