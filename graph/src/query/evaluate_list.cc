// What goes through a list, takes a part of one, or runs a plan of its own.
#include <algorithm>

#include "query/evaluate.h"
#include "query/failure.h"
#include "query/operator.h"

namespace mailuo::query {
namespace {

// The list that a comprehension, quantifier or reduce goes through; null where there is none.
Value WantList(const Expr& expr, Context& context) {
  Value list = Evaluate(expr, context);
  if (!list.is_null() && list.type() != Type::kList) {
    Fail("TypeError", "InvalidArgumentType", expr.at,
         std::string(TypeName(list.type())) + " stands after IN, expected a List");
  }
  return list;
}

// A bound of a slice, from the end where it is negative.
int64_t Bound(const Value& value, int64_t size, uint32_t at) {
  if (value.type() != Type::kInteger) {
    Fail("TypeError", "InvalidArgumentType", at,
         std::string(TypeName(value.type())) + " bounds a slice, expected an Integer");
  }
  const int64_t bound = value.integer() < 0 ? value.integer() + size : value.integer();
  return std::clamp<int64_t>(bound, 0, size);
}

}  // namespace

Value EvaluateComprehension(const Expr& expr, Context& context) {
  const Value list = WantList(*expr.children[0], context);
  if (list.is_null()) return Value();
  Value& member = context.row[static_cast<size_t>(expr.slot)];
  Value::List result;
  for (const Value& one : list.list()) {
    member = one;
    if (expr.children[1] != nullptr && EvaluateTruth(*expr.children[1], context) != Truth::kTrue) continue;
    result.push_back(expr.children[2] == nullptr ? one : Evaluate(*expr.children[2], context));
  }
  return Value::Of(std::move(result));
}

Value EvaluateQuantifier(const Expr& expr, Context& context) {
  const Value list = WantList(*expr.children[0], context);
  if (list.is_null()) return Value();
  Value& member = context.row[static_cast<size_t>(expr.slot)];
  size_t met = 0, failed = 0, unknown = 0;
  for (const Value& one : list.list()) {
    member = one;
    switch (EvaluateTruth(*expr.children[1], context)) {
      case Truth::kTrue: ++met; break;
      case Truth::kFalse: ++failed; break;
      case Truth::kUnknown: ++unknown; break;
    }
  }
  const auto decide = [&](bool is_known, bool value) {
    return is_known || unknown == 0 ? Value::Boolean(value) : Value();
  };
  switch (expr.kind) {
    case Expr::Kind::kAll: return decide(failed > 0, failed == 0);
    case Expr::Kind::kAny: return decide(met > 0, met > 0);
    case Expr::Kind::kNone: return decide(met > 0, met == 0);
    default: return decide(met > 1, met == 1);
  }
}

Value EvaluateReduce(const Expr& expr, Context& context) {
  Value sum = Evaluate(*expr.children[0], context);
  const Value list = WantList(*expr.children[1], context);
  if (list.is_null()) return Value();
  for (const Value& one : list.list()) {
    context.row[static_cast<size_t>(expr.slot)] = std::move(sum);
    context.row[static_cast<size_t>(expr.slot2)] = one;
    sum = Evaluate(*expr.children[2], context);
  }
  return sum;
}

Value EvaluateIndex(const Expr& expr, Context& context) {
  const Value of = Evaluate(*expr.children[0], context);
  const Value index = Evaluate(*expr.children[1], context);
  if (of.is_null()) return Value();
  if (of.type() == Type::kList) {
    if (index.is_null()) return Value();
    if (index.type() != Type::kInteger) {
      Fail("TypeError", "ListElementAccessByNonInteger", expr.children[1]->at,
           std::string(TypeName(index.type())) + " is the index of a list, expected an Integer");
    }
    const auto size = static_cast<int64_t>(of.list().size());
    const int64_t at = index.integer() < 0 ? index.integer() + size : index.integer();
    return at < 0 || at >= size ? Value() : of.list()[static_cast<size_t>(at)];
  }
  if (of.type() == Type::kMap || of.type() == Type::kNode || of.type() == Type::kRelationship) {
    if (index.is_null()) return Value();
    if (index.type() != Type::kString) {
      Fail("TypeError", "MapElementAccessByNonString", expr.children[1]->at,
           std::string(TypeName(index.type())) + " is the key of a property, expected a String");
    }
    return PropertyOf(of, index.string(), context.graph.keys().Find(index.string()), expr.at, context);
  }
  Fail("TypeError", "InvalidArgumentType", expr.at,
       std::string(TypeName(of.type())) + " has no members, expected a List, Map, Node or Relationship");
}

Value EvaluateSlice(const Expr& expr, Context& context) {
  const Value of = Evaluate(*expr.children[0], context);
  const bool has_from = expr.children[1] != nullptr, has_to = expr.children[2] != nullptr;
  const Value from = has_from ? Evaluate(*expr.children[1], context) : Value::Integer(0);
  const Value to = has_to ? Evaluate(*expr.children[2], context) : Value::Integer(INT64_MAX);
  if (of.is_null() || from.is_null() || to.is_null()) return Value();
  if (of.type() != Type::kList) {
    Fail("TypeError", "InvalidArgumentType", expr.at,
         std::string(TypeName(of.type())) + " has no members, expected a List");
  }
  const auto size = static_cast<int64_t>(of.list().size());
  const int64_t begin = Bound(from, size, expr.at), end = Bound(to, size, expr.at);
  if (begin >= end) return Value::Of(Value::List());
  return Value::Of(Value::List(of.list().begin() + begin, of.list().begin() + end));
}

// What a pattern or a subquery gives for the row as it is.
Value EvaluateSubplan(const Expr& expr, Context& context) {
  Operator& plan = *context.subplans[static_cast<size_t>(expr.subplan)];
  plan.Open(context);
  if (expr.kind == Expr::Kind::kPatternPredicate || expr.kind == Expr::Kind::kExists) {
    return Value::Boolean(plan.Next(context));
  }
  if (expr.kind == Expr::Kind::kCountRows) {
    int64_t count = 0;
    while (plan.Next(context)) ++count;
    return Value::Integer(count);
  }
  Value::List list;
  while (plan.Next(context)) list.push_back(Evaluate(*expr.children[1], context));
  return Value::Of(std::move(list));
}

}  // namespace mailuo::query
