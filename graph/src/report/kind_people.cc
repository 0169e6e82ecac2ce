// People: the offices that they hold and the articles that they wrote.
#include <algorithm>
#include <map>

#include "report/report_kinds.h"

namespace mailuo {

namespace {

Section Offices(const ReportContext& context, const std::vector<SeenFact>& facts) {
  const PropertyGraph& graph = context.graph();
  Section section{"offices", context.Text("offices"), {}, 2, {{}}};
  Block& block = section.blocks.back();
  block.table.columns = context.Columns({"person", "office", "organisation", "time", "status", "quotation"}, {});
  context.FillTable(facts.size(), [&](size_t i) {
    const GraphEdge& edge = *facts[i].edge;
    const auto title = edge.qualifiers.find("title");
    return std::vector<Cell>{{graph.node(edge.subject).name, {}, {}, {}},
                             {title == edge.qualifiers.end() ? std::string() : title->second, {}, {}, {}},
                             {graph.node(edge.object).name, {}, {}, {}}, {context.Time(edge), {}, {}, {}},
                             context.Status(edge), context.Proof(edge)};
  }, &block);
  return section;
}

Section Writings(const ReportContext& context, const std::vector<SeenFact>& facts) {
  const PropertyGraph& graph = context.graph();
  Section section{"writings", context.Text("writings"), {}, 2, {{}}};
  Block& block = section.blocks.back();
  block.table.columns = context.Columns({"person", "article_title", "source"}, {});
  context.FillTable(facts.size(), [&](size_t i) {
    const GraphEdge& edge = *facts[i].edge;
    return std::vector<Cell>{{graph.node(edge.subject).name, {}, {}, {}}, {graph.node(edge.object).name, {}, {}, {}},
                             {edge.best_evidence().source, {}, {}, {}}};
  }, &block);
  return section;
}

}  // namespace

Report MakePeople(ReportContext* context) {
  const PropertyGraph& graph = context->graph();
  std::vector<SeenFact> offices, writings;
  uint64_t people = 0;
  for (const GraphNode& node : graph.nodes()) people += node.type == "Person";
  for (const GraphEdge& edge : graph.edges()) {
    if (edge.predicate == "heads") offices.push_back({&edge, edge.object});
    if (edge.predicate == "wrote") writings.push_back({&edge, edge.object});
  }
  const auto by_name = [&](const SeenFact& a, const SeenFact& b) {
    const std::string& x = graph.node(a.edge->subject).name;
    const std::string& y = graph.node(b.edge->subject).name;
    return std::tie(x, a.edge->id) < std::tie(y, b.edge->id);
  };
  std::sort(offices.begin(), offices.end(), by_name);
  std::sort(writings.begin(), writings.end(), by_name);
  Report report{context->Text("people_title"),
                context->texts().Format("people_summary", {{"people", std::to_string(people)},
                                                           {"offices", std::to_string(offices.size())},
                                                           {"writings", std::to_string(writings.size())}}),
                {}};
  if (!offices.empty()) {
    report.sections.push_back({"offices", context->Text("offices"), 2, [=] { return Offices(*context, offices); }});
  }
  if (!writings.empty()) {
    report.sections.push_back({"writings", context->Text("writings"), 2, [=] { return Writings(*context, writings); }});
  }
  return report;
}

}  // namespace mailuo
