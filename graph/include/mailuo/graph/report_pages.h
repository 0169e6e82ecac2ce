// Templates of a report: Mustache files that a user may change, with the style and script of the HTML page.
// Neighbour: report.h, which fills them; docs/reports.md lists the names that they may use.
#ifndef MAILUO_GRAPH_REPORT_PAGES_H_
#define MAILUO_GRAPH_REPORT_PAGES_H_

#include <string>

#include "mailuo/schemas/expected.h"

namespace mailuo {

struct ReportPages {
  std::string folder;   // where they were read, for messages
  std::string page;     // report.md.mustache or report.html.mustache: the whole, with {{{sections}}} once
  std::string section;  // section.….mustache: one section
  std::string style;    // report.css, for {{{style}}}
  std::string script;   // report.js, for {{{script}}}
};

// Reads the files for "md" or "html" from `folder`. A missing file or a broken template is an error that names it.
expected<ReportPages> LoadReportPages(const std::string& folder, const std::string& format);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_REPORT_PAGES_H_
