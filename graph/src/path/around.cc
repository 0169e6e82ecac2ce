// PathFinder: what lies around nodes, what they have in common.
#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <map>
#include <tuple>
#include <unordered_map>

#include "mailuo/graph/name_index.h"
#include "path/finder_impl.h"
#include "path/hop_graph.h"

namespace mailuo {

namespace {

auto NodeOrder(const CompactGraph& graph, NodeId node) { return std::tuple(graph.type(node), graph.name(node), node); }

using Neighbours = std::map<NodeId, std::vector<Hop>>;

// The neighbours of a node that is asked for together with others, which count as none.
Neighbours NeighboursOf(const HopFilter& filter, NodeId node, const std::vector<NodeId>& asked) {
  Neighbours neighbours;
  for (const Hop& hop : filter.HopsFrom(node, filter.kinds())) {
    const NodeId other = TargetOf(filter.graph(), hop);
    if (filter.Admits(other) && !Contains(asked, other)) neighbours[other].push_back(hop);
  }
  return neighbours;
}

struct ColorMap {
  using key_type = NodeId;
  using value_type = boost::default_color_type;
  using reference = boost::default_color_type;
  using category = boost::read_write_property_map_tag;
  std::unordered_map<NodeId, boost::default_color_type>* colors;
};
boost::default_color_type get(const ColorMap& map, NodeId node) {
  const auto found = map.colors->find(node);
  return found == map.colors->end() ? boost::white_color : found->second;
}
void put(const ColorMap& map, NodeId node, boost::default_color_type color) { (*map.colors)[node] = color; }

struct FarEnough {};  // ends the algorithm by an exception that stays in this file

struct ReachVisitor : boost::bfs_visitor<> {
  void tree_edge(const HopEdge& edge, const HopGraph&) {
    const uint32_t next = steps->at(edge.source) + 1;
    steps->emplace(edge.target, next);
    reached->push_back({edge.target, next, edge.source, edge.hop});
  }
  void examine_vertex(NodeId node, const HopGraph&) {
    if (steps->at(node) == most) throw FarEnough();
  }
  uint32_t most = 0;
  std::unordered_map<NodeId, uint32_t>* steps = nullptr;
  std::vector<ReachedNode>* reached = nullptr;
};

}  // namespace

std::vector<CommonNeighbour> PathFinder::Common(const std::vector<NodeId>& nodes) {
  const HopFilter& filter = impl_->filter;
  std::vector<Neighbours> neighbours;
  for (NodeId node : nodes) neighbours.push_back(NeighboursOf(filter, node, nodes));
  std::vector<CommonNeighbour> common;
  for (auto& [node, hops] : neighbours.empty() ? Neighbours() : neighbours[0]) {
    CommonNeighbour one{node, {hops}};
    for (size_t i = 1; i < neighbours.size(); ++i) {
      if (const auto found = neighbours[i].find(node); found != neighbours[i].end()) one.hops.push_back(found->second);
    }
    if (one.hops.size() == nodes.size()) common.push_back(std::move(one));
  }
  std::sort(common.begin(), common.end(), [&](const CommonNeighbour& a, const CommonNeighbour& b) {
    return NodeOrder(filter.graph(), a.node) < NodeOrder(filter.graph(), b.node);
  });
  return common;
}

std::vector<AlikeNeighbours> PathFinder::Alike(const std::vector<NodeId>& nodes, double min_likeness) {
  const HopFilter& filter = impl_->filter;
  const CompactGraph& graph = filter.graph();
  std::vector<Neighbours> neighbours;
  for (NodeId node : nodes) neighbours.push_back(NeighboursOf(filter, node, nodes));
  std::vector<AlikeNeighbours> groups;
  for (const auto& [first, hops] : neighbours.empty() ? Neighbours() : neighbours[0]) {
    AlikeNeighbours group{{first}, {hops[0]}, 1};
    for (size_t i = 1; i < neighbours.size(); ++i) {
      double best = -1;
      const Neighbours::value_type* likest = nullptr;
      for (const auto& other : neighbours[i]) {
        if (graph.class_of(other.first) != graph.class_of(first)) continue;
        const double likeness = other.first == first ? 1 : NameLikeness(graph.name(first), graph.name(other.first));
        const bool better = likeness > best || (likeness == best && other.first == first);
        if (better) best = likeness, likest = &other;
      }
      if (likest == nullptr || best < min_likeness) break;
      group.nodes.push_back(likest->first);
      group.hops.push_back(likest->second[0]);
      group.likeness = std::min(group.likeness, best);
    }
    if (group.nodes.size() == nodes.size()) groups.push_back(std::move(group));
  }
  std::sort(groups.begin(), groups.end(), [](const AlikeNeighbours& a, const AlikeNeighbours& b) {
    return std::tie(b.likeness, a.nodes) < std::tie(a.likeness, b.nodes);
  });
  return groups;
}

ReachedList PathFinder::Within(NodeId from, uint32_t steps, size_t limit) {
  const HopFilter& filter = impl_->filter;
  const LeftOut nothing;
  const HopGraph hops{&filter, /*reverse=*/false, &nothing.nodes, &nothing.edges, from, from};
  std::unordered_map<NodeId, boost::default_color_type> colors;
  std::unordered_map<NodeId, uint32_t> distances = {{from, 0}};
  ReachedList list;
  ReachVisitor visitor;
  visitor.most = steps;
  visitor.steps = &distances;
  visitor.reached = &list.nodes;
  boost::queue<NodeId> queue;
  try {
    boost::breadth_first_visit(hops, from, queue, visitor, ColorMap{&colors});
  } catch (const FarEnough&) {
    // Nodes come by distance: all that are near enough have been found.
  }
  std::sort(list.nodes.begin(), list.nodes.end(), [&](const ReachedNode& a, const ReachedNode& b) {
    if (a.steps != b.steps) return a.steps < b.steps;
    return NodeOrder(filter.graph(), a.node) < NodeOrder(filter.graph(), b.node);
  });
  list.total = list.nodes.size();
  if (list.nodes.size() > limit) list.nodes.resize(limit);
  return list;
}

}  // namespace mailuo
