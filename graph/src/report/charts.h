// Bars and time lines as SVG elements for the HTML report: coloured by classes of report.css, so that they follow the
// page into the dark and onto paper; every mark has a <title>. No address, no script.
#ifndef MAILUO_GRAPH_SRC_REPORT_CHARTS_H_
#define MAILUO_GRAPH_SRC_REPORT_CHARTS_H_

#include <map>
#include <string>
#include <vector>

namespace mailuo {

struct BarPart {
  double value = 0;
  std::string css_class;  // done, planned, lower, upper, about, plain
  std::string title;
};

struct Bar {
  std::string label;
  std::string value;  // in words, behind the bar
  std::vector<BarPart> parts;
};

// Horizontal bars on one scale from 0; empty where no part is above 0. `name` is what it shows, for readers of screens.
std::string DrawBars(const std::string& name, const std::vector<Bar>& bars);

struct YearCount {
  uint64_t done = 0;
  uint64_t planned = 0;
};

// A column a year, done below planned; empty for no year. Years between the first and the last all have their place;
// of more than 40 years the last 40 are drawn.
std::string DrawTimeline(const std::string& name, const std::map<int, YearCount>& years, const std::string& done,
                         const std::string& planned);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_CHARTS_H_
