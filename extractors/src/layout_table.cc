#include "layout_table.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "unicode.h"

namespace mailuo {
namespace {

constexpr size_t kMaxNumeralChars = 3;
constexpr size_t kMaxNameChars = 4;       // of a name written without spaces
constexpr size_t kMaxLongNameChars = 16;  // of one with a middle dot
constexpr char32_t kMiddleDot = 0xB7;
constexpr std::u32string_view kNumberPlace = U"{n}";

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsWordChar(char32_t c) { return (c >= 'a' && c <= 'z') || IsDigit(c); }

}  // namespace

LayoutTable::LayoutTable(const Layout& layout)
    : classes_(kTableSize),
      spellings_(layout.spellings),
      heading_max_chars_(layout.heading_max_chars),
      byline_max_chars_(layout.byline_max_chars),
      spaces_between_words_(layout.spaces_between_words) {
  Add(U"\n\r\f\v\x85\u2028\u2029", kLineBreak);
  Add(U"\n\r\f\v\x85\u2028\u2029 \t\xA0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u200B"
      U"\u202F\u205F\u3000\uFEFF",
      kSpace);
  Add(FoldedChars(layout.sentence_end), kSentenceEnd);
  Add(FoldedChars(layout.clause_end), kClauseEnd);
  Add(FoldedChars(layout.numerals), kNumeral);
  Add(U"0123456789", kNumeral);
  for (const auto& [opening, closing] : layout.brackets) {
    const std::u32string open = FoldedChars(opening), close = FoldedChars(closing);
    if (open.empty() || close.empty()) continue;
    brackets_.emplace_back(open[0], close[0]);
    Add(open.substr(0, 1), kOpening);
    Add(close.substr(0, 1), kClosing);
  }
  for (const std::string& marker : layout.section_markers) {
    const std::u32string folded = FoldedChars(marker);
    const size_t place = folded.find(kNumberPlace);
    if (place == std::u32string::npos) continue;
    markers_.emplace_back(folded.substr(0, place), folded.substr(place + kNumberPlace.size()));
  }
  for (const std::string& office : layout.offices) offices_.push_back(FoldedChars(office));
}

void LayoutTable::Add(std::u32string_view chars, CharClass char_class) {
  for (char32_t c : chars) {
    if (c < kTableSize) classes_[c] = static_cast<uint8_t>(classes_[c] | char_class);
  }
}

bool LayoutTable::Matches(char32_t opening, char32_t closing) const {
  return std::find(brackets_.begin(), brackets_.end(), std::pair(opening, closing)) != brackets_.end();
}

bool LayoutTable::IsMark(std::u32string_view text, size_t i, int classes) const {
  const char32_t c = text[i];
  if (!Is(c, classes)) return false;
  if (c != '.' && c != ',') return true;
  const char32_t next = i + 1 < text.size() ? text[i + 1] : U' ';
  if (i > 0 && IsDigit(text[i - 1]) && IsDigit(next)) return false;
  return c == ',' || !IsWordChar(next);  // "mailuo.example" is one word
}

size_t LayoutTable::MarkerLength(std::u32string_view text) const {
  size_t longest = 0;
  for (const auto& marker : markers_) longest = std::max(longest, MarkerLength(text, marker));
  return longest < text.size() ? longest : 0;
}

bool LayoutTable::StartsWithHeadingMarker(std::u32string_view text) const {
  const size_t length = MarkerLength(text);
  if (length == 0) return false;
  const char32_t last = text[length - 1];
  return last != ',' && !u_isalnum(static_cast<UChar32>(last));
}

size_t LayoutTable::MarkerLength(std::u32string_view text,
                                 const std::pair<std::u32string, std::u32string>& marker) const {
  const auto& [before, behind] = marker;
  if (text.substr(0, before.size()) != before) return 0;
  size_t i = before.size();
  while (i < text.size() && i - before.size() < kMaxNumeralChars && Is(text[i], kNumeral)) ++i;
  if (i == before.size() || text.substr(i, behind.size()) != behind) return 0;
  const size_t end = i + behind.size();
  const bool decimal_point = !behind.empty() && behind.back() == '.' && end < text.size() && IsDigit(text[end]);
  return decimal_point ? 0 : end;
}

bool LayoutTable::EndsWithOffice(std::u32string_view text) const {
  return std::any_of(offices_.begin(), offices_.end(), [&](const std::u32string& office) {
    return text.size() >= office.size() && text.substr(text.size() - office.size()) == office;
  });
}

bool LayoutTable::HasOfficeWord(std::u32string_view text) const {
  for (const std::u32string& office : offices_) {
    for (size_t at = text.find(office); at != std::u32string_view::npos; at = text.find(office, at + 1)) {
      const size_t end = at + office.size();
      if ((at == 0 || !IsWordChar(text[at - 1])) && (end == text.size() || !IsWordChar(text[end]))) return true;
    }
  }
  return false;
}

bool LayoutTable::IsByline(std::u32string_view text, bool one_word) const {
  if (text.empty() || text.size() > byline_max_chars_) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (IsMark(text, i, kSentenceEnd)) return false;
    if (!spaces_between_words_ && (text[i] == ',' || text[i] == ';' || text[i] == ':')) return false;
  }
  if (spaces_between_words_) return HasOfficeWord(text);
  const auto is_space = [this](char32_t c) { return Is(c, kSpace); };
  const bool has_space = std::any_of(text.begin(), text.end(), is_space);
  if (EndsWithOffice(text)) return has_space || one_word;
  // The office before the name, which may itself be spaced out: "Mayor of Jiangzhou  Zhang  San" in Chinese order.
  for (size_t i = 1; i < text.size(); ++i) {
    if (!is_space(text[i]) || !EndsWithOffice(text.substr(0, i))) continue;
    const std::u32string_view name = text.substr(i);
    const auto chars = name.size() - static_cast<size_t>(std::count_if(name.begin(), name.end(), is_space));
    const bool long_name = name.find(kMiddleDot) != std::u32string_view::npos;
    if (chars <= (long_name ? kMaxLongNameChars : kMaxNameChars)) return true;
  }
  return false;
}

}  // namespace mailuo
