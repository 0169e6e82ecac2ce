// Clauses: MATCH, UNWIND, WITH, RETURN, UNION. What writes or calls is known by name, and refused.
#include "query/failure.h"
#include "query/parser.h"

namespace mailuo::query {

QueryAst Parser::ParseQuery() {
  QueryAst query = ParseUnion(/*is_subquery=*/false);
  TakeSymbol(";");
  if (!AtEnd()) {
    RefuseOtherClauses(/*is_subquery=*/false);
    FailHere("the end of the query");
  }
  return query;
}

QueryAst Parser::ParseUnion(bool is_subquery) {
  const Depth depth(this);
  QueryAst query;
  query.parts.push_back(ParseSingle(is_subquery));
  while (IsWord("UNION")) {
    const uint32_t begin = at();
    ++next_;
    const bool all = TakeWord("ALL");
    if (!all) TakeWord("DISTINCT");
    if (query.parts.size() > 1 && all != query.union_all) {
      FailSyntax("InvalidClauseComposition", begin, "UNION and UNION ALL are mixed, expected one of them throughout");
    }
    query.union_all = all;
    query.parts.push_back(ParseSingle(is_subquery));
  }
  return query;
}

void Parser::RefuseOtherClauses(bool is_subquery) const {
  static constexpr std::string_view kWrites[] = {"CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DETACH", "FOREACH"};
  for (const std::string_view word : kWrites) {
    if (!IsWord(word)) continue;
    if (is_subquery)
      FailSyntax("InvalidClauseComposition", at(), std::string(word) + " stands in a subquery that reads");
    FailUnsupported(word, at(), std::string(word) + " is not supported: queries only read");
  }
  static constexpr std::string_view kOthers[] = {"CALL", "LOAD", "USE", "SHOW", "DROP", "FINISH"};
  for (const std::string_view word : kOthers) {
    if (IsWord(word)) FailUnsupported(word, at(), std::string(word) + " is not supported");
  }
}

SingleQuery Parser::ParseSingle(bool is_subquery) {
  SingleQuery query;
  while (true) {
    RefuseOtherClauses(is_subquery);
    if (IsWord("MATCH") || (IsWord("OPTIONAL") && IsWord("MATCH", 1))) {
      query.clauses.push_back(ParseMatch());
    } else if (IsWord("UNWIND")) {
      query.clauses.push_back(ParseUnwind());
    } else if (IsWord("WITH")) {
      query.clauses.push_back(ParseProjectionClause(Clause::Kind::kWith));
    } else if (IsWord("RETURN")) {
      query.clauses.push_back(ParseProjectionClause(Clause::Kind::kReturn));
    } else {
      break;
    }
  }
  if (query.clauses.empty()) FailHere("MATCH, OPTIONAL MATCH, UNWIND, WITH or RETURN");
  const bool is_over = AtEnd() || IsWord("UNION") || IsSymbol(";") || (is_subquery && IsSymbol("}"));
  if (!is_over) FailHere("a clause, UNION or the end of the query");
  CheckOrder(query, is_subquery);
  return query;
}

void Parser::CheckOrder(const SingleQuery& query, bool is_subquery) const {
  for (size_t i = 0; i + 1 < query.clauses.size(); ++i) {
    if (query.clauses[i].kind != Clause::Kind::kReturn) continue;
    FailSyntax("InvalidClauseComposition", query.clauses[i + 1].at, "a clause stands after RETURN, expected the end");
  }
  if (query.clauses.back().kind == Clause::Kind::kReturn || is_subquery) return;
  FailSyntax("InvalidClauseComposition", query.clauses.back().at, "the query does not end with RETURN");
}

Clause Parser::ParseMatch() {
  Clause clause;
  clause.kind = Clause::Kind::kMatch;
  clause.at = at();
  clause.optional = TakeWord("OPTIONAL");
  WantWord("MATCH", "after OPTIONAL");
  clause.patterns = ParsePatterns();
  if (IsWord("USING")) FailUnsupported("USING", at(), "planner hints (USING) are not supported");
  if (TakeWord("WHERE")) clause.where = ParseExpression();
  return clause;
}

Clause Parser::ParseUnwind() {
  Clause clause;
  clause.kind = Clause::Kind::kUnwind;
  clause.at = at();
  ++next_;
  clause.list = ParseExpression();
  WantWord("AS", "and a name for the members of the list");
  clause.variable = WantName("a name for the members of the list");
  return clause;
}

Clause Parser::ParseProjectionClause(Clause::Kind kind) {
  Clause clause;
  clause.kind = kind;
  clause.at = at();
  ++next_;
  ParseProjectionBody(kind, &clause.projection);
  return clause;
}

void Parser::ParseProjectionBody(Clause::Kind kind, Projection* projection) {
  projection->distinct = TakeWord("DISTINCT");
  projection->star = TakeSymbol("*");
  while (!projection->star || TakeSymbol(",")) {
    ProjectionItem item;
    item.value = ParseExpression();
    item.has_alias = TakeWord("AS");
    item.name = item.has_alias ? WantName("a name after AS")
                               : std::string(text_.substr(item.value->at, previous_end() - item.value->at));
    // `n` is another way to write n, but the column is called n.
    if (!item.has_alias && item.value->kind == Expr::Kind::kVariable) item.name = item.value->name;
    projection->items.push_back(std::move(item));
    if (!projection->star && !TakeSymbol(",")) break;
  }
  if (TakeWord("ORDER")) {
    WantWord("BY", "after ORDER");
    do {
      SortItem item;
      item.value = ParseExpression();
      item.descending = TakeWord("DESC") || TakeWord("DESCENDING");
      if (!item.descending && !TakeWord("ASC")) TakeWord("ASCENDING");
      projection->order.push_back(std::move(item));
    } while (TakeSymbol(","));
  }
  if (TakeWord("SKIP") || TakeWord("OFFSET")) projection->skip = ParseExpression();
  if (TakeWord("LIMIT")) projection->limit = ParseExpression();
  if (kind == Clause::Kind::kWith && TakeWord("WHERE")) projection->where = ParseExpression();
}

}  // namespace mailuo::query
