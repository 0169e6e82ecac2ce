// All words of all lexicons in one automaton: a double-array trie over code points (Aoe 1989, "An Efficient Digital
// Search Algorithm by Using a Double-Array Structure"), walked from every character of the text. Code points are
// renumbered by how often words use them, so that the arrays stay dense and the hot part of them in cache.
#ifndef MAILUO_EXTRACTORS_SRC_WORD_AUTOMATON_H_
#define MAILUO_EXTRACTORS_SRC_WORD_AUTOMATON_H_

#include <bitset>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace mailuo {

// Immutable once built; shared by threads.
class WordAutomaton {
 public:
  // A longer word is refused when a pack is compiled; it bounds the work at one character of the text.
  static constexpr uint32_t kMaxWordLength = 64;

  // `words` are sorted by code point and unique, none empty, none longer than kMaxWordLength. Word i has the id i.
  explicit WordAutomaton(const std::vector<std::u32string_view>& words);

  // Calls f(length, id) for every word that is a prefix of [text, end), shortest first.
  template <typename F>
  void ForEachPrefix(const char32_t* text, const char32_t* end, F f) const {
    if (text == end) return;
    uint32_t state = Root(*text);
    if (state == 0) return;
    if (cells_[state].word != kNoWord) f(1u, cells_[state].word);
    const char32_t* p = text + 1;
    if (p == end || !pairs_[Pair(*text, *p)]) return;
    for (; p != end; ++p) {
      const uint32_t code = Code(*p);
      if (code == 0) return;
      const uint32_t next = cells_[state].base + code;
      if (next >= cells_.size() || cells_[next].check != state) return;
      state = next;
      if (cells_[state].word != kNoWord) f(static_cast<uint32_t>(p - text + 1), cells_[state].word);
    }
  }

  size_t memory() const { return cells_.size() * sizeof(Cell) + codes_.size() * 6 + kPairs / 8; }

 private:
  static constexpr uint32_t kNoWord = UINT32_MAX;
  struct Cell {
    uint32_t base = 0;
    uint32_t check = UINT32_MAX;  // the parent's state; UINT32_MAX in a free cell
    uint32_t word = kNoWord;
  };

  // 0 for a character that no word has.
  uint32_t Code(char32_t c) const {
    if (c < codes_.size()) return codes_[c];
    return c < 0x10000 ? 0 : RareCode(c);
  }
  uint32_t RareCode(char32_t c) const;
  // The state behind the first character of a word, or 0.
  uint32_t Root(char32_t c) const {
    if (c < roots_.size()) return roots_[c];
    return c < 0x10000 ? 0 : RareRoot(c);
  }
  uint32_t RareRoot(char32_t c) const;
  static uint32_t Pair(char32_t first, char32_t second) {
    return (first * 0x9E3779B1u + second * 0x85EBCA6Bu) >> (32 - kPairBits);
  }

  static constexpr uint32_t kPairBits = 18;
  static constexpr uint32_t kPairs = 1u << kPairBits;

  std::vector<uint16_t> codes_;                            // of the basic plane
  std::vector<std::pair<char32_t, uint32_t>> rare_codes_;  // of the others, sorted
  std::vector<uint32_t> roots_;                            // of the basic plane
  std::bitset<kPairs> pairs_;  // by Pair: some word begins so. It fits the nearest cache, and most text ends here
  std::vector<Cell> cells_;
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_WORD_AUTOMATON_H_
