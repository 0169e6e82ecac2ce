#include "query/planner.h"

#include <algorithm>
#include <cmath>

#include "query/row_operators.h"

namespace mailuo::query {
namespace {

void CollectFrom(const QueryAst& query, std::vector<Slot>* slots);

void CollectFrom(const PathPattern& path, std::vector<Slot>* slots) {
  for (const NodePattern& node : path.nodes) {
    slots->push_back(node.slot);
    if (node.properties != nullptr) CollectSlots(*node.properties, slots);
  }
  for (const RelationshipPattern& one : path.relationships) {
    slots->push_back(one.slot);
    if (one.properties != nullptr) CollectSlots(*one.properties, slots);
  }
}

void CollectFrom(const Clause& clause, std::vector<Slot>* slots) {
  const auto collect = [&](const ExprPtr& expr) {
    if (expr != nullptr) CollectSlots(*expr, slots);
  };
  for (const PathPattern& path : clause.patterns) CollectFrom(path, slots);
  collect(clause.where);
  collect(clause.list);
  for (const ProjectionItem& item : clause.projection.items) collect(item.value);
  for (const SortItem& item : clause.projection.order) collect(item.value);
  collect(clause.projection.where);
}

void CollectFrom(const QueryAst& query, std::vector<Slot>* slots) {
  for (const SingleQuery& part : query.parts) {
    for (const Clause& clause : part.clauses) CollectFrom(clause, slots);
  }
}

Test Condition(const Expr* expr) { return {Test::Kind::kCondition, expr, kNoSlot, 0}; }

}  // namespace

void CollectSlots(const Expr& expr, std::vector<Slot>* slots) {
  const bool names_key = expr.kind == Expr::Kind::kProperty || expr.kind == Expr::Kind::kHasLabels;
  if (expr.slot != kNoSlot && !names_key) slots->push_back(expr.slot);
  if (expr.slot2 != kNoSlot) slots->push_back(expr.slot2);
  for (const ExprPtr& child : expr.children) {
    if (child != nullptr) CollectSlots(*child, slots);
  }
  if (expr.pattern != nullptr) CollectFrom(*expr.pattern, slots);
  if (expr.subquery != nullptr) CollectFrom(*expr.subquery, slots);
}

OperatorPtr Planner::Plan() {
  context_.subplans.resize(context_.query.subplans.size());
  return PlanQuery(context_.query.ast);
}

OperatorPtr Planner::Finish(OperatorPtr plan, std::string description, double estimate) const {
  plan->description = std::move(description);
  plan->estimate = estimate;
  return plan;
}

OperatorPtr Planner::PlanQuery(const QueryAst& query) {
  if (query.parts.size() == 1) return PlanSingle(query.parts[0]);
  std::vector<Union::Part> parts;
  double rows = 0;
  const Projection& first = *query.parts[0].result();
  for (const SingleQuery& one : query.parts) {
    Union::Part part{PlanSingle(one), {}};
    rows += part.plan->estimate;
    for (const ProjectionItem& column : first.items) {
      const auto& items = one.result()->items;
      const auto same = std::find_if(items.begin(), items.end(), [&](auto& item) { return item.name == column.name; });
      part.columns.push_back(same->slot);
    }
    parts.push_back(std::move(part));
  }
  OperatorPtr plan = Finish(std::make_unique<Union>(std::move(parts), query.slots), "Union", rows);
  if (query.union_all) return plan;
  return Finish(std::make_unique<Distinct>(std::move(plan), query.slots), "Distinct", rows);
}

OperatorPtr Planner::PlanSingle(const SingleQuery& single) {
  OperatorPtr plan = Finish(std::make_unique<Once>(), "Once", 1);
  for (const Clause& clause : single.clauses) {
    switch (clause.kind) {
      case Clause::Kind::kMatch: plan = PlanMatch(std::move(plan), clause); break;
      case Clause::Kind::kUnwind: {
        PlanSubplans(clause.list.get());
        const double rows = plan->estimate * 10;
        plan = Finish(std::make_unique<Unwind>(std::move(plan), clause.list.get(), clause.slot),
                      "Unwind " + clause.variable, rows);
        bound_[static_cast<size_t>(clause.slot)] = true;
        break;
      }
      case Clause::Kind::kWith:
      case Clause::Kind::kReturn: plan = PlanProjection(std::move(plan), clause.projection); break;
    }
  }
  return plan;
}

OperatorPtr Planner::PlanMatch(OperatorPtr input, const Clause& clause) {
  std::vector<const PathPattern*> patterns;
  for (const PathPattern& path : clause.patterns) patterns.push_back(&path);
  const double rows = input->estimate;
  if (!clause.optional) {
    OperatorPtr plan = PlanPatterns(std::move(input), patterns, clause.where.get(), &context_, &bound_);
    PlanSubplansOf(clause.patterns);
    PlanSubplans(clause.where.get());
    return plan;
  }
  OperatorPtr inner =
      PlanPatterns(Finish(std::make_unique<Once>(), "Row", 1), patterns, clause.where.get(), &context_, &bound_);
  PlanSubplansOf(clause.patterns);
  PlanSubplans(clause.where.get());
  const double inner_rows = inner->estimate;
  for (const Slot slot : clause.new_slots) bound_[static_cast<size_t>(slot)] = true;
  return Finish(std::make_unique<Optional>(std::move(input), std::move(inner), clause.new_slots), "Optional",
                rows * std::max(1.0, inner_rows));
}

OperatorPtr Planner::PlanProjection(OperatorPtr input, const Projection& projection) {
  std::vector<Assignment> keys, values;
  std::vector<Slot> slots;
  for (const ProjectionItem& item : projection.items) {
    PlanSubplans(item.value.get());
    slots.push_back(item.slot);
    const bool is_there = item.value->kind == Expr::Kind::kVariable && item.value->slot == item.slot;
    if (projection.aggregates && !item.has_aggregate) {
      keys.push_back({item.slot, item.value.get()});
    } else if (!is_there) {
      values.push_back({item.slot, item.value.get()});
    }
  }
  OperatorPtr plan = std::move(input);
  if (projection.aggregates) {
    const double rows = keys.empty() ? 1 : std::sqrt(plan->estimate);
    plan = Finish(std::make_unique<Group>(std::move(plan), keys,
                                          std::vector<const Expr*>(projection.calls.begin(), projection.calls.end())),
                  keys.empty() ? "Group all" : "Group by " + std::to_string(keys.size()) + " columns", rows);
  }
  if (!values.empty()) {
    const double rows = plan->estimate;
    plan = Finish(std::make_unique<Project>(std::move(plan), values), "Project", rows);
  }
  for (const Slot slot : slots) bound_[static_cast<size_t>(slot)] = true;
  if (projection.distinct) {
    const double rows = plan->estimate;
    plan = Finish(std::make_unique<Distinct>(std::move(plan), slots), "Distinct", rows);
  }
  for (const SortItem& item : projection.order) PlanSubplans(item.value.get());
  PlanSubplans(projection.where.get());
  if (!projection.order.empty()) {
    std::vector<Sort::Key> order;
    for (const SortItem& item : projection.order) order.push_back({item.value.get(), item.descending});
    // A condition after the sort may read what the projection does not keep.
    std::vector<Slot> kept = slots;
    if (projection.where != nullptr) CollectSlots(*projection.where, &kept);
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    const double rows = plan->estimate;
    plan = Finish(std::make_unique<Sort>(std::move(plan), std::move(order), std::move(kept), projection.skip.get(),
                                         projection.limit.get()),
                  projection.limit == nullptr ? "Sort" : "Sort, the first rows", rows);
  }
  return PlanWindow(std::move(plan), projection);
}

OperatorPtr Planner::PlanWindow(OperatorPtr plan, const Projection& projection) {
  if (projection.skip != nullptr || projection.limit != nullptr) {
    double rows = plan->estimate;
    const Expr* limit = projection.limit.get();
    if (limit != nullptr && limit->kind == Expr::Kind::kLiteral) rows = std::min(rows, limit->literal.number());
    plan = Finish(std::make_unique<Window>(std::move(plan), projection.skip.get(), limit), "Window", rows);
  }
  if (projection.where == nullptr) return plan;
  const double rows = plan->estimate / 2;
  return Finish(std::make_unique<Filter>(std::move(plan), std::vector<Test>{Condition(projection.where.get())}),
                "Filter", rows);
}

void Planner::PlanSubplansOf(const std::vector<PathPattern>& patterns) {
  for (const PathPattern& path : patterns) {
    for (const NodePattern& node : path.nodes) PlanSubplans(node.properties.get());
    for (const RelationshipPattern& one : path.relationships) PlanSubplans(one.properties.get());
  }
}

void Planner::PlanSubplans(const Expr* expr) {
  if (expr == nullptr) return;
  const bool names_key = expr->kind == Expr::Kind::kProperty || expr->kind == Expr::Kind::kHasLabels;
  if (expr->slot != kNoSlot && !names_key) bound_[static_cast<size_t>(expr->slot)] = true;
  if (expr->slot2 != kNoSlot) bound_[static_cast<size_t>(expr->slot2)] = true;
  if (expr->subplan >= 0) {
    OperatorPtr& plan = context_.subplans[static_cast<size_t>(expr->subplan)];
    if (expr->subquery != nullptr) {
      plan = PlanQuery(*expr->subquery);
    } else {
      const Expr* where = expr->kind == Expr::Kind::kPatternComprehension ? expr->children[0].get() : nullptr;
      plan = PlanPatterns(Finish(std::make_unique<Once>(), "Row", 1), {expr->pattern.get()}, where, &context_, &bound_);
    }
  }
  if (expr->pattern != nullptr) {
    for (const NodePattern& node : expr->pattern->nodes) PlanSubplans(node.properties.get());
    for (const RelationshipPattern& one : expr->pattern->relationships) PlanSubplans(one.properties.get());
  }
  for (const ExprPtr& child : expr->children) PlanSubplans(child.get());
}

}  // namespace mailuo::query
