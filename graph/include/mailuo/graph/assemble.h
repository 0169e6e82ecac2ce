// Triples to a graph in one call. Neighbours: property_graph.h has the rules of merging.
#ifndef MAILUO_GRAPH_ASSEMBLE_H_
#define MAILUO_GRAPH_ASSEMBLE_H_

#include <vector>

#include "mailuo/graph/property_graph.h"

namespace mailuo {

// Every evidence of every triple is in the result; equal triples count once.
PropertyGraph Assemble(std::vector<Triple> triples);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_ASSEMBLE_H_
