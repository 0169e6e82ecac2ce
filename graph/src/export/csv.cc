// WriteCsvNodes, WriteCsvEdges. Neighbours: properties.h says what is written, neo4j_csv.cc writes for a program.
#include "mailuo/graph/csv.h"

#include <algorithm>
#include <initializer_list>

#include "export/properties.h"
#include "export/text.h"
#include "export/writer.h"

namespace mailuo {

namespace {

// The full-width forms of = + - @ count for spreadsheets in East Asian languages.
constexpr std::string_view kFormulaStarts[] = {
    "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

bool IsFormula(std::string_view text) {
  return std::any_of(std::begin(kFormulaStarts), std::end(kFormulaStarts),
                     [text](std::string_view start) { return text.starts_with(start); });
}

class CsvWriter {
 public:
  CsvWriter(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink)
      : graph_(graph), properties_(graph, ontology), writer_(sink) {}

  expected<void> WriteNodes() {
    shown_.assign(properties_.of_nodes().size(), true);
    Hide({kNodeName, kNodeUid, kNodeSize, kNodeColor});
    writer_ << kByteOrderMark << "id";
    WriteHead(properties_.of_nodes());
    for (const GraphNode& node : graph_.nodes()) {
      writer_ << node.id;
      next_ = 0;
      properties_.VisitNode(node, this);
      EndRow();
      if (!writer_.Checkpoint()) break;
    }
    return writer_.Finish();
  }

  expected<void> WriteEdges() {
    shown_.assign(properties_.of_edges().size(), true);
    Hide({kEdgeSid, kEdgeInteraction});
    writer_ << kByteOrderMark << "id,source,target,source_label,label,target_label";
    WriteHead(properties_.of_edges());
    for (const GraphEdge& edge : graph_.edges()) {
      const GraphNode &subject = graph_.node(edge.subject), &object = graph_.node(edge.object);
      writer_ << edge.id << "," << subject.id << "," << object.id;
      for (const std::string* text : {&subject.name, &edge.predicate, &object.name}) {
        writer_ << ",";
        if (!text->empty()) Cell(*text);
      }
      next_ = 0;
      properties_.VisitEdge(edge, this);
      EndRow();
      if (!writer_.Checkpoint()) break;
    }
    return writer_.Finish();
  }

  // For Properties.
  void Text(size_t property, std::string_view value) {
    if (!shown_[property]) return;
    MoveTo(property);
    Cell(value);
  }
  void Integer(size_t property, uint64_t value) {
    MoveTo(property);
    AppendInteger(value, writer_.out());
  }
  void Number(size_t property, double value) {
    if (!shown_[property]) return;
    MoveTo(property);
    AppendDouble(value, writer_.out());
  }
  void OpenTexts(size_t property) {
    MoveTo(property);
    list_.clear();
  }
  void Item(std::string_view value) { list_.append(list_.empty() ? "" : "; ").append(value); }
  void CloseTexts() { Cell(list_); }

 private:
  static constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

  void Hide(std::initializer_list<size_t> properties) {
    for (size_t property : properties) shown_[property] = false;
  }

  void WriteHead(const std::vector<Property>& properties) {
    for (size_t i = 0; i < properties.size(); ++i) {
      if (shown_[i]) writer_ << "," << properties[i].name;
    }
    writer_ << "\r\n";
  }

  void Cell(std::string_view text) {
    writer_ << (IsFormula(text) ? "\"'" : "\"");
    AppendCsvCellText(text, writer_.out());
    writer_ << "\"";
  }

  // Writes the commas up to the cell of `property`.
  void MoveTo(size_t property) {
    for (; next_ <= property; ++next_) {
      if (shown_[next_]) writer_ << ",";
    }
  }
  void EndRow() {
    if (next_ < shown_.size()) MoveTo(shown_.size() - 1);
    writer_ << "\r\n";
  }

  const PropertyGraph& graph_;
  Properties properties_;
  Writer writer_;
  std::vector<bool> shown_;  // by property
  size_t next_ = 0;          // the first property whose comma is not yet written
  std::string list_;
};

}  // namespace

expected<void> WriteCsvNodes(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink) {
  return CsvWriter(graph, ontology, sink).WriteNodes();
}

expected<void> WriteCsvEdges(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink) {
  return CsvWriter(graph, ontology, sink).WriteEdges();
}

}  // namespace mailuo
