// INPUT… of the command line as a list of files, each with the name that it has in triples. Neighbour: extraction.h.
#ifndef MAILUO_CLI_INPUTS_H_
#define MAILUO_CLI_INPUTS_H_

#include <memory>
#include <string>
#include <vector>

#include "mailuo/schemas/expected.h"

namespace mailuo::cli {

struct InputFile {
  std::string path;    // as given, or found below a folder that was; "-" for stdin
  std::string source;  // see Triple::source; of records the reader takes their ids instead
  uint64_t bytes = 0;  // for progress; 0 where unknown
};

// What cannot be opened goes to `sink`. Folders are walked in sorted order, hidden files and folders passed over. A
// file named twice, on whichever way, is there once. The result is ordered by source and does not depend on the order
// of `inputs`.
//
// A folder that build or assemble wrote is passed over with a note, so is `output`, where the result is to go; it is an
// error of usage where `output` is itself one of the files, or is named in `inputs`. Empty or "-": no such place.
//
// The source of a file is its name, that of a file in a folder the path from there. Where two files would get one
// source, both get as much of the path before it as tells them apart: a/x.txt and b/x.txt.
// In a name that is no UTF-8 bytes beyond ASCII are written %XX, so that sources stay apart in triples too.
expected<std::vector<InputFile>> ListInputs(const std::vector<std::string>& inputs, const std::string& output,
                                            DiagnosticSink* sink);

// True if `path`, which need not exist, is `place` or below it; never for stdin and stdout, devices and pipes.
bool IsInside(const std::string& path, const std::string& place);

// The whole of the input; stdin is read to its end.
expected<std::shared_ptr<const std::string>> ReadInput(const InputFile& input, uint64_t max_bytes);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_INPUTS_H_
