#include "path/fact_time.h"

#include <algorithm>

namespace mailuo {

namespace {

struct Digits {
  size_t begin = 0, end = 0;
  uint32_t value = 0;
  size_t size() const { return end - begin; }
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The next run of digits from `at` on; empty where there is none.
Digits NextDigits(std::string_view text, size_t at) {
  Digits digits;
  digits.begin = at;
  while (digits.begin < text.size() && !IsDigit(text[digits.begin])) ++digits.begin;
  for (digits.end = digits.begin; digits.end < text.size() && IsDigit(text[digits.end]); ++digits.end) {
    if (digits.size() < 8) digits.value = digits.value * 10 + static_cast<uint32_t>(text[digits.end] - '0');
  }
  return digits;
}

bool IsYear(const Digits& digits) { return digits.size() == 4 && digits.value >= 1900 && digits.value < 2200; }

constexpr size_t kLongestGap = 3;  // bytes, one CJK character

}  // namespace

std::optional<TimeRange> ReadTime(std::string_view text) {
  Digits year = NextDigits(text, 0);
  while (year.size() > 0 && !IsYear(year)) year = NextDigits(text, year.end);
  if (year.size() == 0) return std::nullopt;
  const auto follows = [](const Digits& before, const Digits& next, uint32_t most) {
    return next.begin - before.end <= kLongestGap && next.size() > 0 && next.size() <= 2 && next.value >= 1 &&
           next.value <= most;
  };
  const uint32_t base = year.value * 10000;
  const Digits second = NextDigits(text, year.end);
  if (IsYear(second) && second.begin - year.end <= kLongestGap) {
    return TimeRange{base, std::max(base, second.value * 10000) + 9999};
  }
  if (!follows(year, second, 12)) return TimeRange{base, base + 9999};
  const uint32_t month = base + second.value * 100;
  const Digits third = NextDigits(text, second.end);
  if (!follows(second, third, 31)) return TimeRange{month, month + 99};
  return TimeRange{month + third.value, month + third.value};
}

bool IsInTime(const CompactGraph& graph, EdgeId edge, const TimeRange& range) {
  for (EvidenceId piece : graph.EvidenceOf(edge)) {
    std::optional<TimeRange> time;
    const auto qualifiers = graph.evidence_qualifiers(piece);
    for (const char* key : {"year", "time"}) {
      const auto found = qualifiers.find(key);
      if (!time && found != qualifiers.end()) time = ReadTime(found->second);
    }
    if (!time) time = ReadTime(graph.date(graph.evidence(piece).article));
    if (time && time->Overlaps(range)) return true;
  }
  return false;
}

}  // namespace mailuo
