// Paths on a large graph that is made up: how long its file takes to open, what an edge costs beside its text, how long
// queries take. usage: mailuo_paths_benchmark [EDGES [FILE]], by default 100,000 edges in a file that is removed.
//
// A fifth as many nodes as edges, and the same again of values with one edge each. Ends are drawn so that few nodes
// have many edges (the cube of an even draw); two edges in three share their sentence with others.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "mailuo/graph/compact_graph.h"
#include "mailuo/graph/compact_graph_writer.h"
#include "mailuo/graph/name_index.h"
#include "mailuo/graph/path.h"

namespace {

using namespace mailuo;
using Clock = std::chrono::steady_clock;

double Milliseconds(Clock::time_point since) {
  return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

std::string Id(const std::string& prefix, uint64_t number) {
  char digits[20];
  std::snprintf(digits, sizeof(digits), "%016llx", static_cast<unsigned long long>(number));
  return prefix + digits;
}

// mt19937_64 is the same everywhere; its distributions are not.
class Draw {
 public:
  uint32_t Even(uint32_t below) { return static_cast<uint32_t>(random_() % below); }
  uint32_t Skewed(uint32_t below) {
    const double even = static_cast<double>(random_() >> 11) / 9007199254740992.0;
    return std::min(below - 1, static_cast<uint32_t>(even * even * even * below));
  }

 private:
  std::mt19937_64 random_{42};
};

expected<void> WriteGraph(uint32_t edge_count, ByteSink* sink) {
  const uint32_t articles = edge_count / 50 + 1, entities = edge_count / 5 + 2, values = edge_count / 5;
  CompactGraphWriter writer({"policy", "en"});
  GraphNode node;
  node.kind = GraphNode::Kind::kArticle;
  node.type = kArticleType;
  for (uint32_t i = 0; i < articles; ++i) {
    node.id = Id("a_", i);
    node.name = "Article number " + std::to_string(i);
    node.source = "source-" + std::to_string(i) + ".txt";
    node.date = "20" + std::to_string(10 + i % 16) + "-05-01";
    writer.AddNode(node);
  }
  const char* const types[] = {"City", "Fund", "Mechanism", "Platform", "Enterprise", "Program"};
  node = {};
  for (uint32_t i = 0; i < entities; ++i) {
    node.id = Id("e_", i);
    node.type = types[i % 6];
    node.name = "Thing of number " + std::to_string(i);
    writer.AddNode(node);
  }
  node = {};
  node.kind = GraphNode::Kind::kLiteral;
  node.type = "Quantity";
  for (uint32_t i = 0; i < values; ++i) {
    node.id = Id("l_", i);
    node.name = std::to_string(i % 1000) + " firms";
    node.literal = Literal{"Quantity", node.name, static_cast<double>(i % 1000), std::nullopt, "firms", ""};
    writer.AddNode(node);
  }

  Draw draw;
  std::vector<uint32_t> subjects(edge_count);
  for (uint32_t& subject : subjects) subject = draw.Skewed(entities);
  std::sort(subjects.begin(), subjects.end());
  const char* const relations[] = {"establishes", "implements", "supports", "cooperates_with", "part_of", "located_in"};
  for (uint32_t i = 0; i < edge_count; ++i) {
    const bool to_value = i % 5 == 0 && i / 5 < values;
    GraphEdge edge;
    edge.subject = articles + subjects[i];
    edge.object = articles + (to_value ? entities + i / 5 : (draw.Skewed(entities) + i) % entities);
    edge.predicate = to_value ? "metric" : relations[draw.Even(6)];
    edge.status = draw.Even(4) == 0 ? "planned" : "done";
    edge.confidence = 0.5 + 0.05 * draw.Even(10);
    GraphEvidence piece;
    piece.article = draw.Even(articles);
    piece.source = "source-" + std::to_string(piece.article) + ".txt";
    piece.span = {draw.Even(20000), 20000 + draw.Even(200)};
    piece.text = "A sentence of number " + std::to_string(draw.Even(2 * edge_count / 3 + 1)) + " says that it is so.";
    piece.rule = "policy-zh/rule-" + std::to_string(draw.Even(100));
    piece.status = edge.status;
    piece.confidence = edge.confidence;
    if (draw.Even(4) == 0) piece.qualifiers["time"] = std::to_string(2015 + draw.Even(11));
    edge.qualifiers = piece.qualifiers;
    edge.evidence = {std::move(piece)};
    writer.AddEdge(edge);
  }
  return writer.Finish(sink);
}

template <typename Query>
void Measure(const std::string& what, Query query) {
  constexpr int kRounds = 200;
  std::vector<double> times;
  for (int round = 0; round < kRounds; ++round) {
    const auto start = Clock::now();
    query();
    times.push_back(Milliseconds(start));
  }
  std::sort(times.begin(), times.end());
  std::printf("%-34s median %8.3f ms   95%% %8.3f ms   most %8.3f ms\n", what.c_str(), times[kRounds / 2],
              times[kRounds * 95 / 100], times.back());
}

}  // namespace

int main(int argc, char** argv) {
  const uint32_t edge_count = argc > 1 ? static_cast<uint32_t>(std::strtoul(argv[1], nullptr, 10)) : 100000;
  const std::string file = argc > 2 ? argv[2] : "paths_benchmark.mailuo";
  if (edge_count < 100) {
    std::cerr << "usage: mailuo_paths_benchmark [EDGES [FILE]], at least 100 edges\n";
    return 2;
  }
  auto start = Clock::now();
  auto sink = FileSink::Open(file);
  if (!sink || !WriteGraph(edge_count, sink->get()) || !(*sink)->Close()) return 3;
  std::printf("%-34s %10.0f ms\n", "made and written in", Milliseconds(start));

  for (const bool checksums : {true, false}) {
    start = Clock::now();
    const auto opened = CompactGraph::Open(file, {.checksums = checksums});
    if (!opened) {
      std::cerr << ToString(opened.error()) << '\n';
      return 1;
    }
    std::printf("%-34s %10.0f ms\n", checksums ? "opened with checksums in" : "opened without in", Milliseconds(start));
  }
  const CompactGraph graph = CompactGraph::Open(file).value();
  std::printf("%u nodes, %u edges, %.0f MB, of which %.0f MB text: %.1f bytes an edge beside the text\n",
              graph.node_count(), graph.edge_count(), static_cast<double>(graph.file_size()) / 1e6,
              static_cast<double>(graph.text_size()) / 1e6,
              static_cast<double>(graph.file_size() - graph.text_size()) / graph.edge_count());

  const uint32_t articles = edge_count / 50 + 1, entities = edge_count / 5 + 2;
  Draw draw;
  const auto any = [&] { return articles + draw.Even(entities); };
  PathFilter done;
  done.status = "done";
  done.via = "establishes,-implements->,supports";
  PathFinder finder = PathFinder::Make(graph, nullptr, {}).value();
  PathFinder filtered = PathFinder::Make(graph, nullptr, done).value();
  uint64_t hops = 0;
  Measure("shortest path", [&] {
    if (const auto path = finder.Shortest(any(), any())) hops += path->hops.size();
  });
  Measure("shortest by relation and status", [&] {
    if (const auto path = filtered.Shortest(any(), any())) hops += path->hops.size();
  });
  Measure("3 shortest paths", [&] { hops += finder.KShortest(any(), any(), 3).size(); });
  Measure("in common", [&] { hops += finder.Common({any(), any()}).size(); });
  Measure("within 2 hops", [&] { hops += finder.Within(any(), 2, 20).nodes.size(); });
  Measure("a name",
          [&] { hops += FindByName(graph, "Thing of number " + std::to_string(draw.Even(entities)), {}).size(); });
  if (argc <= 2) std::remove(file.c_str());
  return hops > 0 ? 0 : 1;
}
