// The best connected entities of a graph as one SVG element: chosen, laid out, drawn. Used by the picture (picture.cc),
// which adds a legend and a panel, and by the overview report. Neighbour: layout.h (positions).
#ifndef MAILUO_GRAPH_SRC_REPORT_DRAWING_H_
#define MAILUO_GRAPH_SRC_REPORT_DRAWING_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "export/writer.h"
#include "mailuo/graph/picture.h"
#include "report/layout.h"

namespace mailuo {

struct DrawingOptions {
  uint32_t max_nodes = 120;
  double left_share = 0;  // of the width, kept free at the left
  double top = 0;         // kept free at the top
};

struct Drawn {
  NodeId id = 0;
  uint32_t degree = 0;
  double radius = 0;
  std::string label;
};

class GraphDrawing {
 public:
  GraphDrawing(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
               const DrawingOptions& options);

  const std::vector<Drawn>& drawn() const { return drawn_; }
  std::string Caption() const;  // how many are shown of how many
  void Write(std::string_view css_class, Writer* writer);

  std::string ColorOf(const std::string& type) const;
  std::string About(const GraphNode& node) const;
  std::string Sentence(const GraphEdge& edge) const;
  std::string Quote(const GraphEdge& edge) const;

 private:
  bool IsDrawable(NodeId id) const { return graph_.node(id).kind == GraphNode::Kind::kEntity; }
  bool Connects(const GraphEdge& edge) const;
  std::vector<uint32_t> CountNeighbours(const std::set<NodeId>* among) const;
  void Choose();
  void Place();
  void Text(std::string_view text);
  void Attribute(std::string_view name, std::string_view value);
  void Number(std::string_view name, double value);
  std::string PathOf(const GraphEdge& edge, int nth, double* middle_x, double* middle_y) const;
  void WriteEdges();
  void WriteNode(const Drawn& drawn);

  const PropertyGraph& graph_;
  const Ontology& ontology_;
  const ReportTexts& texts_;
  const DrawingOptions options_;
  Writer* writer_ = nullptr;
  std::vector<Drawn> drawn_;
  std::vector<LayoutNode> layout_;
  std::map<NodeId, uint32_t> index_;  // into drawn_ and layout_
  std::vector<EdgeId> shown_edges_;
  size_t entity_count_ = 0, relation_count_ = 0;
  double width_ = 0, height_ = 0;
};

// What a report embeds.
struct DrawnGraph {
  std::string svg;
  std::string caption;
};
DrawnGraph DrawGraph(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                     const DrawingOptions& options);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_DRAWING_H_
