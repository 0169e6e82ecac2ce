#include "mailuo/extractors/document.h"

#include <string_view>

#include "unicode.h"

namespace mailuo {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kIdeographicSpace = "\xE3\x80\x80";

// One character of a UTF-8 source: its bytes, unless they are broken or a line break that stands for a space.
void AppendChar(char32_t c, std::string_view bytes, std::string* text) {
  if (c == 0xFFFD) {
    text->append(kReplacement);
  } else if (c == ' ' && bytes != kIdeographicSpace) {
    text->push_back(' ');
  } else {
    text->append(bytes);
  }
}

}  // namespace

std::string Document::Text(uint32_t begin, uint32_t end) const {
  std::string text;
  if (!written.empty()) {
    for (uint32_t i = begin; i < end; ++i) AppendUtf8(written[i], &text);
    return text;
  }
  const std::string_view all = *bytes;
  // Mostly the bytes are one piece of letters that stand for themselves.
  const uint32_t size = ends[end - 1] - offsets[begin];
  const auto stands = [&](uint32_t i) {
    return chars[i] != ' ' && chars[i] != 0xFFFD && (i == begin || offsets[i] == ends[i - 1]);
  };
  uint32_t plain = begin;
  while (plain < end && stands(plain)) ++plain;
  if (plain == end) return std::string(all.substr(offsets[begin], size));
  for (uint32_t i = begin; i < end; ++i) AppendChar(chars[i], all.substr(offsets[i], ends[i] - offsets[i]), &text);
  return text;
}

std::string Document::Name(uint32_t begin, uint32_t end) const {
  std::string text = Text(begin, end);
  if (!respelled) return text;
  // What folding alone does not explain was respelled.
  const std::u32string as_written = DecodeUtf8(text);
  if (as_written.size() != end - begin) return text;
  std::string name;
  for (uint32_t i = begin; i < end; ++i) {
    const char32_t c = as_written[i - begin];
    AppendUtf8(FoldChar(c) == chars[i] ? c : chars[i], &name);
  }
  return name;
}

}  // namespace mailuo
