// Triples and gold files as items to compare: what mailuo eval and mailuo rules diff read. Neighbour: eval_score.h.
#ifndef MAILUO_CLI_EVAL_FILES_H_
#define MAILUO_CLI_EVAL_FILES_H_

#include <map>
#include <string>
#include <string_view>

#include "eval_score.h"
#include "mailuo/schemas/expected.h"

namespace mailuo::cli {

// Triples and the gold file that they belong to have one key: by "title" the folded title, by "source" the file's name
// without folder and ending.
using PredictionsByKey = std::map<std::string, EvalItems>;

struct GoldFile {
  std::string key;
  EvalItems items;
};

// Lines of the triple stream, each thing once an article. Bad lines go to `sink`.
PredictionsByKey ParsePredictions(std::string_view lines, const std::string& file, const std::string& by,
                                  DiagnosticSink* sink);
// False where it cannot be read or is no gold file; said to `sink`.
bool ReadGold(const std::string& path, const std::string& by, GoldFile* gold, DiagnosticSink* sink);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_EVAL_FILES_H_
