// From a checked query to operators, by what the graph counts. planner.cc has the clauses; planner_match.cc chooses the
// order in which a MATCH is solved.
#ifndef MAILUO_GRAPH_SRC_QUERY_PLANNER_H_
#define MAILUO_GRAPH_SRC_QUERY_PLANNER_H_

#include <vector>

#include "query/operator.h"

namespace mailuo::query {

class Planner {
 public:
  // Subplans go to the context.
  explicit Planner(Context* context) : context_(*context), bound_(context->query.slot_count) {}
  OperatorPtr Plan();

 private:
  OperatorPtr PlanQuery(const QueryAst& query);
  OperatorPtr PlanSingle(const SingleQuery& single);
  OperatorPtr PlanMatch(OperatorPtr input, const Clause& clause);
  OperatorPtr PlanProjection(OperatorPtr input, const Projection& projection);
  OperatorPtr PlanWindow(OperatorPtr input, const Projection& projection);
  OperatorPtr Finish(OperatorPtr plan, std::string description, double estimate) const;
  // Plans the patterns and subqueries in an expression, whose variables are all bound by now.
  void PlanSubplans(const Expr* expr);
  void PlanSubplansOf(const std::vector<PathPattern>& patterns);

  Context& context_;
  // Slots that some operator before binds. A slot belongs to one declaration, so that none has to leave.
  std::vector<bool> bound_;
};

// One MATCH, or a pattern in an expression.
OperatorPtr PlanPatterns(OperatorPtr input, const std::vector<const PathPattern*>& patterns, const Expr* where,
                         Context* context, std::vector<bool>* bound);

// The slots that an expression reads, and those that it binds within itself.
void CollectSlots(const Expr& expr, std::vector<Slot>* slots);

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_PLANNER_H_
