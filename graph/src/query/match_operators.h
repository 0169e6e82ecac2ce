// Operators of MATCH: where nodes come from, and what relationships lead to. Their order is the planner's choice.
// Relationships of one MATCH are all different: an operator compares with those that were found before it.
#ifndef MAILUO_GRAPH_SRC_QUERY_MATCH_OPERATORS_H_
#define MAILUO_GRAPH_SRC_QUERY_MATCH_OPERATORS_H_

#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "query/operator.h"

namespace mailuo::query {

// Something that must be true of the row.
struct Test {
  enum class Kind : uint8_t { kCondition, kLabel, kProperty };
  Kind kind = Kind::kCondition;
  const Expr* value = nullptr;  // a condition, or what the property equals
  Slot slot = kNoSlot;          // of the node or relationship
  uint32_t token = 0;           // label or key in the graph, QueryNames::kNone where the graph has no such name
};

bool Holds(const Test& test, Context& context);
bool Holds(const std::vector<Test>& tests, Context& context);

// Binds a node slot to each of the nodes that Fill lists, for each row.
class NodeSource : public Step {
 public:
  NodeSource(OperatorPtr input, Slot slot) : Step(std::move(input)), slot_(slot) {}
  void Open(Context& context) override;
  bool Next(Context& context) override;

 protected:
  // The nodes for the row as it is: either `nodes`, or all below `count` where that is not 0.
  struct Range {
    std::span<const uint32_t> nodes;
    uint32_t count = 0;
  };
  virtual Range Fill(Context& context) = 0;

 private:
  Slot slot_;
  Range range_;
  size_t next_ = 0;
};

class ScanAll : public NodeSource {
 public:
  using NodeSource::NodeSource;

 protected:
  Range Fill(Context& context) override { return {{}, context.graph.node_count()}; }
};

class ScanLabel : public NodeSource {
 public:
  ScanLabel(OperatorPtr input, Slot slot, uint32_t label) : NodeSource(std::move(input), slot), label_(label) {}

 protected:
  Range Fill(Context& context) override;

 private:
  uint32_t label_;
};

// The nodes whose property is the value of an expression, or any member of it for IN; by an index of the graph.
class SeekProperty : public NodeSource {
 public:
  SeekProperty(OperatorPtr input, Slot slot, uint32_t key, const Expr* value, bool is_list)
      : NodeSource(std::move(input), slot), key_(key), value_(value), is_list_(is_list) {}

 protected:
  Range Fill(Context& context) override;

 private:
  uint32_t key_;
  const Expr* value_;
  bool is_list_;
  std::vector<uint32_t> nodes_;
};

// The node whose id() is the value of an expression.
class SeekId : public NodeSource {
 public:
  SeekId(OperatorPtr input, Slot slot, const Expr* value) : NodeSource(std::move(input), slot), value_(value) {}

 protected:
  Range Fill(Context& context) override;

 private:
  const Expr* value_;
  uint32_t node_ = 0;
};

// What a relationship of a pattern asks for, seen from the node at which it is looked for.
struct Hop {
  Slot from = kNoSlot, relationship = kNoSlot, to = kNoSlot;
  QueryGraph::Direction direction = QueryGraph::Direction::kBoth;
  std::vector<uint32_t> types;  // any where empty
  bool is_impossible = false;   // no type of the pattern is in the graph
  bool is_to_bound = false;
  bool is_reversed = false;     // from the right end of the pattern to the left
  bool is_single = false;       // a relationship, no list of them
  uint64_t min = 1, max = 1;    // of variable length
  std::vector<Slot> different;  // relationships, or lists of them, that were found before
  std::vector<Test> tests;      // of a variable length: of each relationship, bound to `relationship` meanwhile
};

// One relationship.
class Expand : public Step {
 public:
  Expand(OperatorPtr input, Hop hop) : Step(std::move(input)), hop_(std::move(hop)) {}
  void Open(Context& context) override;
  bool Next(Context& context) override;

 private:
  void Fill(Context& context);

  Hop hop_;
  std::vector<QueryGraph::Hop> found_;
  size_t next_ = 0;
};

// A list of relationships, depth first. No relationship comes twice, so that it ends in every graph.
class ExpandMany : public Step {
 public:
  ExpandMany(OperatorPtr input, Hop hop) : Step(std::move(input)), hop_(std::move(hop)) {}
  void Open(Context& context) override;
  bool Next(Context& context) override;

 private:
  struct Level {
    std::vector<QueryGraph::Hop> hops;
    size_t next = 0;
  };
  bool Start(Context& context);
  bool Advance(Context& context);
  void Descend(Context& context);
  bool Emit(Context& context);

  Hop hop_;
  std::vector<Level> levels_;  // reused; depth_ of them are alive
  size_t depth_ = 0;
  std::vector<uint32_t> path_;  // relationships
  uint32_t node_ = 0;           // where it has come to
};

// A relationship that an earlier clause found: its ends are bound, or compared.
class UseRelationship : public Step {
 public:
  UseRelationship(OperatorPtr input, Hop hop, bool is_from_bound)
      : Step(std::move(input)), hop_(std::move(hop)), is_from_bound_(is_from_bound) {}
  void Open(Context& context) override;
  bool Next(Context& context) override;

 private:
  bool Try(Context& context, uint32_t from, uint32_t to);

  Hop hop_;
  bool is_from_bound_;
  int turns_ = 0;  // of two ways to read it
};

// A list of relationships that an earlier clause found: whether it leads from a node, and where to.
class UseRelationships : public Step {
 public:
  UseRelationships(OperatorPtr input, Hop hop) : Step(std::move(input)), hop_(std::move(hop)) {}
  bool Next(Context& context) override;

 private:
  std::optional<uint32_t> Follow(Context& context) const;
  Hop hop_;
};

// all(x IN nodes(p) WHERE ...) and its like, as a test of each node or relationship while a shortest path is looked
// for.
struct ElementTest {
  bool of_nodes = false;
  bool wanted = true;   // false for none(...)
  Slot slot = kNoSlot;  // of x
  const Expr* condition = nullptr;
};

// One or all shortest paths between two bound nodes: breadth first from both ends, a level of the smaller side at a
// time. A node has no path to itself, but for the empty one where the pattern admits it.
class ShortestPath : public Step {
 public:
  ShortestPath(OperatorPtr input, Hop hop, Slot path, bool all, std::vector<ElementTest> tests)
      : Step(std::move(input)), hop_(std::move(hop)), path_(path), all_(all), tests_(std::move(tests)) {}
  void Open(Context& context) override;
  bool Next(Context& context) override;

 private:
  // How a node was reached: by which relationships, from which nodes a level before.
  struct Reached {
    uint32_t depth = 0;
    std::vector<QueryGraph::Hop> from;
  };
  using Side = std::unordered_map<uint32_t, Reached>;

  void Search(Context& context);
  bool Admits(Context& context, bool is_node, uint32_t element) const;
  bool Grow(Context& context, bool forward, Side* side, std::vector<uint32_t>* level);
  void Trace(const Side& side, uint32_t node, bool forward, Value::Path* path,
             const std::function<void()>& whole) const;
  void Bind(Context& context);

  Hop hop_;
  Slot path_;
  bool all_;
  std::vector<ElementTest> tests_;
  std::vector<Value::Path> found_;
  size_t next_ = 0;
};

// A named path from the parts that were found.
class MakePath : public Step {
 public:
  MakePath(OperatorPtr input, const PathPattern* pattern) : Step(std::move(input)), pattern_(*pattern) {}
  bool Next(Context& context) override;

 private:
  const PathPattern& pattern_;
};

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_MATCH_OPERATORS_H_
