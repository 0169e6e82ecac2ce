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

// Names for the qualifiers in the graph. One that is taken, or that XML or a reader could not bear, gets "qualifier_"
// in front and "_" for what is odd in it.
std::map<std::string, std::string> QualifierNames(const PropertyGraph& graph) {
  std::map<std::string, std::string> names;
  for (const GraphEdge& edge : graph.edges()) {
    for (const auto& [qualifier, value] : edge.qualifiers) names.try_emplace(qualifier);
  }
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

}  // namespace

Properties::Properties(const PropertyGraph& graph, const Ontology& ontology)
    : graph_(graph), iri_prefix_(ontology.base_iri() + "e/") {
  for (const Named& property : kNodeProperties) of_nodes_.push_back({property.name, property.type});
  for (const Named& property : kEdgeProperties) of_edges_.push_back({property.name, property.type});
  for (const auto& [qualifier, name] : QualifierNames(graph)) {
    qualifiers_.emplace(qualifier, of_edges_.size());
    of_edges_.push_back({name, ValueType::kText});
  }
  for (const EntityType& type : ontology.types()) colors_.emplace(type.name, type.color);
  for (const Relation& relation : ontology.relations()) symmetric_.emplace(relation.name, relation.symmetric);
}

const std::string& Properties::Color(const std::string& type) { return colors_[type]; }

bool Properties::IsSymmetric(const std::string& predicate) { return symmetric_[predicate]; }

void Properties::MakeEvidence(const GraphEdge& edge) {
  scratch_.clear();
  AppendEvidence(graph_, edge, &scratch_);
}

void AppendEvidence(const PropertyGraph& graph, const GraphEdge& edge, std::string* out) {
  out->push_back('[');
  for (const GraphEvidence& evidence : edge.evidence) {
    if (&evidence != &edge.evidence.front()) out->push_back(',');
    *out += "{\"source\":";
    AppendJson(evidence.source, out);
    *out += ",\"article\":";
    AppendJson(graph.node(evidence.article).id, out);
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
  out->push_back(']');
}

}  // namespace mailuo
