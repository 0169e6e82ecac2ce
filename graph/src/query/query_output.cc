#include "mailuo/graph/query_output.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cmath>

#include "export/text.h"
#include "export/writer.h"

namespace mailuo {
namespace {

using Type = QueryValue::Type;
using Cells = std::vector<std::string>;

constexpr size_t kMeasuredRows = 1000;

// Cells of a terminal: wide characters take two, marks on others none.
size_t Width(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    UChar32 c = 0;
    U8_NEXT_UNSAFE(text.data(), at, c);
    const int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    const int category = u_charType(c);
    if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK || category == U_FORMAT_CHAR) continue;
    width += wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
  }
  return width;
}

// Line breaks and other controls as blanks: a row is a line.
std::string OneLine(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return line;
}

void AppendName(uint32_t node, const QueryGraph& graph, std::string* out) {
  *out += "(";
  for (const uint32_t label : graph.Labels(node)) out->append(":").append(graph.labels().name(label));
  const uint32_t key = graph.keys().Find("name");
  const QueryValue name = key == QueryNames::kNone ? QueryValue() : graph.NodeProperty(node, key);
  if (name.type() == Type::kString) out->append(" ").append(name.string());
  *out += ")";
}

void AppendPath(const QueryValue::Path& path, const QueryGraph& graph, std::string* out) {
  AppendName(path.nodes[0], graph, out);
  for (size_t i = 0; i < path.relationships.size(); ++i) {
    const uint32_t one = path.relationships[i];
    const bool forward = graph.Start(one) == path.nodes[i];
    out->append(forward ? "-[:" : "<-[:").append(graph.types().name(graph.Type(one))).append(forward ? "]->" : "]-");
    AppendName(path.nodes[i + 1], graph, out);
  }
}

void AppendElement(const QueryValue& value, const QueryGraph& graph, std::string* out) {
  const bool is_node = value.type() == Type::kNode;
  *out += "{\"id\":";
  AppendInteger(value.id(), out);
  if (is_node) {
    *out += ",\"labels\":[";
    for (const uint32_t label : graph.Labels(value.id())) {
      if (out->back() != '[') *out += ",";
      AppendJson(graph.labels().name(label), out);
    }
    *out += "]";
  } else {
    *out += ",\"type\":";
    AppendJson(graph.types().name(graph.Type(value.id())), out);
    *out += ",\"start\":";
    AppendInteger(graph.Start(value.id()), out);
    *out += ",\"end\":";
    AppendInteger(graph.End(value.id()), out);
  }
  *out += ",\"properties\":{";
  for (uint32_t key = 0; key < graph.keys().all().size(); ++key) {
    const QueryValue one = is_node ? graph.NodeProperty(value.id(), key) : graph.RelationshipProperty(value.id(), key);
    if (one.is_null()) continue;
    if (out->back() != '{') *out += ",";
    AppendJson(graph.keys().name(key), out);
    *out += ":";
    AppendQueryJson(one, graph, out);
  }
  *out += "}}";
}

bool IsNumber(const QueryValue& value) { return value.is_number() || value.is_null(); }

class TableWriter {
 public:
  TableWriter(const std::vector<std::string>& columns, Writer* writer)
      : head_(columns), are_numbers_(columns.size(), true), writer_(*writer) {}

  void Add(const std::vector<QueryValue>& row, const QueryGraph& graph) {
    Cells cells;
    for (size_t i = 0; i < row.size(); ++i) {
      if (!is_measured_ && !IsNumber(row[i])) are_numbers_[i] = false;
      cells.push_back(CellText(row[i], graph));
    }
    if (is_measured_) return WriteRow(cells);
    waiting_.push_back(std::move(cells));
    if (waiting_.size() == kMeasuredRows) Flush();
  }

  void Flush() {
    if (is_measured_) return;
    is_measured_ = true;
    for (size_t i = 0; i < head_.size(); ++i) {
      widths_.push_back(Width(OneLine(head_[i])));
      for (const Cells& cells : waiting_) widths_[i] = std::max(widths_[i], Width(cells[i]));
      head_[i] = OneLine(head_[i]);
    }
    WriteRow(head_);
    Cells rule;
    for (const size_t width : widths_) rule.emplace_back(width, '-');
    WriteRow(rule);
    for (const Cells& cells : waiting_) WriteRow(cells);
    waiting_.clear();
  }

 private:
  void WriteRow(const Cells& cells) {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      const size_t width = Width(cells[i]);
      const std::string blanks(widths_[i] > width ? widths_[i] - width : 0, ' ');
      if (i > 0) line += "  ";
      line += are_numbers_[i] ? blanks + cells[i] : cells[i] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    writer_ << line << "\n";
  }

  Cells head_;
  std::vector<bool> are_numbers_;
  Writer& writer_;
  std::vector<size_t> widths_;
  std::vector<Cells> waiting_;
  bool is_measured_ = false;
};

void AppendCsvRow(const std::vector<QueryValue>& row, const QueryGraph& graph, std::string* out) {
  for (size_t i = 0; i < row.size(); ++i) {
    if (i > 0) *out += ",";
    std::string text;
    if (row[i].type() == Type::kString) {
      text = row[i].string();
    } else if (!row[i].is_null()) {
      AppendQueryJson(row[i], graph, &text);
    }
    AppendCsvText(text, out);
  }
  *out += "\n";
}

}  // namespace

std::string CellText(const QueryValue& value, const QueryGraph& graph) {
  std::string text;
  switch (value.type()) {
    case Type::kNull: return "";
    case Type::kBoolean: return value.boolean() ? "true" : "false";
    case Type::kInteger: return std::to_string(value.integer());
    case Type::kFloat: return FloatText(value.floating());
    case Type::kString: return OneLine(value.string());
    case Type::kList:
      for (const QueryValue& one : value.list()) text += (text.empty() ? "[" : ", ") + CellText(one, graph);
      return text.empty() ? "[]" : text + "]";
    case Type::kMap:
      for (const auto& [key, one] : value.map()) {
        text += (text.empty() ? "{" : ", ") + OneLine(key) + ": " + CellText(one, graph);
      }
      return text.empty() ? "{}" : text + "}";
    case Type::kNode: AppendName(value.id(), graph, &text); break;
    case Type::kRelationship: text.append("[:").append(graph.types().name(graph.Type(value.id()))).append("]"); break;
    case Type::kPath: AppendPath(value.path(), graph, &text); break;
  }
  return OneLine(text);
}

void AppendQueryJson(const QueryValue& value, const QueryGraph& graph, std::string* out) {
  const auto append_all = [&](const auto& items, auto make) {
    *out += "[";
    for (const auto& item : items) {
      if (&item != &*items.begin()) *out += ",";
      AppendQueryJson(make(item), graph, out);
    }
    *out += "]";
  };
  switch (value.type()) {
    case Type::kNull: *out += "null"; break;
    case Type::kBoolean: *out += value.boolean() ? "true" : "false"; break;
    case Type::kInteger: *out += std::to_string(value.integer()); break;
    case Type::kFloat: {
      const std::string text = FloatText(value.floating());
      std::isfinite(value.floating()) ? void(*out += text) : AppendJson(text, out);
      break;
    }
    case Type::kString: AppendJson(value.string(), out); break;
    case Type::kList: append_all(value.list(), [](const QueryValue& one) { return one; }); break;
    case Type::kMap:
      *out += "{";
      for (const auto& [key, one] : value.map()) {
        if (out->back() != '{') *out += ",";
        AppendJson(key, out);
        *out += ":";
        AppendQueryJson(one, graph, out);
      }
      *out += "}";
      break;
    case Type::kNode:
    case Type::kRelationship: AppendElement(value, graph, out); break;
    case Type::kPath:
      *out += "{\"nodes\":";
      append_all(value.path().nodes, &QueryValue::Node);
      *out += ",\"relationships\":";
      append_all(value.path().relationships, &QueryValue::Relationship);
      *out += "}";
      break;
  }
}

expected<QueryOutcome> WriteRows(QueryRows* rows, const QueryGraph& graph, QueryFormat format, ByteSink* sink) {
  Writer writer(sink);
  TableWriter table(rows->columns(), &writer);
  QueryOutcome outcome;
  const std::vector<std::string>& columns = rows->columns();
  if (format == QueryFormat::kCsv) {
    std::vector<QueryValue> head;
    for (const std::string& column : columns) head.push_back(QueryValue::Borrowed(column));
    AppendCsvRow(head, graph, writer.out());
  }
  if (format == QueryFormat::kJson) writer << "[";
  while (true) {
    const auto row = rows->Next();
    if (!row) outcome.error = row.error();
    if (!row || *row == nullptr) break;
    if (format == QueryFormat::kTable) table.Add(**row, graph);
    if (format == QueryFormat::kCsv) AppendCsvRow(**row, graph, writer.out());
    if (format == QueryFormat::kJson) {
      writer << (outcome.rows == 0 ? "\n{" : ",\n{");
      for (size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) writer << ",";
        AppendJson(columns[i], writer.out());
        writer << ":";
        AppendQueryJson((**row)[i], graph, writer.out());
      }
      writer << "}";
    }
    ++outcome.rows;
    if (!writer.Checkpoint()) break;
  }
  // A query that fails at once leaves nothing behind it.
  if (outcome.error && outcome.rows < kMeasuredRows && format == QueryFormat::kTable) return outcome;
  if (outcome.error && outcome.rows == 0) return outcome;
  if (format == QueryFormat::kTable) table.Flush();
  if (format == QueryFormat::kJson) writer << (outcome.rows == 0 ? "]\n" : "\n]\n");
  const expected<void> written = writer.Finish();
  if (!written) return unexpected(written.error());
  return outcome;
}

}  // namespace mailuo
