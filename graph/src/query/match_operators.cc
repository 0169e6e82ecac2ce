#include "query/match_operators.h"

#include <algorithm>

#include "query/evaluate.h"

namespace mailuo::query {
namespace {

// Whether `relationship` is none of those in the slots.
bool IsDifferent(uint32_t relationship, const std::vector<Slot>& slots, Context& context) {
  const auto is_it = [&](const Value& value) {
    return value.type() == Type::kRelationship && value.id() == relationship;
  };
  return std::none_of(slots.begin(), slots.end(), [&](Slot slot) {
    const Value& value = At(context, slot);
    if (value.type() != Type::kList) return is_it(value);
    return std::any_of(value.list().begin(), value.list().end(), is_it);
  });
}

bool HasType(const Hop& hop, uint32_t relationship, const Context& context) {
  if (hop.is_impossible) return false;
  return hop.types.empty() ||
         std::find(hop.types.begin(), hop.types.end(), context.graph.Type(relationship)) != hop.types.end();
}

QueryGraph::Direction Reverse(QueryGraph::Direction direction) {
  if (direction == QueryGraph::Direction::kBoth) return direction;
  return direction == QueryGraph::Direction::kOut ? QueryGraph::Direction::kIn : QueryGraph::Direction::kOut;
}

Value List(std::vector<uint32_t> relationships, bool is_reversed) {
  if (is_reversed) std::reverse(relationships.begin(), relationships.end());
  Value::List list;
  list.reserve(relationships.size());
  for (const uint32_t one : relationships) list.push_back(Value::Relationship(one));
  return Value::Of(std::move(list));
}

}  // namespace

bool Holds(const Test& test, Context& context) {
  if (test.kind == Test::Kind::kCondition) return EvaluateTruth(*test.value, context) == Truth::kTrue;
  const Value& of = At(context, test.slot);
  if (of.is_null() || test.token == QueryNames::kNone) return false;
  if (test.kind == Test::Kind::kLabel) {
    return of.type() == Type::kNode && context.graph.HasLabel(of.id(), test.token);
  }
  const Value property = PropertyOf(of, {}, test.token, test.value->at, context);
  return !property.is_null() && Equal(property, Evaluate(*test.value, context)) == Truth::kTrue;
}

bool Holds(const std::vector<Test>& tests, Context& context) {
  return std::all_of(tests.begin(), tests.end(), [&](const Test& test) { return Holds(test, context); });
}

void NodeSource::Open(Context& context) {
  Step::Open(context);
  range_ = {};
  next_ = 0;
}

bool NodeSource::Next(Context& context) {
  while (true) {
    const size_t size = range_.count != 0 ? range_.count : range_.nodes.size();
    if (next_ < size) {
      At(context, slot_) = Value::Node(range_.count != 0 ? static_cast<uint32_t>(next_) : range_.nodes[next_]);
      ++next_;
      return true;
    }
    if (!input_->Next(context)) return false;
    range_ = Fill(context);
    next_ = 0;
  }
}

NodeSource::Range ScanLabel::Fill(Context& context) {
  if (label_ == QueryNames::kNone) return {};
  return {context.graph.NodesWithLabel(label_), 0};
}

NodeSource::Range SeekProperty::Fill(Context& context) {
  nodes_.clear();
  const Value value = Evaluate(*value_, context);
  if (!is_list_) {
    if (!value.is_null()) context.graph.Seek(key_, value, &nodes_);
    return {nodes_, 0};
  }
  if (value.type() != Type::kList) return {};
  for (const Value& one : value.list()) {
    if (!one.is_null()) context.graph.Seek(key_, one, &nodes_);
  }
  std::sort(nodes_.begin(), nodes_.end());
  nodes_.erase(std::unique(nodes_.begin(), nodes_.end()), nodes_.end());
  return {nodes_, 0};
}

// id(n) = 3.0 is true of node 3, as 3 = 3.0 is.
NodeSource::Range SeekId::Fill(Context& context) {
  const Value value = Evaluate(*value_, context);
  if (!value.is_number() || !(value.number() >= 0 && value.number() < context.graph.node_count())) return {};
  node_ = static_cast<uint32_t>(value.number());
  if (Equal(value, Value::Integer(node_)) != Truth::kTrue) return {};
  return {{&node_, 1}, 0};
}

void Expand::Open(Context& context) {
  Step::Open(context);
  found_.clear();
  next_ = 0;
}

void Expand::Fill(Context& context) {
  found_.clear();
  next_ = 0;
  const Value& from = At(context, hop_.from);
  if (from.type() != Type::kNode || hop_.is_impossible) return;
  if (!hop_.is_to_bound) return context.graph.Expand(from.id(), hop_.direction, hop_.types, &found_);
  // Both ends are known: the one with fewer relationships says which lead to the other.
  const Value& to = At(context, hop_.to);
  if (to.type() != Type::kNode) return;
  const QueryGraph::Direction back = Reverse(hop_.direction);
  const bool is_back = context.graph.Degree(to.id(), back) < context.graph.Degree(from.id(), hop_.direction);
  const uint32_t near = is_back ? to.id() : from.id(), far = is_back ? from.id() : to.id();
  context.graph.Expand(near, is_back ? back : hop_.direction, hop_.types, &found_);
  std::erase_if(found_, [&](const QueryGraph::Hop& hop) { return hop.node != far; });
}

bool Expand::Next(Context& context) {
  while (true) {
    while (next_ < found_.size()) {
      const QueryGraph::Hop hop = found_[next_++];
      if (!IsDifferent(hop.relationship, hop_.different, context)) continue;
      At(context, hop_.relationship) = Value::Relationship(hop.relationship);
      if (!hop_.is_to_bound) At(context, hop_.to) = Value::Node(hop.node);
      return true;
    }
    if (!input_->Next(context)) return false;
    Fill(context);
  }
}

void ExpandMany::Open(Context& context) {
  Step::Open(context);
  depth_ = 0;
}

// Level 0 has one entry, the node that it begins at.
bool ExpandMany::Start(Context& context) {
  const Value& from = At(context, hop_.from);
  if (from.type() != Type::kNode) return false;
  path_.clear();
  node_ = from.id();
  Descend(context);
  return true;
}

void ExpandMany::Descend(Context& context) {
  if (levels_.size() == depth_) levels_.emplace_back();
  Level& level = levels_[depth_++];
  level.hops.clear();
  level.next = 0;
  if (path_.size() < hop_.max && !hop_.is_impossible) {
    context.graph.Expand(node_, hop_.direction, hop_.types, &level.hops);
  }
}

// One relationship on, or back and on.
bool ExpandMany::Advance(Context& context) {
  while (depth_ > 0) {
    Level& level = levels_[depth_ - 1];
    if (level.next == level.hops.size()) {
      --depth_;
      if (depth_ > 0) path_.pop_back();
      continue;
    }
    const QueryGraph::Hop hop = level.hops[level.next++];
    if (std::find(path_.begin(), path_.end(), hop.relationship) != path_.end()) continue;
    if (!IsDifferent(hop.relationship, hop_.different, context)) continue;
    if (!hop_.tests.empty()) {
      At(context, hop_.relationship) = Value::Relationship(hop.relationship);
      if (!Holds(hop_.tests, context)) continue;
    }
    path_.push_back(hop.relationship);
    node_ = hop.node;
    Descend(context);
    return true;
  }
  return false;
}

bool ExpandMany::Emit(Context& context) {
  if (path_.size() < hop_.min || path_.size() > hop_.max) return false;
  if (hop_.is_to_bound) {
    const Value& to = At(context, hop_.to);
    if (to.type() != Type::kNode || to.id() != node_) return false;
  } else {
    At(context, hop_.to) = Value::Node(node_);
  }
  At(context, hop_.relationship) = List(path_, hop_.is_reversed);
  return true;
}

bool ExpandMany::Next(Context& context) {
  while (true) {
    while (depth_ > 0) {
      if (Advance(context) && Emit(context)) return true;
    }
    if (!input_->Next(context)) return false;
    if (Start(context) && Emit(context)) return true;
  }
}

void UseRelationship::Open(Context& context) {
  Step::Open(context);
  turns_ = 0;
}

bool UseRelationship::Try(Context& context, uint32_t from, uint32_t to) {
  const auto fits = [&](Slot slot, bool is_bound, uint32_t node) {
    if (is_bound) return At(context, slot).type() == Type::kNode && At(context, slot).id() == node;
    At(context, slot) = Value::Node(node);
    return true;
  };
  return fits(hop_.from, is_from_bound_, from) && fits(hop_.to, hop_.is_to_bound || hop_.to == hop_.from, to);
}

bool UseRelationship::Next(Context& context) {
  while (true) {
    if (turns_ == 0) {
      if (!input_->Next(context)) return false;
      turns_ = 2;
    }
    const Value relationship = At(context, hop_.relationship);
    if (relationship.type() != Type::kRelationship || !HasType(hop_, relationship.id(), context) ||
        !IsDifferent(relationship.id(), hop_.different, context)) {
      turns_ = 0;
      continue;
    }
    const uint32_t start = context.graph.Start(relationship.id()), end = context.graph.End(relationship.id());
    const bool forward = turns_-- == 2;
    if (forward && hop_.direction != QueryGraph::Direction::kIn && Try(context, start, end)) return true;
    const bool may_turn = hop_.direction == QueryGraph::Direction::kIn ||
                          (hop_.direction == QueryGraph::Direction::kBoth && start != end);
    if (!forward && may_turn && Try(context, end, start)) return true;
  }
}

// In the order of the list, or from its end where the pattern is read from right to left.
std::optional<uint32_t> UseRelationships::Follow(Context& context) const {
  const Value& value = At(context, hop_.relationship);
  const Value& from = At(context, hop_.from);
  if (value.type() != Type::kList || from.type() != Type::kNode) return std::nullopt;
  const Value::List& list = value.list();
  if (list.size() < hop_.min || list.size() > hop_.max) return std::nullopt;
  uint32_t node = from.id();
  for (size_t i = 0; i < list.size(); ++i) {
    const Value& one = list[hop_.is_reversed ? list.size() - 1 - i : i];
    for (size_t j = 0; j < i; ++j) {
      if (Order(one, list[hop_.is_reversed ? list.size() - 1 - j : j]) == 0) return std::nullopt;
    }
    if (one.type() != Type::kRelationship || !HasType(hop_, one.id(), context)) return std::nullopt;
    if (!IsDifferent(one.id(), hop_.different, context)) return std::nullopt;
    const uint32_t start = context.graph.Start(one.id()), end = context.graph.End(one.id());
    if (start == node && hop_.direction != QueryGraph::Direction::kIn) {
      node = end;
    } else if (end == node && hop_.direction != QueryGraph::Direction::kOut) {
      node = start;
    } else {
      return std::nullopt;
    }
  }
  return node;
}

bool UseRelationships::Next(Context& context) {
  while (input_->Next(context)) {
    const auto node = Follow(context);
    if (!node) continue;
    if (!hop_.is_to_bound) {
      At(context, hop_.to) = Value::Node(*node);
      return true;
    }
    if (At(context, hop_.to).type() == Type::kNode && At(context, hop_.to).id() == *node) return true;
  }
  return false;
}

bool MakePath::Next(Context& context) {
  if (!input_->Next(context)) return false;
  Value::Path path;
  path.nodes.push_back(At(context, pattern_.nodes[0].slot).id());
  const auto append = [&](uint32_t relationship) {
    const uint32_t start = context.graph.Start(relationship);
    path.relationships.push_back(relationship);
    path.nodes.push_back(start == path.nodes.back() ? context.graph.End(relationship) : start);
  };
  for (const RelationshipPattern& one : pattern_.relationships) {
    const Value& value = At(context, one.slot);
    if (value.type() == Type::kRelationship) append(value.id());
    if (value.type() != Type::kList) continue;
    for (const Value& member : value.list()) append(member.id());
  }
  At(context, pattern_.slot) = Value::Of(std::move(path));
  return true;
}

}  // namespace mailuo::query
