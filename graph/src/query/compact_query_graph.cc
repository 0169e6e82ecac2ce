// A CompactGraph as the source of an ExportedGraph.
#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <ranges>

#include "mailuo/graph/compact_graph.h"
#include "query/exported_graph.h"
#include "store/fold_name.h"

namespace mailuo {
namespace {

class CompactSource {
 public:
  explicit CompactSource(const CompactGraph& graph) : graph_(&graph) {}

  uint32_t node_count() const { return graph_->node_count(); }
  uint32_t edge_count() const { return graph_->edge_count(); }
  size_t class_count() const { return graph_->classes().size(); }
  std::string_view class_type(size_t i) const { return graph_->classes()[i].type; }
  uint32_t class_of(uint32_t node) const { return graph_->class_of(node); }
  size_t kind_count() const { return graph_->kinds().size(); }
  std::string_view kind_name(size_t i) const { return graph_->kinds()[i].predicate; }
  uint32_t kind_of(uint32_t edge) const { return graph_->kind_of(edge); }

  GraphNode::Kind kind(uint32_t node) const { return graph_->kind(node); }
  std::string_view type(uint32_t node) const { return graph_->type(node); }
  std::string_view name(uint32_t node) const { return graph_->name(node); }
  std::string id(uint32_t node) const { return graph_->id(node); }
  NodeId FindNode(std::string_view id) const { return graph_->FindNode(id); }
  std::vector<std::string_view> aliases(uint32_t node) const { return graph_->aliases(node); }
  std::optional<Literal> literal(uint32_t node) const { return graph_->literal(node); }
  std::string_view source(uint32_t node) const { return graph_->source(node); }
  std::string_view date(uint32_t node) const { return graph_->date(node); }
  uint32_t statements(uint32_t node) const { return graph_->statements(node); }
  uint32_t mentions(uint32_t node) const { return graph_->mentions(node); }
  std::optional<std::pair<Literal, std::string>> amount(uint32_t node) const { return graph_->amount(node); }

  // Those that the evidence of all edges at a node comes from.
  std::vector<NodeId> articles(uint32_t node) const {
    std::vector<NodeId> articles;
    if (kind(node) == GraphNode::Kind::kArticle) return articles;
    const auto add = [&](EdgeId edge) {
      for (const EvidenceId piece : graph_->EvidenceOf(edge)) articles.push_back(graph_->evidence(piece).article);
    };
    for (const EdgeId edge : graph_->OutEdges(node)) add(edge);
    for (const EdgeId edge : graph_->InEdges(node)) add(edge);
    std::ranges::sort(articles);
    articles.erase(std::unique(articles.begin(), articles.end()), articles.end());
    return articles;
  }

  // Folded names are sorted; of those that fold alike some are spelt otherwise, or are aliases. Values are not among
  // them and have an index of their own.
  std::vector<uint32_t> Named(std::string_view name) const {
    const auto all = std::views::iota(uint32_t{0}, graph_->name_count());
    const std::string folded = FoldForSearch(name);
    const auto found = std::ranges::equal_range(all, std::string_view(folded), std::less<>(),
                                                [&](uint32_t i) { return graph_->folded_name(i); });
    std::vector<uint32_t> nodes;
    for (const uint32_t i : found) nodes.push_back(graph_->name_owner(i));
    std::call_once(values_->once, [&] { IndexValues(); });
    for (const auto& [hash, node] : std::ranges::equal_range(values_->by_hash, HashOf(name), std::less<>(),
                                                             &std::pair<uint32_t, uint32_t>::first)) {
      nodes.push_back(node);
    }
    std::erase_if(nodes, [&](uint32_t node) { return graph_->name(node) != name; });
    std::ranges::sort(nodes);
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    return nodes;
  }

  auto OutEdges(uint32_t node) const { return graph_->OutEdges(node); }
  uint32_t out_degree(uint32_t node) const { return graph_->out_degree(node); }
  std::span<const EdgeId> InEdges(uint32_t node) const { return graph_->InEdges(node); }
  std::span<const NodeId> InNodes(uint32_t node) const { return graph_->InNodes(node); }

  uint32_t subject(uint32_t edge) const { return graph_->subject(edge); }
  uint32_t object(uint32_t edge) const { return graph_->object(edge); }
  std::string edge_id(uint32_t edge) const { return graph_->edge_id(edge); }
  std::string_view status(uint32_t edge) const { return graph_->status(edge); }
  double confidence(uint32_t edge) const { return graph_->confidence(edge); }
  uint32_t weight(uint32_t edge) const { return graph_->weight(edge); }
  std::map<std::string, std::string> qualifiers(uint32_t edge) const { return graph_->qualifiers(edge); }
  EvidenceId best_evidence(uint32_t edge) const { return graph_->best_evidence(edge); }
  CompactEvidence evidence(EvidenceId piece) const { return graph_->evidence(piece); }
  std::set<std::string> qualifier_names() const { return graph_->qualifier_names(); }

  std::vector<GraphEvidence> AllEvidence(uint32_t edge) const {
    std::vector<GraphEvidence> all;
    for (const EvidenceId piece : graph_->EvidenceOf(edge)) {
      const CompactEvidence one = graph_->evidence(piece);
      all.push_back({std::string(one.source), one.article, one.span, std::string(one.text), std::string(one.rule),
                     one.confidence, std::string(one.status), graph_->evidence_qualifiers(piece)});
    }
    return all;
  }

 private:
  // Values by the hash of their text; made when the first name is looked for.
  struct Values {
    std::once_flag once;
    std::vector<std::pair<uint32_t, uint32_t>> by_hash;  // hash, node
  };

  static uint32_t HashOf(std::string_view text) { return static_cast<uint32_t>(std::hash<std::string_view>()(text)); }

  void IndexValues() const {
    for (uint32_t node = 0; node < node_count(); ++node) {
      if (kind(node) == GraphNode::Kind::kLiteral) values_->by_hash.emplace_back(HashOf(name(node)), node);
    }
    std::ranges::sort(values_->by_hash);
  }

  const CompactGraph* graph_;
  std::unique_ptr<Values> values_ = std::make_unique<Values>();
};

}  // namespace

std::unique_ptr<QueryGraph> MakeQueryGraph(const CompactGraph& graph, const Ontology& ontology) {
  return std::make_unique<ExportedGraph<CompactSource>>(CompactSource(graph), ontology);
}

}  // namespace mailuo
