// Paths against a naive enumerator on small random graphs, and the notation of filters and patterns.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "assemble/graph_parts.h"
#include "graph_test_support.h"
#include "mailuo/graph/path.h"
#include "path/fact_time.h"

namespace mailuo {

namespace {

const char* const kTypes[] = {"City", "Fund", "Mechanism"};
const char* const kRelations[] = {"establishes", "implements", "cooperates_with"};

// A graph of a few nodes with ids that sort as they are numbered, and edges of some kinds, statuses and years.
CompactGraph RandomGraph(std::mt19937* random, uint32_t node_count, uint32_t edge_count) {
  const auto pick = [&](uint32_t n) { return static_cast<uint32_t>((*random)() % n); };
  GraphParts parts;
  GraphNode article;
  article.kind = GraphNode::Kind::kArticle;
  article.id = "a_0";
  article.type = kArticleType;
  article.date = "2020-05-01";
  parts.nodes.push_back(article);
  for (uint32_t i = 1; i < node_count; ++i) {
    GraphNode node;
    node.id = "e_" + std::to_string(10 + i);
    node.type = kTypes[pick(3)];
    node.name = "n" + std::to_string(i);
    parts.nodes.push_back(node);
  }
  std::map<std::tuple<NodeId, std::string, NodeId>, GraphEdge> edges;
  for (uint32_t i = 0; i < edge_count; ++i) {
    GraphEdge edge;
    edge.subject = 1 + pick(node_count - 1);
    edge.object = 1 + pick(node_count - 1);
    edge.predicate = kRelations[pick(3)];
    edge.status = pick(3) == 0 ? "planned" : "done";
    edge.confidence = 0.5 + 0.1 * pick(5);
    GraphEvidence piece;
    piece.article = 0;
    piece.status = edge.status;
    piece.confidence = edge.confidence;
    if (pick(2) == 0) piece.qualifiers["year"] = std::to_string(2018 + pick(5));
    edge.qualifiers = piece.qualifiers;
    edge.evidence = {piece};
    edge.id = "s_" + std::to_string(i);
    edges.emplace(std::tuple(edge.subject, edge.predicate, edge.object), edge);
  }
  for (auto& [key, edge] : edges) parts.edges.push_back(edge);
  return CompactGraph::From(std::move(parts).ToGraph(), {}).value();
}

// What a filter says, decided edge by edge in the plainest way.
struct Plain {
  std::set<std::pair<std::string, bool>> ways;  // relation and forward; empty: all
  std::string status, through;
  uint32_t since = 0, until = 9999;
  PathCost cost = PathCost::kHops;
};

bool Allows(const CompactGraph& graph, const Plain& plain, EdgeId edge, bool forward) {
  if (!plain.ways.empty() && !plain.ways.contains({std::string(graph.predicate(edge)), forward})) return false;
  if (!plain.status.empty() && graph.status(edge) != plain.status) return false;
  const auto qualifiers = graph.qualifiers(edge);
  const uint32_t year = qualifiers.empty() ? 2020 : static_cast<uint32_t>(std::stoi(qualifiers.at("year")));
  return plain.since <= year && year <= plain.until;
}

uint64_t Cost(const CompactGraph& graph, EdgeId edge, PathCost cost) {
  if (cost == PathCost::kHops) return 1;
  return 1 + static_cast<uint64_t>(std::llround(-std::log(graph.confidence(edge)) * 1e6));
}

// All simple paths, in the written order.
std::vector<Path> AllPaths(const CompactGraph& graph, NodeId from, NodeId to, size_t max_hops, const Plain& plain) {
  std::vector<Path> paths;
  std::vector<NodeId> visited = {from};
  Path path{from, {}, 0};
  const std::function<void()> step = [&] {
    const NodeId node = visited.back();
    if (node == to) {
      paths.push_back(path);
      return;
    }
    if (path.hops.size() == max_hops) return;
    if (node != from && !plain.through.empty() && graph.type(node) != plain.through) return;
    for (EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
      for (const bool forward : {true, false}) {
        const NodeId start = forward ? graph.subject(edge) : graph.object(edge);
        const NodeId end = forward ? graph.object(edge) : graph.subject(edge);
        if (start != node || std::find(visited.begin(), visited.end(), end) != visited.end()) continue;
        if (!Allows(graph, plain, edge, forward)) continue;
        path.hops.push_back({edge, forward});
        path.cost += Cost(graph, edge, plain.cost);
        visited.push_back(end);
        step();
        visited.pop_back();
        path.cost -= Cost(graph, edge, plain.cost);
        path.hops.pop_back();
      }
    }
  };
  step();
  std::sort(paths.begin(), paths.end(), [](const Path& a, const Path& b) {
    if (a.cost != b.cost) return a.cost < b.cost;
    return std::lexicographical_compare(a.hops.begin(), a.hops.end(), b.hops.begin(), b.hops.end(),
                                        [](const Hop& x, const Hop& y) { return x.edge < y.edge; });
  });
  return paths;
}

struct Case {
  PathFilter filter;
  Plain plain;
};

std::vector<Case> Cases() {
  std::vector<Case> cases(8);
  cases[1].filter.directed = true;
  cases[1].plain.ways = {{"establishes", true}, {"implements", true}, {"cooperates_with", true}};
  cases[2].filter.via = "establishes, <-implements-";
  cases[2].plain.ways = {{"establishes", true}, {"establishes", false}, {"implements", false}};
  cases[3].filter.status = "done";
  cases[3].plain.status = "done";
  cases[4].filter.through = {"Mechanism"};
  cases[4].plain.through = "Mechanism";
  cases[5].filter.since = "2019-01";
  cases[5].filter.until = "2021";
  cases[5].plain.since = 2019;
  cases[5].plain.until = 2021;
  cases[6].filter.via = "-cooperates_with->,-establishes-";
  cases[6].plain.ways = {{"cooperates_with", true}, {"establishes", true}, {"establishes", false}};
  cases[7].plain.cost = PathCost::kConfidence;
  return cases;
}

std::string UsageError(const PathFilter& filter) {
  std::mt19937 random(1);
  const CompactGraph graph = RandomGraph(&random, 10, 40);
  const auto finder = PathFinder::Make(graph, &PolicyOntology(), filter);
  return finder ? std::string() : ToString(finder.error());
}

std::string PatternError(const std::string& pattern) {
  std::mt19937 random(1);
  const CompactGraph graph = RandomGraph(&random, 10, 40);
  PathFinder finder = PathFinder::Make(graph, &PolicyOntology(), {}).value();
  const auto list = finder.Matching(pattern, kNoNode, kNoNode, 10);
  return list ? std::string() : ToString(list.error());
}

}  // namespace

TEST_CASE("shortest, k shortest and all simple paths are those of a naive enumerator, in its order") {
  std::mt19937 random(11);
  size_t compared = 0;
  for (int round = 0; round < 60; ++round) {
    const CompactGraph graph = RandomGraph(&random, 7, 6 + static_cast<uint32_t>(random() % 12));
    for (const Case& one : Cases()) {
      auto made = PathFinder::Make(graph, nullptr, one.filter);
      if (!made) continue;  // the relation does not occur
      PathFinder& finder = *made;
      for (NodeId from = 1; from < graph.node_count(); ++from) {
        for (NodeId to = 1; to < graph.node_count(); ++to) {
          const std::vector<Path> all = AllPaths(graph, from, to, 100, one.plain);
          const auto shortest = finder.Shortest(from, to, one.plain.cost);
          REQUIRE(shortest.has_value() == !all.empty());
          if (shortest) CHECK(*shortest == all[0]);
          const std::vector<Path> first(all.begin(), all.begin() + std::min<ptrdiff_t>(all.size(), 5));
          CHECK(finder.KShortest(from, to, 5, one.plain.cost) == first);
          compared += all.size();
          if (one.plain.cost != PathCost::kHops) continue;
          const std::vector<Path> bounded = AllPaths(graph, from, to, 3, one.plain);
          const PathList list = finder.AllSimple(from, to, 3, 1000);
          CHECK(list.complete);
          CHECK(list.paths == bounded);
          const PathList few = finder.AllSimple(from, to, 3, 2);
          CHECK(few.complete == (bounded.size() <= 2));
          CHECK(few.paths.size() == std::min<size_t>(bounded.size(), 2));
        }
      }
    }
  }
  CHECK(compared > 10000);
}

TEST_CASE("a pattern finds the paths of its form") {
  std::mt19937 random(5);
  size_t found = 0;
  for (int round = 0; round < 40; ++round) {
    const CompactGraph graph = RandomGraph(&random, 9, 30);
    PathFinder finder = PathFinder::Make(graph, &PolicyOntology(), {}).value();
    const auto list = finder.Matching("City -implements-> Mechanism|Fund <-- *", kNoNode, kNoNode, 10000);
    if (!list) continue;
    std::vector<Path> wanted;
    for (NodeId from = 1; from < graph.node_count(); ++from) {
      std::vector<Path> here;
      for (NodeId to = 1; to < graph.node_count(); ++to) {
        for (const Path& path : AllPaths(graph, from, to, 2, {})) {
          if (path.hops.size() != 2 || graph.type(from) != "City") continue;
          const std::string_view middle = graph.type(TargetOf(graph, path.hops[0]));
          // cooperates_with is symmetric: it goes either way.
          const bool back = !path.hops[1].forward || graph.predicate(path.hops[1].edge) == "cooperates_with";
          const bool out = path.hops[0].forward && graph.predicate(path.hops[0].edge) == "implements";
          if (out && back && (middle == "Mechanism" || middle == "Fund")) here.push_back(path);
        }
      }
      std::sort(here.begin(), here.end(), [](const Path& a, const Path& b) {
        return std::pair(a.hops[0].edge, a.hops[1].edge) < std::pair(b.hops[0].edge, b.hops[1].edge);
      });
      wanted.insert(wanted.end(), here.begin(), here.end());
    }
    CHECK(list->paths == wanted);
    found += wanted.size();
    for (const Path& path : wanted) {
      const NodeId to = NodesOf(graph, path).back();
      const auto between = finder.Matching("City -implements-> Mechanism|Fund <-- *", path.from, to, 100).value();
      CHECK(std::find(between.paths.begin(), between.paths.end(), path) != between.paths.end());
    }
  }
  CHECK(found > 50);
}

TEST_CASE("common neighbours and what lies within some steps are what the edges say") {
  std::mt19937 random(3);
  for (int round = 0; round < 30; ++round) {
    const CompactGraph graph = RandomGraph(&random, 12, 25);
    PathFinder finder = PathFinder::Make(graph, nullptr, {}).value();
    std::map<NodeId, std::set<NodeId>> neighbours;
    for (EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
      neighbours[graph.subject(edge)].insert(graph.object(edge));
      neighbours[graph.object(edge)].insert(graph.subject(edge));
    }
    std::set<NodeId> wanted, got;
    for (NodeId node : neighbours[1]) {
      if (node > 2 && neighbours[2].contains(node)) wanted.insert(node);
    }
    for (const CommonNeighbour& one : finder.Common({1, 2})) {
      got.insert(one.node);
      for (size_t i = 0; i < 2; ++i) {
        for (const Hop& hop : one.hops[i]) CHECK(TargetOf(graph, hop) == one.node);
      }
    }
    CHECK(got == wanted);

    std::map<NodeId, uint32_t> steps = {{1, 0}};
    for (uint32_t step = 1; step <= 3; ++step) {
      const auto before = steps;
      for (const auto& [node, distance] : before) {
        for (NodeId other : neighbours[node]) steps.emplace(other, step);
      }
    }
    const ReachedList reached = finder.Within(1, 3, 1000);
    CHECK(reached.total == steps.size() - 1);
    for (const ReachedNode& one : reached.nodes) {
      CHECK(one.steps == steps.at(one.node));
      CHECK(steps.at(one.from) == one.steps - 1);
      CHECK(TargetOf(graph, one.hop) == one.node);
    }
    CHECK(finder.Within(1, 3, 2).nodes.size() == std::min<size_t>(2, steps.size() - 1));
  }
}

TEST_CASE("what a filter or a pattern cannot be is said with its place") {
  PathFilter filter;
  filter.via = "implments";
  CHECK(UsageError(filter) ==
        "--via:1:1: error: there is no relation 'implments' in the graph; did you mean 'implements'?");
  filter.via = "implements,";
  CHECK(UsageError(filter) == "--via:1:12: error: expected a relation");
  filter.via = "<-implements->";
  CHECK(UsageError(filter) == "--via:1:15: error: a hop has one arrow, or none for both ways");
  filter = {};
  filter.through = {"Cities"};
  CHECK(UsageError(filter).starts_with("--through: error: there is no type 'Cities' in the graph"));
  filter = {};
  filter.since = "yesterday";
  CHECK(UsageError(filter) == "--since: error: 'yesterday' is no time, expected 2024, 2024-06 or 2024-06-30");
  filter.since = "2024-13";
  CHECK(UsageError(filter) == "--since: error: '2024-13' is no time, expected 2024, 2024-06 or 2024-06-30");
  filter.since = "2024-06";
  filter.until = "2024-05-31";
  CHECK(UsageError(filter) == "--until: error: '2024-05-31' is before --since '2024-06'");
  filter.until = "2024";
  CHECK(UsageError(filter) == "");
  CHECK(PatternError("City") == "");
  CHECK(PatternError("Actor --> *") == "");
  CHECK(PatternError("City =implements=> Fund") == "--pattern:1:6: error: expected a hop: -KIND->, <-KIND- or -KIND-");
  CHECK(PatternError("City -implements->") == "--pattern:1:19: error: expected a type or *");
  CHECK(PatternError("Town --> *").starts_with("--pattern:1:1: error: there is no type 'Town' in the graph"));
}

TEST_CASE("the digits of a time are its range") {
  for (const auto& row : ReadTable("path_times.tsv")) {
    REQUIRE(row.size() == 3);
    CAPTURE(row[0]);
    const auto time = ReadTime(row[0]);
    REQUIRE(time.has_value() == (row[1] != "none"));
    if (!time) continue;
    CHECK(std::to_string(time->first) == row[1]);
    CHECK(std::to_string(time->last) == row[2]);
  }
}

}  // namespace mailuo
