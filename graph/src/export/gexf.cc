// WriteGexf. Neighbours: properties.h says what is written, graphml.cc, text.h escapes, writer.h buffers.
#include "mailuo/graph/gexf.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "export/properties.h"
#include "export/text.h"
#include "export/writer.h"

namespace mailuo {

namespace {

class GexfWriter {
 public:
  GexfWriter(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink)
      : graph_(graph), properties_(graph, ontology), writer_(sink) {
    // GEXF has places of its own for these.
    open_of_nodes_ = Openings(properties_.of_nodes(), {kNodeLabel, kNodeName, kNodeUid, kNodeSize, kNodeColor});
    open_of_edges_ = Openings(properties_.of_edges(), {kEdgeSid, kEdgeInteraction, kEdgeWeight});
  }

  expected<void> Write() {
    writer_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\""
               " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
               " xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">\n"
               "  <meta>\n    <creator>Mailuo</creator>\n  </meta>\n"
               "  <graph defaultedgetype=\"directed\" mode=\"static\">\n";
    WriteAttributes("node", properties_.of_nodes(), open_of_nodes_);
    WriteAttributes("edge", properties_.of_edges(), open_of_edges_);
    writer_ << "    <nodes>\n";
    open_ = &open_of_nodes_;
    for (const GraphNode& node : graph_.nodes()) {
      WriteNode(node);
      if (!writer_.Checkpoint()) break;
    }
    writer_ << "    </nodes>\n    <edges>\n";
    open_ = &open_of_edges_;
    for (const GraphEdge& edge : graph_.edges()) {
      WriteEdge(edge);
      if (!writer_.Checkpoint()) break;
    }
    writer_ << "    </edges>\n  </graph>\n</gexf>\n";
    return writer_.Finish();
  }

  // For Properties.
  void Text(size_t property, std::string_view value) {
    if (open_ == &open_of_nodes_ && property == kNodeColor) color_ = value;
    if ((*open_)[property].empty()) return;
    writer_ << (*open_)[property];
    AppendXmlValue(value, writer_.out());
    writer_ << kClose;
  }
  void Integer(size_t property, uint64_t value) {
    writer_ << (*open_)[property];
    AppendInteger(value, writer_.out());
    writer_ << kClose;
  }
  void Number(size_t property, double value) {
    if (open_ == &open_of_nodes_ && property == kNodeSize) size_ = value;
    if ((*open_)[property].empty()) return;
    writer_ << (*open_)[property];
    AppendDouble(value, writer_.out());
    writer_ << kClose;
  }
  void OpenTexts(size_t property) {
    list_property_ = property;
    list_.clear();
  }
  // Gephi reads what stands behind a backslash as it is: \n would be an n there.
  void Item(std::string_view text) {
    list_ += list_.empty() ? "[\"" : ",\"";
    for (char c : text) {
      if (c == '"' || c == '\\') list_.push_back('\\');
      list_.push_back(c);
    }
    list_.push_back('"');
  }
  void CloseTexts() {
    list_.push_back(']');
    Text(list_property_, list_);
  }

 private:
  static constexpr std::string_view kClose = "\"/>\n";

  // What stands before the value of each property; empty for `others`.
  static std::vector<std::string> Openings(const std::vector<Property>& properties,
                                           std::initializer_list<size_t> others) {
    std::vector<std::string> openings;
    for (size_t i = 0; i < properties.size(); ++i) {
      const bool is_other = std::find(others.begin(), others.end(), i) != others.end();
      openings.push_back(is_other ? "" : "          <attvalue for=\"" + properties[i].name + "\" value=\"");
    }
    return openings;
  }

  static std::string_view TypeName(ValueType type) {
    switch (type) {
      case ValueType::kInteger: return "long";
      case ValueType::kNumber: return "double";
      case ValueType::kTexts: return "liststring";
      default: return "string";
    }
  }

  void WriteAttributes(std::string_view of, const std::vector<Property>& properties,
                       const std::vector<std::string>& openings) {
    writer_ << "    <attributes class=\"" << of << "\">\n";
    for (size_t i = 0; i < properties.size(); ++i) {
      if (openings[i].empty()) continue;
      writer_ << "      <attribute id=\"" << properties[i].name << "\" title=\"" << properties[i].name << "\" type=\""
              << TypeName(properties[i].type) << "\"/>\n";
    }
    writer_ << "    </attributes>\n";
  }

  void WriteNode(const GraphNode& node) {
    writer_ << "      <node id=\"" << node.id;
    if (!node.name.empty()) {
      writer_ << "\" label=\"";
      AppendXmlValue(node.name, writer_.out());
    }
    writer_ << "\">\n        <attvalues>\n";
    color_.clear();
    properties_.VisitNode(node, this);
    writer_ << "        </attvalues>\n";
    WriteColor();
    writer_ << "        <viz:size value=\"";
    AppendDouble(size_, writer_.out());
    writer_ << "\"/>\n      </node>\n";
  }

  // Red, green and blue apart: NetworkX fails on the form hex="#rrggbb".
  void WriteColor() {
    unsigned rgb = 0;
    if (color_.size() != 7) return;
    std::from_chars(color_.data() + 1, color_.data() + 7, rgb, 16);
    writer_ << "        <viz:color r=\"";
    AppendInteger(rgb >> 16, writer_.out());
    writer_ << "\" g=\"";
    AppendInteger(rgb >> 8 & 255, writer_.out());
    writer_ << "\" b=\"";
    AppendInteger(rgb & 255, writer_.out());
    writer_ << "\"/>\n";
  }

  // The kind is what keeps edges of two relations between the same nodes apart in Gephi.
  void WriteEdge(const GraphEdge& edge) {
    writer_ << "      <edge id=\"" << edge.id << "\" source=\"" << graph_.node(edge.subject).id << "\" target=\""
            << graph_.node(edge.object).id << "\" kind=\"";
    AppendXmlValue(edge.predicate, writer_.out());
    writer_ << "\" label=\"";
    AppendXmlValue(edge.predicate, writer_.out());
    writer_ << "\" weight=\"";
    AppendDouble(edge.weight(), writer_.out());
    writer_ << "\">\n        <attvalues>\n";
    properties_.VisitEdge(edge, this);
    writer_ << "        </attvalues>\n      </edge>\n";
  }

  const PropertyGraph& graph_;
  Properties properties_;
  Writer writer_;
  std::vector<std::string> open_of_nodes_, open_of_edges_;  // <attvalue for="..." value=" by property
  const std::vector<std::string>* open_ = nullptr;
  size_t list_property_ = 0;
  std::string list_, color_;
  double size_ = 0;
};

}  // namespace

expected<void> WriteGexf(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink) {
  return GexfWriter(graph, ontology, sink).Write();
}

}  // namespace mailuo
