// RapidJSON's SAX reader gives events without places. A handler finds them again: between the end of one token and
// the start of the next stand only white space, comments, commas and colons. Neighbour: json_value.h.
#include "json_value.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "json_reader.h"

namespace mailuo {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr unsigned kParseFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseCommentsFlag |
                                 rapidjson::kParseTrailingCommasFlag | rapidjson::kParseFullPrecisionFlag |
                                 rapidjson::kParseValidateEncodingFlag;

// Turns byte offsets into lines and columns. Offsets must be asked for in ascending order: one pass over the text.
class PlaceCounter {
 public:
  PlaceCounter(std::string_view text, uint32_t first_line) : text_(text), line_(first_line) {}

  void MoveTo(size_t offset) {
    for (; offset_ < offset && offset_ < text_.size(); ++offset_) {
      const unsigned char byte = text_[offset_];
      if (byte == '\n') {
        ++line_;
        column_ = 1;
      } else if ((byte & 0xC0) != 0x80) {
        ++column_;
      }
    }
  }
  uint32_t line() const { return line_; }
  uint32_t column() const { return column_; }

 private:
  std::string_view text_;
  size_t offset_ = 0;
  uint32_t line_;
  uint32_t column_ = 1;
};

// The offset of the next token after `offset` in text that RapidJSON has already accepted up to that token.
size_t SkipToToken(std::string_view text, size_t offset) {
  while (offset < text.size()) {
    const char c = text[offset];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == ':') {
      ++offset;
    } else if (c == '/' && offset + 1 < text.size()) {
      const bool block = text[offset + 1] == '*';
      const size_t end = block ? text.find("*/", offset + 2) : text.find('\n', offset + 2);
      offset = end == std::string_view::npos ? text.size() : end + (block ? 2 : 1);
    } else {
      break;
    }
  }
  return offset;
}

// RapidJSON lets the second half of a surrogate pair pass alone ("\\udc00") and makes bytes of it that are no UTF-8.
bool HasLoneSurrogate(std::string_view text) {
  for (size_t at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1)) {
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
  }
  return false;
}

using Stream = rapidjson::MemoryStream;

// Builds the tree. Pointers to open containers stay valid: only the innermost one grows.
class TreeBuilder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, TreeBuilder> {
 public:
  TreeBuilder(std::string_view text, uint32_t first_line, const Stream* stream)
      : text_(text), place_(text, first_line), stream_(stream) {}

  bool Null() { return Scalar(JsonValue::kNull) != nullptr; }
  bool Bool(bool value) {
    Scalar(JsonValue::kBool)->boolean = value;
    return true;
  }
  bool Double(double value) {
    Scalar(JsonValue::kNumber)->number = value;
    return true;
  }
  bool Int(int value) { return Double(value); }
  bool Uint(unsigned value) { return Double(value); }
  bool Int64(int64_t value) { return Double(static_cast<double>(value)); }
  bool Uint64(uint64_t value) { return Double(static_cast<double>(value)); }
  bool String(const char* chars, rapidjson::SizeType length, bool) {
    JsonValue* value = Scalar(JsonValue::kString);
    value->string.assign(chars, length);
    return IsText(value->string, value->line, value->column);
  }
  bool Key(const char* chars, rapidjson::SizeType length, bool) {
    StartToken();
    JsonMember& member = open_.back()->object.emplace_back();
    member.key.assign(chars, length);
    member.key_line = place_.line();
    member.key_column = place_.column();
    cursor_ = stream_->Tell();
    return IsText(member.key, member.key_line, member.key_column);
  }
  bool StartObject() { return Open(JsonValue::kObject); }
  bool StartArray() { return Open(JsonValue::kArray); }
  bool EndObject(rapidjson::SizeType) {
    const JsonValue& object = *open_.back();
    Close();
    return HasUniqueKeys(object);
  }
  bool EndArray(rapidjson::SizeType) {
    Close();
    return true;
  }

  JsonValue& root() { return root_; }
  // Why the builder stopped the parser, if it did.
  const Error& error() const { return error_; }
  Location PlaceOf(size_t offset) {
    place_.MoveTo(offset);
    return {{}, place_.line(), place_.column()};
  }

 private:
  void StartToken() {
    cursor_ = SkipToToken(text_, cursor_);
    place_.MoveTo(cursor_);
  }

  JsonValue* NewValue(JsonValue::Kind kind) {
    StartToken();
    JsonValue* value = &root_;
    if (!open_.empty()) {
      JsonValue& parent = *open_.back();
      value = parent.kind == JsonValue::kArray ? &parent.array.emplace_back() : &parent.object.back().value;
    }
    value->kind = kind;
    value->line = place_.line();
    value->column = place_.column();
    return value;
  }

  JsonValue* Scalar(JsonValue::Kind kind) {
    JsonValue* value = NewValue(kind);
    cursor_ = stream_->Tell();
    return value;
  }

  bool Open(JsonValue::Kind kind) {
    JsonValue* value = NewValue(kind);
    if (open_.size() == kMaxJsonDepth) {
      error_.where = {{}, value->line, value->column};
      error_.message = "arrays and objects stand in each other too deep, expected at most " +
                       std::to_string(kMaxJsonDepth) + " levels";
      return false;
    }
    open_.push_back(value);
    ++cursor_;  // the bracket; RapidJSON tells of an opening one before it takes it
    return true;
  }

  void Close() {
    StartToken();
    ++cursor_;
    open_.pop_back();
  }

  bool IsText(std::string_view text, uint32_t line, uint32_t column) {
    if (!HasLoneSurrogate(text)) return true;
    error_.where = {{}, line, column};
    error_.message = "half a surrogate pair in a string, expected \\uD800 to \\uDBFF, then \\uDC00 to \\uDFFF";
    return false;
  }

  bool HasUniqueKeys(const JsonValue& value) {
    const std::vector<JsonMember>& members = value.object;
    std::vector<size_t> by_key(members.size());
    std::iota(by_key.begin(), by_key.end(), size_t{0});
    std::sort(by_key.begin(), by_key.end(), [&](size_t a, size_t b) {
      return members[a].key != members[b].key ? members[a].key < members[b].key : a < b;
    });
    const auto same = std::adjacent_find(by_key.begin(), by_key.end(),
                                         [&](size_t a, size_t b) { return members[a].key == members[b].key; });
    if (same == by_key.end()) return true;
    const JsonMember& first = members[*same];
    const JsonMember& second = members[*(same + 1)];
    error_.where = second.Where({});
    error_.message = "key " + Quoted(second.key) + " stands twice in one object, first in line " +
                     std::to_string(first.key_line) + ", expected it once";
    return false;
  }

  std::string_view text_;
  PlaceCounter place_;
  const Stream* stream_;
  size_t cursor_ = 0;  // the end of the last token
  JsonValue root_;
  std::vector<JsonValue*> open_;
  Error error_;
};

std::string_view Explain(rapidjson::ParseErrorCode code) {
  switch (code) {
    case rapidjson::kParseErrorDocumentEmpty:
      return "nothing here, expected a JSON value";
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return "text after the end of the JSON value, expected the end of the file";
    case rapidjson::kParseErrorObjectMissName:
      return "no key here, expected a string in double quotes or '}'";
    case rapidjson::kParseErrorObjectMissColon:
      return "no ':' after the key, expected ':' and a value";
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return "the object does not go on here, expected ',' or '}'";
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return "the array does not go on here, expected ',' or ']'";
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
      return "broken \\u escape in a string, expected four hexadecimal digits";
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
      return "broken surrogate pair in a string, expected \\uD800 to \\uDBFF, then \\uDC00 to \\uDFFF";
    case rapidjson::kParseErrorStringEscapeInvalid:
      return "unknown escape or bare control character in a string, "
             "expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u";
    case rapidjson::kParseErrorStringMissQuotationMark:
      return "the string does not end, expected '\"'";
    case rapidjson::kParseErrorStringInvalidEncoding:
      return "broken UTF-8 in a string, expected UTF-8";
    case rapidjson::kParseErrorNumberTooBig:
      return "the number is too big, expected one that fits a double";
    case rapidjson::kParseErrorNumberMissFraction:
      return "no digit after the point of a number, expected one";
    case rapidjson::kParseErrorNumberMissExponent:
      return "no digit in the exponent of a number, expected one";
    case rapidjson::kParseErrorUnspecificSyntaxError:
      return "the comment does not end or does not start, expected // or /* and */";
    default:
      return "no JSON value here, expected a string, number, object, array, true, false or null";
  }
}

}  // namespace

const JsonValue* JsonValue::Find(std::string_view key) const {
  for (const JsonMember& member : object) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

std::string_view KindName(JsonValue::Kind kind) {
  constexpr std::string_view kNames[] = {"null", "a boolean", "a number", "a string", "an array", "an object"};
  return kNames[kind];
}

expected<JsonValue> ParseJson(std::string_view text, const std::string& file, uint32_t first_line) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
  Stream stream(text.data(), text.size());
  TreeBuilder builder(text, first_line, &stream);
  Error error;
  // RapidJSON takes a zero byte for the end of the text.
  if (const size_t zero = text.find('\0'); zero != std::string_view::npos) {
    error.where = builder.PlaceOf(zero);
    error.message = "a zero byte, expected JSON text in UTF-8";
  } else {
    rapidjson::Reader reader;
    const rapidjson::ParseResult result = reader.Parse<kParseFlags>(stream, builder);
    if (!result.IsError()) return std::move(builder.root());
    if (result.Code() == rapidjson::kParseErrorTermination) {
      error = builder.error();
    } else {
      error.where = builder.PlaceOf(result.Offset());
      error.message = Explain(result.Code());
    }
  }
  error.where.file = file;
  return unexpected(std::move(error));
}

}  // namespace mailuo
