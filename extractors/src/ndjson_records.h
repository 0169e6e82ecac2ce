// Articles as records, one JSON object a line. Neighbour: load_articles.cc makes documents of them.
#ifndef MAILUO_EXTRACTORS_SRC_NDJSON_RECORDS_H_
#define MAILUO_EXTRACTORS_SRC_NDJSON_RECORDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "mailuo/schemas/expected.h"

namespace mailuo {

struct ArticleRecord {
  std::string id;  // "file:line" if the record has none
  std::string title;
  std::string date;
  std::string text;
  uint32_t line = 0;
};

// Reads the records of `bytes` (UTF-8) one after another, with memory for one. Views `bytes` and `file`.
class RecordReader {
 public:
  RecordReader(std::string_view bytes, std::string_view file) : rest_(bytes), file_(file) {}

  // The next record, or what is wrong with its line. False at the end. Empty lines are passed.
  bool Next(expected<ArticleRecord>* record);

 private:
  expected<ArticleRecord> Parse(std::string_view line);

  std::string_view rest_;
  std::string_view file_;
  std::string buffer_;  // of the line that is read, unescaped in place
  uint32_t line_ = 0;
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_NDJSON_RECORDS_H_
