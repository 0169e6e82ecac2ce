// Conversions between numbers, strings and booleans. What cannot be read gives null; what is of a type that has no
// conversion is an error, or null for the functions whose names end with OrNull.
#include <charconv>
#include <cmath>
#include <optional>

#include "query/failure.h"
#include "query/functions.h"

namespace mailuo::query {
namespace {

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\n\r");
  if (begin == std::string_view::npos) return {};
  text = text.substr(begin, text.find_last_not_of(" \t\n\r") - begin + 1);
  return text.size() > 1 && text[0] == '+' && text[1] != '-' ? text.substr(1) : text;
}

std::optional<double> ReadFloat(std::string_view text) {
  text = Trimmed(text);
  // from_chars knows "inf" and "nan" too.
  const size_t first = !text.empty() && text[0] == '-' ? 1 : 0;
  if (first >= text.size() || (text[first] != '.' && (text[first] < '0' || text[first] > '9'))) return std::nullopt;
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<int64_t> Truncate(double value) {
  if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0)) return std::nullopt;
  return static_cast<int64_t>(value);
}

Value ReadInteger(std::string_view text) {
  const std::string_view trimmed = Trimmed(text);
  int64_t value = 0;
  const auto read = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), value);
  if (read.ec == std::errc() && read.ptr == trimmed.data() + trimmed.size()) return Value::Integer(value);
  const auto number = ReadFloat(text);
  const auto whole = number ? Truncate(*number) : std::nullopt;
  return whole ? Value::Integer(*whole) : Value();
}

Value ToInteger(const Call& call) {
  switch (call[0].type()) {
    case Type::kInteger: return call[0];
    case Type::kBoolean: return Value::Integer(call[0].boolean() ? 1 : 0);
    case Type::kString: return ReadInteger(call[0].string());
    default: break;
  }
  const auto whole = Truncate(call[0].floating());
  if (!whole) {
    Fail("ArithmeticError", "IntegerOverflow", call.at, FloatText(call[0].floating()) + " is no integer of 64 bits");
  }
  return Value::Integer(*whole);
}

Value ToFloat(const Call& call) {
  if (call[0].type() == Type::kString) {
    const auto number = ReadFloat(call[0].string());
    return number ? Value::Float(*number) : Value();
  }
  return Value::Float(call[0].number());
}

Value ToBoolean(const Call& call) {
  if (call[0].type() == Type::kBoolean) return call[0];
  if (call[0].type() == Type::kInteger) return Value::Boolean(call[0].integer() != 0);
  std::string lower(Trimmed(call[0].string()));
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return lower == "true" || lower == "false" ? Value::Boolean(lower == "true") : Value();
}

Value ToText(const Call& call) {
  switch (call[0].type()) {
    case Type::kString: return call[0];
    case Type::kBoolean: return Value::String(call[0].boolean() ? "true" : "false");
    case Type::kInteger: return Value::String(std::to_string(call[0].integer()));
    default: return Value::String(FloatText(call[0].floating()));
  }
}

template <TypeSet kSet, Value (*kConvert)(const Call&)>
Value OrNull(const Call& call) {
  return Admits(kSet, call[0].type()) ? kConvert(call) : Value();
}

constexpr TypeSet kReadable = kNumberSet | kStringSet | kBooleanSet;
constexpr TypeSet kTruths = kBooleanSet | kStringSet | kIntegerSet;

}  // namespace

Functions ConversionFunctions() {
  constexpr StaticType kInteger{kIntegerSet | kNullSet, kAnySet}, kFloat{kFloatSet | kNullSet, kAnySet};
  constexpr StaticType kBoolean{kBooleanSet | kNullSet, kAnySet}, kText{kStringSet | kNullSet, kAnySet};
  static const std::vector<Function> functions = {
      {"toInteger", 1, 1, {kReadable}, kInteger, &ToInteger},
      {"toFloat", 1, 1, {kNumberSet | kStringSet}, kFloat, &ToFloat},
      {"toBoolean", 1, 1, {kTruths}, kBoolean, &ToBoolean},
      {"toString", 1, 1, {kReadable}, kText, &ToText},
      {"toIntegerOrNull", 1, 1, {}, kInteger, &OrNull<kReadable, ToInteger>},
      {"toFloatOrNull", 1, 1, {}, kFloat, &OrNull<TypeSet{kNumberSet | kStringSet}, ToFloat>},
      {"toBooleanOrNull", 1, 1, {}, kBoolean, &OrNull<kTruths, ToBoolean>},
      {"toStringOrNull", 1, 1, {}, kText, &OrNull<kReadable, ToText>}};
  return functions;
}

}  // namespace mailuo::query
