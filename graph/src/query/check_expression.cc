// Expressions: names, types, and where aggregates and patterns may stand.
#include <algorithm>

#include "query/aggregate.h"
#include "query/check.h"
#include "query/failure.h"
#include "query/functions.h"
#include "mailuo/schemas/diagnostic.h"

namespace mailuo::query {
namespace {

constexpr StaticType kBoolean{kBooleanSet, kAnySet};

std::string LiteralPrint(const Value& value) {
  switch (value.type()) {
    case Type::kNull: return "null";
    case Type::kString: return "'" + std::string(value.string()) + "'";
    case Type::kFloat: return FloatText(value.floating());
    default: return std::to_string(value.integer()) + (value.type() == Type::kBoolean ? "b" : "");
  }
}

bool CallsChance(const Expr& expr) {
  if (expr.kind == Expr::Kind::kCall && expr.function != nullptr && expr.function->name == "rand") return true;
  return std::any_of(expr.children.begin(), expr.children.end(),
                     [](const ExprPtr& child) { return child != nullptr && CallsChance(*child); });
}

}  // namespace

std::string Print(const Expr& expr) {
  std::string print = std::to_string(static_cast<int>(expr.kind)) + expr.name;
  if (expr.kind == Expr::Kind::kLiteral) print += LiteralPrint(expr.literal);
  if (expr.kind == Expr::Kind::kCall || expr.kind == Expr::Kind::kAggregate) {
    print = "f";
    for (const char c : expr.name) print += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    if (expr.distinct) print += " distinct";
  }
  if (expr.pattern != nullptr || expr.subquery != nullptr) print += "@" + std::to_string(expr.at);
  print += expr.name2;
  for (const std::string& name : expr.names) print += "," + name;
  for (const Expr::Operator one : expr.operators) print += "," + std::to_string(static_cast<int>(one));
  print += "(";
  for (const ExprPtr& child : expr.children) print += (child == nullptr ? "-" : Print(*child)) + ";";
  return print + ")";
}

std::string TypeNames(TypeSet set) {
  std::vector<std::string_view> names;
  for (unsigned i = 0; i < 10; ++i) {
    if (set & (1U << i)) names.push_back(TypeName(static_cast<Type>(i)));
  }
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

void Checker::Want(const Expr& expr, const StaticType& found, TypeSet wanted, std::string_view what) {
  if ((found.types & (wanted | kNullSet)) != 0) return;
  FailSyntax("InvalidArgumentType", expr.at,
             std::string(what) + " is " + TypeNames(found.types) + ", expected " + TypeNames(wanted));
}

StaticType Checker::Check(Expr* expr, const Scope& scope, const Place& place) {
  Place inner = place;
  const bool is_logical = expr->kind == Expr::Kind::kAnd || expr->kind == Expr::Kind::kOr ||
                          expr->kind == Expr::Kind::kXor || expr->kind == Expr::Kind::kNot;
  if (!is_logical) inner.patterns = false;
  const auto child = [&](size_t i) { return Check(expr->children[i].get(), scope, inner); };
  const auto check_all = [&] {
    for (const ExprPtr& one : expr->children) {
      if (one != nullptr) Check(one.get(), scope, inner);
    }
  };
  switch (expr->kind) {
    case Expr::Kind::kLiteral: return {Only(expr->literal.type()), kAnySet};
    case Expr::Kind::kParameter: return {};
    case Expr::Kind::kVariable: return CheckVariable(expr, scope);
    case Expr::Kind::kProperty: {
      const StaticType of = child(0);
      if ((of.types & (kMapSet | kNodeSet | kRelationshipSet | kNullSet)) == 0) {
        Fail("TypeError", "InvalidArgumentType", expr->at,
             TypeNames(of.types) + " has no properties, expected a Map, Node or Relationship");
      }
      expr->slot = AddKey(expr->name, expr->at);
      return {};
    }
    case Expr::Kind::kHasLabels: {
      Want(*expr->children[0], child(0), kNodeSet | kRelationshipSet, "what has a label");
      expr->slot = static_cast<Slot>(query_.labels.size());
      for (const std::string& name : expr->names) query_.labels.push_back({name, expr->at});
      return kBoolean;
    }
    case Expr::Kind::kIndex:
    case Expr::Kind::kSlice: return CheckIndex(expr, scope, inner);
    case Expr::Kind::kList: {
      StaticType type{kListSet, expr->children.empty() ? kAnySet : TypeSet{0}};
      for (size_t i = 0; i < expr->children.size(); ++i) type.members |= child(i).types;
      return type;
    }
    case Expr::Kind::kMap:
    case Expr::Kind::kMapProjection: {
      check_all();
      return {kMapSet, kAnySet};
    }
    case Expr::Kind::kCall: return CheckCall(expr, scope, inner);
    case Expr::Kind::kAggregate: return expr->aggregate->result;
    case Expr::Kind::kNegate:
    case Expr::Kind::kPlus:
    case Expr::Kind::kAdd:
    case Expr::Kind::kSubtract:
    case Expr::Kind::kMultiply:
    case Expr::Kind::kDivide:
    case Expr::Kind::kModulo:
    case Expr::Kind::kPower: return CheckArithmetic(expr, scope, inner);
    case Expr::Kind::kNot:
    case Expr::Kind::kAnd:
    case Expr::Kind::kOr:
    case Expr::Kind::kXor:
      for (size_t i = 0; i < expr->children.size(); ++i) {
        Want(*expr->children[i], child(i), kBooleanSet, "an operand of a logical operator");
      }
      return kBoolean;
    case Expr::Kind::kIn:
      child(0);
      Want(*expr->children[1], child(1), kListSet, "what stands after IN");
      return kBoolean;
    case Expr::Kind::kCompare:
    case Expr::Kind::kStartsWith:
    case Expr::Kind::kEndsWith:
    case Expr::Kind::kContains:
    case Expr::Kind::kMatches:
    case Expr::Kind::kIsNull:
    case Expr::Kind::kIsNotNull: check_all(); return kBoolean;
    case Expr::Kind::kCase: return CheckCase(expr, scope, inner);
    case Expr::Kind::kListComprehension:
    case Expr::Kind::kAll:
    case Expr::Kind::kAny:
    case Expr::Kind::kNone:
    case Expr::Kind::kSingle: return CheckOverList(expr, scope, inner);
    case Expr::Kind::kReduce: return CheckReduce(expr, scope, inner);
    case Expr::Kind::kPatternPredicate:
      if (!place.patterns && expr->name.empty()) {
        FailSyntax("UnexpectedSyntax", expr->at,
                   "a pattern stands where a value was expected; a pattern is a condition, or exists((a)-->(b))");
      }
      return CheckPattern(expr, scope, inner);
    case Expr::Kind::kPatternComprehension: return CheckPattern(expr, scope, inner);
    case Expr::Kind::kExists:
    case Expr::Kind::kCountRows: return CheckSubquery(expr, scope);
  }
  return {};
}

StaticType Checker::CheckVariable(Expr* expr, const Scope& scope) {
  if (expr->name.empty()) return {};  // a column, see UseProjected
  const auto found = scope.find(expr->name);
  if (found != scope.end()) {
    expr->slot = found->second.slot;
    return found->second.type;
  }
  std::vector<std::string_view> names;
  for (const auto& [name, symbol] : scope) names.push_back(name);
  const std::string_view nearest = NearestName(expr->name, names);
  FailSyntax("UndefinedVariable", expr->at,
             "there is no variable " + expr->name + " here" +
                 (nearest.empty() ? std::string() : ", expected " + std::string(nearest)));
}

StaticType Checker::CheckCall(Expr* expr, const Scope& scope, const Place& place) {
  if (const Aggregate* aggregate = FindAggregate(expr->name)) {
    expr->kind = Expr::Kind::kAggregate;
    expr->aggregate = aggregate;
    return CheckAggregate(expr, scope, place);
  }
  expr->function = FindFunction(expr->name);
  if (expr->function == nullptr) {
    if (IsLeftOut(expr->name)) FailUnsupported(expr->name, expr->at, expr->name + "() is not supported");
    const std::string_view nearest = NearestName(expr->name, FunctionNames());
    FailSyntax("UnknownFunction", expr->at,
               "there is no function " + expr->name +
                   (nearest.empty() ? std::string() : ", expected " + std::string(nearest)));
  }
  const Function& function = *expr->function;
  if (expr->distinct) FailSyntax("UnexpectedSyntax", expr->at, "DISTINCT stands in a function that does not aggregate");
  const size_t count = expr->children.size();
  if (count < function.min || count > function.max) {
    FailSyntax("InvalidNumberOfArguments", expr->at,
               std::string(function.name) + " has " + std::to_string(count) + " arguments, expected " +
                   std::to_string(function.min) +
                   (function.min == function.max ? "" : " to " + std::to_string(function.max)));
  }
  StaticType first;
  for (size_t i = 0; i < count; ++i) {
    const StaticType type = Check(expr->children[i].get(), scope, place);
    if (i == 0) first = type;
    if (function.arguments.empty()) continue;
    const TypeSet wanted = function.arguments[std::min(i, function.arguments.size() - 1)];
    Want(*expr->children[i], type, wanted, "an argument of " + std::string(function.name));
  }
  // What these take out of a list, or leave of it, is as its members are.
  if (function.name == "head" || function.name == "last") return {first.members, kAnySet};
  if (function.name == "tail" || function.name == "reverse") return first.types == kListSet ? first : function.result;
  return function.result;
}

StaticType Checker::CheckAggregate(Expr* expr, const Scope& scope, const Place& place) {
  if (place.in_aggregate) {
    FailSyntax("NestedAggregation", expr->at,
               expr->name + " stands in another aggregate, expected it in a WITH before");
  }
  if (!place.aggregates) {
    FailSyntax("InvalidAggregation", expr->at,
               expr->name + " aggregates and cannot stand in " +
                   std::string(place.why_none.empty() ? "this place" : place.why_none) +
                   ", expected it in WITH or RETURN");
  }
  const Aggregate& aggregate = *expr->aggregate;
  if (expr->children.size() != aggregate.arguments) {
    FailSyntax("InvalidNumberOfArguments", expr->at,
               expr->name + " has " + std::to_string(expr->children.size()) + " arguments, expected " +
                   std::to_string(aggregate.arguments));
  }
  Place inner = place;
  inner.in_aggregate = true;
  StaticType result = aggregate.result;
  for (size_t i = 0; i < expr->children.size(); ++i) {
    const StaticType type = Check(expr->children[i].get(), scope, inner);
    if (i == 0) Want(*expr->children[i], type, aggregate.argument, "an argument of " + expr->name);
    if (CallsChance(*expr->children[i])) {
      FailSyntax("NonConstantExpression", expr->children[i]->at, "rand() stands in an aggregate");
    }
    if (i == 0 && aggregate.name == "collect") result.members = type.types;
  }
  expr->slot = NewSlot();
  return result;
}

StaticType Checker::CheckArithmetic(Expr* expr, const Scope& scope, const Place& place) {
  TypeSet any = 0;
  for (const ExprPtr& child : expr->children) {
    const StaticType type = Check(child.get(), scope, place);
    if (expr->kind != Expr::Kind::kAdd) Want(*child, type, kNumberSet, "an operand of arithmetic");
    any |= type.types;
  }
  if (expr->kind == Expr::Kind::kPower) return {kFloatSet | kNullSet, kAnySet};
  if (any == kIntegerSet) return {kIntegerSet, kAnySet};
  if (expr->kind != Expr::Kind::kAdd) return {kNumberSet | kNullSet, kAnySet};
  if (any & kListSet && any != kAnySet) return {kListSet | kNullSet, kAnySet};
  return {};
}

StaticType Checker::CheckCase(Expr* expr, const Scope& scope, const Place& place) {
  const bool has_subject = expr->children[0] != nullptr;
  StaticType result{static_cast<TypeSet>(expr->children.back() == nullptr ? kNullSet : 0), kAnySet};
  for (size_t i = 0; i < expr->children.size(); ++i) {
    if (expr->children[i] == nullptr) continue;
    const bool is_last = i + 1 == expr->children.size();
    const bool is_condition = i % 2 == 1 && !is_last && !has_subject;
    Place inner = place;
    inner.patterns = is_condition;
    const StaticType type = Check(expr->children[i].get(), scope, inner);
    if (is_condition) Want(*expr->children[i], type, kBooleanSet, "the condition of WHEN");
    if (i > 0 && (is_last || i % 2 == 0)) result.types |= type.types;
  }
  return result;
}

StaticType Checker::CheckIndex(Expr* expr, const Scope& scope, const Place& place) {
  const StaticType of = Check(expr->children[0].get(), scope, place);
  for (size_t i = 1; i < expr->children.size(); ++i) {
    if (expr->children[i] != nullptr) Check(expr->children[i].get(), scope, place);
  }
  const bool is_slice = expr->kind == Expr::Kind::kSlice;
  const TypeSet wanted = is_slice ? kListSet : TypeSet{kListSet | kMapSet | kNodeSet | kRelationshipSet};
  if ((of.types & (wanted | kNullSet)) == 0) {
    Fail("TypeError", "InvalidArgumentType", expr->at,
         TypeNames(of.types) + " has no members, expected " + TypeNames(wanted));
  }
  if (is_slice) return of.types == kListSet ? of : StaticType{kListSet | kNullSet, kAnySet};
  return of.types == kListSet ? StaticType{static_cast<TypeSet>(of.members | kNullSet), kAnySet} : StaticType{};
}

// A list comprehension or a quantifier: its variable is known in it alone.
StaticType Checker::CheckOverList(Expr* expr, const Scope& scope, const Place& place) {
  const StaticType list = Check(expr->children[0].get(), scope, place);
  Want(*expr->children[0], list, kListSet, "what stands after IN");
  Scope inner = scope;
  expr->slot = NewSlot();
  inner[expr->name] = {expr->slot, {list.types == kListSet ? list.members : kAnySet, kAnySet}};
  Place condition{.patterns = true, .why_none = "a condition over a list"};
  Place value{.why_none = "a list comprehension"};
  if (expr->children[1] != nullptr) {
    const StaticType type = Check(expr->children[1].get(), inner, condition);
    Want(*expr->children[1], type, kBooleanSet, "a condition");
  }
  if (expr->kind != Expr::Kind::kListComprehension) return kBoolean;
  if (expr->children[2] == nullptr) return {kListSet, list.types == kListSet ? list.members : kAnySet};
  return {kListSet, Check(expr->children[2].get(), inner, value).types};
}

StaticType Checker::CheckReduce(Expr* expr, const Scope& scope, const Place& place) {
  Check(expr->children[0].get(), scope, place);
  const StaticType list = Check(expr->children[1].get(), scope, place);
  Want(*expr->children[1], list, kListSet, "what stands after IN");
  Scope inner = scope;
  expr->slot = NewSlot();
  expr->slot2 = NewSlot();
  inner[expr->name] = {expr->slot, {}};
  inner[expr->name2] = {expr->slot2, {list.types == kListSet ? list.members : kAnySet, kAnySet}};
  Check(expr->children[2].get(), inner, {.why_none = "reduce"});
  return {};
}

// A pattern as a condition may name nothing new; a pattern comprehension may.
StaticType Checker::CheckPattern(Expr* expr, const Scope& scope, const Place& place) {
  PathPattern& path = *expr->pattern;
  if (expr->kind == Expr::Kind::kPatternPredicate) {
    const auto known = [&](const std::string& name, uint32_t at) {
      if (name.empty() || scope.count(name) != 0) return;
      FailSyntax("UndefinedVariable", at,
                 "there is no variable " + name + " here: a pattern that is a condition names nothing new");
    };
    for (const NodePattern& node : path.nodes) known(node.variable, node.at);
    for (const RelationshipPattern& one : path.relationships) known(one.variable, one.at);
  }
  Scope inner = scope;
  std::set<std::string> here;
  std::vector<Slot> fresh;
  DeclarePattern(&path, &inner, &here, &fresh);
  CheckPatternParts(&path, inner);
  expr->subplan = static_cast<int32_t>(query_.subplans.size());
  query_.subplans.push_back(expr);
  if (expr->kind == Expr::Kind::kPatternPredicate) return kBoolean;
  if (expr->children[0] != nullptr) CheckCondition(expr->children[0].get(), inner);
  Place value{.in_aggregate = place.in_aggregate, .why_none = "a pattern comprehension"};
  return {kListSet, Check(expr->children[1].get(), inner, value).types};
}

StaticType Checker::CheckSubquery(Expr* expr, const Scope& scope) {
  CheckQuery(expr->subquery.get(), scope, /*is_subquery=*/true);
  expr->subplan = static_cast<int32_t>(query_.subplans.size());
  query_.subplans.push_back(expr);
  return {expr->kind == Expr::Kind::kExists ? kBooleanSet : kIntegerSet, kAnySet};
}

}  // namespace mailuo::query
