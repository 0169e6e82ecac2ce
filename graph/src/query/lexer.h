// A query's text as tokens. Keywords are identifiers here: openCypher reserves few of them, and the parser knows where
// it wants one. Neighbour: parser.h.
#ifndef MAILUO_GRAPH_SRC_QUERY_LEXER_H_
#define MAILUO_GRAPH_SRC_QUERY_LEXER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailuo::query {

struct Token {
  enum class Kind : uint8_t {
    kEnd,
    kIdentifier,  // text: the name as written
    kQuoted,      // `name`; text: without the quotes
    kInteger,     // text: the digits, with 0x or 0o before them
    kFloat,       // text: as written
    kBadNumber,   // text: as written, such as 12ab or 0x
    kString,      // text: with its escapes read
    kParameter,   // text: without the $
    kSymbol,      // text: one of the signs of kSymbols in lexer.cc
  };
  Kind kind = Kind::kEnd;
  uint32_t begin = 0;  // bytes of the query's text
  uint32_t end = 0;
  std::string text;
};

// The last token is a kEnd. Throws Failure; broken UTF-8 is one.
std::vector<Token> Tokenize(std::string_view text);

// Whether `name` is `keyword` (in capitals), in any case.
bool IsKeyword(std::string_view name, std::string_view keyword);

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_LEXER_H_
