// WriteJsonLd. The shape: "@context" with every term in use, then "@graph" with one node object a line, "@type" before
// "@id" (streaming parsers ask for it). Neighbours: text.h escapes, writer.h buffers.
#include "mailuo/graph/jsonld.h"

#include <cmath>
#include <map>
#include <set>

#include "export/text.h"
#include "export/writer.h"

namespace mailuo {

namespace {

// Terms of our own with what the context says of them. Relations, types and qualifiers of the graph are added; one
// that has the name of a term here gets a "_" behind it. LANGUAGE stands for the coercion of texts.
struct Term {
  const char* name;
  const char* definition;
};

constexpr Term kTerms[] = {
    {"xsd", R"("http://www.w3.org/2001/XMLSchema#")"},
    {"rdf", R"("http://www.w3.org/1999/02/22-rdf-syntax-ns#")"},
    {"rdfs", R"("http://www.w3.org/2000/01/rdf-schema#")"},
    {"skos", R"("http://www.w3.org/2004/02/skos/core#")"},
    {"dcterms", R"("http://purl.org/dc/terms/")"},
    {"prov", R"("http://www.w3.org/ns/prov#")"},
    {"Statement", R"("rdf:Statement")"},
    {"subject", R"({"@id":"rdf:subject","@type":"@id"})"},
    {"predicate", R"({"@id":"rdf:predicate","@type":"@vocab"})"},
    {"object", R"({"@id":"rdf:object","@type":"@id"})"},
    {"label", R"({"@id":"rdfs:label"LANGUAGE})"},
    {"alias", R"({"@id":"skos:altLabel"LANGUAGE,"@container":"@set"})"},
    {"article_title", R"({"@id":"dcterms:title"LANGUAGE})"},
    {"date", R"({"@id":"dcterms:date"})"},
    {"day", R"({"@id":"dcterms:date","@type":"xsd:date"})"},
    {"document", R"({"@id":"dcterms:source"})"},
    {"article", R"({"@id":"prov:wasDerivedFrom","@type":"@id","@container":"@set"})"},
    {"uid", R"({"@id":"dcterms:identifier"})"},
    {"mentions", R"({"@type":"xsd:integer"})"},
    {"statements", R"({"@type":"xsd:integer"})"},
    {"text", R"({"@id":"BASEtext"LANGUAGE})"},
    {"value", R"({"@type":"xsd:decimal"})"},
    {"value_max", R"({"@type":"xsd:decimal"})"},
    {"unit", R"({"@id":"BASEunit"})"},
    {"approx", R"({"@id":"BASEapprox"})"},
    {"amount_text", R"({"@id":"BASEamount_text"LANGUAGE})"},
    {"amount_value", R"({"@type":"xsd:decimal"})"},
    {"amount_max", R"({"@type":"xsd:decimal"})"},
    {"amount_unit", R"({"@id":"BASEamount_unit"})"},
    {"amount_approx", R"({"@id":"BASEamount_approx"})"},
    {"amount_status", R"({"@id":"BASEamount_status"})"},
    {"status", R"({"@id":"BASEstatus"})"},
    {"confidence", R"({"@type":"xsd:decimal"})"},
    {"weight", R"({"@type":"xsd:integer"})"},
    {"evidence", R"({"@type":"@id","@container":"@set"})"},
    {"Evidence", R"("BASEEvidence")"},
    {"start", R"({"@type":"xsd:integer"})"},
    {"end", R"({"@type":"xsd:integer"})"},
    {"rule", R"({"@id":"BASErule"})"},
};

std::string Replace(std::string text, std::string_view what, std::string_view with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

bool IsDay(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return false;
  for (size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (date[i] < '0' || date[i] > '9') return false;
  }
  return true;
}

enum class TermKind { kType, kRelation, kQualifier };

class JsonLdWriter {
 public:
  JsonLdWriter(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options, ByteSink* sink)
      : graph_(graph), base_(ontology.base_iri()), writer_(sink) {
    for (char c : options.language) language_.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    for (const Term& term : kTerms) taken_.insert(term.name);
    CollectTerms();
  }

  expected<void> Write() {
    WriteContext();
    for (NodeId id = 0; id < graph_.nodes().size(); ++id) {
      WriteNode(id);
      if (!writer_.Checkpoint()) break;
    }
    for (const GraphEdge& edge : graph_.edges()) {
      WriteStatement(edge);
      if (!writer_.Checkpoint()) break;
    }
    writer_ << "\n]}\n";
    return writer_.Finish();
  }

 private:
  using Terms = std::map<std::string, std::string>;  // as in the graph -> as a key of JSON-LD

  // Terms are given in the order of the names, kind by kind, so that no order of the graph shows in them.
  void CollectTerms() {
    for (const GraphNode& node : graph_.nodes()) types_.try_emplace(node.type);
    for (const GraphEdge& edge : graph_.edges()) {
      relations_.try_emplace(edge.predicate);
      for (const GraphEvidence& evidence : edge.evidence) {
        for (const auto& [key, value] : evidence.qualifiers) qualifiers_.try_emplace(key);
      }
    }
    for (Terms* terms : {&types_, &relations_, &qualifiers_}) {
      for (auto& [name, term] : *terms) {
        term = VocabularyTerm(name);
        while (!taken_.insert(term).second) term.push_back('_');
      }
    }
  }

  void WriteContext() {
    std::string language;
    if (!language_.empty()) {
      language = ",\"@language\":";
      AppendJson(language_, &language);
    }
    std::string base;
    AppendJson(base_, &base);
    writer_ << "{\"@context\":{\n\"@vocab\":" << base;
    base = base.substr(1, base.size() - 2);
    for (const Term& term : kTerms) {
      std::string definition = Replace(Replace(term.definition, "LANGUAGE", language), "BASE", base);
      if (definition.starts_with("{\"@type\"")) {
        definition = "{\"@id\":\"" + base + term.name + "\"," + definition.substr(1);
      }
      writer_ << ",\n\"" << term.name << "\":" << definition;
    }
    for (const auto& [name, term] : types_) DefineTerm(term, "}");
    for (const auto& [name, term] : relations_) DefineTerm(term, ",\"@type\":\"@id\",\"@container\":\"@set\"}");
    for (const auto& [name, term] : qualifiers_) DefineTerm(term, language + "}");
    writer_ << "\n},\"@graph\":[";
  }

  void DefineTerm(const std::string& term, std::string_view rest) {
    writer_ << ",\n";
    AppendJson(term, writer_.out());
    writer_ << ":{\"@id\":";
    AppendJson(base_ + term, writer_.out());
    writer_ << rest;
  }

  void OpenNode(std::string_view type, std::string_view kind, std::string_view id) {
    writer_ << (first_ ? "\n{\"@type\":" : ",\n{\"@type\":");
    first_ = false;
    AppendJson(type, writer_.out());
    writer_ << ",\"@id\":";
    Iri(kind, id);
  }
  void Iri(std::string_view kind, std::string_view id) {
    if (iri_prefix_.empty()) {
      AppendJson(base_, &iri_prefix_);
      iri_prefix_.pop_back();
    }
    writer_ << iri_prefix_ << kind << id << "\"";  // ids are ASCII, see IsSafeId
  }
  void Name(std::string_view term) {
    writer_ << ",";
    AppendJson(term, writer_.out());
    writer_ << ":";
  }
  void Text(std::string_view term, std::string_view value) {
    if (value.empty()) return;
    Name(term);
    AppendJson(value, writer_.out());
  }
  void Integer(std::string_view term, uint64_t value) {
    Name(term);
    writer_ << "\"";
    AppendInteger(value, writer_.out());
    writer_ << "\"";
  }
  // A number as a string: as a JSON number each processor would write it in its own way.
  void Decimal(std::string_view term, double value) {
    if (!std::isfinite(value)) return;
    Name(term);
    writer_ << "\"";
    AppendDecimal(value, writer_.out());
    writer_ << "\"";
  }

  void WriteNode(NodeId id) {
    const GraphNode& node = graph_.node(id);
    OpenNode(types_.at(node.type), "e/", node.id);
    Text("uid", node.id);
    Text("label", node.name);
    if (!node.aliases.empty()) {
      Name("alias");
      char separator = '[';
      for (const std::string& alias : node.aliases) {
        writer_.out()->push_back(separator);
        AppendJson(alias, writer_.out());
        separator = ',';
      }
      writer_ << "]";
    }
    Integer("mentions", node.mentions);
    if (node.literal) {
      Text("text", node.literal->text);
      Decimal("value", node.literal->value);
      if (node.literal->value_max) Decimal("value_max", *node.literal->value_max);
      Text("unit", node.literal->unit);
      Text("approx", node.literal->approx);
    }
    if (node.amount) {
      Text("amount_text", node.amount->text);
      Decimal("amount_value", node.amount->value);
      if (node.amount->value_max) Decimal("amount_max", *node.amount->value_max);
      Text("amount_unit", node.amount->unit);
      Text("amount_approx", node.amount->approx);
      Text("amount_status", node.amount_status);
    }
    if (node.kind == GraphNode::Kind::kArticle) {
      Text("article_title", node.name);
      Text("document", node.source);
      Text(IsDay(node.date) ? "day" : "date", node.date);
      Integer("statements", node.statements);
    }
    WriteArticles(node.articles);
    WriteRelations(id);
    writer_ << "}";
  }

  void WriteArticles(const std::vector<NodeId>& articles) {
    if (articles.empty()) return;
    Name("article");
    char separator = '[';
    for (NodeId article : articles) {
      writer_.out()->push_back(separator);
      Iri("e/", graph_.node(article).id);
      separator = ',';
    }
    writer_ << "]";
  }

  // The direct triples. Edges are ordered by predicate, so each relation is one array.
  void WriteRelations(NodeId id) {
    const GraphEdge* previous = nullptr;
    for (const GraphEdge& edge : graph_.OutEdges(id)) {
      if (previous != nullptr && previous->predicate == edge.predicate) {
        writer_ << ",";
      } else {
        if (previous != nullptr) writer_ << "]";
        Name(relations_.at(edge.predicate));
        writer_ << "[";
      }
      Iri("e/", graph_.node(edge.object).id);
      previous = &edge;
    }
    if (previous != nullptr) writer_ << "]";
  }

  void WriteStatement(const GraphEdge& edge) {
    OpenNode("Statement", "s/", edge.id);
    Name("subject");
    Iri("e/", graph_.node(edge.subject).id);
    Text("predicate", relations_.at(edge.predicate));
    Name("object");
    Iri("e/", graph_.node(edge.object).id);
    Text("status", edge.status);
    Decimal("confidence", edge.confidence);
    Integer("weight", edge.evidence.size());
    for (const auto& [key, value] : edge.qualifiers) Text(qualifiers_.at(key), value);
    Name("evidence");
    char separator = '[';
    std::vector<std::string> ids;
    for (const GraphEvidence& evidence : edge.evidence) {
      ids.push_back(EvidenceId(edge, evidence));
      writer_.out()->push_back(separator);
      Iri("v/", ids.back());
      separator = ',';
    }
    writer_ << "]";
    std::set<NodeId> articles;
    for (const GraphEvidence& evidence : edge.evidence) articles.insert(evidence.article);
    WriteArticles({articles.begin(), articles.end()});
    writer_ << "}";
    for (size_t i = 0; i < ids.size(); ++i) WriteEvidence(ids[i], edge.evidence[i]);
  }

  std::string EvidenceId(const GraphEdge& edge, const GraphEvidence& evidence) {
    key_.clear();
    for (uint64_t number : {evidence.span.begin, evidence.span.end}) {
      AppendInteger(number, &key_);
      key_.push_back('|');
    }
    AppendDouble(evidence.confidence, &key_);
    for (const std::string* part : {&evidence.source, &graph_.node(evidence.article).id, &evidence.rule,
                                    &evidence.status, &evidence.text}) {
      key_.push_back('\0');
      key_.append(*part);
    }
    for (const auto& [key, value] : evidence.qualifiers) key_.append(1, '\0').append(key).append(1, '\0').append(value);
    std::string id = StatementId(edge.id, "evidence", key_);
    id[0] = 'v';
    return id;
  }

  void WriteEvidence(const std::string& id, const GraphEvidence& evidence) {
    OpenNode("Evidence", "v/", id);
    Text("document", evidence.source);
    Integer("start", evidence.span.begin);
    Integer("end", evidence.span.end);
    Text("text", evidence.text);
    Text("rule", evidence.rule);
    Text("status", evidence.status);
    Decimal("confidence", evidence.confidence);
    for (const auto& [key, value] : evidence.qualifiers) Text(qualifiers_.at(key), value);
    WriteArticles({evidence.article});
    writer_ << "}";
  }

  const PropertyGraph& graph_;
  const std::string base_;
  std::string language_;
  std::set<std::string> taken_;
  Terms types_, relations_, qualifiers_;
  Writer writer_;
  bool first_ = true;
  std::string iri_prefix_, key_;
};

}  // namespace

expected<void> WriteJsonLd(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options,
                           ByteSink* sink) {
  return JsonLdWriter(graph, ontology, options, sink).Write();
}

}  // namespace mailuo
