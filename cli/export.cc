// mailuo export: a graph in one of the formats of other programs.
#include <memory>
#include <utility>

#include "command.h"
#include "formats.h"
#include "graph_folder.h"
#include "mailuo/graph/aggregate.h"

namespace mailuo::cli {
namespace {

struct ExportOptions {
  std::string graph;
  std::string format;
  std::string output;
  std::string ontology;
  std::string language;
  bool aggregate = false;
};

int RunExport(const ExportOptions& options, const Console& console) {
  const expected<const Format*> format = FindFormat(options.format);
  if (!format) return console.Fail(format.error());
  if (const auto checked = CheckOutput(**format, options.output, options.graph); !checked) {
    return console.Fail(checked.error());
  }
  if (options.aggregate && (*format)->name == kStreamFormat) {
    return console.Fail({Error::Kind::kUsage, {}, "a triple stream has no edges, --aggregate says nothing of it"});
  }
  DiagnosticList found;
  expected<LoadedGraph> graph = LoadGraph(options.graph, options.ontology, &found);
  console.Report(found.all());
  if (!graph) return console.Fail(graph.error());
  if (!options.language.empty()) graph->language = options.language;
  if (options.aggregate) graph->graph = AggregateEdges(std::move(graph->graph), *graph->ontology);
  const auto written = WriteFormat(**format, *graph, options.output);
  if (!written) return console.Fail(written.error());
  return found.has_errors() ? kBadInput : kOk;
}

}  // namespace

void AddExport(CLI::App* app, Request* request) {
  const auto options = std::make_shared<ExportOptions>();
  CLI::App* command = AddCommand(app, "export", "A graph in the format of another program",
                                 "mailuo export out --format graphml-strict -o graph.graphml\n"
                                 "  mailuo export triples.ndjson --format jsonld\n"
                                 "  mailuo export out --format csv -o tables",
                                 request);
  command->add_option("GRAPH", options->graph, "A graph folder, its graph.mailuo, or a triple stream")
      ->required()
      ->type_name("");
  command->add_option("-f,--format", options->format, FormatNames())->required()->type_name("FORMAT");
  AddOutput(command, "Where it goes (default: stdout); a folder for neo4j-csv and csv", "FILE|DIR", &options->output);
  command->add_flag("--aggregate", options->aggregate,
                    "One edge a pair and relation, also where both directions of a symmetric relation are told");
  command
      ->add_option("--ontology", options->ontology, "Ontology of a triple stream: its name or file (default: policy)")
      ->type_name("NAME|FILE");
  command->add_option("--lang", options->language, "Language of names in RDF (default: the folder's)")
      ->type_name("LANG");
  SetRun(command, request, options, &RunExport);
}

}  // namespace mailuo::cli
