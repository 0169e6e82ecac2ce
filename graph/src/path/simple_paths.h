// All simple paths of one length after the other, and those of a pattern: depth first, each hop only where the rest of
// the way can still lead to the end. Neighbour: path_finder.cc.
#ifndef MAILUO_GRAPH_SRC_PATH_SIMPLE_PATHS_H_
#define MAILUO_GRAPH_SRC_PATH_SIMPLE_PATHS_H_

#include <functional>
#include <vector>

#include "path/hop_filter.h"

namespace mailuo {

// Walks all simple paths from a node hop by hop in the order of their edges. The caller says which hops there are at a
// position and where a path may go on.
class SimplePathWalk {
 public:
  struct Rules {
    // Kinds of the hop that leaves position `at`.
    std::function<const HopKinds&(size_t at)> kinds;
    // Whether the path may be at `node` in position `at`; the last position is `length`.
    std::function<bool(size_t at, NodeId node)> may_be;
    size_t length = 0;
  };

  // `work` hops are looked at in all; `limit` paths are taken.
  SimplePathWalk(const HopFilter& filter, size_t limit, uint64_t work) : filter_(filter), limit_(limit), work_(work) {}

  // Appends the paths of one length from one node. False where the limit or the bound on work ended it.
  bool Run(NodeId from, const Rules& rules);
  PathList Take() { return std::move(list_); }

 private:
  bool Step(const Rules& rules);

  const HopFilter& filter_;
  const size_t limit_;
  uint64_t work_;
  Path path_;
  std::vector<NodeId> nodes_;
  PathList list_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_PATH_SIMPLE_PATHS_H_
