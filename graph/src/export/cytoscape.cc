// WriteCytoscape. Neighbours: properties.h says what is written, text.h escapes, writer.h buffers.
#include "mailuo/graph/cytoscape.h"

#include "export/properties.h"
#include "export/text.h"
#include "export/writer.h"

namespace mailuo {

namespace {

class CytoscapeWriter {
 public:
  CytoscapeWriter(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink)
      : graph_(graph), properties_(graph, ontology), writer_(sink) {
    for (const Property& property : properties_.of_nodes()) node_keys_.push_back(",\"" + property.name + "\":");
    for (const Property& property : properties_.of_edges()) edge_keys_.push_back(",\"" + property.name + "\":");
  }

  // What stands before "elements" is for Cytoscape of the desktop.
  expected<void> Write() {
    writer_ << "{\"format_version\":\"1.0\",\"generated_by\":\"mailuo\",\"target_cytoscapejs_version\":\"~3.0\","
               "\"data\":{\"name\":\"mailuo\"},\"elements\":{\"nodes\":[";
    keys_ = &node_keys_;
    std::string_view separator = "\n";
    for (const GraphNode& node : graph_.nodes()) {
      writer_ << separator << "{\"data\":{\"id\":\"" << node.id << "\"";
      properties_.VisitNode(node, this);
      writer_ << "}}";
      separator = ",\n";
      if (!writer_.Checkpoint()) break;
    }
    writer_ << "\n],\"edges\":[";
    keys_ = &edge_keys_;
    separator = "\n";
    for (const GraphEdge& edge : graph_.edges()) {
      writer_ << separator << "{\"data\":{\"id\":\"" << edge.id << "\",\"source\":\"" << graph_.node(edge.subject).id
              << "\",\"target\":\"" << graph_.node(edge.object).id << "\",\"label\":";
      AppendJson(edge.predicate, writer_.out());
      properties_.VisitEdge(edge, this);
      writer_ << "}}";
      separator = ",\n";
      if (!writer_.Checkpoint()) break;
    }
    writer_ << "\n]}}\n";
    return writer_.Finish();
  }

  // For Properties.
  void Text(size_t property, std::string_view value) {
    writer_ << (*keys_)[property];
    if (keys_ == &edge_keys_ && property == kEdgeEvidence) {
      writer_ << value;  // JSON already
    } else {
      AppendJson(value, writer_.out());
    }
  }
  void Integer(size_t property, uint64_t value) {
    writer_ << (*keys_)[property];
    AppendInteger(value, writer_.out());
  }
  void Number(size_t property, double value) {
    writer_ << (*keys_)[property];
    AppendDouble(value, writer_.out());
  }
  void OpenTexts(size_t property) {
    writer_ << (*keys_)[property];
    separator_ = "[";
  }
  void Item(std::string_view text) {
    writer_ << separator_;
    AppendJson(text, writer_.out());
    separator_ = ",";
  }
  void CloseTexts() { writer_ << "]"; }

 private:
  const PropertyGraph& graph_;
  Properties properties_;
  Writer writer_;
  std::vector<std::string> node_keys_, edge_keys_;  // by property
  const std::vector<std::string>* keys_ = nullptr;
  std::string_view separator_;
};

}  // namespace

expected<void> WriteCytoscape(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink) {
  return CytoscapeWriter(graph, ontology, sink).Write();
}

}  // namespace mailuo
