// Numbers written in digits, in words, or in both: "2.5 million" as well as "three thousand". Which words count is
// data: the lexicon classes num.* of a pack. Neighbours: the quantity layer makes annotations of type Number of what
// Scan finds; rules add currencies, measure words and the bounds around a number.
#ifndef MAILUO_EXTRACTORS_SRC_NUMERALS_H_
#define MAILUO_EXTRACTORS_SRC_NUMERALS_H_

#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "word_automaton.h"

namespace mailuo {

// A word of a lexicon class "num.<kind>". The digits 0 to 9 need no entry. Kinds, with the words of policy-zh:
//   digit           values 0 to 9, and tens with a word of their own (20, 30)
//   digit.counting  a digit that stands before units and measure words only, never behind a decimal point
//   digit.formal    a digit that is a common word by itself: a number only with a formal or a large unit behind it
//   unit, unit.formal   10, 100, 1000, 10^4, 10^8, 10^12
//   half            0.5 before a unit
//   point           the spoken decimal point; a number word follows
//   decimal         the written decimal point; 0-9 follow
//   group           separates groups of three of the digits 0-9
//   sign            its value, -1, multiplies
//   suffix          multiplies a number in 0-9, and no letter follows
//   exponent        as in 2e5
//   lead            before a unit, part of the number: "several hundred"; its approx is the number's
//   after           behind a unit or behind 0-9, part of the number: "hundred-odd"; its approx is the number's
//   opener          before the number, no part of it: lets a unit alone be one, as in "over a hundred"
//   none            no number, whatever numerals it contains
struct NumeralWord {
  std::u32string word;  // folded
  std::string kind;     // an unknown one is passed over
  double value = 0;
  std::string approx;
};

// Characters [begin, end) are the number `value`; a bound among them is in `approx`, else that is empty. The view lives
// as long as the Numerals.
struct NumberSpan {
  uint32_t begin;
  uint32_t end;
  double value;
  std::string_view approx;
};

// Immutable; shared by threads.
class Numerals {
 public:
  explicit Numerals(const std::vector<NumeralWord>& words);

  // Appends the numbers in chars[begin, end), which are folded: leftmost, longest, in order, disjoint. Looks at nothing
  // outside. Time is linear in the number of characters.
  void Scan(const char32_t* chars, uint32_t begin, uint32_t end, std::vector<NumberSpan>* out) const;

  static constexpr double kMaxValue = 1e24;  // what is larger, either side of zero, is no number: a row of digits
  static constexpr uint32_t kMaxBlanks = 4;  // that may stand between two words of one number

 private:
  friend class NumberParser;

  struct Word {
    std::u32string text;
    uint32_t roles = 0;
    double value = 0;
    std::string lead_approx;
    std::string after_approx;
  };

  // The longest word at `pos`, or null. Inside a number, words of kind "none" made of nothing but numerals do not
  // count.
  const Word* Find(const char32_t* chars, uint32_t begin, uint32_t pos, uint32_t end, bool inside) const;

  std::vector<Word> words_;                   // sorted by text
  std::unique_ptr<WordAutomaton> automaton_;  // of words_
  std::bitset<0x10000> heads_;                // first characters of words, and digits
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_NUMERALS_H_
