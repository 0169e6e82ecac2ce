// From a tree to a query that can run: which variable is meant by a name, whether it is what the place asks for, which
// expressions aggregate. Every error that openCypher raises at compile time beyond the grammar comes from here.
// check.cc walks the clauses, check_projection.cc WITH and RETURN, check_expression.cc expressions.
#ifndef MAILUO_GRAPH_SRC_QUERY_CHECK_H_
#define MAILUO_GRAPH_SRC_QUERY_CHECK_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "query/compiled.h"
#include "query/types.h"

namespace mailuo::query {

struct Symbol {
  Slot slot = kNoSlot;
  StaticType type;
};

using Scope = std::map<std::string, Symbol, std::less<>>;

class Checker {
 public:
  explicit Checker(CompiledQuery* query) : query_(*query) {}
  void Run();

 private:
  // Where an expression stands.
  struct Place {
    bool aggregates = false;  // an aggregating function may stand here
    bool in_aggregate = false;
    bool patterns = false;           // a pattern may stand for a truth value
    std::string_view why_none = {};  // what the place is, where no aggregate may stand
  };

  // check.cc
  void CheckQuery(QueryAst* query, const Scope& outer, bool is_subquery);
  void CheckSingle(SingleQuery* single, Scope scope, bool is_subquery);
  void CheckUnion(QueryAst* query);
  void CheckMatch(Clause* clause, Scope* scope);
  void CheckUnwind(Clause* clause, Scope* scope);
  // Declares what a pattern names, then checks what it says of it. `fixed`: it may name nothing new but `free` parts.
  void DeclarePattern(PathPattern* path, Scope* scope, std::set<std::string>* here, std::vector<Slot>* fresh);
  void DeclareNode(NodePattern* node, Scope* scope, std::set<std::string>* here, std::vector<Slot>* fresh);
  void DeclareRelationship(RelationshipPattern* relationship, Scope* scope, std::set<std::string>* here,
                           std::vector<Slot>* fresh);
  void CheckPatternParts(PathPattern* path, const Scope& scope);
  void CheckCondition(Expr* where, const Scope& scope);
  Slot NewSlot() { return static_cast<Slot>(query_.slot_count++); }

  // check_projection.cc
  void CheckProjection(Clause* clause, Scope* scope);
  void ExpandStar(Clause* clause, const Scope& scope);
  const ProjectionItem* CheckItems(Clause* clause, const Scope& scope, Scope* result);
  void CheckGrouping(Projection* projection, const std::vector<std::string>& prints);
  void CheckGroupedPart(ExprPtr* expr, const Projection& projection, const std::vector<std::string>& prints,
                        std::set<Slot> local);
  void CheckOrder(Projection* projection, const Scope& before, const Scope& after,
                  const std::vector<std::string>& prints);
  void CheckBound(Expr* expr, std::string_view what);
  void UseProjected(ExprPtr* expr, const Projection& projection, const std::vector<std::string>& prints,
                    bool beside_aggregate);

  // check_expression.cc
  StaticType Check(Expr* expr, const Scope& scope, const Place& place);
  StaticType CheckVariable(Expr* expr, const Scope& scope);
  StaticType CheckCall(Expr* expr, const Scope& scope, const Place& place);
  StaticType CheckAggregate(Expr* expr, const Scope& scope, const Place& place);
  StaticType CheckArithmetic(Expr* expr, const Scope& scope, const Place& place);
  StaticType CheckCase(Expr* expr, const Scope& scope, const Place& place);
  StaticType CheckIndex(Expr* expr, const Scope& scope, const Place& place);
  StaticType CheckOverList(Expr* expr, const Scope& scope, const Place& place);
  StaticType CheckReduce(Expr* expr, const Scope& scope, const Place& place);
  StaticType CheckPattern(Expr* expr, const Scope& scope, const Place& place);
  StaticType CheckSubquery(Expr* expr, const Scope& scope);
  void Want(const Expr& expr, const StaticType& found, TypeSet wanted, std::string_view what);
  Slot AddKey(const std::string& name, uint32_t at);

  CompiledQuery& query_;
};

// An expression as written, without blanks, case of keywords or parentheses: two with one print mean the same thing
// where the same names are in scope.
std::string Print(const Expr& expr);

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_CHECK_H_
