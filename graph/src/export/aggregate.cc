// AggregateEdges. Neighbour: assemble/merge_evidence.h has the rules for the evidence of one edge.
#include "mailuo/graph/aggregate.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "assemble/graph_parts.h"
#include "assemble/merge_evidence.h"

namespace mailuo {

namespace {

bool IsOneFact(const GraphEdge& a, const GraphEdge& b) {
  return a.subject == b.subject && a.object == b.object && a.predicate == b.predicate;
}

// Adds what `other`, an edge of the same fact, has as evidence.
void Join(GraphEdge* edge, GraphEdge* other) {
  std::vector<GraphEvidence>& evidence = edge->evidence;
  evidence.insert(evidence.end(), std::make_move_iterator(other->evidence.begin()),
                  std::make_move_iterator(other->evidence.end()));
  std::sort(evidence.begin(), evidence.end(), EvidenceOrder);
  evidence.erase(std::unique(evidence.begin(), evidence.end()), evidence.end());
  edge->qualifiers.clear();
  SummariseEvidence(edge);
}

}  // namespace

PropertyGraph AggregateEdges(PropertyGraph graph, const Ontology& ontology) {
  GraphParts parts = GraphParts::Of(std::move(graph));
  std::set<std::string> symmetric;
  for (const Relation& relation : ontology.relations()) {
    if (relation.symmetric) symmetric.insert(relation.name);
  }
  for (GraphEdge& edge : parts.edges) {
    if (edge.subject <= edge.object || !symmetric.contains(edge.predicate)) continue;
    std::swap(edge.subject, edge.object);
    edge.id = StatementId(parts.nodes[edge.subject].id, edge.predicate, parts.nodes[edge.object].id);
  }
  std::sort(parts.edges.begin(), parts.edges.end(), EdgeOrder);
  std::vector<GraphEdge> edges;
  for (GraphEdge& edge : parts.edges) {
    if (!edges.empty() && IsOneFact(edges.back(), edge)) {
      Join(&edges.back(), &edge);
    } else {
      edges.push_back(std::move(edge));
    }
  }
  parts.edges = std::move(edges);
  return std::move(parts).ToGraph();
}

}  // namespace mailuo
