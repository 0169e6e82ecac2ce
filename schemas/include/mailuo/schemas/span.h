// Half-open ranges of bytes. Neighbours: diagnostic.h (lines and columns of a place), triple.h (evidence).
#ifndef MAILUO_SCHEMAS_SPAN_H_
#define MAILUO_SCHEMAS_SPAN_H_

#include <cstdint>

namespace mailuo {

// The bytes [begin, end) of a source as it was given, whatever its encoding. begin <= end.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  bool Contains(Span other) const { return begin <= other.begin && other.end <= end; }
  bool Overlaps(Span other) const { return begin < other.end && other.begin < end; }
  friend bool operator==(Span, Span) = default;
};

}  // namespace mailuo

#endif  // MAILUO_SCHEMAS_SPAN_H_
