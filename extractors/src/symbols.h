// Names as small numbers: every lexicon class, annotation type and trigger literal of a pack is one Symbol, and what a
// pattern element accepts is a SymbolSet. Neighbours: lattice.h (annotations carry symbols), pattern.h (elements).
#ifndef MAILUO_EXTRACTORS_SRC_SYMBOLS_H_
#define MAILUO_EXTRACTORS_SRC_SYMBOLS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mailuo {

using Symbol = uint32_t;
inline constexpr Symbol kNoSymbol = UINT32_MAX;

// A set of symbols as bits. Two sets of one pack may differ in length; what is beyond the end is not in.
class SymbolSet {
 public:
  void Add(Symbol symbol) {
    if (symbol / 64 >= words_.size()) words_.resize(symbol / 64 + 1);
    words_[symbol / 64] |= uint64_t{1} << (symbol % 64);
  }
  void Add(const SymbolSet& other) {
    if (other.words_.size() > words_.size()) words_.resize(other.words_.size());
    for (size_t i = 0; i < other.words_.size(); ++i) words_[i] |= other.words_[i];
  }
  bool Has(Symbol symbol) const {
    return symbol / 64 < words_.size() && (words_[symbol / 64] >> (symbol % 64) & 1) != 0;
  }
  bool Intersects(const SymbolSet& other) const {
    const size_t n = words_.size() < other.words_.size() ? words_.size() : other.words_.size();
    for (size_t i = 0; i < n; ++i) {
      if ((words_[i] & other.words_[i]) != 0) return true;
    }
    return false;
  }
  bool Includes(const SymbolSet& other) const {
    for (size_t i = 0; i < other.words_.size(); ++i) {
      if ((other.words_[i] & ~(i < words_.size() ? words_[i] : 0)) != 0) return false;
    }
    return true;
  }
  bool empty() const {
    for (uint64_t word : words_) {
      if (word != 0) return false;
    }
    return true;
  }
  size_t size() const {
    size_t n = 0;
    for (uint64_t word : words_) n += static_cast<size_t>(__builtin_popcountll(word));
    return n;
  }
  // Empties the set and keeps its room.
  void Clear() { words_.assign(words_.size(), 0); }
  template <typename F>
  void ForEach(F f) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (uint64_t word = words_[i]; word != 0; word &= word - 1) {
        f(static_cast<Symbol>(i * 64 + static_cast<size_t>(__builtin_ctzll(word))));
      }
    }
  }
  // Those that are in `other` too.
  template <typename F>
  void ForEachIn(const SymbolSet& other, F f) const {
    const size_t n = words_.size() < other.words_.size() ? words_.size() : other.words_.size();
    for (size_t i = 0; i < n; ++i) {
      for (uint64_t word = words_[i] & other.words_[i]; word != 0; word &= word - 1) {
        f(static_cast<Symbol>(i * 64 + static_cast<size_t>(__builtin_ctzll(word))));
      }
    }
  }

 private:
  std::vector<uint64_t> words_;
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_SYMBOLS_H_
