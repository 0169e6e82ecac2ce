// The kinds of reports, their templates, and the page to explore in.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "graph_test_support.h"
#include "mailuo/graph/name_index.h"
#include "mailuo/graph/report.h"
#include "mailuo/graph/view.h"
#include "report/charts.h"
#include "report/name_likeness.h"
#include "report/report_context.h"
#include "report/spread.h"
#include "report/wording.h"

using namespace mailuo;

namespace {

const std::string kPages = MAILUO_ONTOLOGIES "/pages";

bool Contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

size_t Count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

std::string Written(const PropertyGraph& graph, const ReportPages& pages, const std::string& language,
                    const ReportOptions& options) {
  StringSink sink;
  REQUIRE(WriteReport(graph, PolicyOntology(), Texts(language), pages, options, &sink).has_value());
  return sink.Take();
}

std::string View(const PropertyGraph& graph, const ViewOptions& options) {
  StringSink sink;
  REQUIRE(WriteView(graph, PolicyOntology(), Texts("zh"), LoadViewPage(kPages).value(), options, &sink).has_value());
  return sink.Take();
}

// A folder with the project's templates, one of which is `text`.
std::string FolderWith(const std::string& name, const std::string& text) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "mailuo_report_templates";
  std::filesystem::remove_all(folder);
  std::filesystem::copy(kPages, folder, std::filesystem::copy_options::recursive);
  std::ofstream(folder / name, std::ios::binary) << text;
  return folder.string();
}

}  // namespace

TEST_CASE("every kind in every format and language is whole: no placeholder is left, no key of a text, no network") {
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  const std::vector<Reject> rejects = {{"a.txt", "a_1", "generic", "x", {{0, 3}, "x"}, "p/r"}};
  for (const char* language : {"zh", "en"}) {
    for (const auto& [format, name] : {std::pair{ReportFormat::kMarkdown, "md"}, {ReportFormat::kHtml, "html"}}) {
      const ReportPages pages = LoadReportPages(kPages, name).value();
      for (size_t kind = 0; kind < ReportKindNames().size(); ++kind) {
        CAPTURE(ReportKindNames()[kind]);
        ReportOptions options;
        options.kind = static_cast<ReportKind>(kind);
        options.format = format;
        options.rejects = &rejects;
        const std::string report = Written(graph, pages, language, options);
        CHECK(report == Written(graph, pages, language, options));
        std::string shown = report.substr(0, report.find("<script>"));
        if (format == ReportFormat::kHtml) shown.erase(shown.find("<style>"), shown.find("</style>") - shown.find("<style>"));
        CHECK_FALSE(Contains(shown, "{{"));
        CHECK(Count(shown, "{") == Count(shown, "data-found=\""));
        CHECK_FALSE(Contains(report, "http"));
        CHECK_FALSE(Contains(report, "\n\n\n"));
      }
    }
  }
}

TEST_CASE("hostile names break no kind of report") {
  const PropertyGraph graph = Assemble(DataTriples("hostile.ndjson"));
  const ReportPages html = LoadReportPages(kPages, "html").value(), markdown = LoadReportPages(kPages, "md").value();
  for (size_t kind = 0; kind < ReportKindNames().size(); ++kind) {
    CAPTURE(ReportKindNames()[kind]);
    ReportOptions options;
    options.kind = static_cast<ReportKind>(kind);
    const std::string text = Written(graph, markdown, "en", options);
    CHECK_FALSE(Contains(text, "<script"));
    CHECK_FALSE(Contains(text, "\n| injected"));
    options.format = ReportFormat::kHtml;
    const std::string page = Written(graph, html, "en", options);
    CHECK(Count(page, "<script") == 1);
    CHECK_FALSE(Contains(page, "<img"));
  }
}

TEST_CASE("an empty graph gives a report and a page that say so") {
  const PropertyGraph graph;
  for (size_t kind = 0; kind < ReportKindNames().size(); ++kind) {
    ReportOptions options;
    options.kind = static_cast<ReportKind>(kind);
    CHECK(Contains(Written(graph, LoadReportPages(kPages, "md").value(), "en", options), "# "));
  }
  CHECK(Contains(View(graph, {}), "</html>"));
}

TEST_CASE("a template that a user changed is the one that is used") {
  const std::string folder = FolderWith("section.md.mustache", "== {{title}} ==\n{{#blocks}}{{#items}}* {{name}}\n{{/items}}{{/blocks}}");
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  ReportOptions options;
  options.kind = ReportKind::kCity;
  const std::string report = Written(graph, LoadReportPages(folder, "md").value(), "en", options);
  CHECK(Contains(report, " ==\n* "));
  CHECK_FALSE(Contains(report, "####"));
}

TEST_CASE("a broken or missing template is named") {
  const std::tuple<const char*, const char*, const char*> table[] = {
      {"section.md.mustache", "{{#items}}\n{{name}}", "section.md.mustache"},
      {"section.md.mustache", "one\ntwo {{/items}}", "line 2"},
      {"section.md.mustache", "{{name", "section.md.mustache"},
      {"report.md.mustache", "{{", "report.md.mustache"},
  };
  for (const auto& [file, text, part] : table) {
    CAPTURE(text);
    const expected<ReportPages> pages = LoadReportPages(FolderWith(file, text), "md");
    REQUIRE_FALSE(pages.has_value());
    CHECK_MESSAGE(Contains(ToString(pages.error()), part), ToString(pages.error()));
  }
  CHECK_FALSE(LoadReportPages("/nowhere", "html").has_value());
  CHECK_FALSE(LoadViewPage("/nowhere").has_value());
  ReportPages without = LoadReportPages(FolderWith("report.md.mustache", "# {{title}}"), "md").value();
  StringSink sink;
  const auto written = WriteReport(PropertyGraph(), PolicyOntology(), Texts("en"), without, {}, &sink);
  REQUIRE_FALSE(written.has_value());
  CHECK(Contains(ToString(written.error()), "{{{sections}}}"));
}

TEST_CASE("a report stops at the first error of its sink") {
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  for (size_t room : {size_t{0}, size_t{1000}}) {
    FullSink full(room);
    CHECK_FALSE(WriteReport(graph, PolicyOntology(), Texts("en"), LoadReportPages(kPages, "md").value(), {}, &full).has_value());
    CHECK(full.calls_after_error() == 0);
    FullSink page(room);
    CHECK_FALSE(WriteView(graph, PolicyOntology(), Texts("en"), LoadViewPage(kPages).value(), {}, &page).has_value());
    CHECK(page.calls_after_error() == 0);
  }
}

TEST_CASE("likeness of names is the Dice coefficient of their two-character pieces") {
  const auto rows = ReadTable("report_likeness.tsv");
  REQUIRE(rows.size() > 8);
  for (const std::vector<std::string>& row : rows) {
    CAPTURE(row[0]);
    CHECK(std::lround(NameLikeness(row[0], row[1]) * 100) == std::stol(row[2]));
    CHECK(NameLikeness(row[0], row[1]) == NameLikeness(row[1], row[0]));
  }
}

TEST_CASE("a name joins the group whose first name it is most like, and no chain joins what differs") {
  CHECK(GroupNames({"abcd", "abcde", "bcdef", "xyz"}, 0.7) == std::vector<uint32_t>{0, 0, 1, 2});
  CHECK(GroupNames({"abcd", "abce", "abcde"}, 0.5) == std::vector<uint32_t>{0, 0, 0});
  CHECK(GroupNames({"abcd", "abcd", "ABCD"}, 1) == std::vector<uint32_t>{0, 0, 0});
  CHECK(GroupNames({}, 0.5).empty());
}

TEST_CASE("the year of a time is its first number of four digits that can be one") {
  const std::pair<const char*, int> table[] = {{"2024", 2024},      {"by 2030, from 2025", 2030}, {"20245", 0},
                                               {"1899-2001", 2001}, {"12 months", 0},             {"", 0},
                                               {"x2019x", 2019},    {"FY 202", 0}};
  for (const auto& [time, year] : table) CHECK_MESSAGE(YearOf(time) == year, time);
}

TEST_CASE("bars share a scale from zero, and nothing is drawn of nothing") {
  CHECK(DrawBars("x", {}).empty());
  CHECK(DrawBars("x", {{"a", "0", {{0, "done", "a"}}}}).empty());
  const std::string bars = DrawBars("x", {{"a", "4", {{4, "done", "a"}}}, {"b", "1", {{1, "done", "<b>"}}}});
  CHECK(Count(bars, "<rect") == 2);
  CHECK(Contains(bars, "width=\"400.0\""));
  CHECK(Contains(bars, "width=\"100.0\""));
  CHECK_FALSE(Contains(bars, "<b>"));
  CHECK(DrawTimeline("x", {}, "done", "planned").empty());
  const std::string years = DrawTimeline("x", {{2020, {2, 1}}, {2023, {0, 1}}}, "done", "planned");
  CHECK(Count(years, "<rect") == 3);
  CHECK(Contains(years, ">2021<"));
}

TEST_CASE("a figure for reading is in the largest scale that fits") {
  const auto readable = [](double value, std::optional<double> top, const char* unit) {
    return ReadableForm({"Money", "", value, top, unit, ""}, PolicyOntology(), Texts("en"));
  };
  CHECK(readable(2.5e9, {}, "CNY") == "2.5 billion yuan");
  CHECK(readable(999, {}, "CNY") == "999 yuan");
  CHECK(readable(1e6, 2e6, "USD") == "1–2 million US dollar");
  CHECK(readable(1234567, {}, "XXX") == "1.23 million XXX");
}

TEST_CASE("the page holds the best connected, no more relations than asked for, and is the same each time") {
  const PropertyGraph graph = Assemble(DataTriples("small.ndjson"));
  ViewOptions options;
  const std::string page = View(graph, options);
  CHECK(page == View(graph, options));
  const auto relations = [](const std::string& text) {
    const size_t begin = text.find("\"edges\":["), end = text.find("\"figures\":[");
    REQUIRE(begin < end);
    return Count(text.substr(begin, end - begin), "\n[");
  };
  const size_t all = relations(page);
  CHECK(all > 4);
  options.max_edges = 4;
  CHECK(relations(View(graph, options)) <= 4);
  CHECK(relations(View(graph, options)) > 0);
}

TEST_CASE("hostile names stay in the data of the page") {
  const std::string page = View(Assemble(DataTriples("hostile.ndjson")), {});
  CHECK(Count(page, "</script") == 3);
  CHECK_FALSE(Contains(page, "<img"));
}

TEST_CASE("the layout of thousands brings neighbours together") {
  std::vector<LayoutNode> nodes(400);
  std::vector<std::pair<uint32_t, uint32_t>> edges;
  for (uint32_t i = 0; i < nodes.size(); ++i) {
    nodes[i].seed = SeedOf(std::to_string(i));
    if (i >= 4) edges.emplace_back(i % 4, i);
  }
  SpreadNodes(edges, 120, &nodes);
  const auto distance = [&](uint32_t a, uint32_t b) { return std::hypot(nodes[a].x - nodes[b].x, nodes[a].y - nodes[b].y); };
  double near = 0, far = 0;
  for (uint32_t i = 4; i < nodes.size(); ++i) {
    near += distance(i, i % 4);
    far += distance(i, (i + 1) % 4);
    CHECK(std::isfinite(nodes[i].x));
  }
  CHECK(near * 1.5 < far);
  std::vector<LayoutNode> same(3);  // all in one place
  SpreadNodes({{0, 1}, {1, 2}}, 60, &same);
  for (const LayoutNode& node : same) CHECK(std::isfinite(node.x));
}
