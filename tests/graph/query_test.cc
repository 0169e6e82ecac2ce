// Queries: what expressions are worth, what errors say and where, and what the TCK has no scenario for. The TCK itself
// is run by tck_test.py.
#include "mailuo/graph/query.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

#include "graph_test_support.h"
#include "mailuo/graph/compact_graph.h"
#include "mailuo/graph/query_output.h"
#include "query_test_graph.h"

namespace mailuo {
namespace {

// Rows as lines, values with blanks between.
std::string Rows(const QueryGraph& graph, std::string_view text, QueryValue::Map parameters = {}) {
  const auto rows = Ask(graph, text, std::move(parameters));
  if (!rows) return rows.error().category + " " + rows.error().detail + " " + ToString(rows.error());
  std::string lines;
  for (const auto& row : *rows) {
    for (const QueryValue& value : row) lines += (&value == &row[0] ? "" : " ") + Show(value, graph);
    lines += "\n";
  }
  return lines;
}

std::string Plan(const QueryGraph& graph, std::string_view text) {
  const auto query = Query::Compile(text);
  return query ? query->Explain(graph, {}).value() : ToString(query.error());
}

TestGraph Cities() {
  TestGraph graph;
  const std::string wrong = graph.Execute(
      "CREATE (a:City {name: 'Jiang'}), (b:City {name: 'Yun'}), (c:City {name: 'Qing'}), "
      "(f:Fund {name: 'F1', size: 10}), (g:Fund {name: 'F2', size: 20}), (m:Mechanism {name: 'M'}) "
      "CREATE (a)-[:FOUNDS {year: 2020}]->(f), (a)-[:FOUNDS {year: 2021}]->(g), (b)-[:FOUNDS {year: 2022}]->(g), "
      "(a)-[:USES]->(m), (b)-[:USES]->(m), (c)-[:NEAR]->(b), (b)-[:NEAR]->(a)");
  REQUIRE_MESSAGE(wrong.empty(), wrong);
  return graph;
}

TEST_CASE("expressions have the values of the table") {
  const TestGraph graph;
  size_t count = 0;
  for (const auto& row : ReadTable("query_values.tsv")) {
    INFO(row[0]);
    const auto rows = Ask(graph, "RETURN " + row[0]);
    if (!rows) {
      CHECK_EQ(rows.error().detail, row.at(1));
    } else {
      CHECK_EQ(Show((*rows)[0][0], graph), row.at(1));
    }
    ++count;
  }
  CHECK_GT(count, 100);
}

TEST_CASE("errors say where they are, what is wrong and what was expected") {
  const TestGraph graph;
  for (const auto& row : ReadTable("query_errors.tsv")) {
    INFO(row[0]);
    const auto rows = Ask(graph, row[0]);
    REQUIRE_FALSE(rows);
    const QueryError& error = rows.error();
    CHECK_EQ(std::to_string(error.line) + ":" + std::to_string(error.column), row.at(1));
    CHECK_EQ(error.category + " " + error.detail, row.at(2));
    CHECK_MESSAGE(error.message.find(row.at(3)) != std::string::npos, error.message);
  }
}

TEST_CASE("no prefix of a query and no cut in one crashes the parser") {
  const TestGraph graph;
  const std::string text =
      "MATCH p = (a:City {name: 'x'})-[r:A|B*1..3 {k: $p}]->(b), shortestPath((a)-[*]-(c)) WHERE NOT (a)-->(b) AND "
      "any(x IN [1, 2][0..] WHERE x < 3 <= 4) OR exists { MATCH (b)--(c) RETURN 1 } WITH DISTINCT a, count(*) AS n "
      "ORDER BY n DESC SKIP 1 LIMIT 2 WHERE n > 0 RETURN [(a)--(d) | d.`k`], CASE n WHEN 1 THEN 'a' ELSE {k: 0x1F} END";
  CHECK_MESSAGE(Query::Compile(text).has_value(), ToString(Query::Compile(text).error()));
  for (size_t i = 0; i < text.size(); ++i) {
    static_cast<void>(Query::Compile(text.substr(0, i)));
    static_cast<void>(Query::Compile(text.substr(i)));
    static_cast<void>(Query::Compile(text.substr(0, i) + text.substr(std::min(text.size(), i + 3))));
  }
  CHECK_EQ(Query::Compile("RETURN " + std::string(100000, '(')).error().detail, "DeepNesting");
  CHECK_EQ(Query::Compile("RETURN " + std::string(100000, '[')).error().detail, "DeepNesting");
  CHECK_EQ(Query::Compile("RETURN \xFF").error().detail, "InvalidUnicodeCharacter");
}

TEST_CASE("a long chain of operators does not ask for much stack") {
  const TestGraph graph;
  std::string text = "RETURN 1";
  for (int i = 0; i < 5000; ++i) text += " + 1";
  const auto rows = Ask(graph, text);
  CHECK((rows ? Show((*rows)[0][0], graph) == "5001" : rows.error().detail == "DeepNesting"));
}

TEST_CASE("matches take every relationship once and nodes as often as they stand") {
  const TestGraph graph = Cities();
  CHECK_EQ(Rows(graph, "MATCH (a)-[:USES]->(m)<-[:USES]-(b) RETURN a.name, b.name ORDER BY a.name"),
           "'Jiang' 'Yun'\n'Yun' 'Jiang'\n");
  CHECK_EQ(Rows(graph, "MATCH (c:City) OPTIONAL MATCH (c)-[:FOUNDS]->(f) RETURN c.name, count(f) ORDER BY c.name"),
           "'Jiang' 2\n'Qing' 0\n'Yun' 1\n");
  CHECK_EQ(Rows(graph, "MATCH (c {name: 'Qing'})-[:NEAR*]->(x) RETURN x.name"), "'Yun'\n'Jiang'\n");
  CHECK_EQ(Rows(graph, "MATCH (c {name: 'Qing'})-[r:NEAR*2]->(x) RETURN size(r), x.name"), "2 'Jiang'\n");
  CHECK_EQ(Rows(graph, "MATCH (c {name: 'Jiang'})<-[r:NEAR*0..]-(x) RETURN size(r), x.name"),
           "0 'Jiang'\n1 'Yun'\n2 'Qing'\n");
  CHECK_EQ(Rows(graph, "MATCH (x:City) WHERE NOT (x)-[:FOUNDS]->() RETURN x.name"), "'Qing'\n");
  CHECK_EQ(Rows(graph, "MATCH (x:City) WHERE exists { (x)-[:FOUNDS]->(f) WHERE f.size > 15 } RETURN x.name"),
           "'Jiang'\n'Yun'\n");
  CHECK_EQ(Rows(graph, "MATCH (x:City) RETURN x.name, COUNT { (x)-[:FOUNDS]->() } AS n ORDER BY n DESC LIMIT 1"),
           "'Jiang' 2\n");
  CHECK_EQ(Rows(graph, "MATCH (x:City) RETURN x {.name, funds: size([(x)-[:FOUNDS]->(f) | f])} AS m ORDER BY x.name"),
           "{funds: 2, name: 'Jiang'}\n{funds: 0, name: 'Qing'}\n{funds: 1, name: 'Yun'}\n");
}

TEST_CASE("a list of relationships keeps the pattern's order whichever end the search begins at") {
  const TestGraph graph = Cities();
  for (const std::string_view text :
       {"MATCH p = (a {name: 'Qing'})-[r:NEAR*2]->(b) RETURN [x IN r | startNode(x).name], length(p)",
        "MATCH p = (a)-[r:NEAR*2]->(b {name: 'Jiang'}) RETURN [x IN r | startNode(x).name], length(p)"}) {
    CHECK_EQ(Rows(graph, text), "['Qing', 'Yun'] 2\n");
  }
}

TEST_CASE("an index finds what a scan would find") {
  const TestGraph graph = Cities();
  CHECK_EQ(Rows(graph, "MATCH (n) WHERE id(n) = 3.0 RETURN n.name"), "'F1'\n");
  CHECK_EQ(Rows(graph, "MATCH (n) WHERE id(n) = 3.5 RETURN n.name"), "");
  CHECK_EQ(Rows(graph, "MATCH (n) WHERE id(n) = -1 OR id(n) = 99 RETURN n.name"), "");
  CHECK_EQ(Rows(graph, "MATCH (n) WHERE id(n) = 'a' RETURN n.name"), "");
  CHECK_EQ(Rows(graph, "MATCH (n) WHERE n.name IN ['Yun', 'Yun', null, 3] RETURN n.name"), "'Yun'\n");
  CHECK_EQ(Rows(graph, "MATCH (n {name: null}) RETURN n"), "");
  CHECK_EQ(Rows(graph, "MATCH (n) WHERE n.name = null RETURN n"), "");
  CHECK_EQ(Rows(graph, "UNWIND ['Qing', 'none'] AS name OPTIONAL MATCH (n {name: name}) RETURN name, n.name"),
           "'Qing' 'Qing'\n'none' null\n");
}

TEST_CASE("shortest paths") {
  const TestGraph graph = Cities();
  CHECK_EQ(Rows(graph,
                "MATCH (a {name: 'Qing'}), (b {name: 'F1'}), p = shortestPath((a)-[*]-(b)) "
                "RETURN [n IN nodes(p) | n.name]"),
           "['Qing', 'Yun', 'Jiang', 'F1']\n");
  CHECK_EQ(Rows(graph,
                "MATCH (a {name: 'Qing'}), (b {name: 'F1'}), p = allShortestPaths((a)-[*]-(b)) "
                "RETURN [n IN nodes(p) | n.name][2]"),
           "'Jiang'\n");
  CHECK_EQ(Rows(graph,
                "MATCH (a {name: 'Yun'}), (b {name: 'Jiang'}), p = allShortestPaths((a)-[:USES|FOUNDS*]-(b)) "
                "RETURN [n IN nodes(p) | n.name][1] AS over ORDER BY over"),
           "'F2'\n'M'\n");
  CHECK_EQ(Rows(graph,
                "MATCH p = shortestPath((a {name: 'Yun'})-[:USES|FOUNDS*]-(b {name: 'Jiang'})) "
                "WHERE none(n IN nodes(p) WHERE n:Fund) RETURN [n IN nodes(p) | n.name]"),
           "['Yun', 'M', 'Jiang']\n");
  CHECK_EQ(Rows(graph, "MATCH p = shortestPath((a {name: 'Qing'})-[*..2]-(b {name: 'F1'})) RETURN p"), "");
  CHECK_EQ(Rows(graph, "MATCH p = shortestPath((a {name: 'Qing'})-[*0..]-(b {name: 'Qing'})) RETURN length(p)"), "0\n");
  CHECK_EQ(Rows(graph, "MATCH p = shortestPath((a {name: 'Yun'})-[r:NEAR]->(b {name: 'Jiang'})) RETURN type(r)"),
           "'NEAR'\n");
  CHECK_NE(Rows(graph, "MATCH p = shortestPath((a {name: 'Qing'})-[*]-(b {name: 'F1'})) WHERE length(p) > 3 RETURN p")
               .find("Unsupported ShortestPathCondition"),
           std::string::npos);
}

TEST_CASE("a search begins where the graph has fewest") {
  TestGraph graph = Cities();
  for (int i = 0; i < 500; ++i) graph.AddNode({"City"}, {});
  // The description of the operator that the search begins with.
  const auto first = [&](std::string_view text) {
    const std::string plan = Plan(graph, text);
    const size_t begin = std::min(plan.find("Scan"), plan.find("Seek"));
    return plan.substr(begin, plan.find("  (about", begin) - begin);
  };
  CHECK_EQ(first("MATCH (c:City)-[:FOUNDS]->(f:Fund) RETURN c"), "Scan (f:Fund)");
  CHECK_EQ(first("MATCH (c:City {name: 'Yun'})-[:FOUNDS]->(f:Fund) RETURN c"), "Seek (c:City) by name");
  CHECK_EQ(first("MATCH (c:City)-[:FOUNDS]->(f) WHERE f.name = 'F1' RETURN c"), "Seek (f) by name");
  CHECK_EQ(first("MATCH (c:City)-[:USES]->(m:Mechanism)<-[:USES]-(d:City) RETURN c"), "Scan (m:Mechanism)");
  CHECK_EQ(first("MATCH (a) WHERE id(a) = 3 RETURN a"), "Seek (a) by id");
  CHECK_EQ(first("MATCH (c:City) WHERE c.name IN ['Yun', 'Qing'] RETURN c"), "Seek (c:City) by name");
}

TEST_CASE("the order in which patterns are written changes no rows") {
  const TestGraph graph = Cities();
  const std::string first = Rows(graph,
                                 "MATCH (a:City)-[:FOUNDS]->(f:Fund), (a)-[:USES]->(m), (b:City)-[:USES]->(m) "
                                 "RETURN a.name AS a, b.name AS b, f.name AS f ORDER BY a, b, f");
  CHECK_EQ(first, "'Jiang' 'Yun' 'F1'\n'Jiang' 'Yun' 'F2'\n'Yun' 'Jiang' 'F2'\n");
  CHECK_EQ(first, Rows(graph,
                       "MATCH (m)<-[:USES]-(b:City), (f:Fund)<-[:FOUNDS]-(a:City), (m)<-[:USES]-(a) "
                       "RETURN a.name AS a, b.name AS b, f.name AS f ORDER BY a, b, f"));
}

TEST_CASE("groups, order and windows") {
  const TestGraph graph;
  CHECK_EQ(Rows(graph, "UNWIND [3, null, 1, 'a', [1], {k: 1}, 2.5, true] AS x RETURN x ORDER BY x"),
           "{k: 1}\n[1]\n'a'\ntrue\n1\n2.5\n3\nnull\n");
  CHECK_EQ(Rows(graph, "UNWIND range(1, 5000) AS x RETURN x ORDER BY x % 10, x DESC SKIP 1 LIMIT 2"), "4990\n4980\n");
  CHECK_EQ(Rows(graph, "UNWIND [1, 1.0, 2, null, null] AS x RETURN DISTINCT x"), "1\n2\nnull\n");
  CHECK_EQ(Rows(graph, "UNWIND [1, 2, 3, 4] AS x RETURN x % 2 AS odd, sum(x), avg(x), min(x), max(x), collect(x)"),
           "1 4 2.0 1 3 [1, 3]\n0 6 3.0 2 4 [2, 4]\n");
  CHECK_EQ(Rows(graph, "UNWIND [] AS x RETURN count(*), sum(x), avg(x), min(x), collect(x), stDev(x)"),
           "0 0 null null [] 0.0\n");
  CHECK_EQ(Rows(graph, "UNWIND [] AS x RETURN x, count(*)"), "");
  CHECK_EQ(Rows(graph, "UNWIND [1, 2, 2, null] AS x RETURN count(x), count(DISTINCT x), count(*)"), "3 2 4\n");
  CHECK_EQ(Rows(graph, "UNWIND [10, 20, 30] AS x RETURN percentileDisc(x, 0.5), percentileCont(x, 0.25), stDevP(x)"),
           "20 15.0 8.16496580927726\n");
  CHECK_EQ(Rows(graph, "RETURN 1 AS a UNION RETURN 1 AS a"), "1\n");
  CHECK_EQ(Rows(graph, "RETURN 1 AS a, 2 AS b UNION ALL RETURN 3 AS b, 4 AS a"), "1 2\n4 3\n");
  CHECK_EQ(Rows(graph, "RETURN 1 AS a LIMIT 0"), "");
}

TEST_CASE("parameters are values of any type") {
  const TestGraph graph = Cities();
  CHECK_EQ(Rows(graph, "MATCH (c:City) WHERE c.name IN $names RETURN c.name",
                {{"names", QueryValue::Of(QueryValue::List{QueryValue::String("Yun")})}}),
           "'Yun'\n");
  CHECK_EQ(Rows(graph, "UNWIND range(1, 9) AS x RETURN x LIMIT $n", {{"n", QueryValue::Integer(2)}}), "1\n2\n");
  CHECK_NE(Rows(graph, "RETURN 1 LIMIT $n", {{"n", QueryValue::Integer(-2)}}).find("NegativeIntegerArgument"),
           std::string::npos);
}

TEST_CASE("names that the graph lacks are told with the nearest") {
  const TestGraph graph = Cities();
  const auto query = Query::Compile("MATCH (c:Cty)-[:FOUND]->(f {sise: 1})\nWHERE c.nam = 'x' RETURN c");
  REQUIRE(query);
  std::vector<std::string> told;
  for (const Diagnostic& one : query->UnknownNames(graph)) told.push_back(ToString(one));
  CHECK_EQ(told, std::vector<std::string>{
                     "1:7: warning: the graph has no label Cty, expected City",
                     "1:14: warning: the graph has no relationship type FOUND, expected FOUNDS",
                     "1:28: warning: the graph has no property sise, expected size",
                     "2:7: warning: the graph has no property nam, expected name",
                 });
}

TEST_CASE("one query runs on many threads") {
  const TestGraph graph = Cities();
  const auto query = Query::Compile("MATCH (a)-[*1..4]-(b) WHERE (a)-[:USES]->() RETURN count(*) AS n");
  REQUIRE(query);
  const std::string expected = Rows(graph, "MATCH (a)-[*1..4]-(b) WHERE (a)-[:USES]->() RETURN count(*) AS n");
  std::vector<std::string> found(4);
  std::vector<std::thread> threads;
  for (std::string& one : found) {
    threads.emplace_back([&] {
      auto rows = query->Run(graph, {});
      one = Show((**rows->Next())[0], graph) + "\n";
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& one : found) CHECK_EQ(one, expected);
}

class Bytes : public ByteSink {
 public:
  expected<void> Append(std::string_view bytes) override {
    text.append(bytes);
    return {};
  }
  std::string text;
};

std::string Written(const QueryGraph& graph, std::string_view text, QueryFormat format) {
  const auto query = Query::Compile(text);
  REQUIRE(query);
  auto rows = query->Run(graph, {});
  REQUIRE(rows);
  Bytes sink;
  const auto outcome = WriteRows(&*rows, graph, format, &sink);
  REQUIRE(outcome);
  return outcome->error ? ToString(*outcome->error) : sink.text;
}

TEST_CASE("tables are aligned, JSON and CSV read back") {
  TestGraph graph;
  REQUIRE_EQ(graph.Execute("CREATE (:City {name: '江州市', n: 3})-[:T {w: 1.5}]->(:City {name: 'Y\"u,n', n: 12})"), "");
  CHECK_EQ(Written(graph, "MATCH (c) RETURN c.name AS name, c.n AS n, null AS x", QueryFormat::kTable),
           "name     n  x\n------  --  -\n江州市   3\nY\"u,n   12\n");
  CHECK_EQ(Written(graph, "MATCH p = (c)-[r]->() RETURN p, r, [c]", QueryFormat::kTable),
           "p                                   r     [c]\n"
           "----------------------------------  ----  ----------------\n"
           "(:City 江州市)-[:T]->(:City Y\"u,n)  [:T]  [(:City 江州市)]\n");
  CHECK_EQ(Written(graph, "MATCH (c)-[r]->() RETURN c, r, 0.0 / 0 AS f", QueryFormat::kJson),
           "[\n{\"c\":{\"id\":0,\"labels\":[\"City\"],\"properties\":{\"n\":3,\"name\":\"江州市\"}},"
           "\"r\":{\"id\":0,\"type\":\"T\",\"start\":0,\"end\":1,\"properties\":{\"w\":1.5}},\"f\":\"NaN\"}\n]\n");
  CHECK_EQ(Written(graph, "MATCH (c) RETURN c.name AS name, [c.n, 1.5] AS l, null AS x", QueryFormat::kCsv),
           "\"name\",\"l\",\"x\"\n\"江州市\",\"[3,1.5]\",\"\"\n\"Y\"\"u,n\",\"[12,1.5]\",\"\"\n");
  CHECK_EQ(Written(graph, "MATCH (c) WHERE false RETURN c", QueryFormat::kJson), "[]\n");
  CHECK_EQ(Written(graph, "MATCH (c:City) RETURN 1 / (c.n - 3)", QueryFormat::kTable),
           "1:23: an integer is divided by 0");
}

TEST_CASE("a graph in columns says the same as the graph that it was made from") {
  for (const char* name : {"small.ndjson", "hostile.ndjson"}) {
    const PropertyGraph graph = Assemble(DataTriples(name));
    const auto compact = CompactGraph::From(graph, {"policy", "zh"});
    REQUIRE(compact);
    const auto one = MakeQueryGraph(graph, PolicyOntology());
    const auto other = MakeQueryGraph(*compact, PolicyOntology());
    for (const std::string_view text :
         {"MATCH (n) RETURN n, labels(n) ORDER BY id(n)", "MATCH ()-[r]->() RETURN r ORDER BY id(r)",
          "MATCH (a)-[r]-(b) RETURN id(a), id(r), id(b) ORDER BY id(a), id(r), id(b)",
          "MATCH (n) MATCH (m {name: n.name}) RETURN id(n), id(m) ORDER BY id(n), id(m)"}) {
      CHECK_EQ(Rows(*one, text), Rows(*other, text));
      CHECK_GT(Rows(*one, text).size(), 100);
    }
  }
}

TEST_CASE("nodes and edges of a graph have the properties of our exports") {
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  const auto queryable = MakeQueryGraph(graph, PolicyOntology());
  for (const GraphNode& node : graph.nodes()) {
    const auto row = Ask(*queryable, "MATCH (n {uid: $id}) RETURN labels(n), n.name, n.mentions, n.articles, n.kind",
                         {{"id", QueryValue::String(node.id)}});
    REQUIRE(row);
    REQUIRE_EQ(row->size(), 1);
    CHECK_EQ((*row)[0][1].string(), node.name);
    CHECK_EQ((*row)[0][2].integer(), node.mentions);
    CHECK_EQ((*row)[0][3].is_null(), node.articles.empty());
    CHECK_EQ((*row)[0][4].string(), node.type);
  }
  const auto edges = Ask(*queryable,
                         "MATCH (a)-[r]->(b) RETURN r.sid, r.evidence_text, type(r), a.uid, b.uid "
                         "ORDER BY id(r)");
  REQUIRE(edges);
  REQUIRE_EQ(edges->size(), graph.edges().size());
  for (size_t i = 0; i < edges->size(); ++i) {
    const GraphEdge& edge = graph.edges()[i];
    CHECK_EQ((*edges)[i][0].string(), edge.id);
    CHECK_EQ((*edges)[i][1].string(), edge.best_evidence().text);
    CHECK_EQ((*edges)[i][2].string(), edge.predicate);
    CHECK_EQ((*edges)[i][3].string(), graph.node(edge.subject).id);
    CHECK_EQ((*edges)[i][4].string(), graph.node(edge.object).id);
  }
}

}  // namespace
}  // namespace mailuo
