// The graph as one HTML page to explore: search, expand, filter, paths, evidence in its paragraph, export of what is
// seen. No network, no other file: the library that draws (Cytoscape.js) is in it, with its licence. Neighbours:
// picture.h (a still drawing), report.h; docs/reports.md shows the page.
#ifndef MAILUO_GRAPH_VIEW_H_
#define MAILUO_GRAPH_VIEW_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/graph/report_texts.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// The parts of the page, from the folder pages/ beside the ontology.
struct ViewPage {
  std::string folder;   // where they were read, for messages
  std::string page;     // view.html.mustache, with {{{data}}} once
  std::string style;    // view.css
  std::string script;   // view.js
  std::string library;  // cytoscape/cytoscape.min.js
};

// A missing file or a broken template is an error that names it.
expected<ViewPage> LoadViewPage(const std::string& folder);

// A paragraph with a piece of evidence in it.
struct EvidenceContext {
  std::string paragraph;
  uint32_t begin = 0;  // bytes of `paragraph` that are the evidence: [begin, end)
  uint32_t end = 0;
};

struct ViewOptions {
  uint32_t max_edges = 20000;  // relations in the page: those among the best connected; the page says of how many
  uint32_t first_nodes = 80;   // shown when it opens
  // The paragraph around a piece of evidence, where its source is at hand; may be empty.
  std::function<std::optional<EvidenceContext>(const GraphEvidence&)> context;
};

// The layout is computed here: same graph, same bytes. O(n log n) time a step in the nodes of the page.
expected<void> WriteView(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                         const ViewPage& page, const ViewOptions& options, ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_VIEW_H_
