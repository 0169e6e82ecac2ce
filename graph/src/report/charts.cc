#include "report/charts.h"

#include <algorithm>
#include <cstdio>

#include "assemble/utf8.h"
#include "export/text.h"

namespace mailuo {

namespace {

constexpr double kWidth = 760;
constexpr double kLabelWidth = 230;
constexpr double kValueWidth = 130;
constexpr double kRowHeight = 24;
constexpr double kFontSize = 12.5;
constexpr int kMaxYears = 40;
constexpr double kTimelineHeight = 150;

void Attribute(std::string_view name, double value, std::string* svg) {
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "%.1f", value == 0 ? 0.0 : value);
  std::replace(buffer, buffer + sizeof buffer, ',', '.');  // a locale may have put a comma
  svg->append(" ").append(name).append("=\"").append(buffer).append("\"");
}

void Open(const std::string& name, double height, std::string_view css_class, std::string* svg) {
  svg->append("<svg class=\"chart ").append(css_class).append("\" role=\"img\" viewBox=\"0 0 760 ");
  svg->append(std::to_string(static_cast<int>(height))).append("\" aria-label=\"");
  AppendXmlAttribute(name, svg);
  svg->append("\">\n");
}

void TextAt(double x, double y, std::string_view css_class, const std::string& text, std::string* svg) {
  *svg += "<text";
  Attribute("x", x, svg);
  Attribute("y", y, svg);
  svg->append(" class=\"").append(css_class).append("\">");
  AppendHtmlText(text, svg);
  *svg += "</text>\n";
}

void BoxAt(double x, double y, double width, double height, const BarPart& part, std::string* svg) {
  *svg += "<rect";
  Attribute("x", x, svg);
  Attribute("y", y, svg);
  Attribute("width", width, svg);
  Attribute("height", height, svg);
  svg->append(" class=\"").append(part.css_class).append("\"><title>");
  AppendHtmlText(part.title, svg);
  *svg += "</title></rect>\n";
}

// Cut to the label's column; wide characters are square, others about half of one.
std::string Fitted(const std::string& label) {
  double room = kLabelWidth - 12;
  for (size_t at = 0; at < label.size(); at += std::max<size_t>(1, Utf8SequenceLength(label, at))) {
    room -= static_cast<uint8_t>(label[at]) >= 0xE1 ? kFontSize : kFontSize * 0.58;
    if (room < 0) return label.substr(0, at) + "\xE2\x80\xA6";
  }
  return label;
}

}  // namespace

std::string DrawBars(const std::string& name, const std::vector<Bar>& bars) {
  double largest = 0;
  for (const Bar& bar : bars) {
    double sum = 0;
    for (const BarPart& part : bar.parts) sum += part.value;
    largest = std::max(largest, sum);
  }
  if (largest <= 0) return {};
  std::string svg;
  Open(name, kRowHeight * static_cast<double>(bars.size()) + 4, "bars", &svg);
  const double scale = (kWidth - kLabelWidth - kValueWidth) / largest;
  double y = 2;
  for (const Bar& bar : bars) {
    TextAt(kLabelWidth - 8, y + 16, "label", Fitted(bar.label), &svg);
    double x = kLabelWidth;
    for (const BarPart& part : bar.parts) {
      if (part.value <= 0) continue;
      const double width = std::max(part.value * scale, 1.0);
      BoxAt(x, y + 3, width, kRowHeight - 7, part, &svg);
      x += width;
    }
    TextAt(x + 7, y + 16, "value", bar.value, &svg);
    y += kRowHeight;
  }
  return svg + "</svg>";
}

std::string DrawTimeline(const std::string& name, const std::map<int, YearCount>& years, const std::string& done,
                         const std::string& planned) {
  if (years.empty()) return {};
  const int last = years.rbegin()->first;
  const int first = std::max(years.begin()->first, last - kMaxYears + 1);
  uint64_t largest = 1;
  for (const auto& [year, count] : years) {
    if (year >= first) largest = std::max(largest, count.done + count.planned);
  }
  std::string svg;
  Open(name, kTimelineHeight, "timeline", &svg);
  const double step = std::min(64.0, (kWidth - 20) / (last - first + 1));
  const double base = kTimelineHeight - 22, scale = (base - 18) / static_cast<double>(largest);
  svg += "<line class=\"axis\" x1=\"10\" x2=\"750\"";
  Attribute("y1", base + 0.5, &svg);
  Attribute("y2", base + 0.5, &svg);
  svg += "/>\n";
  for (int year = first; year <= last; ++year) {
    const double x = 10 + step * (year - first);
    const bool is_labelled = step >= 34 || year == last || ((year - first) % 5 == 0 && last - year >= 3);
    if (is_labelled) TextAt(x + step / 2, base + 16, "year", std::to_string(year), &svg);
    const auto found = years.find(year);
    if (found == years.end()) continue;
    double y = base;
    const auto column = [&](uint64_t count, const std::string& status, const char* css_class) {
      if (count == 0) return;
      const double height = std::max(static_cast<double>(count) * scale, 1.0);
      y -= height;
      const std::string title = std::to_string(year) + " \xC2\xB7 " + status + " " + std::to_string(count);
      BoxAt(x + step * 0.15, y, step * 0.7, height, {0, css_class, title}, &svg);
    };
    column(found->second.done, done, "done");
    column(found->second.planned, planned, "planned");
    TextAt(x + step / 2, y - 4, "year", std::to_string(found->second.done + found->second.planned), &svg);
  }
  return svg + "</svg>";
}

}  // namespace mailuo
