// The positioned JSON tree.
#include "json_value.h"

#include <doctest/doctest.h>

#include <string>

#include "test_data.h"

using namespace mailuo;

namespace {

// One line a value or key, with its place: "1:7 [", "1:8 number 1".
void Dump(const JsonValue& value, std::string* out) {
  *out += std::to_string(value.line) + ":" + std::to_string(value.column) + " ";
  out->append(KindName(value.kind));
  if (value.kind == JsonValue::kString) *out += " " + value.string;
  *out += "\n";
  for (const JsonValue& element : value.array) Dump(element, out);
  for (const JsonMember& member : value.object) {
    *out += std::to_string(member.key_line) + ":" + std::to_string(member.key_column) + " key " + member.key + "\n";
    Dump(member.value, out);
  }
}

}  // namespace

TEST_CASE("every value and key has the line and column of its first character") {
  for (const JsonValue& row : ReadJson("json_places.json").array) {
    const std::string& text = Text(row, "text");
    CAPTURE(text);
    const expected<JsonValue> json = ParseJson(text, "x.json");
    REQUIRE_MESSAGE(json.has_value(), ToString(json.error()));
    std::string dump;
    Dump(*json, &dump);
    std::string wanted;
    for (const JsonValue& line : row.Find("tree")->array) wanted += line.string + "\n";
    CHECK(dump == wanted);
  }
}

TEST_CASE("broken JSON gives one error with its place and what was expected") {
  for (const JsonValue& row : ReadJson("json_errors.json").array) {
    const std::string& text = Text(row, "text");
    CAPTURE(text);
    const expected<JsonValue> json = ParseJson(text, "x.json");
    REQUIRE_FALSE(json.has_value());
    CHECK(ToString(json.error()) == Text(row, "error"));
  }
}

TEST_CASE("bytes that no JSON table can hold are errors with a place") {
  using namespace std::string_literals;
  CHECK(ToString(ParseJson("[1,\n \0]"s, "x.json").error()) ==
        "x.json:2:2: error: a zero byte, expected JSON text in UTF-8");
  CHECK(ToString(ParseJson("[\"\xFF\"]", "x.json").error()) ==
        "x.json:1:3: error: broken UTF-8 in a string, expected UTF-8");
  CHECK(ToString(ParseJson("[\"\xED\xA0\x80\"]", "x.json").error()) ==
        "x.json:1:3: error: broken UTF-8 in a string, expected UTF-8");
  CHECK(ParseJson("\xEF\xBB\xBF[]", "x.json")->column == 1);
}

TEST_CASE("depth is bounded and costs no stack") {
  const std::string allowed = std::string(kMaxJsonDepth, '[') + std::string(kMaxJsonDepth, ']');
  CHECK(ParseJson(allowed, "x.json").has_value());
  const std::string hostile(10'000'000, '[');
  CHECK(ToString(ParseJson(hostile, "x.json").error()) ==
        "x.json:1:201: error: arrays and objects stand in each other too deep, expected at most 200 levels");
}

TEST_CASE("numbers are read exactly") {
  const expected<JsonValue> json =
      ParseJson("[0.1, 1e308, 5e-324, 9007199254740993, -0, 18446744073709551616]", "x.json");
  REQUIRE(json.has_value());
  CHECK(json->array[0].number == 0.1);
  CHECK(json->array[1].number == 1e308);
  CHECK(json->array[2].number == 5e-324);
  CHECK(json->array[3].number == 9007199254740992.0);
  CHECK(json->array[4].number == 0);
  CHECK(json->array[5].number == 18446744073709551616.0);
}

TEST_CASE("a later part of a file keeps its line numbers") {
  CHECK(ParseJson("{\"a\":\n}", "x.json", 41).error().where.line == 42);
}
