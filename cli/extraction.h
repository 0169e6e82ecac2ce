// Input files to triples on many threads. The result is the same for any number of threads and any order of inputs.
// Neighbours: inputs.h (before), graph_folder.h and extract.cc (after).
#ifndef MAILUO_CLI_EXTRACTION_H_
#define MAILUO_CLI_EXTRACTION_H_

#include <string>
#include <vector>

#include "console.h"
#include "inputs.h"
#include "mailuo/extractors/compiled_rules.h"
#include "mailuo/extractors/load_articles.h"
#include "mailuo/graph/property_graph.h"
#include "write_stream.h"

namespace mailuo::cli {

struct ExtractionOptions {
  LoadOptions load;
  unsigned threads = 1;
  double min_confidence = 0;  // triples below it become rejects
};

// A file, or a record of an NDJSON file.
struct SourceInfo {
  std::string source;
  uint64_t hash = 0;  // XXH3 of its bytes
  uint64_t bytes = 0;
  uint64_t articles = 0;
  uint64_t triples = 0;
};

struct Extracted {
  TripleGroups triples;                 // one group a source, in the order of the stream, none twice
  RejectGroups rejects;                 // the same by place, rule, reason, detail
  std::vector<ArticleInfo> articles;    // by source and id, none twice
  std::vector<SourceInfo> sources;      // by name
  std::vector<Diagnostic> diagnostics;  // file by file in the order of `files`
  bool has_broken_bytes = false;        // in any file
  bool has_errors() const;
};

// Reads, loads and extracts all files. A file that cannot be used is a diagnostic, the others are done.
// A source of which more than a tenth of the characters are broken cannot be used.
Extracted ExtractAll(const std::vector<InputFile>& files, const CompiledRules& rules, const ExtractionOptions& options,
                     const Console& console);

// What the commands that read articles have in common.
struct ArticleOptions {
  std::vector<std::string> inputs;
  std::string output;  // a file or folder that must not be read as input; empty or "-" for stdout
  std::string pack = "policy-zh";
  std::string format = "auto";
  std::string encoding;
  unsigned threads = 0;  // 0: as many as the machine has
  double min_confidence = 0;
};

// How the options have articles read; an error of usage where there is no such format or encoding.
expected<LoadOptions> LoadOptionsOf(const ArticleOptions& options);

struct ExtractedWithPack {
  Extracted result;
  std::string pack_name, pack_version, pack_hash;
  std::shared_ptr<const Ontology> ontology;
  bool input_was_bad = false;  // said on the console
};

// Loads the pack and extracts all inputs; diagnostics are said. An error where there is no pack, or where nothing of
// the input could be used.
expected<ExtractedWithPack> ExtractInputs(const ArticleOptions& options, const Console& console);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_EXTRACTION_H_
