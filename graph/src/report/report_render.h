// A report through Mustache templates, and as JSON: the model with the names that templates use.
#ifndef MAILUO_GRAPH_SRC_REPORT_REPORT_RENDER_H_
#define MAILUO_GRAPH_SRC_REPORT_REPORT_RENDER_H_

#include "mailuo/graph/report.h"
#include "report/report_model.h"

namespace mailuo {

// Section by section: no more than one is in memory. Values are escaped for `format`.
expected<void> RenderReport(const Report& report, const ReportTexts& texts, const ReportPages& pages,
                            ReportFormat format, ByteSink* sink);

expected<void> WriteReportJson(const Report& report, ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_REPORT_RENDER_H_
