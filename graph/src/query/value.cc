// Values are made and shown here; compare.h says which are equal and which comes first.
#include "mailuo/graph/query_value.h"

#include <charconv>
#include <cmath>

namespace mailuo {

QueryValue QueryValue::Boolean(bool value) {
  QueryValue result;
  result.type_ = Type::kBoolean;
  result.integer_ = value ? 1 : 0;
  return result;
}

QueryValue QueryValue::Integer(int64_t value) {
  QueryValue result;
  result.type_ = Type::kInteger;
  result.integer_ = value;
  return result;
}

QueryValue QueryValue::Float(double value) {
  QueryValue result;
  result.type_ = Type::kFloat;
  result.float_ = value;
  return result;
}

QueryValue QueryValue::String(std::string value) {
  auto owner = std::make_shared<const std::string>(std::move(value));
  QueryValue result = Borrowed(*owner);
  result.shared_ = std::move(owner);
  return result;
}

QueryValue QueryValue::Borrowed(std::string_view value) {
  QueryValue result;
  result.type_ = Type::kString;
  result.data_ = value.data();
  result.size_ = static_cast<uint32_t>(value.size());
  return result;
}

QueryValue QueryValue::Of(List value) {
  QueryValue result;
  result.type_ = Type::kList;
  result.shared_ = std::make_shared<const List>(std::move(value));
  return result;
}

QueryValue QueryValue::Of(Map value) {
  QueryValue result;
  result.type_ = Type::kMap;
  result.shared_ = std::make_shared<const Map>(std::move(value));
  return result;
}

QueryValue QueryValue::Of(Path value) {
  QueryValue result;
  result.type_ = Type::kPath;
  result.shared_ = std::make_shared<const Path>(std::move(value));
  return result;
}

QueryValue QueryValue::Node(uint32_t id) {
  QueryValue result = Integer(id);
  result.type_ = Type::kNode;
  return result;
}

QueryValue QueryValue::Relationship(uint32_t id) {
  QueryValue result = Integer(id);
  result.type_ = Type::kRelationship;
  return result;
}

std::string_view TypeName(QueryValue::Type type) {
  static constexpr std::string_view kNames[] = {"Null", "Boolean", "Integer", "Float",        "String",
                                                "List", "Map",     "Node",    "Relationship", "Path"};
  return kNames[static_cast<size_t>(type)];
}

std::string FloatText(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  char buffer[40];
  const double size = std::fabs(value);
  const bool is_plain = size == 0 || (size >= 1e-3 && size < 1e7);
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value,
                                 is_plain ? std::chars_format::fixed : std::chars_format::scientific);
  std::string text(buffer, end.ptr);
  if (is_plain) return text.find('.') == std::string::npos ? text + ".0" : text;
  // 1e+10 becomes 1.0E10, 2.5e-07 becomes 2.5E-7.
  const size_t e = text.find('e');
  std::string mantissa = text.substr(0, e);
  if (mantissa.find('.') == std::string::npos) mantissa += ".0";
  return mantissa + "E" + std::to_string(std::stoi(text.substr(e + 1)));
}

}  // namespace mailuo
