// mailuo assemble: a triple stream, ours or another program's, to a graph folder.
#include <memory>

#include "command.h"
#include "graph_folder.h"

namespace mailuo::cli {
namespace {

struct AssembleOptions {
  std::string triples;
  std::string output;
  std::string ontology = "policy";
  std::string language = "zh";
  unsigned threads = 0;
};

int RunAssemble(const AssembleOptions& options, const Console& console) {
  DiagnosticList found;
  const auto ontology = FindOntology(options.ontology, &found);
  if (!ontology) {
    console.Report(found.all());
    return console.Fail(ontology.error());
  }
  std::vector<ArticleInfo> articles;
  expected<std::vector<Triple>> triples = ReadTriples(options.triples, **ontology, &found, &articles);
  if (!triples) return console.Fail(triples.error());
  console.Report(found.all());
  if (triples->empty()) {
    return console.Fail(
        {Error::Kind::kInput, {options.triples, 0, 0}, "holds no triple that can be used, nothing is written"});
  }
  FolderContent content;
  ListArticles(*triples, articles, &content);
  content.triples.push_back(std::move(*triples));
  content.ontology = *ontology;
  content.language = options.language;
  const expected<FolderSummary> summary = WriteGraphFolder(options.output, std::move(content), options.threads);
  if (!summary) return console.Fail(summary.error());
  if (auto printed = PrintSummary(*summary, options.output, console); !printed) return console.Fail(printed.error());
  return found.has_errors() ? kBadInput : kOk;
}

}  // namespace

void AddAssemble(CLI::App* app, Request* request) {
  const auto options = std::make_shared<AssembleOptions>();
  CLI::App* command = AddCommand(app, "assemble", "A triple stream to a graph folder",
                                 "mailuo extract articles/ | mailuo assemble - -o out", request);
  command->add_option("TRIPLES", options->triples, "A triple stream, - for stdin")->required()->type_name("");
  AddOutput(command, "The graph folder", "DIR", &options->output)->required();
  command->add_option("--ontology", options->ontology, "Ontology that the triples speak: its name or file")
      ->type_name("NAME|FILE")
      ->capture_default_str();
  command->add_option("--lang", options->language, "Language of the report and the picture")
      ->type_name("LANG")
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Number of threads (default: all)")
      ->check(CLI::Range(1U, 1024U))
      ->type_name("N");
  SetRun(command, request, options, &RunAssemble);
}

}  // namespace mailuo::cli
