// The graph as GEXF 1.3, Gephi's own format. Neighbour: graphml.h.
#ifndef MAILUO_GRAPH_GEXF_H_
#define MAILUO_GRAPH_GEXF_H_

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// The relation is the edge's kind and label, so that Gephi keeps edges of several relations between two nodes apart;
// lists are lists; colour and size are those of the viz module. Characters are kept as in GraphML, line breaks and tabs
// too.
expected<void> WriteGexf(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_GEXF_H_
