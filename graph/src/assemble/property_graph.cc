#include "mailuo/graph/property_graph.h"

#include <algorithm>

#include "assemble/topology.h"

namespace mailuo {

PropertyGraph::PropertyGraph() : PropertyGraph({}, {}) {}
PropertyGraph::PropertyGraph(PropertyGraph&&) noexcept = default;
PropertyGraph& PropertyGraph::operator=(PropertyGraph&&) noexcept = default;
PropertyGraph::~PropertyGraph() = default;

PropertyGraph::PropertyGraph(std::vector<GraphNode> nodes, std::vector<GraphEdge> edges)
    : nodes_(std::move(nodes)),
      edges_(std::move(edges)),
      first_out_edge_(nodes_.size() + 1, 0),
      topology_(std::make_unique<const Topology>(nodes_.size(), edges_)) {
  for (const GraphEdge& edge : edges_) ++first_out_edge_[edge.subject + 1];
  for (size_t i = 1; i < first_out_edge_.size(); ++i) first_out_edge_[i] += first_out_edge_[i - 1];
}

NodeId PropertyGraph::FindNode(std::string_view id) const {
  const auto found = std::lower_bound(nodes_.begin(), nodes_.end(), id,
                                      [](const GraphNode& node, std::string_view key) { return node.id < key; });
  if (found == nodes_.end() || found->id != id) return kNoNode;
  return static_cast<NodeId>(found - nodes_.begin());
}

EdgeId PropertyGraph::FirstOutEdge(NodeId id) const { return first_out_edge_[id]; }

std::span<const GraphEdge> PropertyGraph::OutEdges(NodeId id) const {
  const EdgeId first = first_out_edge_[id];
  return std::span(edges_).subspan(first, first_out_edge_[id + 1] - first);
}

std::vector<EdgeId> PropertyGraph::InEdges(NodeId id) const {
  const BoostGraph& graph = topology_->graph();
  std::vector<EdgeId> result;
  for (auto [it, end] = boost::in_edges(id, graph); it != end; ++it) {
    result.push_back(boost::get(boost::edge_index, graph, *it));
  }
  std::sort(result.begin(), result.end());
  return result;
}

size_t PropertyGraph::Degree(NodeId id) const {
  const BoostGraph& graph = topology_->graph();
  return boost::out_degree(id, graph) + boost::in_degree(id, graph);
}

}  // namespace mailuo
