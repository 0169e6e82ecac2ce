#include "test_pack.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "mailuo/extractors/load_articles.h"

namespace mailuo {

RulePack MakePack(const std::string& lexicon, const std::vector<TestRule>& rules) {
  RulePack pack;
  pack.name = "test";
  auto ontology = LoadOntology(MAILUO_SOURCE_DIR "/schemas/ontologies/policy.json", nullptr);
  REQUIRE(ontology.has_value());
  pack.ontology = std::make_shared<const Ontology>(std::move(*ontology));
  pack.layout.sentence_end = ".!";
  pack.layout.clause_end = ",;";
  pack.layout.brackets = {{"(", ")"}, {"\xE2\x80\x9C", "\xE2\x80\x9D"}};
  LexiconFile file;
  file.bytes = std::make_unique<const std::string>(lexicon);
  const std::string_view text = *file.bytes;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    const size_t first = line.find(' ');
    if (first == std::string_view::npos) continue;
    const size_t second = std::min(line.find(' ', first + 1), line.size());
    const std::string name(line.substr(first + 1, second - first - 1));
    const auto it = std::find(pack.classes.begin(), pack.classes.end(), name);
    LexiconEntry entry;
    entry.word = line.substr(0, first);
    entry.class_id = static_cast<uint32_t>(it - pack.classes.begin());
    entry.attributes = second < line.size() ? line.substr(second + 1) : std::string_view();
    if (it == pack.classes.end()) pack.classes.push_back(name);
    file.entries.push_back(entry);
  }
  pack.lexicons.push_back(std::move(file));
  for (const TestRule& test : rules) {
    Rule rule;
    rule.id = "test/" + test.id;
    rule.layer = test.layer;
    rule.pattern = test.pattern;
    rule.pattern_where = {"pattern", 1, 1};
    rule.is_head = test.is_head;
    rule.fields = test.fields;
    for (const auto& [key, value] : test.fields) rule.field_where[key] = {key, 1, 1};
    for (const std::string& yield : test.yields) rule.yields.push_back({yield, {"yields", 1, 1}});
    rule.priority = test.priority;
    rule.order = static_cast<uint32_t>(pack.rules.size());
    pack.rules.push_back(std::move(rule));
  }
  return pack;
}

Document MakeDocument(const std::string& text, const Layout& layout) {
  Document document;
  size_t count = 0;
  DiagnosticList diagnostics;
  const auto result = LoadArticles(std::make_shared<const std::string>(text), "test.txt", {}, layout, &diagnostics,
                                   [&](Document loaded) {
                                     document = std::move(loaded);
                                     ++count;
                                   });
  REQUIRE(result.has_value());
  REQUIRE(count == 1);
  return document;
}

std::vector<std::vector<std::string>> ReadTable(const std::string& name) {
  std::ifstream file(std::string(MAILUO_SOURCE_DIR "/tests/extractors/") + name);
  REQUIRE(file.is_open());
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
    rows.push_back(std::move(row));
  }
  REQUIRE(!rows.empty());
  return rows;
}

}  // namespace mailuo
