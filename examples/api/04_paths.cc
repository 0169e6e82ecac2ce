// Paths in a graph: names, the shortest ways, what two nodes share, and a part as GraphML. usage: example_04_paths
// PROJECT
#include <iostream>
#include <string>
#include <vector>

#include "mailuo/graph/assemble.h"
#include "mailuo/graph/compact_graph.h"
#include "mailuo/graph/graphml.h"
#include "mailuo/graph/name_index.h"
#include "mailuo/graph/path.h"

namespace {

using namespace mailuo;

Triple Fact(const Entity& subject, const std::string& relation, const Entity& object, const std::string& sentence) {
  Triple triple;
  triple.source = "notes.txt";
  triple.title = "Notes";
  triple.subject = subject;
  triple.predicate = relation;
  triple.object = object;
  triple.evidence = {{0, static_cast<uint32_t>(sentence.size())}, sentence};
  return triple;
}

Entity Named(const std::string& type, const std::string& name) { return {"", type, name, {}}; }

void Print(const CompactGraph& graph, const Path& path) {
  std::cout << graph.name(path.from);
  for (const Hop& hop : path.hops) {
    const std::string kind(graph.predicate(hop.edge));
    std::cout << (hop.forward ? " -" + kind + "-> " : " <-" + kind + "- ") << graph.name(TargetOf(graph, hop));
  }
  std::cout << '\n';
  for (const Hop& hop : path.hops) {
    std::cout << "  " << graph.evidence(graph.best_evidence(hop.edge)).text << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: example_04_paths PROJECT\n";
    return 2;
  }
  DiagnosticList problems;
  const auto ontology = LoadOntology(std::string(argv[1]) + "/schemas/ontologies/policy.json", &problems);
  if (!ontology) return 1;
  const Entity riverton = Named("City", "Riverton"), northport = Named("City", "Northport");
  const Entity pilot = Named("Mechanism", "Chain pilot"), fund = Named("Fund", "Green Materials Fund");
  const PropertyGraph facts = Assemble({
      Fact(riverton, "implements", pilot, "Riverton runs the chain pilot."),
      Fact(northport, "implements", pilot, "Northport runs the chain pilot, too."),
      Fact(riverton, "establishes", fund, "Riverton set up the Green Materials Fund."),
      Fact(northport, "cooperates_with", riverton, "Northport works together with Riverton."),
  });

  // The same columns can be written to a file and mapped: CompactGraph::Open("out/graph.mailuo").
  const expected<CompactGraph> graph = CompactGraph::From(facts, {ontology->name(), "en"});
  if (!graph) {
    std::cerr << ToString(graph.error()) << '\n';
    return 1;
  }

  // A name is found as people type it; where it can mean several things, the caller must choose.
  const auto from = FindByName(*graph, "green", {}), to = FindByName(*graph, "NORTHPORT", {});
  if (!IsClear(from) || !IsClear(to)) return 1;

  auto finder = PathFinder::Make(*graph, &*ontology, {});
  if (!finder) return 1;
  const std::vector<Path> paths = finder->KShortest(from[0].node, to[0].node, 2);
  for (const Path& path : paths) Print(*graph, path);

  // A filter is decided once for a finder.
  PathFilter filter;
  filter.via = "implements";
  auto by_mechanism = PathFinder::Make(*graph, &*ontology, filter);
  if (!by_mechanism) return 1;
  const NodeId city = FindByName(*graph, "Riverton", {})[0].node;
  const std::vector<CommonNeighbour> common = by_mechanism->Common({city, to[0].node});
  for (const CommonNeighbour& one : common) std::cout << "both: " << graph->name(one.node) << '\n';

  // A part of the graph goes to every writer.
  std::vector<EdgeId> edges;
  for (const Hop& hop : paths.at(0).hops) edges.push_back(hop.edge);
  StringSink graphml;
  if (!WriteGraphml(Subgraph(*graph, edges, {}), *ontology, GraphmlProfile::kRich, &graphml)) return 1;
  return paths.size() == 2 && paths[0].hops.size() == 2 && paths[1].hops.size() == 3 && common.size() == 1 ? 0 : 1;
}
