// Figures by what they count and in which unit: a table for each that more than one thing has, one table for the rest.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "report/charts.h"
#include "report/report_kinds.h"
#include "report/wording.h"

namespace mailuo {

namespace {

constexpr size_t kBarLimit = 20;

using FigureKey = std::pair<std::string, std::string>;  // folded name, unit

struct Group {
  std::string name;
  std::string unit;
  std::vector<const GraphEdge*> edges;
  size_t subjects = 0;
};

std::vector<Group> Collect(const ReportContext& context) {
  const PropertyGraph& graph = context.graph();
  std::map<FigureKey, Group> by_key;
  for (const GraphEdge* edge : context.EdgesOf("metric")) {
    const auto& literal = graph.node(edge->object).literal;
    if (!literal) continue;
    const std::string name = context.FigureName(*edge);
    Group& group = by_key[{FoldName(name), literal->unit}];
    if (group.edges.empty()) {
      group.name = name;
      group.unit = literal->unit;
    }
    group.edges.push_back(edge);
  }
  std::vector<Group> groups;
  for (auto& [key, group] : by_key) {
    std::set<NodeId> subjects;
    for (const GraphEdge* edge : group.edges) subjects.insert(edge->subject);
    group.subjects = subjects.size();
    std::sort(group.edges.begin(), group.edges.end(), [&](const GraphEdge* a, const GraphEdge* b) {
      const double x = graph.node(a->object).literal->value, y = graph.node(b->object).literal->value;
      return std::tie(y, a->id) < std::tie(x, b->id);
    });
    groups.push_back(std::move(group));
  }
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return std::pair(a.subjects, a.edges.size()) > std::pair(b.subjects, b.edges.size());
  });
  return groups;
}

std::vector<Cell> Row(const ReportContext& context, const GraphEdge& edge, bool with_name) {
  const Literal& literal = *context.graph().node(edge.object).literal;
  std::vector<Cell> row;
  if (with_name) row.push_back({context.FigureName(edge), {}, {}, {}});
  row.push_back(context.Name(edge.subject));
  row.push_back({literal.text, {}, {}, {}});
  row.push_back({NormalForm(literal, context.texts()), {}, {}, {}});
  row.push_back({context.Time(edge), {}, {}, {}});
  row.push_back(context.Status(edge));
  row.push_back(context.Proof(edge));
  return row;
}

Section Compared(const ReportContext& context, const Group& group, const std::string& id) {
  Section section{id, group.name, {}, 3, {{}}};
  section.note = context.texts().Format("figure_note", {{"count", std::to_string(group.edges.size())},
                                                        {"subjects", std::to_string(group.subjects)},
                                                        {"unit", group.unit}});
  Block& block = section.blocks.back();
  block.table.columns = context.Columns({"of", "value", "normal", "time", "status", "quotation"}, {2});
  context.FillTable(group.edges.size(), [&](size_t i) { return Row(context, *group.edges[i], false); }, &block);
  std::vector<Bar> bars;
  for (size_t i = 0; i < std::min(group.edges.size(), kBarLimit); ++i) {
    const GraphEdge& edge = *group.edges[i];
    const Literal& literal = *context.graph().node(edge.object).literal;
    std::string label = context.graph().node(edge.subject).name;
    if (const std::string time = context.Time(edge); !time.empty()) label += " " + time;
    bars.push_back({label, literal.text,
                    {{literal.value, context.IsPlanned(edge) ? "planned" : "done", label + " · " + literal.text}}});
  }
  block.svg = DrawBars(group.name, bars);
  return section;
}

Section Single(const ReportContext& context, const std::vector<const GraphEdge*>& edges) {
  Section section{"single", context.Text("single_figures"), {}, 2, {{}}};
  Block& block = section.blocks.back();
  block.table.columns = context.Columns({"figure", "of", "value", "normal", "time", "status", "quotation"}, {3});
  context.FillTable(edges.size(), [&](size_t i) { return Row(context, *edges[i], true); }, &block);
  return section;
}

}  // namespace

Report MakeFigures(ReportContext* context) {
  const std::vector<Group> groups = Collect(*context);
  std::vector<const GraphEdge*> single;
  std::vector<Group> compared;
  uint64_t figures = 0;
  for (const Group& group : groups) {
    figures += group.edges.size();
    if (group.subjects > 1) {
      compared.push_back(group);
    } else {
      single.insert(single.end(), group.edges.begin(), group.edges.end());
    }
  }
  Report report{context->Text("figures_title"),
                context->texts().Format("figures_summary", {{"figures", std::to_string(figures)},
                                                            {"names", std::to_string(groups.size())},
                                                            {"compared", std::to_string(compared.size())}}),
                {}};
  if (!compared.empty()) {
    const size_t count = compared.size(), shown = context->ShownSubjects(count);
    report.sections.push_back({"compared", context->Text("compared_figures"), 2, [=] {
      Section section{"compared", context->Text("compared_figures"), {}, 2, {}};
      if (shown < count) section.blocks.push_back(RestBlock(count, shown));
      return section;
    }});
    for (size_t i = 0; i < shown; ++i) {
      const std::string id = "figure-" + std::to_string(i + 1);
      const Group group = compared[i];
      report.sections.push_back({id, group.name, 3, [=] { return Compared(*context, group, id); }});
    }
  }
  if (!single.empty()) {
    report.sections.push_back({"single", context->Text("single_figures"), 2, [=] { return Single(*context, single); }});
  }
  return report;
}

}  // namespace mailuo
