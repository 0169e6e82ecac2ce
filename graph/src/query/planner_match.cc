// The order in which the parts of a MATCH are found. A start is chosen by simulating, for each node of the pattern, how
// many rows would have been looked at if one began there and always went along the relationship that promises fewest;
// an index beats a label, a label beats all nodes. Conditions are tested as soon as what they read is bound.
#include <algorithm>
#include <cmath>
#include <set>

#include "query/evaluate.h"
#include "query/failure.h"
#include "query/functions.h"
#include "query/planner.h"
#include "query/row_operators.h"

namespace mailuo::query {
namespace {

// What is guessed where nothing is counted.
constexpr double kEqualityShare = 0.1, kConditionShare = 0.5, kSeekRows = 2;

struct Node {
  Slot slot = kNoSlot;
  std::string name;
  std::vector<std::string> labels;
  std::vector<std::pair<std::string, const Expr*>> properties;
};

struct Relationship {
  const RelationshipPattern* pattern;
  size_t left, right;  // nodes
};

struct Shortest {
  const PathPattern* path;
  size_t left, right;
  std::vector<ElementTest> tests;
};

// A way to find a node without looking at all of them.
struct Seek {
  size_t node;
  uint32_t key = QueryNames::kNone;  // none: by id()
  const Expr* value;
  bool is_list = false;
};

struct Pending {
  Test test;
  std::vector<Slot> reads;  // of what this MATCH binds
};

// The state of a plan, real or simulated.
struct Progress {
  std::vector<bool> bound;   // by slot
  std::vector<bool> solved;  // by relationship
  double rows = 1;
};

class MatchPlanner {
 public:
  MatchPlanner(OperatorPtr input, Context* context, std::vector<bool>* bound)
      : plan_(std::move(input)), context_(*context), graph_(context->graph), outer_(*bound) {
    progress_.bound = *bound;
    progress_.rows = plan_->estimate;
  }

  OperatorPtr Run(const std::vector<const PathPattern*>& patterns, const Expr* where) {
    for (const PathPattern* path : patterns) AddPath(*path);
    if (where != nullptr) AddConditions(*where);
    AddNodeTests();
    progress_.solved.assign(relationships_.size(), false);
    while (true) {
      EmitPaths();
      EmitTests();
      const auto next = BestRelationship(progress_);
      if (next) {
        EmitRelationship(next->index, next->from_left);
        continue;
      }
      const auto start = BestStart();
      if (start) {
        EmitStart(*start);
      } else if (!EmitShortest()) {
        break;
      }
    }
    const auto open = std::find(progress_.solved.begin(), progress_.solved.end(), false);
    if (open != progress_.solved.end()) {
      const auto index = static_cast<size_t>(open - progress_.solved.begin());
      FailUnsupported("PatternDependsOnItself", relationships_[index].pattern->at,
                      "a pattern whose properties read what it binds itself is not supported");
    }
    outer_ = progress_.bound;
    return std::move(plan_);
  }

 private:
  struct Choice {
    size_t index;
    bool from_left;
    double factor;
  };

  size_t AddNode(const NodePattern& pattern) {
    auto found = std::find_if(nodes_.begin(), nodes_.end(), [&](auto& one) { return one.slot == pattern.slot; });
    if (found == nodes_.end()) {
      found = nodes_.insert(nodes_.end(), Node{pattern.slot, pattern.variable, {}, {}});
      if (!progress_.bound[static_cast<size_t>(pattern.slot)]) mine_.insert(pattern.slot);
    }
    for (const std::string& label : pattern.labels) found->labels.push_back(label);
    if (pattern.properties != nullptr) {
      for (size_t i = 0; i < pattern.properties->names.size(); ++i) {
        found->properties.emplace_back(pattern.properties->names[i], pattern.properties->children[i].get());
      }
    }
    return static_cast<size_t>(found - nodes_.begin());
  }

  void AddPath(const PathPattern& path) {
    std::vector<size_t> nodes;
    for (const NodePattern& node : path.nodes) nodes.push_back(AddNode(node));
    for (size_t i = 0; i < path.relationships.size(); ++i) {
      const RelationshipPattern& one = path.relationships[i];
      if (!one.is_bound) mine_.insert(one.slot);
      if (path.shortest != PathPattern::Shortest::kNo) {
        if (one.is_bound) FailUnsupported("ShortestPathOfBound", one.at, "a shortest path of known relationships");
        shortest_.push_back({&path, nodes[i], nodes[i + 1], {}});
      } else {
        relationships_.push_back({&one, nodes[i], nodes[i + 1]});
        AddRelationshipTests(one);
      }
    }
    mine_.insert(path.slot);
    if (!path.variable.empty() && path.shortest == PathPattern::Shortest::kNo) paths_.push_back(&path);
  }

  // A variable length tests each relationship on its way; see MakeHop.
  void AddRelationshipTests(const RelationshipPattern& one) {
    if (one.properties == nullptr) return;
    if (one.is_variable_length) {
      if (one.is_bound) {
        FailUnsupported("PropertiesOfBoundList", one.at,
                        "properties of a bound list of relationships are not supported");
      }
      return;
    }
    for (size_t i = 0; i < one.properties->names.size(); ++i) {
      AddTest({Test::Kind::kProperty, one.properties->children[i].get(), one.slot,
               graph_.keys().Find(one.properties->names[i])});
    }
  }

  std::vector<Slot> Reads(const Expr& expr) const {
    std::vector<Slot> all, reads;
    CollectSlots(expr, &all);
    std::copy_if(all.begin(), all.end(), std::back_inserter(reads), [&](Slot slot) { return mine_.count(slot) != 0; });
    return reads;
  }

  void AddTest(Test test) {
    Pending pending{test, {}};
    if (test.value != nullptr) pending.reads = Reads(*test.value);
    if (test.slot != kNoSlot) pending.reads.push_back(test.slot);
    pending_.push_back(std::move(pending));
  }

  void AddConditions(const Expr& expr) {
    if (expr.kind == Expr::Kind::kAnd) {
      for (const ExprPtr& child : expr.children) AddConditions(*child);
      return;
    }
    if (TakeElementTest(expr)) return;
    AddSeek(expr);
    if (expr.kind == Expr::Kind::kHasLabels && expr.children[0]->kind == Expr::Kind::kVariable) {
      for (Node& node : nodes_) {
        if (node.slot != expr.children[0]->slot) continue;
        node.labels.insert(node.labels.end(), expr.names.begin(), expr.names.end());
        return;
      }
    }
    AddTest({Test::Kind::kCondition, &expr, kNoSlot, 0});
  }

  // all(x IN nodes(p) WHERE ...) of a shortest path p guides the search: the answer is the shortest path of those that
  // meet it. Other conditions on p would need all paths to be tried.
  bool TakeElementTest(const Expr& expr) {
    const std::vector<Slot> reads = Reads(expr);
    for (Shortest& one : shortest_) {
      const Slot path = one.path->slot, list = one.path->relationships[0].slot;
      const auto reads_it = [&](Slot slot) { return slot == path || slot == list; };
      if (std::none_of(reads.begin(), reads.end(), reads_it)) continue;
      const bool is_all = expr.kind == Expr::Kind::kAll, is_none = expr.kind == Expr::Kind::kNone;
      if (is_all || is_none) {
        const Expr& over = *expr.children[0];
        const bool is_call = over.kind == Expr::Kind::kCall && over.children.size() == 1 &&
                             over.children[0]->kind == Expr::Kind::kVariable && over.children[0]->slot == path;
        const bool of_nodes = is_call && over.function->name == "nodes";
        const bool of_relationships =
            (is_call && (over.function->name == "relationships" || over.function->name == "rels")) ||
            (over.kind == Expr::Kind::kVariable && over.slot == list);
        const std::vector<Slot> inner = Reads(*expr.children[1]);
        if ((of_nodes || of_relationships) && std::none_of(inner.begin(), inner.end(), reads_it)) {
          one.tests.push_back({of_nodes, is_all, expr.slot, expr.children[1].get()});
          return true;
        }
      }
      FailUnsupported("ShortestPathCondition", expr.at,
                      "this condition on a shortest path is not supported, expected all() or none() over its nodes or "
                      "relationships, or WITH before WHERE");
    }
    return false;
  }

  // n.key = value, n.key IN values, id(n) = value
  void AddSeek(const Expr& expr) {
    const auto add = [&](const Expr& side, const Expr& value, bool is_list) {
      const bool is_property = side.kind == Expr::Kind::kProperty;
      const bool is_id = side.kind == Expr::Kind::kCall && side.function->name == "id" && !is_list;
      if ((!is_property && !is_id) || side.children[0]->kind != Expr::Kind::kVariable) return;
      for (size_t i = 0; i < nodes_.size(); ++i) {
        if (nodes_[i].slot != side.children[0]->slot) continue;
        seeks_.push_back({i, is_id ? QueryNames::kNone : graph_.keys().Find(side.name), &value, is_list});
        if (is_property && seeks_.back().key == QueryNames::kNone) seeks_.pop_back();
      }
    };
    if (expr.kind == Expr::Kind::kIn) add(*expr.children[0], *expr.children[1], true);
    if (expr.kind != Expr::Kind::kCompare || expr.operators.size() != 1) return;
    if (expr.operators[0] != Expr::Operator::kEqual) return;
    add(*expr.children[0], *expr.children[1], false);
    add(*expr.children[1], *expr.children[0], false);
  }

  void AddNodeTests() {
    for (size_t i = 0; i < nodes_.size(); ++i) {
      Node& node = nodes_[i];
      std::sort(node.labels.begin(), node.labels.end());
      node.labels.erase(std::unique(node.labels.begin(), node.labels.end()), node.labels.end());
      for (const std::string& label : node.labels) {
        AddTest({Test::Kind::kLabel, nullptr, node.slot, graph_.labels().Find(label)});
      }
      for (const auto& [name, value] : node.properties) {
        const uint32_t key = graph_.keys().Find(name);
        AddTest({Test::Kind::kProperty, value, node.slot, key});
        if (key != QueryNames::kNone) seeks_.push_back({i, key, value, false});
      }
    }
    std::erase_if(seeks_,
                  [&](const Seek& seek) { return seek.key != QueryNames::kNone && !graph_.HasIndex(seek.key); });
    std::stable_sort(pending_.begin(), pending_.end(), [](const Pending& a, const Pending& b) {
      return (a.test.kind != Test::Kind::kCondition) > (b.test.kind != Test::Kind::kCondition);
    });
  }

  // -- What things cost -------------------------------------------------------------------------------------------

  static bool IsBound(const Progress& progress, Slot slot) { return progress.bound[static_cast<size_t>(slot)]; }

  static bool AreBound(const Progress& progress, const std::vector<Slot>& slots) {
    return std::all_of(slots.begin(), slots.end(), [&](Slot slot) { return IsBound(progress, slot); });
  }

  double NodeCount() const { return std::max(1.0, static_cast<double>(graph_.node_count())); }

  double LabelRows(const Node& node) const {
    double rows = NodeCount();
    for (const std::string& label : node.labels) {
      const uint32_t token = graph_.labels().Find(label);
      rows = std::min(rows, token == QueryNames::kNone ? 0 : static_cast<double>(graph_.LabelCount(token)));
    }
    return rows;
  }

  double SeekRows(const Seek& seek) const {
    if (seek.key == QueryNames::kNone) return 1;
    const bool is_known = seek.value->kind == Expr::Kind::kLiteral || seek.value->kind == Expr::Kind::kParameter;
    if (!is_known) return seek.is_list ? 4 * kSeekRows : kSeekRows;
    const Value value = Evaluate(*seek.value, context_);
    std::vector<uint32_t> found;
    if (seek.is_list && value.type() == Type::kList) {
      for (const Value& one : value.list()) graph_.Seek(seek.key, one, &found);
    } else if (!seek.is_list && !value.is_null()) {
      graph_.Seek(seek.key, value, &found);
    }
    return static_cast<double>(found.size());
  }

  const Seek* BestSeek(const Progress& progress, size_t node) const {
    const Seek* best = nullptr;
    for (const Seek& seek : seeks_) {
      if (seek.node != node || !AreBound(progress, Reads(*seek.value))) continue;
      if (best == nullptr || SeekRows(seek) < SeekRows(*best)) best = &seek;
    }
    return best;
  }

  // Rows of finding a node without coming from another one.
  double StartRows(const Progress& progress, size_t node) const {
    const Seek* seek = BestSeek(progress, node);
    return seek == nullptr ? LabelRows(nodes_[node]) : std::min(SeekRows(*seek), LabelRows(nodes_[node]));
  }

  // The share of the nodes at the end of a relationship that are meant. Ends tend to have the right label already.
  double Share(const Progress& progress, size_t node) const {
    const Node& one = nodes_[node];
    double share = std::sqrt(LabelRows(one) / NodeCount());
    for (size_t i = 0; i < one.properties.size(); ++i) share *= kEqualityShare;
    if (const Seek* seek = BestSeek(progress, node)) share = std::min(share, SeekRows(*seek) / NodeCount());
    return share;
  }

  double Fanout(const RelationshipPattern& pattern, const Node& from) const {
    double edges = pattern.types.empty() ? graph_.relationship_count() : 0;
    for (const std::string& name : pattern.types) {
      const uint32_t type = graph_.types().Find(name);
      if (type != QueryNames::kNone) edges += static_cast<double>(graph_.TypeCount(type));
    }
    if (pattern.direction == QueryGraph::Direction::kBoth) edges *= 2;
    const double fanout = edges / std::max(1.0, LabelRows(from));
    if (!pattern.is_variable_length) return fanout;
    double rows = 0;
    const uint64_t last = std::min(pattern.max.value_or(pattern.min + 3), pattern.min + 3);
    for (uint64_t length = pattern.min; length <= last; ++length) rows += std::pow(fanout, static_cast<double>(length));
    return rows;
  }

  // The relationship to solve next: one with a bound end.
  std::optional<Choice> BestRelationship(const Progress& progress) const {
    std::optional<Choice> best;
    for (size_t i = 0; i < relationships_.size(); ++i) {
      if (progress.solved[i]) continue;
      const Relationship& one = relationships_[i];
      if (one.pattern->is_variable_length && one.pattern->properties != nullptr &&
          !AreBound(progress, Reads(*one.pattern->properties))) {
        continue;
      }
      const bool left = IsBound(progress, nodes_[one.left].slot), right = IsBound(progress, nodes_[one.right].slot);
      const bool is_known = one.pattern->is_bound && !one.pattern->is_variable_length;
      if (!left && !right && !is_known) continue;
      for (const bool from_left : {true, false}) {
        if (!(from_left ? left : right) && !(is_known && from_left)) continue;
        const size_t from = from_left ? one.left : one.right, to = from_left ? one.right : one.left;
        double factor = one.pattern->is_bound ? 1 : Fanout(*one.pattern, nodes_[from]);
        factor *= left && right ? 1 / NodeCount() : Share(progress, to);
        if (!best || factor < best->factor) best = Choice{i, from_left, factor};
      }
    }
    return best;
  }

  void Apply(Progress* progress, const Choice& choice) const {
    const Relationship& one = relationships_[choice.index];
    progress->solved[choice.index] = true;
    for (const Slot slot : {nodes_[one.left].slot, nodes_[one.right].slot, one.pattern->slot}) {
      progress->bound[static_cast<size_t>(slot)] = true;
    }
    progress->rows *= choice.factor;
  }

  // The rows that a whole search from `node` looks at.
  double CostFrom(size_t node) const {
    Progress progress = progress_;
    progress.rows *= StartRows(progress, node);
    progress.bound[static_cast<size_t>(nodes_[node].slot)] = true;
    double cost = progress.rows;
    // What is found by a scan is tested before one goes on.
    if (BestSeek(progress, node) == nullptr && !nodes_[node].properties.empty()) progress.rows *= kEqualityShare;
    while (const auto next = BestRelationship(progress)) {
      Apply(&progress, *next);
      cost += progress.rows;
    }
    return cost;
  }

  std::optional<size_t> BestStart() const {
    std::optional<size_t> best;
    double least = 0;
    for (size_t i = 0; i < nodes_.size(); ++i) {
      if (IsBound(progress_, nodes_[i].slot)) continue;
      const double cost = CostFrom(i);
      if (best && cost >= least) continue;
      best = i;
      least = cost;
    }
    return best;
  }

  // -- Operators --------------------------------------------------------------------------------------------------

  static std::string Show(const Node& node) {
    std::string text = "(" + node.name;
    for (const std::string& label : node.labels) text += ":" + label;
    return text + ")";
  }

  void Push(OperatorPtr next, std::string description, double rows) {
    next->description = std::move(description);
    next->estimate = progress_.rows = rows;
    plan_ = std::move(next);
  }

  void EmitStart(size_t index) {
    const Node& node = nodes_[index];
    const double rows = progress_.rows * StartRows(progress_, index);
    const Seek* seek = BestSeek(progress_, index);
    progress_.bound[static_cast<size_t>(node.slot)] = true;
    if (seek != nullptr && SeekRows(*seek) <= LabelRows(node)) {
      if (seek->key == QueryNames::kNone) {
        return Push(std::make_unique<SeekId>(std::move(plan_), node.slot, seek->value), "Seek " + Show(node) + " by id",
                    rows);
      }
      const std::string key(graph_.keys().name(seek->key));
      return Push(std::make_unique<SeekProperty>(std::move(plan_), node.slot, seek->key, seek->value, seek->is_list),
                  "Seek " + Show(node) + " by " + key, rows);
    }
    if (node.labels.empty()) {
      return Push(std::make_unique<ScanAll>(std::move(plan_), node.slot), "Scan " + Show(node), rows);
    }
    const auto count = [&](const std::string& label) {
      const uint32_t token = graph_.labels().Find(label);
      return token == QueryNames::kNone ? 0 : graph_.LabelCount(token);
    };
    const std::string& rarest = *std::min_element(node.labels.begin(), node.labels.end(),
                                                  [&](auto& a, auto& b) { return count(a) < count(b); });
    Push(std::make_unique<ScanLabel>(std::move(plan_), node.slot, graph_.labels().Find(rarest)), "Scan " + Show(node),
         rows);
  }

  static bool MayBeSame(const RelationshipPattern& a, const RelationshipPattern& b) {
    return a.types.empty() || b.types.empty() ||
           std::find_first_of(a.types.begin(), a.types.end(), b.types.begin(), b.types.end()) != a.types.end();
  }

  // `tests_on_way`: of the properties that a relationship must have, before it is taken.
  Hop MakeHop(const RelationshipPattern& pattern, const Node& from, const Node& to, bool from_left,
              bool tests_on_way) const {
    using Direction = QueryGraph::Direction;
    Hop hop;
    hop.from = from.slot;
    hop.to = to.slot;
    hop.relationship = pattern.slot;
    hop.direction = pattern.direction;
    if (!from_left && hop.direction != Direction::kBoth) {
      hop.direction = hop.direction == Direction::kOut ? Direction::kIn : Direction::kOut;
    }
    for (const std::string& name : pattern.types) {
      const uint32_t type = graph_.types().Find(name);
      if (type != QueryNames::kNone) hop.types.push_back(type);
    }
    hop.is_impossible = hop.types.empty() && !pattern.types.empty();
    hop.is_to_bound = IsBound(progress_, to.slot);
    hop.is_reversed = !from_left;
    hop.is_single = !pattern.is_variable_length;
    hop.min = pattern.min;
    hop.max = pattern.is_variable_length ? pattern.max.value_or(UINT64_MAX) : 1;
    if (pattern.properties != nullptr && tests_on_way) {
      for (size_t i = 0; i < pattern.properties->names.size(); ++i) {
        hop.tests.push_back({Test::Kind::kProperty, pattern.properties->children[i].get(), pattern.slot,
                             graph_.keys().Find(pattern.properties->names[i])});
      }
    }
    return hop;
  }

  void EmitRelationship(size_t index, bool from_left) {
    const Choice choice = *BestRelationship(progress_);
    const Relationship& one = relationships_[index];
    const RelationshipPattern& pattern = *one.pattern;
    const Node& from = nodes_[from_left ? one.left : one.right];
    const Node& to = nodes_[from_left ? one.right : one.left];
    Hop hop = MakeHop(pattern, from, to, from_left, pattern.is_variable_length);
    for (size_t i = 0; i < relationships_.size(); ++i) {
      const RelationshipPattern& other = *relationships_[i].pattern;
      // What an earlier clause has bound is known before its turn comes.
      if (i == index || (!progress_.solved[i] && !other.is_bound) || other.slot == pattern.slot) continue;
      if (MayBeSame(pattern, other)) hop.different.push_back(other.slot);
    }
    const bool is_from_bound = IsBound(progress_, from.slot);
    std::string types;
    for (const std::string& type : pattern.types) types += (types.empty() ? ":" : "|") + type;
    std::string arrow = "-[" + pattern.variable + types + (pattern.is_variable_length ? "*" : "") + "]-";
    if (hop.direction == QueryGraph::Direction::kOut) arrow += ">";
    if (hop.direction == QueryGraph::Direction::kIn) arrow = "<" + arrow;
    const std::string what = (hop.is_to_bound ? "Join " : "Expand ") + Show(from) + arrow + Show(to);
    Apply(&progress_, choice);
    const double rows = progress_.rows;
    OperatorPtr next;
    if (pattern.is_bound && pattern.is_variable_length) {
      next = std::make_unique<UseRelationships>(std::move(plan_), std::move(hop));
    } else if (pattern.is_bound) {
      next = std::make_unique<UseRelationship>(std::move(plan_), std::move(hop), is_from_bound);
    } else if (pattern.is_variable_length) {
      next = std::make_unique<ExpandMany>(std::move(plan_), std::move(hop));
    } else {
      next = std::make_unique<Expand>(std::move(plan_), std::move(hop));
    }
    Push(std::move(next), what, rows);
  }

  // After all else, so that what its conditions read is bound.
  bool EmitShortest() {
    if (shortest_.empty()) return false;
    const Shortest one = std::move(shortest_.back());
    shortest_.pop_back();
    const RelationshipPattern& pattern = one.path->relationships[0];
    Hop hop = MakeHop(pattern, nodes_[one.left], nodes_[one.right], /*from_left=*/true, /*tests_on_way=*/true);
    for (const Slot slot : {pattern.slot, one.path->slot}) progress_.bound[static_cast<size_t>(slot)] = true;
    const bool all = one.path->shortest == PathPattern::Shortest::kAll;
    Push(std::make_unique<ShortestPath>(std::move(plan_), std::move(hop), one.path->slot, all, one.tests),
         (all ? "All shortest paths " : "Shortest path ") + Show(nodes_[one.left]) + " to " + Show(nodes_[one.right]),
         progress_.rows);
    return true;
  }

  void EmitPaths() {
    std::erase_if(paths_, [&](const PathPattern* path) {
      for (const NodePattern& node : path->nodes) {
        if (!IsBound(progress_, node.slot)) return false;
      }
      for (const RelationshipPattern& one : path->relationships) {
        const auto is_it = [&](const Relationship& known) { return known.pattern == &one; };
        const auto found = std::find_if(relationships_.begin(), relationships_.end(), is_it);
        if (!progress_.solved[static_cast<size_t>(found - relationships_.begin())]) return false;
      }
      progress_.bound[static_cast<size_t>(path->slot)] = true;
      Push(std::make_unique<MakePath>(std::move(plan_), path), "Path " + path->variable, progress_.rows);
      return true;
    });
  }

  void EmitTests() {
    std::vector<Test> ready;
    double rows = progress_.rows;
    std::erase_if(pending_, [&](const Pending& pending) {
      if (!AreBound(progress_, pending.reads)) return false;
      ready.push_back(pending.test);
      // What a start or an end was chosen by is in its estimate.
      if (pending.test.kind == Test::Kind::kCondition) rows *= kConditionShare;
      return true;
    });
    if (ready.empty()) return;
    const std::string count = std::to_string(ready.size()) + (ready.size() == 1 ? " test" : " tests");
    Push(std::make_unique<Filter>(std::move(plan_), std::move(ready)), "Filter, " + count, rows);
  }

  OperatorPtr plan_;
  Context& context_;
  const QueryGraph& graph_;
  std::vector<bool>& outer_;
  Progress progress_;
  std::set<Slot> mine_;  // what this MATCH binds
  std::vector<Node> nodes_;
  std::vector<Relationship> relationships_;
  std::vector<Shortest> shortest_;
  std::vector<const PathPattern*> paths_;
  std::vector<Seek> seeks_;
  std::vector<Pending> pending_;
};

}  // namespace

OperatorPtr PlanPatterns(OperatorPtr input, const std::vector<const PathPattern*>& patterns, const Expr* where,
                         Context* context, std::vector<bool>* bound) {
  return MatchPlanner(std::move(input), context, bound).Run(patterns, where);
}

}  // namespace mailuo::query
