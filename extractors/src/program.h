// Patterns as machines, made by Thompson's construction, and what is known of a machine before it runs: where it can
// begin, what must be there. A step over an annotation moves by the annotation's length, so the text is a lattice
// rather than a string. Neighbours: pattern.h (before), matcher.h runs them.
#ifndef MAILUO_EXTRACTORS_SRC_PROGRAM_H_
#define MAILUO_EXTRACTORS_SRC_PROGRAM_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lattice.h"
#include "pattern.h"

namespace mailuo {

enum class Op : uint8_t {
  kLiteral,     // x: offset into literals; y: length
  kClass,       // x: index into classes
  kAny,         // one character of the sentence
  kClauseChar,  // one character that ends no clause
  kRun,         // x: index into runs
  kElement,     // x: index into elements; y: slot + 1 to record the annotation, or 0
  kAnchor,      // x: Anchor
  kSplit,       // x first, then y
  kJump,        // x
  kOpen,        // x: slot
  kClose,       // x: slot
  kLook,        // x: index into looks
  kMatch,
};

struct Instruction {
  Op op;
  uint16_t row = 0;    // index + 1 of the row that remembers where the search was here before; 0 where it need not
  uint16_t guard = 0;  // kSplit: index + 1 of what the first way must fit; 0 where anything goes
  uint32_t x = 0;
  uint32_t y = 0;
};

// A CharClass that says no to most characters at a glance.
class CharTest {
 public:
  explicit CharTest(CharClass char_class);
  bool Has(char32_t c) const {
    if ((bits_[c / 64 % 4] >> (c % 64) & 1) == 0) return class_.negated;
    return class_.Has(c);
  }
  const CharClass& char_class() const { return class_; }

 private:
  CharClass class_;
  std::array<uint64_t, 4> bits_{};  // by c % 256: some character of the ranges has this remainder
};

// What can stand at an edge of what a program matches, or behind the first step of it: one of `chars`, an annotation of
// one of `symbols`, the end of a clause where `clause_end`, or anything.
struct EdgeSet {
  bool anything = false;
  bool clause_end = false;
  std::vector<char32_t> chars;
  SymbolSet symbols;
};

struct MatchInput;

// Asks of a position whether an EdgeSet can stand there. A yes may be wrong, a no never is.
class EdgeTest {
 public:
  EdgeTest() = default;
  explicit EdgeTest(EdgeSet edge);
  bool FitsFrom(const MatchInput& input, uint32_t pos) const;  // what begins at pos
  bool FitsUpTo(const MatchInput& input, uint32_t pos) const;  // what ends at pos; clause_end aside

 private:
  bool HasChar(char32_t c) const { return (char_bits_[c / 64 % 4] >> (c % 64) & 1) != 0; }

  bool anything_ = true;
  bool clause_end_ = false;
  bool has_symbols_ = false;
  SymbolMarks marks_;                    // of the symbols
  std::array<uint64_t, 4> char_bits_{};  // by c % 256
  SymbolSet symbols_;
};

struct Program;

struct Look {
  std::unique_ptr<Program> program;
  bool behind = false;
  bool negated = false;
  uint32_t min_length = 0;  // of what a look-behind can match, in characters
  uint32_t max_length = 0;
  EdgeTest edge;             // its first step; of a look-behind the last
  bool edge_is_all = false;  // the edge says all that the program does
};

// Several characters in a row, each of a class and none where one of `looks` says no: `((?! <adv>) [^,.]){2,16}?`. One
// instruction instead of an unrolled repetition, since most patterns spend their time here.
struct CharRun {
  Op step = Op::kClass;         // or kAny, kClauseChar
  uint32_t char_class = 0;      // kClass: index into classes
  std::vector<uint32_t> looks;  // all negated, ahead
  uint32_t min = 0;
  uint32_t max = 0;
  bool lazy = false;
  EdgeTest next;  // what can stand behind the run
};

// One of these must stand somewhere from a match's start on, or anywhere in the sentence.
struct Requirement {
  SymbolSet symbols;
  std::vector<char32_t> chars;
  bool anywhere = false;
  friend bool operator==(const Requirement&, const Requirement&) = default;
};

// Where a program can begin, and what must occur in a sentence for it to match at all.
struct Trigger {
  SymbolSet symbols;
  bool clause_start = false;
  bool sentence_start = false;
  bool anywhere = false;  // begins with any character: refused by the compiler
  std::vector<Requirement> required;
};

struct Program {
  std::vector<Instruction> code;
  std::vector<std::string_view> texts;  // by instruction: the piece of the pattern that it is of, for explanations
  std::u32string literals;              // all in a row
  std::vector<CharTest> classes;
  std::vector<Element> elements;
  std::vector<SymbolMarks> element_marks;  // by element
  std::vector<Look> looks;
  std::vector<EdgeTest> guards;  // of the first ways of splits
  std::vector<CharRun> runs;
  uint32_t slots = 0;
  uint32_t rows = 0;
};

inline constexpr uint32_t kMaxProgramSize = 2000;  // instructions
inline constexpr uint32_t kMaxNestedWindow = 64;   // the same for a look-around within a look-around
inline constexpr uint32_t kMaxWindow = 255;        // characters from a match's start that a program may look at
inline constexpr uint32_t kMaxLookBehind = 16;     // characters before a position that a look-behind may span

// False where the program would be larger than kMaxProgramSize, its look-arounds included.
bool CompilePattern(const Pattern& pattern, Program* program);
// `literal_symbol` gives a literal that begins a pattern a symbol of its own, found by the word automaton.
Trigger FindTrigger(const Pattern& pattern, const std::function<Symbol(const std::u32string&)>& literal_symbol);
// What the first step of a match can be, and what can stand behind that step; anything behind one over a mere
// character.
void FindSteps(const Program& program, EdgeSet* first, EdgeSet* next);

// Gives the attributes of annotations; implemented by the owner of the layers' tables.
class AttributeSource {
 public:
  virtual ~AttributeSource() = default;
  virtual std::string_view Attribute(const Annotation& annotation, std::string_view key) const = 0;
};

enum class PlaceKind : uint8_t { kTitle, kByline, kHeading, kParagraph };

// The sentence in which a program runs.
struct MatchInput {
  const char32_t* chars = nullptr;      // of the whole article
  const uint8_t* clause_end = nullptr;  // by character: nonzero where it ends a clause
  uint32_t begin = 0;                   // of the sentence, behind a section marker
  uint32_t end = 0;
  PlaceKind kind = PlaceKind::kParagraph;
  bool section_start = false;    // the sentence opens a section
  bool paragraph_start = false;  // the sentence is the first of its block
  const Lattice* lattice = nullptr;
  const AttributeSource* attributes = nullptr;
};

inline bool EdgeTest::FitsFrom(const MatchInput& input, uint32_t pos) const {
  if (anything_) return true;
  if (clause_end_ && (pos == input.end || input.clause_end[pos] != 0)) return true;
  if (pos >= input.end) return false;
  if (HasChar(input.chars[pos])) return true;
  return marks_.MayShare(input.lattice->MarksAt(pos));
}

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_PROGRAM_H_
