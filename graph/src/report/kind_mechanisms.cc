// Mechanisms and programmes: who runs them, what belongs to them, since when.
#include <algorithm>
#include <map>
#include <set>

#include "report/charts.h"
#include "report/report_kinds.h"
#include "report/wording.h"

namespace mailuo {

namespace {

struct Mechanism {
  NodeId id = kNoNode;
  std::vector<SeenFact> actors;       // who implements it
  std::vector<SeenFact> instruments;  // what is part of it, what it is part of, its money and figures, its fields
  int since = 0;                      // the first year that a done fact names; 0 where none does
};

std::vector<Mechanism> Collect(const ReportContext& context) {
  const PropertyGraph& graph = context.graph();
  std::map<NodeId, Mechanism> by_id;
  for (const GraphEdge* edge : context.EdgesOf("implements")) {
    Mechanism& mechanism = by_id[edge->object];
    mechanism.id = edge->object;
    mechanism.actors.push_back({edge, edge->subject});
    const int year = YearOf(context.Time(*edge));
    if (year == 0 || context.IsPlanned(*edge)) continue;
    mechanism.since = mechanism.since == 0 ? year : std::min(mechanism.since, year);
  }
  std::vector<Mechanism> mechanisms;
  for (auto& [id, mechanism] : by_id) {
    for (const GraphEdge& edge : graph.OutEdges(id)) mechanism.instruments.push_back({&edge, edge.object});
    for (EdgeId edge : graph.InEdges(id)) {
      if (graph.edge(edge).predicate == "part_of") {
        mechanism.instruments.push_back({&graph.edge(edge), graph.edge(edge).subject});
      }
    }
    ReportContext::SortByPlace(&mechanism.actors);
    mechanisms.push_back(std::move(mechanism));
  }
  std::stable_sort(mechanisms.begin(), mechanisms.end(), [](const Mechanism& a, const Mechanism& b) {
    return std::pair(a.actors.size(), a.instruments.size()) > std::pair(b.actors.size(), b.instruments.size());
  });
  return mechanisms;
}

std::string InstrumentText(const ReportContext& context, const Mechanism& mechanism) {
  std::string text;
  for (const SeenFact& fact : mechanism.instruments) {
    const GraphNode& node = context.graph().node(fact.other);
    text += text.empty() ? "" : context.Text("and");
    if (node.literal) text += context.FigureName(*fact.edge) + " ";
    text += node.name;
  }
  return text;
}

Section Listing(const ReportContext& context, const std::vector<Mechanism>& mechanisms) {
  Section section{"mechanisms", context.Text("mechanisms"), {}, 2, {{}}};
  Block& block = section.blocks.back();
  block.table.columns =
      context.Columns({"mechanism", "kind", "who", "instruments", "since", "status", "quotation"}, {});
  context.FillTable(mechanisms.size(), [&](size_t i) {
    const Mechanism& mechanism = mechanisms[i];
    std::set<NodeId> actors;
    const GraphEdge* shown = mechanism.actors.front().edge;
    for (const SeenFact& fact : mechanism.actors) {
      actors.insert(fact.other);
      if (context.IsPlanned(*shown) && !context.IsPlanned(*fact.edge)) shown = fact.edge;
    }
    const std::string since = mechanism.since == 0 ? context.Time(*shown) : std::to_string(mechanism.since);
    return std::vector<Cell>{context.Name(mechanism.id),
                             {TypeLabel(context.ontology(), context.texts(),
                                        context.graph().node(mechanism.id).type), {}, {}, {}},
                             context.Names(actors), {InstrumentText(context, mechanism), {}, {}, {}},
                             {since, {}, {}, {}}, context.Status(*shown), context.Proof(*shown)};
  }, &block);
  return section;
}

}  // namespace

Report MakeMechanisms(ReportContext* context) {
  const std::vector<Mechanism> mechanisms = Collect(*context);
  std::set<NodeId> actors;
  std::map<int, YearCount> years;
  uint64_t shared = 0, dated = 0;
  for (const Mechanism& mechanism : mechanisms) {
    shared += mechanism.actors.size() > 1;
    dated += mechanism.since > 0;
    for (const SeenFact& fact : mechanism.actors) {
      actors.insert(fact.other);
      const int year = YearOf(context->Time(*fact.edge));
      if (year > 0) ++(context->IsPlanned(*fact.edge) ? years[year].planned : years[year].done);
    }
  }
  Report report{context->Text("mechanisms_title"),
                context->texts().Format("mechanisms_summary", {{"mechanisms", std::to_string(mechanisms.size())},
                                                               {"actors", std::to_string(actors.size())},
                                                               {"shared", std::to_string(shared)},
                                                               {"dated", std::to_string(dated)}}),
                {}};
  if (!years.empty() && context->options().format == ReportFormat::kHtml) {
    report.sections.push_back({"timeline", context->Text("timeline"), 2, [=] {
      Block block;
      block.svg = DrawTimeline(context->Text("timeline"), years, context->Text("done"), context->Text("planned"));
      block.caption = context->Text("timeline_caption");
      return Section{"timeline", context->Text("timeline"), {}, 2, {block}};
    }});
  }
  report.sections.push_back({"mechanisms", context->Text("mechanisms"), 2, [=] {
    return Listing(*context, mechanisms);
  }});
  return report;
}

}  // namespace mailuo
