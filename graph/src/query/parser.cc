#include "query/parser.h"

#include "query/failure.h"

namespace mailuo::query {
namespace {

// Deeper nesting than this would ask for much of the machine's stack.
constexpr uint32_t kMaxDepth = 400;

}  // namespace

Parser::Depth::Depth(Parser* parser) : parser_(parser) {
  if (++parser_->depth_ > kMaxDepth) {
    FailUnsupported("DeepNesting", parser_->at(),
                    "nesting deeper than " + std::to_string(kMaxDepth) + " is not supported");
  }
}

const Token& Parser::Peek(size_t ahead) const {
  return next_ + ahead < tokens_.size() ? tokens_[next_ + ahead] : tokens_.back();
}

bool Parser::IsSymbol(std::string_view symbol, size_t ahead) const {
  return Peek(ahead).kind == Token::Kind::kSymbol && Peek(ahead).text == symbol;
}

bool Parser::IsWord(std::string_view keyword, size_t ahead) const {
  return Peek(ahead).kind == Token::Kind::kIdentifier && IsKeyword(Peek(ahead).text, keyword);
}

bool Parser::TakeSymbol(std::string_view symbol) {
  if (!IsSymbol(symbol)) return false;
  ++next_;
  return true;
}

bool Parser::TakeWord(std::string_view keyword) {
  if (!IsWord(keyword)) return false;
  ++next_;
  return true;
}

void Parser::WantSymbol(std::string_view symbol, std::string_view where) {
  if (!TakeSymbol(symbol)) FailHere("'" + std::string(symbol) + "' " + std::string(where));
}

void Parser::WantWord(std::string_view keyword, std::string_view where) {
  if (!TakeWord(keyword)) FailHere(std::string(keyword) + " " + std::string(where));
}

bool Parser::IsName(size_t ahead) const {
  return Peek(ahead).kind == Token::Kind::kIdentifier || Peek(ahead).kind == Token::Kind::kQuoted;
}

std::string Parser::WantName(std::string_view what) {
  if (!IsName()) FailHere(what);
  return tokens_[next_++].text;
}

std::string Parser::Found() const {
  const Token& token = Peek();
  if (token.kind == Token::Kind::kEnd) return "the end of the query";
  return "'" + std::string(text_.substr(token.begin, token.end - token.begin)) + "'";
}

void Parser::FailHere(std::string_view expected) const {
  FailSyntax("UnexpectedSyntax", at(), "unexpected " + Found() + ", expected " + std::string(expected));
}

}  // namespace mailuo::query
