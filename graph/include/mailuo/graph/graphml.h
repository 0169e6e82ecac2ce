// The graph as GraphML, for Gephi, Neo4j (APOC), NetworkX, igraph, JGraphT, Cytoscape. Neighbour: jsonld.h.
#ifndef MAILUO_GRAPH_GRAPHML_H_
#define MAILUO_GRAPH_GRAPHML_H_

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

enum class GraphmlProfile {
  kRich,    // adds label="PREDICATE" to <edge>, where Gephi looks for kinds, and attr.list="string" to <key> for APOC
  kStrict,  // valid against graphml.xsd
};

// Ids are the graph's. Absent values are left out. Lists (aliases, articles) are JSON arrays in a string; `evidence` is
// a JSON array of objects with all pieces, beside the best one in keys of its own. XML 1.0 cannot hold most control
// characters: each becomes U+FFFD; carriage returns become line feeds. Colours and `symmetric` come from the ontology.
expected<void> WriteGraphml(const PropertyGraph& graph, const Ontology& ontology, GraphmlProfile profile,
                            ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_GRAPHML_H_
