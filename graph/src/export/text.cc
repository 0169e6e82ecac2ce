#include "export/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace mailuo {

namespace {

bool IsXmlBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

enum ByteClass : uint8_t { kPlain, kControl, kMarkup, kBracket, kQuote, kBlank, kPerhapsNonCharacter };

using ByteTable = std::array<uint8_t, 256>;

constexpr ByteTable MakeXmlTable() {
  ByteTable table{};
  for (int c = 0; c < 0x20; ++c) table[c] = kControl;
  table['\t'] = table['\n'] = kPlain;
  table['&'] = table['<'] = kMarkup;
  table['>'] = kBracket;
  table[0xEF] = kPerhapsNonCharacter;  // U+FFFE and U+FFFF are EF BF BE and EF BF BF
  return table;
}

constexpr ByteTable MakeXmlAttributeTable() {
  ByteTable table = MakeXmlTable();
  table['"'] = kQuote;
  table['\t'] = table['\n'] = kBlank;
  return table;
}

constexpr ByteTable MakeCsvTable() {
  ByteTable table{};
  for (int c = 0; c < 0x20; ++c) table[c] = kControl;
  table['\t'] = table['\n'] = kPlain;
  table['"'] = kQuote;
  return table;
}

constexpr ByteTable MakeJsonTable() {
  ByteTable table{};
  for (int c = 0; c < 0x20; ++c) table[c] = kControl;
  table['"'] = table['\\'] = kQuote;
  return table;
}

constexpr ByteTable MakeRdfTable() {
  ByteTable table = MakeJsonTable();
  table[0x7F] = kControl;
  return table;
}

constexpr ByteTable kXmlTable = MakeXmlTable();
constexpr ByteTable kXmlAttributeTable = MakeXmlAttributeTable();
constexpr ByteTable kCsvTable = MakeCsvTable();
constexpr ByteTable kJsonTable = MakeJsonTable();
constexpr ByteTable kRdfTable = MakeRdfTable();

size_t SkipPlain(const ByteTable& table, std::string_view text, size_t at) {
  while (at < text.size() && table[static_cast<uint8_t>(text[at])] == kPlain) ++at;
  return at;
}

bool IsNonCharacter(std::string_view text, size_t at) {
  return at + 2 < text.size() && text[at + 1] == '\xBF' && static_cast<uint8_t>(text[at + 2]) >= 0xBE;
}

bool EndsCData(std::string_view text, size_t at) { return at >= 2 && text[at - 1] == ']' && text[at - 2] == ']'; }

// A reader that drops the white space between two references, or at an edge, must not see them.
bool NeedsCData(std::string_view text) {
  if (text.empty()) return false;
  if (IsXmlBlank(text.front()) || IsXmlBlank(text.back())) return true;
  bool after_reference = false;  // and only white space since
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '&' || c == '<' || (c == '>' && EndsCData(text, at))) {
      if (after_reference) return true;
      after_reference = true;
    } else if (!IsXmlBlank(c)) {
      after_reference = false;
      at = SkipPlain(kXmlTable, text, at + 1) - 1;
    }
  }
  return false;
}

// \u001f; `digits` are the hexadecimal ones in one case.
void AppendUnicode(char c, std::string_view digits, std::string* out) {
  out->append("\\u00");
  out->push_back(digits[c >> 4]);
  out->push_back(digits[c & 15]);
}

enum class XmlPlace { kContent, kCData, kAttribute, kValue };

std::string_view Reference(char blank) { return blank == '\t' ? "&#9;" : "&#10;"; }

void AppendXml(std::string_view text, XmlPlace place, std::string* out) {
  const bool attribute = place == XmlPlace::kAttribute || place == XmlPlace::kValue;
  const ByteTable& table = attribute ? kXmlAttributeTable : kXmlTable;
  const auto append_blank = [&](char c) {
    if (place == XmlPlace::kValue) {
      out->append(Reference(c));
    } else {
      out->push_back(place == XmlPlace::kAttribute ? ' ' : c);
    }
  };
  for (size_t at = 0; at < text.size();) {
    const size_t special = SkipPlain(table, text, at);
    out->append(text, at, special - at);
    at = special;
    if (at == text.size()) break;
    const char c = text[at];
    switch (table[static_cast<uint8_t>(c)]) {
      case kControl:
        if (c == '\r') {
          if (at + 1 < text.size() && text[at + 1] == '\n') break;
          append_blank('\n');
        } else {
          out->append(kReplacement);
        }
        break;
      case kBlank: append_blank(c); break;
      case kQuote: out->append("&quot;"); break;
      case kMarkup:
        if (place == XmlPlace::kCData)
          out->push_back(c);
        else
          out->append(c == '&' ? "&amp;" : "&lt;");
        break;
      case kBracket:
        if (!EndsCData(text, at)) {
          out->push_back(c);
        } else {
          out->append(place == XmlPlace::kCData ? "]]><![CDATA[>" : "&gt;");
        }
        break;
      default:
        if (IsNonCharacter(text, at)) {
          out->append(kReplacement);
          at += 2;
        } else {
          out->push_back(c);
        }
    }
    ++at;
  }
}

}  // namespace

void AppendXmlText(std::string_view text, std::string* out) {
  if (!NeedsCData(text)) return AppendXml(text, XmlPlace::kContent, out);
  out->append("<![CDATA[");
  AppendXml(text, XmlPlace::kCData, out);
  out->append("]]>");
}

void AppendHtmlText(std::string_view text, std::string* out) { AppendXml(text, XmlPlace::kContent, out); }

void AppendXmlAttribute(std::string_view text, std::string* out) { AppendXml(text, XmlPlace::kAttribute, out); }

void AppendXmlValue(std::string_view text, std::string* out) { AppendXml(text, XmlPlace::kValue, out); }

void AppendCsvText(std::string_view text, std::string* out) {
  out->push_back('"');
  for (size_t at = 0; at < text.size();) {
    const size_t quote = std::min(text.find('"', at), text.size());
    out->append(text, at, quote - at);
    if (quote < text.size()) out->append("\"\"");
    at = quote + 1;
  }
  out->push_back('"');
}

void AppendCsvCellText(std::string_view text, std::string* out) {
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t special = SkipPlain(kCsvTable, text, at);
    out->append(text, at, special - at);
    at = special;
    if (at == text.size()) break;
    if (text[at] == '"') {
      out->append("\"\"");
    } else if (text[at] != '\r') {
      out->append(kReplacement);
    } else if (at + 1 == text.size() || text[at + 1] != '\n') {
      out->push_back('\n');
    }
  }
}

void AppendUnicodeEscape(char c, std::string* out) { AppendUnicode(c, "0123456789abcdef", out); }

void AppendJson(std::string_view text, std::string* out) {
  out->push_back('"');
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t special = SkipPlain(kJsonTable, text, at);
    out->append(text, at, special - at);
    at = special;
    if (at == text.size()) break;
    switch (const char c = text[at]) {
      case '"': out->append("\\\""); break;
      case '\\': out->append("\\\\"); break;
      case '\n': out->append("\\n"); break;
      case '\r': out->append("\\r"); break;
      case '\t': out->append("\\t"); break;
      default: AppendUnicodeEscape(c, out);
    }
  }
  out->push_back('"');
}

void AppendScriptJson(std::string_view text, std::string* out) {
  const size_t first = out->size();
  AppendJson(text, out);
  for (size_t at = out->find('<', first); at != std::string::npos; at = out->find('<', at)) {
    out->replace(at, 1, "\\u003c");
  }
}

void AppendRdfText(std::string_view text, std::string* out) {
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t special = SkipPlain(kRdfTable, text, at);
    out->append(text, at, special - at);
    at = special;
    if (at == text.size()) break;
    switch (const char c = text[at]) {
      case '"': out->append("\\\""); break;
      case '\\': out->append("\\\\"); break;
      case '\b': out->append("\\b"); break;
      case '\t': out->append("\\t"); break;
      case '\n': out->append("\\n"); break;
      case '\f': out->append("\\f"); break;
      case '\r': out->append("\\r"); break;
      default: AppendUnicode(c, "0123456789ABCDEF", out);
    }
  }
}

void AppendDecimal(double value, std::string* out) {
  char buffer[400];  // the longest double has 309 digits before the point, the smallest 340 after it
  const auto [end, error] =
      std::to_chars(buffer, buffer + sizeof buffer, value == 0 ? 0.0 : value, std::chars_format::fixed);
  out->append(buffer, end);
}

void AppendDouble(double value, std::string* out) {
  if (std::abs(value) < 9007199254740992.0 && value == std::floor(value)) return AppendDecimal(value, out);
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  out->append(buffer, end);
}

void AppendInteger(uint64_t value, std::string* out) {
  char buffer[20];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  out->append(buffer, end);
}

std::string VocabularyTerm(std::string_view name) {
  constexpr std::string_view kForbidden = " :/#?@%<>\"{}|\\^`";
  std::string term;
  for (size_t at = 0; at < name.size(); ++at) {
    const char c = name[at];
    const bool control = static_cast<uint8_t>(c) < 0x20 || c == 0x7F;
    term.push_back(control || kForbidden.find(c) != std::string_view::npos ? '_' : c);
  }
  return term.empty() ? "unnamed" : term;
}

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

}  // namespace mailuo
