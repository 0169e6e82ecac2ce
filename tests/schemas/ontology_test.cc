// Ontologies: the shipped one, and what is wrong with broken ones.
#include "mailuo/schemas/ontology.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "json_value.h"
#include "test_data.h"

using namespace mailuo;

TEST_CASE("the policy ontology has the types, relations and values of its field") {
  const Ontology ontology = PolicyOntology();
  CHECK(ontology.name() == "policy");
  CHECK(ontology.base_iri() == "https://mailuo.dev/policy/");
  std::set<std::string> entities, literals;
  for (const EntityType& type : ontology.types()) {
    if (!type.abstract) (type.literal ? literals : entities).insert(type.name);
  }
  CHECK(entities == std::set<std::string>{"Alliance", "Article", "Award", "City", "Enterprise", "Event",
                                          "FinancialProduct", "Fund", "Goal", "GovernmentBody", "Industry",
                                          "Mechanism", "Person", "Platform", "Policy", "Program", "Region",
                                          "ResearchInstitute", "University"});
  CHECK(literals == std::set<std::string>{"Date", "Money", "Percent", "Quantity", "Rank"});
  std::vector<std::string> relations;
  for (const Relation& relation : ontology.relations()) relations.push_back(relation.name);
  CHECK(relations == std::vector<std::string>{"implements", "issues", "establishes", "hosts", "amount", "metric",
                                              "focuses_on", "cooperates_with", "part_of", "pursues", "heads", "wrote",
                                              "convenes", "awarded"});
  CHECK(ontology.statuses() == std::vector<std::string>{"done", "planned"});
  CHECK(ontology.approximations() ==
        std::vector<std::string>{"more_than", "at_least", "nearly", "about", "less_than"});
  CHECK(ontology.FindType("Money")->units.at("CNY").at("en") == "yuan");
}

TEST_CASE("every name of the policy ontology has a Chinese and an English label, every entity type its own color") {
  const Ontology ontology = PolicyOntology();
  const auto labelled = [](const std::string& name, const Labels& labels) {
    CAPTURE(name);
    CHECK(labels.contains("zh"));
    CHECK(labels.contains("en"));
  };
  std::set<std::string> colors;
  for (const EntityType& type : ontology.types()) {
    labelled(type.name, type.labels);
    for (const auto& [unit, labels] : type.units) labelled(unit, labels);
    if (!type.abstract && !type.literal) CHECK_MESSAGE(colors.insert(type.color).second, type.name);
  }
  CHECK_FALSE(colors.contains(""));
  for (const Relation& relation : ontology.relations()) labelled(relation.name, relation.labels);
  for (const auto& names : {ontology.qualifiers(), ontology.status_labels(), ontology.approximation_labels()}) {
    for (const auto& [name, labels] : names) labelled(name, labels);
  }
}

TEST_CASE("domain and range decide which triples a relation admits") {
  const Ontology ontology = PolicyOntology();
  for (const std::vector<std::string>& row : ReadTable("admits.tsv")) {
    REQUIRE(row.size() == 4);
    INFO(row[1], " ", row[2], " ", row[3]);
    CHECK(ontology.Admits(row[1], row[2], row[3]) == (row[0] == "yes"));
  }
}

TEST_CASE("a type is below itself and its ancestors and nothing else") {
  const Ontology ontology = PolicyOntology();
  CHECK(ontology.IsA("City", "City"));
  CHECK(ontology.IsA("City", "Place"));
  CHECK(ontology.IsA("City", "Thing"));
  CHECK_FALSE(ontology.IsA("Place", "City"));
  CHECK_FALSE(ontology.IsA("City", "Organisation"));
  CHECK_FALSE(ontology.IsA("Town", "Thing"));
  CHECK_FALSE(ontology.IsA("City", "Everything"));
  CHECK_FALSE(ontology.IsA("", ""));
}

TEST_CASE("every error of a broken ontology is reported with its place, what was expected and the nearest name") {
  const JsonValue table = ReadJson("ontology_errors.json");
  const std::string& base = Text(table, "base");
  DiagnosticList none;
  REQUIRE_MESSAGE(ParseOntology(base, "o.json", &none).has_value(), Lines(none));
  for (const JsonValue& row : table.Find("cases")->array) {
    CAPTURE(Text(row, "to"));
    DiagnosticList diagnostics;
    const expected<Ontology> ontology =
        ParseOntology(Replaced(base, Text(row, "from"), Text(row, "to")), "o.json", &diagnostics);
    CHECK_FALSE(ontology.has_value());
    std::string wanted;
    for (const JsonValue& line : row.Find("errors")->array) wanted += line.string + "\n";
    CHECK(Lines(diagnostics) == wanted);
  }
}

TEST_CASE("an ontology that is not there is an error that names the file") {
  DiagnosticList diagnostics;
  const expected<Ontology> missing = LoadOntology("/nowhere/ontology.json", &diagnostics);
  REQUIRE_FALSE(missing.has_value());
  CHECK(ToString(missing.error()) == "/nowhere/ontology.json: error: cannot be read: No such file or directory");
  CHECK(diagnostics.has_errors());
  CHECK(ToString(LoadOntology(MAILUO_SOURCE_DIR, &diagnostics).error()) ==
        std::string(MAILUO_SOURCE_DIR) + ": error: cannot be read: Is a directory");
}

TEST_CASE("the policy ontology admits every relation of the gold files") {
  const char* place = std::getenv("MAILUO_SHARED");
  const std::string shared = place != nullptr ? place : std::string(MAILUO_SOURCE_DIR) + "/../shared";
  const std::string folder = shared + "/annotation/gold";
  if (!std::filesystem::is_directory(folder)) {
    MESSAGE("skipped: no gold files (MAILUO_SHARED names their place)");
    return;
  }
  const Ontology ontology = PolicyOntology();
  size_t relations = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const expected<JsonValue> gold = ParseJson(ReadBytes(entry.path().string()), entry.path().filename().string());
    REQUIRE_MESSAGE(gold.has_value(), ToString(gold.error()));
    std::map<std::string, std::string> types;
    for (const JsonValue& entity : gold->Find("entities")->array) types[Text(entity, "id")] = Text(entity, "type");
    for (const JsonValue& relation : gold->Find("relations")->array) {
      const JsonValue& object = *relation.Find("o");
      const bool literal = object.kind == JsonValue::kObject;
      const std::string object_type = literal ? Text(object, "type") : types[object.string];
      const std::string where = entry.path().filename().string() + ":" + std::to_string(relation.line);
      CHECK_MESSAGE(ontology.Admits(types[Text(relation, "s")], Text(relation, "p"), object_type), where);
      for (const JsonMember& qualifier : relation.Find("qualifiers")->object) {
        const std::vector<std::string>& known = ontology.FindRelation(Text(relation, "p"))->qualifiers;
        CHECK_MESSAGE(std::find(known.begin(), known.end(), qualifier.key) != known.end(), where);
      }
      ++relations;
    }
  }
  CHECK(relations > 1000);
}
