// mailuo build: articles to a graph folder, in one step. Neighbours: extract.cc and assemble.cc do it in two.
#include <memory>

#include "command.h"
#include "graph_folder.h"

namespace mailuo::cli {
namespace {

struct BuildOptions {
  ArticleOptions articles;
  std::string language;
};

int RunBuild(const BuildOptions& options, const Console& console) {
  expected<ExtractedWithPack> extracted = ExtractInputs(options.articles, console);
  if (!extracted) return console.Fail(extracted.error());
  Extracted& result = extracted->result;
  FolderContent content;
  content.triples = std::move(result.triples);
  content.rejects = std::move(result.rejects);
  content.articles = std::move(result.articles);
  content.sources = std::move(result.sources);
  content.ontology = extracted->ontology;
  content.pack = PackInfo{extracted->pack_name, extracted->pack_version, extracted->pack_hash};
  content.language = options.language.empty() ? DefaultLanguage(extracted->pack_name) : options.language;
  const expected<FolderSummary> summary =
      WriteGraphFolder(options.articles.output, std::move(content), options.articles.threads);
  if (!summary) return console.Fail(summary.error());
  if (auto printed = PrintSummary(*summary, options.articles.output, console); !printed) {
    return console.Fail(printed.error());
  }
  return extracted->input_was_bad ? kBadInput : kOk;
}

}  // namespace

void AddBuild(CLI::App* app, Request* request) {
  const auto options = std::make_shared<BuildOptions>();
  CLI::App* command = AddCommand(app, "build", "Articles to a graph folder",
                                 "mailuo build articles/ -o out\n"
                                 "  mailuo build news.ndjson essay.txt -o out --json\n\n"
                                 "The folder is whole or not there. One that mailuo made is replaced, any other that "
                                 "holds files is not.\nInput that cannot be used is named and left out (exit code 1); "
                                 "where none of it can, the old folder stays as it is.",
                                 request);
  AddArticleOptions(command, &options->articles);
  command
      ->add_option("--min-confidence", options->articles.min_confidence,
                   "Keep triples of at least this confidence; the others are rejects (mailuo eval --calibration)")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("X");
  AddOutput(command, "The graph folder", "DIR", &options->articles.output)->required();
  command->add_option("--lang", options->language, "Language of the report and the picture (default: the pack's)")
      ->type_name("LANG");
  SetRun(command, request, options, &RunBuild);
}

}  // namespace mailuo::cli
