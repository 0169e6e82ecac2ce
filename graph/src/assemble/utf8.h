// Text that every writer can rely on: well-formed UTF-8. Used by the builder on whatever it is given.
#ifndef MAILUO_GRAPH_SRC_ASSEMBLE_UTF8_H_
#define MAILUO_GRAPH_SRC_ASSEMBLE_UTF8_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace mailuo {

// The length of the well-formed sequence at text[at], 0 where there is none. Surrogates and overlong forms are none.
size_t Utf8SequenceLength(std::string_view text, size_t at);

// Each byte that belongs to no well-formed sequence becomes U+FFFD.
void CleanUtf8(std::string* text);

size_t CountCodePoints(std::string_view text);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_ASSEMBLE_UTF8_H_
