// The graph as a Cypher script, for Neo4j and what speaks its language. Neighbours: neo4j_csv.h, graphml.h.
#ifndef MAILUO_GRAPH_CYPHER_H_
#define MAILUO_GRAPH_CYPHER_H_

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// Statements that end in ";" and a line feed, which stands nowhere else: cypher-shell takes the script as it is, a
// driver cuts it there. First a uniqueness constraint on `uid` for each label, then nodes and relationships in batches,
// each merged by its id: running the script again changes nothing. Labels, types and properties are those that Neo4j
// gets from GraphML. Texts keep every character.
expected<void> WriteCypher(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_CYPHER_H_
