// The graph in columns: the file says what the graph said, and a damaged file is an error with its place.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <random>

#include "graph_test_support.h"
#include "mailuo/graph/compact_graph.h"
#include "mailuo/graph/compact_graph_writer.h"
#include "mailuo/graph/property_graph.h"

namespace mailuo {

namespace {

const char* const kStreams[] = {"small.ndjson", "hostile.ndjson", "foreign.ndjson"};

std::string FileOf(const PropertyGraph& graph) {
  StringSink sink;
  REQUIRE(WriteCompactGraph(graph, {"policy", "zh"}, &sink));
  return sink.Take();
}

std::vector<uint32_t> Numbers(uint32_t count) {
  std::vector<uint32_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

PropertyGraph Everything(const CompactGraph& graph) {
  return Subgraph(graph, Numbers(graph.edge_count()), Numbers(graph.node_count()));
}

std::string ErrorOf(std::string_view bytes) {
  const auto graph = CompactGraph::FromBytes(bytes, "g.mailuo");
  return graph ? std::string() : ToString(graph.error());
}

// Asks for everything that there is; the sum keeps the compiler from leaving it out.
size_t ReadAll(const CompactGraph& graph) {
  size_t sum = 0;
  for (NodeId node = 0; node < graph.node_count(); ++node) {
    sum += graph.id(node).size() + graph.name(node).size() + graph.aliases(node).size() + graph.mentions(node);
    sum += graph.source(node).size() + graph.date(node).size() + graph.statements(node);
    if (const auto literal = graph.literal(node)) sum += literal->text.size() + literal->unit.size();
    if (const auto amount = graph.amount(node)) sum += amount->second.size();
    for (NodeId other : graph.InNodes(node)) sum += graph.class_of(other);
    for (EdgeId edge : graph.OutEdges(node)) sum += graph.edge_id(edge).size() + graph.qualifiers(edge).size();
    for (EdgeId edge : graph.InEdges(node)) sum += graph.subject(edge);
  }
  for (EvidenceId piece = 0; piece < graph.evidence_count(); ++piece) {
    sum += graph.evidence(piece).text.size() + graph.evidence_qualifiers(piece).size();
  }
  for (uint32_t i = 0; i < graph.name_count(); ++i) sum += graph.folded_name(i).size() + graph.name_owner(i);
  return sum + (graph.FindNode("e_0") == kNoNode ? 1 : 0);
}

}  // namespace

TEST_CASE("what is read from the file is the graph that was written, in every export") {
  for (const char* stream : kStreams) {
    CAPTURE(stream);
    const PropertyGraph graph = Assemble(DataTriples(stream));
    const auto compact = CompactGraph::FromBytes(FileOf(graph), stream);
    REQUIRE(compact);
    const PropertyGraph again = Everything(*compact);
    CHECK(Graphml(again) == Graphml(graph));
    CHECK(JsonLd(again) == JsonLd(graph));
    CHECK(FileOf(again) == FileOf(graph));
    CHECK(compact->origin().ontology == "policy");
    CHECK(compact->origin().language == "zh");
  }
}

TEST_CASE("nodes and edges have the numbers, ends and counts of the graph") {
  for (const char* stream : kStreams) {
    CAPTURE(stream);
    const PropertyGraph graph = Assemble(DataTriples(stream));
    const CompactGraph compact = CompactGraph::From(graph, {"policy", "zh"}).value();
    REQUIRE(compact.node_count() == graph.nodes().size());
    REQUIRE(compact.edge_count() == graph.edges().size());
    for (NodeId id = 0; id < compact.node_count(); ++id) {
      const GraphNode& node = graph.node(id);
      CHECK(compact.id(id) == node.id);
      CHECK(compact.FindNode(node.id) == id);
      CHECK(compact.degree(id) == graph.Degree(id));
      CHECK(compact.mentions(id) == node.mentions);
      CHECK(compact.statements(id) == node.statements);
      CHECK(compact.literal(id) == node.literal);
      CHECK(compact.amount(id).has_value() == node.amount.has_value());
      const auto in = compact.InEdges(id);
      CHECK(std::vector<EdgeId>(in.begin(), in.end()) == graph.InEdges(id));
      for (size_t i = 0; i < in.size(); ++i) CHECK(compact.InNodes(id)[i] == graph.edge(in[i]).subject);
    }
    for (EdgeId id = 0; id < compact.edge_count(); ++id) {
      const GraphEdge& edge = graph.edge(id);
      CHECK(compact.edge_id(id) == edge.id);
      CHECK(compact.subject(id) == edge.subject);
      CHECK(compact.OutNodes(edge.subject)[id - *compact.OutEdges(edge.subject).begin()] == edge.object);
      CHECK(compact.predicate(id) == edge.predicate);
      CHECK(compact.qualifiers(id) == edge.qualifiers);
      CHECK(compact.weight(id) == edge.evidence.size());
      CHECK(compact.evidence(compact.best_evidence(id)).text == edge.best_evidence().text);
    }
    CHECK(compact.FindNode("e_nobody") == kNoNode);
    CHECK(compact.FindNode("") == kNoNode);
  }
}

TEST_CASE("an empty graph is a file too") {
  const auto graph = CompactGraph::FromBytes(FileOf(PropertyGraph()), "empty");
  REQUIRE(graph);
  CHECK(graph->node_count() == 0);
  CHECK(graph->edge_count() == 0);
  CHECK(graph->FindNode("e_1") == kNoNode);
}

TEST_CASE("a part has its edges, their ends and their articles, counted anew") {
  const PropertyGraph whole = Assemble(DataTriples("small.ndjson"));
  const CompactGraph graph = CompactGraph::From(whole, {}).value();
  for (EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
    const std::vector<EdgeId> wanted = {edge, edge};
    const PropertyGraph part = Subgraph(graph, wanted, {});
    REQUIRE(part.edges().size() == 1);
    CHECK(part.edge(0).id == whole.edge(edge).id);
    CHECK(part.edge(0).evidence.size() == whole.edge(edge).evidence.size());
    CHECK(part.node(part.edge(0).subject).id == whole.node(whole.edge(edge).subject).id);
    CHECK(part.node(part.edge(0).subject).amount == whole.node(whole.edge(edge).subject).amount);
    for (const GraphEvidence& piece : part.edge(0).evidence) {
      CHECK(part.node(piece.article).kind == GraphNode::Kind::kArticle);
    }
  }
}

TEST_CASE("every byte of the file counts: one that is changed, and a file cut short, are errors with a place") {
  const std::string file = FileOf(Assemble(DataTriples("small.ndjson")));
  for (size_t i = 0; i < file.size(); ++i) {
    std::string damaged = file;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    const std::string error = ErrorOf(damaged);
    CAPTURE(i);
    CHECK(error.starts_with("g.mailuo: error: byte "));
  }
  for (size_t size = 0; size < file.size(); size += size < 1024 ? 1 : 97) {
    CAPTURE(size);
    CHECK(ErrorOf(file.substr(0, size)).starts_with("g.mailuo: error: byte "));
  }
  CHECK(ErrorOf(file + '\0').starts_with("g.mailuo: error: byte "));
}

TEST_CASE("what is wrong with a file is said") {
  const std::string file = FileOf(Assemble(DataTriples("small.ndjson")));
  std::string newer = file;
  newer[8] = 9;
  CHECK(ErrorOf(newer) == "g.mailuo: error: byte 8: has version 9 of the form, expected 1; build it anew");
  CHECK(ErrorOf("{\"source\":\"a\"}" + std::string(100, ' ')) ==
        "g.mailuo: error: byte 0: is no graph that mailuo wrote");
  CHECK(ErrorOf("") == "g.mailuo: error: byte 0: the file ends here, a graph's header has 64 bytes");
  std::string damaged = file;
  damaged.back() = '\x7F';
  CHECK(ErrorOf(damaged).find("bytes are damaged: their checksum does not fit") != std::string::npos);
  const auto missing = CompactGraph::Open("no/such.mailuo");
  REQUIRE_FALSE(missing);
  CHECK(ToString(missing.error()) == "no/such.mailuo: error: cannot read: No such file or directory");
}

TEST_CASE("a damaged file that is read without checksums is refused or read within its bounds") {
  const std::string file = FileOf(Assemble(DataTriples("small.ndjson")));
  uint64_t blocks;
  std::memcpy(&blocks, file.data() + 24, sizeof(blocks));
  const size_t front = 64 + 39 * 16 + blocks * 8;
  std::mt19937 random(7);
  size_t refused = 0, sum = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string damaged = file;
    for (uint32_t i = 0; i <= random() % 4; ++i) {
      damaged[front + random() % (file.size() - front)] = static_cast<char>(random());
    }
    const auto graph = CompactGraph::FromBytes(damaged, "g", {.checksums = false});
    if (graph)
      sum += ReadAll(*graph);
    else
      ++refused;
  }
  CHECK(refused > 500);
  CHECK(sum > 0);
}

TEST_CASE("the writer says what does not fit together") {
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  const auto error_of = [&](auto change) {
    std::vector<GraphNode> nodes = graph.nodes();
    std::vector<GraphEdge> edges = graph.edges();
    change(&nodes, &edges);
    CompactGraphWriter writer({});
    for (const GraphNode& node : nodes) writer.AddNode(node);
    for (const GraphEdge& edge : edges) writer.AddEdge(edge);
    StringSink sink;
    const auto written = writer.Finish(&sink);
    return written ? std::string() : written.error().message;
  };
  using Nodes = std::vector<GraphNode>*;
  using Edges = std::vector<GraphEdge>*;
  CHECK(error_of([](Nodes, Edges) {}).empty());
  CHECK(error_of([](Nodes n, Edges) { std::swap((*n)[0], (*n)[1]); }).find(" comes after ") != std::string::npos);
  CHECK(error_of([](Nodes, Edges e) { e->front().object = 1U << 30; }).find("no node") != std::string::npos);
  CHECK(error_of([](Nodes, Edges e) { e->front().evidence.clear(); }).find("no best piece") != std::string::npos);
  CHECK(error_of([](Nodes, Edges e) { e->front().status = "other"; }).find("is not what") != std::string::npos);
  CHECK(error_of([](Nodes, Edges e) { std::reverse(e->begin(), e->end()); }).find("later subject") !=
        std::string::npos);
}

}  // namespace mailuo
