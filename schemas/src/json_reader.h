// Reads members of JSON objects and reports what is wrong with them, so that every format of ours words its errors
// alike. Neighbours: json_value.h (the tree), ontology.cc and triple_stream.cc (the formats).
#ifndef MAILUO_SCHEMAS_JSON_READER_H_
#define MAILUO_SCHEMAS_JSON_READER_H_

#include <string>
#include <string_view>
#include <vector>

#include "json_value.h"
#include "mailuo/schemas/diagnostic.h"

namespace mailuo {

// Reports to a sink and counts. Not thread-safe. A null sink swallows the messages, not the count.
class JsonReader {
 public:
  JsonReader(std::string file, DiagnosticSink* sink) : file_(std::move(file)), sink_(sink) {}

  void Fail(const JsonValue& at, std::string message) { Report(at.Where(file_), std::move(message)); }
  void Fail(const JsonMember& at, std::string message) { Report(at.Where(file_), std::move(message)); }
  void Report(Location where, std::string message);
  size_t errors() const { return errors_; }

  // True where `value` is of `kind`; else reports it, naming it `what`.
  bool Is(const JsonValue& value, JsonValue::Kind kind, std::string_view what);
  // The member of that kind. Null, and reported, where it is absent or of another kind.
  const JsonValue* Require(const JsonValue& object, std::string_view key, JsonValue::Kind kind);
  // The member of that kind. Null where it is absent or JSON's null, and reported where it is of another kind.
  const JsonValue* Optional(const JsonValue& object, std::string_view key, JsonValue::Kind kind);
  // A string with at least one character; empty after a report.
  std::string RequireText(const JsonValue& object, std::string_view key);
  std::string OptionalText(const JsonValue& object, std::string_view key);
  // An array of strings; elements of another kind are reported and left out.
  std::vector<std::string> OptionalTexts(const JsonValue& object, std::string_view key);
  // Reports each key that is not in `known`. `what` names the object: "a relation".
  void KnowOnly(const JsonValue& object, const std::vector<std::string_view>& known, std::string_view what);

 private:
  std::string file_;
  DiagnosticSink* sink_;
  size_t errors_ = 0;
};

// The text in double quotes, with escapes, on one line.
std::string Quoted(std::string_view text);

// `unknown relation "implement", expected "implements"`; where no known name is near, some of them are listed.
std::string UnknownName(std::string_view what, std::string_view name, const std::vector<std::string_view>& known);

// "one of a, b, c", or "none": for codes, where the nearest one (RUB for RMB) would mislead. Long lists are cut.
std::string OneOf(const std::vector<std::string_view>& known);

}  // namespace mailuo

#endif  // MAILUO_SCHEMAS_JSON_READER_H_
