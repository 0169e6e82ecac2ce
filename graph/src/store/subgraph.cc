// A part of a CompactGraph as a PropertyGraph, for the writers. Numbers of the part follow those of the whole, so that
// its order is the order that PropertyGraph promises.
#include <algorithm>

#include "assemble/count_mentions.h"
#include "assemble/graph_parts.h"
#include "mailuo/graph/compact_graph.h"

namespace mailuo {

namespace {

class SubgraphBuilder {
 public:
  SubgraphBuilder(const CompactGraph& graph, std::span<const EdgeId> edges, std::span<const NodeId> nodes)
      : graph_(graph), edges_(edges.begin(), edges.end()), nodes_(nodes.begin(), nodes.end()) {}

  PropertyGraph Build() {
    SortUnique(&edges_);
    for (EdgeId edge : edges_) {
      nodes_.push_back(graph_.subject(edge));
      nodes_.push_back(graph_.object(edge));
      for (EvidenceId piece : graph_.EvidenceOf(edge)) nodes_.push_back(graph_.evidence(piece).article);
    }
    SortUnique(&nodes_);
    GraphParts parts;
    for (NodeId node : nodes_) parts.nodes.push_back(MakeNode(node));
    for (EdgeId edge : edges_) parts.edges.push_back(MakeEdge(edge));
    CountMentions(parts.edges, &parts.nodes);
    return std::move(parts).ToGraph();
  }

 private:
  static void SortUnique(std::vector<uint32_t>* numbers) {
    std::sort(numbers->begin(), numbers->end());
    numbers->erase(std::unique(numbers->begin(), numbers->end()), numbers->end());
  }

  NodeId NewNumber(NodeId node) const {
    return static_cast<NodeId>(std::lower_bound(nodes_.begin(), nodes_.end(), node) - nodes_.begin());
  }

  GraphNode MakeNode(NodeId number) const {
    GraphNode node;
    node.kind = graph_.kind(number);
    node.id = graph_.id(number);
    node.type = graph_.type(number);
    node.name = graph_.name(number);
    for (std::string_view alias : graph_.aliases(number)) node.aliases.emplace_back(alias);
    node.literal = graph_.literal(number);
    if (auto amount = graph_.amount(number)) std::tie(node.amount, node.amount_status) = std::move(*amount);
    node.source = graph_.source(number);
    node.date = graph_.date(number);
    return node;
  }

  GraphEdge MakeEdge(EdgeId number) const {
    GraphEdge edge;
    edge.id = graph_.edge_id(number);
    edge.subject = NewNumber(graph_.subject(number));
    edge.object = NewNumber(graph_.object(number));
    edge.predicate = graph_.predicate(number);
    edge.status = graph_.status(number);
    edge.qualifiers = graph_.qualifiers(number);
    edge.confidence = graph_.confidence(number);
    const auto pieces = graph_.EvidenceOf(number);
    edge.best = graph_.best_evidence(number) - *pieces.begin();
    for (EvidenceId piece : pieces) edge.evidence.push_back(MakeEvidence(piece));
    return edge;
  }

  GraphEvidence MakeEvidence(EvidenceId piece) const {
    const CompactEvidence stored = graph_.evidence(piece);
    GraphEvidence evidence;
    evidence.source = stored.source;
    evidence.article = NewNumber(stored.article);
    evidence.span = stored.span;
    evidence.text = stored.text;
    evidence.rule = stored.rule;
    evidence.confidence = stored.confidence;
    evidence.status = stored.status;
    evidence.qualifiers = graph_.evidence_qualifiers(piece);
    return evidence;
  }

  const CompactGraph& graph_;
  std::vector<EdgeId> edges_;
  std::vector<NodeId> nodes_;
};

}  // namespace

PropertyGraph Subgraph(const CompactGraph& graph, std::span<const EdgeId> edges, std::span<const NodeId> nodes) {
  return SubgraphBuilder(graph, edges, nodes).Build();
}

}  // namespace mailuo
