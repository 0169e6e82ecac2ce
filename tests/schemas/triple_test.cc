// Identity and order of triples.
#include "mailuo/schemas/triple.h"

#include <doctest/doctest.h>

#include <functional>

#include "test_data.h"

using namespace mailuo;

TEST_CASE("names fold to what identity sees") {
  for (const std::vector<std::string>& row : ReadTable("fold_names.tsv")) {
    REQUIRE(row.size() == 2);
    CAPTURE(row[0]);
    CHECK(FoldName(row[0]) == row[1]);
    CHECK(FoldName(row[1]) == row[1]);
  }
}

TEST_CASE("ids never change: graphs of earlier versions name the same things") {
  for (const std::vector<std::string>& row : ReadTable("ids.tsv")) {
    REQUIRE(row.size() == 5);
    INFO(row[1], " ", row[2], " ", row[3]);
    if (row[0] == "entity") CHECK(EntityId(row[1], row[2], row[3]) == row[4]);
    if (row[0] == "article") CHECK(ArticleId(row[1], row[2]) == row[4]);
    if (row[0] == "statement") CHECK(StatementId(row[1], row[2], row[3]) == row[4]);
  }
}

TEST_CASE("the parts of an id do not run into each other") {
  CHECK(EntityId("Fund", "ab", "c") != EntityId("Fund", "a", "bc"));
  CHECK(EntityId("Fund", "a") != EntityId("Fun", "da"));
  CHECK(EntityId("Fund", "a", "") == EntityId("Fund", "a"));
}

TEST_CASE("the order of the stream sees source, place, rule and then every other field") {
  Triple base;
  base.source = "b";
  base.evidence.span = {5, 9};
  base.rule = "p/m";
  base.predicate = "m";
  base.subject.name = "m";
  base.object = Entity{"", "", "m", {}};
  CHECK_FALSE(StreamOrder(base, base));

  // Each step is stronger than all that follow it.
  const std::vector<std::function<void(Triple&)>> later = {
      [](Triple& t) { t.source = "c"; },        [](Triple& t) { t.evidence.span.begin = 6; },
      [](Triple& t) { t.evidence.span.end = 10; }, [](Triple& t) { t.rule = "p/n"; },
      [](Triple& t) { t.predicate = "n"; },     [](Triple& t) { t.subject.name = "n"; },
      [](Triple& t) { t.object = Literal{"Money", "1", 1, std::nullopt, "CNY", ""}; },
      [](Triple& t) { t.status = "planned"; },  [](Triple& t) { t.qualifiers["time"] = "2030"; },
      [](Triple& t) { t.evidence.text = "z"; }, [](Triple& t) { t.title = "z"; },
  };
  for (size_t i = 0; i < later.size(); ++i) {
    CAPTURE(i);
    Triple strong = base;
    later[i](strong);
    CHECK(StreamOrder(base, strong));
    Triple weak = base;
    for (size_t j = i + 1; j < later.size(); ++j) later[j](weak);
    CHECK(StreamOrder(weak, strong));
    CHECK_FALSE(StreamOrder(strong, weak));
  }
}

TEST_CASE("literals of one statement are in order of type, text, value and bound") {
  const auto with = [](Literal literal) {
    Triple triple;
    triple.object = std::move(literal);
    return triple;
  };
  const Triple exact = with({"Quantity", "5", 5, std::nullopt, "", ""});
  CHECK(StreamOrder(exact, with({"Quantity", "5", 6, std::nullopt, "", ""})));
  CHECK(StreamOrder(exact, with({"Quantity", "5", 5, 6.0, "", ""})));
  CHECK(StreamOrder(exact, with({"Quantity", "5", 5, std::nullopt, "", "about"})));
  CHECK(StreamOrder(with({"Money", "9", 9, std::nullopt, "CNY", ""}), exact));
}
