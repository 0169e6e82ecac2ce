// The report, the picture and their catalogue of texts.
#include "mailuo/graph/report.h"

#include <doctest/doctest.h>

#include "graph_test_support.h"
#include "mailuo/graph/picture.h"
#include "report/layout.h"

using namespace mailuo;

namespace {

bool Contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string Report(const PropertyGraph& graph, const std::string& language) {
  StringSink sink;
  const ReportPages pages = LoadReportPages(MAILUO_ONTOLOGIES "/pages", "md").value();
  REQUIRE(WriteReport(graph, PolicyOntology(), Texts(language), pages, {}, &sink).has_value());
  return sink.Take();
}

std::string Picture(const PropertyGraph& graph, uint32_t max_nodes) {
  StringSink sink;
  REQUIRE(WritePicture(graph, PolicyOntology(), Texts("en"), {max_nodes}, &sink).has_value());
  return sink.Take();
}

size_t Count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("the report shows the place of every piece of evidence") {
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  for (const char* language : {"zh", "en"}) {
    const std::string report = Report(graph, language);
    for (const GraphEdge& edge : graph.edges()) {
      if (graph.node(edge.object).kind == GraphNode::Kind::kArticle) continue;
      for (const GraphEvidence& evidence : edge.evidence) {
        const std::string place = "`" + evidence.source + ":" + std::to_string(evidence.span.begin) + "-" +
                                  std::to_string(evidence.span.end) + "`";
        CHECK_MESSAGE(Contains(report, place), place);
      }
    }
  }
}

TEST_CASE("each city has a part of its own, with what is planned apart, and a quotation for every fact") {
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  const std::string report = Report(graph, "en");
  size_t cities = 0, planned_facts = 0;
  for (NodeId id = 0; id < graph.nodes().size(); ++id) {
    if (graph.node(id).type != "City" || graph.OutEdges(id).empty()) continue;
    ++cities;
    CAPTURE(graph.node(id).name);
    const size_t begin = report.find("### <a id=\"" + graph.node(id).id + "\"></a>");
    REQUIRE(begin != std::string::npos);
    const std::string part = report.substr(begin, report.find("\n### ", begin) - begin);
    const size_t planned = std::min(part.find("#### Planned"), part.size());
    for (const GraphEdge& edge : graph.OutEdges(id)) {
      planned_facts += edge.status == "planned";
      const GraphEvidence& proof = edge.best_evidence();
      std::string place = "`" + proof.source;
      place += ":" + std::to_string(proof.span.begin) + "-" + std::to_string(proof.span.end) + "`";
      const std::string where = edge.status == "planned" ? part.substr(planned) : part.substr(0, planned);
      CHECK_MESSAGE(Contains(where, place), place);
      CHECK_MESSAGE(Contains(where, proof.text), proof.text);
    }
  }
  CHECK(cities == 2);
  CHECK(planned_facts > 1);
}

TEST_CASE("hostile names cannot break the report's lines and tables") {
  const std::string report = Report(Assemble(DataTriples("hostile.ndjson")), "en");
  CHECK_FALSE(Contains(report, "<script"));
  CHECK_FALSE(Contains(report, "\n| injected"));
}

TEST_CASE("the picture draws the best connected and says how many") {
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  const std::string all = Picture(graph, 150);
  CHECK(all == Picture(Assemble(DataTriples("small.ndjson")), 150));
  const std::string few = Picture(graph, 5);
  CHECK(Count(few, "<g class=\"node") <= 5);
  CHECK(Count(all, "<g class=\"node") > Count(few, "<g class=\"node"));
  CHECK_FALSE(Contains(all, "http"));
  CHECK_FALSE(Contains(all, "src="));
  CHECK(Contains(Picture(PropertyGraph(), 5), "</html>"));
}

TEST_CASE("hostile names cannot leave their element in the picture") {
  const std::string page = Picture(Assemble(DataTriples("hostile.ndjson")), 150);
  CHECK(Count(page, "<script") == 2);
  CHECK(Count(page, "</script") == 2);
  CHECK_FALSE(Contains(page, "<img"));
}

TEST_CASE("labels do not overlap once the layout is done") {
  std::vector<LayoutNode> nodes;
  std::vector<std::pair<uint32_t, uint32_t>> edges;
  for (uint32_t i = 0; i < 120; ++i) {
    LayoutNode node;
    node.seed = SeedOf(std::to_string(i));
    node.width = 60 + i % 7 * 15;
    node.height = 30;
    nodes.push_back(node);
    if (i > 0) edges.emplace_back(i % 4 < i ? i % 4 : 0, i);
  }
  PlaceNodes(edges, &nodes);
  size_t overlaps = 0;
  for (size_t i = 0; i < nodes.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      overlaps += std::abs(nodes[i].x - nodes[j].x) < (nodes[i].width + nodes[j].width) / 2 - 1 &&
                  std::abs(nodes[i].y - nodes[j].y) < (nodes[i].height + nodes[j].height) / 2 - 1;
    }
  }
  CHECK(overlaps == 0);
}

TEST_CASE("both catalogues have the same keys") {
  const ReportTexts zh = Texts("zh"), en = Texts("en");
  const auto keys = [](const std::map<std::string, std::string>& map) {
    std::vector<std::string> result;
    for (const auto& [key, value] : map) result.push_back(key);
    return result;
  };
  CHECK(keys(zh.texts) == keys(en.texts));
  CHECK(keys(zh.approximations) == keys(en.approximations));
  const auto sections = [](const ReportTexts& texts) {
    std::vector<std::pair<std::string, bool>> result;
    for (const ReportSection& section : texts.sections) result.emplace_back(section.relation, section.incoming);
    return result;
  };
  const auto groups = [](const ReportTexts& texts) {
    std::vector<std::string> result;
    for (const ReportGroup& group : texts.groups) result.push_back(group.type);
    return result;
  };
  CHECK(sections(zh) == sections(en));
  CHECK(groups(zh) == groups(en));
}

TEST_CASE("a broken catalogue is named with its place") {
  const std::pair<const char*, const char*> table[] = {
      {"", "r.json:1:1"},
      {"{\"language\":\"en\",\n \"texts\": {]}", "r.json:2:12"},
      {"[]", "r.json:1:1"},
      {"{\"texts\":{}}", "language"},
      {"{\"language\":\"en\",\n\"sections\":[{\"relation\":\"x\"}]}", "r.json:2:1"},
      {"{\"language\":\"en\",\"surprise\":1}", "r.json:1:18"},
  };
  for (const auto& [json, part] : table) {
    CAPTURE(json);
    const expected<ReportTexts> texts = ParseReportTexts(json, "r.json");
    REQUIRE_FALSE(texts.has_value());
    CHECK_MESSAGE(Contains(ToString(texts.error()), part), ToString(texts.error()));
  }
  CHECK_FALSE(LoadReportTexts("/nowhere/report.en.json").has_value());
}
