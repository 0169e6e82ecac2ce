#include "query/evaluate.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "query/failure.h"
#include "query/functions.h"
#include "query/operator.h"

namespace mailuo::query {
namespace {

// Programs of regular expressions, all together, stay within this.
constexpr int64_t kRegexMemory = 8 << 20;
constexpr size_t kMaxRegexes = 1000;

Value Parameter(const Expr& expr, const Context& context) {
  const auto found = context.parameters.find(expr.name);
  if (found != context.parameters.end()) return found->second;
  Fail("ParameterMissing", "MissingParameter", expr.at, "the parameter $" + expr.name + " has no value, expected one");
}

Value HasLabels(const Expr& expr, Context& context) {
  const Value of = Evaluate(*expr.children[0], context);
  if (of.is_null()) return Value();
  if (of.type() == Type::kRelationship) {
    const std::string_view type = context.graph.types().name(context.graph.Type(of.id()));
    return Value::Boolean(std::all_of(expr.names.begin(), expr.names.end(), [&](auto& name) { return name == type; }));
  }
  if (of.type() != Type::kNode) {
    Fail("TypeError", "InvalidArgumentValue", expr.at,
         std::string(TypeName(of.type())) + " has no labels, expected a Node");
  }
  for (size_t i = 0; i < expr.names.size(); ++i) {
    const uint32_t label = context.labels[static_cast<size_t>(expr.slot) + i];
    if (label == QueryNames::kNone || !context.graph.HasLabel(of.id(), label)) return Value::Boolean(false);
  }
  return Value::Boolean(true);
}

Value RunFunction(const Expr& expr, Context& context) {
  const Function& function = *expr.function;
  // Most calls have few arguments; coalesce alone may have many.
  std::array<Value, 4> few;
  std::vector<Value> many;
  std::span<Value> arguments(few.data(), expr.children.size());
  if (expr.children.size() > few.size()) {
    many.resize(expr.children.size());
    arguments = many;
  }
  for (size_t i = 0; i < arguments.size(); ++i) {
    arguments[i] = Evaluate(*expr.children[i], context);
    if (arguments[i].is_null() && !function.takes_null) return Value();
  }
  const Call call{context, arguments, expr.at, function.name};
  for (size_t i = 0; i < arguments.size() && !function.arguments.empty(); ++i) {
    const TypeSet wanted = function.arguments[std::min(i, function.arguments.size() - 1)];
    if (!Admits(wanted | kNullSet, arguments[i].type())) FailArgument(call, "InvalidArgumentValue", TypeNames(wanted));
  }
  return function.run(call);
}

Truth Holds(Expr::Operator one, const Value& a, const Value& b) {
  if (one == Expr::Operator::kEqual) return Equal(a, b);
  if (one == Expr::Operator::kUnequal) return Not(Equal(a, b));
  const Comparison comparison = Compare(a, b);
  bool holds = false;
  switch (comparison) {
    case Comparison::kIncomparable: return Truth::kUnknown;
    case Comparison::kNever: return Truth::kFalse;
    case Comparison::kLess: holds = one == Expr::Operator::kLess || one == Expr::Operator::kAtMost; break;
    case Comparison::kEqual: holds = one == Expr::Operator::kAtMost || one == Expr::Operator::kAtLeast; break;
    case Comparison::kGreater: holds = one == Expr::Operator::kGreater || one == Expr::Operator::kAtLeast; break;
  }
  return holds ? Truth::kTrue : Truth::kFalse;
}

Truth And(Truth a, Truth b) {
  if (a == Truth::kFalse || b == Truth::kFalse) return Truth::kFalse;
  return a == Truth::kTrue && b == Truth::kTrue ? Truth::kTrue : Truth::kUnknown;
}

Truth CompareChain(const Expr& expr, Context& context) {
  Value left = Evaluate(*expr.children[0], context);
  Truth all = Truth::kTrue;
  for (size_t i = 0; i < expr.operators.size() && all != Truth::kFalse; ++i) {
    Value right = Evaluate(*expr.children[i + 1], context);
    all = And(all, Holds(expr.operators[i], left, right));
    left = std::move(right);
  }
  return all;
}

Truth Contains(const Value& member, const Value& list, uint32_t at) {
  if (list.is_null()) return Truth::kUnknown;
  if (list.type() != Type::kList) {
    Fail("TypeError", "InvalidArgumentType", at,
         std::string(TypeName(list.type())) + " stands after IN, expected a List");
  }
  Truth any = Truth::kFalse;
  for (const Value& one : list.list()) {
    const Truth same = Equal(member, one);
    if (same == Truth::kTrue) return same;
    if (same == Truth::kUnknown) any = same;
  }
  return any;
}

bool Matches(std::string_view text, const Value& pattern, uint32_t at, Context& context) {
  if (context.expressions.size() >= kMaxRegexes) context.expressions.clear();
  auto& compiled = context.expressions[std::string(pattern.string())];
  if (compiled == nullptr) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kRegexMemory);
    compiled = std::make_unique<re2::RE2>(re2::StringPiece(pattern.string().data(), pattern.string().size()), options);
  }
  if (!compiled->ok()) {
    Fail("SyntaxError", "InvalidRegularExpression", at,
         "bad regular expression: " + compiled->error() + ", expected one of RE2");
  }
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *compiled);
}

// Strings alone have beginnings and ends: for all else the answer is null.
Value CompareStrings(const Expr& expr, Context& context) {
  const Value text = Evaluate(*expr.children[0], context);
  const Value part = Evaluate(*expr.children[1], context);
  if (text.type() != Type::kString || part.type() != Type::kString) return Value();
  switch (expr.kind) {
    case Expr::Kind::kStartsWith: return Value::Boolean(text.string().starts_with(part.string()));
    case Expr::Kind::kEndsWith: return Value::Boolean(text.string().ends_with(part.string()));
    case Expr::Kind::kContains: return Value::Boolean(text.string().find(part.string()) != std::string_view::npos);
    default: return Value::Boolean(Matches(text.string(), part, expr.at, context));
  }
}

Value EvaluateCase(const Expr& expr, Context& context) {
  const bool has_subject = expr.children[0] != nullptr;
  const Value subject = has_subject ? Evaluate(*expr.children[0], context) : Value();
  for (size_t i = 1; i + 1 < expr.children.size(); i += 2) {
    const Truth chosen =
        has_subject ? Equal(subject, Evaluate(*expr.children[i], context)) : EvaluateTruth(*expr.children[i], context);
    if (chosen == Truth::kTrue) return Evaluate(*expr.children[i + 1], context);
  }
  return expr.children.back() == nullptr ? Value() : Evaluate(*expr.children.back(), context);
}

Value MakeList(const Expr& expr, Context& context) {
  Value::List list;
  list.reserve(expr.children.size());
  for (const ExprPtr& child : expr.children) list.push_back(Evaluate(*child, context));
  return Value::Of(std::move(list));
}

Value MakeMap(const Expr& expr, Context& context) {
  Value::Map map;
  for (size_t i = 0; i < expr.names.size(); ++i) {
    map.insert_or_assign(expr.names[i], Evaluate(*expr.children[i], context));
  }
  return Value::Of(std::move(map));
}

Value ProjectMap(const Expr& expr, Context& context) {
  const Value of = Evaluate(*expr.children[0], context);
  if (of.is_null()) return Value();
  Value::Map map;
  for (size_t i = 0; i < expr.names.size(); ++i) {
    if (expr.children[i + 1] != nullptr) {
      map.insert_or_assign(expr.names[i], Evaluate(*expr.children[i + 1], context));
      continue;
    }
    const Call call{context, {&of, 1}, expr.at, "properties"};
    const Value all = FindFunction("properties")->run(call);
    for (const auto& [key, value] : all.map()) map.insert_or_assign(key, value);
  }
  return Value::Of(std::move(map));
}

}  // namespace

Context::Context(const QueryGraph& of, const CompiledQuery& compiled, Value::Map given)
    : graph(of), query(compiled), parameters(std::move(given)), row(compiled.slot_count) {
  for (const SaidName& key : query.keys) keys.push_back(graph.keys().Find(key.name));
  for (const SaidName& label : query.labels) labels.push_back(graph.labels().Find(label.name));
}

Context::~Context() = default;

Value PropertyOf(const Value& of, std::string_view name, uint32_t token, uint32_t at, const Context& context) {
  switch (of.type()) {
    case Type::kNull: return Value();
    case Type::kNode: return token == QueryNames::kNone ? Value() : context.graph.NodeProperty(of.id(), token);
    case Type::kRelationship:
      return token == QueryNames::kNone ? Value() : context.graph.RelationshipProperty(of.id(), token);
    case Type::kMap: {
      const auto found = of.map().find(name);
      return found == of.map().end() ? Value() : found->second;
    }
    default:
      Fail("TypeError", "InvalidArgumentType", at,
           std::string(TypeName(of.type())) + " has no properties, expected a Map, Node or Relationship");
  }
}

Truth EvaluateTruth(const Expr& expr, Context& context) {
  switch (expr.kind) {
    case Expr::Kind::kAnd: {
      const Truth left = EvaluateTruth(*expr.children[0], context);
      return left == Truth::kFalse ? left : And(left, EvaluateTruth(*expr.children[1], context));
    }
    case Expr::Kind::kOr: {
      const Truth left = EvaluateTruth(*expr.children[0], context);
      if (left == Truth::kTrue) return left;
      return Not(And(Not(left), Not(EvaluateTruth(*expr.children[1], context))));
    }
    case Expr::Kind::kXor: {
      const Truth left = EvaluateTruth(*expr.children[0], context);
      const Truth right = EvaluateTruth(*expr.children[1], context);
      if (left == Truth::kUnknown || right == Truth::kUnknown) return Truth::kUnknown;
      return left == right ? Truth::kFalse : Truth::kTrue;
    }
    case Expr::Kind::kNot: return Not(EvaluateTruth(*expr.children[0], context));
    case Expr::Kind::kCompare: return CompareChain(expr, context);
    default: break;
  }
  const Value value = Evaluate(expr, context);
  if (value.is_null()) return Truth::kUnknown;
  if (value.type() == Type::kBoolean) return value.boolean() ? Truth::kTrue : Truth::kFalse;
  Fail("TypeError", "InvalidArgumentType", expr.at,
       std::string(TypeName(value.type())) + " is no truth value, expected a Boolean");
}

Value Evaluate(const Expr& expr, Context& context) {
  switch (expr.kind) {
    case Expr::Kind::kLiteral: return expr.literal;
    case Expr::Kind::kParameter: return Parameter(expr, context);
    case Expr::Kind::kAggregate:
    case Expr::Kind::kVariable: return context.row[static_cast<size_t>(expr.slot)];
    case Expr::Kind::kProperty: {
      const uint32_t token = context.keys[static_cast<size_t>(expr.slot)];
      const Expr& of = *expr.children[0];
      if (of.kind == Expr::Kind::kVariable) {
        return PropertyOf(context.row[static_cast<size_t>(of.slot)], expr.name, token, expr.at, context);
      }
      return PropertyOf(Evaluate(of, context), expr.name, token, expr.at, context);
    }
    case Expr::Kind::kHasLabels: return HasLabels(expr, context);
    case Expr::Kind::kIndex: return EvaluateIndex(expr, context);
    case Expr::Kind::kSlice: return EvaluateSlice(expr, context);
    case Expr::Kind::kList: return MakeList(expr, context);
    case Expr::Kind::kMap: return MakeMap(expr, context);
    case Expr::Kind::kMapProjection: return ProjectMap(expr, context);
    case Expr::Kind::kCall: return RunFunction(expr, context);
    case Expr::Kind::kNegate:
    case Expr::Kind::kPlus:
    case Expr::Kind::kAdd:
    case Expr::Kind::kSubtract:
    case Expr::Kind::kMultiply:
    case Expr::Kind::kDivide:
    case Expr::Kind::kModulo:
    case Expr::Kind::kPower: return EvaluateArithmetic(expr, context);
    case Expr::Kind::kNot:
    case Expr::Kind::kAnd:
    case Expr::Kind::kOr:
    case Expr::Kind::kXor:
    case Expr::Kind::kCompare: return ToValue(EvaluateTruth(expr, context));
    case Expr::Kind::kIn: {
      const Value member = Evaluate(*expr.children[0], context);
      return ToValue(Contains(member, Evaluate(*expr.children[1], context), expr.at));
    }
    case Expr::Kind::kStartsWith:
    case Expr::Kind::kEndsWith:
    case Expr::Kind::kContains:
    case Expr::Kind::kMatches: return CompareStrings(expr, context);
    case Expr::Kind::kIsNull: return Value::Boolean(Evaluate(*expr.children[0], context).is_null());
    case Expr::Kind::kIsNotNull: return Value::Boolean(!Evaluate(*expr.children[0], context).is_null());
    case Expr::Kind::kCase: return EvaluateCase(expr, context);
    case Expr::Kind::kListComprehension: return EvaluateComprehension(expr, context);
    case Expr::Kind::kAll:
    case Expr::Kind::kAny:
    case Expr::Kind::kNone:
    case Expr::Kind::kSingle: return EvaluateQuantifier(expr, context);
    case Expr::Kind::kReduce: return EvaluateReduce(expr, context);
    case Expr::Kind::kPatternPredicate:
    case Expr::Kind::kPatternComprehension:
    case Expr::Kind::kExists:
    case Expr::Kind::kCountRows: return EvaluateSubplan(expr, context);
  }
  return Value();
}

}  // namespace mailuo::query
