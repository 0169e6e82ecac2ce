// One edge a pair of nodes and relation. Neighbour: property_graph.h.
#ifndef MAILUO_GRAPH_AGGREGATE_H_
#define MAILUO_GRAPH_AGGREGATE_H_

#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// Edges are facts already, one for a subject, relation and object. This also joins what a symmetric relation says of a
// pair in both directions: the edge leads from the node with the smaller id and has all the evidence, with status,
// confidence, qualifiers and best piece chosen anew. Nodes stay as they are.
PropertyGraph AggregateEdges(PropertyGraph graph, const Ontology& ontology);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_AGGREGATE_H_
