// mailuo_write_graph TRIPLES DIR: reads a triple stream of any vocabulary, or an empty one, and writes the triples and
// the graph in every format into DIR, for the readers of tests/interop. Names of files as in interop_support.py.
#include <cstdio>
#include <filesystem>

#include "graph_test_support.h"
#include "mailuo/graph/csv.h"
#include "mailuo/graph/cypher.h"
#include "mailuo/graph/cytoscape.h"
#include "mailuo/graph/gexf.h"
#include "mailuo/graph/neo4j_csv.h"
#include "mailuo/schemas/triple_stream.h"

namespace mailuo {
namespace {

std::string Written(const PropertyGraph& graph, decltype(&WriteCypher) write) {
  StringSink sink;
  return write(graph, PolicyOntology(), &sink) ? sink.Take() : std::string();
}

bool WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  auto sink = FileSink::Open(path.string());
  return sink && (*sink)->Append(bytes) && (*sink)->Close();
}

}  // namespace
}  // namespace mailuo

int main(int argc, char** argv) {
  using namespace mailuo;
  if (argc != 3) {
    std::fprintf(stderr, "usage: mailuo_write_graph TRIPLES DIR\n");
    return 2;
  }
  std::vector<Triple> triples = ReadTriples(argv[1]);
  if (triples.empty() && std::filesystem::file_size(argv[1]) > 0) {
    std::fprintf(stderr, "%s: no triples, or broken ones\n", argv[1]);
    return 1;
  }
  std::string lines;
  for (const Triple& triple : triples) AppendTripleLine(triple, &lines);
  const PropertyGraph graph = Assemble(std::move(triples));
  const std::pair<const char*, std::string> files[] = {
      {"triples.ndjson", lines},
      {"graph.graphml", Graphml(graph)},
      {"graph.strict.graphml", Graphml(graph, GraphmlProfile::kStrict)},
      {"graph.jsonld", JsonLd(graph)},
      {"graph.nq", Rdf(graph, &WriteNquads)},
      {"graph.ttl", Rdf(graph, &WriteTurtle)},
      {"graph.star.ttl", Rdf(graph, &WriteTurtleStar)},
      {"graph.gexf", Written(graph, &WriteGexf)},
      {"graph.cypher", Written(graph, &WriteCypher)},
      {"graph.cyjs", Written(graph, &WriteCytoscape)},
      {"neo4j-csv/nodes.csv", Written(graph, &WriteNeo4jNodes)},
      {"neo4j-csv/relationships.csv", Written(graph, &WriteNeo4jRelationships)},
      {"neo4j-csv/import.args", std::string(kNeo4jArguments)},
      {"csv/nodes.csv", Written(graph, &WriteCsvNodes)},
      {"csv/edges.csv", Written(graph, &WriteCsvEdges)},
  };
  for (const auto& [name, bytes] : files) {
    const std::filesystem::path path = std::filesystem::path(argv[2]) / name;
    if (!WriteFile(path, bytes)) {
      std::fprintf(stderr, "%s: cannot be written\n", path.c_str());
      return 3;
    }
  }
  return 0;
}
