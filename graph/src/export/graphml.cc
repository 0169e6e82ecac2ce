// WriteGraphml. What each reader of GraphML asks for stands beside the line that gives it; docs/outputs.md has the
// table of keys. Neighbours: properties.h says what is written, text.h escapes, writer.h buffers.
#include "mailuo/graph/graphml.h"

#include <algorithm>
#include <cmath>

#include "export/properties.h"
#include "export/text.h"
#include "export/writer.h"

namespace mailuo {

namespace {

// Ids of keys are unique in the file, also when case is ignored (Gephi). APOC compares the id of `labels` and of
// `label`, which must also be the first data of an edge; Gephi looks for attr.name `label`; Cytoscape and the Neo4j
// browser for `name`.
constexpr std::string_view kLabels = "labels";
constexpr std::string_view kLabel = "label";

std::string KeyOfNode(const std::string& name) { return "n_" + name; }
std::string KeyOfEdge(size_t property, const std::string& name) {
  return (property < kFirstQualifier ? "e_" : "q_") + name;
}

class GraphmlWriter {
 public:
  GraphmlWriter(const PropertyGraph& graph, const Ontology& ontology, GraphmlProfile profile, ByteSink* sink)
      : graph_(graph), properties_(graph, ontology), rich_(profile == GraphmlProfile::kRich), writer_(sink) {}

  expected<void> Write() {
    WriteHead();
    open_ = &open_of_nodes_;
    for (const GraphNode& node : graph_.nodes()) {  // all nodes before all edges: APOC looks ends up
      WriteNode(node);
      if (!writer_.Checkpoint()) break;
    }
    open_ = &open_of_edges_;
    for (const GraphEdge& edge : graph_.edges()) {
      WriteEdge(edge);
      if (!writer_.Checkpoint()) break;
    }
    writer_ << "  </graph>\n</graphml>\n";
    return writer_.Finish();
  }

  // For Properties. Absent values leave no <data>: APOC would store "", NetworkX fail on an empty number.
  void Text(size_t property, std::string_view value) {
    writer_ << (*open_)[property];
    AppendXmlText(value, writer_.out());
    writer_ << kClose;
  }
  void Integer(size_t property, uint64_t value) {
    writer_ << (*open_)[property];
    AppendInteger(value, writer_.out());
    writer_ << kClose;
  }
  // A number below the normal ones is written as 0: igraph refuses a whole file for one such as 5e-324.
  void Number(size_t property, double value) {
    if (std::fpclassify(value) == FP_SUBNORMAL) value = 0;
    writer_ << (*open_)[property];
    AppendDouble(value, writer_.out());
    writer_ << kClose;
  }
  void OpenTexts(size_t property) {
    list_property_ = property;
    list_.clear();
  }
  void Item(std::string_view text) {
    list_.push_back(list_.empty() ? '[' : ',');
    AppendJson(text, &list_);
  }
  void CloseTexts() {
    list_.push_back(']');
    Text(list_property_, list_);
  }

 private:
  static constexpr std::string_view kClose = "</data>\n";

  // No DOCTYPE (APOC rejects it), no prefix (Boost), no <default> (APOC).
  void WriteHead() {
    writer_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\""
               " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
               " xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns"
               " http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n";
    WriteKey(kLabels, "node", {"labels", ValueType::kText});
    for (const Property& property : properties_.of_nodes()) {
      WriteKey(KeyOfNode(property.name), "node", property);
      open_of_nodes_.push_back(Open(KeyOfNode(property.name)));
    }
    WriteKey(kLabel, "edge", {"label", ValueType::kText});
    for (const Property& property : properties_.of_edges()) {
      const std::string key = KeyOfEdge(open_of_edges_.size(), property.name);
      WriteKey(key, "edge", property);
      open_of_edges_.push_back(Open(key));
    }
    writer_ << "  <graph id=\"mailuo\" edgedefault=\"directed\">\n";
  }

  static std::string Open(std::string_view key) { return "      <data key=\"" + std::string(key) + "\">"; }

  void WriteKey(std::string_view id, std::string_view of, const Property& property) {
    const bool list = property.type == ValueType::kTexts;  // a JSON array as text
    const std::string_view type = property.type == ValueType::kInteger  ? "long"
                                  : property.type == ValueType::kNumber ? "double"
                                                                        : "string";
    writer_ << "  <key id=\"" << id << "\" for=\"" << of << "\" attr.name=\"" << property.name << "\" attr.type=\""
            << type << (list && rich_ ? "\" attr.list=\"string\"/>\n" : "\"/>\n");
  }

  void WriteNode(const GraphNode& node) {
    writer_ << "    <node id=\"" << node.id << "\">\n      <data key=\"labels\">";
    list_ = ":" + node.type;  // labels are split at ":"
    std::replace(list_.begin() + 1, list_.end(), ':', '_');
    AppendXmlText(list_, writer_.out());
    writer_ << kClose;
    properties_.VisitNode(node, this);
    writer_ << "    </node>\n";
  }

  void WriteEdge(const GraphEdge& edge) {
    writer_ << "    <edge id=\"" << edge.id << "\" source=\"" << graph_.node(edge.subject).id << "\" target=\""
            << graph_.node(edge.object).id;
    if (rich_) {  // Gephi merges parallel edges whose kinds it cannot see
      writer_ << "\" label=\"";
      AppendXmlAttribute(edge.predicate, writer_.out());
    }
    writer_ << "\">\n      <data key=\"label\">";
    AppendXmlText(edge.predicate, writer_.out());
    writer_ << kClose;
    properties_.VisitEdge(edge, this);
    writer_ << "    </edge>\n";
  }

  const PropertyGraph& graph_;
  Properties properties_;
  const bool rich_;
  Writer writer_;
  std::vector<std::string> open_of_nodes_, open_of_edges_;  // <data key="..."> by property
  const std::vector<std::string>* open_ = nullptr;
  size_t list_property_ = 0;
  std::string list_;
};

}  // namespace

expected<void> WriteGraphml(const PropertyGraph& graph, const Ontology& ontology, GraphmlProfile profile,
                            ByteSink* sink) {
  return GraphmlWriter(graph, ontology, profile, sink).Write();
}

}  // namespace mailuo
