#include "formats.h"

#include "atomic_folder.h"
#include "inputs.h"
#include "mailuo/graph/compact_graph_writer.h"
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

expected<void> Binary(const LoadedGraph& loaded, ByteSink* sink) {
  return WriteCompactGraph(loaded.graph, {loaded.ontology->name(), loaded.language}, sink);
}

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
      {"binary", {{"", &Binary}}},
      {kStreamFormat, {{"", &Stream}}},
  };
  return formats;
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

}  // namespace

std::string FormatNames() {
  std::string names;
  for (const Format& format : Formats()) names.append(names.empty() ? "" : ", ").append(format.name);
  return names;
}

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

expected<void> CheckOutput(const Format& format, const std::string& output, const std::string& graph) {
  const auto usage = [](const std::string& where, std::string message) {
    return unexpected(Error{Error::Kind::kUsage, {where, 0, 0}, std::move(message)});
  };
  if (IsInside(output, graph)) return usage(output, "is in the graph that is read, name another");
  if (format.is_folder() && (output.empty() || output == "-")) {
    return usage("", "the format '" + std::string(format.name) + "' has several files, name a folder for them with -o");
  }
  return {};
}

expected<void> WriteFormat(const Format& format, const LoadedGraph& graph, const std::string& output) {
  if (format.is_folder()) return WriteFolder(format, graph, output);
  return WriteOutput(output, [&](ByteSink* sink) { return format.files[0].second(graph, sink); });
}

}  // namespace mailuo::cli
