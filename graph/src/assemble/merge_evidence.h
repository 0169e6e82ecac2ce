// What the pieces of evidence of one edge say together. Neighbours: graph_builder.cc, export/aggregate.cc.
#ifndef MAILUO_GRAPH_SRC_ASSEMBLE_MERGE_EVIDENCE_H_
#define MAILUO_GRAPH_SRC_ASSEMBLE_MERGE_EVIDENCE_H_

#include <string_view>
#include <vector>

#include "mailuo/graph/property_graph.h"

namespace mailuo {

inline constexpr std::string_view kDone = "done";

// The order of an edge's evidence: source, span, rule, then the other fields.
bool EvidenceOrder(const GraphEvidence& a, const GraphEvidence& b);

// Edges by subject, predicate, object, id.
bool EdgeOrder(const GraphEdge& a, const GraphEdge& b);

// Status, confidence, qualifiers and best piece of an edge whose evidence is complete; see GraphEdge.
void SummariseEvidence(GraphEdge* edge);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_ASSEMBLE_MERGE_EVIDENCE_H_
