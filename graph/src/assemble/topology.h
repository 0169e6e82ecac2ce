// The graph's shape for Boost.Graph's algorithms: vertices are NodeIds, edges carry their EdgeId as edge_index. What
// nodes and edges say stays in PropertyGraph's vectors, reached by these indices as external property maps.
#ifndef MAILUO_GRAPH_SRC_ASSEMBLE_TOPOLOGY_H_
#define MAILUO_GRAPH_SRC_ASSEMBLE_TOPOLOGY_H_

#include <boost/graph/adjacency_list.hpp>

#include "mailuo/graph/property_graph.h"

namespace mailuo {

using BoostGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, boost::no_property,
                                         boost::property<boost::edge_index_t, EdgeId>>;

class Topology {
 public:
  Topology(size_t node_count, const std::vector<GraphEdge>& edges) : graph_(node_count) {
    for (EdgeId id = 0; id < edges.size(); ++id) boost::add_edge(edges[id].subject, edges[id].object, id, graph_);
  }
  const BoostGraph& graph() const { return graph_; }

 private:
  BoostGraph graph_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_ASSEMBLE_TOPOLOGY_H_
