// What the graph says in RDF. One vocabulary and one walk for JSON-LD, N-Quads and Turtle, so that all three are the
// same set of quads: nodes with their relations as direct triples, then for each edge an rdf:Statement and each piece
// of its evidence. Neighbour: properties.h, the same for property graphs.
#ifndef MAILUO_GRAPH_SRC_EXPORT_RDF_H_
#define MAILUO_GRAPH_SRC_EXPORT_RDF_H_

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/graph/property_graph.h"

namespace mailuo {

enum class RdfKind {
  kName,   // a class, or a prefix
  kNode,   // the value is a node
  kNodes,  // ... or several
  kTerm,   // the value is a term: rdf:predicate
  kText,   // in the language of the graph
  kTexts,
  kCode,     // a text in no language
  kDay,      // xsd:date
  kInteger,  // xsd:integer
  kDecimal,  // xsd:decimal
};

struct RdfTerm {
  std::string name;     // the key in JSON-LD
  std::string compact;  // "rdfs:label" where a standard vocabulary has it; else empty, and the IRI is base and name
  std::string iri;
  RdfKind kind;
};

// Terms of our own by their places. Types, relations and qualifiers of the graph follow; one that has the name of a
// term here gets a "_" behind it.
namespace rdf {
enum Name : size_t {
  kXsd,
  kRdf,
  kRdfs,
  kSkos,
  kDcterms,
  kProv,
  kStatement,
  kSubject,
  kPredicate,
  kObject,
  kLabel,
  kAlias,
  kTitle,
  kDate,
  kDay,
  kDocument,
  kArticle,
  kUid,
  kMentions,
  kStatements,
  kText,
  kValue,
  kValueMax,
  kUnit,
  kApprox,
  kAmountText,
  kAmountValue,
  kAmountMax,
  kAmountUnit,
  kAmountApprox,
  kAmountStatus,
  kStatus,
  kConfidence,
  kWeight,
  kEvidence,
  kEvidenceClass,
  kStart,
  kEnd,
  kRule,
  kFirstOfGraph,
};
}  // namespace rdf

// The kinds of nodes, as they stand in IRIs: base, kind, "/", id.
inline constexpr std::string_view kEntityKind = "e/";  // values and articles too
inline constexpr std::string_view kStatementKind = "s/";
inline constexpr std::string_view kEvidenceKind = "v/";

// "2024-05-01": a date that is one to xsd:date.
bool IsDay(std::string_view date);

// Not thread-safe: keeps a value under construction.
class RdfGraph {
 public:
  RdfGraph(const PropertyGraph& graph, std::string base_iri);

  const std::string& base() const { return base_; }
  const std::vector<RdfTerm>& terms() const { return terms_; }

  // Each hands one node to `out`, which has Open(size_t class_term, std::string_view kind, std::string_view id),
  // Close(), Text(size_t term, std::string_view), Integer(size_t, uint64_t), Decimal(size_t, double),
  // Term(size_t, size_t), Node(size_t, std::string_view kind, std::string_view id), and for sets OpenSet(size_t term),
  // then TextItem(std::string_view) or NodeItem(std::string_view kind, std::string_view id), then CloseSet().
  // No value is empty or infinite, no set is empty.
  template <typename Out>
  void VisitNode(NodeId id, Out* out);
  template <typename Out>
  void VisitStatement(const GraphEdge& edge, Out* out);
  template <typename Out>
  void VisitEvidence(const GraphEdge& edge, const GraphEvidence& evidence, Out* out);

  // A node alone, without the relations that leave it.
  template <typename Out>
  void VisitProperties(NodeId id, Out* out);
  size_t TermOf(const GraphEdge& edge) const { return relations_.find(edge.predicate)->second; }
  // "v_" and 16 hexadecimal digits.
  std::string EvidenceId(const GraphEdge& edge, const GraphEvidence& evidence);

 private:
  using Names = std::map<std::string, size_t>;  // as in the graph -> term

  void AddTerms(RdfKind kind, Names* names);
  template <typename Out>
  void VisitLiteral(const Literal& literal, size_t first, Out* out);
  template <typename Out>
  void VisitArticles(const std::vector<NodeId>& articles, Out* out);
  template <typename Out>
  void VisitQualifiers(const std::map<std::string, std::string>& qualifiers, Out* out);

  const PropertyGraph& graph_;
  const std::string base_;
  std::vector<RdfTerm> terms_;
  std::set<std::string> taken_;
  Names types_, relations_, qualifiers_;
  std::string key_;
  std::vector<NodeId> articles_;
};

template <typename Out>
void TextOf(size_t term, std::string_view value, Out* out) {
  if (!value.empty()) out->Text(term, value);
}

template <typename Out>
void DecimalOf(size_t term, double value, Out* out) {
  if (std::isfinite(value)) out->Decimal(term, value);
}

// The five terms of a literal stand in one order for values and for amounts.
template <typename Out>
void RdfGraph::VisitLiteral(const Literal& literal, size_t first, Out* out) {
  TextOf(first, literal.text, out);
  DecimalOf(first + 1, literal.value, out);
  if (literal.value_max) DecimalOf(first + 2, *literal.value_max, out);
  TextOf(first + 3, literal.unit, out);
  TextOf(first + 4, literal.approx, out);
}

template <typename Out>
void RdfGraph::VisitProperties(NodeId id, Out* out) {
  const GraphNode& node = graph_.node(id);
  out->Open(types_.find(node.type)->second, kEntityKind, node.id);
  TextOf(rdf::kUid, node.id, out);
  TextOf(rdf::kLabel, node.name, out);
  if (!node.aliases.empty()) {
    out->OpenSet(rdf::kAlias);
    for (const std::string& alias : node.aliases) out->TextItem(alias);
    out->CloseSet();
  }
  out->Integer(rdf::kMentions, node.mentions);
  if (node.literal) VisitLiteral(*node.literal, rdf::kText, out);
  if (node.amount) {
    VisitLiteral(*node.amount, rdf::kAmountText, out);
    TextOf(rdf::kAmountStatus, node.amount_status, out);
  }
  if (node.kind == GraphNode::Kind::kArticle) {
    TextOf(rdf::kTitle, node.name, out);
    TextOf(rdf::kDocument, node.source, out);
    TextOf(IsDay(node.date) ? rdf::kDay : rdf::kDate, node.date, out);
    out->Integer(rdf::kStatements, node.statements);
  }
  VisitArticles(node.articles, out);
}

// Edges are ordered by predicate, so each relation is one set.
template <typename Out>
void RdfGraph::VisitNode(NodeId id, Out* out) {
  VisitProperties(id, out);
  const GraphEdge* previous = nullptr;
  for (const GraphEdge& edge : graph_.OutEdges(id)) {
    if (previous == nullptr || previous->predicate != edge.predicate) {
      if (previous != nullptr) out->CloseSet();
      out->OpenSet(TermOf(edge));
    }
    out->NodeItem(kEntityKind, graph_.node(edge.object).id);
    previous = &edge;
  }
  if (previous != nullptr) out->CloseSet();
  out->Close();
}

template <typename Out>
void RdfGraph::VisitStatement(const GraphEdge& edge, Out* out) {
  out->Open(rdf::kStatement, kStatementKind, edge.id);
  out->Node(rdf::kSubject, kEntityKind, graph_.node(edge.subject).id);
  out->Term(rdf::kPredicate, TermOf(edge));
  out->Node(rdf::kObject, kEntityKind, graph_.node(edge.object).id);
  TextOf(rdf::kStatus, edge.status, out);
  DecimalOf(rdf::kConfidence, edge.confidence, out);
  out->Integer(rdf::kWeight, edge.evidence.size());
  VisitQualifiers(edge.qualifiers, out);
  out->OpenSet(rdf::kEvidence);
  for (const GraphEvidence& evidence : edge.evidence) out->NodeItem(kEvidenceKind, EvidenceId(edge, evidence));
  out->CloseSet();
  articles_.clear();
  for (const GraphEvidence& evidence : edge.evidence) articles_.push_back(evidence.article);
  std::sort(articles_.begin(), articles_.end());
  articles_.erase(std::unique(articles_.begin(), articles_.end()), articles_.end());
  VisitArticles(articles_, out);
  out->Close();
}

template <typename Out>
void RdfGraph::VisitEvidence(const GraphEdge& edge, const GraphEvidence& evidence, Out* out) {
  out->Open(rdf::kEvidenceClass, kEvidenceKind, EvidenceId(edge, evidence));
  TextOf(rdf::kDocument, evidence.source, out);
  out->Integer(rdf::kStart, evidence.span.begin);
  out->Integer(rdf::kEnd, evidence.span.end);
  TextOf(rdf::kText, evidence.text, out);
  TextOf(rdf::kRule, evidence.rule, out);
  TextOf(rdf::kStatus, evidence.status, out);
  DecimalOf(rdf::kConfidence, evidence.confidence, out);
  VisitQualifiers(evidence.qualifiers, out);
  out->OpenSet(rdf::kArticle);
  out->NodeItem(kEntityKind, graph_.node(evidence.article).id);
  out->CloseSet();
  out->Close();
}

template <typename Out>
void RdfGraph::VisitArticles(const std::vector<NodeId>& articles, Out* out) {
  if (articles.empty()) return;
  out->OpenSet(rdf::kArticle);
  for (NodeId article : articles) out->NodeItem(kEntityKind, graph_.node(article).id);
  out->CloseSet();
}

template <typename Out>
void RdfGraph::VisitQualifiers(const std::map<std::string, std::string>& qualifiers, Out* out) {
  for (const auto& [name, value] : qualifiers) TextOf(qualifiers_.find(name)->second, value, out);
}

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_EXPORT_RDF_H_
