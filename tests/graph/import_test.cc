// ReadGraphml and ReadJsonLd: our own files come back whole, other programs' files give what they have, and what is bad
// is told with its place.
#include <doctest/doctest.h>

#include <algorithm>

#include "graph_test_support.h"
#include "mailuo/graph/compact_graph_writer.h"
#include "mailuo/graph/import.h"

using namespace mailuo;

namespace {

PropertyGraph GraphOf(const ImportedGraph& imported) {
  GraphBuilder builder;
  for (const ArticleInfo& article : imported.articles) builder.Add(article);
  for (const Triple& triple : imported.triples) builder.Add(triple);
  return std::move(builder).Build();
}

// A graph with an article that has a date, and one without a fact.
PropertyGraph WithArticles(const char* name) {
  GraphBuilder builder;
  const std::vector<Triple> triples = DataTriples(name);
  for (const Triple& triple : triples) builder.Add(triple);
  builder.Add(ArticleInfo{triples[0].article, triples[0].title, triples[0].source, "2025-03-04"});
  builder.Add(ArticleInfo{"", "nothing said", "empty.txt", "spring 2025"});
  return std::move(builder).Build();
}

std::string Columns(const PropertyGraph& graph) {
  StringSink sink;
  REQUIRE(WriteCompactGraph(graph, {"policy", "zh"}, &sink));
  return sink.Take();
}

std::string Document(const std::string& keys, const std::string& elements) {
  return "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:y=\"http://www.yworks.com/xml/graphml\">\n" +
         keys + "<graph edgedefault=\"directed\">\n" + elements + "</graph>\n</graphml>\n";
}

constexpr char kKeys[] =
    "<key id=\"d0\" for=\"node\" attr.name=\"Type\" attr.type=\"string\"/>\n"
    "<key id=\"d1\" for=\"node\" attr.name=\"name\" attr.type=\"string\"/>\n"
    "<key id=\"d2\" for=\"edge\" attr.name=\"relation\" attr.type=\"string\"><default>pursues</default></key>\n"
    "<key id=\"d3\" for=\"edge\" attr.name=\"confidence\" attr.type=\"double\"/>\n"
    "<key id=\"d4\" for=\"node\" yfiles.type=\"nodegraphics\"/>\n"
    "<key id=\"d5\" for=\"node\" attr.name=\"value\" attr.type=\"double\"/>\n";

struct Read {
  std::vector<Triple> triples;
  std::vector<std::string> messages;
};

Read ReadText(const std::string& text, const ImportOptions& options = {"f.graphml", "", ""}) {
  DiagnosticList found;
  const expected<ImportedGraph> imported = ReadGraphml(text, "in/f.graphml", PolicyOntology(), options, &found);
  Read read;
  for (const Diagnostic& diagnostic : found.all()) read.messages.push_back(ToString(diagnostic));
  if (imported) {
    read.triples = imported->triples;
  } else {
    read.messages.push_back(ToString(imported.error()));
  }
  return read;
}

}  // namespace

TEST_CASE("our GraphML comes back whole, in both profiles") {
  const PropertyGraph graph = WithArticles("small.ndjson");
  for (GraphmlProfile profile : {GraphmlProfile::kRich, GraphmlProfile::kStrict}) {
    DiagnosticList found;
    const auto imported = ReadGraphml(Graphml(graph, profile), "g.graphml", PolicyOntology(), {"g", "", ""}, &found);
    REQUIRE(imported.has_value());
    CHECK(found.all().empty());
    const PropertyGraph again = GraphOf(*imported);
    CHECK(Graphml(again) == Graphml(graph));
    CHECK(JsonLd(again) == JsonLd(graph));
  }
}

TEST_CASE("our JSON-LD comes back whole, hostile characters and all") {
  for (const char* name : {"small.ndjson", "hostile.ndjson"}) {
    CAPTURE(name);
    const PropertyGraph graph = WithArticles(name);
    DiagnosticList found;
    const auto imported = ReadJsonLd(JsonLd(graph), "g.jsonld", PolicyOntology(), &found);
    REQUIRE(imported.has_value());
    CHECK(found.all().empty());
    CHECK(imported->language == "zh");
    const PropertyGraph again = GraphOf(*imported);
    CHECK(Graphml(again) == Graphml(graph));
    CHECK(JsonLd(again) == JsonLd(graph));
    CHECK((Columns(again) == Columns(graph)));  // no text to print
  }
}

TEST_CASE("a graph of another program joins by types and names, each edge its own evidence") {
  const std::string edge = "<edge source=\"n0\" target=\"n1\">\n  <data key=\"d3\">0.5</data>\n</edge>";
  const std::string nodes =
      "<node id=\"n0\"><data key=\"d0\">City</data><data key=\"d1\">a &amp; b</data></node>\n"
      "<node id=\"n1\"><data key=\"d0\">Goal</data><data key=\"d4\"><y:ShapeNode>"
      "<y:NodeLabel x=\"1\"> drawn </y:NodeLabel></y:ShapeNode></data></node>\n";
  const std::string text = Document(kKeys, nodes + edge + "\n");
  const Read read = ReadText(text);
  CHECK(read.messages.empty());
  REQUIRE(read.triples.size() == 1);
  const Triple& triple = read.triples[0];
  CHECK(triple.subject.name == "a & b");
  CHECK(triple.subject.id == EntityId("City", FoldName("a & b")));
  CHECK(std::get<Entity>(triple.object).name == "drawn");
  CHECK(triple.predicate == "pursues");
  CHECK(triple.confidence == 0.5);
  CHECK(triple.source == "f.graphml");
  CHECK(triple.rule == "import/graphml");
  CHECK(text.substr(triple.evidence.span.begin, triple.evidence.span.end - triple.evidence.span.begin) == edge);
  CHECK(triple.evidence.text == "<edge source=\"n0\" target=\"n1\"><data key=\"d3\">0.5</data></edge>");
}

TEST_CASE("types and relations that a file does not bring can be given") {
  const std::string text = Document("", "<node id=\"x\"/><node id=\"y\"/><edge source=\"x\" target=\"y\"/>\n");
  CHECK(ReadText(text).triples.empty());
  CHECK(ReadText(text).messages.size() == 3);
  const Read read = ReadText(text, {"f", "Alliance", "part_of"});
  REQUIRE(read.triples.size() == 1);
  CHECK(read.triples[0].subject.name == "x");
}

TEST_CASE("a node that was renamed in another program keeps its old name as an alias") {
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  std::string text = Graphml(graph);
  const auto city = std::find_if(graph.nodes().begin(), graph.nodes().end(),
                                 [](const GraphNode& node) { return node.type == "City"; });
  REQUIRE(city != graph.nodes().end());
  const std::string label = "<data key=\"n_label\">" + city->name + "</data>";
  text.replace(text.find(label), label.size(), "<data key=\"n_label\">renamed city</data>");
  const Read read = ReadText(text);
  CHECK(read.messages.empty());
  size_t renamed = 0;
  for (const Triple& triple : read.triples) {
    if (triple.subject.name != "renamed city") continue;
    ++renamed;
    CHECK(triple.subject.id == EntityId("City", FoldName("renamed city")));
    CHECK(std::count(triple.subject.aliases.begin(), triple.subject.aliases.end(), city->name) == 1);
  }
  CHECK(renamed > 0);
}

TEST_CASE("an edge without a direction gets the one that the ontology admits") {
  const std::string nodes =
      "<node id=\"g\"><data key=\"d0\">Goal</data></node>"
      "<node id=\"c\"><data key=\"d0\">City</data></node>";
  const Read read = ReadText(Document(kKeys, nodes + "<edge directed=\"false\" source=\"g\" target=\"c\"/>"));
  REQUIRE(read.triples.size() == 1);
  CHECK(read.triples[0].subject.name == "c");
  CHECK(ReadText(Document(kKeys, nodes + "<edge source=\"g\" target=\"c\"/>")).triples.empty());
}

TEST_CASE("what is bad in GraphML is told with its place") {
  const std::string city = "<node id=\"c\"><data key=\"d0\">City</data></node>\n";
  const struct {
    std::string text;
    std::string message;
  } cases[] = {
      {"", "in/f.graphml:1:1: error: is no well-formed XML: no element found"},
      {"<a>", "in/f.graphml:1:4: error: is no well-formed XML: no element found"},
      {"<a/>", "in/f.graphml:1:1: error: is no GraphML, expected <graphml> as the root"},
      {"<graphml>\n  <b></c>", "in/f.graphml:2:8: error: is no well-formed XML: mismatched tag"},
      {Document(kKeys, " <node id=\"n\"/>\n"),
       "in/f.graphml:9:2: error: the node \"n\" has no type, expected a property labels, kind or type, or --type"},
      {Document(kKeys, city + "<node id=\"c\"><data key=\"d0\">Goal</data></node>"),
       "in/f.graphml:10:1: error: the id \"c\" is that of another node, expected each id once"},
      {Document(kKeys, city + "<edge source=\"c\" target=\"d\"/>"),
       "in/f.graphml:10:1: error: the edge ends at \"d\", expected the id of a node"},
      {Document(kKeys, city + "<node id=\"d\"><data key=\"d0\">Citi</data></node><edge source=\"d\" target=\"c\"/>"),
       "in/f.graphml:10:47: error: unknown type of an entity \"Citi\", expected \"City\""},
      {Document(kKeys, city + "<edge source=\"c\" target=\"c\"><data key=\"d2\">persues</data></edge>"),
       "in/f.graphml:10:1: error: unknown relation \"persues\", expected \"pursues\""},
      {Document(kKeys, "<node id=\"m\"><data key=\"d0\">Money</data><data key=\"d5\">many</data></node>"),
       "in/f.graphml:9:1: error: the node \"m\" is of type Money and its value is \"many\", expected a number"},
      {Document(kKeys, city + "<edge source=\"c\" target=\"c\"><data key=\"evidence\">{}</data></edge>"),
       "in/f.graphml:10:1: error: the edge's evidence is no JSON array of objects, expected it as Mailuo writes it"},
      {Document(kKeys, city + "<hyperedge><endpoint node=\"c\"/></hyperedge>"),
       "in/f.graphml:10:1: error: a hyperedge cannot be a fact, expected <edge> with a source and a target"},
  };
  for (const auto& [text, message] : cases) {
    const Read read = ReadText(text);
    REQUIRE_MESSAGE(read.messages.size() == 1, message);
    CHECK(read.messages[0] == message);
  }
}

TEST_CASE("entities of XML are not expanded without end, and none is fetched") {
  std::string bomb = "<!DOCTYPE graphml [<!ENTITY a0 \"aaaaaaaaaa\">";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " \"";
    for (int copy = 0; copy < 10; ++copy) bomb += before;
    bomb += "\">";
  }
  const Read read = ReadText(bomb + "]>" + Document(kKeys, "<node id=\"x\"><data key=\"d1\">&a11;</data></node>"));
  REQUIRE(read.messages.size() == 1);
  CHECK(read.messages[0].find("amplification") != std::string::npos);
  const Read external = ReadText("<!DOCTYPE graphml [<!ENTITY f SYSTEM \"/etc/passwd\">]>" +
                                 Document(kKeys,
                                          "<node id=\"x\"><data key=\"d0\">City</data>"
                                          "<data key=\"d1\">&f;</data></node>"));
  CHECK(external.triples.empty());
}

TEST_CASE("JSON-LD that is not ours is told so") {
  const std::string good = JsonLd(Assemble(DataTriples("small.ndjson")));
  const struct {
    std::string text;
    const char* message;
  } cases[] = {
      {"[]",
       "g.jsonld:1:1: error: is no JSON-LD of Mailuo's, expected \"@context\" with the base "
       "\"https://mailuo.dev/policy/\", then \"@graph\""},
      {"{\"@context\":\n {\"@vocab\":\"http://x/\"},\"@graph\":[]}",
       "g.jsonld:2:2: error: is no JSON-LD of Mailuo's, expected \"@context\" with the base "
       "\"https://mailuo.dev/policy/\", then \"@graph\""},
      {"{\"@context\":{\"@vocab\":\"https://mailuo.dev/policy/\"},\n\"@graph\":[\n {\"@id\":1,}]}",
       "g.jsonld:3:11: error: Missing a name for object member."},
      {"{\"@context\":{\"@vocab\":\"https://mailuo.dev/policy/\"},\"@graph\":[\n{\"@id\":\"x\"}",
       "g.jsonld:2:12: error: ends within \"@graph\", expected \"]\""},
  };
  for (const auto& [text, message] : cases) {
    DiagnosticList found;
    const auto imported = ReadJsonLd(text, "g.jsonld", PolicyOntology(), &found);
    REQUIRE_FALSE_MESSAGE(imported.has_value(), message);
    CHECK(ToString(imported.error()) == message);
  }
  DiagnosticList found;
  REQUIRE(ReadJsonLd(good, "g.jsonld", PolicyOntology(), &found).has_value());
}
