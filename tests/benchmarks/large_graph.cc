#include "large_graph.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>

#include "assemble/count_mentions.h"
#include "assemble/graph_parts.h"
#include "assemble/merge_evidence.h"

namespace mailuo {

namespace {

class GraphMaker {
 public:
  GraphMaker(size_t nodes, size_t edges, uint64_t seed, const Ontology& ontology)
      : node_count_(nodes), edge_count_(edges), random_(seed) {
    for (const EntityType& type : ontology.types()) {
      if (!type.abstract && !type.literal && type.name != kArticleType) types_.push_back(type.name);
    }
    for (const Relation& relation : ontology.relations()) relations_.push_back(relation.name);
  }

  PropertyGraph Make() {
    MakeNodes();
    MakeEdges();
    CountMentions(parts_.edges, &parts_.nodes);
    return std::move(parts_).ToGraph();
  }

 private:
  size_t Below(size_t limit) { return random_() % limit; }

  void AppendCharacters(size_t count, std::string* text) {
    for (size_t i = 0; i < count; ++i) {
      const uint32_t c = 0x4E00 + static_cast<uint32_t>(Below(6000));
      text->push_back(static_cast<char>(0xE0 | c >> 12));
      text->push_back(static_cast<char>(0x80 | (c >> 6 & 63)));
      text->push_back(static_cast<char>(0x80 | (c & 63)));
    }
  }
  std::string Characters(size_t count) {
    std::string text;
    AppendCharacters(count, &text);
    return text;
  }

  void MakeNodes() {
    std::vector<GraphNode>& nodes = parts_.nodes;
    for (size_t i = 0; i < node_count_; ++i) nodes.push_back(MakeNode(i));
    const auto by_id = [](const GraphNode& a, const GraphNode& b) { return a.id < b.id; };
    std::sort(nodes.begin(), nodes.end(), by_id);
    nodes.erase(std::unique(nodes.begin(), nodes.end(), [](const auto& a, const auto& b) { return a.id == b.id; }),
                nodes.end());
    for (NodeId id = 0; id < nodes.size(); ++id) {
      const GraphNode::Kind kind = nodes[id].kind;
      (kind == GraphNode::Kind::kArticle   ? articles_
       : kind == GraphNode::Kind::kLiteral ? literals_
                                           : entities_)
          .push_back(id);
    }
  }

  GraphNode MakeNode(size_t i) {
    GraphNode node;
    if (i % 50 == 0) {
      node.kind = GraphNode::Kind::kArticle;
      node.type = kArticleType;
      node.name = Characters(8 + Below(16));
      node.source = "news-" + std::to_string(i) + ".txt";
      node.date = "2025-0" + std::to_string(1 + Below(9)) + "-1" + std::to_string(Below(10));
      node.id = ArticleId(node.source, node.name);
    } else if (i % 5 == 1) {
      node.kind = GraphNode::Kind::kLiteral;
      node.type = "Money";
      node.name = std::to_string(1 + Below(999)) + Characters(2);
      node.literal = Literal{node.type, node.name, static_cast<double>(1 + Below(99999)) * 1e5, {}, "CNY", {}};
      node.id = "l_" + EntityId(node.type, std::to_string(i)).substr(2);
    } else {
      node.type = types_[Below(types_.size())];
      node.name = Characters(2 + Below(11));
      if (i % 3 == 0) node.aliases.push_back(Characters(2 + Below(3)));
      node.id = EntityId(node.type, node.name);
    }
    return node;
  }

  void MakeEdges() {
    std::vector<GraphEdge>& edges = parts_.edges;
    edges.reserve(edge_count_);
    for (NodeId literal : literals_) edges.push_back(MakeEdge(literal, "amount"));
    while (edges.size() < edge_count_) {
      edges.push_back(MakeEdge(entities_[Below(entities_.size())], relations_[Below(relations_.size())]));
    }
    std::sort(edges.begin(), edges.end(), EdgeOrder);
    edges.erase(std::unique(edges.begin(), edges.end(), [](const auto& a, const auto& b) { return a.id == b.id; }),
                edges.end());
  }

  GraphEdge MakeEdge(NodeId object, const std::string& predicate) {
    GraphEdge edge;
    edge.subject = entities_[Below(entities_.size())];
    edge.object = object;
    edge.predicate = predicate;
    edge.id = StatementId(parts_.nodes[edge.subject].id, predicate, parts_.nodes[object].id);
    for (size_t pieces = Below(5) == 0 ? 2 : 1; pieces > 0; --pieces) edge.evidence.push_back(MakeEvidence());
    std::sort(edge.evidence.begin(), edge.evidence.end(), EvidenceOrder);
    SummariseEvidence(&edge);
    return edge;
  }

  GraphEvidence MakeEvidence() {
    GraphEvidence evidence;
    evidence.article = articles_[Below(articles_.size())];
    evidence.source = parts_.nodes[evidence.article].source;
    evidence.text = Characters(12 + Below(20));
    evidence.text.append(Below(4) == 0 ? " & " : "\xEF\xBC\x8C");  // a full-width comma, as in any sentence
    AppendCharacters(6 + Below(10), &evidence.text);
    evidence.span.begin = static_cast<uint32_t>(Below(20000));
    evidence.span.end = evidence.span.begin + static_cast<uint32_t>(evidence.text.size());
    evidence.rule = "policy-zh/rule-" + std::to_string(Below(90));
    evidence.status = Below(4) == 0 ? "planned" : "done";
    evidence.confidence = static_cast<double>(50 + Below(51)) / 100;
    if (Below(6) == 0) evidence.qualifiers["time"] = "202" + std::to_string(Below(10)) + Characters(1);
    return evidence;
  }

  const size_t node_count_, edge_count_;
  std::mt19937_64 random_;
  std::vector<std::string> types_, relations_;
  GraphParts parts_;
  std::vector<NodeId> entities_, literals_, articles_;
};

}  // namespace

PropertyGraph MakeLargeGraph(size_t nodes, size_t edges, uint64_t seed, const Ontology& ontology) {
  return GraphMaker(nodes, edges, seed, ontology).Make();
}

}  // namespace mailuo
