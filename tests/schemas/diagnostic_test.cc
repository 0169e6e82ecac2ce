// ToString, DiagnosticList and NearestName.
#include "mailuo/schemas/diagnostic.h"

#include <doctest/doctest.h>

#include "mailuo/schemas/expected.h"
#include "test_data.h"

using namespace mailuo;

TEST_CASE("a diagnostic as text leaves out the parts of its place that are absent") {
  CHECK(ToString(Diagnostic{Severity::kError, {"a.json", 3, 7}, "wrong"}) == "a.json:3:7: error: wrong");
  CHECK(ToString(Diagnostic{Severity::kWarning, {"a.json", 3, 0}, "odd"}) == "a.json:3: warning: odd");
  CHECK(ToString(Diagnostic{Severity::kNote, {"a.json", 0, 0}, "so"}) == "a.json: note: so");
  CHECK(ToString(Diagnostic{Severity::kError, {"", 3, 7}, "wrong"}) == "3:7: error: wrong");
  CHECK(ToString(Diagnostic{Severity::kError, {}, "wrong"}) == "error: wrong");
  CHECK(ToString(Error{Error::Kind::kInput, {"a.json", 1, 2}, "wrong"}) == "a.json:1:2: error: wrong");
}

TEST_CASE("a list of diagnostics keeps all in order and only errors make it erroneous") {
  DiagnosticList list;
  list.Report({Severity::kNote, {}, "first"});
  list.Report({Severity::kWarning, {}, "second"});
  CHECK_FALSE(list.has_errors());
  list.Report({Severity::kError, {}, "third"});
  CHECK(list.has_errors());
  CHECK(Lines(list) == "note: first\nwarning: second\nerror: third\n");
}

TEST_CASE("the nearest name is the known one with the fewest edits, up to a third of its characters") {
  for (const std::vector<std::string>& row : ReadTable("nearest_names.tsv")) {
    REQUIRE(row.size() >= 3);
    const std::vector<std::string_view> known(row.begin() + 2, row.end());
    CAPTURE(row[0]);
    CHECK(NearestName(row[0], known) == row[1]);
  }
  CHECK(NearestName("anything", {}).empty());
}
