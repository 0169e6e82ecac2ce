// How things hang together: shortest and other paths between nodes of a CompactGraph, what nodes have in common, what
// lies around one. Neighbours: name_index.h finds the nodes, compact_graph.h says what a hop's edge says and where.
//
//   PathFilter filter;
//   filter.via = "implements,<-part_of-";
//   expected<PathFinder> finder = PathFinder::Make(graph, &ontology, filter);
//   for (const Path& path : finder->KShortest(from, to, 3)) Print(graph, path);
//
// The order of paths: less cost first; of equals the one whose first different hop has the edge with the smaller number
// (edges are ordered as in CompactGraph). It is the order of every result, so that "the shortest" and "the first ten"
// are one answer each.
#ifndef MAILUO_GRAPH_PATH_H_
#define MAILUO_GRAPH_PATH_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/graph/compact_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

enum class PathCost : uint8_t {
  kHops,  // each hop costs 1
  // Each hop costs 1 + 1,000,000 times the negative natural logarithm of its edge's confidence, rounded: the path whose
  // confidences have the greatest product, of equals the one with fewest hops.
  kConfidence,
};

// Which hops and nodes a path may take. Everything that is empty admits all.
struct PathFilter {
  // Relations with a comma between them. "implements" goes both ways (along the edge only where `directed`),
  // "-implements->" along it, "<-implements-" against it.
  std::string via;
  bool directed = false;             // along edges only; symmetric relations go both ways all the same
  std::vector<std::string> through;  // types of nodes other than those asked for; types below them count
  std::string status;                // of edges
  // Inclusive, as far as they are written: "2024", "2024-06", "2024-06-30". A piece of evidence is of the time that its
  // qualifiers year or time give in digits, else of its article's date; an edge passes where one of its pieces does.
  std::string since, until;
};

struct Hop {
  EdgeId edge = 0;
  bool forward = true;  // from the edge's subject to its object
  friend bool operator==(const Hop&, const Hop&) = default;
};

// No node comes twice. `hops` is empty where both ends are one node.
struct Path {
  NodeId from = kNoNode;
  std::vector<Hop> hops;
  uint64_t cost = 0;
  friend bool operator==(const Path&, const Path&) = default;
};

// The node that a hop leads to, and the nodes of a path from its first to its last.
NodeId TargetOf(const CompactGraph& graph, const Hop& hop);
std::vector<NodeId> NodesOf(const CompactGraph& graph, const Path& path);

struct PathList {
  std::vector<Path> paths;
  bool complete = true;  // false where the limit, or the bound on work, left something out
};

// A neighbour that all nodes asked for have, with the hops to it from each of them, ascending by edge.
struct CommonNeighbour {
  NodeId node = kNoNode;
  std::vector<std::vector<Hop>> hops;
};

// Neighbours of one type, one of each node asked for, whose names are alike.
struct AlikeNeighbours {
  std::vector<NodeId> nodes;
  std::vector<Hop> hops;  // the first one to each
  double likeness = 1;    // the lowest NameLikeness of the first node's neighbour with one of the others
};

struct ReachedNode {
  NodeId node = kNoNode;
  uint32_t steps = 0;
  NodeId from = kNoNode;  // the node one step nearer from which it was reached first
  Hop hop;
};

struct ReachedList {
  std::vector<ReachedNode> nodes;  // by steps, then type, name, number
  uint64_t total = 0;              // of which `nodes` are the first
};

// Searches one graph with one filter. Keeps its memory (about 8 bytes a node) between searches; one a thread. The graph
// must outlive it, the ontology need not. Nodes given to a search are numbers of the graph.
class PathFinder {
 public:
  // An error of usage where the filter names what the graph does not have, or cannot be read: "--via:1:12: ...".
  // Without an ontology no type is below another and no relation is symmetric.
  static expected<PathFinder> Make(const CompactGraph& graph, const Ontology* ontology, const PathFilter& filter);
  PathFinder(PathFinder&&) noexcept;
  PathFinder& operator=(PathFinder&&) noexcept;
  ~PathFinder();

  // The first path in the written order. By hops it searches from both ends at once, by confidence it is Dijkstra's
  // algorithm as Boost.Graph has it.
  std::optional<Path> Shortest(NodeId from, NodeId to, PathCost cost = PathCost::kHops);

  // The first k paths without a node twice (Yen 1971, with Lawler's rule of where to leave the last path).
  std::vector<Path> KShortest(NodeId from, NodeId to, size_t k, PathCost cost = PathCost::kHops);

  // All paths of at most `max_hops` hops, the first `limit` of them.
  PathList AllSimple(NodeId from, NodeId to, uint32_t max_hops, size_t limit);

  // All paths of the form "City -implements-> Mechanism <-implements- City", the first `limit` of them:
  //
  //   pattern = node, {hop, node};          node = "*" | type, {"|", type};
  //   hop = "-", [kinds], ("->" | "-") | "<-", [kinds], "-";          kinds = relation, {"|", relation};
  //
  // A type stands for those below it, too; a hop without an arrow goes both ways, one without relations is of any that
  // the filter admits. Ends that are kNoNode may be any node. Errors of usage have the column.
  expected<PathList> Matching(std::string_view pattern, NodeId from, NodeId to, size_t limit);

  // By type, name, number.
  std::vector<CommonNeighbour> Common(const std::vector<NodeId>& nodes);

  // For each neighbour of the first node the likest neighbour of each other node, where all are at least `min_likeness`
  // alike. A neighbour that they share is alike to itself. Likest first, then by number of the neighbours.
  std::vector<AlikeNeighbours> Alike(const std::vector<NodeId>& nodes, double min_likeness);

  // The nodes at most `steps` hops away, the first `limit` of them.
  ReachedList Within(NodeId from, uint32_t steps, size_t limit);

 private:
  class Impl;
  explicit PathFinder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_PATH_H_
