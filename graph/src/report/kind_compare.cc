// Cities side by side: which mechanism stands in which city, shared ones first, and what each has alone. Names that
// are alike (name_likeness.h) are one row; what each city calls it stands in the cells.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "report/name_likeness.h"
#include "report/report_kinds.h"

namespace mailuo {

namespace {

constexpr size_t kColumnLimit = 12;  // more cities would not fit a page

struct Row {
  std::string name;                                      // of the mechanism that most evidence speaks of
  std::map<size_t, std::vector<const GraphEdge*>> cells;  // column -> facts
};

std::vector<NodeId> ComparedPlaces(const ReportContext& context) {
  std::vector<NodeId> places;
  for (NodeId id : context.Places()) {
    const auto edges = context.graph().OutEdges(id);
    const auto runs = [](const GraphEdge& edge) { return edge.predicate == "implements"; };
    const bool runs_any = std::any_of(edges.begin(), edges.end(), runs);
    if (runs_any || !context.options().places.empty()) places.push_back(id);
  }
  return places;
}

std::vector<Row> MakeRows(const ReportContext& context, const std::vector<NodeId>& places) {
  const PropertyGraph& graph = context.graph();
  std::vector<std::pair<uint32_t, NodeId>> order;  // the best known first: it names its group
  std::set<NodeId> seen;
  for (NodeId place : places) {
    for (const GraphEdge& edge : graph.OutEdges(place)) {
      if (edge.predicate != "implements" || !seen.insert(edge.object).second) continue;
      order.emplace_back(UINT32_MAX - graph.node(edge.object).mentions, edge.object);
    }
  }
  std::sort(order.begin(), order.end());
  std::vector<std::string> names;
  for (const auto& [rank, id] : order) names.push_back(graph.node(id).name);
  const std::vector<uint32_t> groups = GroupNames(names, context.options().likeness);
  std::vector<Row> rows;
  std::map<NodeId, uint32_t> group_of;
  for (size_t i = 0; i < order.size(); ++i) {
    group_of[order[i].second] = groups[i];
    if (groups[i] == rows.size()) rows.push_back({names[i], {}});
  }
  for (size_t column = 0; column < places.size(); ++column) {
    for (const GraphEdge& edge : graph.OutEdges(places[column])) {
      if (edge.predicate == "implements") rows[group_of[edge.object]].cells[column].push_back(&edge);
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.cells.size() > b.cells.size(); });
  return rows;
}

// Done where any of the facts is; the names only where they are not the row's own.
Cell MatrixCell(const ReportContext& context, const Row& row, size_t column) {
  const auto found = row.cells.find(column);
  if (found == row.cells.end()) return {};
  Cell cell;
  const GraphEdge* shown = found->second.front();
  for (const GraphEdge* edge : found->second) {
    if (!context.IsPlanned(*edge) && context.IsPlanned(*shown)) shown = edge;
    const std::string& name = context.graph().node(edge->object).name;
    if (name != row.name) cell.text += (cell.text.empty() ? "" : context.Text("and")) + name;
  }
  cell.status = shown->status;
  cell.quote = context.MakeQuote(*shown);
  return cell;
}

Section Matrix(const ReportContext& context, const std::vector<NodeId>& places, const std::vector<Row>& rows,
               size_t shared) {
  Section section{"matrix", context.Text("matrix"), {}, 2, {{}}};
  Block& block = section.blocks.back();
  char threshold[16];
  std::snprintf(threshold, sizeof threshold, "%g", context.options().likeness);
  std::replace(threshold, threshold + sizeof threshold, ',', '.');
  block.text = context.texts().Format("matrix_note", {{"shared", std::to_string(shared)},
                                                      {"all", std::to_string(rows.size())},
                                                      {"likeness", threshold}});
  block.table.is_matrix = true;
  block.table.columns = {{context.Text("mechanism"), false}};
  for (NodeId id : places) block.table.columns.push_back({context.graph().node(id).name, false});
  block.table.columns.push_back({context.Text("city_count"), true});
  context.FillTable(shared, [&](size_t i) {
    std::vector<Cell> cells = {{rows[i].name, {}, {}, {}}};
    for (size_t column = 0; column < places.size(); ++column) cells.push_back(MatrixCell(context, rows[i], column));
    cells.push_back({std::to_string(rows[i].cells.size()), {}, {}, {}});
    return cells;
  }, &block);
  return section;
}

Section Alone(const ReportContext& context, const std::vector<NodeId>& places, const std::vector<Row>& rows) {
  Section section{"alone", context.Text("alone"), {}, 2, {}};
  for (size_t column = 0; column < places.size(); ++column) {
    std::vector<SeenFact> facts;
    for (const Row& row : rows) {
      if (row.cells.size() != 1 || row.cells.begin()->first != column) continue;
      for (const GraphEdge* edge : row.cells.begin()->second) facts.push_back({edge, edge->object});
    }
    if (facts.empty()) continue;
    ReportContext::SortByPlace(&facts);
    Block block;
    block.heading = context.graph().node(places[column]).name;
    context.Fill(facts, &block);
    section.blocks.push_back(std::move(block));
  }
  return section;
}

// How many facts of each relation each city has.
Section Profile(const ReportContext& context, const std::vector<NodeId>& places) {
  Section section{"profile", context.Text("profile"), {}, 2, {{}}};
  Table& table = section.blocks.back().table;
  table.columns = context.Columns({"city", "done", "planned"}, {1, 2});
  for (const ReportSection& told : context.texts().sections) {
    if (!told.incoming) table.columns.push_back({told.heading, true});
  }
  for (NodeId place : places) {
    std::map<std::string, uint64_t> counts;
    uint64_t planned = 0;
    for (const GraphEdge& edge : context.graph().OutEdges(place)) {
      ++counts[edge.predicate];
      planned += context.IsPlanned(edge);
    }
    const auto number = [](uint64_t count) { return Cell{std::to_string(count), {}, {}, {}}; };
    std::vector<Cell> row = {context.Name(place), number(context.graph().OutEdges(place).size() - planned),
                             number(planned)};
    for (const ReportSection& told : context.texts().sections) {
      if (!told.incoming) row.push_back(number(counts[told.relation]));
    }
    table.rows.push_back(std::move(row));
  }
  return section;
}

}  // namespace

Report MakeComparison(ReportContext* context) {
  std::vector<NodeId> places = ComparedPlaces(*context);
  const size_t all = places.size();
  if (places.size() > kColumnLimit) places.resize(kColumnLimit);
  Report report{context->Text("compare_title"),
                context->texts().Format("compare_summary", {{"shown", std::to_string(places.size())},
                                                            {"all", std::to_string(all)}}),
                {}};
  if (places.empty()) {
    report.summary = context->Text("none");
    return report;
  }
  const std::vector<Row> rows = MakeRows(*context, places);
  const size_t shared = static_cast<size_t>(
      std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.cells.size() > 1; }));
  report.sections.push_back({"profile", context->Text("profile"), 2, [=] { return Profile(*context, places); }});
  report.sections.push_back({"matrix", context->Text("matrix"), 2, [=] {
    return Matrix(*context, places, rows, shared);
  }});
  report.sections.push_back({"alone", context->Text("alone"), 2, [=] { return Alone(*context, places, rows); }});
  return report;
}

}  // namespace mailuo
