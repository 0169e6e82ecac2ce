// mailuo extract: articles to the triple stream.
#include <memory>

#include "command.h"
#include "extraction.h"
#include "output.h"
#include "write_stream.h"

namespace mailuo::cli {
namespace {

int RunExtract(const ArticleOptions& options, const Console& console) {
  const expected<ExtractedWithPack> extracted = ExtractInputs(options, console);
  if (!extracted) return console.Fail(extracted.error());
  const auto written = WriteOutput(
      options.output, [&](ByteSink* sink) { return WriteTriples(extracted->result.triples, options.threads, sink); });
  if (!written) return console.Fail(written.error());
  return extracted->input_was_bad ? kBadInput : kOk;
}

}  // namespace

void AddExtract(CLI::App* app, Request* request) {
  const auto options = std::make_shared<ArticleOptions>();
  CLI::App* command = AddCommand(app, "extract", "Articles to the triple stream, one triple a line",
                                 "mailuo extract articles/ -o triples.ndjson\n"
                                 "  cat article.txt | mailuo extract - | head",
                                 request);
  AddArticleOptions(command, options.get());
  command
      ->add_option("--min-confidence", options->min_confidence,
                   "Keep triples of at least this confidence; the others are rejects (mailuo eval --calibration)")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("X");
  AddOutput(command, "Where the triples go (default: stdout)", "FILE", &options->output);
  SetRun(command, request, options, &RunExtract);
}

}  // namespace mailuo::cli
