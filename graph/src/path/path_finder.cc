// PathFinder: the searches between two nodes. around.cc has those around nodes.
#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>

#include "path/finder_impl.h"

namespace mailuo {

namespace {

constexpr uint64_t kMostHopsTried = 20'000'000;    // of AllSimple and Matching: some seconds
constexpr uint64_t kMostEdgesMarked = 20'000'000;  // before AllSimple does without exact distances
constexpr uint32_t kMostHopsOfPath = 100;

bool PathOrder(const Path& a, const Path& b) {
  const auto edges_less = [](const Hop& x, const Hop& y) { return x.edge < y.edge; };
  if (a.cost != b.cost) return a.cost < b.cost;
  return std::lexicographical_compare(a.hops.begin(), a.hops.end(), b.hops.begin(), b.hops.end(), edges_less);
}

}  // namespace

NodeId TargetOf(const CompactGraph& graph, const Hop& hop) {
  return hop.forward ? graph.object(hop.edge) : graph.subject(hop.edge);
}

std::vector<NodeId> NodesOf(const CompactGraph& graph, const Path& path) {
  std::vector<NodeId> nodes = {path.from};
  for (const Hop& hop : path.hops) nodes.push_back(TargetOf(graph, hop));
  return nodes;
}

expected<PathFinder> PathFinder::Make(const CompactGraph& graph, const Ontology* ontology, const PathFilter& filter) {
  auto made = HopFilter::Make(graph, ontology, filter);
  if (!made) return unexpected(made.error());
  return PathFinder(std::make_unique<Impl>(std::move(*made)));
}

PathFinder::PathFinder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PathFinder::PathFinder(PathFinder&&) noexcept = default;
PathFinder& PathFinder::operator=(PathFinder&&) noexcept = default;
PathFinder::~PathFinder() = default;

std::optional<Path> PathFinder::Shortest(NodeId from, NodeId to, PathCost cost) {
  return impl_->shortest.Find(from, to, cost, {});
}

// Each path found so far is left at each of its nodes, from the one at which it left its own forerunner on: the rest of
// the way is the first one that takes none of the edges which paths with the same beginning took there.
std::vector<Path> PathFinder::KShortest(NodeId from, NodeId to, size_t k, PathCost cost) {
  struct Candidate {
    Path path;
    size_t left_at;
  };
  const auto order = [](const Candidate& a, const Candidate& b) { return PathOrder(a.path, b.path); };
  std::set<Candidate, decltype(order)> candidates(order);
  std::vector<Path> found;
  const CompactGraph& graph = impl_->filter.graph();
  if (auto first = Shortest(from, to, cost)) candidates.insert({std::move(*first), 0});
  while (found.size() < k && !candidates.empty()) {
    const Candidate last = *candidates.begin();
    candidates.erase(candidates.begin());
    found.push_back(last.path);
    const std::vector<NodeId> nodes = NodesOf(graph, last.path);
    for (size_t at = last.left_at; at < last.path.hops.size() && found.size() < k; ++at) {
      LeftOut left_out{{nodes.begin(), nodes.begin() + static_cast<ptrdiff_t>(at)}, {}};
      for (const Path& path : found) {
        const bool same_root =
            path.hops.size() > at && std::equal(path.hops.begin(), path.hops.begin() + at, last.path.hops.begin());
        if (same_root) left_out.edges.push_back(path.hops[at].edge);
      }
      auto rest = impl_->shortest.Find(nodes[at], to, cost, left_out);
      if (!rest) continue;
      Path path{from, {last.path.hops.begin(), last.path.hops.begin() + static_cast<ptrdiff_t>(at)}, rest->cost};
      for (const Hop& hop : path.hops) path.cost += CostOf(graph, hop.edge, cost);
      path.hops.insert(path.hops.end(), rest->hops.begin(), rest->hops.end());
      candidates.insert({std::move(path), at});
    }
  }
  return found;
}

PathList PathFinder::AllSimple(NodeId from, NodeId to, uint32_t max_hops, size_t limit) {
  if (from == to) return {{Path{from, {}, 0}}, true};
  max_hops = std::min({max_hops, kMostHopsOfPath, impl_->filter.graph().node_count()});
  const HopFilter& filter = impl_->filter;
  ShortestPaths& shortest = impl_->shortest;
  uint32_t known = 0;
  const bool all_known = shortest.MarkDistances(from, to, max_hops, kMostEdgesMarked, &known);
  const auto can_reach = [&](NodeId node, size_t hops) {
    const uint32_t distance = shortest.Distance(node);
    return distance == Marks::kNone ? !all_known && known < hops : distance <= hops;
  };
  SimplePathWalk walk(filter, limit, kMostHopsTried);
  for (size_t length = 1; length <= max_hops; ++length) {
    const SimplePathWalk::Rules rules = {[&](size_t) -> const HopKinds& { return filter.kinds(); },
                                         [&](size_t at, NodeId node) {
                                           if ((at == length) != (node == to)) return false;
                                           return (node == from || node == to || filter.Admits(node)) &&
                                                  can_reach(node, length - at);
                                         },
                                         length};
    if (!walk.Run(from, rules)) break;
  }
  return walk.Take();
}

expected<PathList> PathFinder::Matching(std::string_view pattern, NodeId from, NodeId to, size_t limit) {
  const std::string place = "--pattern";
  const auto form = ParsePattern(pattern, place);
  if (!form) return unexpected(form.error());
  const HopFilter& filter = impl_->filter;
  const CompactGraph& graph = filter.graph();
  std::vector<std::vector<bool>> classes;
  std::vector<HopKinds> kinds;
  for (const NodeForm& node : form->nodes) {
    auto made = filter.ClassesOf(node.types, place);
    if (!made) return unexpected(made.error());
    classes.push_back(std::move(*made));
  }
  for (const HopForm& hop : form->hops) {
    auto made = filter.KindsOf(hop, place);
    if (!made) return unexpected(made.error());
    kinds.push_back(std::move(*made));
  }
  const size_t length = kinds.size();
  if (length > kMostHopsOfPath) return unexpected(Error{Error::Kind::kUsage, {place, 0, 0}, "has more than 100 hops"});
  const auto fits = [&](size_t at, NodeId node) {
    const NodeId asked = at == 0 ? from : at == length ? to : kNoNode;
    const bool is_end = at == 0 || at == length;
    return classes[at][graph.class_of(node)] && (asked == kNoNode || asked == node) && (is_end || filter.Admits(node));
  };

  // Where the end is known: the nodes from which the rest of the pattern leads to it, position by position.
  std::vector<std::unordered_set<NodeId>> leads_on(to == kNoNode ? 0 : length + 1);
  if (to != kNoNode) {
    if (fits(length, to)) leads_on[length].insert(to);
    for (size_t at = length; at > 0; --at) {
      for (NodeId node : leads_on[at]) {
        filter.ForEach(node, /*reverse=*/true, kinds[at - 1], [&](EdgeId, bool, NodeId other) {
          if (fits(at - 1, other)) leads_on[at - 1].insert(other);
          return true;
        });
      }
    }
  }
  const SimplePathWalk::Rules rules = {
      [&](size_t at) -> const HopKinds& { return kinds[at]; },
      [&](size_t at, NodeId node) { return fits(at, node) && (to == kNoNode || leads_on[at].contains(node)); }, length};
  SimplePathWalk walk(filter, limit, kMostHopsTried);
  if (from != kNoNode) {
    walk.Run(from, rules);
    return walk.Take();
  }
  for (NodeId node = 0; node < graph.node_count(); ++node) {
    if (!walk.Run(node, rules)) break;
  }
  return walk.Take();
}

}  // namespace mailuo
