#include "unicode.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace mailuo {

char32_t FoldChar(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c >= 0x2E80 && c < 0xFF01) return c == 0x3000 ? U' ' : c;
  if (c >= 0xFF01 && c <= 0xFF5E) return FoldChar(c - 0xFEE0);
  return static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT));
}

char32_t DecodeUtf8(const char** p, const char* end) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(*p);
  int32_t i = 0;
  UChar32 c;
  U8_NEXT(bytes, i, static_cast<int32_t>(end - *p < 4 ? end - *p : 4), c);
  if (c < 0) {
    ++*p;
    return 0xFFFD;
  }
  *p += i;
  return static_cast<char32_t>(c);
}

void AppendUtf8(char32_t c, std::string* out) {
  uint8_t buffer[U8_MAX_LENGTH];
  int32_t n = 0;
  U8_APPEND_UNSAFE(buffer, n, c);
  out->append(reinterpret_cast<const char*>(buffer), static_cast<size_t>(n));
}

std::u32string DecodeUtf8(std::string_view text) {
  std::u32string chars;
  for (const char* p = text.data(); p != text.data() + text.size();) {
    chars.push_back(DecodeUtf8(&p, text.data() + text.size()));
  }
  return chars;
}

std::u32string FoldedChars(std::string_view text) {
  std::u32string chars = DecodeUtf8(text);
  for (char32_t& c : chars) c = FoldChar(c);
  return chars;
}

std::string EncodeUtf8(std::u32string_view text) {
  std::string bytes;
  for (char32_t c : text) AppendUtf8(c, &bytes);
  return bytes;
}

}  // namespace mailuo
