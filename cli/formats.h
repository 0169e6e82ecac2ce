// The formats that a graph can be written in. Neighbours: export.cc writes whole graphs, path.cc parts of one.
#ifndef MAILUO_CLI_FORMATS_H_
#define MAILUO_CLI_FORMATS_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph_folder.h"
#include "mailuo/graph/byte_sink.h"

namespace mailuo::cli {

inline constexpr std::string_view kStreamFormat = "ndjson";

using WriteGraph = std::function<expected<void>(const LoadedGraph&, ByteSink*)>;

struct Format {
  std::string_view name;
  std::vector<std::pair<std::string, WriteGraph>> files;  // one without a name, or those of a folder

  bool is_folder() const { return !files[0].first.empty(); }
};

std::string FormatNames();  // with a comma between them

// An error of usage, with the nearest name, where there is no such format.
expected<const Format*> FindFormat(const std::string& name);

// An error of usage where `output` is in the graph that is read, or is no folder where the format needs one.
expected<void> CheckOutput(const Format& format, const std::string& output, const std::string& graph);

// To the file or folder `output`, or to stdout, whole or not at all.
expected<void> WriteFormat(const Format& format, const LoadedGraph& graph, const std::string& output);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_FORMATS_H_
