// Sections to a graph file: places, checksums and bytes. Neighbours: file_format.h, graph_columns.h (who fills them).
#ifndef MAILUO_GRAPH_SRC_STORE_FILE_WRITER_H_
#define MAILUO_GRAPH_SRC_STORE_FILE_WRITER_H_

#include <array>
#include <string_view>
#include <vector>

#include "mailuo/graph/byte_sink.h"
#include "store/file_format.h"

namespace mailuo {

class FileWriter {
 public:
  // The bytes must outlive the call of Write.
  void Set(file_format::Section section, std::string_view bytes) { sections_[section] = bytes; }
  template <typename T>
  void Set(file_format::Section section, const std::vector<T>& column) {
    Set(section, {reinterpret_cast<const char*>(column.data()), column.size() * sizeof(T)});
  }
  expected<void> Write(ByteSink* sink) const;

 private:
  std::array<std::string_view, file_format::kSectionCount> sections_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_STORE_FILE_WRITER_H_
