// What the two layouts share: the pull of edges, and a step that the temperature bounds, after Fruchterman and Reingold
// (1991, "Graph Drawing by Force-directed Placement"). Neighbours: layout.h, spread.h, which differ in how nodes push.
#ifndef MAILUO_GRAPH_SRC_REPORT_FORCES_H_
#define MAILUO_GRAPH_SRC_REPORT_FORCES_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "report/layout.h"

namespace mailuo {

struct Vector {
  double x = 0, y = 0;
};

// Adds to `force`, one for each node, what the edges pull with at their length in units of `spacing`, and moves each
// node along its force by at most `temperature`.
inline void PullAndMove(const std::vector<std::pair<uint32_t, uint32_t>>& edges, double spacing, double temperature,
                        std::vector<Vector>* force, std::vector<LayoutNode>* nodes) {
  for (const auto& [i, j] : edges) {
    const double dx = (*nodes)[i].x - (*nodes)[j].x, dy = (*nodes)[i].y - (*nodes)[j].y;
    const double pull = std::sqrt(dx * dx + dy * dy) / spacing;
    (*force)[i].x -= dx * pull;
    (*force)[i].y -= dy * pull;
    (*force)[j].x += dx * pull;
    (*force)[j].y += dy * pull;
  }
  for (size_t i = 0; i < nodes->size(); ++i) {
    const Vector& push = (*force)[i];
    const double length = std::sqrt(push.x * push.x + push.y * push.y);
    if (length < 1e-9) continue;
    const double step = std::min(length, temperature) / length;
    (*nodes)[i].x += push.x * step;
    (*nodes)[i].y += push.y * step;
  }
}

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_FORCES_H_
