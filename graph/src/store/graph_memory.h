// The bytes that a CompactGraph looks at: a mapped file, or a string that it was given. Neighbour: graph_loader.h.
#ifndef MAILUO_GRAPH_SRC_STORE_GRAPH_MEMORY_H_
#define MAILUO_GRAPH_SRC_STORE_GRAPH_MEMORY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/graph/compact_graph.h"

namespace mailuo {

struct CompactGraph::Memory {
  static expected<std::unique_ptr<const Memory>> Map(const std::string& path);
  static std::unique_ptr<const Memory> Own(std::string_view bytes);

  Memory() = default;
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory();

  std::string_view bytes;  // aligned to 8

 private:
  std::vector<uint64_t> owned_;  // empty where the file is mapped
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_STORE_GRAPH_MEMORY_H_
