// Texts of a file under construction: each once, numbered in the order in which they came.
#ifndef MAILUO_GRAPH_SRC_STORE_TEXT_POOL_H_
#define MAILUO_GRAPH_SRC_STORE_TEXT_POOL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailuo {

// Texts in a row with the column of their starts: start i is bases[i >> 16] + starts[i]; one start more than texts.
struct TextRows {
  std::string bytes;
  std::vector<uint64_t> bases{0};
  std::vector<uint32_t> starts{0};
  bool too_large = false;  // 65536 texts in a row with more than 4 GiB, or 2^32 texts

  void Append(std::string_view text);
  size_t size() const { return starts.size() - 1; }
  std::string_view operator[](size_t i) const;
};

class TextPool {
 public:
  uint32_t Add(std::string_view text);
  const TextRows& rows() const { return rows_; }

 private:
  static constexpr uint32_t kFree = UINT32_MAX;
  void Grow();

  TextRows rows_;
  std::vector<uint32_t> slots_ = std::vector<uint32_t>(1024, kFree);  // open addressing by hash; at most half full
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_STORE_TEXT_POOL_H_
