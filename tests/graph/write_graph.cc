// mailuo_write_graph TRIPLES DIR: reads a triple stream of any vocabulary, or an empty one, and writes graph.graphml (rich),
// graph.strict.graphml, graph.jsonld, graph.nq, graph.ttl, graph.star.ttl and the triples into DIR, for the readers of
// tests/interop.
#include <cstdio>
#include <filesystem>

#include "graph_test_support.h"
#include "mailuo/schemas/triple_stream.h"

int main(int argc, char** argv) {
  using namespace mailuo;
  if (argc != 3) {
    std::fprintf(stderr, "usage: mailuo_write_graph TRIPLES DIR\n");
    return 2;
  }
  const std::string directory = argv[2];
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
  };
  for (const auto& [name, bytes] : files) {
    auto sink = FileSink::Open(directory + "/" + name);
    if (!sink || !(*sink)->Append(bytes) || !(*sink)->Close()) {
      std::fprintf(stderr, "%s/%s: cannot be written\n", directory.c_str(), name);
      return 3;
    }
  }
  return 0;
}
