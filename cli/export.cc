// mailuo export: a graph in one of the formats of other programs.
#include <algorithm>
#include <memory>

#include "command.h"
#include "graph_folder.h"
#include "inputs.h"
#include "mailuo/graph/graphml.h"
#include "mailuo/graph/jsonld.h"
#include "mailuo/graph/nquads.h"
#include "mailuo/graph/turtle.h"
#include "output.h"
#include "write_stream.h"

namespace mailuo::cli {
namespace {

using WriteGraph = expected<void> (*)(const LoadedGraph&, ByteSink*);

struct Format {
  std::string_view name;
  WriteGraph write;
};

expected<void> WriteRich(const LoadedGraph& loaded, ByteSink* sink) {
  return WriteGraphml(loaded.graph, *loaded.ontology, GraphmlProfile::kRich, sink);
}

expected<void> WriteStrict(const LoadedGraph& loaded, ByteSink* sink) {
  return WriteGraphml(loaded.graph, *loaded.ontology, GraphmlProfile::kStrict, sink);
}

expected<void> WriteLinkedData(const LoadedGraph& loaded, ByteSink* sink) {
  return WriteJsonLd(loaded.graph, *loaded.ontology, {loaded.language}, sink);
}

expected<void> WriteQuads(const LoadedGraph& loaded, ByteSink* sink) {
  return WriteNquads(loaded.graph, *loaded.ontology, {loaded.language}, sink);
}

expected<void> WriteTriplesInTurtle(const LoadedGraph& loaded, ByteSink* sink) {
  return WriteTurtle(loaded.graph, *loaded.ontology, {loaded.language}, sink);
}

expected<void> WriteAnnotatedTurtle(const LoadedGraph& loaded, ByteSink* sink) {
  return WriteTurtleStar(loaded.graph, *loaded.ontology, {loaded.language}, sink);
}

expected<void> WriteStream(const LoadedGraph& loaded, ByteSink* sink) {
  return WriteTriples(loaded.triples, /*threads=*/0, sink);
}

const Format kFormats[] = {{"graphml", &WriteRich},           {"graphml-strict", &WriteStrict},
                           {"jsonld", &WriteLinkedData},      {"nquads", &WriteQuads},
                           {"turtle", &WriteTriplesInTurtle}, {"turtle-star", &WriteAnnotatedTurtle},
                           {"ndjson", &WriteStream}};

std::string FormatNames() {
  std::string names;
  for (const Format& format : kFormats) names.append(names.empty() ? "" : ", ").append(format.name);
  return names;
}

struct ExportOptions {
  std::string graph;
  std::string format;
  std::string output;
  std::string ontology;
  std::string language;
};

int RunExport(const ExportOptions& options, const Console& console) {
  const auto format = std::find_if(std::begin(kFormats), std::end(kFormats),
                                   [&](const Format& one) { return one.name == options.format; });
  if (format == std::end(kFormats)) {
    std::vector<std::string_view> names;
    for (const Format& one : kFormats) names.push_back(one.name);
    const std::string_view nearest = NearestName(options.format, names);
    return console.Fail({Error::Kind::kUsage,
                         {},
                         "there is no format '" + options.format + "', expected one of " + FormatNames() +
                             (nearest.empty() ? "" : "; did you mean '" + std::string(nearest) + "'?")});
  }
  if (IsInside(options.output, options.graph)) {
    return console.Fail({Error::Kind::kUsage, {options.output, 0, 0}, "is in the graph that is read, name another"});
  }
  DiagnosticList found;
  expected<LoadedGraph> graph = LoadGraph(options.graph, options.ontology, &found);
  console.Report(found.all());
  if (!graph) return console.Fail(graph.error());
  if (!options.language.empty()) graph->language = options.language;
  const auto written = WriteOutput(options.output, [&](ByteSink* sink) { return format->write(*graph, sink); });
  if (!written) return console.Fail(written.error());
  return found.has_errors() ? kBadInput : kOk;
}

}  // namespace

void AddExport(CLI::App* app, Request* request) {
  const auto options = std::make_shared<ExportOptions>();
  CLI::App* command = AddCommand(app, "export", "A graph in the format of another program",
                                 "mailuo export out --format graphml-strict -o graph.graphml\n"
                                 "  mailuo export triples.ndjson --format jsonld",
                                 request);
  command->add_option("GRAPH", options->graph, "A graph folder or a triple stream")->required()->type_name("");
  command->add_option("-f,--format", options->format, FormatNames())->required()->type_name("FORMAT");
  AddOutput(command, "Where it goes (default: stdout)", "FILE", &options->output);
  command
      ->add_option("--ontology", options->ontology, "Ontology of a triple stream: its name or file (default: policy)")
      ->type_name("NAME|FILE");
  command->add_option("--lang", options->language, "Language of names in JSON-LD (default: the folder's)")
      ->type_name("LANG");
  SetRun(command, request, options, &RunExport);
}

}  // namespace mailuo::cli
