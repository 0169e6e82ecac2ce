#include "assemble/merge_evidence.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace mailuo {

bool EvidenceOrder(const GraphEvidence& a, const GraphEvidence& b) {
  const auto key = [](const GraphEvidence& e) {
    return std::tie(e.source, e.span.begin, e.span.end, e.rule, e.text, e.status, e.confidence, e.qualifiers,
                    e.article);
  };
  return key(a) < key(b);
}

bool EdgeOrder(const GraphEdge& a, const GraphEdge& b) {
  return std::tie(a.subject, a.predicate, a.object, a.id) < std::tie(b.subject, b.predicate, b.object, b.id);
}

void SummariseEvidence(GraphEdge* edge) {
  const bool done = std::any_of(edge->evidence.begin(), edge->evidence.end(),
                                [](const GraphEvidence& evidence) { return evidence.status == kDone; });
  edge->status = done ? std::string(kDone) : edge->evidence.front().status;
  edge->confidence = -1;
  std::map<std::string, std::map<std::string, uint32_t>> counts;
  for (uint32_t i = 0; i < edge->evidence.size(); ++i) {
    const GraphEvidence& evidence = edge->evidence[i];
    if (evidence.status != edge->status) continue;
    if (evidence.confidence > edge->confidence) {
      edge->confidence = evidence.confidence;
      edge->best = i;
    }
    for (const auto& [key, value] : evidence.qualifiers) ++counts[key][value];
  }
  for (const GraphEvidence& evidence : edge->evidence) {
    if (evidence.status != edge->status) continue;
    for (const auto& [key, value] : evidence.qualifiers) {
      const auto [chosen, inserted] = edge->qualifiers.emplace(key, value);
      if (!inserted && counts[key][value] > counts[key][chosen->second]) chosen->second = value;
    }
  }
}

}  // namespace mailuo
