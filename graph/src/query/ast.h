// What a query's text says, as a tree. The parser makes it; check.h resolves names to slots in place, after which it is
// constant. A slot is the place of a value in the row that runs through the plan, see row.h.
#ifndef MAILUO_GRAPH_SRC_QUERY_AST_H_
#define MAILUO_GRAPH_SRC_QUERY_AST_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mailuo/graph/query_graph.h"
#include "query/compare.h"

namespace mailuo::query {

struct Function;   // functions.h
struct Aggregate;  // aggregate.h
struct PathPattern;
struct QueryAst;
struct Expr;
using ExprPtr = std::unique_ptr<Expr>;
using Slot = int32_t;
inline constexpr Slot kNoSlot = -1;

struct Expr {
  // In brackets: what stands in `children`, in `name` and elsewhere.
  enum class Kind : uint8_t {
    kLiteral,        // [; literal]
    kParameter,      // [; name]
    kVariable,       // [; name, slot]
    kProperty,       // [of; name]
    kHasLabels,      // [of; names]
    kIndex,          // [of, index]
    kSlice,          // [of, from or null, to or null]
    kList,           // [members]
    kMap,            // [values; names are the keys]
    kMapProjection,  // [of, values; names are the keys, "*" with a null value for all]
    kCall,           // [arguments; name, function]
    kAggregate,      // [arguments; name, aggregate, distinct, slot]; count(*) has no argument
    kNegate,
    kPlus,
    kNot,
    kAnd,
    kOr,
    kXor,
    kCompare,  // [operands; operators, one fewer]: a < b <= c
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kModulo,
    kPower,
    kIn,
    kStartsWith,
    kEndsWith,
    kContains,
    kMatches,
    kIsNull,
    kIsNotNull,
    kCase,               // [subject or null, when, then, when, then, ..., else or null]
    kListComprehension,  // [list, where or null, project or null; name, slot]
    kAll,
    kAny,
    kNone,
    kSingle,                // [list, where; name, slot]
    kReduce,                // [start, list, step; name and slot of the sum, name2 and slot2 of the member]
    kPatternPredicate,      // [; pattern, subplan]
    kPatternComprehension,  // [where or null, project; pattern, subplan]
    kExists,
    kCountRows,  // [; subquery, subplan]
  };
  enum class Operator : uint8_t { kEqual, kUnequal, kLess, kAtMost, kGreater, kAtLeast };

  Kind kind = Kind::kLiteral;
  bool distinct = false;
  bool parenthesized = false;
  uint32_t at = 0;  // bytes of the query's text
  uint32_t end = 0;
  uint32_t height = 1;  // of the tree of operators below it, for bounding recursion
  Slot slot = kNoSlot, slot2 = kNoSlot;
  int32_t subplan = -1;  // index into the subplans of a run
  std::string name, name2;
  std::vector<std::string> names;
  std::vector<Operator> operators;
  std::vector<ExprPtr> children;
  Value literal;
  const Function* function = nullptr;
  const Aggregate* aggregate = nullptr;
  std::unique_ptr<PathPattern> pattern;
  std::unique_ptr<QueryAst> subquery;
};

struct NodePattern {
  uint32_t at = 0;
  std::string variable;  // empty where it has none
  Slot slot = kNoSlot;   // two patterns of one name have one slot; a pattern without a name has a slot of its own
  std::vector<std::string> labels;  // of which it has all
  ExprPtr properties;               // a kMap, or null
};

struct RelationshipPattern {
  uint32_t at = 0;
  std::string variable;
  Slot slot = kNoSlot;
  std::vector<std::string> types;  // of which it has one; any where empty
  ExprPtr properties;
  QueryGraph::Direction direction = QueryGraph::Direction::kBoth;
  bool is_variable_length = false;
  uint64_t min = 1;
  std::optional<uint64_t> max;
  bool is_bound = false;  // by an earlier clause
};

struct PathPattern {
  enum class Shortest : uint8_t { kNo, kOne, kAll };
  uint32_t at = 0;
  std::string variable;
  Slot slot = kNoSlot;
  Shortest shortest = Shortest::kNo;
  std::vector<NodePattern> nodes;  // one more than relationships
  std::vector<RelationshipPattern> relationships;
};

struct ProjectionItem {
  ExprPtr value;
  std::string name;  // the alias, or the text as written
  bool has_alias = false;
  bool has_aggregate = false;
  Slot slot = kNoSlot;
};

struct SortItem {
  ExprPtr value;
  bool descending = false;
};

struct Projection {
  bool distinct = false;
  bool star = false;
  std::vector<ProjectionItem> items;
  std::vector<SortItem> order;
  ExprPtr skip, limit;
  ExprPtr where;             // of WITH
  bool aggregates = false;   // any item does
  std::vector<Expr*> calls;  // the kAggregate expressions in the items
};

struct Clause {
  enum class Kind : uint8_t { kMatch, kUnwind, kWith, kReturn };
  Kind kind = Kind::kMatch;
  uint32_t at = 0;
  bool optional = false;
  std::vector<PathPattern> patterns;
  ExprPtr where;
  std::vector<Slot> new_slots;  // of MATCH: what it binds
  ExprPtr list;                 // of UNWIND
  std::string variable;
  Slot slot = kNoSlot;
  Projection projection;
};

struct SingleQuery {
  std::vector<Clause> clauses;
  const Projection* result() const {
    return clauses.empty() || clauses.back().kind != Clause::Kind::kReturn ? nullptr : &clauses.back().projection;
  }
};

struct QueryAst {
  std::vector<SingleQuery> parts;  // joined by UNION
  bool union_all = false;
  std::vector<Slot> slots;  // of the result's columns where there are several parts
};

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_AST_H_
