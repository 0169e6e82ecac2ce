#include "report/spread.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "report/forces.h"

namespace mailuo {

namespace {

constexpr double kSpacing = 90;    // the length that a lone edge comes to rest at, in pixels
constexpr double kGravity = 0.02;
constexpr double kOpening = 0.9;   // a cell is taken as one where its side is below this share of the distance
constexpr int kMaxDepth = 24;      // nodes nearer than that are one

// A square of the plane with the mass in it. Children are made as nodes come in.
struct Cell {
  double mass = 0, x = 0, y = 0;         // sum of the masses, and of position times mass
  int32_t node = -1;                     // the one node in it; -1: none, -2: it has children
  std::array<int32_t, 4> children = {-1, -1, -1, -1};
};

class QuadTree {
 public:
  QuadTree(const std::vector<LayoutNode>& nodes, const std::vector<double>& mass) : nodes_(nodes), mass_(mass) {
    left_ = top_ = 1e300;
    double right = -1e300, bottom = -1e300;
    for (const LayoutNode& node : nodes) {
      left_ = std::min(left_, node.x);
      top_ = std::min(top_, node.y);
      right = std::max(right, node.x);
      bottom = std::max(bottom, node.y);
    }
    side_ = std::max({right - left_, bottom - top_, 1.0}) * 1.0001;
    cells_.reserve(nodes.size() * 2 + 1);
    cells_.emplace_back();
    for (uint32_t i = 0; i < nodes.size(); ++i) Insert(i);
  }

  Vector Push(uint32_t i) const {
    Vector force;
    std::array<std::pair<int32_t, double>, 4 * kMaxDepth + 4> open;
    size_t count = 0;
    open[count++] = {0, side_};
    const LayoutNode& at = nodes_[i];
    while (count > 0) {
      const auto [index, side] = open[--count];
      const Cell& cell = cells_[static_cast<size_t>(index)];
      if (cell.mass == 0 || cell.node == static_cast<int32_t>(i)) continue;
      const double dx = at.x - cell.x / cell.mass, dy = at.y - cell.y / cell.mass;
      const double square = std::max(dx * dx + dy * dy, 1.0);
      if (cell.node == -2 && side * side > kOpening * kOpening * square) {
        for (int32_t child : cell.children) {
          if (child >= 0) open[count++] = {child, side / 2};
        }
        continue;
      }
      const double push = kSpacing * kSpacing * std::sqrt(mass_[i]) * cell.mass / (2 * square);
      force.x += dx * push;
      force.y += dy * push;
    }
    return force;
  }

 private:
  void Add(Cell* cell, uint32_t i) {
    const double mass = std::sqrt(mass_[i]);
    cell->mass += mass;
    cell->x += nodes_[i].x * mass;
    cell->y += nodes_[i].y * mass;
  }

  static size_t Quarter(double x, double y, double middle_x, double middle_y) {
    return (x >= middle_x ? 1 : 0) + (y >= middle_y ? 2 : 0);
  }

  int32_t Child(size_t index, size_t quarter) {
    if (cells_[index].children[quarter] < 0) {
      cells_[index].children[quarter] = static_cast<int32_t>(cells_.size());
      cells_.emplace_back();
    }
    return cells_[index].children[quarter];
  }

  void Insert(uint32_t i) {
    size_t index = 0;
    double left = left_, top = top_, side = side_;
    for (int depth = 0;; ++depth) {
      Add(&cells_[index], i);
      if (cells_[index].node == -1 && cells_[index].children == std::array<int32_t, 4>{-1, -1, -1, -1}) {
        cells_[index].node = static_cast<int32_t>(i);
        return;
      }
      if (depth == kMaxDepth) return;
      const double middle_x = left + side / 2, middle_y = top + side / 2;
      if (const int32_t other = cells_[index].node; other >= 0) {
        cells_[index].node = -2;
        const LayoutNode& node = nodes_[static_cast<size_t>(other)];
        const auto child = static_cast<size_t>(Child(index, Quarter(node.x, node.y, middle_x, middle_y)));
        cells_[child].node = other;
        Add(&cells_[child], static_cast<uint32_t>(other));
      }
      const size_t quarter = Quarter(nodes_[i].x, nodes_[i].y, middle_x, middle_y);
      left += (quarter & 1) != 0 ? side / 2 : 0;
      top += (quarter & 2) != 0 ? side / 2 : 0;
      side /= 2;
      index = static_cast<size_t>(Child(index, quarter));
    }
  }

  const std::vector<LayoutNode>& nodes_;
  const std::vector<double>& mass_;
  std::vector<Cell> cells_;
  double left_ = 0, top_ = 0, side_ = 1;
};

// Hubs on a wide ring in the order of their degree; each other node near the neighbour that was placed before it.
void Start(const std::vector<std::vector<uint32_t>>& neighbours, std::vector<LayoutNode>* nodes) {
  std::vector<uint32_t> order(nodes->size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return neighbours[a].size() > neighbours[b].size(); });
  const double side = kSpacing * std::sqrt(static_cast<double>(nodes->size())) * 1.5;
  std::vector<bool> placed(nodes->size());
  std::vector<uint32_t> queue;
  const auto jitter = [&](uint32_t i, int shift) {
    return static_cast<double>(((*nodes)[i].seed >> shift) & 0xFFFF) / 65536 - 0.5;
  };
  for (uint32_t start : order) {
    if (placed[start]) continue;
    placed[start] = true;
    (*nodes)[start].x = jitter(start, 0) * side;
    (*nodes)[start].y = jitter(start, 16) * side;
    queue.assign(1, start);
    for (size_t at = 0; at < queue.size(); ++at) {
      for (uint32_t next : neighbours[queue[at]]) {
        if (placed[next]) continue;
        placed[next] = true;
        const double reach = neighbours[next].size() > 3 ? side * 0.5 : kSpacing * 2;
        (*nodes)[next].x = (*nodes)[queue[at]].x + jitter(next, 0) * reach;
        (*nodes)[next].y = (*nodes)[queue[at]].y + jitter(next, 16) * reach;
        queue.push_back(next);
      }
    }
  }
}

}  // namespace

void SpreadNodes(const std::vector<std::pair<uint32_t, uint32_t>>& edges, int steps, std::vector<LayoutNode>* nodes) {
  if (nodes->empty()) return;
  std::vector<std::vector<uint32_t>> neighbours(nodes->size());
  for (const auto& [i, j] : edges) {
    neighbours[i].push_back(j);
    neighbours[j].push_back(i);
  }
  Start(neighbours, nodes);
  std::vector<double> mass(nodes->size());
  for (size_t i = 0; i < mass.size(); ++i) mass[i] = static_cast<double>(neighbours[i].size()) + 1;
  std::vector<Vector> force(nodes->size());
  for (int step = 0; step < steps; ++step) {
    const double left = 1 - static_cast<double>(step) / steps;
    const double temperature = kSpacing * 3 * left * left + 0.5;
    const QuadTree tree(*nodes, mass);
    for (uint32_t i = 0; i < nodes->size(); ++i) {
      force[i] = tree.Push(i);
      force[i].x -= (*nodes)[i].x * kGravity * kSpacing * mass[i];
      force[i].y -= (*nodes)[i].y * kGravity * kSpacing * mass[i];
    }
    PullAndMove(edges, kSpacing, temperature, &force, nodes);
  }
}

}  // namespace mailuo
