// The writers of formats, each with what it must write to the byte for one small graph full of characters that the
// format treats in its own way; then what holds for all of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <sstream>

#include "graph_test_support.h"
#include "mailuo/graph/aggregate.h"
#include "mailuo/graph/csv.h"
#include "mailuo/graph/cypher.h"
#include "mailuo/graph/cytoscape.h"
#include "mailuo/graph/gexf.h"
#include "mailuo/graph/neo4j_csv.h"

using namespace mailuo;

namespace {

using Write = expected<void> (*)(const PropertyGraph&, const Ontology&, ByteSink*);

template <auto write>
expected<void> InChinese(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink) {
  return write(graph, ontology, {"zh-Hans"}, sink);
}
template <GraphmlProfile profile>
expected<void> InGraphml(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink) {
  return WriteGraphml(graph, ontology, profile, sink);
}

const struct {
  const char* name;
  Write write;
} kWriters[] = {
    {"graphml", &InGraphml<GraphmlProfile::kRich>},
    {"graphml-strict", &InGraphml<GraphmlProfile::kStrict>},
    {"jsonld", &InChinese<&WriteJsonLd>},
    {"nquads", &InChinese<&WriteNquads>},
    {"turtle", &InChinese<&WriteTurtle>},
    {"turtle-star", &InChinese<&WriteTurtleStar>},
    {"gexf", &WriteGexf},
    {"cypher", &WriteCypher},
    {"neo4j-csv nodes", &WriteNeo4jNodes},
    {"neo4j-csv relationships", &WriteNeo4jRelationships},
    {"csv nodes", &WriteCsvNodes},
    {"csv edges", &WriteCsvEdges},
    {"cytoscape", &WriteCytoscape},
};

std::string Written(const PropertyGraph& graph, Write write) {
  StringSink sink;
  return write(graph, PolicyOntology(), &sink) ? sink.Take() : std::string();
}

void Replace(const std::string& what, const std::string& with, std::string* text) {
  for (size_t at = text->find(what); at != std::string::npos; at = text->find(what, at + with.size())) {
    text->replace(at, what.size(), with);
  }
}

const std::string kCity = "a\\u\"'<&\t", kFund = "=f;1\r\n2\x01";

// Ends of a fact with a city, a fund and what they are called.
PropertyGraph SmallGraph() {
  Triple triple;
  triple.source = "t.txt";
  triple.title = "T";
  triple.subject = {"", "City", kCity, {"b;c"}};
  triple.predicate = "establishes";
  triple.object = Entity{"", "Fund", kFund, {}};
  triple.qualifiers = {{"time", "now"}};
  triple.evidence = {{1, 4}, "x"};
  triple.confidence = 0.5;
  triple.rule = "p/r";
  return Assemble({triple});
}

// What a writer makes of it, with CITY, FUND, TEXT (the article), FACT and PROOF for ids and BASE/ for the ontology's.
std::string Masked(Write write) {
  const PropertyGraph graph = SmallGraph();
  std::string text = Written(graph, write);
  Replace(EntityId("City", FoldName(kCity)), "CITY", &text);
  Replace(EntityId("Fund", FoldName(kFund)), "FUND", &text);
  Replace(ArticleId("t.txt", "T"), "TEXT", &text);
  Replace(graph.edges()[0].id, "FACT", &text);
  Replace(PolicyOntology().base_iri(), "BASE/", &text);
  for (size_t at = text.find("/v/v_"); at != std::string::npos; at = text.find("/v/v_")) {
    text.replace(at + 3, 18, "PROOF");
  }
  return text;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

bool HasLine(const std::string& text, const std::string& line) {
  const std::vector<std::string> lines = Lines(text);
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

}  // namespace

TEST_CASE("N-Quads are canonical lines in the order of their bytes") {
  const std::string quads = Masked(&InChinese<&WriteNquads>);
  CHECK(HasLine(quads, R"(<BASE/e/CITY> <http://www.w3.org/2000/01/rdf-schema#label> "a\\u\"'<&\t"@zh-hans .)"));
  CHECK(HasLine(quads, R"(<BASE/e/FUND> <http://www.w3.org/2000/01/rdf-schema#label> "=f;1\r\n2\u0001"@zh-hans .)"));
  CHECK(HasLine(quads, R"(<BASE/e/CITY> <BASE/establishes> <BASE/e/FUND> .)"));
  CHECK(HasLine(quads, R"(<BASE/s/FACT> <BASE/confidence> "0.5"^^<http://www.w3.org/2001/XMLSchema#decimal> .)"));
  CHECK(HasLine(quads, R"(<BASE/s/FACT> <BASE/evidence> <BASE/v/PROOF> .)"));
  CHECK(HasLine(quads, R"(<BASE/v/PROOF> <BASE/rule> "p/r" .)"));
  for (const char* name : {"small.ndjson", "hostile.ndjson", "foreign.ndjson"}) {
    CAPTURE(name);
    const std::vector<std::string> lines = Lines(Written(Assemble(DataTriples(name)), &InChinese<&WriteNquads>));
    REQUIRE(lines.size() > 100);
    CHECK(std::adjacent_find(lines.begin(), lines.end(), std::greater_equal<>()) == lines.end());
  }
}

TEST_CASE("ids of other programs are sorted with what stands behind them") {
  std::vector<Triple> triples;
  for (const char* id : {"x", "x-1", "x.1", "x1", "xA"}) {
    Triple triple;
    triple.source = "t.txt";
    triple.subject = {id, "City", std::string("n") + id, {}};
    triple.predicate = "pursues";
    triple.object = Entity{"", "Goal", "g", {}};
    triples.push_back(triple);
  }
  const std::vector<std::string> lines = Lines(Written(Assemble(triples), &InChinese<&WriteNquads>));
  CHECK(std::adjacent_find(lines.begin(), lines.end(), std::greater_equal<>()) == lines.end());
}

TEST_CASE("Turtle has a block for each node, Turtle-star what an edge says about its triple") {
  const std::string turtle = Masked(&InChinese<&WriteTurtle>);
  CHECK(turtle.find("\ne:CITY a :City ;\n  dcterms:identifier \"CITY\" ;\n"
                    "  rdfs:label \"a\\\\u\\\"'<&\\t\"@zh-hans ;\n  skos:altLabel \"b;c\"@zh-hans ;\n"
                    "  :mentions \"1\"^^xsd:integer ;\n  prov:wasDerivedFrom e:TEXT ;\n"
                    "  :establishes e:FUND .\n") != std::string::npos);
  CHECK(turtle.find("\ns:FACT a rdf:Statement ;\n  rdf:subject e:CITY ;\n  rdf:predicate :establishes ;\n") !=
        std::string::npos);
  const std::string star = Masked(&InChinese<&WriteTurtleStar>);
  CHECK(star.find("\n<<e:CITY :establishes e:FUND>> :sid \"FACT\" ;\n  :interaction \"establishes\" ;\n"
                  "  :weight \"1\"^^xsd:decimal ;\n  :evidence_count \"1\"^^xsd:integer ;\n") != std::string::npos);
  CHECK(star.find("  :time \"now\" .\n") != std::string::npos);
  CHECK(star.find("rdf:Statement") == std::string::npos);
}

TEST_CASE("Cypher has constraints, then batches that are merged by id; no statement has a line feed in a text") {
  const std::string cypher = Masked(&WriteCypher);
  CHECK(HasLine(cypher, "CREATE CONSTRAINT IF NOT EXISTS FOR (n:City) REQUIRE n.uid IS UNIQUE;"));
  CHECK(cypher.find("\nUNWIND [\n{uid: 'CITY', p: {label: 'a\\\\\\u0075\"\\'<&\\t', name: 'a\\\\\\u0075\"\\'<&\\t', "
                    "kind: 'City', iri: 'BASE/e/CITY', aliases: ['b;c'], mentions: 1, articles: ['TEXT'], "
                    "size: 12.0, color: '") != std::string::npos);
  CHECK(cypher.find("}}] AS row MERGE (n:City {uid: row.uid}) SET n += row.p;\n") != std::string::npos);
  CHECK(cypher.find("label: '=f;1\\r\\n2\\u0001'") != std::string::npos);
  CHECK(cypher.find("{a: 'CITY', b: 'FUND', sid: 'FACT', p: {interaction: 'establishes', weight: 1.0, "
                    "evidence_count: 1, status: 'done', confidence: 0.5, ") != std::string::npos);
  CHECK(cypher.find("] AS row MATCH (a:City {uid: row.a}) MATCH (b:Fund {uid: row.b}) "
                    "MERGE (a)-[r:establishes {sid: row.sid}]->(b) SET r += row.p;\n") != std::string::npos);
  for (const std::string& line : Lines(Written(Assemble(DataTriples("hostile.ndjson")), &WriteCypher))) {
    const bool ends = line.ends_with(";");
    CHECK_MESSAGE((ends || line.starts_with("//") || line == "UNWIND [" || line.starts_with("{")), line);
  }
}

TEST_CASE("names that are no plain ones stand in backquotes in Cypher") {
  const std::string cypher = Written(Assemble(DataTriples("foreign.ndjson")), &WriteCypher);
  CHECK(cypher.find("FOR (n:`Works_ At`) REQUIRE") != std::string::npos);
  CHECK(cypher.find("[r:`is employed by/at: x` {sid") != std::string::npos);
}

TEST_CASE("batches of Cypher are cut at their size and none is empty") {
  std::vector<Triple> triples;
  for (int i = 0; i < 401; ++i) {
    Triple triple;
    triple.source = "t.txt";
    triple.subject = {"", "City", "c" + std::to_string(i), {}};
    triple.predicate = "pursues";
    triple.object = Entity{"", "Goal", "g", {}};
    triples.push_back(triple);
  }
  const std::vector<std::string> lines = Lines(Written(Assemble(triples), &WriteCypher));
  CHECK(std::count(lines.begin(), lines.end(), "UNWIND [") == 3 + 1 + 1 + 3);  // cities, goal, article, relation
  size_t rows = 0, most = 0;
  for (const std::string& line : lines) {
    rows = line == "UNWIND [" ? 0 : rows + 1;
    most = std::max(most, rows);
  }
  CHECK(most == 200);
}

TEST_CASE("Neo4j's CSV has typed headers and keeps every character") {
  const std::vector<std::string> nodes = Lines(Masked(&WriteNeo4jNodes));
  CHECK(
      nodes[0].starts_with("uid:ID,:LABEL,label:string,name:string,kind:string,iri:string,aliases:string[],"
                           "mentions:long,articles:string[],size:double,color:string,"));
  CHECK(std::any_of(nodes.begin(), nodes.end(), [](const std::string& line) {
    return line.starts_with(
        "CITY,\"City\",\"a\\u\"\"'<&\t\",\"a\\u\"\"'<&\t\",\"City\",\"BASE/e/CITY\","
        "\"b;c\",1,\"TEXT\",12,");
  }));
  const std::vector<std::string> edges = Lines(Masked(&WriteNeo4jRelationships));
  CHECK(edges[0] ==
        ":START_ID,:END_ID,:TYPE,sid:string,interaction:string,weight:double,evidence_count:long,status:string,"
        "confidence:double,symmetric:long,evidence_source:string,evidence_article:string,evidence_start:long,"
        "evidence_end:long,evidence_text:string,evidence_rule:string,evidence:string,time:string");
  CHECK(edges[1].starts_with(
      "CITY,FUND,\"establishes\",\"FACT\",\"establishes\",1,1,\"done\",0.5,,\"t.txt\",\"TEXT\",1,4,"));
  CHECK(edges[1].ends_with(",\"now\""));
}

TEST_CASE("a spreadsheet gets a mark, CR LF at row ends, and no formula") {
  const std::string nodes = Masked(&WriteCsvNodes), edges = Masked(&WriteCsvEdges);
  CHECK(nodes.starts_with("\xEF\xBB\xBFid,label,kind,iri,aliases,mentions,articles,"));
  CHECK(nodes.find("\r\nCITY,\"a\\u\"\"'<&\t\",\"City\",") != std::string::npos);
  CHECK(nodes.find("\r\nFUND,\"'=f;1\n2\xEF\xBF\xBD\",\"Fund\",") != std::string::npos);
  CHECK(edges.find("\r\nFACT,CITY,FUND,\"a\\u\"\"'<&\t\",\"establishes\",\"'=f;1\n2\xEF\xBF\xBD\",1,1,\"done\",") !=
        std::string::npos);
}

TEST_CASE("what a spreadsheet would take for a formula") {
  const struct {
    const char* name;
    const char* cell;
  } cases[] = {{"=1", "\"'=1\""},           {"+1", "\"'+1\""},           {"-1", "\"'-1\""},         {"@a", "\"'@a\""},
               {"\ta", "\"'\ta\""},         {"\ra", "\"'\na\""},         {"1-1", "\"1-1\""},        {" =1", "\" =1\""},
               {"\uFF1D1", "\"'\uFF1D1\""}, {"\uFF20x", "\"'\uFF20x\""}, {"\uFF0C1", "\"\uFF0C1\""}};
  for (const auto& [name, cell] : cases) {
    Triple triple;
    triple.source = "t.txt";
    triple.subject = {"", "City", name, {}};
    triple.predicate = "pursues";
    triple.object = Entity{"", "Goal", "g", {}};
    CHECK_MESSAGE(
        Written(Assemble({triple}), &WriteCsvEdges).find(std::string(",") + cell + ",\"pursues\"") != std::string::npos,
        cell);
  }
}

TEST_CASE("GEXF has kinds, lists, colours and the characters that XML has") {
  const std::string gexf = Masked(&WriteGexf);
  CHECK(HasLine(gexf,
                "      <edge id=\"FACT\" source=\"CITY\" target=\"FUND\" kind=\"establishes\" "
                "label=\"establishes\" weight=\"1\">"));
  CHECK(HasLine(gexf, "      <node id=\"CITY\" label=\"a\\u&quot;'&lt;&amp;&#9;\">"));
  CHECK(HasLine(gexf, "      <node id=\"FUND\" label=\"=f;1&#10;2\xEF\xBF\xBD\">"));
  CHECK(HasLine(gexf, "          <attvalue for=\"aliases\" value=\"[&quot;b;c&quot;]\"/>"));
  CHECK(HasLine(gexf, "      <attribute id=\"aliases\" title=\"aliases\" type=\"liststring\"/>"));
  CHECK(gexf.find("<viz:color r=\"") != std::string::npos);
}

TEST_CASE("Cytoscape's JSON has values of their own types") {
  const std::string json = Masked(&WriteCytoscape);
  CHECK(json.find("{\"data\":{\"id\":\"CITY\",\"label\":\"a\\\\u\\\"'<&\\t\",") != std::string::npos);
  CHECK(json.find("\"aliases\":[\"b;c\"],\"mentions\":1,\"articles\":[\"TEXT\"],\"size\":12,") != std::string::npos);
  CHECK(json.find("{\"data\":{\"id\":\"FACT\",\"source\":\"CITY\",\"target\":\"FUND\",\"label\":\"establishes\",") !=
        std::string::npos);
  CHECK(json.find("\"evidence\":[{\"source\":\"t.txt\",\"article\":\"TEXT\",\"start\":1,") != std::string::npos);
}

TEST_CASE("numbers at the edges keep their value in every format") {
  const std::string cypher = Written(Assemble(DataTriples("hostile.ndjson")), &WriteCypher);
  for (const char* value : {"9007199254740992.0", "1e21", "1e-07", "1.7976931348623157e308", "5e-324", " 0.0"}) {
    CHECK_MESSAGE((cypher.find(std::string("value: ") + value) != std::string::npos ||
                   cypher.find(std::string("value:") + value) != std::string::npos),
                  value);
  }
  const std::string csv = Written(Assemble(DataTriples("hostile.ndjson")), &WriteNeo4jNodes);
  for (const char* value : {",9007199254740992,", ",1e+21,", ",1.7976931348623157e+308,", ",5e-324,"}) {
    CHECK_MESSAGE(csv.find(value) != std::string::npos, value);
  }
}

TEST_CASE("every writer writes the empty graph, the same bytes again, and stops where the sink fails") {
  const PropertyGraph empty, graph = Assemble(DataTriples("hostile.ndjson"));
  for (const auto& [name, write] : kWriters) {
    CAPTURE(name);
    StringSink sink;
    CHECK(write(empty, PolicyOntology(), &sink).has_value());
    const std::string whole = Written(graph, write);
    REQUIRE(whole.size() > 1000);
    CHECK(whole == Written(graph, write));
    CHECK(whole.ends_with("\n"));
    for (size_t room : {size_t{0}, whole.size() / 2, whole.size() - 1}) {
      FullSink full(room);
      CHECK_FALSE(write(graph, PolicyOntology(), &full).has_value());
      CHECK(full.calls_after_error() == 0);
    }
  }
}

TEST_CASE("aggregated edges join both directions of a symmetric relation and nothing else") {
  std::vector<Triple> triples(5);
  const char* facts[][4] = {{"a", "cooperates_with", "b", "1"},
                            {"b", "cooperates_with", "a", "2"},
                            {"a", "part_of", "b", "3"},
                            {"b", "part_of", "a", "4"},
                            {"a", "cooperates_with", "a", "5"}};
  for (uint32_t i = 0; i < 5; ++i) {
    triples[i].source = "t.txt";
    triples[i].subject = {"", "Alliance", facts[i][0], {}};
    triples[i].predicate = facts[i][1];
    triples[i].object = Entity{"", "Alliance", facts[i][2], {}};
    triples[i].evidence = {{i, i + 1}, facts[i][3]};
    triples[i].status = i == 0 ? "planned" : "done";
  }
  const PropertyGraph joined = AggregateEdges(Assemble(triples), PolicyOntology());
  REQUIRE(joined.edges().size() == 4);
  size_t both = 0;
  for (const GraphEdge& edge : joined.edges()) {
    if (edge.predicate != "cooperates_with" || edge.subject == edge.object) continue;
    ++both;
    CHECK(edge.weight() == 2);
    CHECK(edge.status == "done");
    CHECK(edge.best_evidence().text == "2");
    CHECK(edge.subject < edge.object);
    CHECK(edge.id == StatementId(joined.node(edge.subject).id, edge.predicate, joined.node(edge.object).id));
  }
  CHECK(both == 1);
  const NodeId a = joined.FindNode(EntityId("Alliance", FoldName("a")));
  REQUIRE(a != kNoNode);
  CHECK(joined.Degree(a) == 5);
}
