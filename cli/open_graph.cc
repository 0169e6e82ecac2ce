#include "open_graph.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "manifest.h"

namespace mailuo::cli {
namespace {

namespace fs = std::filesystem;

// The columns of a graph folder, or an empty name where it has none.
expected<std::string> ColumnsOf(const std::string& folder) {
  if (const expected<Manifest> manifest = ReadManifest(folder); !manifest) return unexpected(manifest.error());
  const std::string file = folder + "/" + kColumnsFile;
  std::error_code error;
  return fs::exists(file, error) ? file : std::string();
}

Triple MakeTriple(const PropertyGraph& graph, const GraphEdge& edge, const GraphEvidence& evidence) {
  const auto entity = [](const GraphNode& node) { return Entity{node.id, node.type, node.name, node.aliases}; };
  const GraphNode& object = graph.node(edge.object);
  const GraphNode& article = graph.node(evidence.article);
  Triple triple;
  triple.source = evidence.source;
  triple.article = article.id;
  triple.title = article.name;
  triple.subject = entity(graph.node(edge.subject));
  triple.predicate = edge.predicate;
  if (object.literal) {
    triple.object = *object.literal;
  } else {
    triple.object = entity(object);
  }
  triple.status = evidence.status;
  triple.qualifiers = evidence.qualifiers;
  triple.evidence = {evidence.span, evidence.text};
  triple.rule = evidence.rule;
  triple.confidence = evidence.confidence;
  return triple;
}

}  // namespace

bool IsColumnsFile(const std::string& path) {
  constexpr std::array<char, 4> kBeginning = {'\x89', 'M', 'L', 'G'};
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return false;
  std::array<char, 4> read = {};
  std::ifstream(path, std::ios::binary).read(read.data(), read.size());
  return read == kBeginning;
}

expected<OpenedGraph> OpenGraph(const std::string& path, const std::string& ontology, DiagnosticSink* sink) {
  std::error_code error;
  expected<std::string> columns = IsColumnsFile(path)             ? expected<std::string>(path)
                                  : fs::is_directory(path, error) ? ColumnsOf(path)
                                                                  : expected<std::string>(std::string());
  if (!columns) return unexpected(columns.error());
  if (columns->empty()) {
    expected<LoadedGraph> loaded = LoadGraph(path, ontology, sink);
    if (!loaded) return unexpected(loaded.error());
    auto graph = CompactGraph::From(loaded->graph, {loaded->ontology->name(), loaded->language});
    if (!graph) return unexpected(graph.error());
    return OpenedGraph{std::move(*graph), loaded->ontology};
  }
  auto graph = CompactGraph::Open(*columns);
  if (!graph) return unexpected(graph.error());
  auto found = FindOntology(ontology.empty() ? graph->origin().ontology : ontology, sink);
  if (!found) return unexpected(found.error());
  return OpenedGraph{std::move(*graph), std::move(*found)};
}

LoadedGraph PartOf(const OpenedGraph& whole, const std::vector<EdgeId>& edges, const std::vector<NodeId>& nodes) {
  LoadedGraph part;
  part.graph = Subgraph(whole.graph, edges, nodes);
  part.ontology = whole.ontology;
  part.language = whole.graph.origin().language;
  std::vector<Triple> triples;
  for (const GraphEdge& edge : part.graph.edges()) {
    for (const GraphEvidence& evidence : edge.evidence) triples.push_back(MakeTriple(part.graph, edge, evidence));
  }
  std::sort(triples.begin(), triples.end(), StreamOrder);
  part.triples.push_back(std::move(triples));
  for (const GraphNode& node : part.graph.nodes()) {
    if (node.kind != GraphNode::Kind::kArticle) continue;
    part.articles.push_back({node.id, node.name, node.source, node.date});
  }
  return part;
}

}  // namespace mailuo::cli
