// The overview: what was read, all money, and each subject once, under the first group of the catalogue that its type
// belongs to. Neighbour: subject_section.cc.
#include <algorithm>
#include <map>
#include <tuple>

#include "report/charts.h"
#include "report/drawing.h"
#include "report/report_kinds.h"
#include "report/wording.h"

namespace mailuo {

namespace {

std::string Summary(const ReportContext& context) {
  const PropertyGraph& graph = context.graph();
  size_t articles = 0, entities = 0, figures = 0, planned = 0;
  for (const GraphNode& node : graph.nodes()) {
    articles += node.kind == GraphNode::Kind::kArticle;
    entities += node.kind == GraphNode::Kind::kEntity;
    figures += node.kind == GraphNode::Kind::kLiteral;
  }
  for (const GraphEdge& edge : graph.edges()) planned += context.IsPlanned(edge);
  const size_t facts = graph.edges().size();
  return context.texts().Format("summary", {{"articles", std::to_string(articles)},
                                            {"entities", std::to_string(entities)},
                                            {"figures", std::to_string(figures)},
                                            {"facts", std::to_string(facts)},
                                            {"done", std::to_string(facts - planned)},
                                            {"planned", std::to_string(planned)}});
}

Section Pictures(const ReportContext& context) {
  Section section{"pictures", context.Text("pictures"), {}, 2, {}};
  std::vector<const GraphEdge*> edges;
  std::map<int, YearCount> years;
  for (const GraphEdge& edge : context.graph().edges()) {
    edges.push_back(&edge);
    const int year = YearOf(context.Time(edge));
    if (year == 0) continue;
    ++(context.IsPlanned(edge) ? years[year].planned : years[year].done);
  }
  Block graph;
  graph.heading = context.Text("picture_title");
  DrawnGraph drawn = DrawGraph(context.graph(), context.ontology(), context.texts(), {});
  graph.svg = std::move(drawn.svg);
  graph.caption = std::move(drawn.caption);
  section.blocks.push_back(std::move(graph));
  section.blocks.push_back(StatusTable(context, edges));
  if (!years.empty()) {
    Block timeline;
    timeline.heading = context.Text("timeline");
    timeline.svg = DrawTimeline(timeline.heading, years, context.Text("done"), context.Text("planned"));
    timeline.caption = context.Text("timeline_caption");
    section.blocks.push_back(std::move(timeline));
  }
  return section;
}

Section Articles(const ReportContext& context) {
  const PropertyGraph& graph = context.graph();
  std::vector<NodeId> articles;
  for (NodeId id = 0; id < graph.nodes().size(); ++id) {
    if (graph.node(id).kind == GraphNode::Kind::kArticle) articles.push_back(id);
  }
  std::sort(articles.begin(), articles.end(), [&](NodeId a, NodeId b) {
    return std::tie(graph.node(a).source, graph.node(a).name, a) <
           std::tie(graph.node(b).source, graph.node(b).name, b);
  });
  Section section{"articles", context.Text("articles"), {}, 2, {{}}};
  Block& block = section.blocks.back();
  block.table.columns = context.Columns({"article_title", "authors", "source", "date", "evidence_count"}, {4});
  context.FillTable(articles.size(), [&](size_t i) {
    const GraphNode& article = graph.node(articles[i]);
    return std::vector<Cell>{{article.name, {}, {}, {}}, context.Names(context.Owners(articles[i])),
                             {article.source, {}, {}, {}}, {article.date, {}, {}, {}},
                             {std::to_string(article.statements), {}, {}, {}}};
  }, &block);
  return section;
}

}  // namespace

Report MakeOverview(ReportContext* context) {
  Report report{context->Text("title"), Summary(*context), {}};
  if (context->graph().edges().empty()) {
    report.summary += "\n" + context->Text("none");
    return report;
  }
  const std::vector<ReportGroup>& groups = context->texts().groups;
  std::vector<std::vector<NodeId>> subjects(groups.size() + 1);  // the last for types of no group
  for (NodeId id : context->Subjects()) {
    size_t group = 0;
    while (group < groups.size() && !context->IsA(id, groups[group].type)) ++group;
    subjects[group].push_back(id);
  }
  if (context->options().format == ReportFormat::kHtml) {
    report.sections.push_back({"pictures", context->Text("pictures"), 2, [=] { return Pictures(*context); }});
  }
  report.sections.push_back({"articles", context->Text("articles"), 2, [=] { return Articles(*context); }});
  if (Block money = AmountTable(*context); money.total > 0) {
    report.sections.push_back({"funds", context->Text("funds"), 2, [=] {
      return Section{"funds", context->Text("funds"), {}, 2, {AmountTable(*context)}};
    }});
  }
  for (size_t i = 0; i < subjects.size(); ++i) {
    if (subjects[i].empty()) continue;
    const std::string heading = i < groups.size() ? groups[i].heading : context->Text("others");
    const std::string id = "group-" + std::to_string(i + 1);
    const size_t count = subjects[i].size(), shown = context->ShownSubjects(count);
    report.sections.push_back({id, heading, 2, [=] {
      Section section{id, heading, {}, 2, {}};
      if (shown < count) section.blocks.push_back(RestBlock(count, shown));
      return section;
    }});
    for (size_t s = 0; s < shown; ++s) {
      context->AddTarget(subjects[i][s]);
      report.sections.push_back(SubjectSection(context, subjects[i][s], false));
    }
  }
  return report;
}

}  // namespace mailuo
