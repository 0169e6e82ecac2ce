#include "path/shortest.h"

#include <algorithm>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <cmath>
#include <unordered_map>

#include "path/hop_graph.h"

namespace mailuo {

namespace {

constexpr uint64_t kFar = UINT64_MAX;

// Costs of the vertices that Dijkstra's algorithm has seen, as a property map.
struct CostMap {
  using key_type = NodeId;
  using value_type = uint64_t;
  using reference = uint64_t;
  using category = boost::read_write_property_map_tag;
  std::unordered_map<NodeId, uint64_t>* costs;
};
uint64_t get(const CostMap& map, NodeId node) {
  const auto found = map.costs->find(node);
  return found == map.costs->end() ? kFar : found->second;
}
void put(const CostMap& map, NodeId node, uint64_t cost) { (*map.costs)[node] = cost; }

struct HopCostMap {
  using key_type = HopEdge;
  using value_type = uint64_t;
  using reference = uint64_t;
  using category = boost::readable_property_map_tag;
  const CompactGraph* graph;
};
uint64_t get(const HopCostMap& map, const HopEdge& edge) {
  return CostOf(*map.graph, edge.hop.edge, PathCost::kConfidence);
}

struct Arrived {};  // ends the algorithm, as Boost.Graph's visitors do: by an exception that stays in this file

struct UntilVisitor : boost::dijkstra_visitor<> {
  explicit UntilVisitor(NodeId node) : last(node) {}
  void examine_vertex(NodeId node, const HopGraph&) {
    if (node == last) throw Arrived();
  }
  NodeId last;
};

}  // namespace

uint64_t CostOf(const CompactGraph& graph, EdgeId edge, PathCost cost) {
  if (cost == PathCost::kHops) return 1;
  const double confidence = std::clamp(graph.confidence(edge), 1e-9, 1.0);
  return 1 + static_cast<uint64_t>(std::llround(-std::log(confidence) * 1e6));
}

void ShortestPaths::Side::Begin(NodeId end, const CompactGraph& graph) {
  marks.Clear();
  marks.Set(end, 0);
  levels.assign(1, {end});
  work = graph.degree(end);
}

ShortestPaths::ShortestPaths(const HopFilter& filter)
    : filter_(filter), sides_{Side(filter.graph().node_count()), Side(filter.graph().node_count())} {}

std::optional<Path> ShortestPaths::Find(NodeId from, NodeId to, PathCost cost, const LeftOut& left_out) {
  if (from == to) return Path{from, {}, 0};
  return cost == PathCost::kHops ? ByHops(from, to, left_out) : ByConfidence(from, to, left_out);
}

bool ShortestPaths::MayPass(NodeId node, const LeftOut& left_out) const {
  return filter_.Admits(node) && (left_out.nodes.empty() || !Contains(left_out.nodes, node));
}

bool ShortestPaths::Grow(int side, NodeId from, NodeId to, const LeftOut& left_out) {
  Side& mine = sides_[side];
  const Side& other_side = sides_[1 - side];
  const NodeId goal = side == 0 ? to : from;
  const uint32_t steps = static_cast<uint32_t>(mine.levels.size());
  std::vector<NodeId> level;
  uint64_t work = 0;
  bool met = false;
  for (NodeId node : mine.levels.back()) {
    filter_.ForEach(node, side == 1, filter_.kinds(), [&](EdgeId edge, bool, NodeId other) {
      if (mine.marks[other] != Marks::kNone) return true;
      // Once the sides have met, the rest of the level matters only where it meets the other side too.
      const bool meets = other_side.marks[other] != Marks::kNone;
      if (met && !meets) return true;
      if (other != goal && !MayPass(other, left_out)) return true;
      if (!left_out.edges.empty() && Contains(left_out.edges, edge)) return true;
      met = met || meets;
      mine.marks.Set(other, steps);
      level.push_back(other);
      work += filter_.graph().degree(other);
      return true;
    });
  }
  mine.levels.push_back(std::move(level));
  mine.work = work;
  return met;
}

std::vector<std::vector<NodeId>> ShortestPaths::NodesOnPaths() const {
  const Side& near = sides_[0];
  std::vector<std::vector<NodeId>> on_path(near.levels.size());
  for (NodeId node : near.levels.back()) {
    if (sides_[1].marks[node] != Marks::kNone) on_path.back().push_back(node);
  }
  for (size_t i = near.levels.size() - 1; i > 0; --i) {
    std::sort(on_path[i].begin(), on_path[i].end());
    for (NodeId node : on_path[i]) {
      filter_.ForEach(node, /*reverse=*/true, filter_.kinds(), [&](EdgeId, bool, NodeId other) {
        if (near.marks[other] == i - 1) on_path[i - 1].push_back(other);
        return true;
      });
    }
    std::sort(on_path[i - 1].begin(), on_path[i - 1].end());
    on_path[i - 1].erase(std::unique(on_path[i - 1].begin(), on_path[i - 1].end()), on_path[i - 1].end());
  }
  return on_path;
}

std::optional<Path> ShortestPaths::ByHops(NodeId from, NodeId to, const LeftOut& left_out) {
  sides_[0].Begin(from, filter_.graph());
  sides_[1].Begin(to, filter_.graph());
  for (bool met = false; !met;) {
    if (sides_[0].levels.back().empty() || sides_[1].levels.back().empty()) return std::nullopt;
    met = Grow(sides_[0].work <= sides_[1].work ? 0 : 1, from, to, left_out);
  }
  const auto on_path = NodesOnPaths();
  const size_t length = on_path.size() - 1 + sides_[1].levels.size() - 1;
  Path path{from, {}, length};
  NodeId node = from;
  for (size_t step = 1; step <= length; ++step) {
    std::optional<Hop> best;
    NodeId next = kNoNode;
    filter_.ForEach(node, /*reverse=*/false, filter_.kinds(), [&](EdgeId edge, bool forward, NodeId other) {
      if (best && best->edge <= edge) return true;
      const bool leads_on = step < on_path.size()
                                ? std::binary_search(on_path[step].begin(), on_path[step].end(), other)
                                : sides_[1].marks[other] == length - step;
      if (!leads_on || Contains(left_out.edges, edge)) return true;
      best = Hop{edge, forward};
      next = other;
      return true;
    });
    path.hops.push_back(*best);
    node = next;
  }
  return path;
}

std::optional<Path> ShortestPaths::ByConfidence(NodeId from, NodeId to, const LeftOut& left_out) {
  const CompactGraph& graph = filter_.graph();
  std::unordered_map<NodeId, uint64_t> costs;
  costs[to] = 0;
  const HopGraph hops{&filter_, /*reverse=*/true, &left_out.nodes, &left_out.edges, from, to};
  try {
    boost::dijkstra_shortest_paths_no_color_map_no_init(
        hops, to, boost::dummy_property_map(), CostMap{&costs}, HopCostMap{&graph},
        boost::typed_identity_property_map<NodeId>(), std::less<uint64_t>(), boost::closed_plus<uint64_t>(kFar), kFar,
        uint64_t{0}, UntilVisitor(from));
  } catch (const Arrived&) {
    // The cost of `from`, and of all that is nearer to `to`, is known.
  }
  const auto cost_of = [&](NodeId node) { return get(CostMap{&costs}, node); };
  if (cost_of(from) == kFar) return std::nullopt;
  Path path{from, {}, cost_of(from)};
  for (NodeId node = from; node != to; node = TargetOf(graph, path.hops.back())) {
    std::optional<Hop> best;
    filter_.ForEach(node, /*reverse=*/false, filter_.kinds(), [&](EdgeId edge, bool forward, NodeId other) {
      if ((best && best->edge <= edge) || cost_of(other) >= cost_of(node) || Contains(left_out.edges, edge))
        return true;
      if (cost_of(node) == CostOf(graph, edge, PathCost::kConfidence) + cost_of(other)) best = Hop{edge, forward};
      return true;
    });
    path.hops.push_back(*best);
  }
  return path;
}

bool ShortestPaths::MarkDistances(NodeId from, NodeId to, uint32_t hops, uint64_t most, uint32_t* complete_hops) {
  Side& side = sides_[1];
  side.Begin(to, filter_.graph());
  sides_[0].marks.Clear();  // so that the sides never meet and every level is marked whole
  uint64_t work = 0;
  for (*complete_hops = 0; *complete_hops < hops && !side.levels.back().empty(); ++*complete_hops) {
    work += side.work;
    if (work > most) return false;
    Grow(1, from, to, {});
  }
  return true;
}

}  // namespace mailuo
