// The model as JSON: what templates get, for programs. docs/reports.md lists the names.
#include "export/text.h"
#include "export/writer.h"
#include "report/report_render.h"

namespace mailuo {

namespace {

class JsonWriter {
 public:
  explicit JsonWriter(ByteSink* sink) : writer_(sink) {}

  expected<void> Write(const Report& report) {
    writer_ << "{";
    Text("title", report.title);
    Text("summary", report.summary);
    Key("sections");
    writer_ << "[";
    fresh_ = true;
    for (const SectionPlan& plan : report.sections) {
      Separate();
      writer_ << "\n";
      WriteSection(plan.make(), plan.level);
      if (!writer_.Checkpoint()) break;
    }
    writer_ << "\n]}\n";
    return writer_.Finish();
  }

 private:
  void Separate() {
    if (!fresh_) writer_ << ",";
    fresh_ = false;
  }
  void String(std::string_view text) { AppendJson(text, writer_.out()); }
  void Key(std::string_view name) {
    Separate();
    writer_ << "\"" << name << "\":";
  }
  void Text(std::string_view name, std::string_view text) {
    if (text.empty()) return;
    Key(name);
    String(text);
  }
  void Number(std::string_view name, uint64_t value) {
    Key(name);
    AppendInteger(value, writer_.out());
  }
  template <typename List, typename WriteOne>
  void Array(std::string_view name, const List& list, WriteOne write_one) {
    if (list.empty()) return;
    Key(name);
    writer_ << "[";
    fresh_ = true;
    for (const auto& one : list) {
      Separate();
      write_one(one);
    }
    writer_ << "]";
    fresh_ = false;
  }
  template <typename WriteMembers>
  void Object(WriteMembers write_members) {
    writer_ << "{";
    fresh_ = true;
    write_members();
    writer_ << "}";
    fresh_ = false;
  }

  void WriteSection(const Section& section, int level) {
    Object([&] {
      Text("id", section.id);
      Text("title", section.title);
      Text("note", section.note);
      Number("level", static_cast<uint64_t>(level));
      Array("blocks", section.blocks, [&](const Block& block) { WriteBlock(block); });
    });
  }

  void WriteBlock(const Block& block) {
    Object([&] {
      Text("heading", block.heading);
      Text("text", block.text);
      Array("items", block.items, [&](const Item& item) { WriteItem(item); });
      Array("columns", block.table.columns, [&](const Column& column) { String(column.title); });
      Array("rows", block.table.rows, [&](const std::vector<Cell>& row) { WriteRow(row); });
      if (block.total > 0) Number("total", block.total);
      if (block.rest > 0) Number("rest", block.rest);
    });
  }

  void WriteItem(const Item& item) {
    Object([&] {
      Text("lead", item.lead);
      Text("name", item.name);
      Text("link", item.link);
      Text("detail", item.detail);
      Text("status", item.status);
      WriteQuote(item.quote);
    });
  }

  void WriteRow(const std::vector<Cell>& row) {
    writer_ << "[";
    fresh_ = true;
    for (const Cell& cell : row) {
      Separate();
      Object([&] {
        Text("text", cell.text);
        Text("link", cell.link);
        Text("status", cell.status);
        WriteQuote(cell.quote);
      });
    }
    writer_ << "]";
    fresh_ = false;
  }

  void WriteQuote(const std::optional<Quote>& quote) {
    if (!quote) return;
    Text("quote", quote->text);
    Text("place", quote->place);
    Array("others", quote->others, [&](const std::string& place) { String(place); });
  }

  Writer writer_;
  bool fresh_ = true;  // nothing stands yet in the innermost object or list
};

}  // namespace

expected<void> WriteReportJson(const Report& report, ByteSink* sink) { return JsonWriter(sink).Write(report); }

}  // namespace mailuo
