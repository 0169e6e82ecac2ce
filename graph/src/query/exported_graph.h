// A graph as queries see it under the names of our exports to Neo4j (export/properties.h): what PropertyGraph and
// CompactGraph have in common. Each property is made when it is asked for.
//
// `Source` gives what one node or edge says; its functions are named as CompactGraph's. It also has kind_count(),
// kind_name(k) and kind_of(edge) for relations, class_count(), class_type(c) and class_of(node) for types, and
// Named(name), the nodes of that name, ascending.
#ifndef MAILUO_GRAPH_SRC_QUERY_EXPORTED_GRAPH_H_
#define MAILUO_GRAPH_SRC_QUERY_EXPORTED_GRAPH_H_

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "export/properties.h"
#include "mailuo/graph/query_graph.h"

namespace mailuo {

template <typename Source>
class ExportedGraph : public QueryGraph {
 public:
  ExportedGraph(Source source, const Ontology& ontology)
      : source_(std::move(source)), table_(source_.qualifier_names()), iri_prefix_(ontology.base_iri() + "e/") {
    AddKeys();
    AddLabels();
    AddTypes();
    for (const EntityType& type : ontology.types()) colors_[type.name] = type.color;
    for (const Relation& relation : ontology.relations()) {
      if (relation.symmetric) symmetric_.push_back(relation.name);
    }
  }

  uint32_t node_count() const override { return source_.node_count(); }
  uint32_t relationship_count() const override { return source_.edge_count(); }
  uint64_t LabelCount(uint32_t label) const override { return by_label_[label].size(); }
  uint64_t TypeCount(uint32_t type) const override { return type_counts_[type]; }
  std::span<const uint32_t> NodesWithLabel(uint32_t label) const override { return by_label_[label]; }
  bool HasLabel(uint32_t node, uint32_t label) const override { return LabelOf(node) == label; }
  std::vector<uint32_t> Labels(uint32_t node) const override { return {LabelOf(node)}; }
  uint32_t Type(uint32_t relationship) const override { return type_of_kind_[source_.kind_of(relationship)]; }
  uint32_t Start(uint32_t relationship) const override { return source_.subject(relationship); }
  uint32_t End(uint32_t relationship) const override { return source_.object(relationship); }

  QueryValue NodeProperty(uint32_t node, uint32_t key) const override {
    return node_property_[key] == kNoProperty ? QueryValue() : OfNode(node, node_property_[key]);
  }
  QueryValue RelationshipProperty(uint32_t relationship, uint32_t key) const override {
    return edge_property_[key] == kNoProperty ? QueryValue() : OfEdge(relationship, edge_property_[key]);
  }

  void Expand(uint32_t node, Direction direction, std::span<const uint32_t> types,
              std::vector<Hop>* hops) const override {
    const auto is_asked = [&](uint32_t edge) {
      return types.empty() || std::find(types.begin(), types.end(), Type(edge)) != types.end();
    };
    if (direction != Direction::kIn) {
      for (const uint32_t edge : source_.OutEdges(node)) {
        if (is_asked(edge)) hops->push_back({edge, source_.object(edge)});
      }
    }
    if (direction == Direction::kOut) return;
    const auto edges = source_.InEdges(node);
    const auto nodes = source_.InNodes(node);
    for (size_t i = 0; i < edges.size(); ++i) {
      const bool is_told = direction == Direction::kBoth && nodes[i] == node;
      if (!is_told && is_asked(edges[i])) hops->push_back({edges[i], nodes[i]});
    }
  }

  uint64_t Degree(uint32_t node, Direction direction) const override {
    return (direction == Direction::kIn ? 0 : source_.out_degree(node)) +
           (direction == Direction::kOut ? 0 : source_.InEdges(node).size());
  }

  bool HasIndex(uint32_t key) const override {
    const size_t property = node_property_[key];
    return property == kNodeName || property == kNodeLabel || property == kNodeUid;
  }

  void Seek(uint32_t key, const QueryValue& value, std::vector<uint32_t>* nodes) const override {
    if (value.type() != QueryValue::Type::kString || value.string().empty()) return;
    if (node_property_[key] == kNodeUid) {
      const NodeId node = source_.FindNode(value.string());
      if (node != kNoNode) nodes->push_back(node);
      return;
    }
    const std::vector<uint32_t> found = source_.Named(value.string());
    nodes->insert(nodes->end(), found.begin(), found.end());
  }

 private:
  static constexpr size_t kNoProperty = SIZE_MAX;

  // What is empty or no number is absent, as an import leaves it out. Views are borrowed, strings are kept.
  static QueryValue Text(std::string_view text) { return text.empty() ? QueryValue() : QueryValue::Borrowed(text); }
  static QueryValue Kept(std::string text) { return text.empty() ? QueryValue() : QueryValue::String(std::move(text)); }
  static QueryValue Integer(uint64_t value) { return QueryValue::Integer(static_cast<int64_t>(value)); }
  static QueryValue Number(double value) { return std::isfinite(value) ? QueryValue::Float(value) : QueryValue(); }

  void AddKeys() {
    for (const Property& property : table_.of_nodes) keys_.Add(property.name);
    for (const Property& property : table_.of_edges) keys_.Add(property.name);
    node_property_.assign(keys_.all().size(), kNoProperty);
    edge_property_ = node_property_;
    for (size_t i = 0; i < table_.of_nodes.size(); ++i) node_property_[keys_.Find(table_.of_nodes[i].name)] = i;
    for (size_t i = 0; i < table_.of_edges.size(); ++i) edge_property_[keys_.Find(table_.of_edges[i].name)] = i;
  }

  void AddLabels() {
    for (size_t i = 0; i < source_.class_count(); ++i) {
      std::string label(source_.class_type(i));
      std::replace(label.begin(), label.end(), ':', '_');  // as in our exports
      label_of_class_.push_back(labels_.Add(label));
    }
    by_label_.resize(labels_.all().size());
    for (uint32_t node = 0; node < source_.node_count(); ++node) by_label_[LabelOf(node)].push_back(node);
  }

  void AddTypes() {
    for (size_t i = 0; i < source_.kind_count(); ++i) type_of_kind_.push_back(types_.Add(source_.kind_name(i)));
    type_counts_.assign(types_.all().size(), 0);
    for (uint32_t edge = 0; edge < source_.edge_count(); ++edge) ++type_counts_[Type(edge)];
  }

  uint32_t LabelOf(uint32_t node) const { return label_of_class_[source_.class_of(node)]; }

  QueryValue OfNode(uint32_t node, size_t property) const {
    switch (property) {
      case kNodeLabel:
      case kNodeName: return Text(source_.name(node));
      case kNodeKind: return Text(source_.type(node));
      case kNodeUid: return Kept(std::string(source_.id(node)));
      case kNodeIri: return Kept(iri_prefix_ + std::string(source_.id(node)));
      case kNodeAliases: {
        QueryValue::List list;
        for (const std::string_view alias : source_.aliases(node)) list.push_back(QueryValue::Borrowed(alias));
        return list.empty() ? QueryValue() : QueryValue::Of(std::move(list));
      }
      case kNodeMentions: return Integer(source_.mentions(node));
      case kNodeArticles: {
        QueryValue::List list;
        for (const NodeId article : source_.articles(node)) {
          list.push_back(QueryValue::String(std::string(source_.id(article))));
        }
        return list.empty() ? QueryValue() : QueryValue::Of(std::move(list));
      }
      case kNodeSize: {
        const double mentions = source_.mentions(node);
        return Number(std::round((8 + 4 * std::sqrt(mentions)) * 10) / 10);
      }
      case kNodeColor: {
        const auto found = colors_.find(source_.type(node));
        return found == colors_.end() ? QueryValue() : Text(found->second);
      }
      default: break;
    }
    if (property <= kNodeApprox) {
      const auto literal = source_.literal(node);
      return literal ? OfLiteral(*literal, property - kNodeText) : QueryValue();
    }
    if (property <= kAmountStatus) {
      const auto amount = source_.amount(node);
      if (!amount) return QueryValue();
      return property == kAmountStatus ? Kept(amount->second) : OfLiteral(amount->first, property - kAmountText);
    }
    if (source_.kind(node) != GraphNode::Kind::kArticle) return QueryValue();
    switch (property) {
      case kArticleTitle: return Text(source_.name(node));
      case kArticleDocument: return Text(source_.source(node));
      case kArticleDate: return Text(source_.date(node));
      default: return Integer(source_.statements(node));
    }
  }

  // A property of a value or an amount by its place among the five.
  static QueryValue OfLiteral(const Literal& literal, size_t place) {
    switch (place) {
      case 0: return Kept(literal.text);
      case 1: return Number(literal.value);
      case 2: return literal.value_max ? Number(*literal.value_max) : QueryValue();
      case 3: return Kept(literal.unit);
      default: return Kept(literal.approx);
    }
  }

  QueryValue OfEdge(uint32_t edge, size_t property) const {
    switch (property) {
      case kEdgeSid: return Kept(std::string(source_.edge_id(edge)));
      case kEdgeInteraction: return Text(types_.name(Type(edge)));
      case kEdgeWeight: return Number(static_cast<double>(source_.weight(edge)));
      case kEdgeEvidenceCount: return Integer(source_.weight(edge));
      case kEdgeStatus: return Text(source_.status(edge));
      case kEdgeConfidence: return Number(source_.confidence(edge));
      case kEdgeSymmetric: {
        const bool holds = std::find(symmetric_.begin(), symmetric_.end(), types_.name(Type(edge))) != symmetric_.end();
        return holds ? QueryValue::Integer(1) : QueryValue();
      }
      case kEdgeEvidence: return Kept(AllEvidence(edge));
      default: break;
    }
    if (property >= kFirstQualifier) {
      for (const auto& [qualifier, value] : source_.qualifiers(edge)) {
        if (table_.qualifiers.find(qualifier)->second == property) return Kept(value);
      }
      return QueryValue();
    }
    const auto& best = source_.evidence(source_.best_evidence(edge));  // views outlive what holds them
    switch (property) {
      case kEvidenceSource: return Text(best.source);
      case kEvidenceArticle: return Kept(std::string(source_.id(best.article)));
      case kEvidenceStart: return Integer(best.span.begin);
      case kEvidenceEnd: return Integer(best.span.end);
      case kEvidenceText: return Text(best.text);
      default: return Text(best.rule);
    }
  }

  std::string AllEvidence(uint32_t edge) const {
    std::string json = "[";
    for (const GraphEvidence& piece : source_.AllEvidence(edge)) {
      if (json.size() > 1) json += ",";
      AppendEvidence(piece, source_.id(piece.article), &json);
    }
    return json + "]";
  }

  Source source_;
  PropertyTable table_;
  std::string iri_prefix_;
  std::vector<size_t> node_property_, edge_property_;  // by key: a NodeProperty, an EdgeProperty
  std::map<std::string, std::string, std::less<>> colors_;
  std::vector<std::string> symmetric_;
  std::vector<uint32_t> label_of_class_, type_of_kind_;
  std::vector<std::vector<uint32_t>> by_label_;
  std::vector<uint64_t> type_counts_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_QUERY_EXPORTED_GRAPH_H_
