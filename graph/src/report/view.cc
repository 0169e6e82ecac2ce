// WriteView: choose what is in the page, lay it out, write it as JSON into the page's template. The page's behaviour is
// view.js. Neighbours: spread.h (all positions), layout.h (those of the first view).
#include "mailuo/graph/view.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <tuple>

#include "export/text.h"
#include "export/writer.h"
#include "report/layout.h"
#include "report/spread.h"
#include "report/templates.h"
#include "report/wording.h"

namespace mailuo {

namespace {

constexpr char kData[] = "\x01" "data\x01";  // stands in the page until the data is written in its place
constexpr uint32_t kNoNumber = UINT32_MAX;

// What is in the page: nodes by rank, and the edges among them.
struct Selection {
  std::vector<NodeId> nodes;
  std::vector<uint32_t> number;  // by NodeId: index into nodes, or kNoNumber
  std::vector<EdgeId> edges;     // between nodes
  std::vector<uint32_t> degree;  // by NodeId, over the whole graph
  size_t all_nodes = 0, all_edges = 0;
};

bool IsNode(const PropertyGraph& graph, NodeId id) { return graph.node(id).kind != GraphNode::Kind::kLiteral; }

// The best connected nodes, as many as have no more than `max_edges` among them.
Selection Select(const PropertyGraph& graph, uint32_t max_edges) {
  Selection chosen;
  chosen.degree.resize(graph.nodes().size());
  for (const GraphEdge& edge : graph.edges()) {
    if (!IsNode(graph, edge.object)) continue;
    ++chosen.all_edges;
    ++chosen.degree[edge.subject];
    ++chosen.degree[edge.object];
  }
  std::vector<NodeId> order;
  for (NodeId id = 0; id < graph.nodes().size(); ++id) {
    if (!IsNode(graph, id)) continue;
    ++chosen.all_nodes;
    order.push_back(id);
  }
  std::sort(order.begin(), order.end(), [&](NodeId a, NodeId b) {
    return std::tuple(chosen.degree[b], graph.node(b).mentions, a) <
           std::tuple(chosen.degree[a], graph.node(a).mentions, b);
  });
  // An edge comes in with the later of its ends.
  std::vector<uint32_t> rank(graph.nodes().size(), kNoNumber), entering(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  for (const GraphEdge& edge : graph.edges()) {
    if (IsNode(graph, edge.object)) ++entering[std::max(rank[edge.subject], rank[edge.object])];
  }
  size_t edges = 0, count = 0;
  while (count < order.size() && edges + entering[count] <= max_edges) edges += entering[count++];
  order.resize(count);
  chosen.nodes = std::move(order);
  chosen.number.assign(graph.nodes().size(), kNoNumber);
  for (uint32_t i = 0; i < chosen.nodes.size(); ++i) chosen.number[chosen.nodes[i]] = i;
  for (EdgeId id = 0; id < graph.edges().size(); ++id) {
    const GraphEdge& edge = graph.edge(id);
    if (chosen.number[edge.subject] != kNoNumber && chosen.number[edge.object] != kNoNumber) chosen.edges.push_back(id);
  }
  return chosen;
}

class ViewWriter {
 public:
  ViewWriter(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts, const ViewOptions& options,
             ByteSink* sink)
      : graph_(graph), ontology_(ontology), texts_(texts), options_(options), writer_(sink) {}

  expected<void> Write(const std::string& frame) {
    const std::string_view page = frame;
    const size_t mark = page.find(kData);
    chosen_ = Select(graph_, options_.max_edges);
    Place();
    NumberNames();
    writer_ << page.substr(0, mark);
    WriteData();
    writer_ << page.substr(mark + sizeof kData - 1);
    return writer_.Finish();
  }

 private:
  void Place() {
    std::vector<std::pair<uint32_t, uint32_t>> springs;
    for (EdgeId id : chosen_.edges) {
      const uint32_t a = chosen_.number[graph_.edge(id).subject], b = chosen_.number[graph_.edge(id).object];
      if (a != b) springs.emplace_back(a, b);
    }
    for (NodeId id : chosen_.nodes) {
      LayoutNode node;
      node.seed = SeedOf(graph_.node(id).id);
      all_.push_back(node);
    }
    const int steps = static_cast<int>(std::clamp<size_t>(1500000 / (all_.size() + 1), 60, 300));
    SpreadNodes(springs, steps, &all_);

    first_ = all_;
    first_.resize(std::min<size_t>(first_.size(), options_.first_nodes));
    std::vector<std::pair<uint32_t, uint32_t>> few;
    for (const auto& spring : springs) {
      if (spring.first < first_.size() && spring.second < first_.size()) few.push_back(spring);
    }
    for (LayoutNode& node : first_) {
      node.width = 120;
      node.height = 54;
    }
    PlaceNodes(few, &first_);
  }

  void NumberNames() {
    for (const EntityType& type : ontology_.types()) type_number_.emplace(type.name, type_number_.size());
    for (const Relation& relation : ontology_.relations()) {
      relation_number_.emplace(relation.name, relation_number_.size());
    }
    for (const GraphNode& node : graph_.nodes()) type_number_.emplace(node.type, type_number_.size());
    for (const GraphEdge& edge : graph_.edges()) relation_number_.emplace(edge.predicate, relation_number_.size());
    for (NodeId id = 0; id < graph_.nodes().size(); ++id) {
      if (graph_.node(id).kind == GraphNode::Kind::kArticle) article_number_.emplace(id, article_number_.size());
    }
  }

  void Json(std::string_view text) { AppendScriptJson(text, writer_.out()); }
  void Number(uint64_t value) { AppendInteger(value, writer_.out()); }
  void Coordinate(double value) { AppendDouble(std::round(value), writer_.out()); }

  void WriteData() {
    writer_ << "{\"texts\":{";
    std::string_view comma;
    for (const auto& [key, text] : texts_.texts) {
      writer_ << comma;
      Json(key);
      writer_ << ":";
      Json(text);
      comma = ",";
    }
    writer_ << "},\n\"all\":[";
    Number(chosen_.all_nodes);
    writer_ << ",";
    Number(chosen_.all_edges);
    writer_ << "],\n";
    WriteTypes();
    WriteRelations();
    WriteArticles();
    WriteNodes();
    WriteEdges();
    WriteParagraphs();
    writer_ << "}";
  }

  // Colours go by group: the children of one parent, or a child of the root alone; shapes tell them apart in it.
  void WriteTypes() {
    std::vector<std::string> names(type_number_.size());
    for (const auto& [name, number] : type_number_) names[number] = name;
    std::map<std::string, size_t> groups, members;
    writer_ << "\"types\":[";
    for (size_t i = 0; i < names.size(); ++i) {
      const EntityType* type = ontology_.FindType(names[i]);
      std::string group = names[i];
      if (type != nullptr && !type->parent.empty()) {
        const EntityType* parent = ontology_.FindType(type->parent);
        if (parent != nullptr && !parent->parent.empty()) group = parent->name;
      }
      const bool is_drawn = type == nullptr || (!type->abstract && !type->literal);
      if (i > 0) writer_ << ",";
      writer_ << "\n[";
      Json(names[i]);
      writer_ << ",";
      Json(TypeLabel(ontology_, texts_, names[i]));
      writer_ << ",";
      Number(is_drawn ? groups.emplace(group, groups.size()).first->second : 0);
      writer_ << ",";
      Number(is_drawn ? members[group]++ : 0);
      writer_ << "]";
    }
    writer_ << "],\n";
  }

  void WriteRelations() {
    std::vector<std::string> names(relation_number_.size());
    for (const auto& [name, number] : relation_number_) names[number] = name;
    writer_ << "\"relations\":[";
    for (size_t i = 0; i < names.size(); ++i) {
      if (i > 0) writer_ << ",";
      writer_ << "\n[";
      Json(names[i]);
      writer_ << ",";
      Json(RelationLabel(ontology_, texts_, names[i]));
      writer_ << "]";
    }
    writer_ << "],\n";
  }

  void WriteArticles() {
    writer_ << "\"articles\":[";
    std::string_view comma;
    for (const auto& [id, number] : article_number_) {
      const GraphNode& article = graph_.node(id);
      writer_ << comma << "\n[";
      Json(article.name);
      writer_ << ",";
      Json(article.source);
      writer_ << ",";
      Json(article.date);
      writer_ << "]";
      comma = ",";
    }
    writer_ << "],\n";
  }

  // [id, type, name, aliases, amount, degree in the whole graph, x, y, x and y in the first view or nothing]
  void WriteNodes() {
    writer_ << "\"nodes\":[";
    for (size_t i = 0; i < chosen_.nodes.size(); ++i) {
      const GraphNode& node = graph_.node(chosen_.nodes[i]);
      writer_ << (i == 0 ? "\n[" : ",\n[");
      Json(node.id);
      writer_ << ",";
      Number(type_number_.at(node.type));
      writer_ << ",";
      Json(node.name);
      writer_ << ",[";
      for (size_t a = 0; a < node.aliases.size(); ++a) {
        if (a > 0) writer_ << ",";
        Json(node.aliases[a]);
      }
      writer_ << "],";
      Json(node.amount ? node.amount->text : std::string());
      writer_ << ",";
      Number(chosen_.degree[chosen_.nodes[i]]);
      for (const std::vector<LayoutNode>* layout : {&all_, &first_}) {
        if (i >= layout->size()) continue;
        writer_ << ",";
        Coordinate((*layout)[i].x);
        writer_ << ",";
        Coordinate((*layout)[i].y);
      }
      writer_ << "]";
      if (!writer_.Checkpoint()) return;
    }
    writer_ << "],\n";
  }

  // Edges: [subject, object, relation, planned, qualifiers, evidence…]; figures have the value's text for an object.
  void WriteEdges() {
    writer_ << "\"edges\":[";
    std::string_view comma;
    for (EdgeId id : chosen_.edges) {
      const GraphEdge& edge = graph_.edge(id);
      writer_ << comma << "\n[";
      Number(chosen_.number[edge.subject]);
      writer_ << ",";
      Number(chosen_.number[edge.object]);
      WriteFact(edge);
      comma = ",";
      if (!writer_.Checkpoint()) return;
    }
    writer_ << "],\n\"figures\":[";
    comma = {};
    for (NodeId id : chosen_.nodes) {
      for (const GraphEdge& edge : graph_.OutEdges(id)) {
        const auto& literal = graph_.node(edge.object).literal;
        if (!literal) continue;
        writer_ << comma << "\n[";
        Number(chosen_.number[id]);
        writer_ << ",";
        Json(literal->text);
        WriteFact(edge);
        comma = ",";
        if (!writer_.Checkpoint()) return;
      }
    }
    writer_ << "],\n";
  }

  void WriteFact(const GraphEdge& edge) {
    writer_ << ",";
    Number(relation_number_.at(edge.predicate));
    writer_ << (edge.status == "planned" ? ",1,{" : ",0,{");
    std::string_view comma;
    for (const auto& [key, value] : edge.qualifiers) {
      writer_ << comma;
      Json(key);
      writer_ << ":";
      Json(value);
      comma = ",";
    }
    writer_ << "},[";
    // The best piece first, then the others in their order.
    WriteEvidence(edge.best_evidence());
    for (const GraphEvidence& evidence : edge.evidence) {
      if (&evidence == &edge.best_evidence()) continue;
      writer_ << ",";
      WriteEvidence(evidence);
    }
    writer_ << "]]";
  }

  // [article, first byte, end, text, rule, confidence, planned, paragraph, its bytes before, its bytes of the evidence]
  void WriteEvidence(const GraphEvidence& evidence) {
    writer_ << "[";
    Number(article_number_.at(evidence.article));
    writer_ << ",";
    Number(evidence.span.begin);
    writer_ << ",";
    Number(evidence.span.end);
    writer_ << ",";
    Json(evidence.text);
    writer_ << ",";
    Json(evidence.rule);
    writer_ << ",";
    AppendDouble(evidence.confidence, writer_.out());
    writer_ << (evidence.status == "planned" ? ",1" : ",0");
    if (const auto context = options_.context ? options_.context(evidence) : std::nullopt; context) {
      const auto [found, is_new] = paragraph_number_.emplace(context->paragraph, paragraph_number_.size());
      writer_ << ",";
      Number(found->second);
      // In UTF-16 units, which JavaScript counts in.
      writer_ << ",";
      Number(Utf16Length(std::string_view(context->paragraph).substr(0, context->begin)));
      writer_ << ",";
      Number(Utf16Length(std::string_view(context->paragraph).substr(context->begin, context->end - context->begin)));
    }
    writer_ << "]";
  }

  static uint64_t Utf16Length(std::string_view text) {
    uint64_t units = 0;
    for (char c : text) {
      const auto byte = static_cast<uint8_t>(c);
      units += (byte & 0xC0) != 0x80 ? 1 : 0;
      units += byte >= 0xF0 ? 1 : 0;
    }
    return units;
  }

  void WriteParagraphs() {
    std::vector<const std::string*> paragraphs(paragraph_number_.size());
    for (const auto& [text, number] : paragraph_number_) paragraphs[number] = &text;
    writer_ << "\"paragraphs\":[";
    for (size_t i = 0; i < paragraphs.size(); ++i) {
      writer_ << (i == 0 ? "\n" : ",\n");
      Json(*paragraphs[i]);
      if (!writer_.Checkpoint()) return;
    }
    writer_ << "]";
  }

  const PropertyGraph& graph_;
  const Ontology& ontology_;
  const ReportTexts& texts_;
  const ViewOptions& options_;
  Writer writer_;
  Selection chosen_;
  std::vector<LayoutNode> all_, first_;
  std::map<std::string, size_t> type_number_, relation_number_, paragraph_number_;
  std::map<NodeId, size_t> article_number_;
};

expected<std::string> Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return unexpected(Error{Error::Kind::kUsage, {path, 0, 0}, "cannot be read, expected a part of the page"});
  return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

}  // namespace

expected<ViewPage> LoadViewPage(const std::string& folder) {
  ViewPage page;
  page.folder = folder;
  const std::pair<const char*, std::string*> files[] = {{"view.html.mustache", &page.page},
                                                        {"view.css", &page.style},
                                                        {"view.js", &page.script},
                                                        {"cytoscape/cytoscape.min.js", &page.library}};
  for (const auto& [name, text] : files) {
    expected<std::string> read = Read(folder + "/" + name);
    if (!read) return unexpected(read.error());
    *text = std::move(*read);
  }
  if (const std::string wrong = TemplateError(page.page); !wrong.empty()) {
    return unexpected(Error{Error::Kind::kUsage, {folder + "/view.html.mustache", 0, 0},
                            "is no Mustache template: " + wrong});
  }
  return page;
}

expected<void> WriteView(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                         const ViewPage& page, const ViewOptions& options, ByteSink* sink) {
  std::map<std::string, std::string> values = {{"style", page.style},      {"script", page.script},
                                               {"library", page.library},  {"data", kData},
                                               {"language", texts.language}};
  for (const auto& [key, text] : texts.texts) values.emplace("t." + key, text);
  const std::string frame = FillHtml(page.page, values);
  if (frame.find(kData) == std::string::npos) {
    return unexpected(Error{Error::Kind::kUsage, {page.folder, 0, 0}, "the page's template has no {{{data}}}"});
  }
  return ViewWriter(graph, ontology, texts, options, sink).Write(frame);
}

}  // namespace mailuo
