// WriteTurtle and WriteTurtleStar. Neighbours: rdf.h says what is written of nodes, properties.h what is written of
// relations in Turtle-star.
#include "mailuo/graph/turtle.h"

#include <algorithm>

#include "export/properties.h"
#include "export/rdf.h"
#include "export/text.h"
#include "export/writer.h"

namespace mailuo {

namespace {

// Names that need no escape behind a prefix; Turtle admits more.
bool IsLocalName(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && plain(name[0]) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return plain(c) || c == '-'; });
}

class TurtleWriter {
 public:
  TurtleWriter(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options, ByteSink* sink)
      : graph_(graph), rdf_(graph, ontology.base_iri()), writer_(sink) {
    if (!options.language.empty()) language_ = "@" + LowerAscii(options.language);
    for (const RdfTerm& term : rdf_.terms()) {
      names_.push_back(term.compact.empty() ? NameOf(term.name) : term.compact);
      endings_.push_back("\"" + Ending(term.kind));
    }
  }

  expected<void> Write() {
    WritePrefixes(/*statements=*/true);
    WriteNodes();
    for (const GraphEdge& edge : graph_.edges()) {
      if (!writer_.Checkpoint()) break;
      rdf_.VisitStatement(edge, this);
      for (const GraphEvidence& evidence : edge.evidence) rdf_.VisitEvidence(edge, evidence, this);
    }
    return writer_.Finish();
  }

  expected<void> WriteStar(const Ontology& ontology) {
    WritePrefixes(/*statements=*/false);
    WriteNodes();
    Properties properties(graph_, ontology);
    AnnotationWriter annotations(this, properties);
    for (const GraphEdge& edge : graph_.edges()) {
      if (!writer_.Checkpoint()) break;
      writer_ << "\n<<";
      Iri(kEntityKind, graph_.node(edge.subject).id);
      writer_ << " " << names_[rdf_.TermOf(edge)] << " ";
      Iri(kEntityKind, graph_.node(edge.object).id);
      writer_ << ">>";
      annotations.Write(edge);
      writer_ << " .\n";
    }
    return writer_.Finish();
  }

  // For RdfGraph.
  void Open(size_t type, std::string_view kind, std::string_view id) {
    writer_ << "\n";
    Iri(kind, id);
    writer_ << " a " << names_[type];
  }
  void Close() { writer_ << " .\n"; }
  void Text(size_t term, std::string_view value) {
    Name(term);
    Quoted(value, term);
  }
  void Integer(size_t term, uint64_t value) {
    Name(term) << "\"";
    AppendInteger(value, writer_.out());
    writer_ << endings_[term];
  }
  void Decimal(size_t term, double value) {
    Name(term) << "\"";
    AppendDecimal(value, writer_.out());
    writer_ << endings_[term];
  }
  void Term(size_t term, size_t value) { Name(term) << names_[value]; }
  void Node(size_t term, std::string_view kind, std::string_view id) {
    Name(term);
    Iri(kind, id);
  }
  void OpenSet(size_t term) {
    Name(term);
    set_ = term;
    separator_ = "";
  }
  void TextItem(std::string_view value) {
    writer_ << separator_;
    Quoted(value, set_);
    separator_ = ", ";
  }
  void NodeItem(std::string_view kind, std::string_view id) {
    writer_ << separator_;
    Iri(kind, id);
    separator_ = ", ";
  }
  void CloseSet() {}

 private:
  // For Properties: what an edge says, as literals about its triple. Edges have no lists.
  class AnnotationWriter {
   public:
    AnnotationWriter(TurtleWriter* turtle, Properties& properties) : turtle_(*turtle), properties_(properties) {
      for (const Property& property : properties.of_edges()) names_.push_back(turtle_.NameOf(property.name) + " \"");
    }
    void Write(const GraphEdge& edge) {
      separator_ = " ";
      properties_.VisitEdge(edge, this);
    }
    void Text(size_t property, std::string_view value) {
      AppendRdfText(value, Begin(property));
      turtle_.writer_ << "\"";
    }
    void Integer(size_t property, uint64_t value) {
      AppendInteger(value, Begin(property));
      turtle_.writer_ << "\"^^xsd:integer";
    }
    void Number(size_t property, double value) {
      AppendDecimal(value, Begin(property));
      turtle_.writer_ << "\"^^xsd:decimal";
    }
    void OpenTexts(size_t) {}
    void Item(std::string_view) {}
    void CloseTexts() {}

   private:
    std::string* Begin(size_t property) {
      turtle_.writer_ << separator_ << names_[property];
      separator_ = " ;\n  ";
      return turtle_.writer_.out();
    }
    TurtleWriter& turtle_;
    Properties& properties_;
    std::vector<std::string> names_;
    std::string_view separator_;
  };

  void WritePrefixes(bool statements) {
    writer_ << "@prefix : <" << rdf_.base() << "> .\n";
    WritePrefix("e", kEntityKind);
    if (statements) {
      WritePrefix("s", kStatementKind);
      WritePrefix("v", kEvidenceKind);
    }
    for (size_t i = rdf::kXsd; i <= rdf::kProv; ++i) {
      writer_ << "@prefix " << rdf_.terms()[i].name << ": <" << rdf_.terms()[i].iri << "> .\n";
    }
  }
  void WritePrefix(std::string_view name, std::string_view kind) {
    writer_ << "@prefix " << name << ": <" << rdf_.base() << kind << "> .\n";
  }

  void WriteNodes() {
    for (NodeId id = 0; id < graph_.nodes().size(); ++id) {
      rdf_.VisitNode(id, this);
      if (!writer_.Checkpoint()) break;
    }
  }

  std::string NameOf(const std::string& name) const {
    return IsLocalName(name) ? ":" + name : "<" + rdf_.base() + name + ">";
  }
  std::string Ending(RdfKind kind) const {
    switch (kind) {
      case RdfKind::kText:
      case RdfKind::kTexts: return language_;
      case RdfKind::kDay: return "^^xsd:date";
      case RdfKind::kInteger: return "^^xsd:integer";
      case RdfKind::kDecimal: return "^^xsd:decimal";
      default: return {};
    }
  }

  Writer& Name(size_t term) { return writer_ << " ;\n  " << names_[term] << " "; }
  void Quoted(std::string_view value, size_t term) {
    writer_ << "\"";
    AppendRdfText(value, writer_.out());
    writer_ << endings_[term];
  }
  void Iri(std::string_view kind, std::string_view id) {
    if (IsLocalName(id)) {
      writer_ << kind.substr(0, 1) << ":" << id;
    } else {
      writer_ << "<" << rdf_.base() << kind << id << ">";
    }
  }

  const PropertyGraph& graph_;
  RdfGraph rdf_;
  Writer writer_;
  std::string language_;                      // with the "@" before it
  std::vector<std::string> names_, endings_;  // by term
  size_t set_ = 0;
  std::string_view separator_;
};

}  // namespace

expected<void> WriteTurtle(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options,
                           ByteSink* sink) {
  return TurtleWriter(graph, ontology, options, sink).Write();
}

expected<void> WriteTurtleStar(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options,
                               ByteSink* sink) {
  return TurtleWriter(graph, ontology, options, sink).WriteStar(ontology);
}

}  // namespace mailuo
