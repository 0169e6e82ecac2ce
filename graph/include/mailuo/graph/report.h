// Reports for people: what a graph says of cities, money, mechanisms, people and figures, and how good it is itself.
// One model of sections, lists and tables is made from the graph; templates (report_pages.h) make Markdown or one HTML
// file of it, and kJson is the model as templates see it. Neighbours: report_texts.h (wording), picture.h, view.h.
#ifndef MAILUO_GRAPH_REPORT_H_
#define MAILUO_GRAPH_REPORT_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/graph/report_pages.h"
#include "mailuo/graph/report_texts.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

enum class ReportKind : uint8_t { kOverview, kCity, kCompare, kMoney, kMechanisms, kPeople, kFigures, kQuality };
enum class ReportFormat : uint8_t { kMarkdown, kHtml, kJson };

// "overview", "city", "compare", "money", "mechanisms", "people", "figures", "quality", in the order of ReportKind.
const std::vector<std::string_view>& ReportKindNames();

struct ReportOptions {
  ReportKind kind = ReportKind::kOverview;
  ReportFormat format = ReportFormat::kMarkdown;
  // Rows of one list, and with it 20 subjects of one group; what is left out is counted. 0: no limit.
  uint32_t limit = 0;
  std::vector<NodeId> places;  // of kCity and kCompare: whom to tell of, in this order; empty: all cities
  // Names of mechanisms with at least this likeness stand in one row of kCompare: the Dice coefficient of the
  // two-character pieces of the folded names, in (0, 1].
  double likeness = 0.65;
  const std::vector<Reject>* rejects = nullptr;  // what kQuality tells of rejected candidates; null: not known
};

// Places are source:start-end in bytes of the source. What is planned stands apart from what is done. `pages` is not
// looked at for kJson. Takes O(n log n) time in the edges of the graph, beside the picture of at most 120 nodes.
expected<void> WriteReport(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                           const ReportPages& pages, const ReportOptions& options, ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_REPORT_H_
