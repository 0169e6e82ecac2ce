// The kinds of reports, one source file each (kind_*.cc): which sections there are and what stands in them.
// `context` must outlive the report.
#ifndef MAILUO_GRAPH_SRC_REPORT_REPORT_KINDS_H_
#define MAILUO_GRAPH_SRC_REPORT_REPORT_KINDS_H_

#include "report/report_context.h"
#include "report/report_model.h"

namespace mailuo {

Report MakeOverview(ReportContext* context);
Report MakeCities(ReportContext* context);
Report MakeComparison(ReportContext* context);
Report MakeMoney(ReportContext* context);
Report MakeMechanisms(ReportContext* context);
Report MakePeople(ReportContext* context);
Report MakeFigures(ReportContext* context);
Report MakeQuality(ReportContext* context);

// Parts that several kinds have.

// What one subject does, section by section of the catalogue; its figures; what is planned. With `plans`, also how
// many facts of each relation are done and planned, and the money of what it runs.
SectionPlan SubjectSection(const ReportContext* context, NodeId id, bool plans);
// Every amount of the graph, the largest first within a currency.
Block AmountTable(const ReportContext& context);
// Relations with their done and planned facts as a table and bars.
Block StatusTable(const ReportContext& context, const std::vector<const GraphEdge*>& edges);

// Says that only `shown` of `count` subjects follow.
Block RestBlock(size_t count, size_t shown);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_REPORT_KINDS_H_
