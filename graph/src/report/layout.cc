#include "report/layout.h"

#include <algorithm>
#include <cmath>

#include "report/forces.h"

namespace mailuo {

namespace {

constexpr int kForceSteps = 700;
constexpr int kRoomSteps = 400;
constexpr double kSpacing = 60;   // the length that a lone edge comes to rest at, in pixels
constexpr double kGravity = 0.035;
constexpr double kStretch = 1.7;  // pages are wider than high, and so are labels

void Start(std::vector<LayoutNode>* nodes) {
  const double side = kSpacing * std::sqrt(static_cast<double>(nodes->size()));
  for (LayoutNode& node : *nodes) {
    node.x = (static_cast<double>(node.seed & 0xFFFF) / 65536 - 0.5) * side;
    node.y = (static_cast<double>((node.seed >> 16) & 0xFFFF) / 65536 - 0.5) * side;
  }
}

// One step after Fruchterman and Reingold, with repulsion by degree as ForceAtlas2 has it: hubs push each other apart
// and keep their leaves around them.
void ForceStep(const std::vector<std::pair<uint32_t, uint32_t>>& edges, const std::vector<double>& degree,
               double temperature, std::vector<LayoutNode>* nodes) {
  std::vector<Vector> force(nodes->size());
  for (size_t i = 0; i < nodes->size(); ++i) {
    const LayoutNode& a = (*nodes)[i];
    for (size_t j = i + 1; j < nodes->size(); ++j) {
      const LayoutNode& b = (*nodes)[j];
      const double dx = a.x - b.x, dy = a.y - b.y;
      const double square = std::max(dx * dx + dy * dy, 1.0);
      const double push = kSpacing * kSpacing * std::sqrt((degree[i] + 1) * (degree[j] + 1)) / (2 * square);
      force[i].x += dx * push;
      force[i].y += dy * push;
      force[j].x -= dx * push;
      force[j].y -= dy * push;
    }
    force[i].x -= a.x * kGravity * kSpacing * (degree[i] + 1);
    force[i].y -= a.y * kGravity * kSpacing * (degree[i] + 1);
  }
  PullAndMove(edges, kSpacing, temperature, &force, nodes);
}

// Pushes boxes that overlap apart along the shorter way. False once none do.
bool RoomStep(std::vector<LayoutNode>* nodes) {
  bool moved = false;
  for (size_t i = 0; i < nodes->size(); ++i) {
    for (size_t j = i + 1; j < nodes->size(); ++j) {
      LayoutNode& a = (*nodes)[i];
      LayoutNode& b = (*nodes)[j];
      const double over_x = (a.width + b.width) / 2 - std::abs(a.x - b.x);
      const double over_y = (a.height + b.height) / 2 - std::abs(a.y - b.y);
      if (over_x <= 0.01 || over_y <= 0.01) continue;
      moved = true;
      if (over_x < over_y) {
        const double shift = (a.x < b.x ? -over_x : over_x) / 2;
        a.x += shift;
        b.x -= shift;
      } else {
        const double shift = (a.y < b.y ? -over_y : over_y) / 2;
        a.y += shift;
        b.y -= shift;
      }
    }
  }
  return moved;
}

}  // namespace

uint64_t SeedOf(std::string_view id) {  // FNV-1a, and a last stir so that ids alike start apart
  uint64_t hash = 14695981039346656037u;
  for (char c : id) hash = (hash ^ static_cast<uint8_t>(c)) * 1099511628211u;
  hash ^= hash >> 32;
  hash *= 0x9E3779B97F4A7C15u;
  return hash ^ (hash >> 29);
}

void PlaceNodes(const std::vector<std::pair<uint32_t, uint32_t>>& edges, std::vector<LayoutNode>* nodes) {
  if (nodes->empty()) return;
  Start(nodes);
  std::vector<double> degree(nodes->size());
  for (const auto& [i, j] : edges) {
    ++degree[i];
    ++degree[j];
  }
  for (int step = 0; step < kForceSteps; ++step) {
    const double left = 1 - static_cast<double>(step) / kForceSteps;
    ForceStep(edges, degree, kSpacing * left * left + 0.2, nodes);
  }
  for (LayoutNode& node : *nodes) node.x *= kStretch;
  for (int step = 0; step < kRoomSteps && RoomStep(nodes); ++step) {
  }
}

}  // namespace mailuo
