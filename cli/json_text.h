// Compact JSON for the data of pages, appended to a string.
#ifndef MAILUO_CLI_JSON_TEXT_H_
#define MAILUO_CLI_JSON_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "mailuo/schemas/triple_stream.h"

namespace mailuo::cli {

// An object or an array that is being written; elements are parted by commas.
class JsonText {
 public:
  JsonText(char open, char close, std::string* out) : out_(*out), close_(close) { out_ += open; }
  ~JsonText() { out_ += close_; }
  JsonText(const JsonText&) = delete;
  JsonText& operator=(const JsonText&) = delete;

  // Before each element, or the value of a member: what follows in `out` is it.
  void Next() {
    if (!first_) out_ += ',';
    first_ = false;
  }
  void Key(std::string_view key) {
    Next();
    AppendJsonString(key, &out_);
    out_ += ':';
  }
  void Text(std::string_view text) {
    Next();
    AppendJsonString(text, &out_);
  }
  void Number(uint64_t value) {
    Next();
    out_ += std::to_string(value);
  }
  void Put(std::string_view key, std::string_view text) {
    Key(key);
    AppendJsonString(text, &out_);
  }
  void Put(std::string_view key, uint64_t value) {
    Key(key);
    out_ += std::to_string(value);
  }

 private:
  std::string& out_;
  const char close_;
  bool first_ = true;
};

struct JsonObject : JsonText {
  explicit JsonObject(std::string* out) : JsonText('{', '}', out) {}
};
struct JsonArray : JsonText {
  explicit JsonArray(std::string* out) : JsonText('[', ']', out) {}
};

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_JSON_TEXT_H_
