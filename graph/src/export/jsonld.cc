// WriteJsonLd. The shape: "@context" with every term in use, then "@graph" with one node object a line, "@type" before
// "@id" (streaming parsers ask for it). Neighbours: rdf.h says what is written, text.h escapes, writer.h buffers.
#include "mailuo/graph/jsonld.h"

#include "export/rdf.h"
#include "export/text.h"
#include "export/writer.h"

namespace mailuo {

namespace {

class JsonLdWriter {
 public:
  JsonLdWriter(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options, ByteSink* sink)
      : graph_(graph), rdf_(graph, ontology.base_iri()), writer_(sink) {
    if (!options.language.empty()) {
      language_ = ",\"@language\":";
      AppendJson(LowerAscii(options.language), &language_);
    }
    for (const RdfTerm& term : rdf_.terms()) {
      names_.emplace_back();
      AppendJson(term.name, &names_.back());
    }
    iri_ = "\"" + JsonOf(rdf_.base());
  }

  expected<void> Write() {
    WriteContext();
    for (NodeId id = 0; id < graph_.nodes().size(); ++id) {
      rdf_.VisitNode(id, this);
      if (!writer_.Checkpoint()) break;
    }
    for (const GraphEdge& edge : graph_.edges()) {
      rdf_.VisitStatement(edge, this);
      for (const GraphEvidence& evidence : edge.evidence) rdf_.VisitEvidence(edge, evidence, this);
      if (!writer_.Checkpoint()) break;
    }
    writer_ << "\n]}\n";
    return writer_.Finish();
  }

  // For RdfGraph. Numbers are strings: as a JSON number each processor would write one in its own way.
  void Open(size_t type, std::string_view kind, std::string_view id) {
    writer_ << (first_ ? "\n{\"@type\":" : ",\n{\"@type\":") << names_[type] << ",\"@id\":";
    first_ = false;
    Iri(kind, id);
  }
  void Close() { writer_ << "}"; }
  void Text(size_t term, std::string_view value) {
    Name(term);
    AppendJson(value, writer_.out());
  }
  void Integer(size_t term, uint64_t value) {
    Name(term) << "\"";
    AppendInteger(value, writer_.out());
    writer_ << "\"";
  }
  void Decimal(size_t term, double value) {
    Name(term) << "\"";
    AppendDecimal(value, writer_.out());
    writer_ << "\"";
  }
  void Term(size_t term, size_t value) { Name(term) << names_[value]; }
  void Node(size_t term, std::string_view kind, std::string_view id) {
    Name(term);
    Iri(kind, id);
  }
  void OpenSet(size_t term) {
    Name(term) << "[";
    separator_ = "";
  }
  void TextItem(std::string_view value) {
    writer_ << separator_;
    AppendJson(value, writer_.out());
    separator_ = ",";
  }
  void NodeItem(std::string_view kind, std::string_view id) {
    writer_ << separator_;
    Iri(kind, id);
    separator_ = ",";
  }
  void CloseSet() { writer_ << "]"; }

 private:
  // The inside of a JSON string.
  static std::string JsonOf(std::string_view text) {
    std::string json;
    AppendJson(text, &json);
    return json.substr(1, json.size() - 2);
  }

  void WriteContext() {
    writer_ << "{\"@context\":{\n\"@vocab\":\"" << JsonOf(rdf_.base()) << "\"";
    for (size_t i = 0; i < rdf_.terms().size(); ++i) {
      const RdfTerm& term = rdf_.terms()[i];
      const std::string iri = "\"" + JsonOf(term.compact.empty() ? term.iri : term.compact) + "\"";
      writer_ << ",\n" << names_[i] << ":";
      if (term.kind == RdfKind::kName && i < rdf::kFirstOfGraph) {
        writer_ << iri;
      } else {
        writer_ << "{\"@id\":" << iri << Coercion(term.kind) << "}";
      }
    }
    writer_ << "\n},\"@graph\":[";
  }

  std::string Coercion(RdfKind kind) const {
    switch (kind) {
      case RdfKind::kNode: return ",\"@type\":\"@id\"";
      case RdfKind::kNodes: return ",\"@type\":\"@id\",\"@container\":\"@set\"";
      case RdfKind::kTerm: return ",\"@type\":\"@vocab\"";
      case RdfKind::kText: return language_;
      case RdfKind::kTexts: return language_ + ",\"@container\":\"@set\"";
      case RdfKind::kDay: return ",\"@type\":\"xsd:date\"";
      case RdfKind::kInteger: return ",\"@type\":\"xsd:integer\"";
      case RdfKind::kDecimal: return ",\"@type\":\"xsd:decimal\"";
      default: return {};
    }
  }

  Writer& Name(size_t term) { return writer_ << "," << names_[term] << ":"; }
  void Iri(std::string_view kind, std::string_view id) { writer_ << iri_ << kind << id << "\""; }  // ids are ASCII

  const PropertyGraph& graph_;
  RdfGraph rdf_;
  Writer writer_;
  std::string language_;            // what a coercion says of it
  std::vector<std::string> names_;  // of terms, with quotes
  std::string iri_;                 // a quote and the base
  std::string_view separator_;
  bool first_ = true;
};

}  // namespace

expected<void> WriteJsonLd(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options,
                           ByteSink* sink) {
  return JsonLdWriter(graph, ontology, options, sink).Write();
}

}  // namespace mailuo
