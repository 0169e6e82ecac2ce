// WriteNeo4jNodes, WriteNeo4jRelationships. Neighbours: properties.h says what is written, csv.cc writes for people.
#include "mailuo/graph/neo4j_csv.h"

#include <algorithm>

#include "export/properties.h"
#include "export/text.h"
#include "export/writer.h"

namespace mailuo {

namespace {

constexpr char kListSeparator = '\x1F';

class Neo4jCsvWriter {
 public:
  Neo4jCsvWriter(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink)
      : graph_(graph), properties_(graph, ontology), writer_(sink) {}

  expected<void> WriteNodes() {
    own_id_ = kNodeUid;
    writer_ << "uid:ID,:LABEL";
    WriteHead(properties_.of_nodes());
    for (const GraphNode& node : graph_.nodes()) {
      writer_ << node.id << ",";
      std::string label = node.type;
      std::replace(label.begin(), label.end(), ':', '_');  // as in GraphML
      AppendCsvText(label, writer_.out());
      next_ = 0;
      properties_.VisitNode(node, this);
      EndRow(properties_.of_nodes().size());
      if (!writer_.Checkpoint()) break;
    }
    return writer_.Finish();
  }

  expected<void> WriteRelationships() {
    writer_ << ":START_ID,:END_ID,:TYPE";
    WriteHead(properties_.of_edges());
    for (const GraphEdge& edge : graph_.edges()) {
      writer_ << graph_.node(edge.subject).id << "," << graph_.node(edge.object).id << ",";
      AppendCsvText(edge.predicate, writer_.out());
      next_ = 0;
      properties_.VisitEdge(edge, this);
      EndRow(properties_.of_edges().size());
      if (!writer_.Checkpoint()) break;
    }
    return writer_.Finish();
  }

  // For Properties.
  void Text(size_t property, std::string_view value) {
    if (property == own_id_) return;
    MoveTo(property);
    AppendCsvText(value, writer_.out());
  }
  void Integer(size_t property, uint64_t value) {
    MoveTo(property);
    AppendInteger(value, writer_.out());
  }
  void Number(size_t property, double value) {
    MoveTo(property);
    AppendDouble(value, writer_.out());
  }
  void OpenTexts(size_t property) {
    MoveTo(property);
    list_.clear();
  }
  void Item(std::string_view value) {
    if (!list_.empty()) list_.push_back(kListSeparator);
    const size_t start = list_.size();
    list_.append(value);
    for (size_t at = start; (at = list_.find(kListSeparator, at)) != std::string::npos; at += kReplacement.size()) {
      list_.replace(at, 1, kReplacement);
    }
  }
  void CloseTexts() { AppendCsvText(list_, writer_.out()); }

 private:
  static std::string_view TypeName(ValueType type) {
    switch (type) {
      case ValueType::kInteger: return ":long";
      case ValueType::kNumber: return ":double";
      case ValueType::kTexts: return ":string[]";
      default: return ":string";
    }
  }

  void WriteHead(const std::vector<Property>& properties) {
    for (size_t i = 0; i < properties.size(); ++i) {
      if (i != own_id_) writer_ << "," << properties[i].name << TypeName(properties[i].type);
    }
    writer_ << "\n";
  }

  // Writes the commas up to the cell of `property`; cells between are empty, which Neo4j reads as absent.
  void MoveTo(size_t property) {
    for (; next_ <= property; ++next_) {
      if (next_ != own_id_) writer_ << ",";
    }
  }
  void EndRow(size_t properties) {
    if (next_ < properties) MoveTo(properties - 1);
    writer_ << "\n";
  }

  const PropertyGraph& graph_;
  Properties properties_;
  Writer writer_;
  size_t own_id_ = SIZE_MAX;  // the property that stands in the first column
  size_t next_ = 0;           // the first property whose comma is not yet written
  std::string list_;
};

}  // namespace

expected<void> WriteNeo4jNodes(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink) {
  return Neo4jCsvWriter(graph, ontology, sink).WriteNodes();
}

expected<void> WriteNeo4jRelationships(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink) {
  return Neo4jCsvWriter(graph, ontology, sink).WriteRelationships();
}

}  // namespace mailuo
