// Patterns: what matches, by a table; what is refused, by a table; and that hostile ones are bounded.
#include <doctest/doctest.h>

#include "mailuo/extractors/extractor.h"
#include "test_pack.h"

namespace mailuo {
namespace {

constexpr char kLexicon[] =
    "build verb.make\nfound verb.make kind=new\nsee verb.see\nbuild make\nfound make kind=new\nlab head\nlab-unit "
    "head\n";

DiagnosticList Compile(const std::string& pattern, expected<CompiledRules>* rules = nullptr) {
  DiagnosticList diagnostics;
  auto compiled = CompiledRules::Compile(
      MakePack(kLexicon, {{"p", Layer::kMention, pattern, {{"type", "Policy"}}, {}, 0, false}}), &diagnostics);
  CHECK(compiled.has_value() == !diagnostics.has_errors());
  if (rules != nullptr) *rules = std::move(compiled);
  return diagnostics;
}

TEST_CASE("patterns match what the table says") {
  for (const auto& row : ReadTable("pattern_matches.tsv")) {
    REQUIRE(row.size() == 3);
    CAPTURE(row[0]);
    CAPTURE(row[1]);
    expected<CompiledRules> rules = unexpected(Error{});
    Compile(row[0], &rules);
    REQUIRE(rules.has_value());
    const Document document = MakeDocument(row[1], rules->pack().layout);
    Extractor extractor(*rules);
    std::string found;
    for (const FoundMention& mention : extractor.Annotate(document).mentions) {
      if (!found.empty()) found += '|';
      found += document.Text(mention.begin, mention.end);
    }
    CHECK((found.empty() ? "-" : found) == row[2]);
  }
}

TEST_CASE("what is wrong with a pattern is said with its column and the nearest name") {
  for (const auto& row : ReadTable("pattern_errors.tsv")) {
    REQUIRE(row.size() == 3);
    CAPTURE(row[0]);
    const DiagnosticList diagnostics = Compile(row[0]);
    REQUIRE(diagnostics.has_errors());
    CHECK(diagnostics.all().front().message == row[2]);
    CHECK(std::to_string(diagnostics.all().front().where.column) == row[1]);
  }
}

TEST_CASE("hostile patterns are refused with a limit: nesting, size, repetitions of repetitions") {
  const std::string nested = std::string(500, '(') + "'a'" + std::string(500, ')');
  CHECK(Compile(nested).has_errors());
  std::string wide = "'a'";
  for (int i = 0; i < 5000; ++i) wide += " 'a'";
  CHECK(Compile(wide).has_errors());
  CHECK(Compile("(((('a'{64}){64}){64}){64})").has_errors());
}

TEST_CASE("macros count among the groups that may be open") {
  RulePack pack = MakePack(kLexicon, {{"p", Layer::kMention, "$M0", {{"type", "Policy"}}, {}, 0, false}});
  for (int i = 0; i < 400; ++i) {
    pack.macros["M" + std::to_string(i)] = {"(($M" + std::to_string(i + 1) + "))", {"macros", 1, 1}};
  }
  pack.macros["M400"] = {"'a'", {"macros", 1, 1}};
  DiagnosticList diagnostics;
  CHECK_FALSE(CompiledRules::Compile(std::move(pack), &diagnostics).has_value());
  CHECK(diagnostics.all().front().message == "groups are nested more than 40 deep");
}

TEST_CASE("a macro that uses itself is an error, not an endless loop") {
  RulePack pack = MakePack(kLexicon, {{"p", Layer::kMention, "$A", {{"type", "Policy"}}, {}, 0, false}});
  pack.macros["A"] = {"'x' $B", {"macros", 1, 1}};
  pack.macros["B"] = {"$A", {"macros", 2, 1}};
  DiagnosticList diagnostics;
  CHECK_FALSE(CompiledRules::Compile(std::move(pack), &diagnostics).has_value());
  CHECK(diagnostics.all().front().message == "the macro $A uses itself");
}

}  // namespace
}  // namespace mailuo
