// The graph as one HTML file with an SVG drawing: no network, no other file. Neighbour: report.h.
#ifndef MAILUO_GRAPH_PICTURE_H_
#define MAILUO_GRAPH_PICTURE_H_

#include <cstdint>

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/graph/report_texts.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

struct PictureOptions {
  uint32_t max_nodes = 120;  // entities drawn: the best connected ones; the page says how many of how many
};

// The layout is computed here with a fixed number of steps from positions that follow from the ids: same graph, same
// bytes. Takes O(max_nodes^2) time and memory beyond the graph.
expected<void> WritePicture(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                            const PictureOptions& options, ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_PICTURE_H_
