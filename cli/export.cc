// mailuo export: a graph in one of the formats of other programs.
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "atomic_folder.h"
#include "command.h"
#include "graph_folder.h"
#include "inputs.h"
#include "mailuo/graph/aggregate.h"
#include "mailuo/graph/csv.h"
#include "mailuo/graph/cypher.h"
#include "mailuo/graph/cytoscape.h"
#include "mailuo/graph/gexf.h"
#include "mailuo/graph/graphml.h"
#include "mailuo/graph/jsonld.h"
#include "mailuo/graph/neo4j_csv.h"
#include "mailuo/graph/nquads.h"
#include "mailuo/graph/turtle.h"
#include "output.h"
#include "write_stream.h"

namespace mailuo::cli {
namespace {

using WriteGraph = std::function<expected<void>(const LoadedGraph&, ByteSink*)>;

struct Format {
  std::string_view name;
  std::vector<std::pair<std::string, WriteGraph>> files;  // one without a name, or those of a folder

  bool is_folder() const { return !files[0].first.empty(); }
};

template <GraphmlProfile profile>
expected<void> Graphml(const LoadedGraph& loaded, ByteSink* sink) {
  return WriteGraphml(loaded.graph, *loaded.ontology, profile, sink);
}

template <auto write>
expected<void> Rdf(const LoadedGraph& loaded, ByteSink* sink) {
  return write(loaded.graph, *loaded.ontology, {loaded.language}, sink);
}

template <auto write>
expected<void> Plain(const LoadedGraph& loaded, ByteSink* sink) {
  return write(loaded.graph, *loaded.ontology, sink);
}

expected<void> Neo4jArguments(const LoadedGraph&, ByteSink* sink) { return sink->Append(kNeo4jArguments); }

expected<void> Stream(const LoadedGraph& loaded, ByteSink* sink) {
  const auto written = WriteTriples(loaded.triples, /*threads=*/0, sink);
  return written ? WriteArticles(loaded.triples, loaded.articles, sink) : written;
}

constexpr std::string_view kStreamFormat = "ndjson";

const std::vector<Format>& Formats() {
  static const std::vector<Format> formats = {
      {"graphml", {{"", &Graphml<GraphmlProfile::kRich>}}},
      {"graphml-strict", {{"", &Graphml<GraphmlProfile::kStrict>}}},
      {"gexf", {{"", &Plain<&WriteGexf>}}},
      {"cypher", {{"", &Plain<&WriteCypher>}}},
      {"neo4j-csv",
       {{std::string(kNeo4jNodesFile), &Plain<&WriteNeo4jNodes>},
        {std::string(kNeo4jRelationshipsFile), &Plain<&WriteNeo4jRelationships>},
        {"import.args", &Neo4jArguments}}},
      {"cytoscape", {{"", &Plain<&WriteCytoscape>}}},
      {"csv", {{"nodes.csv", &Plain<&WriteCsvNodes>}, {"edges.csv", &Plain<&WriteCsvEdges>}}},
      {"jsonld", {{"", &Rdf<&WriteJsonLd>}}},
      {"nquads", {{"", &Rdf<&WriteNquads>}}},
      {"turtle", {{"", &Rdf<&WriteTurtle>}}},
      {"turtle-star", {{"", &Rdf<&WriteTurtleStar>}}},
      {kStreamFormat, {{"", &Stream}}},
  };
  return formats;
}

std::string FormatNames() {
  std::string names;
  for (const Format& format : Formats()) names.append(names.empty() ? "" : ", ").append(format.name);
  return names;
}

struct ExportOptions {
  std::string graph;
  std::string format;
  std::string output;
  std::string ontology;
  std::string language;
  bool aggregate = false;
};

expected<const Format*> FindFormat(const std::string& name) {
  std::vector<std::string_view> names;
  for (const Format& one : Formats()) {
    if (one.name == name) return &one;
    names.push_back(one.name);
  }
  const std::string_view nearest = NearestName(name, names);
  return unexpected(Error{Error::Kind::kUsage,
                          {},
                          "there is no format '" + name + "', expected one of " + FormatNames() +
                              (nearest.empty() ? "" : "; did you mean '" + std::string(nearest) + "'?")});
}

expected<void> Check(const ExportOptions& options, const Format& format) {
  const auto usage = [](const std::string& where, std::string message) {
    return unexpected(Error{Error::Kind::kUsage, {where, 0, 0}, std::move(message)});
  };
  if (IsInside(options.output, options.graph)) {
    return usage(options.output, "is in the graph that is read, name another");
  }
  if (format.is_folder() && (options.output.empty() || options.output == "-")) {
    return usage("", "the format '" + options.format + "' has several files, name a folder for them with -o");
  }
  if (options.aggregate && format.name == kStreamFormat) {
    return usage("", "a triple stream has no edges, --aggregate says nothing of it");
  }
  return {};
}

expected<void> WriteFolder(const Format& format, const LoadedGraph& graph, const std::string& target) {
  std::vector<std::string> names;
  for (const auto& [name, write] : format.files) names.push_back(name);
  expected<AtomicFolder> folder = AtomicFolder::Open(target, names);
  if (!folder) return unexpected(folder.error());
  for (const auto& [name, write] : format.files) {
    const auto written =
        WriteOutput(folder->PathOf(name), [&, &make = write](ByteSink* sink) { return make(graph, sink); });
    if (!written) return unexpected(Error{Error::Kind::kOutput, {target + "/" + name, 0, 0}, written.error().message});
  }
  return folder->Commit();
}

int RunExport(const ExportOptions& options, const Console& console) {
  const expected<const Format*> format = FindFormat(options.format);
  if (!format) return console.Fail(format.error());
  if (const auto checked = Check(options, **format); !checked) return console.Fail(checked.error());
  DiagnosticList found;
  expected<LoadedGraph> graph = LoadGraph(options.graph, options.ontology, &found);
  console.Report(found.all());
  if (!graph) return console.Fail(graph.error());
  if (!options.language.empty()) graph->language = options.language;
  if (options.aggregate) graph->graph = AggregateEdges(std::move(graph->graph), *graph->ontology);
  const WriteGraph& write = (*format)->files[0].second;
  const auto written = (*format)->is_folder()
                           ? WriteFolder(**format, *graph, options.output)
                           : WriteOutput(options.output, [&](ByteSink* sink) { return write(*graph, sink); });
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
  command->add_option("GRAPH", options->graph, "A graph folder or a triple stream")->required()->type_name("");
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
