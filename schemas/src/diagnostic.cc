// Diagnostics as text, and the guess at what a wrong name was meant to be. Neighbours: diagnostic.h, expected.h.
#include "mailuo/schemas/diagnostic.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "mailuo/schemas/expected.h"

namespace mailuo {
namespace {

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kNote: return "note";
    case Severity::kWarning: return "warning";
    case Severity::kError: break;
  }
  return "error";
}

std::string Format(const Location& where, std::string_view severity, std::string_view message) {
  std::string out = where.file;
  if (where.line > 0) {
    if (!out.empty()) out += ':';
    out += std::to_string(where.line);
    if (where.column > 0) out.append(":").append(std::to_string(where.column));
  }
  if (!out.empty()) out += ": ";
  return out.append(severity).append(": ").append(message);
}

// One element a character; broken UTF-8 gives some elements, which is enough to compare.
std::vector<std::string_view> Characters(std::string_view text) {
  std::vector<std::string_view> characters;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    characters.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return characters;
}

// Latin letters of either case are alike: who writes IMPLEMENTS means implements.
bool Alike(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

size_t EditDistance(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  std::vector<size_t> row(b.size() + 1);  // distances of a's first i characters to every front of b
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (Alike(a[i - 1], b[j - 1]) ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({replaced, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row[b.size()];
}

}  // namespace

std::string ToString(const Diagnostic& diagnostic) {
  return Format(diagnostic.where, SeverityName(diagnostic.severity), diagnostic.message);
}

std::string ToString(const Error& error) { return Format(error.where, "error", error.message); }

void DiagnosticList::Report(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::kError) ++errors_;
  all_.push_back(std::move(diagnostic));
}

std::string_view NearestName(std::string_view name, const std::vector<std::string_view>& known) {
  const std::vector<std::string_view> wanted = Characters(name);
  std::string_view nearest;
  size_t nearest_distance = SIZE_MAX;
  for (std::string_view candidate : known) {
    const std::vector<std::string_view> characters = Characters(candidate);
    const size_t longer = std::max(wanted.size(), characters.size());
    const size_t shorter = std::min(wanted.size(), characters.size());
    if ((longer - shorter) * 3 > longer) continue;
    const size_t distance = EditDistance(wanted, characters);
    if (distance * 3 <= longer && distance < nearest_distance) {
      nearest = candidate;
      nearest_distance = distance;
    }
  }
  return nearest;
}

}  // namespace mailuo
