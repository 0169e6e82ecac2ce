#include "export/rdf.h"

#include "export/text.h"

namespace mailuo {

namespace {

// In the order of rdf::Name. A compact IRI that is a prefix's own stands in full.
constexpr struct {
  const char* name;
  const char* compact;  // null: base and name
  RdfKind kind;
} kTerms[] = {
    {"xsd", "http://www.w3.org/2001/XMLSchema#", RdfKind::kName},
    {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", RdfKind::kName},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#", RdfKind::kName},
    {"skos", "http://www.w3.org/2004/02/skos/core#", RdfKind::kName},
    {"dcterms", "http://purl.org/dc/terms/", RdfKind::kName},
    {"prov", "http://www.w3.org/ns/prov#", RdfKind::kName},
    {"Statement", "rdf:Statement", RdfKind::kName},
    {"subject", "rdf:subject", RdfKind::kNode},
    {"predicate", "rdf:predicate", RdfKind::kTerm},
    {"object", "rdf:object", RdfKind::kNode},
    {"label", "rdfs:label", RdfKind::kText},
    {"alias", "skos:altLabel", RdfKind::kTexts},
    {"article_title", "dcterms:title", RdfKind::kText},
    {"date", "dcterms:date", RdfKind::kCode},
    {"day", "dcterms:date", RdfKind::kDay},
    {"document", "dcterms:source", RdfKind::kCode},
    {"article", "prov:wasDerivedFrom", RdfKind::kNodes},
    {"uid", "dcterms:identifier", RdfKind::kCode},
    {"mentions", nullptr, RdfKind::kInteger},
    {"statements", nullptr, RdfKind::kInteger},
    {"text", nullptr, RdfKind::kText},
    {"value", nullptr, RdfKind::kDecimal},
    {"value_max", nullptr, RdfKind::kDecimal},
    {"unit", nullptr, RdfKind::kCode},
    {"approx", nullptr, RdfKind::kCode},
    {"amount_text", nullptr, RdfKind::kText},
    {"amount_value", nullptr, RdfKind::kDecimal},
    {"amount_max", nullptr, RdfKind::kDecimal},
    {"amount_unit", nullptr, RdfKind::kCode},
    {"amount_approx", nullptr, RdfKind::kCode},
    {"amount_status", nullptr, RdfKind::kCode},
    {"status", nullptr, RdfKind::kCode},
    {"confidence", nullptr, RdfKind::kDecimal},
    {"weight", nullptr, RdfKind::kInteger},
    {"evidence", nullptr, RdfKind::kNodes},
    {"Evidence", nullptr, RdfKind::kName},
    {"start", nullptr, RdfKind::kInteger},
    {"end", nullptr, RdfKind::kInteger},
    {"rule", nullptr, RdfKind::kCode},
};
static_assert(std::size(kTerms) == rdf::kFirstOfGraph);

// "rdfs:label" in full; what begins with none of our prefixes is full already.
std::string Expand(const std::string& compact) {
  const size_t colon = compact.find(':');
  for (size_t prefix = rdf::kXsd; prefix <= rdf::kProv; ++prefix) {
    if (compact.compare(0, colon, kTerms[prefix].name) == 0) return kTerms[prefix].compact + compact.substr(colon + 1);
  }
  return compact;
}

}  // namespace

bool IsDay(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return false;
  for (size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (date[i] < '0' || date[i] > '9') return false;
  }
  return true;
}

// Terms are given in the order of the names, kind by kind, so that no order of the graph shows in them.
RdfGraph::RdfGraph(const PropertyGraph& graph, std::string base_iri) : graph_(graph), base_(std::move(base_iri)) {
  for (const auto& term : kTerms) {
    taken_.insert(term.name);
    const std::string compact = term.compact == nullptr ? "" : term.compact;
    terms_.push_back({term.name, compact, compact.empty() ? base_ + term.name : Expand(compact), term.kind});
  }
  for (const GraphNode& node : graph_.nodes()) types_.try_emplace(node.type);
  for (const GraphEdge& edge : graph_.edges()) {
    relations_.try_emplace(edge.predicate);
    for (const GraphEvidence& evidence : edge.evidence) {
      for (const auto& [key, value] : evidence.qualifiers) qualifiers_.try_emplace(key);
    }
  }
  AddTerms(RdfKind::kName, &types_);
  AddTerms(RdfKind::kNodes, &relations_);
  AddTerms(RdfKind::kText, &qualifiers_);
}

void RdfGraph::AddTerms(RdfKind kind, Names* names) {
  for (auto& [name, place] : *names) {
    std::string term = VocabularyTerm(name);
    while (!taken_.insert(term).second) term.push_back('_');
    place = terms_.size();
    terms_.push_back({term, {}, base_ + term, kind});
  }
}

std::string RdfGraph::EvidenceId(const GraphEdge& edge, const GraphEvidence& evidence) {
  key_.clear();
  for (uint64_t number : {evidence.span.begin, evidence.span.end}) {
    AppendInteger(number, &key_);
    key_.push_back('|');
  }
  AppendDouble(evidence.confidence, &key_);
  for (const std::string* part :
       {&evidence.source, &graph_.node(evidence.article).id, &evidence.rule, &evidence.status, &evidence.text}) {
    key_.push_back('\0');
    key_.append(*part);
  }
  for (const auto& [key, value] : evidence.qualifiers) key_.append(1, '\0').append(key).append(1, '\0').append(value);
  std::string id = StatementId(edge.id, "evidence", key_);
  id[0] = 'v';
  return id;
}

}  // namespace mailuo
