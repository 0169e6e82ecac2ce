// Names as small numbers: every lexicon class, annotation type and trigger literal of a pack is one Symbol, and what a
// pattern element accepts is a SymbolSet. Neighbours: lattice.h (annotations carry symbols), pattern.h (elements).
#ifndef MAILUO_EXTRACTORS_SRC_SYMBOLS_H_
#define MAILUO_EXTRACTORS_SRC_SYMBOLS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace mailuo {

using Symbol = uint32_t;
inline constexpr Symbol kNoSymbol = UINT32_MAX;

// A set of symbols as bits: the first 256, which are all in most packs, at hand, the others elsewhere.
class SymbolSet {
 public:
  void Add(Symbol symbol) {
    if (symbol >= kLow && symbol / 64 >= words()) high_.resize(symbol / 64 + 1 - kLowWords);
    Word(symbol / 64) |= Bit(symbol);
  }
  void Add(const SymbolSet& other) {
    if (other.high_.size() > high_.size()) high_.resize(other.high_.size());
    for (size_t i = 0; i < other.words(); ++i) Word(i) |= other.Word(i);
  }
  bool Has(Symbol symbol) const {
    if (symbol < kLow) return (low_[symbol / 64] & Bit(symbol)) != 0;
    return symbol / 64 < words() && (Word(symbol / 64) & Bit(symbol)) != 0;
  }
  bool Intersects(const SymbolSet& other) const {
    bool any = false;
    ForEachShared(other, [&any](size_t, uint64_t a, uint64_t b) { any |= (a & b) != 0; });
    return any;
  }
  bool Includes(const SymbolSet& other) const {
    for (size_t i = 0; i < other.words(); ++i) {
      if ((other.Word(i) & ~(i < words() ? Word(i) : 0)) != 0) return false;
    }
    return true;
  }
  friend bool operator==(const SymbolSet& a, const SymbolSet& b) { return a.Includes(b) && b.Includes(a); }
  bool empty() const {
    uint64_t any = low_[0] | low_[1] | low_[2] | low_[3];
    for (uint64_t word : high_) any |= word;
    return any == 0;
  }
  size_t size() const {
    size_t n = 0;
    for (size_t i = 0; i < words(); ++i) n += static_cast<size_t>(__builtin_popcountll(Word(i)));
    return n;
  }
  // Empties the set and keeps its room.
  void Clear() {
    low_.fill(0);
    std::fill(high_.begin(), high_.end(), 0);
  }
  template <typename F>
  void ForEach(F f) const {
    ForEachIn(*this, f);
  }
  // Those that are in `other` too.
  template <typename F>
  void ForEachIn(const SymbolSet& other, F f) const {
    ForEachShared(other, [&f](size_t i, uint64_t a, uint64_t b) {
      for (uint64_t word = a & b; word != 0; word &= word - 1) {
        f(static_cast<Symbol>(i * 64 + static_cast<size_t>(__builtin_ctzll(word))));
      }
    });
  }

 private:
  static constexpr size_t kLowWords = 4;
  static constexpr Symbol kLow = 64 * kLowWords;

  static uint64_t Bit(Symbol symbol) { return uint64_t{1} << (symbol % 64); }
  size_t words() const { return kLowWords + high_.size(); }
  uint64_t Word(size_t i) const { return i < kLowWords ? low_[i] : high_[i - kLowWords]; }
  uint64_t& Word(size_t i) { return i < kLowWords ? low_[i] : high_[i - kLowWords]; }
  template <typename F>
  void ForEachShared(const SymbolSet& other, F f) const {
    for (size_t i = 0; i < kLowWords; ++i) f(i, low_[i], other.low_[i]);
    for (size_t i = 0; i < std::min(high_.size(), other.high_.size()); ++i) {
      f(i + kLowWords, high_[i], other.high_[i]);
    }
  }

  std::array<uint64_t, kLowWords> low_{};
  std::vector<uint64_t> high_;
};

// A set of symbols at a glance. Symbols from kShared on have one mark together.
class SymbolMarks {
 public:
  static constexpr Symbol kShared = 255;
  void Add(Symbol symbol) {
    const Symbol mark = symbol < kShared ? symbol : kShared;
    words_[mark / 64] |= uint64_t{1} << (mark % 64);
  }
  bool MayShare(const SymbolMarks& other) const {
    return ((words_[0] & other.words_[0]) | (words_[1] & other.words_[1]) | (words_[2] & other.words_[2]) |
            (words_[3] & other.words_[3])) != 0;
  }

 private:
  std::array<uint64_t, 4> words_{};
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_SYMBOLS_H_
