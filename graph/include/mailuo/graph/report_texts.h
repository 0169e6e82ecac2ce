// The wording of the report and the picture: language data, read from report.LANG.json beside the ontology.
#ifndef MAILUO_GRAPH_REPORT_TEXTS_H_
#define MAILUO_GRAPH_REPORT_TEXTS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/schemas/expected.h"

namespace mailuo {

// Subjects of one type, or of a type below it, are told together.
struct ReportGroup {
  std::string type;
  std::string heading;
};

// What is told of a subject under one heading: the objects of a relation, or, where `incoming`, its subjects.
struct ReportSection {
  std::string relation;
  std::string heading;
  bool incoming = false;
};

// A word for a power of ten, for figures that people read: 1e8 and what a language calls it.
struct ReportScale {
  double value = 1;
  std::string label;
};

struct ReportTexts {
  std::string language;                 // key of the ontology's labels
  std::vector<ReportGroup> groups;      // in the report's order
  std::vector<ReportSection> sections;  // in the report's order
  std::map<std::string, std::string> texts;           // by key; may hold {placeholders}
  std::vector<ReportScale> scales;
  std::map<std::string, std::string> approximations;  // bound -> pattern with {value}

  const std::string& Get(const std::string& key) const;  // the key itself where the catalogue has none
  // The text with each {name} of `values` put in.
  std::string Format(const std::string& key, const std::map<std::string, std::string>& values) const;
};

// Errors name file:line:column.
expected<ReportTexts> ParseReportTexts(std::string_view json, const std::string& file);
expected<ReportTexts> LoadReportTexts(const std::string& path);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_REPORT_TEXTS_H_
