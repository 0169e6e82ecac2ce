// UTF-8 and the folding that makes text and words comparable. The fold maps one character to one, so that offsets stay.
#ifndef MAILUO_EXTRACTORS_SRC_UNICODE_H_
#define MAILUO_EXTRACTORS_SRC_UNICODE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace mailuo {

// The full-width forms of ASCII become ASCII, the ideographic space a space, letters lower case (simple case folding).
char32_t FoldChar(char32_t c);

// Decodes one code point at p < end and moves p behind it; an ill-formed byte gives U+FFFD and is passed alone.
char32_t DecodeUtf8(const char** p, const char* end);

void AppendUtf8(char32_t c, std::string* out);
std::u32string DecodeUtf8(std::string_view text);
std::u32string FoldedChars(std::string_view text);
std::string EncodeUtf8(std::u32string_view text);

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_UNICODE_H_
