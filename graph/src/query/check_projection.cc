// WITH and RETURN: what they name, what they group by, what their ORDER BY and WHERE may see.
#include <algorithm>

#include "query/aggregate.h"
#include "query/check.h"
#include "query/failure.h"

namespace mailuo::query {
namespace {

bool BindsVariable(Expr::Kind kind) {
  return kind == Expr::Kind::kListComprehension || kind == Expr::Kind::kReduce || kind == Expr::Kind::kAll ||
         kind == Expr::Kind::kAny || kind == Expr::Kind::kNone || kind == Expr::Kind::kSingle;
}

bool Aggregates(const Expr& expr) {
  if (expr.kind == Expr::Kind::kAggregate) return true;
  if (expr.kind == Expr::Kind::kCall && FindAggregate(expr.name) != nullptr) return true;
  return std::any_of(expr.children.begin(), expr.children.end(),
                     [](const ExprPtr& child) { return child != nullptr && Aggregates(*child); });
}

}  // namespace

void Checker::CheckProjection(Clause* clause, Scope* scope) {
  Projection& projection = clause->projection;
  if (projection.star) ExpandStar(clause, *scope);
  std::vector<std::string> prints;
  for (const ProjectionItem& item : projection.items) prints.push_back(Print(*item.value));
  Scope after;
  const ProjectionItem* nameless = CheckItems(clause, *scope, &after);
  if (projection.aggregates) CheckGrouping(&projection, prints);
  CheckOrder(&projection, *scope, after, prints);
  if (nameless != nullptr) {
    FailSyntax("NoExpressionAlias", nameless->value->at, "an expression in WITH has no name, expected AS and one");
  }
  if (projection.skip != nullptr) CheckBound(projection.skip.get(), "SKIP");
  if (projection.limit != nullptr) CheckBound(projection.limit.get(), "LIMIT");
  if (projection.where != nullptr) {
    // It sees what was there before too, unless rows were put together.
    Scope visible = after;
    if (!projection.aggregates && !projection.distinct) visible.insert(scope->begin(), scope->end());
    CheckCondition(projection.where.get(), visible);
  }
  *scope = std::move(after);
}

// All variables, in the order of their names.
void Checker::ExpandStar(Clause* clause, const Scope& scope) {
  if (scope.empty() && clause->kind == Clause::Kind::kReturn) {
    FailSyntax("NoVariablesInScope", clause->at, "RETURN * has nothing to return, expected a variable before it");
  }
  std::vector<ProjectionItem> items;
  for (const auto& [name, symbol] : scope) {
    ProjectionItem item;
    item.value = std::make_unique<Expr>();
    item.value->kind = Expr::Kind::kVariable;
    item.value->at = clause->at;
    item.value->name = name;
    item.name = name;
    items.push_back(std::move(item));
  }
  for (ProjectionItem& item : clause->projection.items) items.push_back(std::move(item));
  clause->projection.items = std::move(items);
}

// The first item of WITH that has no name and needs one, or null.
const ProjectionItem* Checker::CheckItems(Clause* clause, const Scope& scope, Scope* result) {
  Projection& projection = clause->projection;
  const ProjectionItem* nameless = nullptr;
  for (ProjectionItem& item : projection.items) {
    const size_t calls = projection.calls.size();
    const bool is_variable = item.value->kind == Expr::Kind::kVariable;
    if (clause->kind == Clause::Kind::kWith && !item.has_alias && !is_variable && nameless == nullptr) nameless = &item;
    const StaticType type = Check(item.value.get(), scope, {.aggregates = true, .why_none = {}});
    // What aggregates is found by walking: the checks of a call do not know in which item it stands.
    const auto collect = [&](const auto& self, Expr* expr) -> void {
      if (expr->kind == Expr::Kind::kAggregate) projection.calls.push_back(expr);
      for (const ExprPtr& child : expr->children) {
        if (child != nullptr && expr->kind != Expr::Kind::kAggregate) self(self, child.get());
      }
    };
    collect(collect, item.value.get());
    item.has_aggregate = projection.calls.size() > calls;
    projection.aggregates |= item.has_aggregate;
    item.slot = item.value->kind == Expr::Kind::kVariable ? item.value->slot : NewSlot();
    if (!result->emplace(item.name, Symbol{item.slot, type}).second) {
      FailSyntax("ColumnNameConflict", item.value->at, "two columns are named " + item.name + ", expected one");
    }
  }
  return nameless;
}

void Checker::CheckGrouping(Projection* projection, const std::vector<std::string>& prints) {
  for (ProjectionItem& item : projection->items) {
    if (item.has_aggregate) CheckGroupedPart(&item.value, *projection, prints, {});
  }
}

// Beside an aggregate may stand what is one value for a whole group: constants, and variables or properties that are
// columns themselves. The latter are read from their column.
void Checker::CheckGroupedPart(ExprPtr* expr, const Projection& projection, const std::vector<std::string>& prints,
                               std::set<Slot> local) {
  Expr& one = **expr;
  if (one.kind == Expr::Kind::kAggregate) return;
  if (one.kind == Expr::Kind::kVariable || one.kind == Expr::Kind::kProperty) {
    const std::string print = Print(one);
    for (size_t i = 0; i < prints.size(); ++i) {
      if (projection.items[i].has_aggregate || prints[i] != print) continue;
      one.kind = Expr::Kind::kVariable;
      one.slot = projection.items[i].slot;
      one.children.clear();
      return;
    }
  }
  if (one.kind == Expr::Kind::kVariable && local.count(one.slot) == 0) {
    FailSyntax("AmbiguousAggregationExpression", one.at,
               one.name + " stands beside an aggregate, expected a constant or what is a column itself");
  }
  if (one.subplan >= 0) {
    FailUnsupported("PatternBesideAggregate", one.at,
                    "a pattern or subquery beside an aggregate is not supported, expected it in a WITH before");
  }
  if (BindsVariable(one.kind)) local.insert({one.slot, one.slot2});
  for (ExprPtr& child : one.children) {
    if (child != nullptr) CheckGroupedPart(&child, projection, prints, local);
  }
}

void Checker::CheckOrder(Projection* projection, const Scope& before, const Scope& after,
                         const std::vector<std::string>& prints) {
  const bool is_joined = projection->aggregates || projection->distinct;
  Scope visible = after;
  if (!is_joined) visible.insert(before.begin(), before.end());
  for (SortItem& item : projection->order) {
    if (is_joined) UseProjected(&item.value, *projection, prints, Aggregates(*item.value));
    // Aggregates that are no columns fail on what they read, which is no longer there, or else because they are there.
    Check(item.value.get(), visible, {.aggregates = projection->aggregates, .why_none = "ORDER BY"});
    if (Aggregates(*item.value)) {
      FailSyntax("InvalidAggregation", item.value->at, "ORDER BY aggregates what is no column, expected a column");
    }
  }
}

// What is a column already is read from it: RETURN c.name, count(*) ORDER BY c.name, count(*). Beside an aggregate the
// same holds as in a column: variables and properties alone.
void Checker::UseProjected(ExprPtr* expr, const Projection& projection, const std::vector<std::string>& prints,
                           bool beside_aggregate) {
  if (*expr == nullptr) return;
  const Expr::Kind kind = (*expr)->kind;
  const std::string print = Print(**expr);
  for (size_t i = 0; i < prints.size(); ++i) {
    if (prints[i] != print) continue;
    const bool is_simple = kind == Expr::Kind::kVariable || kind == Expr::Kind::kProperty;
    if (beside_aggregate && !is_simple && !projection.items[i].has_aggregate) {
      FailSyntax("AmbiguousAggregationExpression", (*expr)->at,
                 "this stands beside an aggregate, expected a constant, or a variable or property that is a column");
    }
    auto column = std::make_unique<Expr>();
    column->kind = Expr::Kind::kVariable;
    column->at = (*expr)->at;
    column->slot = projection.items[i].slot;
    *expr = std::move(column);
    return;
  }
  for (ExprPtr& child : (*expr)->children) UseProjected(&child, projection, prints, beside_aggregate);
}

// SKIP and LIMIT: known before the first row.
void Checker::CheckBound(Expr* expr, std::string_view what) {
  const auto find_variable = [](const auto& self, const Expr& one) -> const Expr* {
    if (one.kind == Expr::Kind::kVariable || one.pattern != nullptr || one.subquery != nullptr) return &one;
    for (const ExprPtr& child : one.children) {
      if (child == nullptr) continue;
      if (const Expr* found = self(self, *child)) return found;
    }
    return nullptr;
  };
  if (const Expr* variable = find_variable(find_variable, *expr)) {
    FailSyntax("NonConstantExpression", variable->at, std::string(what) + " depends on a row, expected a constant");
  }
  const StaticType type = Check(expr, {}, {.why_none = what});
  if (expr->kind == Expr::Kind::kLiteral && expr->literal.type() == Type::kInteger && expr->literal.integer() < 0) {
    FailSyntax("NegativeIntegerArgument", expr->at, std::string(what) + " is negative, expected 0 or more");
  }
  if ((type.types & kIntegerSet) == 0) {
    FailSyntax("InvalidArgumentType", expr->at,
               std::string(what) + " is " + TypeNames(type.types) + ", expected an Integer");
  }
}

}  // namespace mailuo::query
