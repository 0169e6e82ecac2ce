// How good the extraction is, as far as it can tell itself: what was turned down and why, facts that stand on little,
// and articles that contradict each other.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "report/charts.h"
#include "report/report_kinds.h"
#include "report/wording.h"

namespace mailuo {

namespace {

constexpr double kThin = 0.75;  // confidence below which a fact that one piece of evidence bears is called thin

Section RejectSection(const ReportContext& context) {
  Section section{"rejects", context.Text("rejects"), {}, 2, {}};
  if (context.options().rejects == nullptr) {
    section.blocks.emplace_back();
    section.blocks.back().text = context.Text("rejects_unknown");
    return section;
  }
  std::map<std::string, uint64_t> reasons;
  std::map<std::pair<std::string, std::string>, uint64_t> rules;
  for (const Reject& reject : *context.options().rejects) {
    ++reasons[reject.reason];
    ++rules[{reject.rule, reject.reason}];
  }
  std::vector<std::pair<std::string, uint64_t>> by_reason(reasons.begin(), reasons.end());
  std::stable_sort(by_reason.begin(), by_reason.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  Block block;
  block.heading = context.Text("by_reason");
  block.table.columns = context.Columns({"reason", "count", "example", "place"}, {1});
  std::vector<Bar> bars;
  for (const auto& [reason, count] : by_reason) {
    const auto first = std::find_if(context.options().rejects->begin(), context.options().rejects->end(),
                                    [&, &reason = reason](const Reject& one) { return one.reason == reason; });
    const std::string label = context.Text("reason_" + reason), number = std::to_string(count);
    const std::string place = first->source + ":" + std::to_string(first->evidence.span.begin) + "-" +
                              std::to_string(first->evidence.span.end);
    block.table.rows.push_back({{label, {}, {}, {}}, {number, {}, {}, {}}, {first->detail, {}, {}, {}},
                                {{}, {}, {}, Quote{first->evidence.text, place, {}}}});
    bars.push_back({label, number, {{static_cast<double>(count), "plain", label + " · " + number}}});
  }
  block.svg = DrawBars(block.heading, bars);
  section.blocks.push_back(std::move(block));

  std::vector<std::pair<std::pair<std::string, std::string>, uint64_t>> by_rule(rules.begin(), rules.end());
  std::stable_sort(by_rule.begin(), by_rule.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  Block table;
  table.heading = context.Text("by_rule");
  table.table.columns = context.Columns({"rule", "reason", "count"}, {2});
  context.FillTable(by_rule.size(), [&](size_t i) {
    return std::vector<Cell>{{by_rule[i].first.first, {}, {}, {}},
                             {context.Text("reason_" + by_rule[i].first.second), {}, {}, {}},
                             {std::to_string(by_rule[i].second), {}, {}, {}}};
  }, &table);
  section.blocks.push_back(std::move(table));
  return section;
}

// How many pieces of evidence bear a fact, and how sure the rules are.
Block SupportBlock(const ReportContext& context) {
  const std::array<const char*, 4> labels = {"1", "2", "3–5", "6+"};
  std::array<uint64_t, 4> counts = {};
  for (const GraphEdge& edge : context.graph().edges()) {
    const size_t n = edge.evidence.size();
    ++counts[n == 1 ? 0 : n == 2 ? 1 : n <= 5 ? 2 : 3];
  }
  Block block;
  block.heading = context.Text("support");
  block.table.columns = context.Columns({"evidence_count", "fact_count"}, {1});
  std::vector<Bar> bars;
  for (size_t i = 0; i < counts.size(); ++i) {
    const std::string number = std::to_string(counts[i]);
    block.table.rows.push_back({{labels[i], {}, {}, {}}, {number, {}, {}, {}}});
    bars.push_back({labels[i], number, {{static_cast<double>(counts[i]), "plain", number}}});
  }
  block.svg = DrawBars(block.heading, bars);
  return block;
}

Section ThinSection(const ReportContext& context) {
  const PropertyGraph& graph = context.graph();
  std::vector<const GraphEdge*> thin;
  for (const GraphEdge& edge : graph.edges()) {
    if (edge.evidence.size() == 1 && edge.confidence < kThin) thin.push_back(&edge);
  }
  std::sort(thin.begin(), thin.end(), [](const GraphEdge* a, const GraphEdge* b) {
    return std::tie(a->confidence, a->id) < std::tie(b->confidence, b->id);
  });
  Section section{"thin", context.Text("thin"), {}, 2, {SupportBlock(context), {}}};
  Block& block = section.blocks.back();
  block.heading = context.Text("thin_facts");
  block.text = context.texts().Format("thin_note", {{"count", std::to_string(thin.size())}});
  block.table.columns = context.Columns({"subject", "relation", "object", "confidence", "rule", "quotation"}, {3});
  context.FillTable(thin.size(), [&](size_t i) {
    const GraphEdge& edge = *thin[i];
    Literal confidence;
    confidence.value = edge.confidence;
    return std::vector<Cell>{{graph.node(edge.subject).name, {}, {}, {}},
                             {RelationLabel(context.ontology(), context.texts(), edge.predicate), {}, {}, {}},
                             {graph.node(edge.object).name, {}, {}, {}},
                             {NormalForm(confidence, context.texts()), {}, {}, {}},
                             {edge.best_evidence().rule, {}, {}, {}}, context.Proof(edge)};
  }, &block);
  return section;
}

// Facts that cannot well be true together: values of one figure of one thing in one unit and time from several
// articles, several holders of one office.
std::vector<std::vector<const GraphEdge*>> ValueConflicts(const ReportContext& context) {
  const PropertyGraph& graph = context.graph();
  using Key = std::tuple<NodeId, std::string, std::string, std::string, std::string, std::string>;
  std::map<Key, std::vector<const GraphEdge*>> groups;
  for (const GraphEdge& edge : graph.edges()) {
    const auto& literal = graph.node(edge.object).literal;
    if (literal) {
      groups[{edge.subject, edge.predicate, FoldName(context.FigureName(edge)), literal->unit,
              FoldName(context.Time(edge)), edge.status}].push_back(&edge);
    } else if (const auto title = edge.qualifiers.find("title"); title != edge.qualifiers.end()) {
      groups[{edge.object, edge.predicate, FoldName(title->second), {}, {}, edge.status}].push_back(&edge);
    }
  }
  std::vector<std::vector<const GraphEdge*>> conflicts;
  for (auto& [key, edges] : groups) {
    std::set<NodeId> articles;
    for (const GraphEdge* edge : edges) articles.insert(edge->best_evidence().article);
    if (edges.size() > 1 && articles.size() > 1) conflicts.push_back(std::move(edges));
  }
  return conflicts;
}

std::vector<Cell> ConflictRow(const ReportContext& context, const GraphEdge& edge, const std::string& says,
                              const GraphEvidence& evidence) {
  const PropertyGraph& graph = context.graph();
  const bool is_figure = graph.node(edge.object).literal.has_value();
  const std::string relation = is_figure ? context.FigureName(edge)
                                         : RelationLabel(context.ontology(), context.texts(), edge.predicate);
  return {{graph.node(edge.subject).name, {}, {}, {}}, {relation, {}, {}, {}}, {says, {}, {}, {}},
          {graph.node(evidence.article).name, {}, {}, {}},
          {{}, {}, {}, Quote{evidence.text, PlaceOf(evidence), {}}}};
}

Section ConflictSection(const ReportContext& context) {
  const PropertyGraph& graph = context.graph();
  const std::vector<std::vector<const GraphEdge*>> values = ValueConflicts(context);
  std::vector<const GraphEdge*> rows;
  for (const auto& edges : values) rows.insert(rows.end(), edges.begin(), edges.end());
  Section section{"conflicts", context.Text("conflicts"), {}, 2, {{}, {}}};
  Block& differing = section.blocks[0];
  differing.heading = context.Text("value_conflicts");
  differing.text = context.texts().Format("value_conflicts_note", {{"count", std::to_string(values.size())}});
  differing.table.columns = context.Columns({"subject", "relation", "says", "article_title", "quotation"}, {});
  context.FillTable(rows.size(), [&](size_t i) {
    return ConflictRow(context, *rows[i], graph.node(rows[i]->object).name, rows[i]->best_evidence());
  }, &differing);

  std::vector<std::pair<const GraphEdge*, const GraphEvidence*>> statuses;
  uint64_t disputed = 0;
  for (const GraphEdge& edge : graph.edges()) {
    std::map<std::string, const GraphEvidence*> first;
    for (const GraphEvidence& evidence : edge.evidence) first.emplace(evidence.status, &evidence);
    if (first.size() < 2) continue;
    ++disputed;
    for (const auto& [status, evidence] : first) statuses.emplace_back(&edge, evidence);
  }
  Block& block = section.blocks[1];
  block.heading = context.Text("status_conflicts");
  block.text = context.texts().Format("status_conflicts_note", {{"count", std::to_string(disputed)}});
  block.table.columns = differing.table.columns;
  context.FillTable(statuses.size(), [&](size_t i) {
    const auto& [edge, evidence] = statuses[i];
    return ConflictRow(context, *edge, graph.node(edge->object).name + " · " + context.Text(evidence->status),
                       *evidence);
  }, &block);
  return section;
}

}  // namespace

Report MakeQuality(ReportContext* context) {
  uint64_t single = 0;
  for (const GraphEdge& edge : context->graph().edges()) single += edge.evidence.size() == 1;
  const auto* rejects = context->options().rejects;
  Report report{context->Text("quality_title"),
                context->texts().Format("quality_summary",
                                        {{"facts", std::to_string(context->graph().edges().size())},
                                         {"single", std::to_string(single)},
                                         {"rejects", rejects == nullptr ? "?" : std::to_string(rejects->size())},
                                         {"conflicts", std::to_string(ValueConflicts(*context).size())}}),
                {}};
  report.sections.push_back({"rejects", context->Text("rejects"), 2, [=] { return RejectSection(*context); }});
  report.sections.push_back({"thin", context->Text("thin"), 2, [=] { return ThinSection(*context); }});
  report.sections.push_back({"conflicts", context->Text("conflicts"), 2, [=] { return ConflictSection(*context); }});
  return report;
}

}  // namespace mailuo
