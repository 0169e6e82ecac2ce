// Numbers: integers of 64 bits that fail rather than overflow, doubles that become infinite. + joins strings and lists.
#include <cmath>

#include "query/evaluate.h"
#include "query/failure.h"

namespace mailuo::query {
namespace {

[[noreturn]] void FailOperands(const Expr& expr, const Value& a, const Value& b) {
  Fail("TypeError", "InvalidArgumentType", expr.at,
       std::string(TypeName(a.type())) + " and " + std::string(TypeName(b.type())) +
           " stand in arithmetic, expected numbers");
}

[[noreturn]] void FailOverflow(const Expr& expr) {
  Fail("ArithmeticError", "IntegerOverflow", expr.at, "the result is too large, expected an integer of 64 bits");
}

Value OfIntegers(const Expr& expr, int64_t a, int64_t b) {
  int64_t result = 0;
  bool overflows = false;
  switch (expr.kind) {
    case Expr::Kind::kAdd: overflows = __builtin_add_overflow(a, b, &result); break;
    case Expr::Kind::kSubtract: overflows = __builtin_sub_overflow(a, b, &result); break;
    case Expr::Kind::kMultiply: overflows = __builtin_mul_overflow(a, b, &result); break;
    case Expr::Kind::kPower: return Value::Float(std::pow(static_cast<double>(a), static_cast<double>(b)));
    default:
      if (b == 0) Fail("ArithmeticError", "DivisionByZero", expr.at, "an integer is divided by 0");
      if (b == -1) {  // the least integer has no positive twin
        if (expr.kind == Expr::Kind::kModulo) return Value::Integer(0);
        overflows = __builtin_sub_overflow(int64_t{0}, a, &result);
        break;
      }
      result = expr.kind == Expr::Kind::kDivide ? a / b : a % b;
  }
  if (overflows) FailOverflow(expr);
  return Value::Integer(result);
}

Value OfFloats(Expr::Kind kind, double a, double b) {
  switch (kind) {
    case Expr::Kind::kAdd: return Value::Float(a + b);
    case Expr::Kind::kSubtract: return Value::Float(a - b);
    case Expr::Kind::kMultiply: return Value::Float(a * b);
    case Expr::Kind::kDivide: return Value::Float(a / b);
    case Expr::Kind::kModulo: return Value::Float(std::fmod(a, b));
    default: return Value::Float(std::pow(a, b));
  }
}

std::string JoinText(const Value& value) {
  switch (value.type()) {
    case Type::kString: return std::string(value.string());
    case Type::kInteger: return std::to_string(value.integer());
    case Type::kFloat: return FloatText(value.floating());
    default: return value.boolean() ? "true" : "false";
  }
}

bool IsJoinable(const Value& value) {
  return value.type() == Type::kString || value.type() == Type::kBoolean || value.is_number();
}

Value Join(const Expr& expr, const Value& a, const Value& b) {
  if (a.type() == Type::kList || b.type() == Type::kList) {
    Value::List list;
    for (const Value* one : {&a, &b}) {
      if (one->type() == Type::kList) {
        list.insert(list.end(), one->list().begin(), one->list().end());
      } else {
        list.push_back(*one);
      }
    }
    return Value::Of(std::move(list));
  }
  const bool has_string = a.type() == Type::kString || b.type() == Type::kString;
  if (!has_string || !IsJoinable(a) || !IsJoinable(b)) FailOperands(expr, a, b);
  return Value::String(JoinText(a) + JoinText(b));
}

Value Negate(const Expr& expr, const Value& a) {
  if (a.is_null() || (a.is_number() && expr.kind == Expr::Kind::kPlus)) return a;
  if (a.type() == Type::kFloat) return Value::Float(0.0 - a.floating());  // -0.0 is 0.0, as the TCK has it
  if (a.type() != Type::kInteger) FailOperands(expr, a, a);
  int64_t result = 0;
  if (__builtin_sub_overflow(int64_t{0}, a.integer(), &result)) FailOverflow(expr);
  return Value::Integer(result);
}

}  // namespace

Value EvaluateArithmetic(const Expr& expr, Context& context) {
  const Value a = Evaluate(*expr.children[0], context);
  if (expr.children.size() == 1) return Negate(expr, a);
  const Value b = Evaluate(*expr.children[1], context);
  if (a.is_null() || b.is_null()) return Value();
  if (a.is_number() && b.is_number()) {
    if (a.type() == Type::kInteger && b.type() == Type::kInteger) return OfIntegers(expr, a.integer(), b.integer());
    return OfFloats(expr.kind, a.number(), b.number());
  }
  if (expr.kind != Expr::Kind::kAdd) FailOperands(expr, a, b);
  return Join(expr, a, b);
}

}  // namespace mailuo::query
