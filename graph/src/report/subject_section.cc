// What a report tells of one subject, and the tables that several kinds have. Neighbour: report_kinds.h.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "report/charts.h"
#include "report/report_kinds.h"
#include "report/wording.h"

namespace mailuo {

namespace {

constexpr size_t kBarLimit = 12;

class SubjectTeller {
 public:
  SubjectTeller(const ReportContext& context, NodeId id) : context_(context), graph_(context.graph()), id_(id) {
    incoming_ = graph_.InEdges(id);
  }

  Section Tell(bool plans) {
    const GraphNode& node = graph_.node(id_);
    section_.id = node.id;
    section_.title = node.name;
    section_.level = 3;
    WriteNote(node);
    if (plans) WriteBalance();
    std::set<std::string> told;
    for (const ReportSection& section : context_.texts().sections) {
      if (!section.incoming) told.insert(section.relation);
      WriteRelation(section);
    }
    std::set<std::string> others;
    for (const GraphEdge& edge : graph_.OutEdges(id_)) {
      if (!graph_.node(edge.object).literal && told.count(edge.predicate) == 0) others.insert(edge.predicate);
    }
    for (const std::string& relation : others) {
      WriteRelation({relation, RelationLabel(context_.ontology(), context_.texts(), relation), false});
    }
    if (plans) WriteMoney();
    WriteFigures();
    WritePlans();
    return std::move(section_);
  }

 private:
  void WriteNote(const GraphNode& node) {
    section_.note = TypeLabel(context_.ontology(), context_.texts(), node.type);
    std::string aliases;
    for (const std::string& alias : node.aliases) aliases += (aliases.empty() ? "" : context_.Text("and")) + alias;
    if (!aliases.empty()) section_.note += " · " + context_.texts().Format("aliases", {{"aliases", aliases}});
    section_.note += " · " + context_.texts().Format("facts", {{"count", std::to_string(graph_.OutEdges(id_).size())}});
  }

  void WriteBalance() {
    std::vector<const GraphEdge*> edges;
    for (const GraphEdge& edge : graph_.OutEdges(id_)) edges.push_back(&edge);
    section_.blocks.push_back(StatusTable(context_, edges));
  }

  void WriteRelation(const ReportSection& told) {
    const Relation* relation = context_.ontology().FindRelation(told.relation);
    std::vector<SeenFact> facts;
    if (!told.incoming) {
      for (const GraphEdge& edge : graph_.OutEdges(id_)) {
        if (edge.predicate != told.relation || context_.IsPlanned(edge) || graph_.node(edge.object).literal) continue;
        facts.push_back({&edge, edge.object});
      }
    }
    if (told.incoming || (relation != nullptr && relation->symmetric)) {
      for (EdgeId edge_id : incoming_) {
        const GraphEdge& edge = graph_.edge(edge_id);
        if (edge.predicate == told.relation && !context_.IsPlanned(edge)) facts.push_back({&edge, edge.subject});
      }
    }
    AddFacts(told.heading, std::move(facts), false);
  }

  void AddFacts(const std::string& heading, std::vector<SeenFact> facts, bool with_lead) {
    if (facts.empty()) return;
    ReportContext::SortByPlace(&facts);
    Block block;
    block.heading = heading;
    context_.Fill(facts, &block, with_lead);
    section_.blocks.push_back(std::move(block));
  }

  // The amounts of what it runs, whatever the relation.
  void WriteMoney() {
    std::vector<const GraphEdge*> amounts;
    std::set<NodeId> seen;
    for (const GraphEdge& edge : graph_.OutEdges(id_)) {
      if (!seen.insert(edge.object).second) continue;
      for (const GraphEdge& further : graph_.OutEdges(edge.object)) {
        if (further.predicate == "amount" && graph_.node(further.object).literal) amounts.push_back(&further);
      }
    }
    if (amounts.empty()) return;
    Block block;
    block.heading = context_.Text("funds");
    block.table.columns = context_.Columns({"fund", "amount", "normal", "status", "quotation"}, {2});
    context_.FillTable(amounts.size(), [&](size_t i) {
      const GraphEdge& edge = *amounts[i];
      const Literal& literal = *graph_.node(edge.object).literal;
      return std::vector<Cell>{context_.Name(edge.subject), {literal.text, {}, {}, {}},
                               {NormalForm(literal, context_.texts()), {}, {}, {}}, context_.Status(edge),
                               context_.Proof(edge)};
    }, &block);
    section_.blocks.push_back(std::move(block));
  }

  void WriteFigures() {
    std::vector<SeenFact> figures;
    for (const GraphEdge& edge : graph_.OutEdges(id_)) {
      if (graph_.node(edge.object).literal && !context_.IsPlanned(edge)) figures.push_back({&edge, edge.object});
    }
    if (figures.empty()) return;
    ReportContext::SortByPlace(&figures);
    Block block;
    block.heading = context_.Text("figures");
    block.table.columns = context_.Columns({"figure", "value", "normal", "time", "quotation"}, {2});
    context_.FillTable(figures.size(), [&](size_t i) {
      const GraphEdge& edge = *figures[i].edge;
      const Literal& literal = *graph_.node(edge.object).literal;
      return std::vector<Cell>{{context_.FigureName(edge), {}, {}, {}}, {literal.text, {}, {}, {}},
                               {NormalForm(literal, context_.texts()), {}, {}, {}},
                               {context_.Time(edge), {}, {}, {}}, context_.Proof(edge)};
    }, &block);
    section_.blocks.push_back(std::move(block));
  }

  void WritePlans() {
    std::vector<SeenFact> plans;
    for (const GraphEdge& edge : graph_.OutEdges(id_)) {
      if (context_.IsPlanned(edge)) plans.push_back({&edge, edge.object});
    }
    AddFacts(context_.Text("planned"), std::move(plans), true);
  }

  const ReportContext& context_;
  const PropertyGraph& graph_;
  const NodeId id_;
  std::vector<EdgeId> incoming_;
  Section section_;
};

}  // namespace

SectionPlan SubjectSection(const ReportContext* context, NodeId id, bool plans) {
  const GraphNode& node = context->graph().node(id);
  return {node.id, node.name, 3, [=] { return SubjectTeller(*context, id).Tell(plans); }};
}

Block AmountTable(const ReportContext& context) {
  const PropertyGraph& graph = context.graph();
  std::vector<const GraphEdge*> amounts;
  for (const GraphEdge* edge : context.EdgesOf("amount")) {
    if (graph.node(edge->object).literal) amounts.push_back(edge);
  }
  std::sort(amounts.begin(), amounts.end(), [&](const GraphEdge* a, const GraphEdge* b) {
    const Literal& x = *graph.node(a->object).literal;
    const Literal& y = *graph.node(b->object).literal;
    return std::tie(x.unit, y.value, a->id) < std::tie(y.unit, x.value, b->id);
  });
  Block block;
  if (amounts.empty()) return block;
  block.table.columns = context.Columns({"fund", "owner", "amount", "normal", "status", "quotation"}, {3});
  context.FillTable(amounts.size(), [&](size_t i) {
    const GraphEdge& edge = *amounts[i];
    const Literal& literal = *graph.node(edge.object).literal;
    return std::vector<Cell>{context.Name(edge.subject), context.Names(context.Owners(edge.subject)),
                             {literal.text, {}, {}, {}}, {NormalForm(literal, context.texts()), {}, {}, {}},
                             context.Status(edge), context.Proof(edge)};
  }, &block);
  return block;
}

Block StatusTable(const ReportContext& context, const std::vector<const GraphEdge*>& edges) {
  struct Count {
    uint64_t done = 0, planned = 0;
  };
  std::map<std::string, Count> by_relation;
  for (const GraphEdge* edge : edges) {
    Count& count = by_relation[edge->predicate];
    ++(context.IsPlanned(*edge) ? count.planned : count.done);
  }
  std::vector<std::pair<std::string, Count>> rows(by_relation.begin(), by_relation.end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.second.done + a.second.planned > b.second.done + b.second.planned;
  });
  Block block;
  block.heading = context.Text("balance");
  block.table.columns = context.Columns({"relation", "total", "done", "planned"}, {1, 2, 3});
  std::vector<Bar> bars;
  for (const auto& [relation, count] : rows) {
    const std::string label = RelationLabel(context.ontology(), context.texts(), relation);
    const std::string total = std::to_string(count.done + count.planned);
    const std::string done = std::to_string(count.done), planned = std::to_string(count.planned);
    block.table.rows.push_back({{label, {}, {}, {}}, {total, {}, {}, {}}, {done, {}, {}, {}}, {planned, {}, {}, {}}});
    if (bars.size() == kBarLimit) continue;
    const auto title = [&](const char* status, const std::string& number) {
      return label + " · " + context.Text(status) + " " + number;
    };
    bars.push_back({label, total,
                    {{static_cast<double>(count.done), "done", title("done", done)},
                     {static_cast<double>(count.planned), "planned", title("planned", planned)}}});
  }
  block.svg = DrawBars(block.heading, bars);
  block.caption = context.Text("balance_caption");
  return block;
}

Block RestBlock(size_t count, size_t shown) {
  Block block;
  block.total = count;
  block.rest = count - shown;
  return block;
}

}  // namespace mailuo
