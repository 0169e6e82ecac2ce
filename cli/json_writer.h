// JSON summaries, member by member. Neighbours: the commands that have --json.
#ifndef MAILUO_CLI_JSON_WRITER_H_
#define MAILUO_CLI_JSON_WRITER_H_

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace mailuo::cli {

class JsonWriter {
 public:
  JsonWriter() : json_(buffer_) { json_.SetIndent(' ', 1); }

  JsonWriter& Key(std::string_view key) {
    json_.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
    return *this;
  }
  void String(std::string_view text) { json_.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
  void Number(uint64_t value) { json_.Uint64(value); }
  void Real(double value) { json_.Double(value); }
  void Bool(bool value) { json_.Bool(value); }
  void Null() { json_.Null(); }
  void Open() { json_.StartObject(); }
  void Close() { json_.EndObject(); }
  void OpenList() { json_.StartArray(); }
  void CloseList() { json_.EndArray(); }
  // JSON text as it is, one whole value.
  void Raw(std::string_view json) { json_.RawValue(json.data(), json.size(), rapidjson::kObjectType); }

  void Put(std::string_view key, std::string_view text) { Key(key).String(text); }
  void Put(std::string_view key, const char* text) { Key(key).String(text); }
  void Put(std::string_view key, uint64_t value) { Key(key).Number(value); }
  void Put(std::string_view key, uint32_t value) { Key(key).Number(value); }
  void Put(std::string_view key, bool value) { Key(key).Bool(value); }

  std::string Text() const { return std::string(buffer_.GetString(), buffer_.GetSize()) + "\n"; }

 private:
  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json_;
};

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_JSON_WRITER_H_
