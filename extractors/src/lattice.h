// The annotations of one sentence, found by where they begin and where they end: layers of spans over its characters.
// Words, quantities and mentions stand in one lattice, so that a pattern sees all layers before its own.
// Neighbours: program.h has the matcher that walks it, article_run.h fills it. Not thread-safe; a thread reuses one for
// all its sentences: small as it is, it stays in the nearest cache.
#ifndef MAILUO_EXTRACTORS_SRC_LATTICE_H_
#define MAILUO_EXTRACTORS_SRC_LATTICE_H_

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "symbols.h"

namespace mailuo {

inline constexpr uint32_t kNone = UINT32_MAX;

// Characters [begin, end) of the article are a `symbol`. `payload` is an index into the table that the layer keeps:
// lexicon entries for words, literals for quantities, mentions for mentions.
struct Annotation {
  uint32_t begin;
  uint32_t end;
  Symbol symbol;
  uint32_t payload;
  uint32_t next_at_begin;  // the next annotation in the list of `begin`, or kNone
  uint32_t next_at_end;
};

class Lattice {
 public:
  // `flags` by symbol are what ForEachFlagged asks for.
  explicit Lattice(const std::vector<uint8_t>* flags) : flags_(*flags) {}

  // Forgets everything and makes room for the characters [begin, end) of the article.
  void Reset(uint32_t begin, uint32_t end) {
    const uint32_t size = end - begin;
    base_ = begin;
    annotations_.clear();
    places_.assign(size + 1, Place{});
    place_flags_.assign(size + 8, 0);
  }
  uint32_t Add(uint32_t begin, uint32_t end, Symbol symbol, uint32_t payload) {
    const auto index = static_cast<uint32_t>(annotations_.size());
    Place& from = places_[begin - base_];
    Place& to = places_[end - base_];
    annotations_.push_back({begin, end, symbol, payload, from.first, to.first_ending});
    from.first = index;
    to.first_ending = index;
    from.marks.Add(symbol);
    place_flags_[begin - base_] |= flags_[symbol];
    return index;
  }
  uint32_t size() const { return static_cast<uint32_t>(annotations_.size()); }
  const Annotation& operator[](uint32_t index) const { return annotations_[index]; }
  uint32_t FirstAt(uint32_t begin) const { return places_[begin - base_].first; }
  uint32_t FirstEndingAt(uint32_t end) const { return places_[end - base_].first_ending; }
  // The marks of all symbols that begin there.
  const SymbolMarks& MarksAt(uint32_t begin) const { return places_[begin - base_].marks; }

  // Calls f(position) wherever a symbol with the flag begins, from `begin` on, before the last place.
  template <typename F>
  void ForEachFlagged(uint8_t flag, uint32_t begin, F f) const {
    const uint64_t all = flag * uint64_t{0x0101010101010101};
    const auto size = static_cast<uint32_t>(places_.size() - 1);
    for (uint32_t i = begin - base_; i < size; i += 8) {
      uint64_t flags;  // of eight places at a time
      std::memcpy(&flags, place_flags_.data() + i, sizeof flags);
      if ((flags & all) == 0) continue;
      for (uint32_t k = i; k < std::min(i + 8, size); ++k) {
        if ((place_flags_[k] & flag) != 0) f(base_ + k);
      }
    }
  }

 private:
  struct Place {
    SymbolMarks marks;
    uint32_t first = kNone;
    uint32_t first_ending = kNone;
  };

  const std::vector<uint8_t>& flags_;
  uint32_t base_ = 0;
  std::vector<Annotation> annotations_;
  std::vector<Place> places_;
  std::vector<uint8_t> place_flags_;  // apart from places_, so that a layer finds where it begins in a few looks
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_LATTICE_H_
