#include "store/fold_name.h"

#include <algorithm>
#include <cstdint>

#include "assemble/utf8.h"
#include "mailuo/schemas/triple.h"

namespace mailuo {

namespace {

struct Variant {
  uint16_t traditional, simplified;
};

// Sorted by the traditional character.
constexpr Variant kVariants[] = {
#include "store/simplified_characters.inc"
};

char32_t Simplified(char32_t c) {
  const auto* found = std::lower_bound(std::begin(kVariants), std::end(kVariants), c,
                                       [](const Variant& variant, char32_t key) { return variant.traditional < key; });
  return found != std::end(kVariants) && found->traditional == c ? found->simplified : c;
}

// The character of the sequence of `length` bytes at text[at].
char32_t Decoded(std::string_view text, size_t at, size_t length) {
  const auto byte = [&](size_t i) { return static_cast<char32_t>(static_cast<uint8_t>(text[at + i])); };
  if (length <= 1) return byte(0);
  char32_t c = byte(0) & (0xFFU >> (length + 1));
  for (size_t i = 1; i < length; ++i) c = (c << 6) | (byte(i) & 0x3F);
  return c;
}

void AppendThreeBytes(char32_t c, std::string* out) {
  out->push_back(static_cast<char>(0xE0 | (c >> 12)));
  out->push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
  out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
}

}  // namespace

std::string FoldForSearch(std::string_view name) {
  std::string folded = FoldName(name);
  if (folded.empty()) folded = name;
  std::string out;
  out.reserve(folded.size());
  for (size_t at = 0; at < folded.size();) {
    const size_t length = Utf8SequenceLength(folded, at);
    if (length == 3) {
      AppendThreeBytes(Simplified(Decoded(folded, at, length)), &out);
    } else if (folded[at] != '\0') {
      out.append(folded, at, std::max<size_t>(length, 1));
    }
    at += std::max<size_t>(length, 1);
  }
  return out;
}

std::u32string CodePoints(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t length = std::max<size_t>(Utf8SequenceLength(text, at), 1);
    points.push_back(Decoded(text, at, length));
    at += length;
  }
  return points;
}

}  // namespace mailuo
