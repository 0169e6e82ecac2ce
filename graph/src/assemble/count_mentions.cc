#include "assemble/count_mentions.h"

#include <algorithm>

namespace mailuo {

void CountMentions(const std::vector<GraphEdge>& edges, std::vector<GraphNode>* nodes) {
  for (const GraphEdge& edge : edges) {
    const uint32_t count = static_cast<uint32_t>(edge.evidence.size());
    for (const GraphEvidence& evidence : edge.evidence) ++(*nodes)[evidence.article].statements;
    for (NodeId end : {edge.subject, edge.object}) {
      GraphNode& node = (*nodes)[end];
      node.mentions += count;
      if (node.kind != GraphNode::Kind::kArticle) {
        for (const GraphEvidence& evidence : edge.evidence) node.articles.push_back(evidence.article);
      }
      if (edge.subject == edge.object) break;
    }
  }
  for (GraphNode& node : *nodes) {
    std::sort(node.articles.begin(), node.articles.end());
    node.articles.erase(std::unique(node.articles.begin(), node.articles.end()), node.articles.end());
    if (node.kind == GraphNode::Kind::kArticle) node.mentions = std::max(node.mentions, node.statements);
  }
}

}  // namespace mailuo
