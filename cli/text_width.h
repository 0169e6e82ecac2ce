// How wide a text is on a terminal, for columns in which scripts are mixed.
#ifndef MAILUO_CLI_TEXT_WIDTH_H_
#define MAILUO_CLI_TEXT_WIDTH_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace mailuo::cli {

// Columns: two for wide and full-width characters, none for marks that stand on another and for controls.
size_t TextWidth(std::string_view text);

// The text with blanks behind it up to `width` columns.
std::string Padded(std::string_view text, size_t width);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_TEXT_WIDTH_H_
