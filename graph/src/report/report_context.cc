#include "report/report_context.h"

#include <algorithm>
#include <tuple>

#include "report/wording.h"

namespace mailuo {

namespace {

constexpr size_t kSubjectLimit = 20;  // see ReportOptions::limit
constexpr size_t kPlaceLimit = 10;    // places of further evidence behind one fact, where there is a limit

}  // namespace

ReportContext::ReportContext(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                             const ReportOptions& options)
    : graph_(graph), ontology_(ontology), texts_(texts), options_(options) {}

bool ReportContext::IsA(NodeId id, std::string_view type) const {
  return graph_.node(id).type == type || ontology_.IsA(graph_.node(id).type, type);
}

std::vector<NodeId> ReportContext::Subjects() const {
  std::vector<std::pair<int64_t, NodeId>> order;
  for (NodeId id = 0; id < graph_.nodes().size(); ++id) {
    if (graph_.node(id).kind != GraphNode::Kind::kEntity || graph_.OutEdges(id).empty()) continue;
    int64_t evidence = 0;
    for (const GraphEdge& edge : graph_.OutEdges(id)) evidence += static_cast<int64_t>(edge.evidence.size());
    order.emplace_back(-evidence, id);
  }
  std::sort(order.begin(), order.end());
  std::vector<NodeId> subjects;
  for (const auto& [evidence, id] : order) subjects.push_back(id);
  return subjects;
}

std::vector<NodeId> ReportContext::Places() const {
  if (!options_.places.empty()) return options_.places;
  std::vector<NodeId> cities, places;
  for (NodeId id : Subjects()) {
    if (IsA(id, "City")) cities.push_back(id);
    if (IsA(id, "Place")) places.push_back(id);
  }
  return cities.empty() ? places : cities;
}

std::vector<const GraphEdge*> ReportContext::EdgesOf(std::string_view relation) const {
  std::vector<const GraphEdge*> edges;
  for (const GraphEdge& edge : graph_.edges()) {
    if (edge.predicate == relation) edges.push_back(&edge);
  }
  return edges;
}

void ReportContext::SortByPlace(std::vector<SeenFact>* facts) {
  std::sort(facts->begin(), facts->end(), [](const SeenFact& a, const SeenFact& b) {
    const GraphEvidence& x = a.edge->best_evidence();
    const GraphEvidence& y = b.edge->best_evidence();
    return std::tie(x.source, x.span.begin, x.span.end, a.edge->id) <
           std::tie(y.source, y.span.begin, y.span.end, b.edge->id);
  });
}

Quote ReportContext::MakeQuote(const GraphEdge& edge) const {
  const GraphEvidence& best = edge.best_evidence();
  Quote quote{best.text, PlaceOf(best), {}};
  for (const GraphEvidence& evidence : edge.evidence) {
    if (&evidence == &best) continue;
    if (options_.limit > 0 && quote.others.size() == kPlaceLimit) {
      quote.others.push_back("+" + std::to_string(edge.evidence.size() - 1 - kPlaceLimit));
      break;
    }
    quote.others.push_back(PlaceOf(evidence));
  }
  return quote;
}

Cell ReportContext::Proof(const GraphEdge& edge) const { return {{}, {}, {}, MakeQuote(edge)}; }

Cell ReportContext::Name(NodeId id) const {
  const GraphNode& node = graph_.node(id);
  return {node.name, targets_.count(id) > 0 ? node.id : std::string(), {}, {}};
}

Cell ReportContext::Names(const std::set<NodeId>& ids) const {
  if (ids.size() == 1) return Name(*ids.begin());
  Cell cell;
  for (NodeId id : ids) cell.text += (cell.text.empty() ? "" : Text("and")) + graph_.node(id).name;
  return cell;
}

Cell ReportContext::Status(const GraphEdge& edge) const { return {Text(edge.status), {}, edge.status, {}}; }

Item ReportContext::MakeItem(const SeenFact& fact, std::string lead) const {
  const GraphNode& node = graph_.node(fact.other);
  Item item;
  item.lead = std::move(lead);
  const Cell name = Name(fact.other);
  item.name = name.text;
  item.link = name.link;
  item.detail = TypeLabel(ontology_, texts_, node.type);
  if (node.amount) item.detail += ", " + node.amount->text;
  for (const auto& [key, value] : fact.edge->qualifiers) {
    item.detail += ", ";
    if (key != "time" && key != "year" && key != "title") item.detail += QualifierLabel(key) + " ";
    item.detail += value;
  }
  item.status = fact.edge->status;
  item.quote = MakeQuote(*fact.edge);
  return item;
}

std::string ReportContext::FigureName(const GraphEdge& edge) const {
  const auto name = edge.qualifiers.find("name");
  return name == edge.qualifiers.end() ? RelationLabel(ontology_, texts_, edge.predicate) : name->second;
}

std::string ReportContext::Time(const GraphEdge& edge) const {
  const auto time = edge.qualifiers.find("time");
  return time == edge.qualifiers.end() ? std::string() : time->second;
}

std::string ReportContext::QualifierLabel(const std::string& key) const {
  const auto labels = ontology_.qualifiers().find(key);
  return labels == ontology_.qualifiers().end() ? key : LabelOf(labels->second, texts_.language, key);
}

std::set<NodeId> ReportContext::Owners(NodeId id) const {
  std::set<NodeId> owners;
  for (EdgeId edge : graph_.InEdges(id)) owners.insert(graph_.edge(edge).subject);
  return owners;
}

void ReportContext::Fill(const std::vector<SeenFact>& facts, Block* block, bool with_lead) const {
  block->total = facts.size();
  block->rest = facts.size() - Shown(facts.size());
  for (size_t i = 0; i < Shown(facts.size()); ++i) {
    const GraphEdge& edge = *facts[i].edge;
    std::string lead;
    if (with_lead) {
      const bool is_figure = graph_.node(facts[i].other).literal.has_value();
      lead = is_figure ? FigureName(edge) : RelationLabel(ontology_, texts_, edge.predicate);
    }
    block->items.push_back(MakeItem(facts[i], std::move(lead)));
  }
}

size_t ReportContext::Shown(size_t count) const {
  return options_.limit == 0 ? count : std::min<size_t>(count, options_.limit);
}

size_t ReportContext::ShownSubjects(size_t count) const {
  return options_.limit == 0 ? count : std::min(count, kSubjectLimit);
}

std::vector<Column> ReportContext::Columns(std::initializer_list<const char*> keys,
                                           std::initializer_list<size_t> numbers) const {
  std::vector<Column> columns;
  for (const char* key : keys) columns.push_back({Text(key), false});
  for (size_t at : numbers) columns[at].is_number = true;
  return columns;
}

int YearOf(std::string_view time) {
  const auto is_digit = [&](size_t at) { return at < time.size() && time[at] >= '0' && time[at] <= '9'; };
  for (size_t at = 0; at + 4 <= time.size(); ++at) {
    if ((at > 0 && is_digit(at - 1)) || is_digit(at + 4)) continue;
    if (!is_digit(at) || !is_digit(at + 1) || !is_digit(at + 2) || !is_digit(at + 3)) continue;
    const int year = std::stoi(std::string(time.substr(at, 4)));
    if (year >= 1900 && year < 2100) return year;
  }
  return 0;
}

}  // namespace mailuo
