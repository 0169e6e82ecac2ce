// Escapes and numbers of the writers.
#include "export/text.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "graph_test_support.h"

using namespace mailuo;

TEST_CASE("XML text is escaped as the table says") {
  for (const std::vector<std::string>& row : ReadTable("xml_text.tsv")) {
    REQUIRE(row.size() == 3);
    CAPTURE(row[0]);
    std::string out;
    AppendXmlText(row[1], &out);
    CHECK(out == row[2]);
  }
}

TEST_CASE("XML attributes hold no quote, no line break and no control character") {
  std::string out;
  AppendXmlAttribute("a\"b<c>&\n\t\x01", &out);
  CHECK(out == "a&quot;b&lt;c>&amp;  \xEF\xBF\xBD");
}

TEST_CASE("decimals have no exponent and read back to the same double") {
  const std::pair<double, const char*> table[] = {
      {0, "0"},         {-0.0, "0"},   {0.95, "0.95"},       {70, "70"},
      {1e9, "1000000000"}, {0.1, "0.1"},  {1e-7, "0.0000001"},  {-2.5, "-2.5"},
      {1e21, "1000000000000000000000"}, {1e300, nullptr}, {5e-324, nullptr}, {9007199254740992.0, "9007199254740992"},
  };
  for (const auto& [value, text] : table) {
    CAPTURE(value);
    std::string out;
    AppendDecimal(value, &out);
    if (text != nullptr) CHECK(out == text);
    CHECK(out.find('e') == std::string::npos);
    CHECK(std::strtod(out.c_str(), nullptr) == value);
  }
}

TEST_CASE("JSON strings escape quotes, backslashes and controls alone") {
  std::string out;
  AppendJson(std::string("a\"\\\n\r\t\x01\x1f\0/<\x7f", 12), &out);
  CHECK(out == "\"a\\\"\\\\\\n\\r\\t\\u0001\\u001f\\u0000/<\x7f\"");
}

TEST_CASE("names become terms that IRIs and JSON-LD keys can hold") {
  CHECK(VocabularyTerm("focuses_on") == "focuses_on");
  CHECK(VocabularyTerm("works for: <x>/@y") == "works_for___x___y");
  CHECK(VocabularyTerm("") == "unnamed");
}
