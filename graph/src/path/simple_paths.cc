#include "path/simple_paths.h"

#include <algorithm>

namespace mailuo {

bool SimplePathWalk::Run(NodeId from, const Rules& rules) {
  path_ = {from, {}, rules.length};
  nodes_ = {from};
  if (!rules.may_be(0, from) || Step(rules)) return true;
  list_.complete = false;
  return false;
}

// As deep as the path is long, which callers bound.
bool SimplePathWalk::Step(const Rules& rules) {
  const size_t at = path_.hops.size();
  if (at == rules.length) {
    if (list_.paths.size() == limit_) return false;
    list_.paths.push_back(path_);
    return true;
  }
  const std::vector<Hop> hops = filter_.HopsFrom(nodes_.back(), rules.kinds(at));
  if (work_ < hops.size()) return false;
  work_ -= hops.size();
  for (const Hop& hop : hops) {
    const NodeId node = TargetOf(filter_.graph(), hop);
    if (!rules.may_be(at + 1, node) || std::find(nodes_.begin(), nodes_.end(), node) != nodes_.end()) continue;
    path_.hops.push_back(hop);
    nodes_.push_back(node);
    const bool goes_on = Step(rules);
    path_.hops.pop_back();
    nodes_.pop_back();
    if (!goes_on) return false;
  }
  return true;
}

}  // namespace mailuo
