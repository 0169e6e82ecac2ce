// What a PathFinder keeps. Neighbours: path_finder.cc, around.cc.
#ifndef MAILUO_GRAPH_SRC_PATH_FINDER_IMPL_H_
#define MAILUO_GRAPH_SRC_PATH_FINDER_IMPL_H_

#include "path/hop_filter.h"
#include "path/shortest.h"
#include "path/simple_paths.h"

namespace mailuo {

class PathFinder::Impl {
 public:
  explicit Impl(HopFilter made) : filter(std::move(made)), shortest(filter) {}

  const HopFilter filter;
  ShortestPaths shortest;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_PATH_FINDER_IMPL_H_
