#include "report/report_render.h"

#include <kainjow/mustache.hpp>

#include <algorithm>
#include <cctype>
#include <exception>

#include "export/text.h"
#include "export/writer.h"
#include "report/templates.h"

namespace mailuo {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr char kSections[] = "sections";
constexpr char kMark[] = "\x01sections\x01";  // stands in the page until the sections are written in its place

// Text that Markdown shows as it is, on one line.
std::string MarkdownText(const std::string& text) {
  std::string result;
  for (char c : text) {
    switch (c) {
      case '\\': case '`': case '*': case '_': case '[': case ']': case '|': case '~': case '#':
        result.push_back('\\');
        result.push_back(c);
        break;
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '\n': case '\r': case '\t': result.push_back(' '); break;
      default: result.push_back(c);
    }
  }
  return result;
}

std::string HtmlText(const std::string& text) {
  std::string result;
  AppendXmlAttribute(text, &result);
  return result;
}

// What stands between backquotes in Markdown, where nothing can be escaped.
std::string CodeText(std::string text) {
  for (char& c : text) {
    if (c == '`') c = '\'';
    if (c == '|') c = '/';
    if (c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

// Without the empty lines that tags leave behind: never two in a row.
std::string Tidied(const std::string& text) {
  std::string result;
  size_t breaks = 0;
  for (char c : text) {
    breaks = c == '\n' ? breaks + 1 : 0;
    if (breaks <= 2) result.push_back(c);
  }
  while (result.ends_with("\n\n")) result.pop_back();
  return result;
}

// An absent text is false, so that {{#name}} is passed over and no name of an outer level is taken for it.
void Set(const std::string& name, const std::string& text, data* object) {
  (*object)[name] = text.empty() ? data(false) : data(text);
}

class Renderer {
 public:
  Renderer(const ReportTexts& texts, ReportFormat format) : texts_(texts), format_(format) {}

  void Prepare(mustache* page) const {
    page->set_custom_escape(format_ == ReportFormat::kHtml ? HtmlText : MarkdownText);
  }

  data Texts() const {
    data texts(data::type::object);
    for (const auto& [key, text] : texts_.texts) texts[key] = text;
    return texts;
  }

  data PageData(const Report& report, const ReportPages& pages) const {
    data page(data::type::object);
    page["t"] = Texts();
    page["language"] = texts_.language;
    page["title"] = report.title;
    page["summary"] = report.summary;
    page["style"] = pages.style;
    page["script"] = pages.script;
    page[kSections] = std::string(kMark);
    data contents(data::type::list);
    for (size_t i = 0; i < report.sections.size();) {
      const SectionPlan& part = report.sections[i];
      data entry(data::type::object);
      entry["id"] = part.id;
      entry["title"] = part.title;
      data subjects(data::type::list);
      for (++i; i < report.sections.size() && report.sections[i].level > part.level; ++i) {
        data subject(data::type::object);
        subject["id"] = report.sections[i].id;
        subject["title"] = report.sections[i].title;
        subject["first"] = subjects.is_empty_list();
        subjects.push_back(subject);
      }
      entry["subjects"] = std::move(subjects);
      contents.push_back(entry);
    }
    page["contents"] = std::move(contents);
    return page;
  }

  data SectionData(const Section& section, const data& texts) const {
    data result(data::type::object);
    result["t"] = data(texts);
    result["id"] = section.id;
    result["title"] = section.title;
    Set("note", section.note, &result);
    result["is_part"] = section.level == 2;
    data blocks(data::type::list);
    for (const Block& block : section.blocks) blocks.push_back(BlockData(block));
    result["blocks"] = std::move(blocks);
    return result;
  }

 private:
  data BlockData(const Block& block) const {
    data result(data::type::object);
    Set("heading", block.heading, &result);
    Set("text", block.text, &result);
    Set("svg", block.svg, &result);
    Set("caption", block.caption, &result);
    data items(data::type::list);
    for (const Item& item : block.items) items.push_back(ItemData(item));
    result["has_items"] = !block.items.empty();
    result["items"] = std::move(items);
    result["has_table"] = !block.table.rows.empty();
    result["is_matrix"] = block.table.is_matrix;
    result["columns"] = ColumnData(block.table);
    data rows(data::type::list);
    for (const auto& row : block.table.rows) rows.push_back(RowData(block.table, row));
    result["rows"] = std::move(rows);
    Set("rest", block.rest == 0 ? std::string()
                                : texts_.Format("rest", {{"rest", std::to_string(block.rest)},
                                                         {"all", std::to_string(block.total)}}), &result);
    return result;
  }

  static data ColumnData(const Table& table) {
    data columns(data::type::list);
    for (const Column& column : table.columns) {
      data entry(data::type::object);
      entry["title"] = column.title;
      entry["is_number"] = column.is_number;
      columns.push_back(entry);
    }
    return columns;
  }

  data RowData(const Table& table, const std::vector<Cell>& row) const {
    data cells(data::type::list);
    for (size_t i = 0; i < row.size(); ++i) {
      data cell(data::type::object);
      Set("text", row[i].text, &cell);
      Set("link", row[i].link, &cell);
      Set("status", row[i].status, &cell);
      cell["is_number"] = table.columns[i].is_number;
      cell["is_head"] = table.is_matrix && i == 0;
      cell["is_done"] = row[i].status == "done";
      cell["is_planned"] = row[i].status == "planned";
      SetQuote(row[i].quote, &cell);
      cells.push_back(cell);
    }
    data result(data::type::object);
    result["cells"] = std::move(cells);
    return result;
  }

  data ItemData(const Item& item) const {
    data result(data::type::object);
    Set("lead", item.lead, &result);
    result["name"] = item.name;
    Set("link", item.link, &result);
    result["detail"] = item.detail;
    result["status"] = item.status;
    result["is_planned"] = item.status == "planned";
    SetQuote(item.quote, &result);
    return result;
  }

  void SetQuote(const std::optional<Quote>& quote, data* object) const {
    (*object)["has_quote"] = quote.has_value();
    if (!quote) return;
    (*object)["quote"] = texts_.Format("quote", {{"text", quote->text}});
    (*object)["place"] = CodeText(quote->place);
    (*object)["has_others"] = !quote->others.empty();
    data others(data::type::list);
    for (size_t i = 0; i < quote->others.size(); ++i) {
      data other(data::type::object);
      other["place"] = CodeText(quote->others[i]);
      other["first"] = i == 0;
      others.push_back(other);
    }
    (*object)["others"] = std::move(others);
  }

  const ReportTexts& texts_;
  const ReportFormat format_;
};

expected<void> Render(const Report& report, const ReportTexts& texts, const ReportPages& pages, ReportFormat format,
                      ByteSink* sink) {
  const Renderer renderer(texts, format);
  mustache page(pages.page), section(pages.section);
  renderer.Prepare(&page);
  renderer.Prepare(&section);
  const std::string frame = Tidied(page.render(renderer.PageData(report, pages)));
  const size_t mark = frame.find(kMark);
  if (mark == std::string::npos) {
    return unexpected(Error{Error::Kind::kUsage, {pages.folder, 0, 0}, "the page's template has no {{{sections}}}"});
  }
  Writer writer(sink);
  writer << std::string_view(frame).substr(0, mark);
  const data words = renderer.Texts();
  for (const SectionPlan& plan : report.sections) {
    Section made = plan.make();
    made.level = plan.level;
    writer << Tidied(section.render(renderer.SectionData(made, words)));
    if (!writer.Checkpoint()) break;
  }
  writer << std::string_view(frame).substr(mark + sizeof kMark - 1);
  return writer.Finish();
}

}  // namespace

std::string TemplateError(const std::string& text) {
  try {
    const mustache page(text);
    std::string message = page.error_message();
    // "Unclosed section "x" at 123": a line is easier to find than a byte.
    const size_t at = message.rfind(" at ");
    if (at == std::string::npos) return message;
    const size_t byte = std::min<size_t>(std::stoul(message.substr(at + 4)), text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n');
    return message.substr(0, at) + " in line " + std::to_string(line);
  } catch (const std::exception&) {  // the engine reads past the end of "{{"
    return "a tag is not closed";
  }
}

std::string FillHtml(const std::string& text, const std::map<std::string, std::string>& values) {
  data page(data::type::object), texts(data::type::object);
  for (const auto& [name, value] : values) {
    if (name.starts_with("t.")) {
      texts[name.substr(2)] = value;
    } else {
      page[name] = value;
    }
  }
  page["t"] = std::move(texts);
  mustache filled(text);
  filled.set_custom_escape(HtmlText);
  return filled.render(page);
}

expected<void> RenderReport(const Report& report, const ReportTexts& texts, const ReportPages& pages,
                            ReportFormat format, ByteSink* sink) {
  try {
    return Render(report, texts, pages, format, sink);
  } catch (const std::exception& error) {
    return unexpected(Error{Error::Kind::kUsage, {pages.folder, 0, 0}, std::string("a template: ") + error.what()});
  }
}

}  // namespace mailuo
