// Wording of the errors of our JSON formats. Neighbour: json_reader.h.
#include "json_reader.h"

#include <algorithm>
#include <utility>

#include "mailuo/schemas/triple_stream.h"

namespace mailuo {
namespace {

constexpr size_t kMaxNamesListed = 20;  // in a message; more do not help

std::vector<std::string_view> KeysOf(const JsonValue& object) {
  std::vector<std::string_view> keys;
  for (const JsonMember& member : object.object) keys.push_back(member.key);
  return keys;
}

}  // namespace

std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

std::string OneOf(const std::vector<std::string_view>& known) {
  if (known.empty()) return "none";
  std::string out = "one of ";
  for (size_t i = 0; i < known.size() && i < kMaxNamesListed; ++i) {
    if (i > 0) out += ", ";
    out += known[i];
  }
  if (known.size() > kMaxNamesListed) out += ", ...";
  return out;
}

std::string UnknownName(std::string_view what, std::string_view name, const std::vector<std::string_view>& known) {
  const std::string_view nearest = NearestName(name, known);
  std::string out = "unknown ";
  out.append(what).append(" ").append(Quoted(name)).append(", expected ");
  return out + (nearest.empty() ? OneOf(known) : Quoted(nearest));
}

void JsonReader::Report(Location where, std::string message) {
  ++errors_;
  if (sink_ != nullptr) sink_->Report({Severity::kError, std::move(where), std::move(message)});
}

bool JsonReader::Is(const JsonValue& value, JsonValue::Kind kind, std::string_view what) {
  if (value.kind == kind) return true;
  std::string message(what);
  Fail(value, message.append(" is ").append(KindName(value.kind)).append(", expected ").append(KindName(kind)));
  return false;
}

const JsonValue* JsonReader::Require(const JsonValue& object, std::string_view key, JsonValue::Kind kind) {
  const JsonValue* value = object.Find(key);
  if (value != nullptr) return Is(*value, kind, Quoted(key)) ? value : nullptr;
  std::string message = "no " + Quoted(key) + " here, expected " + std::string(KindName(kind));
  const std::string_view nearest = NearestName(key, KeysOf(object));
  if (!nearest.empty()) message += ", found " + Quoted(nearest);
  Fail(object, std::move(message));
  return nullptr;
}

const JsonValue* JsonReader::Optional(const JsonValue& object, std::string_view key, JsonValue::Kind kind) {
  const JsonValue* value = object.Find(key);
  if (value == nullptr || value->kind == JsonValue::kNull) return nullptr;
  return Is(*value, kind, Quoted(key)) ? value : nullptr;
}

std::string JsonReader::RequireText(const JsonValue& object, std::string_view key) {
  const JsonValue* value = Require(object, key, JsonValue::kString);
  if (value == nullptr) return {};
  if (value->string.empty()) Fail(*value, Quoted(key) + " is empty, expected at least one character");
  return value->string;
}

std::string JsonReader::OptionalText(const JsonValue& object, std::string_view key) {
  const JsonValue* value = Optional(object, key, JsonValue::kString);
  return value == nullptr ? std::string() : value->string;
}

std::vector<std::string> JsonReader::OptionalTexts(const JsonValue& object, std::string_view key) {
  std::vector<std::string> texts;
  const JsonValue* list = Optional(object, key, JsonValue::kArray);
  if (list == nullptr) return texts;
  for (const JsonValue& element : list->array) {
    if (Is(element, JsonValue::kString, "an element of " + Quoted(key))) texts.push_back(element.string);
  }
  return texts;
}

void JsonReader::KnowOnly(const JsonValue& object, const std::vector<std::string_view>& known,
                          std::string_view what) {
  const std::string kind = "key of " + std::string(what);
  for (const JsonMember& member : object.object) {
    if (std::find(known.begin(), known.end(), member.key) == known.end()) {
      Fail(member, UnknownName(kind, member.key, known));
    }
  }
}

}  // namespace mailuo
