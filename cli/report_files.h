// The texts and templates of reports and pages, found beside packs and ontologies (packs.h).
#ifndef MAILUO_CLI_REPORT_FILES_H_
#define MAILUO_CLI_REPORT_FILES_H_

#include <string>

#include "mailuo/graph/report_pages.h"
#include "mailuo/graph/report_texts.h"
#include "mailuo/graph/view.h"

namespace mailuo::cli {

// The catalogue report.LANG.json.
expected<ReportTexts> FindReportTexts(const std::string& language);

// The templates for "md" or "html" in pages/.
expected<ReportPages> FindReportPages(const std::string& format);

// The parts of the page to explore in, from pages/.
expected<ViewPage> FindViewPage();

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_REPORT_FILES_H_
