// The writers: what the profiles promise, failing sinks, hostile values. tests/interop reads the same files with
// parsers that are not ours.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "graph_test_support.h"

using namespace mailuo;

namespace {

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

constexpr char kIdCharacters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";

bool Contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// `text` without each piece that begins with `begin` and ends with the next `end`.
std::string Without(std::string text, const std::string& begin, const std::string& end) {
  for (size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
    text.erase(at, text.find(end, at + begin.size()) + end.size() - at);
  }
  return text;
}

// A value of a JSON object that is a number and no string: `":` and a digit or a sign outside of strings.
bool HasBareNumber(const std::string& json) {
  bool in_string = false;
  for (size_t at = 0; at + 1 < json.size(); ++at) {
    if (json[at] == '"') in_string = !in_string;
    if (in_string && json[at] == '\\') ++at;
    const char next = json[at + 1];
    if (!in_string && json[at] == ':' && (next == '-' || (next >= '0' && next <= '9'))) return true;
  }
  return false;
}

// Every id="..." of lines that hold `element`.
std::vector<std::string> Ids(const std::string& graphml, const std::string& element) {
  std::vector<std::string> ids;
  const std::string open = "<" + element + " id=\"";
  for (const std::string& line : Lines(graphml)) {
    const size_t at = line.find(open);
    if (at == std::string::npos) continue;
    const size_t from = at + open.size();
    ids.push_back(line.substr(from, line.find('"', from) - from));
  }
  return ids;
}

}  // namespace

TEST_CASE("GraphML keeps what every reader asks for") {
  for (const char* name : {"small.ndjson", "hostile.ndjson", "foreign.ndjson"}) {
    CAPTURE(name);
    const PropertyGraph graph = Assemble(DataTriples(name));
    const std::string graphml = Graphml(graph);
    CHECK_FALSE(Contains(graphml, "<!DOCTYPE"));
    CHECK_FALSE(Contains(graphml, "<default"));
    CHECK_FALSE(Contains(graphml, "&#"));
    CHECK_FALSE(Contains(graphml, "\"></data>"));
    CHECK(graphml.rfind("<node ") < graphml.find("<edge "));
    CHECK(graphml.rfind("<key ") < graphml.find("<graph "));
    for (const char* element : {"node", "edge", "key"}) {
      std::set<std::string> seen;
      for (std::string id : Ids(graphml, element)) {
        CHECK_FALSE(id.empty());
        CHECK(id.find_first_not_of(kIdCharacters) == std::string::npos);
        for (char& c : id) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        CHECK_MESSAGE(seen.insert(id).second, id);
      }
    }
    CHECK(Ids(graphml, "node").size() == graph.nodes().size());
    CHECK(Ids(graphml, "edge").size() == graph.edges().size());
  }
}

TEST_CASE("attribute names of edges are unique in any case and never those that readers keep for themselves") {
  std::set<std::string> names = {"id", "source", "target", "key"};
  for (const std::string& line : Lines(Graphml(Assemble(DataTriples("foreign.ndjson"))))) {
    if (!Contains(line, "for=\"edge\"")) continue;
    const size_t from = line.find("attr.name=\"") + 11;
    std::string name = line.substr(from, line.find('"', from) - from);
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    CHECK_MESSAGE(names.insert(name).second, name);
  }
}

TEST_CASE("strict is rich without the label of edges and the lists of keys") {
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  const std::string rich = Graphml(graph, GraphmlProfile::kRich);
  const std::string stripped = Without(Without(rich, " attr.list=\"", "\""), " label=\"", "\"");
  CHECK(stripped == Graphml(graph, GraphmlProfile::kStrict));
  CHECK(stripped != rich);
}

TEST_CASE("the first data of an edge is its label") {
  const std::vector<std::string> lines = Lines(Graphml(Assemble(DataTriples("small.ndjson"))));
  for (size_t i = 0; i < lines.size(); ++i) {
    if (Contains(lines[i], "<edge ")) CHECK(Contains(lines[i + 1], "<data key=\"label\">"));
    if (Contains(lines[i], "<node ")) CHECK(Contains(lines[i + 1], "<data key=\"labels\">:"));
  }
}

TEST_CASE("JSON-LD has one node object a line, type before id, and no bare number") {
  for (const char* name : {"small.ndjson", "hostile.ndjson", "foreign.ndjson"}) {
    CAPTURE(name);
    const std::vector<std::string> lines = Lines(JsonLd(Assemble(DataTriples(name))));
    size_t nodes = 0;
    for (const std::string& line : lines) {
      if (line.rfind("{\"@type\":\"", 0) != 0) continue;
      ++nodes;
      const std::string rest = line.substr(std::min(line.size(), line.find('"', 10)));  // behind the type
      CHECK(rest.starts_with("\",\"@id\":\"https://mailuo.dev/policy/"));
      CHECK_FALSE(HasBareNumber(line));
      CHECK_FALSE(Contains(line, "\":\"\""));
    }
    CHECK(nodes > 10);
    CHECK_FALSE(Contains(lines[1], "@version"));
  }
}

TEST_CASE("a language is written in lower case, and without one texts are plain") {
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  StringSink tagged, plain;
  REQUIRE(WriteJsonLd(graph, PolicyOntology(), {"zh-Hant"}, &tagged).has_value());
  REQUIRE(WriteJsonLd(graph, PolicyOntology(), {}, &plain).has_value());
  CHECK(Contains(tagged.bytes(), "\"@language\":\"zh-hant\""));
  CHECK_FALSE(Contains(plain.bytes(), "@language"));
}

TEST_CASE("a sink that fails ends the writing with its error, wherever it fails") {
  std::vector<Triple> triples = DataTriples("small.ndjson");
  const size_t count = triples.size();
  for (int copy = 1; copy < 60; ++copy) {
    for (size_t i = 0; i < count; ++i) {
      Triple triple = triples[i];
      triple.source += std::to_string(copy);
      triple.subject.name += std::to_string(copy);
      triple.subject.id.clear();
      triples.push_back(triple);
    }
  }
  const PropertyGraph graph = Assemble(triples);
  const size_t size = Graphml(graph).size();
  REQUIRE(size > 500000);
  for (size_t room : {size_t{0}, size_t{1}, size_t{70000}, size / 2, size - 1}) {
    CAPTURE(room);
    FullSink sink(room);
    const expected<void> result = WriteGraphml(graph, PolicyOntology(), GraphmlProfile::kRich, &sink);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind == Error::Kind::kOutput);
    CHECK(result.error().message == "no space left");
    CHECK(sink.calls_after_error() == 0);
    CHECK(sink.largest() < 128 * 1024);
    FullSink other(std::min(room, JsonLd(graph).size() - 1));
    CHECK_FALSE(WriteJsonLd(graph, PolicyOntology(), {"zh"}, &other).has_value());
    CHECK(other.calls_after_error() == 0);
  }
  FullSink roomy(size);
  CHECK(WriteGraphml(graph, PolicyOntology(), GraphmlProfile::kRich, &roomy).has_value());
}

TEST_CASE("a file that cannot be opened or filled is an error that names it") {
  const auto missing = FileSink::Open("/nowhere/graph.graphml");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().where.file == "/nowhere/graph.graphml");
  const auto full = FileSink::Open("/dev/full");
  REQUIRE(full.has_value());
  const expected<void> written = (*full)->Append("x");
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().kind == Error::Kind::kOutput);
}

TEST_CASE("an empty graph is a valid file of each kind") {
  const PropertyGraph graph;
  CHECK(Contains(Graphml(graph), "</graphml>"));
  CHECK(Contains(JsonLd(graph), "\"@graph\":[\n]}"));
}

TEST_CASE("an article without facts is a graph of one node") {
  GraphBuilder builder;
  builder.Add(ArticleInfo{"", "alone", "a.txt", "2024-05-01"});
  const PropertyGraph graph = std::move(builder).Build();
  REQUIRE(graph.nodes().size() == 1);
  const std::string graphml = Graphml(graph);
  CHECK(Ids(graphml, "node").size() == 1);
  CHECK(Contains(graphml, "<data key=\"n_title\">alone</data>"));
  CHECK(Contains(graphml, "<data key=\"n_mentions\">0</data>"));
  CHECK(Contains(JsonLd(graph), "\"day\":\"2024-05-01\""));
}

TEST_CASE("a thing that relates to itself, and to another thing in two ways, keeps every edge") {
  std::vector<Triple> triples(4);
  const char* predicates[] = {"cooperates_with", "cooperates_with", "part_of", "part_of"};
  const char* objects[] = {"a", "b", "b", "b"};
  for (uint32_t i = 0; i < 4; ++i) {
    triples[i].source = "t.txt";
    triples[i].subject = {"", "Alliance", "a", {}};
    triples[i].predicate = predicates[i];
    triples[i].object = Entity{"", "Alliance", objects[i], {}};
    triples[i].evidence = {{i, i + 1}, "x"};
  }
  const PropertyGraph graph = Assemble(std::move(triples));
  REQUIRE(graph.edges().size() == 3);  // two sentences that say one thing are one edge
  const std::vector<std::string> ids = Ids(Graphml(graph), "edge");
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == 3);
  const NodeId a = graph.FindNode(EntityId("Alliance", FoldName("a")));
  REQUIRE(a != kNoNode);
  CHECK(graph.Degree(a) == 4);
  CHECK(graph.node(a).mentions == 4);
  const std::string jsonld = JsonLd(graph);
  const std::string iri = "\"https://mailuo.dev/policy/e/" + graph.node(a).id + "\"";
  CHECK(Contains(jsonld, "\"cooperates_with\":["));
  CHECK(Contains(jsonld, "\"subject\":" + iri + ",\"predicate\":\"cooperates_with\",\"object\":" + iri));
}

TEST_CASE("a name of a hundred thousand bytes arrives whole, in pieces of bounded size") {
  std::string name;
  while (name.size() < 100000) name += "<&]]>\"\\\t";
  Triple triple;
  triple.source = "t.txt";
  triple.subject = {"", "City", name, {}};
  triple.predicate = "pursues";
  triple.object = Entity{"", "Goal", "g", {}};
  const PropertyGraph graph = Assemble({triple});
  FullSink sink(1 << 20);
  REQUIRE(WriteGraphml(graph, PolicyOntology(), GraphmlProfile::kRich, &sink).has_value());
  CHECK(sink.largest() < 64 * 1024 + 8 * name.size());  // a node is written as one
  const std::string jsonld = JsonLd(graph);
  std::string escaped;
  for (char c : name) escaped += c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '\t' ? "\\t" : std::string(1, c);
  CHECK(Contains(jsonld, "\"label\":\"" + escaped + "\""));
}
