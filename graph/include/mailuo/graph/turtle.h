// The graph as Turtle. Neighbours: nquads.h, jsonld.h.
#ifndef MAILUO_GRAPH_TURTLE_H_
#define MAILUO_GRAPH_TURTLE_H_

#include "mailuo/graph/jsonld.h"

namespace mailuo {

// The triples that WriteJsonLd says, one block a node.
expected<void> WriteTurtle(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options,
                           ByteSink* sink);

// Nodes as in WriteTurtle; then, for each relation, what GraphML says of its edge (weight, status, evidence,
// qualifiers) as literals about the triple itself: << s p o >> :status "done". Neosemantics makes them properties of
// the relation. There are no statement and evidence nodes.
expected<void> WriteTurtleStar(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options,
                               ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_TURTLE_H_
