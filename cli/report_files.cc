#include "report_files.h"

#include <filesystem>

#include "packs.h"

namespace mailuo::cli {

expected<ReportTexts> FindReportTexts(const std::string& language) {
  const expected<std::string> path = FindOntologyFile("report." + language + ".json");
  if (!path) return unexpected(path.error());
  return LoadReportTexts(*path);
}

expected<ReportPages> FindReportPages(const std::string& format) {
  const expected<std::string> path = FindOntologyFile("pages/report." + format + ".mustache");
  if (!path) return unexpected(path.error());
  return LoadReportPages(std::filesystem::path(*path).parent_path().string(), format);
}

expected<ViewPage> FindViewPage() {
  const expected<std::string> path = FindOntologyFile("pages/view.html.mustache");
  if (!path) return unexpected(path.error());
  return LoadViewPage(std::filesystem::path(*path).parent_path().string());
}

}  // namespace mailuo::cli
