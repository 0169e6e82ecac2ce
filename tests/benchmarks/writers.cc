// How fast each writer is and what memory it takes beyond the graph.
//
//   cmake --preset release && cmake --build --preset release --target mailuo_writers_benchmark
//   build/release/tests/benchmarks/mailuo_writers_benchmark                    20 000 nodes, 100 000 edges
//   build/release/tests/benchmarks/mailuo_writers_benchmark 1000000 5000000    takes 6 GB for the graph
//   build/release/tests/benchmarks/mailuo_writers_benchmark 20000 100000 DIR   also writes DIR/graph.graphml
//
// Columns: bytes written, seconds of one core, MB of them a second, and by how many MB the process grew at its peak.
// The bytes are counted and dropped, so that no disk is timed. A writer that takes more than 64 MB makes the program
// fail, which is the part of this that is a test. writers.py beside this file does the same with NetworkX
// and igraph on the same graph.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "large_graph.h"
#include "mailuo/graph/csv.h"
#include "mailuo/graph/cypher.h"
#include "mailuo/graph/cytoscape.h"
#include "mailuo/graph/gexf.h"
#include "mailuo/graph/graphml.h"
#include "mailuo/graph/jsonld.h"
#include "mailuo/graph/neo4j_csv.h"
#include "mailuo/graph/nquads.h"
#include "mailuo/graph/turtle.h"

namespace mailuo {
namespace {

constexpr uint64_t kSeed = 20251124;
constexpr double kMostMemory = 64;  // MB that a writer may take beyond the graph

class CountingSink : public ByteSink {
 public:
  expected<void> Append(std::string_view bytes) override {
    bytes_ += bytes.size();
    return {};
  }
  uint64_t bytes() const { return bytes_; }

 private:
  uint64_t bytes_ = 0;
};

// "VmRSS" and "VmHWM", the peak, in MB; 0 where the system tells no such thing.
double Memory(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) return std::atof(line.c_str() + name.size() + 1) / 1024;
  }
  return 0;
}

// Memory that is free within the process would hide what a writer takes.
void FreeMemory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

void ForgetPeak() { std::ofstream("/proc/self/clear_refs") << "5"; }

expected<void> Rich(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink) {
  return WriteGraphml(graph, ontology, GraphmlProfile::kRich, sink);
}
template <auto write>
expected<void> Chinese(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink) {
  return write(graph, ontology, {"zh"}, sink);
}

const struct {
  const char* name;
  expected<void> (*write)(const PropertyGraph&, const Ontology&, ByteSink*);
} kWriters[] = {
    {"graphml", &Rich},
    {"jsonld", &Chinese<&WriteJsonLd>},
    {"nquads", &Chinese<&WriteNquads>},
    {"csv nodes", &WriteCsvNodes},
    {"csv edges", &WriteCsvEdges},
    {"neo4j-csv nodes", &WriteNeo4jNodes},
    {"neo4j-csv edges", &WriteNeo4jRelationships},
    {"gexf", &WriteGexf},
    {"cypher", &WriteCypher},
    {"cytoscape", &WriteCytoscape},
    {"turtle", &Chinese<&WriteTurtle>},
    {"turtle-star", &Chinese<&WriteTurtleStar>},
};

int Run(size_t nodes, size_t edges, const std::string& folder) {
  DiagnosticList found;
  const expected<Ontology> ontology = LoadOntology(MAILUO_SOURCE_DIR "/schemas/ontologies/policy.json", &found);
  if (!ontology) return 1;
  const PropertyGraph graph = MakeLargeGraph(nodes, edges, kSeed, *ontology);
  std::printf("%zu nodes, %zu edges, %.0f MB in memory\n", graph.nodes().size(), graph.edges().size(), Memory("VmRSS"));
  std::printf("%-16s %10s %8s %8s %8s\n", "writer", "MB", "s", "MB/s", "grew MB");
  bool bounded = true;
  for (const auto& writer : kWriters) {
    CountingSink sink;
    FreeMemory();
    ForgetPeak();
    const double before = Memory("VmRSS");
    const std::clock_t start = std::clock();
    if (!writer.write(graph, *ontology, &sink)) return 1;
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    const double megabytes = static_cast<double>(sink.bytes()) / 1e6;
    const double grew = Memory("VmHWM") - before;
    std::printf("%-16s %10.1f %8.2f %8.0f %8.1f%s\n", writer.name, megabytes, seconds, megabytes / seconds, grew,
                grew > kMostMemory ? "  MORE THAN 64 MB" : "");
    std::fflush(stdout);
    bounded = bounded && grew <= kMostMemory;
  }
  if (folder.empty()) return bounded ? 0 : 1;
  const auto file = FileSink::Open(folder + "/graph.graphml");
  return bounded && file && Rich(graph, *ontology, file->get()) && (*file)->Close() ? 0 : 1;
}

}  // namespace
}  // namespace mailuo

int main(int argc, char** argv) {
  const size_t nodes = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20000;
  const size_t edges = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 100000;
  return mailuo::Run(nodes, edges, argc > 3 ? argv[3] : "");
}
