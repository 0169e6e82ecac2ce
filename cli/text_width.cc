#include "text_width.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace mailuo::cli {

size_t TextWidth(std::string_view text) {
  size_t width = 0;
  const auto* const bytes = reinterpret_cast<const uint8_t*>(text.data());
  const int32_t size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(bytes, at, size, c);
    const int8_t category = u_charType(c);
    if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK || category == U_CONTROL_CHAR ||
        category == U_FORMAT_CHAR) {
      continue;
    }
    const int32_t kind = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    width += kind == U_EA_WIDE || kind == U_EA_FULLWIDTH ? 2 : 1;
  }
  return width;
}

std::string Padded(std::string_view text, size_t width) {
  const size_t used = TextWidth(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

}  // namespace mailuo::cli
