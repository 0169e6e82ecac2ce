// City by city: what it does, issues, founds and hosts, plans against what is done, money and figures, partners.
#include "report/report_kinds.h"

namespace mailuo {

Report MakeCities(ReportContext* context) {
  const std::vector<NodeId> places = context->Places();
  const size_t shown = context->options().places.empty() ? context->ShownSubjects(places.size()) : places.size();
  Report report{context->Text("cities_title"),
                context->texts().Format("cities_summary", {{"count", std::to_string(places.size())}}),
                {}};
  if (places.empty()) report.summary = context->Text("none");
  for (size_t i = 0; i < shown; ++i) {
    context->AddTarget(places[i]);
    report.sections.push_back(SubjectSection(context, places[i], true));
    report.sections.back().level = 2;
  }
  if (shown < places.size()) {
    const size_t count = places.size();
    const std::string title = context->Text("others");
    report.sections.push_back({"rest", title, 2, [=] {
      return Section{"rest", title, {}, 2, {RestBlock(count, shown)}};
    }});
  }
  return report;
}

}  // namespace mailuo
