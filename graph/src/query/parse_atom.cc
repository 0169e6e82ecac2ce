// Atoms: literals, names, calls, what stands in brackets or begins with a word of its own.
#include <charconv>

#include "query/failure.h"
#include "query/parser.h"

namespace mailuo::query {
namespace {

// Words that cannot be a variable, because an expression ends or goes on at them.
constexpr std::string_view kReserved[] = {
    "AS",  "WHERE",  "RETURN", "WITH",   "MATCH", "OPTIONAL", "UNWIND",   "UNION",  "AND",     "OR",
    "XOR", "IN",     "IS",     "THEN",   "ELSE",  "WHEN",     "ORDER",    "SKIP",   "LIMIT",   "CREATE",
    "SET", "DELETE", "MERGE",  "REMOVE", "NOT",   "CASE",     "DISTINCT", "STARTS", "CONTAINS"};

}  // namespace

ExprPtr Parser::ParseAtom() {
  const Depth depth(this);
  const uint32_t begin = at();
  switch (Peek().kind) {
    case Token::Kind::kInteger: return ParseInteger(/*negative=*/false);
    case Token::Kind::kFloat: return ParseFloat();
    case Token::Kind::kString: {
      Value text = Value::String(Peek().text);
      ++next_;
      ExprPtr expr = New(Expr::Kind::kLiteral, begin);
      expr->literal = std::move(text);
      return expr;
    }
    case Token::Kind::kParameter: {
      std::string name = Peek().text;
      ++next_;
      ExprPtr expr = New(Expr::Kind::kParameter, begin);
      expr->name = std::move(name);
      return expr;
    }
    case Token::Kind::kBadNumber:
      FailSyntax("InvalidNumberLiteral", begin,
                 Peek().text + " is no number, expected one such as 12, 0x1F, 0o17, 1.5 or 2e9");
    case Token::Kind::kIdentifier:
    case Token::Kind::kQuoted: return ParseNamed();
    default: break;
  }
  if (IsSymbol("[")) return ParseBrackets();
  if (IsSymbol("{")) return ParseMap();
  if (IsChainAhead()) {
    auto pattern = std::make_unique<PathPattern>();
    pattern->at = begin;
    ParseChain(pattern.get());
    ExprPtr expr = New(Expr::Kind::kPatternPredicate, begin);
    expr->pattern = std::move(pattern);
    return expr;
  }
  if (!TakeSymbol("(")) FailHere("an expression");
  ExprPtr expr = ParseExpression();
  WantSymbol(")", "after an expression");
  expr->parenthesized = true;
  expr->at = begin;
  expr->end = previous_end();
  return expr;
}

ExprPtr Parser::ParseNamed() {
  const uint32_t begin = at();
  if (Peek().kind == Token::Kind::kIdentifier) {
    const auto literal = [&](Value value) {
      ++next_;
      ExprPtr expr = New(Expr::Kind::kLiteral, begin);
      expr->literal = std::move(value);
      return expr;
    };
    if (IsWord("TRUE")) return literal(Value::Boolean(true));
    if (IsWord("FALSE")) return literal(Value::Boolean(false));
    if (IsWord("NULL")) return literal(Value());
    if (IsWord("CASE")) return ParseCase();
    if (IsWord("EXISTS") && (IsSymbol("{", 1) || IsSymbol("(", 1))) return ParseExists();
    if (IsWord("COUNT") && IsSymbol("{", 1)) return ParseSubquery(Expr::Kind::kCountRows);
    if (IsWord("COLLECT") && IsSymbol("{", 1)) {
      FailUnsupported("CollectSubquery", begin, "COLLECT {} is not supported, a pattern comprehension is");
    }
    if (IsSymbol("(", 1)) {
      static constexpr std::pair<std::string_view, Expr::Kind> kQuantifiers[] = {{"ALL", Expr::Kind::kAll},
                                                                                 {"ANY", Expr::Kind::kAny},
                                                                                 {"NONE", Expr::Kind::kNone},
                                                                                 {"SINGLE", Expr::Kind::kSingle}};
      for (const auto& [word, kind] : kQuantifiers) {
        if (IsWord(word)) return ParseQuantifier(kind);
      }
      if (IsWord("REDUCE")) return ParseReduce();
      if (IsWord("SHORTESTPATH") || IsWord("ALLSHORTESTPATHS")) {
        FailUnsupported("ShortestPathExpression", begin, "a shortest path is supported in MATCH p = shortestPath(...)");
      }
    }
    for (const std::string_view word : kReserved) {
      if (IsWord(word)) FailHere("an expression");
    }
  }
  if (IsSymbol("(", 1) || (IsSymbol(".", 1) && IsName(2) && IsSymbol("(", 3))) return ParseCall();
  std::string name = WantName("a name");
  ExprPtr expr = New(Expr::Kind::kVariable, begin);
  expr->name = std::move(name);
  if (IsSymbol("{")) return ParseMapProjection(std::move(expr));
  return expr;
}

// A function; which ones there are is for check.cc to say.
ExprPtr Parser::ParseCall() {
  const uint32_t begin = at();
  std::string name = WantName("a function");
  while (TakeSymbol(".")) name += "." + WantName("a function");
  ExprPtr expr = New(Expr::Kind::kCall, begin);
  WantSymbol("(", "after a function");
  expr->distinct = TakeWord("DISTINCT");
  if (IsKeyword(name, "COUNT") && TakeSymbol("*")) {
    name = "count(*)";
  } else if (!IsSymbol(")")) {
    do {
      expr->children.push_back(ParseExpression());
    } while (TakeSymbol(","));
  }
  WantSymbol(")", "at the end of the arguments");
  expr->name = std::move(name);
  expr->end = previous_end();
  return expr;
}

ExprPtr Parser::ParseCase() {
  ExprPtr expr = New(Expr::Kind::kCase, at());
  ++next_;
  expr->children.push_back(IsWord("WHEN") ? nullptr : ParseExpression());
  while (TakeWord("WHEN")) {
    expr->children.push_back(ParseExpression());
    WantWord("THEN", "after the condition of WHEN");
    expr->children.push_back(ParseExpression());
  }
  if (expr->children.size() == 1) FailHere("WHEN");
  expr->children.push_back(TakeWord("ELSE") ? ParseExpression() : nullptr);
  WantWord("END", "of CASE");
  expr->end = previous_end();
  return expr;
}

// all(x IN list WHERE predicate)
ExprPtr Parser::ParseQuantifier(Expr::Kind kind) {
  ExprPtr expr = New(kind, at());
  next_ += 2;
  expr->name = WantName("a variable");
  WantWord("IN", "and a list");
  expr->children.push_back(ParseExpression());
  WantWord("WHERE", "and a condition");
  expr->children.push_back(ParseExpression());
  WantSymbol(")", "after the condition");
  expr->end = previous_end();
  return expr;
}

// reduce(sum = 0, x IN list | sum + x)
ExprPtr Parser::ParseReduce() {
  ExprPtr expr = New(Expr::Kind::kReduce, at());
  next_ += 2;
  expr->name = WantName("a variable for the result");
  WantSymbol("=", "and where it begins");
  expr->children.push_back(ParseExpression());
  WantSymbol(",", "before the list");
  expr->name2 = WantName("a variable for the members");
  WantWord("IN", "and a list");
  expr->children.push_back(ParseExpression());
  WantSymbol("|", "and the next result");
  expr->children.push_back(ParseExpression());
  WantSymbol(")", "at the end of reduce");
  expr->end = previous_end();
  return expr;
}

// EXISTS { MATCH ... } or EXISTS { pattern WHERE ... }
ExprPtr Parser::ParseSubquery(Expr::Kind kind) {
  ExprPtr expr = New(kind, at());
  next_ += 2;
  expr->subquery = std::make_unique<QueryAst>();
  if (IsSymbol("(") || (IsName() && IsSymbol("=", 1))) {
    Clause match;
    match.at = at();
    match.patterns = ParsePatterns();
    if (TakeWord("WHERE")) match.where = ParseExpression();
    expr->subquery->parts.emplace_back().clauses.push_back(std::move(match));
  } else {
    *expr->subquery = ParseUnion(/*is_subquery=*/true);
  }
  WantSymbol("}", "at the end of a subquery");
  expr->end = previous_end();
  return expr;
}

// exists((a)-->(b)) is the pattern itself; exists(a.b) is a.b IS NOT NULL.
ExprPtr Parser::ParseExists() {
  if (IsSymbol("{", 1)) return ParseSubquery(Expr::Kind::kExists);
  const uint32_t begin = at();
  next_ += 2;
  ExprPtr inner = ParseExpression();
  WantSymbol(")", "after the argument of exists");
  if (inner->kind == Expr::Kind::kPatternPredicate) {
    inner->name = "exists";  // says that it may stand anywhere
    inner->at = begin;
    inner->end = previous_end();
    return inner;
  }
  if (inner->kind != Expr::Kind::kProperty && inner->kind != Expr::Kind::kIndex) {
    FailSyntax("InvalidArgumentType", inner->at, "exists was expected to have a property or a pattern in it");
  }
  ExprPtr expr = New(Expr::Kind::kIsNotNull, begin);
  expr->children.push_back(std::move(inner));
  return expr;
}

ExprPtr Parser::ParseBrackets() {
  const uint32_t begin = at();
  if (IsName(1) && IsWord("IN", 2)) return ParseListComprehension();
  if (IsChainAhead(1) || (IsName(1) && IsSymbol("=", 2) && IsChainAhead(3))) return ParsePatternComprehension();
  ++next_;
  ExprPtr expr = New(Expr::Kind::kList, begin);
  if (!IsSymbol("]")) {
    do {
      expr->children.push_back(ParseExpression());
    } while (TakeSymbol(","));
  }
  WantSymbol("]", "at the end of a list");
  expr->end = previous_end();
  return expr;
}

// [x IN list WHERE condition | value]
ExprPtr Parser::ParseListComprehension() {
  ExprPtr expr = New(Expr::Kind::kListComprehension, at());
  ++next_;
  expr->name = WantName("a variable");
  WantWord("IN", "and a list");
  expr->children.push_back(ParseExpression());
  expr->children.push_back(TakeWord("WHERE") ? ParseExpression() : nullptr);
  expr->children.push_back(TakeSymbol("|") ? ParseExpression() : nullptr);
  WantSymbol("]", "at the end of a list comprehension");
  expr->end = previous_end();
  return expr;
}

// [p = (a)-->(b) WHERE condition | value]
ExprPtr Parser::ParsePatternComprehension() {
  ExprPtr expr = New(Expr::Kind::kPatternComprehension, at());
  ++next_;
  expr->pattern = std::make_unique<PathPattern>(ParsePathPattern());
  expr->children.push_back(TakeWord("WHERE") ? ParseExpression() : nullptr);
  WantSymbol("|", "and a value");
  expr->children.push_back(ParseExpression());
  WantSymbol("]", "at the end of a pattern comprehension");
  expr->end = previous_end();
  return expr;
}

ExprPtr Parser::ParseMap() {
  ExprPtr expr = New(Expr::Kind::kMap, at());
  ++next_;
  if (!IsSymbol("}")) {
    do {
      expr->names.push_back(WantName("a key"));
      WantSymbol(":", "after a key");
      expr->children.push_back(ParseExpression());
    } while (TakeSymbol(","));
  }
  WantSymbol("}", "at the end of a map");
  expr->end = previous_end();
  return expr;
}

// city {.name, .*, funds: count(f), region}
ExprPtr Parser::ParseMapProjection(ExprPtr of) {
  ExprPtr expr = New(Expr::Kind::kMapProjection, std::move(of));
  ++next_;
  const auto copy = [&] {
    ExprPtr variable = New(Expr::Kind::kVariable, expr->children[0]->at);
    variable->name = expr->children[0]->name;
    return variable;
  };
  while (!IsSymbol("}")) {
    if (TakeSymbol(".")) {
      if (TakeSymbol("*")) {
        expr->names.push_back("*");
        expr->children.push_back(nullptr);
      } else {
        std::string name = WantName("a property");
        ExprPtr property = New(Expr::Kind::kProperty, copy());
        property->name = name;
        expr->names.push_back(std::move(name));
        expr->children.push_back(std::move(property));
      }
    } else {
      const uint32_t begin = at();
      std::string name = WantName("a key, a variable or '.'");
      if (TakeSymbol(":")) {
        expr->children.push_back(ParseExpression());
      } else {
        ExprPtr variable = New(Expr::Kind::kVariable, begin);
        variable->name = name;
        expr->children.push_back(std::move(variable));
      }
      expr->names.push_back(std::move(name));
    }
    if (!TakeSymbol(",")) break;
  }
  WantSymbol("}", "at the end of a map projection");
  expr->end = previous_end();
  return expr;
}

ExprPtr Parser::ParseInteger(bool negative) {
  const Token& token = Peek();
  const bool is_hexadecimal = token.text.size() > 1 && (token.text[1] == 'x' || token.text[1] == 'X');
  const bool is_octal = token.text.size() > 1 && (token.text[1] == 'o' || token.text[1] == 'O');
  const int base = is_hexadecimal ? 16 : (is_octal ? 8 : 10);
  uint64_t size = 0;
  const char* end = token.text.data() + token.text.size();
  const auto read = std::from_chars(token.text.data() + (base == 10 ? 0 : 2), end, size, base);
  const uint64_t limit = static_cast<uint64_t>(INT64_MAX) + (negative ? 1 : 0);
  if (read.ec != std::errc() || read.ptr != end || size > limit) {
    FailSyntax("IntegerOverflow", token.begin, token.text + " is too large, expected an integer of 64 bits");
  }
  ++next_;
  ExprPtr expr = New(Expr::Kind::kLiteral, token.begin);
  expr->literal = Value::Integer(static_cast<int64_t>(negative ? ~size + 1 : size));
  return expr;
}

// A number too small for a double is 0.
ExprPtr Parser::ParseFloat() {
  const Token& token = Peek();
  double value = 0;
  const auto read = std::from_chars(token.text.data(), token.text.data() + token.text.size(), value);
  const bool is_small = token.text.find("e-") != std::string::npos || token.text.find("E-") != std::string::npos;
  if (read.ec == std::errc::result_out_of_range && !is_small) {
    FailSyntax("FloatingPointOverflow", token.begin, token.text + " is too large, expected at most 1.8e308");
  }
  ++next_;
  ExprPtr expr = New(Expr::Kind::kLiteral, token.begin);
  expr->literal = Value::Float(value);
  return expr;
}

}  // namespace mailuo::query
