// A folder of articles to one graph: merged nodes, walked edges, GraphML and a report. usage: example_03_graph PROJECT
#include <algorithm>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include "mailuo/extractors/extractor.h"
#include "mailuo/extractors/load_articles.h"
#include "mailuo/graph/graphml.h"
#include "mailuo/graph/property_graph.h"

namespace {

using namespace mailuo;
namespace fs = std::filesystem;

std::string Say(const GraphNode& node) { return node.name + " (" + node.type + ")"; }

// What two nodes have in common: the objects to which an edge of the same kind leads from both.
std::vector<std::string> Shared(const PropertyGraph& graph, NodeId a, NodeId b) {
  std::vector<std::string> shared;
  for (const GraphEdge& edge : graph.OutEdges(a)) {
    for (const GraphEdge& other : graph.OutEdges(b)) {
      if (edge.predicate == other.predicate && edge.object == other.object) {
        shared.push_back(edge.predicate + " " + Say(graph.node(edge.object)));
      }
    }
  }
  return shared;
}

NodeId FindByName(const PropertyGraph& graph, const std::string& type, const std::string& name) {
  const auto& nodes = graph.nodes();
  const auto found = std::find_if(nodes.begin(), nodes.end(),
                                  [&](const GraphNode& node) { return node.type == type && node.name == name; });
  return found == nodes.end() ? kNoNode : static_cast<NodeId>(found - nodes.begin());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: example_03_graph PROJECT\n";
    return 2;
  }
  const std::string root = argv[1];
  DiagnosticList problems;
  expected<RulePack> pack =
      LoadRulePack(root + "/examples/packs/notices-en", {root + "/schemas/ontologies"}, &problems);
  expected<CompiledRules> rules = pack ? CompiledRules::Compile(std::move(*pack), &problems) : unexpected(pack.error());
  if (!rules) {
    std::cerr << ToString(rules.error()) << '\n';
    return 1;
  }

  // Triples and articles go into the builder in any order: the graph is the same.
  GraphBuilder builder;
  Extractor extractor(*rules);
  for (const fs::directory_entry& file : fs::directory_iterator(root + "/examples/articles-en")) {
    const LoadOptions options;
    auto bytes = ReadFile(file.path().string(), options.max_bytes);
    if (!bytes) {
      std::cerr << ToString(bytes.error()) << '\n';
      return 1;
    }
    Extraction found;
    const auto take = [&](const Document& article) {
      builder.Add(ArticleInfo{article.article_id, article.title, article.source, article.date});
      extractor.Extract(article, &found);
    };
    const auto articles = LoadArticles(*bytes, file.path().filename().string(), options, rules->pack().layout,
                                       &problems, take);
    if (!articles) {
      std::cerr << ToString(articles.error()) << '\n';
      return 1;
    }
    for (Triple& triple : found.triples) builder.Add(std::move(triple));
  }
  const PropertyGraph graph = std::move(builder).Build();
  std::cout << graph.nodes().size() << " nodes, " << graph.edges().size() << " edges\n";

  // A node knows what the articles say of it; an edge knows where they say it.
  const NodeId riverton = FindByName(graph, "City", "Riverton");
  const NodeId fund = FindByName(graph, "Fund", "Green Materials Fund");
  if (riverton == kNoNode || fund == kNoNode || !graph.node(fund).amount) return 1;
  std::cout << std::fixed << std::setprecision(0) << graph.node(fund).name << " holds "
            << graph.node(fund).amount->value << " " << graph.node(fund).amount->unit << '\n';
  for (const GraphEdge& edge : graph.OutEdges(riverton)) {
    const GraphEvidence& proof = edge.best_evidence();
    std::cout << "  " << edge.predicate << " " << Say(graph.node(edge.object)) << ", " << edge.status << ", "
              << proof.source << ":" << proof.span.begin << "-" << proof.span.end << '\n';
  }

  // Both notes speak of Riverton, so it is one node: Northport's article leads to it.
  const NodeId northport = FindByName(graph, "City", "Northport");
  if (northport == kNoNode) return 1;
  const bool merged = graph.node(riverton).articles.size() == 2;
  const std::vector<std::string> shared = Shared(graph, riverton, northport);
  for (const std::string& fact : shared) std::cout << "both: " << fact << '\n';

  // Writers take a const graph and a sink.
  StringSink graphml;
  const auto written = WriteGraphml(graph, *rules->pack().ontology, GraphmlProfile::kRich, &graphml);
  if (!written) {
    std::cerr << ToString(written.error()) << '\n';
    return 1;
  }
  std::cout << graphml.bytes().size() << " bytes of GraphML\n";
  return merged && shared.size() == 1 && graphml.bytes().find("Green Materials Fund") != std::string::npos ? 0 : 1;
}
