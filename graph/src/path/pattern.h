// The notation of hops and patterns (path.h has the grammar), read into names; hop_filter.h gives them their meaning.
#ifndef MAILUO_GRAPH_SRC_PATH_PATTERN_H_
#define MAILUO_GRAPH_SRC_PATH_PATTERN_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/schemas/expected.h"

namespace mailuo {

struct NamedWord {
  std::string text;
  uint32_t column = 0;  // from 1, in bytes
};

struct HopForm {
  std::vector<NamedWord> kinds;  // empty: any
  bool forward = true;
  bool backward = true;
  bool has_arrow = false;
};

struct NodeForm {
  std::vector<NamedWord> types;  // empty: any
};

struct PatternForm {
  std::vector<NodeForm> nodes;  // one more than hops
  std::vector<HopForm> hops;
};

// Errors are of usage, at `place`:1:column.
expected<PatternForm> ParsePattern(std::string_view text, const std::string& place);
// Hops with a comma between them, each with one relation, with or without an arrow.
expected<std::vector<HopForm>> ParseVia(std::string_view text, const std::string& place);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_PATH_PATTERN_H_
