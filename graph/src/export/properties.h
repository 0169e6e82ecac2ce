// What a node and an edge say in the formats of property graphs. One table for GraphML, GEXF, Cypher, Neo4j's CSV, the
// spreadsheet and Cytoscape: whichever way a graph takes into a program, it has the same properties there. Each format
// adds its own way to write ids, ends, labels of Neo4j and the relation of an edge. Neighbour: rdf.h, the same for RDF.
#ifndef MAILUO_GRAPH_SRC_EXPORT_PROPERTIES_H_
#define MAILUO_GRAPH_SRC_EXPORT_PROPERTIES_H_

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "export/text.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

enum class ValueType { kText, kInteger, kNumber, kTexts };

struct Property {
  std::string name;  // [A-Za-z0-9_.-]+, unique in any case; never id, source, target or key: readers keep those
  ValueType type;
};

enum NodeProperty : size_t {
  kNodeLabel,
  kNodeName,
  kNodeKind,
  kNodeUid,
  kNodeIri,
  kNodeAliases,
  kNodeMentions,
  kNodeArticles,
  kNodeSize,
  kNodeColor,
  kNodeText,
  kNodeValue,
  kNodeValueMax,
  kNodeUnit,
  kNodeApprox,
  kAmountText,
  kAmountValue,
  kAmountMax,
  kAmountUnit,
  kAmountApprox,
  kAmountStatus,
  kArticleTitle,
  kArticleDocument,
  kArticleDate,
  kArticleStatements,
};

// Qualifiers follow, one property for each that the graph has.
enum EdgeProperty : size_t {
  kEdgeSid,
  kEdgeInteraction,
  kEdgeWeight,
  kEdgeEvidenceCount,
  kEdgeStatus,
  kEdgeConfidence,
  kEdgeSymmetric,
  kEvidenceSource,
  kEvidenceArticle,
  kEvidenceStart,
  kEvidenceEnd,
  kEvidenceText,
  kEvidenceRule,
  kEdgeEvidence,
  kFirstQualifier,
};

// Which properties there are in a graph whose edges have these qualifiers.
struct PropertyTable {
  explicit PropertyTable(const std::set<std::string>& of_graph);
  std::vector<Property> of_nodes, of_edges;
  std::map<std::string, size_t, std::less<>> qualifiers;  // as in the graph -> property of edges
};

// Not thread-safe: keeps a value under construction.
class Properties {
 public:
  Properties(const PropertyGraph& graph, const Ontology& ontology);

  const std::vector<Property>& of_nodes() const { return table_.of_nodes; }
  const std::vector<Property>& of_edges() const { return table_.of_edges; }

  // Hands what is there to `out`, in the order of the properties; what is absent is not told. `out` has
  // Text(size_t property, std::string_view), Integer(size_t, uint64_t), Number(size_t, double), finite, and for lists
  // of at least one text OpenTexts(size_t), Item(std::string_view), CloseTexts().
  template <typename Out>
  void VisitNode(const GraphNode& node, Out* out);
  template <typename Out>
  void VisitEdge(const GraphEdge& edge, Out* out);

 private:
  template <typename Out>
  void VisitLiteral(const Literal& literal, size_t first, Out* out);

  // All pieces of evidence as a JSON array, in scratch_.
  void MakeEvidence(const GraphEdge& edge);
  const std::string& Color(const std::string& type);
  bool IsSymmetric(const std::string& predicate);

  const PropertyGraph& graph_;
  PropertyTable table_;
  std::map<std::string, std::string> colors_;
  std::map<std::string, bool> symmetric_;
  std::string iri_prefix_, scratch_;
};

// A piece of evidence as a JSON object; `article` is the id of its article node.
void AppendEvidence(const GraphEvidence& evidence, std::string_view article, std::string* out);

template <typename Out>
void Text(size_t property, std::string_view value, Out* out) {
  if (!value.empty()) out->Text(property, value);
}

template <typename Out>
void Number(size_t property, double value, Out* out) {
  if (std::isfinite(value)) out->Number(property, value);
}

// The five properties of a literal stand in one order for values and for amounts.
template <typename Out>
void Properties::VisitLiteral(const Literal& literal, size_t first, Out* out) {
  Text(first, literal.text, out);
  Number(first + 1, literal.value, out);
  if (literal.value_max) Number(first + 2, *literal.value_max, out);
  Text(first + 3, literal.unit, out);
  Text(first + 4, literal.approx, out);
}

template <typename Out>
void Properties::VisitNode(const GraphNode& node, Out* out) {
  Text(kNodeLabel, node.name, out);
  Text(kNodeName, node.name, out);
  Text(kNodeKind, node.type, out);
  Text(kNodeUid, node.id, out);
  scratch_.assign(iri_prefix_).append(node.id);
  Text(kNodeIri, scratch_, out);
  if (!node.aliases.empty()) {
    out->OpenTexts(kNodeAliases);
    for (const std::string& alias : node.aliases) out->Item(alias);
    out->CloseTexts();
  }
  out->Integer(kNodeMentions, node.mentions);
  if (!node.articles.empty()) {
    out->OpenTexts(kNodeArticles);
    for (NodeId article : node.articles) out->Item(graph_.node(article).id);
    out->CloseTexts();
  }
  Number(kNodeSize, std::round((8 + 4 * std::sqrt(static_cast<double>(node.mentions))) * 10) / 10, out);
  Text(kNodeColor, Color(node.type), out);
  if (node.literal) VisitLiteral(*node.literal, kNodeText, out);
  if (node.amount) {
    VisitLiteral(*node.amount, kAmountText, out);
    Text(kAmountStatus, node.amount_status, out);
  }
  if (node.kind == GraphNode::Kind::kArticle) {
    Text(kArticleTitle, node.name, out);
    Text(kArticleDocument, node.source, out);
    Text(kArticleDate, node.date, out);
    out->Integer(kArticleStatements, node.statements);
  }
}

template <typename Out>
void Properties::VisitEdge(const GraphEdge& edge, Out* out) {
  Text(kEdgeSid, edge.id, out);
  Text(kEdgeInteraction, edge.predicate, out);
  Number(kEdgeWeight, edge.weight(), out);
  out->Integer(kEdgeEvidenceCount, edge.evidence.size());
  Text(kEdgeStatus, edge.status, out);
  Number(kEdgeConfidence, edge.confidence, out);
  if (IsSymmetric(edge.predicate)) out->Integer(kEdgeSymmetric, 1);
  const GraphEvidence& best = edge.best_evidence();
  Text(kEvidenceSource, best.source, out);
  Text(kEvidenceArticle, graph_.node(best.article).id, out);
  out->Integer(kEvidenceStart, best.span.begin);
  out->Integer(kEvidenceEnd, best.span.end);
  Text(kEvidenceText, best.text, out);
  Text(kEvidenceRule, best.rule, out);
  MakeEvidence(edge);
  Text(kEdgeEvidence, scratch_, out);
  for (const auto& [qualifier, value] : edge.qualifiers) Text(table_.qualifiers.find(qualifier)->second, value, out);
}

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_EXPORT_PROPERTIES_H_
