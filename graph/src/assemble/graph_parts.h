// A graph taken apart and put together, for what changes one as a whole: AggregateEdges, and the generator of the
// benchmarks, whose graph is too large to come from triples.
#ifndef MAILUO_GRAPH_SRC_ASSEMBLE_GRAPH_PARTS_H_
#define MAILUO_GRAPH_SRC_ASSEMBLE_GRAPH_PARTS_H_

#include <utility>
#include <vector>

#include "mailuo/graph/property_graph.h"

namespace mailuo {

struct GraphParts {
  std::vector<GraphNode> nodes;  // by id
  std::vector<GraphEdge> edges;  // as PropertyGraph orders them

  static GraphParts Of(PropertyGraph graph) { return {std::move(graph.nodes_), std::move(graph.edges_)}; }
  PropertyGraph ToGraph() && { return PropertyGraph(std::move(nodes), std::move(edges)); }
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_ASSEMBLE_GRAPH_PARTS_H_
