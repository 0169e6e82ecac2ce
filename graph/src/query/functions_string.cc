// Functions of strings. Places and lengths count code points.
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "query/failure.h"
#include "query/functions.h"

namespace mailuo::query {
namespace {

constexpr StaticType kText{kStringSet, kAnySet};

// The byte at which code point `count` from `begin` on stands, the end where there are fewer.
size_t Advance(std::string_view text, size_t begin, int64_t count) {
  for (; count > 0 && begin < text.size(); --count) U8_FWD_1_UNSAFE(text.data(), begin);
  return begin;
}

int64_t WantCount(const Call& call, size_t i) {
  if (call[i].integer() >= 0) return call[i].integer();
  Fail("ArgumentError", "NegativeIntegerArgument", call.at,
       std::string(call.name) + " was given " + std::to_string(call[i].integer()) + ", expected 0 or more");
}

Value Piece(const Call& call, size_t begin, size_t end) {
  return Value::String(std::string(call[0].string().substr(begin, end - begin)));
}

// Case mappings of Unicode, of no language in particular.
Value ToUpper(const Call& call) {
  std::string result;
  icu::UnicodeString::fromUTF8(icu::StringPiece(call[0].string().data(), static_cast<int32_t>(call[0].string().size())))
      .toUpper(icu::Locale::getRoot())
      .toUTF8String(result);
  return Value::String(std::move(result));
}

Value ToLower(const Call& call) {
  std::string result;
  icu::UnicodeString::fromUTF8(icu::StringPiece(call[0].string().data(), static_cast<int32_t>(call[0].string().size())))
      .toLower(icu::Locale::getRoot())
      .toUTF8String(result);
  return Value::String(std::move(result));
}

// The beginning of the character that ends at `end`.
size_t StepBack(std::string_view text, size_t end) {
  do {
    --end;
  } while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80);
  return end;
}

bool IsBlankAt(std::string_view text, size_t at) {
  UChar32 c = 0;
  U8_NEXT_UNSAFE(text.data(), at, c);
  return u_isUWhiteSpace(c);
}

size_t LeftBlanks(std::string_view text) {
  size_t begin = 0;
  while (begin < text.size() && IsBlankAt(text, begin)) begin = Advance(text, begin, 1);
  return begin;
}

size_t RightEnd(std::string_view text, size_t begin) {
  size_t end = text.size();
  while (end > begin && IsBlankAt(text, StepBack(text, end))) end = StepBack(text, end);
  return end;
}

Value Trim(const Call& call) {
  const size_t begin = LeftBlanks(call[0].string());
  return Piece(call, begin, RightEnd(call[0].string(), begin));
}
Value LeftTrim(const Call& call) { return Piece(call, LeftBlanks(call[0].string()), call[0].string().size()); }
Value RightTrim(const Call& call) { return Piece(call, 0, RightEnd(call[0].string(), 0)); }

Value Substring(const Call& call) {
  const std::string_view text = call[0].string();
  const size_t begin = Advance(text, 0, WantCount(call, 1));
  return Piece(call, begin, call.size() > 2 ? Advance(text, begin, WantCount(call, 2)) : text.size());
}

Value Left(const Call& call) { return Piece(call, 0, Advance(call[0].string(), 0, WantCount(call, 1))); }

Value Right(const Call& call) {
  const std::string_view text = call[0].string();
  size_t begin = text.size();
  for (int64_t left = WantCount(call, 1); left > 0 && begin > 0; --left) begin = StepBack(text, begin);
  return Piece(call, begin, text.size());
}

Value Replace(const Call& call) {
  const std::string_view text = call[0].string(), from = call[1].string(), to = call[2].string();
  if (from.empty()) return call[0];
  std::string result;
  size_t at = 0;
  for (size_t found; (found = text.find(from, at)) != std::string_view::npos; at = found + from.size()) {
    result.append(text.substr(at, found - at)).append(to);
  }
  return Value::String(result.append(text.substr(at)));
}

// An empty separator stands between all characters.
Value Split(const Call& call) {
  const std::string_view text = call[0].string(), separator = call[1].string();
  Value::List parts;
  size_t at = 0;
  while (true) {
    size_t end = separator.empty() ? Advance(text, at, 1) : text.find(separator, at);
    const bool is_last = end == std::string_view::npos || (separator.empty() && end >= text.size());
    if (is_last) end = text.size();
    parts.push_back(Piece(call, at, end));
    if (is_last) return Value::Of(std::move(parts));
    at = end + separator.size();
  }
}

}  // namespace

Functions StringFunctions() {
  static const std::vector<Function> functions = {{"toUpper", 1, 1, {kStringSet}, kText, &ToUpper},
                                                  {"toLower", 1, 1, {kStringSet}, kText, &ToLower},
                                                  {"upper", 1, 1, {kStringSet}, kText, &ToUpper},
                                                  {"lower", 1, 1, {kStringSet}, kText, &ToLower},
                                                  {"trim", 1, 1, {kStringSet}, kText, &Trim},
                                                  {"btrim", 1, 1, {kStringSet}, kText, &Trim},
                                                  {"ltrim", 1, 1, {kStringSet}, kText, &LeftTrim},
                                                  {"rtrim", 1, 1, {kStringSet}, kText, &RightTrim},
                                                  {"substring", 2, 3, {kStringSet, kIntegerSet}, kText, &Substring},
                                                  {"left", 2, 2, {kStringSet, kIntegerSet}, kText, &Left},
                                                  {"right", 2, 2, {kStringSet, kIntegerSet}, kText, &Right},
                                                  {"replace", 3, 3, {kStringSet}, kText, &Replace},
                                                  {"split", 2, 2, {kStringSet}, {kListSet, kStringSet}, &Split}};
  return functions;
}

}  // namespace mailuo::query
