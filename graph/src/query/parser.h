// Tokens to a tree, by recursive descent: a function for each rule of the grammar in docs/query.md. Throws Failure.
#ifndef MAILUO_GRAPH_SRC_QUERY_PARSER_H_
#define MAILUO_GRAPH_SRC_QUERY_PARSER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/ast.h"
#include "query/lexer.h"

namespace mailuo::query {

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), tokens_(Tokenize(text)) {}

  // A whole query, up to the end of the text.
  QueryAst ParseQuery();

  // Parts of one, for what reads a little more than the subset does (the TCK's CREATE); AtEnd says whether all is read.
  std::vector<PathPattern> ParsePatterns();  // "pattern, pattern"
  ExprPtr ParseExpression();
  bool AtEnd() const { return Peek().kind == Token::Kind::kEnd; }
  const Token& Peek(size_t ahead = 0) const;

 private:
  class Depth;  // bounds the recursion

  // parser.cc
  bool IsSymbol(std::string_view symbol, size_t ahead = 0) const;
  bool IsWord(std::string_view keyword, size_t ahead = 0) const;
  bool TakeSymbol(std::string_view symbol);
  bool TakeWord(std::string_view keyword);
  void WantSymbol(std::string_view symbol, std::string_view where);
  void WantWord(std::string_view keyword, std::string_view where);
  std::string WantName(std::string_view what);
  bool IsName(size_t ahead = 0) const;
  uint32_t at() const { return Peek().begin; }
  uint32_t previous_end() const { return next_ == 0 ? 0 : tokens_[next_ - 1].end; }
  std::string Found() const;  // the next token as a message names it
  [[noreturn]] void FailHere(std::string_view expected) const;

  // parse_clause.cc
  QueryAst ParseUnion(bool is_subquery);
  SingleQuery ParseSingle(bool is_subquery);
  Clause ParseMatch();
  Clause ParseUnwind();
  Clause ParseProjectionClause(Clause::Kind kind);
  void ParseProjectionBody(Clause::Kind kind, Projection* projection);
  void CheckOrder(const SingleQuery& query, bool is_subquery) const;
  void RefuseOtherClauses(bool is_subquery) const;

  // parse_pattern.cc
  PathPattern ParsePathPattern();
  void ParseChain(PathPattern* path);
  NodePattern ParseNodePattern();
  RelationshipPattern ParseRelationshipPattern();
  void ParseRange(RelationshipPattern* relationship);
  ExprPtr ParsePatternProperties();
  bool IsRelationshipAhead() const;
  bool IsChainAhead(size_t ahead = 0) const;

  // parse_expression.cc
  ExprPtr ParseOr();
  ExprPtr ParseXor();
  ExprPtr ParseAnd();
  ExprPtr ParseNot();
  ExprPtr ParseComparison();
  ExprPtr ParsePredicate();
  ExprPtr ParseAdd();
  ExprPtr ParseMultiply();
  ExprPtr ParsePower();
  ExprPtr ParseUnary();
  ExprPtr ParsePostfix();

  // parse_atom.cc
  ExprPtr ParseAtom();
  ExprPtr ParseNamed();
  ExprPtr ParseCall();
  ExprPtr ParseCase();
  ExprPtr ParseQuantifier(Expr::Kind kind);
  ExprPtr ParseReduce();
  ExprPtr ParseSubquery(Expr::Kind kind);
  ExprPtr ParseExists();
  ExprPtr ParseBrackets();
  ExprPtr ParseListComprehension();
  ExprPtr ParsePatternComprehension();
  ExprPtr ParseMap();
  ExprPtr ParseMapProjection(ExprPtr of);
  ExprPtr ParseInteger(bool negative);
  ExprPtr ParseFloat();
  ExprPtr New(Expr::Kind kind, uint32_t begin) const;
  ExprPtr New(Expr::Kind kind, ExprPtr first, ExprPtr second = nullptr) const;

  std::string_view text_;
  std::vector<Token> tokens_;
  size_t next_ = 0;
  uint32_t depth_ = 0;
};

// Counts the nested rules of one kind while it lives.
class Parser::Depth {
 public:
  explicit Depth(Parser* parser);
  ~Depth() { --parser_->depth_; }
  Depth(const Depth&) = delete;
  Depth& operator=(const Depth&) = delete;

 private:
  Parser* parser_;
};

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_PARSER_H_
