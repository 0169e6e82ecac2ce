// The annotations of one sentence, found by where they begin and where they end: layers of spans over its characters.
// Words, quantities and mentions stand in one lattice, so that a pattern sees all layers before its own.
// Neighbours: matcher.h walks it, extractor.cc fills it. Not thread-safe; a thread reuses one for all its sentences:
// small as it is, it stays in the nearest cache.
#ifndef MAILUO_EXTRACTORS_SRC_LATTICE_H_
#define MAILUO_EXTRACTORS_SRC_LATTICE_H_

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
  // `flags` by symbol are what FlagsAt gives of a place.
  explicit Lattice(const std::vector<uint8_t>* flags) : flags_(*flags) {}

  // Forgets everything and makes room for the characters [begin, end) of the article.
  void Reset(uint32_t begin, uint32_t end) {
    const uint32_t size = end - begin;
    base_ = begin;
    annotations_.clear();
    at_begin_.assign(size + 1, kNone);
    at_end_.assign(size + 1, kNone);
    marks_.assign(size + 1, 0);
    flags_at_.assign(size + 1, 0);
  }
  uint32_t Add(uint32_t begin, uint32_t end, Symbol symbol, uint32_t payload) {
    const auto index = static_cast<uint32_t>(annotations_.size());
    annotations_.push_back({begin, end, symbol, payload, at_begin_[begin - base_], at_end_[end - base_]});
    at_begin_[begin - base_] = index;
    at_end_[end - base_] = index;
    marks_[begin - base_] |= Mark(symbol);
    flags_at_[begin - base_] |= flags_[symbol];
    return index;
  }
  uint32_t size() const { return static_cast<uint32_t>(annotations_.size()); }
  const Annotation& operator[](uint32_t index) const { return annotations_[index]; }
  uint32_t FirstAt(uint32_t begin) const { return at_begin_[begin - base_]; }
  uint32_t FirstEndingAt(uint32_t end) const { return at_end_[end - base_]; }
  // The marks of all symbols that begin there: what shares no bit with it does not begin there.
  uint64_t MarksAt(uint32_t begin) const { return marks_[begin - base_]; }
  static uint64_t Mark(Symbol symbol) { return uint64_t{1} << (symbol % 64); }

  // Calls f(position) for every position in [begin, end) with an annotation that has `flag`.
  template <typename F>
  void ForEachFlagged(uint8_t flag, uint32_t begin, uint32_t end, F f) const {
    uint64_t eight;
    const uint64_t wanted = flag * 0x0101010101010101u;
    begin -= base_;
    end -= base_;
    for (uint32_t p = begin; p < end; ++p) {
      for (; p + sizeof eight <= end; p += sizeof eight) {
        std::memcpy(&eight, flags_at_.data() + p, sizeof eight);
        if ((eight & wanted) != 0) break;
      }
      if (p < end && (flags_at_[p] & flag) != 0) f(base_ + p);
    }
  }

 private:
  const std::vector<uint8_t>& flags_;
  uint32_t base_ = 0;
  std::vector<Annotation> annotations_;
  std::vector<uint32_t> at_begin_;
  std::vector<uint32_t> at_end_;
  std::vector<uint64_t> marks_;
  std::vector<uint8_t> flags_at_;
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_LATTICE_H_
