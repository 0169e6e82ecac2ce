// The small languages in rule fields: texts made of captures, sums of numbers, and the triples that a rule yields.
// docs/rules.md has their grammars. Parsed against a pattern's captures when a pack is compiled.
#ifndef MAILUO_EXTRACTORS_SRC_EXPRESSIONS_H_
#define MAILUO_EXTRACTORS_SRC_EXPRESSIONS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mailuo/schemas/diagnostic.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// A capture, one of its attributes, or a constant.
struct Term {
  enum class Kind : uint8_t { kCapture, kAttribute, kConstant };
  Kind kind = Kind::kConstant;
  uint32_t slot = 0;
  std::string text;   // the constant, or the attribute's key
  double number = 0;  // the constant as a number
};

using TextExpression = std::vector<Term>;  // joined

struct NumberExpression {
  struct Factor {
    Term term;
    bool divide = false;
  };
  std::vector<std::vector<Factor>> summands;  // each a product; a product with an absent capture is 0
};

// "subject predicate object [key=text, key=text]"
struct Yield {
  enum class Kind : uint8_t { kSubject, kTopic, kPlace, kArticle, kCapture };
  struct End {
    Kind kind = Kind::kCapture;
    uint32_t slot = 0;
    std::vector<std::string> types;  // the captured thing must be one of them, or below; empty for any
  };
  End subject;
  std::string predicate;
  End object;
  std::vector<std::pair<std::string, TextExpression>> qualifiers;
};

// Each reports what is wrong to `sink` and returns false.
bool ParseText(std::string_view text, const Location& where, const std::vector<std::string>& captures,
               DiagnosticSink* sink, TextExpression* out);
bool ParseTermList(std::string_view text, const Location& where, const std::vector<std::string>& captures,
                   DiagnosticSink* sink, std::vector<Term>* out);
bool ParseNumber(std::string_view text, const Location& where, const std::vector<std::string>& captures,
                 DiagnosticSink* sink, NumberExpression* out);
bool ParseYield(std::string_view text, const Location& where, const std::vector<std::string>& captures,
                const Ontology& ontology, DiagnosticSink* sink, Yield* out);

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_EXPRESSIONS_H_
