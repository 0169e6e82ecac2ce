// A graph of any size from a seed, shaped like those of articles: same numbers, same graph, on every machine.
// Neighbour: writers.cc, which times the writers on it.
#ifndef MAILUO_TESTS_BENCHMARKS_LARGE_GRAPH_H_
#define MAILUO_TESTS_BENCHMARKS_LARGE_GRAPH_H_

#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// A fiftieth of the nodes are articles, a fifth are values with an edge each, the others entities with names of two to
// twelve Chinese characters, every third with an alias. Edges lead from entities, some to values; one in five has two
// pieces of evidence, one in six a qualifier. There may be fewer edges than asked for: no fact is there twice.
PropertyGraph MakeLargeGraph(size_t nodes, size_t edges, uint64_t seed, const Ontology& ontology);

}  // namespace mailuo

#endif  // MAILUO_TESTS_BENCHMARKS_LARGE_GRAPH_H_
