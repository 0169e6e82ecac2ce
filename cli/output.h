// Results to stdout or to one file, whole or not at all. Neighbours: atomic_folder.h does the same for a folder.
#ifndef MAILUO_CLI_OUTPUT_H_
#define MAILUO_CLI_OUTPUT_H_

#include <functional>
#include <string>
#include <string_view>

#include "mailuo/graph/byte_sink.h"

namespace mailuo::cli {

// Lets `write` write to stdout where `path` is empty or "-", else to the file. A file is written beside its place and
// renamed when its bytes are on the disk: until then the old one stands, whose mode the new one gets. What is no plain
// file (a device, a pipe) is written directly. Errors are of kind kOutput and name the path.
expected<void> WriteOutput(const std::string& path, const std::function<expected<void>(ByteSink*)>& write);

// A summary or report on stdout.
expected<void> Print(std::string_view text);

// Errors name the place "stdout". That a reader went away ("| head") is none: it has what it wanted.
class StdoutSink : public ByteSink {
 public:
  expected<void> Append(std::string_view bytes) override;
};

// Makes the bytes of a file, or the names in a folder, survive a power cut.
expected<void> SyncToDisk(const std::string& path);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_OUTPUT_H_
