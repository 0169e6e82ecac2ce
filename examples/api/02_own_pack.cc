// A pack of your own, written by a program: one word list, one layout, three rules. It also shows what a mistake in a
// rule looks like. usage: example_02_own_pack PROJECT
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "mailuo/extractors/extractor.h"
#include "mailuo/extractors/load_articles.h"

namespace {

constexpr std::string_view kManifest = R"json({
  "name": "tiny", "version": "1", "ontology": "policy", "layout": "layout.json",
  "lexicons": ["words.tsv"], "rules": ["rules.json"],
  "settings": {"noun_phrase": {"verb": "verb det"}, "subject": {"place_class": "place"}}
})json";

constexpr std::string_view kLayout = R"json({
  "sentence_end": ".", "clause_end": ",", "brackets": [], "offices": [], "spaces_between_words": true
})json";

// Word, class, attributes, with tabs between them.
constexpr std::string_view kWords =
    "Cedar Bay\tplace\ttype=City\n"
    "opened\tverb\n"
    "the\tdet\n"
    "library\thead.platform\tgeneric=yes\n";

// A place names a city; what stands before "library" names a platform; who opened one established it.
constexpr std::string_view kRules = R"json({"rules": [
  {"id": "place", "layer": "mention", "type": "p.type", "pattern": "(p: <place>)", "examples": [
     {"text": "Cedar Bay sleeps.", "yields": ["City Cedar Bay"]}]},
  {"id": "library", "layer": "mention", "type": "Platform", "head": "<head.platform>", "examples": [
     {"text": "It opened the Seed Library.", "yields": ["Platform Seed Library"]}]},
  {"id": "subject", "layer": "context", "sets": "subject", "value": "s", "scope": "sentence", "pattern": "^ {s: City}",
   "examples": [{"text": "Cedar Bay opened the Seed Library.", "yields": ["Cedar Bay establishes Seed Library"]}]},
  {"id": "opened", "layer": "relation", "pattern": "<verb> ' ' <det> ' ' {o: Platform}",
   "yields": ["@subject establishes o"],
   "examples": [{"text": "Cedar Bay opened the Seed Library.", "yields": ["Cedar Bay establishes Seed Library"]}]}
]})json";

void Write(const std::filesystem::path& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }

// Loads and compiles; messages go to `problems`.
mailuo::expected<mailuo::CompiledRules> Compile(const std::filesystem::path& folder, const std::string& ontologies,
                                                mailuo::DiagnosticList* problems) {
  mailuo::expected<mailuo::RulePack> pack = mailuo::LoadRulePack(folder.string(), {ontologies}, problems);
  if (!pack) return mailuo::unexpected(pack.error());
  return mailuo::CompiledRules::Compile(std::move(*pack), problems);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace mailuo;
  if (argc != 2) {
    std::cerr << "usage: example_02_own_pack PROJECT\n";
    return 2;
  }
  const std::string ontologies = std::string(argv[1]) + "/schemas/ontologies";
  std::string place = (std::filesystem::temp_directory_path() / "mailuo-example-XXXXXX").string();
  if (mkdtemp(place.data()) == nullptr) return 1;
  const std::filesystem::path folder = place;
  Write(folder / "pack.json", kManifest);
  Write(folder / "layout.json", kLayout);
  Write(folder / "words.tsv", kWords);
  Write(folder / "rules.json", kRules);

  DiagnosticList problems;
  expected<CompiledRules> rules = Compile(folder, ontologies, &problems);
  for (const Diagnostic& problem : problems.all()) std::cerr << ToString(problem) << '\n';
  Extraction found;
  if (rules) {
    Extractor extractor(*rules);
    const auto text = std::make_shared<const std::string>("Cedar Bay opened the Seed Library, and it rained.");
    const expected<size_t> articles =
        LoadArticles(text, "note.txt", LoadOptions{}, rules->pack().layout, &problems,
                     [&](const Document& article) { extractor.Extract(article, &found); });
    if (!articles) std::cerr << ToString(articles.error()) << '\n';
  }
  for (const Triple& triple : found.triples) {
    std::cout << triple.subject.name << " " << triple.predicate << " " << std::get<Entity>(triple.object).name << '\n';
  }

  // A mistake: the relation is misspelled. The message names the file, the line, the column and the nearest name.
  std::string wrong(kRules);
  wrong.replace(wrong.find("@subject establishes o"), 22, "@subject establishs o");
  Write(folder / "rules.json", wrong);
  DiagnosticList mistakes;
  const bool refused = !Compile(folder, ontologies, &mistakes);
  for (const Diagnostic& mistake : mistakes.all()) std::cout << ToString(mistake) << '\n';

  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return found.triples.size() == 1 && refused && mistakes.has_errors() ? 0 : 1;
}
