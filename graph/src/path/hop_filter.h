// A PathFilter with its names looked up: which hops lead where. Neighbours: pattern.h (the notation), hop_graph.h (the
// same hops for Boost.Graph).
#ifndef MAILUO_GRAPH_SRC_PATH_HOP_FILTER_H_
#define MAILUO_GRAPH_SRC_PATH_HOP_FILTER_H_

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "mailuo/graph/path.h"
#include "path/fact_time.h"
#include "path/pattern.h"

namespace mailuo {

// Directions in which an edge of each kind may be taken.
struct HopKinds {
  std::vector<uint8_t> ways;  // by kind: kForward | kBackward
  static constexpr uint8_t kForward = 1, kBackward = 2;
  uint8_t any = 0;  // what all kinds allow, so that the kind need not be looked at
};

class HopFilter {
 public:
  static expected<HopFilter> Make(const CompactGraph& graph, const Ontology* ontology, const PathFilter& filter);

  const CompactGraph& graph() const { return *graph_; }
  const HopKinds& kinds() const { return kinds_; }
  // Whether a path may lead through the node. The ends of a path need not ask.
  bool Admits(NodeId node) const { return all_classes_ || classes_[graph_->class_of(node)]; }

  expected<std::vector<bool>> ClassesOf(const std::vector<NamedWord>& types, const std::string& place) const;
  // The filter's own kinds and status in the form of one hop of a pattern.
  expected<HopKinds> KindsOf(const HopForm& form, const std::string& place) const;

  // Calls visit(edge, forward, other) for each hop that leads from `node`, or, where `reverse`, to it: `other` is the
  // node at the far end in both cases, `forward` the way of the hop. Edges that leave the node come first, both parts
  // ascend. Ends early where visit returns false.
  template <typename Visit>
  void ForEach(NodeId node, bool reverse, const HopKinds& kinds, Visit visit) const {
    const uint8_t along = reverse ? HopKinds::kBackward : HopKinds::kForward;
    const uint8_t against = static_cast<uint8_t>(3 - along);
    EdgeId edge = *graph_->OutEdges(node).begin();
    for (NodeId other : graph_->OutNodes(node)) {
      if (Allows(edge, along, kinds) && !visit(edge, along == HopKinds::kForward, other)) return;
      ++edge;
    }
    const auto edges = graph_->InEdges(node);
    const auto nodes = graph_->InNodes(node);
    for (size_t i = 0; i < edges.size(); ++i) {
      if (Allows(edges[i], against, kinds) && !visit(edges[i], against == HopKinds::kForward, nodes[i])) return;
    }
  }

  // The hops that leave `node`, by their edges.
  std::vector<Hop> HopsFrom(NodeId node, const HopKinds& kinds) const;

 private:
  HopFilter(const CompactGraph& graph, const Ontology* ontology);
  bool Allows(EdgeId edge, uint8_t way, const HopKinds& kinds) const {
    if ((kinds.any & way) == 0 && (kinds.ways[graph_->kind_of(edge)] & way) == 0) return false;
    return !time_ || IsInTime(*graph_, edge, *time_);
  }
  bool IsSymmetric(std::string_view predicate) const;
  static void FindCommonWays(HopKinds* kinds);
  expected<std::vector<uint8_t>> WaysOf(const HopForm& form, const std::string& place) const;

  const CompactGraph* graph_;
  // What is asked of the ontology: for each class the types at or above it, for each kind whether it is symmetric.
  std::vector<std::vector<std::string>> class_types_;
  std::vector<bool> symmetric_;
  std::vector<std::string> known_types_;
  HopKinds kinds_;
  std::vector<bool> classes_;
  bool all_classes_ = true;
  std::optional<TimeRange> time_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_PATH_HOP_FILTER_H_
