// The hops of a filter as a graph of Boost.Graph: vertices are NodeIds, edges are hops, taken from the columns as they
// are asked for. Models IncidenceGraph, which is what breadth_first_visit and Dijkstra's algorithm need.
#ifndef MAILUO_GRAPH_SRC_PATH_HOP_GRAPH_H_
#define MAILUO_GRAPH_SRC_PATH_HOP_GRAPH_H_

#include <boost/graph/graph_traits.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "path/hop_filter.h"

namespace mailuo {

struct HopGraph {
  const HopFilter* filter;
  bool reverse;                      // hops that lead to a vertex are its out-edges
  const std::vector<NodeId>* nodes;  // which no path may take
  const std::vector<EdgeId>* edges;  // which no path may take
  NodeId from, to;                   // ends, which need not pass the filter
};

struct HopEdge {
  NodeId source = 0, target = 0;
  Hop hop;
  friend bool operator==(const HopEdge&, const HopEdge&) = default;
};

class HopIterator : public boost::iterator_facade<HopIterator, const HopEdge, boost::forward_traversal_tag> {
 public:
  using Hops = std::shared_ptr<const std::vector<HopEdge>>;
  HopIterator() = default;
  HopIterator(Hops hops, size_t at) : hops_(std::move(hops)), at_(at) {}

 private:
  friend class boost::iterator_core_access;
  void increment() { ++at_; }
  bool equal(const HopIterator& other) const { return at_ == other.at_; }
  const HopEdge& dereference() const { return (*hops_)[at_]; }

  Hops hops_;
  size_t at_ = 0;
};

inline bool Contains(const std::vector<uint32_t>& few, uint32_t number) {
  return std::find(few.begin(), few.end(), number) != few.end();
}

inline std::pair<HopIterator, HopIterator> out_edges(NodeId node, const HopGraph& graph) {
  auto hops = std::make_shared<std::vector<HopEdge>>();
  graph.filter->ForEach(node, graph.reverse, graph.filter->kinds(), [&](EdgeId edge, bool forward, NodeId other) {
    const bool is_end = other == graph.from || other == graph.to;
    if ((is_end || graph.filter->Admits(other)) && !Contains(*graph.nodes, other) && !Contains(*graph.edges, edge)) {
      hops->push_back({node, other, {edge, forward}});
    }
    return true;
  });
  const size_t count = hops->size();
  return {HopIterator(hops, 0), HopIterator(hops, count)};
}
inline NodeId source(const HopEdge& edge, const HopGraph&) { return edge.source; }
inline NodeId target(const HopEdge& edge, const HopGraph&) { return edge.target; }
inline size_t out_degree(NodeId node, const HopGraph& graph) { return graph.filter->graph().degree(node); }
inline size_t num_vertices(const HopGraph& graph) { return graph.filter->graph().node_count(); }

}  // namespace mailuo

template <>
struct boost::graph_traits<mailuo::HopGraph> {
  using vertex_descriptor = mailuo::NodeId;
  using edge_descriptor = mailuo::HopEdge;
  using out_edge_iterator = mailuo::HopIterator;
  using directed_category = boost::directed_tag;
  using edge_parallel_category = boost::allow_parallel_edge_tag;
  using traversal_category = boost::incidence_graph_tag;
  using vertices_size_type = size_t;
  using edges_size_type = size_t;
  using degree_size_type = size_t;
  static vertex_descriptor null_vertex() { return mailuo::kNoNode; }
};

#endif  // MAILUO_GRAPH_SRC_PATH_HOP_GRAPH_H_
