// What nodes count of the edges around them; used by the builder and by parts of a graph.
#ifndef MAILUO_GRAPH_SRC_ASSEMBLE_COUNT_MENTIONS_H_
#define MAILUO_GRAPH_SRC_ASSEMBLE_COUNT_MENTIONS_H_

#include <vector>

#include "mailuo/graph/property_graph.h"

namespace mailuo {

// Sets mentions, articles and statements of nodes that have none yet.
void CountMentions(const std::vector<GraphEdge>& edges, std::vector<GraphNode>* nodes);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_ASSEMBLE_COUNT_MENTIONS_H_
