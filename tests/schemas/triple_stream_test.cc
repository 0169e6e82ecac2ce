// The triple stream: round trips, hostile values, and what is wrong with broken lines.
#include "mailuo/schemas/triple_stream.h"

#include <doctest/doctest.h>

#include <bit>
#include <cfloat>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include "json_value.h"
#include "mailuo/schemas/ontology.h"
#include "test_data.h"

using namespace mailuo;
using namespace std::string_literals;

namespace {

std::string Line(const Triple& triple) {
  std::string line;
  AppendTripleLine(triple, &line);
  return line;
}

std::string Number(double value) {
  std::string digits;
  AppendNumber(value, &digits);
  return digits;
}

Triple SomeTriple() {
  Triple triple;
  triple.source = "a.txt";
  triple.title = "t";
  triple.article = ArticleId(triple.source, triple.title);
  triple.subject = {EntityId("Fund", "f"), "Fund", "f", {"g", "h"}};
  triple.predicate = "amount";
  triple.object = Literal{"Money", "3-5", 3, 5.0, "CNY", "about"};
  triple.qualifiers = {{"name", "n"}, {"time", "2021"}};
  triple.evidence = {{10, 40}, "e"};
  triple.rule = "p/r";
  triple.confidence = 0.95;
  return triple;
}

// Written, read and written again: the same value and the same bytes.
void CheckRoundTrip(const Triple& triple) {
  const std::string line = Line(triple);
  CAPTURE(line);
  CHECK(line.find('\n') == line.size() - 1);
  DiagnosticList diagnostics;
  const std::vector<Triple> read = ParseTripleStream(line, "s.ndjson", nullptr, &diagnostics);
  CHECK(Lines(diagnostics).empty());
  REQUIRE(read.size() == 1);
  CHECK((read[0] == triple));
  CHECK(Line(read[0]) == line);
}

}  // namespace

TEST_CASE("a line has its keys in the fixed order") {
  CHECK(Line(SomeTriple()) ==
        "{\"source\":\"a.txt\",\"article\":\"" + SomeTriple().article +
            "\",\"title\":\"t\",\"subject\":{\"id\":\"" + SomeTriple().subject.id +
            "\",\"type\":\"Fund\",\"name\":\"f\",\"aliases\":[\"g\",\"h\"]},\"predicate\":\"amount\","
            "\"object\":{\"type\":\"Money\",\"text\":\"3-5\",\"value\":3,\"value_max\":5,\"unit\":\"CNY\","
            "\"approx\":\"about\"},\"status\":\"done\",\"qualifiers\":{\"name\":\"n\",\"time\":\"2021\"},"
            "\"evidence\":{\"start\":10,\"end\":40,\"text\":\"e\"},\"rule\":\"p/r\",\"confidence\":0.95}\n");
}

TEST_CASE("a reject's line has its keys in the fixed order") {
  std::string line;
  AppendRejectLine({"a.txt", "a_1", "negated", "x hosts y", {{1, 2}, "z"}, "p/r"}, &line);
  CHECK(line ==
        "{\"source\":\"a.txt\",\"article\":\"a_1\",\"reason\":\"negated\",\"detail\":\"x hosts y\","
        "\"evidence\":{\"start\":1,\"end\":2,\"text\":\"z\"},\"rule\":\"p/r\"}\n");
}

TEST_CASE("the sample stream reads with the policy ontology and writes to the same bytes") {
  const std::string bytes = ReadBytes(DataPath("stream.ndjson"));
  const Ontology ontology = PolicyOntology();
  DiagnosticList diagnostics;
  const std::vector<Triple> triples = ParseTripleStream(bytes, "stream.ndjson", &ontology, &diagnostics);
  CHECK(Lines(diagnostics).empty());
  CHECK(triples.size() == 6);
  std::string written;
  for (const Triple& triple : triples) AppendTripleLine(triple, &written);
  CHECK(written == bytes);
}

TEST_CASE("hostile strings come back whole, in whatever field they stand") {
  const std::string hostile[] = {
      "\"\\/\b\f\n\r\t", "\x01\x1F\x7F", "\0"s, "a\0b"s, "\xC2\x85|\xE2\x80\xA8|\xE2\x80\xA9", "\xF0\x9F\x98\x80",
      "\xEF\xBF\xBE", "\xEF\xBB\xBF", "{\"source\":\"x\"}", "\\u0041", "// no comment", std::string(100'000, '"'),
  };
  for (const std::string& text : hostile) {
    Triple triple = SomeTriple();
    triple.source = triple.title = triple.predicate = triple.status = triple.rule = triple.evidence.text = text;
    triple.article = ArticleId(text, text);
    triple.subject = {EntityId(text, FoldName(text)), text, text, {text + "x"}};
    triple.object = Literal{text, text, 1, std::nullopt, text, text};
    triple.qualifiers = {{text, text}};
    CheckRoundTrip(triple);
    triple.object = Entity{EntityId(text, FoldName(text)), text, text, {}};
    CheckRoundTrip(triple);
  }
}

TEST_CASE("broken UTF-8 becomes U+FFFD, everything else of the text stays") {
  const std::pair<std::string, std::string> cases[] = {
      {"a\xFF" "b", "\"a\xEF\xBF\xBD" "b\""},
      {"\xE4\xBA", "\"\xEF\xBF\xBD\""},
      {"\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
      {"\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
      {"\xF4\x90\x80\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
  };
  for (const auto& [text, wanted] : cases) {
    std::string out;
    AppendJsonString(text, &out);
    CHECK(out == wanted);
  }
}

TEST_CASE("numbers are the shortest text that reads back") {
  for (const std::vector<std::string>& row : ReadTable("numbers.tsv")) {
    REQUIRE(row.size() == 2);
    CHECK(Number(std::strtod(row[0].c_str(), nullptr)) == row[1]);
  }
}

TEST_CASE("any finite double survives a round trip") {
  std::mt19937_64 random(20240517);
  for (int i = 0; i < 20'000; ++i) {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    const std::string digits = Number(value);
    CAPTURE(digits);
    CHECK(std::strtod(digits.c_str(), nullptr) == value);
    const expected<JsonValue> json = ParseJson(digits, "n");
    REQUIRE(json.has_value());
    CHECK(json->number == value);
  }
}

TEST_CASE("literals and offsets at their limits come back whole") {
  const double values[] = {0, -1, 0.1, 1.0 / 3, 9007199254740991.0, 9007199254740992.0, -9007199254740994.0, DBL_MAX,
                           DBL_MIN, std::numeric_limits<double>::denorm_min(), 1e21, 123456.789};
  for (double value : values) {
    Triple triple = SomeTriple();
    triple.object = Literal{"Quantity", "x", value, value, "", ""};
    triple.confidence = DBL_MIN;
    triple.evidence.span = {UINT32_MAX, UINT32_MAX};
    CheckRoundTrip(triple);
  }
}

TEST_CASE("what another program leaves out gets its default, and aliases are put in order") {
  DiagnosticList diagnostics;
  const std::vector<Triple> read = ParseTripleStream(
      "\n  \r\n"
      "{\"evidence\":{\"text\":\"\",\"end\":0,\"start\":0},\"predicate\":\"hosts\",\"source\":\"s\",\"other\":[1],"
      "\"object\":{\"name\":\"B\",\"type\":\"Platform\",\"id\":\"Q42\",\"aliases\":[\"z\",\"B\",\"a\",\"z\"]},"
      "\"subject\":{\"name\":\"A\",\"type\":\"City\"},\"confidence\":null}",
      "s.ndjson", nullptr, &diagnostics);
  CHECK(Lines(diagnostics).empty());
  REQUIRE(read.size() == 1);
  CHECK(read[0].article == ArticleId("s", ""));
  CHECK(read[0].subject.id == EntityId("City", "a"));
  CHECK((std::get<Entity>(read[0].object) == Entity{EntityId("Platform", "b"), "Platform", "B", {"a", "z"}}));
  CHECK(read[0].status == "done");
  CHECK(read[0].qualifiers.empty());
  CHECK(read[0].rule.empty());
  CHECK(read[0].confidence == 1);
}

TEST_CASE("a broken line is reported with its place and what was expected, and the lines around it are read") {
  const JsonValue table = ReadJson("stream_errors.json");
  const std::string& base = Text(table, "base");
  const Ontology ontology = PolicyOntology();
  DiagnosticList none;
  REQUIRE(ParseTripleStream(base, "s.ndjson", &ontology, &none).size() == 1);
  REQUIRE(Lines(none).empty());
  for (const JsonValue& row : table.Find("cases")->array) {
    const std::string broken = Replaced(base, Text(row, "from"), Text(row, "to"));
    CAPTURE(broken);
    DiagnosticList diagnostics;
    const std::vector<Triple> read =
        ParseTripleStream(base + "\n" + broken + "\n" + base, "s.ndjson", &ontology, &diagnostics);
    CHECK(read.size() == 2);
    std::string wanted;
    for (const JsonValue& line : row.Find("errors")->array) wanted += line.string + "\n";
    CHECK(Lines(diagnostics) == wanted);
  }
}

TEST_CASE("without an ontology only the shape of a line is checked") {
  const JsonValue table = ReadJson("stream_errors.json");
  const std::string foreign = Replaced(Text(table, "base"), "\"amount\"", "\"is_worth\"");
  DiagnosticList diagnostics;
  CHECK(ParseTripleStream(foreign, "s.ndjson", nullptr, &diagnostics).size() == 1);
  CHECK_FALSE(diagnostics.has_errors());
}

TEST_CASE("a line of an article is read as it was written, beside triples, and passed over where nobody asks") {
  ArticleInfo article{ArticleId("a.txt", "T"), "T", "a.txt", "2025-01-02"};
  std::string line;
  AppendArticleLine(article, &line);
  CHECK(line == "{\"source\":\"a.txt\",\"article\":\"" + article.id + "\",\"title\":\"T\",\"date\":\"2025-01-02\"}\n");
  DiagnosticList found;
  std::vector<ArticleInfo> articles;
  const std::string bare = "{\"source\":\"b.txt\",\"article\":\"mine\"}\n";
  CHECK(ParseTripleStream(line + bare, "f", nullptr, &found, &articles).empty());
  CHECK(ParseTripleStream(line, "f", nullptr, &found).empty());
  CHECK(found.all().empty());
  REQUIRE(articles.size() == 2);
  CHECK(articles[0].id == article.id);
  CHECK(articles[0].title == "T");
  CHECK(articles[0].source == "a.txt");
  CHECK(articles[0].date == "2025-01-02");
  CHECK(articles[1].id == ArticleId("b.txt", ""));
  ParseTripleStream("{\"article\":\"a\"}\n", "f", nullptr, &found, &articles);
  REQUIRE(found.all().size() == 1);
  CHECK(articles.size() == 2);
}
