// A pack's Layout made ready for reading text: one table lookup a character. Everything in it is folded as the text is,
// so that a full-width comma of the pack and of the text are the same ','. Immutable, so threads may share it.
#ifndef MAILUO_EXTRACTORS_SRC_LAYOUT_TABLE_H_
#define MAILUO_EXTRACTORS_SRC_LAYOUT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mailuo/schemas/rule_pack.h"

namespace mailuo {

class LayoutTable {
 public:
  enum CharClass : uint8_t {
    kSpace = 1,      // white space, line breaks among it
    kLineBreak = 2,  // ends a line: LF, CR, form feed, vertical tab and Unicode's own
    kSentenceEnd = 4,
    kClauseEnd = 8,
    kOpening = 16,
    kClosing = 32,  // a straight quote is both
    kNumeral = 64,  // of a section number
  };

  explicit LayoutTable(const Layout& layout);

  uint8_t Class(char32_t c) const { return c < kTableSize ? classes_[c] : 0; }
  bool Is(char32_t c, int classes) const { return (Class(c) & classes) != 0; }
  // True for a mark after which a sentence goes on: of a clause, or of a list.
  bool GoesOn(char32_t c) const { return c == kIdeographicComma || Is(c, kClauseEnd); }
  // True if `closing` closes what `opening` opened.
  bool Matches(char32_t opening, char32_t closing) const;
  // True if the mark at `i` ends a sentence or clause: "3.5" and "1,000" have none.
  bool IsMark(std::u32string_view text, size_t i, int classes) const;
  // Characters of the section marker at the start of `text`, or 0; something always follows a marker.
  size_t MarkerLength(std::u32string_view text) const;
  // True if `text` starts with a section marker that headings have too, as "1." and "(1)"; a marker that ends in a word
  // or a comma is part of a sentence.
  bool StartsWithHeadingMarker(std::u32string_view text) const;
  // True if `text`, one short line, is a by-line. "Zhang San, Mayor", "Mayor Zhang San": an office, beside it a name.
  // A line of one word is none unless `one_word`.
  bool IsByline(std::u32string_view text, bool one_word) const;

  // The character that words are written with in the stead of `c`.
  char32_t Spelled(char32_t c) const {
    if (spellings_ == nullptr || c >= kTableSize || (*spellings_)[c] == 0) return c;
    return (*spellings_)[c];
  }
  bool has_spellings() const { return spellings_ != nullptr; }

  size_t heading_max_chars() const { return heading_max_chars_; }
  bool spaces_between_words() const { return spaces_between_words_; }

 private:
  static constexpr size_t kTableSize = 0x10000;
  static constexpr char32_t kIdeographicComma = 0x3001;

  void Add(std::u32string_view chars, CharClass char_class);
  size_t MarkerLength(std::u32string_view text, const std::pair<std::u32string, std::u32string>& marker) const;
  bool EndsWithOffice(std::u32string_view text) const;
  bool HasOfficeWord(std::u32string_view text) const;

  std::vector<uint8_t> classes_;
  std::vector<std::pair<char32_t, char32_t>> brackets_;
  std::vector<std::pair<std::u32string, std::u32string>> markers_;  // what stands before and behind "{n}"
  std::vector<std::u32string> offices_;
  std::shared_ptr<const std::vector<char16_t>> spellings_;
  size_t heading_max_chars_;
  size_t byline_max_chars_;
  bool spaces_between_words_;
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_LAYOUT_TABLE_H_
