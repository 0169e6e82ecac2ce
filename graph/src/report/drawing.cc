#include "report/drawing.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>

#include "assemble/utf8.h"
#include "export/text.h"
#include "report/wording.h"

namespace mailuo {

namespace {

constexpr double kLabelSize = 11.5;   // as .node text in picture_page.h
constexpr double kHubLabelSize = 15;  // as .node.hub text
constexpr uint32_t kHubDegree = 6;
constexpr size_t kLabelChars = 15;   // a longer name ends in an ellipsis; the whole one is in the tip and the panel
constexpr double kMargin = 40;
constexpr size_t kFactsInTip = 4;
constexpr char kNoColor[] = "#8a8f98";

bool IsWide(std::string_view text, size_t at) { return static_cast<uint8_t>(text[at]) >= 0xE1; }

// In pixels, as if wide characters were square and others half of one.
double LabelWidth(std::string_view label) {
  double width = 0;
  for (size_t at = 0; at < label.size(); at += std::max<size_t>(1, Utf8SequenceLength(label, at))) {
    width += IsWide(label, at) ? kLabelSize : kLabelSize * 0.56;
  }
  return width;
}

std::string Shortened(const std::string& name) {
  double room = kLabelChars * kLabelSize;
  size_t at = 0;
  while (at < name.size()) {
    room -= IsWide(name, at) ? kLabelSize : kLabelSize * 0.56;
    if (room < 0) return name.substr(0, at) + "\xE2\x80\xA6";
    at += std::max<size_t>(1, Utf8SequenceLength(name, at));
  }
  return name;
}

void AppendCoordinate(double value, std::string* out) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.1f", value == 0 ? 0.0 : value);
  std::replace(buffer, buffer + sizeof buffer, ',', '.');  // a locale may have put a comma
  *out += buffer;
}

bool IsHub(const Drawn& drawn) { return drawn.degree >= kHubDegree; }
double LabelSize(const Drawn& drawn) { return IsHub(drawn) ? kHubLabelSize : kLabelSize; }

}  // namespace

GraphDrawing::GraphDrawing(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                           const DrawingOptions& options)
    : graph_(graph), ontology_(ontology), texts_(texts), options_(options) {
  Choose();
  Place();
}

void GraphDrawing::Write(std::string_view css_class, Writer* writer) {
  writer_ = writer;
  *writer_ << "<svg class=\"" << css_class << "\" viewBox=\"0 0 ";
  AppendCoordinate(width_, writer_->out());
  *writer_ << " ";
  AppendCoordinate(height_, writer_->out());
  *writer_ << "\" preserveAspectRatio=\"xMidYMid meet\"><g class=\"view\">\n";
  WriteEdges();
  for (const Drawn& drawn : drawn_) WriteNode(drawn);
  *writer_ << "</g></svg>\n";
}

std::string GraphDrawing::Caption() const {
  size_t figures = 0;
  for (const GraphNode& node : graph_.nodes()) figures += node.kind == GraphNode::Kind::kLiteral;
  return texts_.Format("picture_shown", {{"shown", std::to_string(drawn_.size())},
                                         {"all", std::to_string(entity_count_)},
                                         {"edges", std::to_string(shown_edges_.size())},
                                         {"all_edges", std::to_string(relation_count_)},
                                         {"figures", std::to_string(figures)}});
}

bool GraphDrawing::Connects(const GraphEdge& edge) const {
  return IsDrawable(edge.subject) && IsDrawable(edge.object) && edge.subject != edge.object;
}

std::vector<uint32_t> GraphDrawing::CountNeighbours(const std::set<NodeId>* among) const {
  std::vector<std::pair<NodeId, NodeId>> pairs;
  for (const GraphEdge& edge : graph_.edges()) {
    if (!Connects(edge)) continue;
    if (among != nullptr && (among->count(edge.subject) == 0 || among->count(edge.object) == 0)) continue;
    pairs.emplace_back(edge.subject, edge.object);
    pairs.emplace_back(edge.object, edge.subject);
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::vector<uint32_t> degree(graph_.nodes().size());
  for (const auto& [from, to] : pairs) ++degree[from];
  return degree;
}

// The entities with most neighbours; of equals those with more evidence. What has no neighbour left is not drawn.
void GraphDrawing::Choose() {
  const std::vector<uint32_t> degree = CountNeighbours(nullptr);
  std::vector<NodeId> order;
  for (NodeId id = 0; id < graph_.nodes().size(); ++id) {
    if (IsDrawable(id)) ++entity_count_;
    if (degree[id] > 0) order.push_back(id);
  }
  std::sort(order.begin(), order.end(), [&](NodeId a, NodeId b) {
    return std::tuple(degree[b], graph_.node(b).mentions, a) < std::tuple(degree[a], graph_.node(a).mentions, b);
  });
  if (order.size() > options_.max_nodes) order.resize(options_.max_nodes);
  const std::set<NodeId> chosen(order.begin(), order.end());
  const std::vector<uint32_t> shown_degree = CountNeighbours(&chosen);
  for (NodeId id : order) {
    if (shown_degree[id] == 0) continue;
    const GraphNode& node = graph_.node(id);
    index_[id] = static_cast<uint32_t>(drawn_.size());
    drawn_.push_back({id, shown_degree[id], 3.5 + 2.6 * std::sqrt(static_cast<double>(shown_degree[id])),
                      Shortened(node.name)});
  }
  for (EdgeId id = 0; id < graph_.edges().size(); ++id) {
    const GraphEdge& edge = graph_.edge(id);
    if (IsDrawable(edge.subject) && IsDrawable(edge.object)) ++relation_count_;
    if (Connects(edge) && index_.count(edge.subject) > 0 && index_.count(edge.object) > 0) shown_edges_.push_back(id);
  }
}

void GraphDrawing::Place() {
  std::vector<std::pair<uint32_t, uint32_t>> springs;
  for (EdgeId id : shown_edges_) {
    springs.emplace_back(index_.at(graph_.edge(id).subject), index_.at(graph_.edge(id).object));
  }
  for (const Drawn& drawn : drawn_) {
    LayoutNode node;
    node.seed = SeedOf(graph_.node(drawn.id).id);
    const double size = LabelSize(drawn);
    node.width = std::max(2 * drawn.radius, LabelWidth(drawn.label) * size / kLabelSize) + 8;
    node.height = 2 * drawn.radius + size + 10;
    layout_.push_back(node);
  }
  PlaceNodes(springs, &layout_);
  double left = 0, top = 0, right = 0, bottom = 0;
  for (const LayoutNode& node : layout_) {
    left = std::min(left, node.x - node.width / 2);
    right = std::max(right, node.x + node.width / 2);
    top = std::min(top, node.y - node.height / 2);
    bottom = std::max(bottom, node.y + node.height / 2);
  }
  width_ = (right - left + 2 * kMargin) / (1 - options_.left_share);
  height_ = bottom - top + 2 * kMargin + options_.top;
  for (LayoutNode& node : layout_) {
    node.x += kMargin - left + width_ * options_.left_share;
    node.y += kMargin - top + options_.top;
  }
}

void GraphDrawing::Text(std::string_view text) { AppendHtmlText(text, writer_->out()); }
void GraphDrawing::Attribute(std::string_view name, std::string_view value) {
  *writer_ << " " << name << "=\"";
  AppendXmlAttribute(value, writer_->out());
  *writer_ << "\"";
}
void GraphDrawing::Number(std::string_view name, double value) {
  *writer_ << " " << name << "=\"";
  AppendCoordinate(value, writer_->out());
  *writer_ << "\"";
}

std::string GraphDrawing::ColorOf(const std::string& type) const {
  const EntityType* known = ontology_.FindType(type);
  return known == nullptr || known->color.empty() ? kNoColor : known->color;
}

std::string GraphDrawing::Sentence(const GraphEdge& edge) const {
  const GraphNode& object = graph_.node(edge.object);
  std::string relation = RelationLabel(ontology_, texts_, edge.predicate);
  if (const auto name = edge.qualifiers.find("name"); name != edge.qualifiers.end()) relation = name->second;
  const std::string& subject = graph_.node(edge.subject).name;
  std::string sentence = subject + " \xE2\x80\x94 " + relation + " \xE2\x86\x92 " + object.name;
  if (edge.status != "done") sentence += " (" + texts_.Get(edge.status) + ")";
  return sentence;
}

std::string GraphDrawing::Quote(const GraphEdge& edge) const {
  return texts_.Format("quote", {{"text", edge.best_evidence().text}});
}

// A gentle bow, the more so for each further edge between the same two.
std::string GraphDrawing::PathOf(const GraphEdge& edge, int nth, double* middle_x, double* middle_y) const {
  const LayoutNode& a = layout_[index_.at(edge.subject)];
  const LayoutNode& b = layout_[index_.at(edge.object)];
  const double bow = 0.09 + 0.12 * nth;
  const double x = (a.x + b.x) / 2 - (b.y - a.y) * bow, y = (a.y + b.y) / 2 + (b.x - a.x) * bow;
  *middle_x = (a.x + b.x) / 4 + x / 2;
  *middle_y = (a.y + b.y) / 4 + y / 2;
  std::string path = "M";
  const double coordinates[] = {a.x, a.y, x, y, b.x, b.y};
  for (int i = 0; i < 6; ++i) {
    if (i == 2) path += "Q";
    if (i != 0 && i != 2) path += " ";
    AppendCoordinate(coordinates[i], &path);
  }
  return path;
}

void GraphDrawing::WriteEdges() {
  std::map<std::pair<NodeId, NodeId>, int> parallel;
  for (EdgeId id : shown_edges_) {
    const GraphEdge& edge = graph_.edge(id);
    double x = 0, y = 0;
    const std::string path = PathOf(edge, parallel[{edge.subject, edge.object}]++, &x, &y);
    const std::string ends = " data-s=\"" + graph_.node(edge.subject).id + "\" data-o=\"" +
                             graph_.node(edge.object).id + "\"";
    *writer_ << "<path class=\"edge" << (edge.status == "done" ? "" : " planned") << "\"" << ends << " d=\"" << path
            << "\"";
    Attribute("stroke", ColorOf(graph_.node(edge.object).type));
    *writer_ << "/><path class=\"edge hit\"" << ends << " d=\"" << path << "\"><title>";
    Text(Sentence(edge) + "\n" + Quote(edge) + "\n" + PlaceOf(edge.best_evidence()));
    *writer_ << "</title></path><text class=\"relation\"" << ends;
    Number("x", x);
    Number("y", y);
    *writer_ << ">";
    Text(RelationLabel(ontology_, texts_, edge.predicate));
    *writer_ << "</text>\n";
    writer_->Checkpoint();
  }
}

std::string GraphDrawing::About(const GraphNode& node) const {
  std::string about = TypeLabel(ontology_, texts_, node.type);
  for (const std::string& alias : node.aliases) about += " \xC2\xB7 " + alias;
  if (node.amount) about += " \xC2\xB7 " + texts_.Get("amount") + " " + NormalForm(*node.amount, texts_);
  return about;
}

void GraphDrawing::WriteNode(const Drawn& drawn) {
  const GraphNode& node = graph_.node(drawn.id);
  const LayoutNode& at = layout_[index_.at(drawn.id)];
  const double centre = at.y - at.height / 2 + 4 + drawn.radius;
  *writer_ << "<g class=\"node" << (IsHub(drawn) ? " hub" : "") << "\" data-id=\"" << node.id << "\"";
  Attribute("data-type", node.type);
  Attribute("data-label", TypeLabel(ontology_, texts_, node.type));
  *writer_ << "><title>";
  std::string tip = node.name;
  tip.append(1, '\n').append(About(node));
  size_t facts = 0;
  for (const GraphEdge& edge : graph_.OutEdges(drawn.id)) {
    if (++facts > kFactsInTip) break;
    tip.append(1, '\n').append(Sentence(edge));
  }
  Text(tip);
  *writer_ << "</title><circle";
  Number("cx", at.x);
  Number("cy", centre);
  Number("r", drawn.radius);
  Attribute("fill", ColorOf(node.type));
  *writer_ << "/><text";
  Number("x", at.x);
  Number("y", centre + drawn.radius + LabelSize(drawn));
  *writer_ << ">";
  Text(drawn.label);
  *writer_ << "</text></g>\n";
  writer_->Checkpoint();
}

DrawnGraph DrawGraph(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                     const DrawingOptions& options) {
  GraphDrawing drawing(graph, ontology, texts, options);
  StringSink sink;
  Writer writer(&sink);
  if (!drawing.drawn().empty()) drawing.Write("graph", &writer);
  return {writer.Finish() ? sink.Take() : std::string(), drawing.Caption()};
}

}  // namespace mailuo
