// What a user of the installed libraries writes: a pack, an article, a graph.
#include <iostream>
#include <memory>

#include "mailuo/extractors/extractor.h"
#include "mailuo/extractors/load_articles.h"
#include "mailuo/graph/assemble.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  mailuo::DiagnosticList diagnostics;
  auto pack = mailuo::LoadRulePack(std::string(argv[1]) + "/packs/policy-zh", {std::string(argv[1]) + "/ontologies"},
                                   &diagnostics);
  if (!pack) return std::cerr << ToString(pack.error()) << '\n', 1;
  auto rules = mailuo::CompiledRules::Compile(std::move(*pack), &diagnostics);
  if (!rules) return std::cerr << ToString(rules.error()) << '\n', 1;
  mailuo::Extractor extractor(*rules);
  mailuo::Extraction extraction;
  auto loaded = mailuo::LoadArticles(std::make_shared<const std::string>(argv[2]), "argument", {}, rules->pack().layout,
                                     &diagnostics, [&](mailuo::Document d) { extractor.Extract(d, &extraction); });
  if (!loaded) return std::cerr << ToString(loaded.error()) << '\n', 1;
  for (const mailuo::Triple& triple : extraction.triples)
    std::cout << triple.subject.name << ' ' << triple.predicate << '\n';
  return extraction.triples.empty();
}
