// JSON with the place of every value and key, for readers that must say where an input is wrong.
// Neighbours: ontology.cc, rule_pack.cc and triple_stream.cc, which read their formats from it.
#ifndef MAILUO_SCHEMAS_JSON_VALUE_H_
#define MAILUO_SCHEMAS_JSON_VALUE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/schemas/expected.h"

namespace mailuo {

struct JsonMember;

// One value. Only the field that belongs to `kind` means anything. Lines and columns count from 1, columns in code
// points; they are those of the value's first character.
struct JsonValue {
  enum Kind : uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = kNull;
  bool boolean = false;
  uint32_t line = 0;
  uint32_t column = 0;
  double number = 0;
  std::string string;              // valid UTF-8
  std::vector<JsonValue> array;
  std::vector<JsonMember> object;  // in the file's order, no key twice

  // The member's value, or null where there is none, or where this is no object.
  const JsonValue* Find(std::string_view key) const;
  Location Where(const std::string& file) const { return {file, line, column}; }
};

struct JsonMember {
  std::string key;
  uint32_t key_line = 0;
  uint32_t key_column = 0;
  JsonValue value;

  Location Where(const std::string& file) const { return {file, key_line, key_column}; }
};

// "null", "a boolean", "a number", "a string", "an array", "an object": for messages.
std::string_view KindName(JsonValue::Kind kind);

// Arrays and objects may stand in each other this deep.
inline constexpr uint32_t kMaxJsonDepth = 200;

// Parses one JSON text. Comments and trailing commas are allowed, a byte order mark at the start is skipped. Errors
// name file, line and column, and what was expected there. `first_line` is the line that `text` starts in.
expected<JsonValue> ParseJson(std::string_view text, const std::string& file, uint32_t first_line = 1);

}  // namespace mailuo

#endif  // MAILUO_SCHEMAS_JSON_VALUE_H_
