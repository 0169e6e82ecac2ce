// Makes the file of a CompactGraph, from a graph at hand or node by node from one that never was in memory.
// Neighbour: compact_graph.h reads it; docs/graph_format.md says what each byte is.
#ifndef MAILUO_GRAPH_COMPACT_GRAPH_WRITER_H_
#define MAILUO_GRAPH_COMPACT_GRAPH_WRITER_H_

#include <memory>

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/compact_graph.h"

namespace mailuo {

// Same graph, same bytes.
expected<void> WriteCompactGraph(const PropertyGraph& graph, const CompactGraphOrigin& origin, ByteSink* sink);

// Takes all nodes in ascending order of their ids, then all edges by ascending subject, as PropertyGraph has them.
// Keeps the columns in memory, about what the file will take, and writes in Finish. Not thread-safe.
//
// Of a node it keeps kind, id, type, name, aliases, literal and, of an article, source, date and statements; the rest
// follows from the edges. An edge's status and confidence must be those of its best piece of evidence.
class CompactGraphWriter {
 public:
  explicit CompactGraphWriter(CompactGraphOrigin origin);
  ~CompactGraphWriter();

  void AddNode(const GraphNode& node);
  void AddEdge(const GraphEdge& edge);
  // An error where something was added out of order, names a node that is not there, or there is too much of it.
  expected<void> Finish(ByteSink* sink);

 private:
  class Columns;
  std::unique_ptr<Columns> columns_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_COMPACT_GRAPH_WRITER_H_
