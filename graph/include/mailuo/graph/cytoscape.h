// The graph as JSON of Cytoscape.js, for web pages and Cytoscape. Neighbour: graphml.h.
#ifndef MAILUO_GRAPH_CYTOSCAPE_H_
#define MAILUO_GRAPH_CYTOSCAPE_H_

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// {"elements":{"nodes":[{"data":{"id":...}}],"edges":[{"data":{"id":...,"source":...,"target":...}}]}}, one element a
// line, with the properties of GraphML as JSON values: lists are arrays, `evidence` is an array of objects.
expected<void> WriteCytoscape(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_CYTOSCAPE_H_
