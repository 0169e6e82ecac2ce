// Where the nodes of a picture go: a force-directed layout with a fixed number of steps, then room for the labels.
#ifndef MAILUO_GRAPH_SRC_REPORT_LAYOUT_H_
#define MAILUO_GRAPH_SRC_REPORT_LAYOUT_H_

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace mailuo {

struct LayoutNode {
  uint64_t seed = 0;               // decides where it starts: from the node's id
  double width = 0, height = 0;    // the box of circle and label, centred on the position
  double x = 0, y = 0;             // the result
};

// Sets x and y of all nodes; boxes do not overlap once it is done, or nearly. Uses only + - * / and square roots, so
// that the same machine code gives the same picture everywhere. O(n^2) time a step.
void PlaceNodes(const std::vector<std::pair<uint32_t, uint32_t>>& edges, std::vector<LayoutNode>* nodes);

uint64_t SeedOf(std::string_view id);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_LAYOUT_H_
