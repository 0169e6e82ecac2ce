#include "ndjson_records.h"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>

namespace mailuo {
namespace {

// Keeps the four fields of the outermost object and passes over everything else.
class FieldHandler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, FieldHandler> {
 public:
  explicit FieldHandler(ArticleRecord* record) : record_(record) {}

  bool is_object() const { return is_object_; }
  bool has_text() const { return has_text_; }

  bool Default() {
    field_ = nullptr;
    return true;
  }
  bool Key(const char* chars, rapidjson::SizeType length, bool) {
    if (depth_ == 1) field_ = FieldOf({chars, length});
    return true;
  }
  bool String(const char* chars, rapidjson::SizeType length, bool) {
    Keep({chars, length});
    return true;
  }
  bool RawNumber(const char* chars, rapidjson::SizeType length, bool) {
    if (field_ == &record_->id) Keep({chars, length});
    return Default();
  }
  bool StartObject() {
    is_object_ = is_object_ || depth_ == 0;
    return Enter();
  }
  bool StartArray() { return Enter(); }
  bool EndObject(rapidjson::SizeType) { return Leave(); }
  bool EndArray(rapidjson::SizeType) { return Leave(); }

 private:
  std::string* FieldOf(std::string_view key) const {
    if (key == "id") return &record_->id;
    if (key == "title") return &record_->title;
    if (key == "date") return &record_->date;
    if (key == "text") return &record_->text;
    return nullptr;
  }

  void Keep(std::string_view value) {
    if (depth_ != 1 || field_ == nullptr) return;
    field_->assign(value);
    has_text_ = has_text_ || field_ == &record_->text;
    field_ = nullptr;
  }

  bool Enter() {
    ++depth_;
    return Default();
  }
  bool Leave() {
    --depth_;
    return Default();
  }

  ArticleRecord* const record_;
  std::string* field_ = nullptr;
  size_t depth_ = 0;
  bool is_object_ = false;
  bool has_text_ = false;
};

uint32_t CountChars(std::string_view bytes) {
  return static_cast<uint32_t>(
      std::count_if(bytes.begin(), bytes.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xC0) != 0x80; }));
}

}  // namespace

bool RecordReader::Next(expected<ArticleRecord>* record) {
  while (!rest_.empty()) {
    const std::string_view line = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(std::min(line.size() + 1, rest_.size()));
    ++line_;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    *record = Parse(line);
    return true;
  }
  return false;
}

expected<ArticleRecord> RecordReader::Parse(std::string_view line) {
  const auto fail = [this](uint32_t column, std::string message) {
    return unexpected(Error{Error::Kind::kInput, {std::string(file_), line_, column}, std::move(message)});
  };
  buffer_.assign(line);
  rapidjson::InsituStringStream stream(buffer_.data());
  rapidjson::Reader reader;
  ArticleRecord record;
  record.line = line_;
  FieldHandler handler(&record);
  constexpr unsigned kFlags =
      rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, handler);
  if (result.IsError() || line.find('\0') != std::string_view::npos) {
    const size_t place = std::min({result.IsError() ? result.Offset() : line.size(), line.find('\0'), line.size()});
    const char* reason = result.IsError() ? rapidjson::GetParseError_En(result.Code()) : "zero byte";
    std::string message = std::string("malformed JSON: ") + reason;
    if (message.back() == '.') message.pop_back();
    return fail(CountChars(line.substr(0, place)) + 1, std::move(message));
  }
  if (!handler.is_object()) return fail(1, "expected a JSON object with \"text\"");
  if (!handler.has_text()) return fail(1, "the record has no \"text\", expected a string");
  if (record.id.empty()) record.id = std::string(file_) + ":" + std::to_string(line_);
  return record;
}

}  // namespace mailuo
