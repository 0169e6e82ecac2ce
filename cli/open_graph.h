// GRAPH of the command line as columns: mapped where a folder or file has them, else made from the triples.
// Neighbour: graph_folder.h reads the same places as objects, for the writers.
#ifndef MAILUO_CLI_OPEN_GRAPH_H_
#define MAILUO_CLI_OPEN_GRAPH_H_

#include <memory>
#include <string>

#include "graph_folder.h"
#include "mailuo/graph/compact_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo::cli {

// The file in a graph folder that holds the columns.
inline constexpr const char* kColumnsFile = "graph.mailuo";

// Whether the file begins as one of columns does.
bool IsColumnsFile(const std::string& path);

struct OpenedGraph {
  CompactGraph graph;
  std::shared_ptr<const Ontology> ontology;
};

// `path` is a graph folder, a file of columns or a triple stream; `ontology` is for a stream, or empty. Bad lines of a
// stream go to `sink`.
expected<OpenedGraph> OpenGraph(const std::string& path, const std::string& ontology, DiagnosticSink* sink);

// The part of a graph that has these edges and nodes, with the triples that say it, as the formats of export take it.
LoadedGraph PartOf(const OpenedGraph& whole, const std::vector<EdgeId>& edges, const std::vector<NodeId>& nodes);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_OPEN_GRAPH_H_
