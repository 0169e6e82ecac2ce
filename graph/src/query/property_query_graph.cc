// A PropertyGraph as queries see it: nodes have the label and the properties that they have in Neo4j after an import of
// ours, see export/properties.h. Each property is made when it is asked for.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "export/properties.h"
#include "mailuo/graph/query_graph.h"

namespace mailuo {
namespace {

QueryValue Text(std::string_view text) { return text.empty() ? QueryValue() : QueryValue::Borrowed(text); }
QueryValue Integer(uint64_t value) { return QueryValue::Integer(static_cast<int64_t>(value)); }

QueryValue Number(double value) { return std::isfinite(value) ? QueryValue::Float(value) : QueryValue(); }

// A property of a value or an amount by its place among the five.
QueryValue OfLiteral(const Literal& literal, size_t place) {
  switch (place) {
    case 0: return Text(literal.text);
    case 1: return Number(literal.value);
    case 2: return literal.value_max ? Number(*literal.value_max) : QueryValue();
    case 3: return Text(literal.unit);
    default: return Text(literal.approx);
  }
}

class PropertyQueryGraph : public QueryGraph {
 public:
  PropertyQueryGraph(const PropertyGraph& graph, const Ontology& ontology)
      : graph_(graph), iri_prefix_(ontology.base_iri() + "e/") {
    AddNames(ontology);
    AddNodes();
    AddEdges();
  }

  uint32_t node_count() const override { return static_cast<uint32_t>(graph_.nodes().size()); }
  uint32_t relationship_count() const override { return static_cast<uint32_t>(graph_.edges().size()); }
  uint64_t LabelCount(uint32_t label) const override { return by_label_[label].size(); }
  uint64_t TypeCount(uint32_t type) const override { return type_counts_[type]; }
  std::span<const uint32_t> NodesWithLabel(uint32_t label) const override { return by_label_[label]; }
  bool HasLabel(uint32_t node, uint32_t label) const override { return label_of_[node] == label; }
  std::vector<uint32_t> Labels(uint32_t node) const override { return {label_of_[node]}; }
  uint32_t Type(uint32_t relationship) const override { return type_of_[relationship]; }
  uint32_t Start(uint32_t relationship) const override { return graph_.edge(relationship).subject; }
  uint32_t End(uint32_t relationship) const override { return graph_.edge(relationship).object; }

  QueryValue NodeProperty(uint32_t node, uint32_t key) const override {
    return node_property_[key] == kNoProperty ? QueryValue() : OfNode(graph_.node(node), node_property_[key]);
  }
  QueryValue RelationshipProperty(uint32_t relationship, uint32_t key) const override {
    const GraphEdge& edge = graph_.edge(relationship);
    return edge_property_[key] == kNoProperty ? QueryValue() : OfEdge(edge, edge_property_[key]);
  }

  void Expand(uint32_t node, Direction direction, std::span<const uint32_t> types,
              std::vector<Hop>* hops) const override {
    const auto is_asked = [&](uint32_t edge) {
      return types.empty() || std::find(types.begin(), types.end(), type_of_[edge]) != types.end();
    };
    if (direction != Direction::kIn) {
      const EdgeId first = graph_.FirstOutEdge(node);
      const auto count = static_cast<EdgeId>(graph_.OutEdges(node).size());
      for (EdgeId edge = first; edge < first + count; ++edge) {
        if (is_asked(edge)) hops->push_back({edge, graph_.edge(edge).object});
      }
    }
    if (direction == Direction::kOut) return;
    for (uint32_t i = first_in_[node]; i < first_in_[node + 1]; ++i) {
      const uint32_t edge = in_edges_[i], subject = graph_.edge(edge).subject;
      const bool is_told = direction == Direction::kBoth && subject == node;
      if (!is_told && is_asked(edge)) hops->push_back({edge, subject});
    }
  }

  uint64_t Degree(uint32_t node, Direction direction) const override {
    const uint64_t in = first_in_[node + 1] - first_in_[node];
    return (direction == Direction::kIn ? 0 : graph_.OutEdges(node).size()) + (direction == Direction::kOut ? 0 : in);
  }

  bool HasIndex(uint32_t key) const override {
    const size_t property = node_property_[key];
    return property == kNodeName || property == kNodeLabel || property == kNodeUid;
  }

  void Seek(uint32_t key, const QueryValue& value, std::vector<uint32_t>* nodes) const override {
    if (value.type() != QueryValue::Type::kString) return;
    if (node_property_[key] == kNodeUid) {
      const NodeId node = graph_.FindNode(value.string());
      if (node != kNoNode) nodes->push_back(node);
      return;
    }
    const auto [begin, end] = std::equal_range(by_name_.begin(), by_name_.end(), value.string(), NameLess{graph_});
    if (!value.string().empty()) nodes->insert(nodes->end(), begin, end);
  }

 private:
  static constexpr size_t kNoProperty = SIZE_MAX;

  struct NameLess {
    const PropertyGraph& graph;
    bool operator()(uint32_t node, std::string_view name) const { return graph.node(node).name < name; }
    bool operator()(std::string_view name, uint32_t node) const { return name < graph.node(node).name; }
  };

  void AddNames(const Ontology& ontology) {
    const Properties properties(graph_, ontology);
    for (const Property& property : properties.of_nodes()) keys_.Add(property.name);
    for (const Property& property : properties.of_edges()) keys_.Add(property.name);
    node_property_.assign(keys_.all().size(), kNoProperty);
    edge_property_ = node_property_;
    for (size_t i = 0; i < properties.of_nodes().size(); ++i) {
      node_property_[keys_.Find(properties.of_nodes()[i].name)] = i;
    }
    for (size_t i = 0; i < properties.of_edges().size(); ++i) {
      edge_property_[keys_.Find(properties.of_edges()[i].name)] = i;
    }
    qualifiers_ = properties.qualifiers();
    for (const EntityType& type : ontology.types()) colors_[type.name] = type.color;
    for (const Relation& relation : ontology.relations()) {
      if (relation.symmetric) symmetric_.push_back(relation.name);
    }
  }

  void AddNodes() {
    label_of_.reserve(graph_.nodes().size());
    for (uint32_t node = 0; node < graph_.nodes().size(); ++node) {
      std::string label = graph_.node(node).type;
      std::replace(label.begin(), label.end(), ':', '_');  // as in our exports
      const uint32_t number = labels_.Add(label);
      if (number == by_label_.size()) by_label_.emplace_back();
      by_label_[number].push_back(node);
      label_of_.push_back(number);
    }
    by_name_.resize(graph_.nodes().size());
    std::iota(by_name_.begin(), by_name_.end(), 0U);
    std::stable_sort(by_name_.begin(), by_name_.end(),
                     [&](uint32_t a, uint32_t b) { return graph_.node(a).name < graph_.node(b).name; });
  }

  void AddEdges() {
    first_in_.assign(graph_.nodes().size() + 1, 0);
    for (const GraphEdge& edge : graph_.edges()) {
      type_of_.push_back(types_.Add(edge.predicate));
      ++first_in_[edge.object + 1];
    }
    type_counts_.assign(types_.all().size(), 0);
    for (const uint32_t type : type_of_) ++type_counts_[type];
    std::partial_sum(first_in_.begin(), first_in_.end(), first_in_.begin());
    in_edges_.resize(graph_.edges().size());
    std::vector<uint32_t> next(first_in_.begin(), first_in_.end() - 1);
    for (uint32_t edge = 0; edge < graph_.edges().size(); ++edge) in_edges_[next[graph_.edge(edge).object]++] = edge;
  }

  QueryValue OfNode(const GraphNode& node, size_t property) const {
    switch (property) {
      case kNodeLabel:
      case kNodeName: return Text(node.name);
      case kNodeKind: return Text(node.type);
      case kNodeUid: return Text(node.id);
      case kNodeIri: return QueryValue::String(iri_prefix_ + node.id);
      case kNodeAliases: return Texts(node.aliases, [](const std::string& alias) { return std::string_view(alias); });
      case kNodeMentions: return Integer(node.mentions);
      case kNodeArticles:
        return Texts(node.articles, [this](NodeId id) { return std::string_view(graph_.node(id).id); });
      case kNodeSize: return Number(std::round((8 + 4 * std::sqrt(static_cast<double>(node.mentions))) * 10) / 10);
      case kNodeColor: {
        const auto found = colors_.find(node.type);
        return found == colors_.end() ? QueryValue() : Text(found->second);
      }
      case kAmountStatus: return node.amount ? Text(node.amount_status) : QueryValue();
      default: break;
    }
    if (property >= kNodeText && property <= kNodeApprox) {
      return node.literal ? OfLiteral(*node.literal, property - kNodeText) : QueryValue();
    }
    if (property >= kAmountText && property <= kAmountApprox) {
      return node.amount ? OfLiteral(*node.amount, property - kAmountText) : QueryValue();
    }
    if (node.kind != GraphNode::Kind::kArticle) return QueryValue();
    switch (property) {
      case kArticleTitle: return Text(node.name);
      case kArticleDocument: return Text(node.source);
      case kArticleDate: return Text(node.date);
      default: return Integer(node.statements);
    }
  }

  QueryValue OfEdge(const GraphEdge& edge, size_t property) const {
    const GraphEvidence& best = edge.best_evidence();
    switch (property) {
      case kEdgeSid: return Text(edge.id);
      case kEdgeInteraction: return Text(edge.predicate);
      case kEdgeWeight: return Number(edge.weight());
      case kEdgeEvidenceCount: return Integer(edge.evidence.size());
      case kEdgeStatus: return Text(edge.status);
      case kEdgeConfidence: return Number(edge.confidence);
      case kEdgeSymmetric: {
        const bool holds = std::find(symmetric_.begin(), symmetric_.end(), edge.predicate) != symmetric_.end();
        return holds ? QueryValue::Integer(1) : QueryValue();
      }
      case kEvidenceSource: return Text(best.source);
      case kEvidenceArticle: return Text(graph_.node(best.article).id);
      case kEvidenceStart: return Integer(best.span.begin);
      case kEvidenceEnd: return Integer(best.span.end);
      case kEvidenceText: return Text(best.text);
      case kEvidenceRule: return Text(best.rule);
      case kEdgeEvidence: {
        std::string json;
        AppendEvidence(graph_, edge, &json);
        return QueryValue::String(std::move(json));
      }
      default: break;
    }
    for (const auto& [qualifier, value] : edge.qualifiers) {
      if (qualifiers_.find(qualifier)->second == property) return Text(value);
    }
    return QueryValue();
  }

  // Null where it is empty, as an import leaves it out.
  template <typename List, typename ToText>
  static QueryValue Texts(const List& items, ToText to_text) {
    if (items.empty()) return QueryValue();
    QueryValue::List list;
    for (const auto& item : items) list.push_back(QueryValue::Borrowed(to_text(item)));
    return QueryValue::Of(std::move(list));
  }

  const PropertyGraph& graph_;
  std::string iri_prefix_;
  std::vector<size_t> node_property_, edge_property_;  // by key: a NodeProperty, an EdgeProperty
  std::map<std::string, size_t, std::less<>> qualifiers_;
  std::map<std::string, std::string> colors_;
  std::vector<std::string> symmetric_;
  std::vector<uint32_t> label_of_, type_of_;
  std::vector<std::vector<uint32_t>> by_label_;
  std::vector<uint64_t> type_counts_;
  std::vector<uint32_t> by_name_;              // all nodes by name, then number
  std::vector<uint32_t> first_in_, in_edges_;  // the edges that enter a node, ascending
};

}  // namespace

std::unique_ptr<QueryGraph> MakeQueryGraph(const PropertyGraph& graph, const Ontology& ontology) {
  return std::make_unique<PropertyQueryGraph>(graph, ontology);
}

}  // namespace mailuo
