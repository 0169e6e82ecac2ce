// The graph as sorted N-Quads, for stores, diff and grep. Neighbours: jsonld.h, turtle.h.
#ifndef MAILUO_GRAPH_NQUADS_H_
#define MAILUO_GRAPH_NQUADS_H_

#include "mailuo/graph/jsonld.h"

namespace mailuo {

// The quads that WriteJsonLd says, in the default graph, each on a line in the canonical form of N-Quads, sorted by
// code point and unique: what RDFC-1.0 makes of that file, since there are no blank nodes. Needs up to 48 MB and the
// quads of one node beyond the graph; beyond two million pieces of evidence it goes over the graph more than once.
expected<void> WriteNquads(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options,
                           ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_NQUADS_H_
