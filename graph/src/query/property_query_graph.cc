// A PropertyGraph as the source of an ExportedGraph.
#include <numeric>
#include <ranges>

#include "mailuo/graph/property_graph.h"
#include "query/exported_graph.h"

namespace mailuo {
namespace {

class PropertySource {
 public:
  explicit PropertySource(const PropertyGraph& graph) : graph_(&graph) {
    for (const GraphNode& node : graph.nodes()) class_of_.push_back(types_.Add(node.type));
    first_in_.assign(graph.nodes().size() + 1, 0);
    for (const GraphEdge& edge : graph.edges()) {
      kind_of_.push_back(predicates_.Add(edge.predicate));
      ++first_in_[edge.object + 1];
    }
    std::partial_sum(first_in_.begin(), first_in_.end(), first_in_.begin());
    in_edges_.resize(graph.edges().size());
    in_nodes_.resize(graph.edges().size());
    std::vector<uint32_t> next(first_in_.begin(), first_in_.end() - 1);
    for (uint32_t edge = 0; edge < graph.edges().size(); ++edge) {
      const uint32_t place = next[graph.edge(edge).object]++;
      in_edges_[place] = edge;
      in_nodes_[place] = graph.edge(edge).subject;
    }
    by_name_.resize(graph.nodes().size());
    std::iota(by_name_.begin(), by_name_.end(), 0U);
    std::ranges::stable_sort(by_name_, {}, [&](uint32_t node) -> const std::string& { return graph.node(node).name; });
  }

  uint32_t node_count() const { return static_cast<uint32_t>(graph_->nodes().size()); }
  uint32_t edge_count() const { return static_cast<uint32_t>(graph_->edges().size()); }
  size_t class_count() const { return types_.all().size(); }
  std::string_view class_type(size_t i) const { return types_.all()[i]; }
  uint32_t class_of(uint32_t node) const { return class_of_[node]; }
  size_t kind_count() const { return predicates_.all().size(); }
  std::string_view kind_name(size_t i) const { return predicates_.all()[i]; }
  uint32_t kind_of(uint32_t edge) const { return kind_of_[edge]; }

  GraphNode::Kind kind(uint32_t node) const { return graph_->node(node).kind; }
  std::string_view type(uint32_t node) const { return graph_->node(node).type; }
  std::string_view name(uint32_t node) const { return graph_->node(node).name; }
  std::string_view id(uint32_t node) const { return graph_->node(node).id; }
  NodeId FindNode(std::string_view id) const { return graph_->FindNode(id); }
  const std::vector<std::string>& aliases(uint32_t node) const { return graph_->node(node).aliases; }
  const std::vector<NodeId>& articles(uint32_t node) const { return graph_->node(node).articles; }
  std::optional<Literal> literal(uint32_t node) const { return graph_->node(node).literal; }
  std::string_view source(uint32_t node) const { return graph_->node(node).source; }
  std::string_view date(uint32_t node) const { return graph_->node(node).date; }
  uint32_t statements(uint32_t node) const { return graph_->node(node).statements; }
  uint32_t mentions(uint32_t node) const { return graph_->node(node).mentions; }
  std::optional<std::pair<Literal, std::string>> amount(uint32_t node) const {
    const GraphNode& one = graph_->node(node);
    if (!one.amount) return std::nullopt;
    return std::pair(*one.amount, one.amount_status);
  }
  std::vector<uint32_t> Named(std::string_view name) const {
    const auto found = std::ranges::equal_range(
        by_name_, name, std::less<>(), [&](uint32_t node) { return std::string_view(graph_->node(node).name); });
    return {found.begin(), found.end()};
  }

  auto OutEdges(uint32_t node) const {
    const uint32_t first = graph_->FirstOutEdge(node);
    return std::views::iota(first, first + out_degree(node));
  }
  uint32_t out_degree(uint32_t node) const { return static_cast<uint32_t>(graph_->OutEdges(node).size()); }
  std::span<const uint32_t> InEdges(uint32_t node) const { return In(in_edges_, node); }
  std::span<const uint32_t> InNodes(uint32_t node) const { return In(in_nodes_, node); }

  uint32_t subject(uint32_t edge) const { return graph_->edge(edge).subject; }
  uint32_t object(uint32_t edge) const { return graph_->edge(edge).object; }
  std::string_view edge_id(uint32_t edge) const { return graph_->edge(edge).id; }
  std::string_view status(uint32_t edge) const { return graph_->edge(edge).status; }
  double confidence(uint32_t edge) const { return graph_->edge(edge).confidence; }
  size_t weight(uint32_t edge) const { return graph_->edge(edge).evidence.size(); }
  const std::map<std::string, std::string>& qualifiers(uint32_t edge) const { return graph_->edge(edge).qualifiers; }
  const GraphEvidence* best_evidence(uint32_t edge) const { return &graph_->edge(edge).best_evidence(); }
  const GraphEvidence& evidence(const GraphEvidence* piece) const { return *piece; }
  const std::vector<GraphEvidence>& AllEvidence(uint32_t edge) const { return graph_->edge(edge).evidence; }
  std::set<std::string> qualifier_names() const {
    std::set<std::string> names;
    for (const GraphEdge& edge : graph_->edges()) {
      for (const auto& [name, value] : edge.qualifiers) names.insert(name);
    }
    return names;
  }

 private:
  std::span<const uint32_t> In(const std::vector<uint32_t>& of, uint32_t node) const {
    return std::span(of).subspan(first_in_[node], first_in_[node + 1] - first_in_[node]);
  }

  const PropertyGraph* graph_;
  QueryNames types_, predicates_;
  std::vector<uint32_t> class_of_, kind_of_;
  std::vector<uint32_t> first_in_, in_edges_,
      in_nodes_;                   // edges that enter a node, ascending, and where they come from
  std::vector<uint32_t> by_name_;  // all nodes by name, then number
};

}  // namespace

std::unique_ptr<QueryGraph> MakeQueryGraph(const PropertyGraph& graph, const Ontology& ontology) {
  return std::make_unique<ExportedGraph<PropertySource>>(PropertySource(graph), ontology);
}

}  // namespace mailuo
