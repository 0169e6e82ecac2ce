// The first path between two nodes in the order of path.h, with some nodes and edges left out: what KShortest asks for
// again and again. Neighbours: hop_filter.h, marks.h, hop_graph.h.
#ifndef MAILUO_GRAPH_SRC_PATH_SHORTEST_H_
#define MAILUO_GRAPH_SRC_PATH_SHORTEST_H_

#include <optional>
#include <vector>

#include "path/hop_filter.h"
#include "path/marks.h"

namespace mailuo {

// What a path may not take; both are few.
struct LeftOut {
  std::vector<NodeId> nodes;
  std::vector<EdgeId> edges;
};

uint64_t CostOf(const CompactGraph& graph, EdgeId edge, PathCost cost);

class ShortestPaths {
 public:
  explicit ShortestPaths(const HopFilter& filter);

  std::optional<Path> Find(NodeId from, NodeId to, PathCost cost, const LeftOut& left_out);

  // Marks each node that leads to `to` in at most `hops` hops with their number, looking at about `most` edges.
  // False where that bound was met: then all nodes within *complete_hops are marked. `from` need not pass the filter.
  bool MarkDistances(NodeId from, NodeId to, uint32_t hops, uint64_t most, uint32_t* complete_hops);
  uint32_t Distance(NodeId node) const { return sides_[1].marks[node]; }

 private:
  struct Side {
    explicit Side(size_t nodes) : marks(nodes) {}
    Marks marks;  // steps from the side's end
    std::vector<std::vector<NodeId>> levels;
    uint64_t work = 0;  // edges at the nodes of the last level
    void Begin(NodeId end, const CompactGraph& graph);
  };

  std::optional<Path> ByHops(NodeId from, NodeId to, const LeftOut& left_out);
  std::optional<Path> ByConfidence(NodeId from, NodeId to, const LeftOut& left_out);
  // One level more on a side; true where it met the other.
  bool Grow(int side, NodeId from, NodeId to, const LeftOut& left_out);
  // Of the nodes between `from` and where the sides met those on a shortest path, level by level.
  std::vector<std::vector<NodeId>> NodesOnPaths() const;
  bool MayPass(NodeId node, const LeftOut& left_out) const;

  const HopFilter& filter_;
  Side sides_[2];  // from `from`, from `to`
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_PATH_SHORTEST_H_
