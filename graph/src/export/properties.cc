#include "export/properties.h"

#include <set>

#include "assemble/merge_entities.h"

namespace mailuo {

namespace {

struct Named {
  const char* name;
  ValueType type;
};

// In the order of NodeProperty, that of EdgeProperty below.
constexpr Named kNodeProperties[] = {
    {"label", ValueType::kText},
    {"name", ValueType::kText},
    {"kind", ValueType::kText},
    {"uid", ValueType::kText},
    {"iri", ValueType::kText},
    {"aliases", ValueType::kTexts},
    {"mentions", ValueType::kInteger},
    {"articles", ValueType::kTexts},
    {"size", ValueType::kNumber},
    {"color", ValueType::kText},
    {"text", ValueType::kText},
    {"value", ValueType::kNumber},
    {"value_max", ValueType::kNumber},
    {"unit", ValueType::kText},
    {"approx", ValueType::kText},
    {"amount_text", ValueType::kText},
    {"amount_value", ValueType::kNumber},
    {"amount_max", ValueType::kNumber},
    {"amount_unit", ValueType::kText},
    {"amount_approx", ValueType::kText},
    {"amount_status", ValueType::kText},
    {"title", ValueType::kText},
    {"document", ValueType::kText},
    {"date", ValueType::kText},
    {"statements", ValueType::kInteger},
};

constexpr Named kEdgeProperties[] = {
    {"sid", ValueType::kText},
    {"interaction", ValueType::kText},
    {"weight", ValueType::kNumber},
    {"evidence_count", ValueType::kInteger},
    {"status", ValueType::kText},
    {"confidence", ValueType::kNumber},
    {"symmetric", ValueType::kInteger},
    {"evidence_source", ValueType::kText},
    {"evidence_article", ValueType::kText},
    {"evidence_start", ValueType::kInteger},
    {"evidence_end", ValueType::kInteger},
    {"evidence_text", ValueType::kText},
    {"evidence_rule", ValueType::kText},
    {"evidence", ValueType::kText},
};
static_assert(std::size(kNodeProperties) == kArticleStatements + 1);
static_assert(std::size(kEdgeProperties) == kFirstQualifier);

// Names for qualifiers. One that is taken, or that XML or a reader could not bear, gets "qualifier_" in front and "_"
// for what is odd in it.
std::map<std::string, std::string> QualifierNames(const std::set<std::string>& qualifiers) {
  std::map<std::string, std::string> names;
  for (const std::string& qualifier : qualifiers) names.try_emplace(qualifier);
  std::set<std::string> taken = {"id", "source", "target", "key", "label", "directed", "timeset", "labelv", "labele"};
  for (const Named& property : kEdgeProperties) taken.insert(property.name);
  const auto claim = [&taken](const std::string& name) { return taken.insert(LowerAscii(name)).second; };
  for (auto& [qualifier, name] : names) {
    if (IsSafeId(qualifier) && claim(qualifier)) name = qualifier;
  }
  for (auto& [qualifier, name] : names) {
    if (!name.empty()) continue;
    std::string safe = "qualifier_" + qualifier.substr(0, 48);
    for (char& c : safe) c = IsSafeId({&c, 1}) ? c : '_';
    name = safe;
    for (int i = 2; !claim(name); ++i) name = safe + "_" + std::to_string(i);
  }
  return names;
}

std::set<std::string> Qualifiers(const PropertyGraph& graph) {
  std::set<std::string> qualifiers;
  for (const GraphEdge& edge : graph.edges()) {
    for (const auto& [qualifier, value] : edge.qualifiers) qualifiers.insert(qualifier);
  }
  return qualifiers;
}

}  // namespace

PropertyTable::PropertyTable(const std::set<std::string>& of_graph) {
  for (const Named& property : kNodeProperties) of_nodes.push_back({property.name, property.type});
  for (const Named& property : kEdgeProperties) of_edges.push_back({property.name, property.type});
  for (const auto& [qualifier, name] : QualifierNames(of_graph)) {
    qualifiers.emplace(qualifier, of_edges.size());
    of_edges.push_back({name, ValueType::kText});
  }
}

Properties::Properties(const PropertyGraph& graph, const Ontology& ontology)
    : graph_(graph), table_(Qualifiers(graph)), iri_prefix_(ontology.base_iri() + "e/") {
  for (const EntityType& type : ontology.types()) colors_.emplace(type.name, type.color);
  for (const Relation& relation : ontology.relations()) symmetric_.emplace(relation.name, relation.symmetric);
}

const std::string& Properties::Color(const std::string& type) { return colors_[type]; }

bool Properties::IsSymmetric(const std::string& predicate) { return symmetric_[predicate]; }

void Properties::MakeEvidence(const GraphEdge& edge) {
  scratch_.assign("[");
  for (const GraphEvidence& evidence : edge.evidence) {
    if (scratch_.size() > 1) scratch_.push_back(',');
    AppendEvidence(evidence, graph_.node(evidence.article).id, &scratch_);
  }
  scratch_.push_back(']');
}

void AppendEvidence(const GraphEvidence& evidence, std::string_view article, std::string* out) {
  *out += "{\"source\":";
  AppendJson(evidence.source, out);
  *out += ",\"article\":";
  AppendJson(article, out);
  *out += ",\"start\":";
  AppendInteger(evidence.span.begin, out);
  *out += ",\"end\":";
  AppendInteger(evidence.span.end, out);
  *out += ",\"text\":";
  AppendJson(evidence.text, out);
  *out += ",\"rule\":";
  AppendJson(evidence.rule, out);
  *out += ",\"status\":";
  AppendJson(evidence.status, out);
  *out += ",\"confidence\":";
  AppendDouble(evidence.confidence, out);
  if (!evidence.qualifiers.empty()) {
    *out += ",\"qualifiers\":";
    char separator = '{';
    for (const auto& [key, value] : evidence.qualifiers) {
      out->push_back(separator);
      AppendJson(key, out);
      out->push_back(':');
      AppendJson(value, out);
      separator = ',';
    }
    out->push_back('}');
  }
  out->push_back('}');
}

}  // namespace mailuo
