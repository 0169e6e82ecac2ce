// Text to triples: load a pack, compile it, cut a text into articles, extract. usage: example_01_extract PROJECT
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <variant>

#include "mailuo/extractors/extractor.h"
#include "mailuo/extractors/load_articles.h"

int main(int argc, char** argv) {
  using namespace mailuo;
  if (argc != 2) {
    std::cerr << "usage: example_01_extract PROJECT\n";
    return 2;
  }
  const std::string root = argv[1];

  // 1. The pack as parsed. Whatever is wrong in its files is in `problems`, each with file, line and column; ontologies
  //    and included packs are looked for by name in the folders of the search path.
  DiagnosticList problems;
  const std::string packs = root + "/examples/packs";
  expected<RulePack> pack = LoadRulePack(packs + "/notices-en", {packs, root + "/schemas/ontologies"}, &problems);

  // 2. The pack as automata. Compile once; any number of threads may use the result.
  expected<CompiledRules> rules = pack ? CompiledRules::Compile(std::move(*pack), &problems) : unexpected(pack.error());
  if (!rules) {
    for (const Diagnostic& problem : problems.all()) std::cerr << ToString(problem) << '\n';
    std::cerr << ToString(rules.error()) << '\n';
    return 1;
  }

  // 3. A text. LoadArticles takes bytes in whatever encoding, and calls back with each article that it finds in them.
  const auto text = std::make_shared<const std::string>(
      "Riverton launched a $25 million Green Materials Fund. The city will open the North Quay Hub.");
  Extractor extractor(*rules);  // one a thread
  Extraction found;
  const expected<size_t> articles =
      LoadArticles(text, "note.txt", LoadOptions{}, rules->pack().layout, &problems,
                   [&](const Document& article) { extractor.Extract(article, &found); });
  if (!articles) {
    std::cerr << ToString(articles.error()) << '\n';
    return 1;
  }

  // 4. Every triple has its proof: the bytes of the source that say so, and the rule that read them.
  bool verbatim = true;
  for (const Triple& triple : found.triples) {
    std::cout << triple.subject.name << " " << triple.predicate << " ";
    if (const Entity* entity = std::get_if<Entity>(&triple.object)) {
      std::cout << entity->name;
    } else {
      const Literal& literal = std::get<Literal>(triple.object);
      std::cout << std::fixed << std::setprecision(0) << literal.value << " " << literal.unit;
    }
    std::cout << " (" << triple.status << "), since \"" << triple.evidence.text << "\" by " << triple.rule << '\n';
    const Span span = triple.evidence.span;
    verbatim &= text->substr(span.begin, span.size()) == triple.evidence.text;
  }
  return found.triples.size() == 3 && verbatim ? 0 : 1;
}
