// ShortestPath of match_operators.h. Both sides grow until a node of one is in the other; every shortest path then has
// just one node that is as deep as the forward side has come, so that joining there finds each path once.
#include <algorithm>

#include "query/evaluate.h"
#include "query/match_operators.h"

namespace mailuo::query {

void ShortestPath::Open(Context& context) {
  Step::Open(context);
  found_.clear();
  next_ = 0;
}

bool ShortestPath::Next(Context& context) {
  while (next_ == found_.size()) {
    if (!input_->Next(context)) return false;
    found_.clear();
    next_ = 0;
    Search(context);
  }
  Bind(context);
  return true;
}

bool ShortestPath::Admits(Context& context, bool is_node, uint32_t element) const {
  if (!is_node && !hop_.tests.empty()) {
    At(context, hop_.relationship) = Value::Relationship(element);
    if (!Holds(hop_.tests, context)) return false;
  }
  return std::all_of(tests_.begin(), tests_.end(), [&](const ElementTest& test) {
    if (test.of_nodes != is_node) return true;
    At(context, test.slot) = is_node ? Value::Node(element) : Value::Relationship(element);
    return EvaluateTruth(*test.condition, context) == (test.wanted ? Truth::kTrue : Truth::kFalse);
  });
}

// One level more of a side; false where there is none.
bool ShortestPath::Grow(Context& context, bool forward, Side* side, std::vector<uint32_t>* level) {
  using Direction = QueryGraph::Direction;
  Direction direction = hop_.direction;
  if (!forward && direction != Direction::kBoth) {
    direction = direction == Direction::kOut ? Direction::kIn : Direction::kOut;
  }
  std::vector<uint32_t> next;
  std::vector<QueryGraph::Hop> hops;
  for (const uint32_t node : *level) {
    hops.clear();
    context.graph.Expand(node, direction, hop_.types, &hops);
    const uint32_t depth = (*side)[node].depth + 1;
    for (const QueryGraph::Hop& hop : hops) {
      const auto known = side->find(hop.node);
      if (known != side->end() && known->second.depth < depth) continue;
      if (!Admits(context, false, hop.relationship)) continue;
      if (known == side->end()) {
        if (!Admits(context, true, hop.node)) continue;
        next.push_back(hop.node);
      } else if (!all_) {
        continue;
      }
      Reached& reached = (*side)[hop.node];
      reached.depth = depth;
      reached.from.push_back({hop.relationship, node});
    }
  }
  *level = std::move(next);
  return !level->empty();
}

// Walks from `node` back to where the side began, in all ways, or in the first one.
void ShortestPath::Trace(const Side& side, uint32_t node, bool forward, Value::Path* path,
                         const std::function<void()>& whole) const {
  const Reached& reached = side.at(node);
  if (reached.from.empty()) return whole();
  for (const QueryGraph::Hop& hop : reached.from) {
    path->nodes.insert(forward ? path->nodes.begin() : path->nodes.end(), hop.node);
    path->relationships.insert(forward ? path->relationships.begin() : path->relationships.end(), hop.relationship);
    Trace(side, hop.node, forward, path, whole);
    path->nodes.erase(forward ? path->nodes.begin() : path->nodes.end() - 1);
    path->relationships.erase(forward ? path->relationships.begin() : path->relationships.end() - 1);
    if (!all_) return;
  }
}

void ShortestPath::Search(Context& context) {
  if (At(context, hop_.from).type() != Type::kNode || At(context, hop_.to).type() != Type::kNode) return;
  const uint32_t start = At(context, hop_.from).id(), end = At(context, hop_.to).id();
  if (!Admits(context, true, start) || !Admits(context, true, end)) return;
  if (start == end) {
    if (hop_.min == 0) found_.push_back({{start}, {}});
    return;
  }
  if (hop_.is_impossible) return;
  Side front, back;
  front[start] = {}, back[end] = {};
  std::vector<uint32_t> front_level = {start}, back_level = {end};
  std::vector<uint32_t> meeting;
  uint32_t front_depth = 0;
  for (uint64_t length = 1; meeting.empty(); ++length) {
    if (length > hop_.max) return;
    const bool forward = front_level.size() <= back_level.size();
    if (!Grow(context, forward, forward ? &front : &back, forward ? &front_level : &back_level)) return;
    if (forward) ++front_depth;
    const auto meets = [&](uint32_t node) { return front.count(node) != 0 && back.count(node) != 0; };
    std::copy_if(front_level.begin(), front_level.end(), std::back_inserter(meeting), meets);
  }
  std::sort(meeting.begin(), meeting.end());
  for (const uint32_t node : meeting) {
    Value::Path path{{node}, {}};
    Trace(front, node, true, &path, [&] { Trace(back, node, false, &path, [&] { found_.push_back(path); }); });
    if (!all_) return;
  }
}

void ShortestPath::Bind(Context& context) {
  const Value::Path& path = found_[next_++];
  Value::List list;
  for (const uint32_t one : path.relationships) list.push_back(Value::Relationship(one));
  if (hop_.is_reversed) std::reverse(list.begin(), list.end());
  // shortestPath((a)-[r]->(b)) without a star has one relationship.
  At(context, hop_.relationship) = hop_.max == 1 && hop_.is_single ? list[0] : Value::Of(std::move(list));
  At(context, path_) = Value::Of(path);
}

}  // namespace mailuo::query
