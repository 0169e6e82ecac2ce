// The graph as two CSV files for `neo4j-admin database import`. Neighbours: cypher.h, csv.h (for spreadsheets).
#ifndef MAILUO_GRAPH_NEO4J_CSV_H_
#define MAILUO_GRAPH_NEO4J_CSV_H_

#include <string_view>

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// Typed headers in the first line, UTF-8 without a mark, texts in quotes and quotes doubled. Elements of lists are
// separated by U+001F, which no name has; should one have it, it becomes U+FFFD. Properties are those of GraphML.
expected<void> WriteNeo4jNodes(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink);
expected<void> WriteNeo4jRelationships(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink);

inline constexpr std::string_view kNeo4jNodesFile = "nodes.csv";
inline constexpr std::string_view kNeo4jRelationshipsFile = "relationships.csv";

// What `neo4j-admin database import full @import.args` must know of the two, one argument a line.
inline constexpr std::string_view kNeo4jArguments =
    "--nodes=nodes.csv\n"
    "--relationships=relationships.csv\n"
    "--array-delimiter=U+001F\n"
    "--multiline-fields=true\n";

}  // namespace mailuo

#endif  // MAILUO_GRAPH_NEO4J_CSV_H_
