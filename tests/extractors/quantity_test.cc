// Numbers and the quantity layer of policy-zh against tables, its own examples, and hostile text.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "quantity_test_support.h"
#include "unicode.h"

namespace mailuo {
namespace {

std::string Joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += "; ";
    text += part;
  }
  return text.empty() ? "-" : text;
}

// Folded text made of numerals and what stands next to them, the same for the same seed.
std::u32string RandomText(uint32_t seed, size_t size) {
  static const std::u32string alphabet = [] {
    std::u32string chars = U"0123456789.,-% e";
    for (const LexiconFile& file : QuantityRules().pack().lexicons) {
      for (const LexiconEntry& entry : file.entries) {
        if (entry.attributes.starts_with("value=") || entry.attributes.starts_with("approx=")) {
          chars += FoldedChars(entry.word);
        }
      }
    }
    return chars;
  }();
  std::u32string text;
  for (uint32_t state = seed; text.size() < size;) {
    state = state * 1664525u + 1013904223u;
    text.push_back(alphabet[(state >> 8) % alphabet.size()]);
  }
  return text;
}

std::vector<NumberSpan> Scan(const std::u32string& text, uint32_t begin, uint32_t end) {
  std::vector<NumberSpan> spans;
  PolicyNumerals().Scan(text.data(), begin, end, &spans);
  return spans;
}

// Seconds of the quickest of five scans.
double ScanTime(const std::u32string& text) {
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    const auto start = std::chrono::steady_clock::now();
    (void)Scan(text, 0, static_cast<uint32_t>(text.size()));
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

}  // namespace

TEST_CASE("Numbers are found as the table says") {
  for (const auto& row : ReadQuantityTable("quantity_numbers.tsv")) {
    REQUIRE(row.size() == 2);
    CAPTURE(row[0]);
    CHECK(Joined(NumberTexts(PolicyNumerals(), row[0])) == row[1]);
  }
}

TEST_CASE("The quantity layer finds in a sentence what the table says and nothing else") {
  for (const auto& row : ReadQuantityTable("quantity_cases.tsv")) {
    REQUIRE(row.size() == 2);
    CAPTURE(row[0]);
    std::vector<std::string> found;
    for (const FoundQuantity& quantity : Annotate(row[0]).quantities) found.push_back(QuantityText(quantity));
    CHECK(Joined(found) == row[1]);
  }
}

TEST_CASE("Every quantity rule finds what its examples say and nothing in its counterexamples") {
  size_t examples = 0;
  for (const Rule& rule : QuantityRules().pack().rules) {
    CAPTURE(rule.id);
    CHECK(!rule.examples.empty());
    for (const RuleExample& example : rule.examples) {
      CAPTURE(example.text);
      std::vector<std::string> found;
      for (const FoundQuantity& quantity : Annotate(example.text).quantities) {
        if (quantity.rule == rule.id) found.push_back(QuantityText(quantity));
      }
      CHECK(Joined(found) == Joined(example.yields));
      ++examples;
    }
    for (const RuleExample& counterexample : rule.counterexamples) {
      CAPTURE(counterexample.text);
      for (const FoundQuantity& quantity : Annotate(counterexample.text).quantities) CHECK(quantity.rule != rule.id);
    }
  }
  CHECK(examples > 50);
}

TEST_CASE("Numbers in random numerals are in order, disjoint, not empty and the same every time") {
  for (uint32_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    const std::u32string text = RandomText(seed, 300);
    const auto spans = Scan(text, 0, 300);
    uint32_t end = 0;
    for (const NumberSpan& span : spans) {
      CHECK(span.begin >= end);
      CHECK(span.end > span.begin);
      CHECK(span.end <= 300);
      CHECK(std::abs(span.value) <= Numerals::kMaxValue);
      end = span.end;
    }
    const auto again = Scan(text, 0, 300);
    REQUIRE(again.size() == spans.size());
    for (size_t i = 0; i < spans.size(); ++i) CHECK(again[i].value == spans[i].value);
  }
}

TEST_CASE("A row of digits too long for a number is none, and the next number is found") {
  const std::string digits(400, '9');
  CHECK(Joined(NumberTexts(PolicyNumerals(), digits)) == "-");
  CHECK(Joined(NumberTexts(PolicyNumerals(), digits + "." + digits)) == "-");
  CHECK(Joined(NumberTexts(PolicyNumerals(), digits + "; 12")) == "12=12");
  CHECK(Joined(NumberTexts(PolicyNumerals(), "9e299; 12")) == "12=12");
}

TEST_CASE("What stands outside the scanned characters does not count") {
  for (uint32_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    const std::u32string text = RandomText(seed, 90);
    const auto inside = Scan(text, 30, 60);
    const auto alone = Scan(text.substr(30, 30), 0, 30);
    REQUIRE(inside.size() == alone.size());
    for (size_t i = 0; i < alone.size(); ++i) {
      CHECK(inside[i].begin == alone[i].begin + 30);
      CHECK(inside[i].end == alone[i].end + 30);
      CHECK(inside[i].value == alone[i].value);
    }
  }
}

TEST_CASE("Time grows with the length of hostile text, not with its square") {
  for (const auto& row : ReadQuantityTable("quantity_hostile.tsv")) {
    const std::string piece = row[0];
    CAPTURE(piece);
    std::u32string shorter;
    while (shorter.size() < 20000) shorter += FoldedChars(piece);
    std::u32string longer;
    for (int i = 0; i < 8; ++i) longer += shorter;
    CHECK(ScanTime(longer) < 30 * ScanTime(shorter) + 0.002);
  }
}

}  // namespace mailuo
