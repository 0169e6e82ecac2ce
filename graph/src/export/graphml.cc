// WriteGraphml. What each reader of GraphML asks for stands beside the line that gives it; docs/outputs.md has the
// table of keys. Neighbours: text.h escapes, writer.h buffers.
#include "mailuo/graph/graphml.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "assemble/merge_entities.h"
#include "export/text.h"
#include "export/writer.h"

namespace mailuo {

namespace {

struct Key {
  const char* id;    // unique in the file, also when case is ignored (Gephi)
  const char* name;  // never id, source, target or key: NetworkX and igraph take those for themselves
  const char* type;
  bool list = false;  // a JSON array as text
};

// APOC compares the id of `labels` and of `label`, which must also be the first data of an edge; Gephi looks for
// attr.name `label`; Cytoscape and the Neo4j browser for `name`.
constexpr Key kNodeKeys[] = {
    {"labels", "labels", "string"},
    {"n_label", "label", "string"},
    {"n_name", "name", "string"},
    {"n_kind", "kind", "string"},
    {"n_uid", "uid", "string"},
    {"n_iri", "iri", "string"},
    {"n_aliases", "aliases", "string", true},
    {"n_mentions", "mentions", "long"},
    {"n_articles", "articles", "string", true},
    {"n_size", "size", "double"},
    {"n_color", "color", "string"},
    {"n_text", "text", "string"},
    {"n_value", "value", "double"},
    {"n_value_max", "value_max", "double"},
    {"n_unit", "unit", "string"},
    {"n_approx", "approx", "string"},
    {"n_amount_text", "amount_text", "string"},
    {"n_amount_value", "amount_value", "double"},
    {"n_amount_max", "amount_max", "double"},
    {"n_amount_unit", "amount_unit", "string"},
    {"n_amount_approx", "amount_approx", "string"},
    {"n_amount_status", "amount_status", "string"},
    {"n_title", "title", "string"},
    {"n_document", "document", "string"},
    {"n_date", "date", "string"},
    {"n_statements", "statements", "long"},
};

constexpr Key kEdgeKeys[] = {
    {"label", "label", "string"},
    {"e_sid", "sid", "string"},
    {"e_interaction", "interaction", "string"},
    {"e_weight", "weight", "double"},
    {"e_status", "status", "string"},
    {"e_confidence", "confidence", "double"},
    {"e_symmetric", "symmetric", "long"},
    {"e_evidence_source", "evidence_source", "string"},
    {"e_evidence_article", "evidence_article", "string"},
    {"e_evidence_start", "evidence_start", "long"},
    {"e_evidence_end", "evidence_end", "long"},
    {"e_evidence_text", "evidence_text", "string"},
    {"e_evidence_rule", "evidence_rule", "string"},
    {"e_evidence", "evidence", "string"},
};

std::string LowerAscii(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// The edge keys of the qualifiers in the graph: `time` is key q_time with attr.name time. A name that is taken, or that
// XML or a reader could not bear, gets "qualifier_" in front and "_" for what is odd in it.
std::map<std::string, std::string> QualifierNames(const PropertyGraph& graph) {
  std::map<std::string, std::string> names;
  for (const GraphEdge& edge : graph.edges()) {
    for (const auto& [qualifier, value] : edge.qualifiers) names.try_emplace(qualifier);
  }
  std::set<std::string> taken = {"id", "source", "target", "key", "directed", "timeset", "labelv", "labele"};
  for (const Key& key : kEdgeKeys) taken.insert(key.name);
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

class GraphmlWriter {
 public:
  GraphmlWriter(const PropertyGraph& graph, const Ontology& ontology, GraphmlProfile profile, ByteSink* sink)
      : graph_(graph),
        ontology_(ontology),
        rich_(profile == GraphmlProfile::kRich),
        qualifier_names_(QualifierNames(graph)),
        writer_(sink) {}

  expected<void> Write() {
    WriteHead();
    for (const GraphNode& node : graph_.nodes()) {  // all nodes before all edges: APOC looks ends up
      WriteNode(node);
      if (!writer_.Checkpoint()) break;
    }
    for (const GraphEdge& edge : graph_.edges()) {
      WriteEdge(edge);
      if (!writer_.Checkpoint()) break;
    }
    writer_ << "  </graph>\n</graphml>\n";
    return writer_.Finish();
  }

 private:
  // No DOCTYPE (APOC rejects it), no prefix (Boost), no <default> (APOC).
  void WriteHead() {
    writer_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\""
               " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
               " xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns"
               " http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n";
    for (const Key& key : kNodeKeys) WriteKey(key.id, "node", key.name, key.type, key.list);
    for (const Key& key : kEdgeKeys) WriteKey(key.id, "edge", key.name, key.type, key.list);
    for (const auto& [qualifier, name] : qualifier_names_) WriteKey("q_" + name, "edge", name, "string", false);
    writer_ << "  <graph id=\"mailuo\" edgedefault=\"directed\">\n";
  }

  void WriteKey(std::string_view id, std::string_view of, std::string_view name, std::string_view type, bool list) {
    writer_ << "  <key id=\"" << id << "\" for=\"" << of << "\" attr.name=\"" << name << "\" attr.type=\"" << type
            << (list && rich_ ? "\" attr.list=\"string\"/>\n" : "\"/>\n");
  }

  // Absent values leave no <data>: APOC would store "", NetworkX fail on an empty number.
  void Text(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    writer_ << "      <data key=\"" << key << "\">";
    AppendXmlText(value, writer_.out());
    writer_ << "</data>\n";
  }
  void Double(std::string_view key, double value) {
    if (!std::isfinite(value)) return;
    writer_ << "      <data key=\"" << key << "\">";
    AppendDouble(value, writer_.out());
    writer_ << "</data>\n";
  }
  void Double(std::string_view key, std::optional<double> value) {
    if (value) Double(key, *value);
  }
  void Long(std::string_view key, uint64_t value) {
    writer_ << "      <data key=\"" << key << "\">";
    AppendInteger(value, writer_.out());
    writer_ << "</data>\n";
  }

  void WriteNode(const GraphNode& node) {
    writer_ << "    <node id=\"" << node.id << "\">\n";
    scratch_ = ":" + node.type;  // labels are split at ":"
    std::replace(scratch_.begin() + 1, scratch_.end(), ':', '_');
    Text("labels", scratch_);
    Text("n_label", node.name);
    Text("n_name", node.name);
    Text("n_kind", node.type);
    Text("n_uid", node.id);
    scratch_ = ontology_.base_iri() + "e/" + node.id;
    Text("n_iri", scratch_);
    if (!node.aliases.empty()) {
      scratch_.assign(1, '[');
      for (const std::string& alias : node.aliases) AppendItem(alias);
      Text("n_aliases", scratch_ += "]");
    }
    Long("n_mentions", node.mentions);
    if (!node.articles.empty()) {
      scratch_.assign(1, '[');
      for (NodeId article : node.articles) AppendItem(graph_.node(article).id);
      Text("n_articles", scratch_ += "]");
    }
    Double("n_size", std::round((8 + 4 * std::sqrt(static_cast<double>(node.mentions))) * 10) / 10);
    if (const EntityType* type = ontology_.FindType(node.type)) Text("n_color", type->color);
    if (node.literal) {
      Text("n_text", node.literal->text);
      Double("n_value", node.literal->value);
      Double("n_value_max", node.literal->value_max);
      Text("n_unit", node.literal->unit);
      Text("n_approx", node.literal->approx);
    }
    if (node.amount) {
      Text("n_amount_text", node.amount->text);
      Double("n_amount_value", node.amount->value);
      Double("n_amount_max", node.amount->value_max);
      Text("n_amount_unit", node.amount->unit);
      Text("n_amount_approx", node.amount->approx);
      Text("n_amount_status", node.amount_status);
    }
    if (node.kind == GraphNode::Kind::kArticle) {
      Text("n_title", node.name);
      Text("n_document", node.source);
      Text("n_date", node.date);
      Long("n_statements", node.statements);
    }
    writer_ << "    </node>\n";
  }

  void AppendItem(std::string_view item) {
    if (scratch_.size() > 1) scratch_.push_back(',');
    AppendJson(item, &scratch_);
  }

  void WriteEdge(const GraphEdge& edge) {
    writer_ << "    <edge id=\"" << edge.id << "\" source=\"" << graph_.node(edge.subject).id << "\" target=\""
            << graph_.node(edge.object).id;
    if (rich_) {  // Gephi merges parallel edges whose kinds it cannot see
      writer_ << "\" label=\"";
      AppendXmlAttribute(edge.predicate, writer_.out());
    }
    writer_ << "\">\n";
    Text("label", edge.predicate);
    Text("e_sid", edge.id);
    Text("e_interaction", edge.predicate);
    Double("e_weight", edge.weight());
    Text("e_status", edge.status);
    Double("e_confidence", edge.confidence);
    const Relation* relation = ontology_.FindRelation(edge.predicate);
    if (relation != nullptr && relation->symmetric) Long("e_symmetric", 1);
    const GraphEvidence& best = edge.best_evidence();
    Text("e_evidence_source", best.source);
    Text("e_evidence_article", graph_.node(best.article).id);
    Long("e_evidence_start", best.span.begin);
    Long("e_evidence_end", best.span.end);
    Text("e_evidence_text", best.text);
    Text("e_evidence_rule", best.rule);
    scratch_.assign(1, '[');
    for (const GraphEvidence& evidence : edge.evidence) AppendEvidence(evidence);
    Text("e_evidence", scratch_ += "]");
    for (const auto& [qualifier, value] : edge.qualifiers) {
      scratch_ = "q_" + qualifier_names_.at(qualifier);
      Text(scratch_, value);
    }
    writer_ << "    </edge>\n";
  }

  void AppendEvidence(const GraphEvidence& evidence) {
    if (scratch_.size() > 1) scratch_.push_back(',');
    scratch_ += "{\"source\":";
    AppendJson(evidence.source, &scratch_);
    scratch_ += ",\"article\":";
    AppendJson(graph_.node(evidence.article).id, &scratch_);
    scratch_ += ",\"start\":";
    AppendInteger(evidence.span.begin, &scratch_);
    scratch_ += ",\"end\":";
    AppendInteger(evidence.span.end, &scratch_);
    scratch_ += ",\"text\":";
    AppendJson(evidence.text, &scratch_);
    scratch_ += ",\"rule\":";
    AppendJson(evidence.rule, &scratch_);
    scratch_ += ",\"status\":";
    AppendJson(evidence.status, &scratch_);
    scratch_ += ",\"confidence\":";
    AppendDouble(evidence.confidence, &scratch_);
    if (!evidence.qualifiers.empty()) {
      char separator = '{';
      scratch_ += ",\"qualifiers\":";
      for (const auto& [key, value] : evidence.qualifiers) {
        scratch_.push_back(separator);
        AppendJson(key, &scratch_);
        scratch_.push_back(':');
        AppendJson(value, &scratch_);
        separator = ',';
      }
      scratch_.push_back('}');
    }
    scratch_.push_back('}');
  }

  const PropertyGraph& graph_;
  const Ontology& ontology_;
  const bool rich_;
  const std::map<std::string, std::string> qualifier_names_;
  Writer writer_;
  std::string scratch_;
};

}  // namespace

expected<void> WriteGraphml(const PropertyGraph& graph, const Ontology& ontology, GraphmlProfile profile,
                            ByteSink* sink) {
  return GraphmlWriter(graph, ontology, profile, sink).Write();
}

}  // namespace mailuo
