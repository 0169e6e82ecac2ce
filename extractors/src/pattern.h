// Patterns as trees: the grammar of docs/rules.md parsed, names resolved to symbols. program.h makes machines of them.
#ifndef MAILUO_EXTRACTORS_SRC_PATTERN_H_
#define MAILUO_EXTRACTORS_SRC_PATTERN_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/schemas/diagnostic.h"
#include "symbols.h"

namespace mailuo {

// A condition on an annotation's attributes: key=value, or key!=value. A key that an annotation lacks has the value "".
struct AttributeTest {
  std::string key;
  std::string value;
  bool negated = false;
};

// One step over an annotation: any of `symbols` whose attributes pass all tests.
struct Element {
  SymbolSet symbols;
  std::vector<AttributeTest> tests;
};

// A set of characters as sorted, disjoint ranges, perhaps complemented.
struct CharClass {
  std::vector<std::pair<char32_t, char32_t>> ranges;
  bool negated = false;
  bool Has(char32_t c) const;
};

// Positions without width that a pattern can ask for.
enum class Anchor : uint8_t {
  kClauseStart,
  kClauseEnd,
  kSentenceStart,
  kSentenceEnd,
  kTitle,
  kHeading,
  kByline,
  kSection,
  kParagraph,
};

struct PatternNode {
  enum class Kind : uint8_t {
    kEmpty,
    kLiteral,
    kClass,
    kAny,
    kClauseChar,
    kElement,
    kAnchor,
    kSequence,
    kAlternation,
    kRepeat,
    kCapture,
    kLook,
  };
  Kind kind = Kind::kEmpty;
  std::string_view text;  // of a step, a condition: the piece of the pattern, as written
  std::u32string literal;
  CharClass char_class;
  Element element;
  Anchor anchor = Anchor::kClauseStart;
  std::vector<std::unique_ptr<PatternNode>> children;
  uint32_t min = 0, max = 0;             // kRepeat; max kUnbounded for "as many as the window holds"
  bool lazy = false;                     // kRepeat: fewest first
  uint32_t slot = 0;                     // kCapture
  bool behind = false, negated = false;  // kLook
};

inline constexpr uint32_t kUnbounded = UINT32_MAX;

struct Pattern {
  std::unique_ptr<PatternNode> root;
  std::vector<std::string> captures;  // by slot
};

// What the parser asks of its surroundings. Returned views stay valid during the parse.
struct PatternNames {
  // The symbols of a lexicon class and all below it; empty where there is none.
  std::function<SymbolSet(std::string_view)> word_class;
  // The symbols of an annotation type (entity type, abstract type, literal type, Number, Time, ...); empty where none.
  std::function<SymbolSet(std::string_view)> annotation_type;
  std::function<const std::pair<std::string, Location>*(std::string_view)> macro;
  // For "did you mean".
  std::vector<std::string_view> known_classes, known_types, known_macros;
  std::string_view list_join;  // the pattern between the members of {x: T}+
  Location list_join_where;    // of its first character
};

// Parses `text`, whose first character stands at `where`; nodes keep views of it. Errors go to `sink`, each with its
// place; the root is null if there was any. Nesting, repetition and size are bounded (kMaxPatternDepth, kMaxRepeat,
// kMaxPatternNodes).
Pattern ParsePattern(std::string_view text, const Location& where, const PatternNames& names, DiagnosticSink* sink);

inline constexpr uint32_t kMaxPatternDepth = 40;  // groups and macros
inline constexpr uint32_t kMaxLookDepth = 3;
inline constexpr uint32_t kMaxRepeat = 64;
inline constexpr uint32_t kMaxPatternNodes = 4000;

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_PATTERN_H_
