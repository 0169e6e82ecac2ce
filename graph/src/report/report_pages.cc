#include "mailuo/graph/report_pages.h"

#include <fstream>
#include <iterator>

#include "report/templates.h"

namespace mailuo {

namespace {

expected<std::string> Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return unexpected(Error{Error::Kind::kUsage, {path, 0, 0}, "cannot be read, expected a template"});
  return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

}  // namespace

expected<ReportPages> LoadReportPages(const std::string& folder, const std::string& format) {
  ReportPages pages;
  pages.folder = folder;
  struct File {
    std::string name;
    std::string* text;
    bool is_template;
  };
  const File files[] = {{"report." + format + ".mustache", &pages.page, true},
                        {"section." + format + ".mustache", &pages.section, true},
                        {"report.css", &pages.style, false},
                        {"report.js", &pages.script, false}};
  for (const File& file : files) {
    if (!file.is_template && format != "html") continue;
    const std::string path = folder + "/" + file.name;
    expected<std::string> text = Read(path);
    if (!text) return unexpected(text.error());
    if (const std::string wrong = file.is_template ? TemplateError(*text) : std::string(); !wrong.empty()) {
      return unexpected(Error{Error::Kind::kUsage, {path, 0, 0}, "is no Mustache template: " + wrong});
    }
    *file.text = std::move(*text);
  }
  return pages;
}

}  // namespace mailuo
