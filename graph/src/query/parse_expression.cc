// Operators, from OR down to what follows an atom. Each level is a function; all binary ones are left-associative.
#include <algorithm>
#include <utility>

#include "query/failure.h"
#include "query/parser.h"

namespace mailuo::query {
namespace {

// a + b + c + ... is a tree as high as it is long, and all that walks trees is recursive.
constexpr uint32_t kMaxHeight = 3000;

}  // namespace

ExprPtr Parser::New(Expr::Kind kind, uint32_t begin) const {
  auto expr = std::make_unique<Expr>();
  expr->kind = kind;
  expr->at = begin;
  expr->end = previous_end();
  return expr;
}

ExprPtr Parser::New(Expr::Kind kind, ExprPtr first, ExprPtr second) const {
  ExprPtr expr = New(kind, first->at);
  expr->height = std::max(first->height, second == nullptr ? 0 : second->height) + 1;
  if (expr->height > kMaxHeight) {
    FailUnsupported("DeepNesting", first->at,
                    "more than " + std::to_string(kMaxHeight) + " operators in a row are not supported");
  }
  expr->children.push_back(std::move(first));
  if (second != nullptr) expr->children.push_back(std::move(second));
  return expr;
}

ExprPtr Parser::ParseExpression() {
  const Depth depth(this);
  return ParseOr();
}

ExprPtr Parser::ParseOr() {
  ExprPtr left = ParseXor();
  while (TakeWord("OR")) left = New(Expr::Kind::kOr, std::move(left), ParseXor());
  return left;
}

ExprPtr Parser::ParseXor() {
  ExprPtr left = ParseAnd();
  while (TakeWord("XOR")) left = New(Expr::Kind::kXor, std::move(left), ParseAnd());
  return left;
}

ExprPtr Parser::ParseAnd() {
  ExprPtr left = ParseNot();
  while (TakeWord("AND")) left = New(Expr::Kind::kAnd, std::move(left), ParseNot());
  return left;
}

ExprPtr Parser::ParseNot() {
  const uint32_t begin = at();
  if (!IsWord("NOT")) return ParseComparison();
  const Depth depth(this);
  ++next_;
  ExprPtr expr = New(Expr::Kind::kNot, begin);
  expr->children.push_back(ParseNot());
  expr->end = previous_end();
  return expr;
}

// a < b <= c is one expression: b is evaluated once, and the parts are joined by AND.
ExprPtr Parser::ParseComparison() {
  static constexpr std::pair<std::string_view, Expr::Operator> kOperators[] = {
      {"=", Expr::Operator::kEqual},   {"<>", Expr::Operator::kUnequal}, {"<", Expr::Operator::kLess},
      {"<=", Expr::Operator::kAtMost}, {">", Expr::Operator::kGreater},  {">=", Expr::Operator::kAtLeast}};
  ExprPtr left = ParsePredicate();
  ExprPtr chain;
  while (true) {
    const auto* found = std::end(kOperators);
    for (const auto& one : kOperators) {
      if (IsSymbol(one.first)) found = &one;
    }
    if (found == std::end(kOperators)) {
      if (IsSymbol("!") && IsSymbol("=", 1)) FailHere("<> for unequal");
      return chain == nullptr ? std::move(left) : std::move(chain);
    }
    ++next_;
    ExprPtr right = ParsePredicate();
    if (chain == nullptr) {
      chain = New(Expr::Kind::kCompare, std::move(left), std::move(right));
    } else {
      chain->children.push_back(std::move(right));
      chain->end = previous_end();
    }
    chain->operators.push_back(found->second);
  }
}

ExprPtr Parser::ParsePredicate() {
  ExprPtr left = ParseAdd();
  while (true) {
    if (TakeWord("IN")) {
      left = New(Expr::Kind::kIn, std::move(left), ParseAdd());
    } else if (IsWord("STARTS")) {
      ++next_;
      WantWord("WITH", "after STARTS");
      left = New(Expr::Kind::kStartsWith, std::move(left), ParseAdd());
    } else if (IsWord("ENDS")) {
      ++next_;
      WantWord("WITH", "after ENDS");
      left = New(Expr::Kind::kEndsWith, std::move(left), ParseAdd());
    } else if (TakeWord("CONTAINS")) {
      left = New(Expr::Kind::kContains, std::move(left), ParseAdd());
    } else if (TakeSymbol("=~")) {
      left = New(Expr::Kind::kMatches, std::move(left), ParseAdd());
    } else if (IsWord("IS")) {
      ++next_;
      const bool negated = TakeWord("NOT");
      if (IsSymbol("::") || IsWord("TYPED")) FailUnsupported("TypePredicate", at(), "IS TYPED is not supported");
      WantWord("NULL", "after IS");
      left = New(negated ? Expr::Kind::kIsNotNull : Expr::Kind::kIsNull, std::move(left));
    } else {
      return left;
    }
  }
}

ExprPtr Parser::ParseAdd() {
  ExprPtr left = ParseMultiply();
  while (IsSymbol("+") || IsSymbol("-") || IsSymbol("||")) {
    if (IsSymbol("||")) FailUnsupported("||", at(), "|| is not supported, expected + to join strings and lists");
    const Expr::Kind kind = IsSymbol("+") ? Expr::Kind::kAdd : Expr::Kind::kSubtract;
    ++next_;
    left = New(kind, std::move(left), ParseMultiply());
  }
  return left;
}

ExprPtr Parser::ParseMultiply() {
  ExprPtr left = ParsePower();
  while (IsSymbol("*") || IsSymbol("/") || IsSymbol("%")) {
    const Expr::Kind kind =
        IsSymbol("*") ? Expr::Kind::kMultiply : (IsSymbol("/") ? Expr::Kind::kDivide : Expr::Kind::kModulo);
    ++next_;
    left = New(kind, std::move(left), ParsePower());
  }
  return left;
}

ExprPtr Parser::ParsePower() {
  ExprPtr left = ParseUnary();
  while (TakeSymbol("^")) left = New(Expr::Kind::kPower, std::move(left), ParseUnary());
  return left;
}

// The least integer has no positive twin, so a minus before digits is read with them.
ExprPtr Parser::ParseUnary() {
  const uint32_t begin = at();
  if (!IsSymbol("-") && !IsSymbol("+")) return ParsePostfix();
  const Depth depth(this);
  const bool minus = IsSymbol("-");
  ++next_;
  const bool is_least = minus && Peek().kind == Token::Kind::kInteger && !IsSymbol(".", 1) && !IsSymbol("[", 1);
  if (is_least) {
    ExprPtr literal = ParseInteger(/*negative=*/true);
    literal->at = begin;
    return literal;
  }
  ExprPtr expr = New(minus ? Expr::Kind::kNegate : Expr::Kind::kPlus, begin);
  expr->children.push_back(ParseUnary());
  expr->end = previous_end();
  return expr;
}

// a.b, a[1], a[1..2], a:Label, and any of them again.
ExprPtr Parser::ParsePostfix() {
  ExprPtr expr = ParseAtom();
  while (true) {
    if (TakeSymbol(".")) {
      const std::string name = WantName("the name of a property");
      expr = New(Expr::Kind::kProperty, std::move(expr));
      expr->name = name;
    } else if (TakeSymbol("[")) {
      ExprPtr from = IsSymbol("..") ? nullptr : ParseExpression();
      if (!TakeSymbol("..")) {
        WantSymbol("]", "after an index");
        expr = New(Expr::Kind::kIndex, std::move(expr), std::move(from));
        continue;
      }
      ExprPtr to = IsSymbol("]") ? nullptr : ParseExpression();
      WantSymbol("]", "at the end of a slice");
      expr = New(Expr::Kind::kSlice, std::move(expr));
      expr->children.push_back(std::move(from));
      expr->children.push_back(std::move(to));
    } else if (IsSymbol(":") && IsName(1)) {
      if (expr->kind == Expr::Kind::kHasLabels) FailHere("an operator");
      std::vector<std::string> labels;
      while (TakeSymbol(":")) labels.push_back(WantName("a label after ':'"));
      expr = New(Expr::Kind::kHasLabels, std::move(expr));
      expr->names = std::move(labels);
    } else {
      return expr;
    }
  }
}

}  // namespace mailuo::query
