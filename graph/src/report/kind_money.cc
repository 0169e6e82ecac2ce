// Money: every amount with its bound, and sums of those that may be added. A sum takes things of one type, in one
// currency, done or planned, exact or with one bound. Each thing is counted once with its best supported amount, and
// not at all where it is part of another thing of the same type that has an amount itself.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "report/charts.h"
#include "report/report_kinds.h"
#include "report/wording.h"

namespace mailuo {

namespace {

constexpr size_t kBarLimit = 15;

// What a figure says of the true one: exact, lower (it is more), upper (it is less), about, or range.
const char* BoundOf(const Literal& literal) {
  if (literal.value_max) return "range";
  if (literal.approx.empty()) return "exact";
  if (literal.approx == "more_than" || literal.approx == "at_least") return "lower";
  if (literal.approx == "less_than" || literal.approx == "nearly") return "upper";
  return "about";
}

// True where `id` is, over however many steps, part of a thing of its type whose amount is counted too.
bool IsPartOfCounted(const ReportContext& context, NodeId id) {
  const PropertyGraph& graph = context.graph();
  std::set<NodeId> seen = {id};
  std::vector<NodeId> open = {id};
  while (!open.empty()) {
    const NodeId part = open.back();
    open.pop_back();
    for (const GraphEdge& edge : graph.OutEdges(part)) {
      if (edge.predicate != "part_of" || !seen.insert(edge.object).second) continue;
      const GraphNode& whole = graph.node(edge.object);
      if (whole.amount && whole.type == graph.node(id).type) return true;
      open.push_back(edge.object);
    }
  }
  return false;
}

struct Sum {
  uint64_t count = 0;
  double value = 0, value_max = 0;
};

using SumKey = std::tuple<std::string, std::string, std::string, std::string>;  // unit, type, status, bound

Section Sums(const ReportContext& context) {
  const PropertyGraph& graph = context.graph();
  std::map<SumKey, Sum> sums;
  uint64_t counted = 0, parts = 0, amounts = 0;
  for (const GraphEdge* edge : context.EdgesOf("amount")) amounts += graph.node(edge->object).literal.has_value();
  for (NodeId id = 0; id < graph.nodes().size(); ++id) {
    const GraphNode& node = graph.node(id);
    if (!node.amount) continue;
    if (IsPartOfCounted(context, id)) {
      ++parts;
      continue;
    }
    ++counted;
    Sum& sum = sums[{node.amount->unit, node.type, node.amount_status, BoundOf(*node.amount)}];
    ++sum.count;
    sum.value += node.amount->value;
    sum.value_max += node.amount->value_max.value_or(node.amount->value);
  }
  Section section{"sums", context.Text("sums"), {}, 2, {{}}};
  Block& block = section.blocks.back();
  block.text = context.texts().Format("sums_note", {{"counted", std::to_string(counted)},
                                                    {"repeats", std::to_string(amounts - counted - parts)},
                                                    {"parts", std::to_string(parts)}});
  block.table.columns = context.Columns({"kind", "status", "bound", "count", "sum", "readable"}, {3, 4, 5});
  for (const auto& [key, sum] : sums) {
    const auto& [unit, type, status, bound] = key;
    Literal total;
    total.type = "Money";
    total.value = sum.value;
    if (bound == "range") total.value_max = sum.value_max;
    total.unit = unit;
    block.table.rows.push_back({{TypeLabel(context.ontology(), context.texts(), type), {}, {}, {}},
                                {context.Text(status), {}, status, {}},
                                {context.Text("bound_" + bound), {}, {}, {}},
                                {std::to_string(sum.count), {}, {}, {}},
                                {NormalForm(total, context.texts()), {}, {}, {}},
                                {ReadableForm(total, context.ontology(), context.texts()), {}, {}, {}}});
  }
  return section;
}

Block LargestAmounts(const ReportContext& context) {
  const PropertyGraph& graph = context.graph();
  std::map<std::string, size_t> units;
  for (const GraphNode& node : graph.nodes()) {
    if (node.amount) ++units[node.amount->unit];
  }
  std::string unit;  // bars have one scale: that of the commonest currency
  for (const auto& [name, count] : units) {
    if (unit.empty() || count > units[unit]) unit = name;
  }
  std::vector<NodeId> order;
  for (NodeId id = 0; id < graph.nodes().size(); ++id) {
    if (graph.node(id).amount && graph.node(id).amount->unit == unit) order.push_back(id);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](NodeId a, NodeId b) { return graph.node(a).amount->value > graph.node(b).amount->value; });
  std::vector<Bar> bars;
  for (size_t i = 0; i < std::min(order.size(), kBarLimit); ++i) {
    const GraphNode& node = graph.node(order[i]);
    const std::string title = node.name + " · " + node.amount->text + " · " + context.Text(node.amount_status);
    std::string css_class = node.amount_status == kPlanned ? "planned" : "done";
    css_class += std::string(" ") + BoundOf(*node.amount);
    bars.push_back({node.name, ReadableForm(*node.amount, context.ontology(), context.texts()),
                    {{node.amount->value, css_class, title}}});
  }
  Block block;
  block.heading = context.Text("largest");
  block.svg = DrawBars(block.heading, bars);
  block.caption = context.Text("largest_caption");
  return block;
}

// Figures in money that are no size of a pot: turnover, investment, prices. Never added.
Section OtherMoney(const ReportContext& context) {
  const PropertyGraph& graph = context.graph();
  std::vector<SeenFact> facts;
  for (const GraphEdge& edge : graph.edges()) {
    const auto& literal = graph.node(edge.object).literal;
    if (edge.predicate != "amount" && literal && literal->type == "Money") facts.push_back({&edge, edge.object});
  }
  std::sort(facts.begin(), facts.end(), [&](const SeenFact& a, const SeenFact& b) {
    const Literal& x = *graph.node(a.other).literal;
    const Literal& y = *graph.node(b.other).literal;
    return std::tie(x.unit, y.value, a.edge->id) < std::tie(y.unit, x.value, b.edge->id);
  });
  Section section{"other-money", context.Text("other_money"), {}, 2, {{}}};
  Block& block = section.blocks.back();
  block.text = context.Text("other_money_note");
  block.table.columns = context.Columns({"of", "figure", "value", "normal", "time", "status", "quotation"}, {3});
  context.FillTable(facts.size(), [&](size_t i) {
    const GraphEdge& edge = *facts[i].edge;
    const Literal& literal = *graph.node(edge.object).literal;
    return std::vector<Cell>{context.Name(edge.subject), {context.FigureName(edge), {}, {}, {}},
                             {literal.text, {}, {}, {}}, {NormalForm(literal, context.texts()), {}, {}, {}},
                             {context.Time(edge), {}, {}, {}}, context.Status(edge), context.Proof(edge)};
  }, &block);
  return section;
}

}  // namespace

Report MakeMoney(ReportContext* context) {
  const Block amounts = AmountTable(*context);
  uint64_t planned = 0;
  for (const GraphEdge* edge : context->EdgesOf("amount")) planned += context->IsPlanned(*edge);
  Report report{context->Text("money_title"),
                context->texts().Format("money_summary", {{"amounts", std::to_string(amounts.total)},
                                                          {"planned", std::to_string(planned)}}),
                {}};
  if (amounts.total > 0) {
    report.sections.push_back({"sums", context->Text("sums"), 2, [=] { return Sums(*context); }});
    report.sections.push_back({"funds", context->Text("funds"), 2, [=] {
      return Section{"funds", context->Text("funds"), {}, 2, {LargestAmounts(*context), AmountTable(*context)}};
    }});
  }
  report.sections.push_back({"other-money", context->Text("other_money"), 2, [=] { return OtherMoney(*context); }});
  return report;
}

}  // namespace mailuo
