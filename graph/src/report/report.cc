// WriteReport: the kind makes the model, the format shows it. Neighbours: report_kinds.h, report_render.h.
#include "mailuo/graph/report.h"

#include <array>

#include "report/report_kinds.h"
#include "report/report_render.h"

namespace mailuo {

namespace {

constexpr std::array kMakers = {&MakeOverview,   &MakeCities, &MakeComparison, &MakeMoney,
                                &MakeMechanisms, &MakePeople, &MakeFigures,    &MakeQuality};

}  // namespace

const std::vector<std::string_view>& ReportKindNames() {
  static const std::vector<std::string_view> names = {"overview",   "city",   "compare", "money",
                                                      "mechanisms", "people", "figures", "quality"};
  return names;
}

expected<void> WriteReport(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                           const ReportPages& pages, const ReportOptions& options, ByteSink* sink) {
  ReportContext context(graph, ontology, texts, options);
  const Report report = kMakers[static_cast<size_t>(options.kind)](&context);
  if (options.format == ReportFormat::kJson) return WriteReportJson(report, sink);
  return RenderReport(report, texts, pages, options.format, sink);
}

}  // namespace mailuo
