// Triples to a graph: what becomes one node, one edge; that no order shows.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "graph_test_support.h"

using namespace mailuo;

namespace {

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  return parts;
}

Entity ParseEntity(const std::string& text) {  // Type/name/alias,alias/id
  std::vector<std::string> parts = Split(text, '/');
  parts.resize(4);
  Entity entity{parts[3].empty() ? EntityId(parts[0], FoldName(parts[1])) : parts[3].substr(1), parts[0], parts[1], {}};
  if (!parts[2].empty()) entity.aliases = Split(parts[2], ',');
  return entity;
}

Triple Fact(Entity subject, uint32_t at) {
  Triple triple;
  triple.source = "a.txt";
  triple.title = "t";
  triple.article = ArticleId("a.txt", "t");
  triple.subject = std::move(subject);
  triple.predicate = "metric";
  triple.object = Literal{"Quantity", "3", 3, std::nullopt, "x", ""};
  triple.evidence = {{at, at + 1}, "e"};
  triple.rule = "p/r";
  return triple;
}

std::string EntitiesOf(const PropertyGraph& graph) {
  std::vector<std::string> entities;
  for (const GraphNode& node : graph.nodes()) {
    if (node.kind != GraphNode::Kind::kEntity) continue;
    std::string entity = node.type + "/" + node.name + "/";
    for (size_t i = 0; i < node.aliases.size(); ++i) entity += (i == 0 ? "" : ",") + node.aliases[i];
    entities.push_back(entity);
  }
  std::sort(entities.begin(), entities.end());
  std::string joined;
  for (const std::string& entity : entities) joined += (joined.empty() ? "" : ";") + entity;
  return joined;
}

std::string SortedParts(const std::string& list) {
  std::vector<std::string> parts = Split(list, ';');
  std::sort(parts.begin(), parts.end());
  std::string joined;
  for (std::string part : parts) {
    if (std::count(part.begin(), part.end(), '/') == 1) part += '/';
    joined += (joined.empty() ? "" : ";") + part;
  }
  return joined;
}

std::string Bytes(const PropertyGraph& graph) { return Graphml(graph) + JsonLd(graph); }

Triple Stated(const std::string& status, uint32_t at, double confidence = 0.9) {
  Triple triple = Fact({"", "Fund", "f", {}}, at);
  triple.predicate = "amount";
  triple.object = Literal{"Money", "ten", 10, std::nullopt, "CNY", ""};
  triple.status = status;
  triple.confidence = confidence;
  return triple;
}

}  // namespace

TEST_CASE("entities merge as the table says, in every order") {
  std::mt19937 random(1);
  for (const std::vector<std::string>& row : ReadTable("merge.tsv")) {
    REQUIRE(row.size() == 3);
    CAPTURE(row[0]);
    std::vector<Triple> triples;
    for (const std::string& entity : Split(row[1], ';')) {
      triples.push_back(Fact(ParseEntity(entity), static_cast<uint32_t>(triples.size())));
    }
    std::string bytes;
    for (int round = 0; round < 6; ++round) {
      const PropertyGraph graph = Assemble(triples);
      CHECK(EntitiesOf(graph) == SortedParts(row[2]));
      if (bytes.empty()) bytes = Bytes(graph);
      CHECK(Bytes(graph) == bytes);
      std::shuffle(triples.begin(), triples.end(), random);
    }
  }
}

TEST_CASE("the same set of triples gives the same bytes, whatever the order and the repeats") {
  for (const char* name : {"small.ndjson", "hostile.ndjson", "foreign.ndjson"}) {
    CAPTURE(name);
    std::vector<Triple> triples = DataTriples(name);
    REQUIRE(triples.size() > 5);
    const std::string bytes = Bytes(Assemble(triples));
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
      triples.push_back(triples[random() % triples.size()]);
      std::shuffle(triples.begin(), triples.end(), random);
      CHECK(Bytes(Assemble(triples)) == bytes);
    }
    triples.pop_back();
    std::sort(triples.begin(), triples.end(), StreamOrder);
    triples.erase(std::unique(triples.begin(), triples.end()), triples.end());
    triples.pop_back();
    CHECK(Bytes(Assemble(triples)) != bytes);
  }
}

TEST_CASE("ids of global entities and statements follow from names alone") {
  const PropertyGraph graph = Assemble({Fact({"", "City", "Jiangzhou", {}}, 1)});
  const NodeId city = graph.FindNode(EntityId("City", FoldName("Jiangzhou")));
  REQUIRE(city != kNoNode);
  REQUIRE(graph.OutEdges(city).size() == 1);
  const GraphEdge& edge = graph.OutEdges(city)[0];
  CHECK(edge.id == StatementId(graph.node(city).id, "metric", "Quantity|3||x||"));
  CHECK(graph.node(edge.object).id == "l_" + edge.id.substr(2));
  CHECK(graph.FindNode("e_nothing") == kNoNode);
}

TEST_CASE("done beats planned, and all evidence stays") {
  struct Case {
    std::vector<std::string> said;
    const char* status;
  };
  const Case table[] = {
      {{"done"}, "done"},
      {{"planned"}, "planned"},
      {{"planned", "done"}, "done"},
      {{"done", "planned", "planned"}, "done"},
      {{"planned", "planned"}, "planned"},
  };
  for (const Case& row : table) {
    std::vector<Triple> triples;
    for (const std::string& status : row.said) triples.push_back(Stated(status, static_cast<uint32_t>(triples.size())));
    const PropertyGraph graph = Assemble(std::move(triples));
    REQUIRE(graph.edges().size() == 1);
    CHECK(graph.edge(0).status == row.status);
    CHECK(graph.edge(0).evidence.size() == row.said.size());
    CHECK(graph.edge(0).best_evidence().status == row.status);
  }
}

TEST_CASE("an edge shows the surest evidence of its status, and keeps qualifiers of that status") {
  Triple plan = Stated("planned", 1, 0.99);
  plan.qualifiers = {{"time", "2030"}};
  Triple done = Stated("done", 2, 0.5);
  done.qualifiers = {{"time", "2021"}};
  Triple again = Stated("done", 3, 0.8);
  again.qualifiers = {{"time", "2022"}, {"by", "x"}};
  Triple last = Stated("done", 4, 0.7);
  last.qualifiers = {{"time", "2022"}};
  const PropertyGraph graph = Assemble({last, plan, again, done});
  REQUIRE(graph.edges().size() == 1);
  const GraphEdge& edge = graph.edge(0);
  CHECK(edge.confidence == 0.8);
  CHECK(edge.best_evidence().span == Span{3, 4});
  CHECK(edge.qualifiers == std::map<std::string, std::string>{{"by", "x"}, {"time", "2022"}});
  CHECK(edge.weight() == 4);
}

TEST_CASE("the amount of a node is the one that most evidence supports; the others stay edges") {
  Triple rare = Stated("done", 1, 0.99);
  Triple often = Stated("planned", 2);
  std::get<Literal>(often.object) = {"Money", "twenty", 20, 30.0, "CNY", "about"};
  Triple often_again = often;
  often_again.evidence.span = {5, 6};
  const PropertyGraph graph = Assemble({rare, often, often_again});
  CHECK(graph.edges().size() == 2);
  const GraphNode& fund = graph.node(graph.FindNode(EntityId("Fund", "f")));
  REQUIRE(fund.amount.has_value());
  CHECK(*fund.amount == Literal{"Money", "twenty", 20, 30.0, "CNY", "about"});
  CHECK(fund.amount_status == "planned");
  CHECK(fund.mentions == 3);
}

TEST_CASE("figures with other names, bounds or units are other facts; other words are not") {
  const auto figure = [](const char* text, double value, const char* unit, const char* approx, const char* name) {
    Triple triple = Fact({"", "City", "c", {}}, static_cast<uint32_t>(value));
    triple.object = Literal{"Quantity", text, value, std::nullopt, unit, approx};
    triple.qualifiers = {{"name", name}};
    return triple;
  };
  const Triple base = figure("30", 30, "x", "", "firms");
  CHECK(Assemble({base, figure("thirty", 30, "x", "", "firms")}).edges().size() == 1);
  CHECK(Assemble({base, figure("30", 30, "x", "", "schools")}).edges().size() == 2);
  CHECK(Assemble({base, figure("30", 30, "y", "", "firms")}).edges().size() == 2);
  CHECK(Assemble({base, figure("30", 30, "x", "about", "firms")}).edges().size() == 2);
  CHECK(Assemble({base, figure("31", 31, "x", "", "firms")}).edges().size() == 2);
}

TEST_CASE("two cities with the same figure are no neighbours") {
  const PropertyGraph graph = Assemble({Fact({"", "City", "a", {}}, 1), Fact({"", "City", "b", {}}, 1)});
  REQUIRE(graph.edges().size() == 2);
  CHECK(graph.edge(0).object != graph.edge(1).object);
}

TEST_CASE("articles are nodes, and a by-line points at them") {
  Triple triple = Fact({"", "Person", "p", {}}, 1);
  triple.predicate = "wrote";
  triple.object = Entity{"", "Article", " T ", {}};
  GraphBuilder builder;
  builder.Add(triple);
  builder.Add(ArticleInfo{triple.article, "t", "a.txt", "2024-05-01"});
  builder.Add(ArticleInfo{"", "without facts", "b.txt", ""});
  const PropertyGraph graph = std::move(builder).Build();
  REQUIRE(graph.nodes().size() == 3);
  REQUIRE(graph.edges().size() == 1);
  const GraphNode& article = graph.node(graph.edge(0).object);
  CHECK(article.kind == GraphNode::Kind::kArticle);
  CHECK(article.id == triple.article);
  CHECK(article.date == "2024-05-01");
  CHECK(article.statements == 1);
  CHECK(graph.node(graph.edge(0).subject).articles == std::vector<NodeId>{graph.edge(0).object});
  CHECK(graph.FindNode(ArticleId("b.txt", "without facts")) != kNoNode);
}

TEST_CASE("in and out edges agree with the edge list") {
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  size_t in = 0, out = 0;
  for (NodeId id = 0; id < graph.nodes().size(); ++id) {
    for (const GraphEdge& edge : graph.OutEdges(id)) CHECK(edge.subject == id);
    for (EdgeId edge : graph.InEdges(id)) CHECK(graph.edge(edge).object == id);
    if (!graph.OutEdges(id).empty()) CHECK(&graph.OutEdges(id)[0] == &graph.edge(graph.FirstOutEdge(id)));
    CHECK(graph.Degree(id) == graph.OutEdges(id).size() + graph.InEdges(id).size());
    out += graph.OutEdges(id).size();
    in += graph.InEdges(id).size();
  }
  CHECK(in == graph.edges().size());
  CHECK(out == graph.edges().size());
  CHECK(PropertyGraph().nodes().empty());
}

TEST_CASE("no piece of evidence is lost or told twice") {
  const std::vector<Triple> triples = DataTriples("small.ndjson");
  const PropertyGraph graph = Assemble(triples);
  size_t pieces = 0;
  for (const GraphEdge& edge : graph.edges()) pieces += edge.evidence.size();
  CHECK(pieces == triples.size());
  std::vector<Triple> twice = triples;
  twice.insert(twice.end(), triples.begin(), triples.end());
  CHECK(Bytes(Assemble(twice)) == Bytes(graph));
}

TEST_CASE("bytes that are no UTF-8 become U+FFFD before anything is decided") {
  Triple triple = Fact({"", "City", "a\xC3(\xED\xA0\x80", {}}, 1);
  const PropertyGraph graph = Assemble({triple});
  const std::string graphml = Graphml(graph);
  CHECK(graphml.find("a\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD<") != std::string::npos);
  CHECK(graphml.find('\xED') == std::string::npos);
}
