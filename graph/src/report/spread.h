// A layout for thousands of nodes: forces as in layout.h, the far ones taken together cell by cell (Barnes and Hut,
// 1986).
#ifndef MAILUO_GRAPH_SRC_REPORT_SPREAD_H_
#define MAILUO_GRAPH_SRC_REPORT_SPREAD_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "report/layout.h"

namespace mailuo {

// Sets x and y of all nodes, from their seeds and their neighbours: hubs first, each other node beside the neighbour
// that was placed before it, then `steps` of forces. Boxes are not looked at. Deterministic; O(n log n) a step.
void SpreadNodes(const std::vector<std::pair<uint32_t, uint32_t>>& edges, int steps, std::vector<LayoutNode>* nodes);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_SPREAD_H_
