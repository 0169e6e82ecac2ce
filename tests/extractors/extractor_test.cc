// The engine as a whole, on packs made here: names, enumerations, subjects, status, what is turned down and why.
#include "mailuo/extractors/extractor.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "mailuo/schemas/triple_stream.h"
#include "test_pack.h"

namespace mailuo {
namespace {

constexpr char kLexicon[] =
    "opens verb\nwill modal\nnever neg\nand sep.and\nfund head.fund generic=yes\ncity place type=City;full=Cityton\n"
    "town place type=City\nif hypo\n";

std::vector<TestRule> Rules() {
  return {
      {"place",
       Layer::kMention,
       "(p: <place>)",
       {{"type", "p.type"}, {"name", "p.full"}, {"alias", "p"}},
       {},
       0,
       false},
      {"fund", Layer::kMention, "<head.fund>", {{"type", "Fund"}, {"members", "shared"}}, {}, 0, true},
      {"subject",
       Layer::kContext,
       "^ {s: City}",
       {{"sets", "subject"}, {"value", "s"}, {"scope", "section"}},
       {},
       0,
       false},
      {"plan",
       Layer::kContext,
       "<modal>",
       {{"sets", "status"}, {"value", "planned"}, {"scope", "sentence"}},
       {},
       0,
       false},
      {"neg", Layer::kContext, "<neg>", {{"sets", "negated"}, {"scope", "clause"}}, {}, 0, false},
      {"hypo", Layer::kContext, "<hypo>", {{"sets", "hypothetical"}, {"scope", "clause"}}, {}, 0, false},
      {"opens", Layer::kRelation, "<verb> ' ' {o: Fund}+", {}, {"@subject establishes o"}, 0, false},
  };
}

CompiledRules Compiled(const std::vector<TestRule>& rules) {
  RulePack pack = MakePack(kLexicon, rules);
  pack.layout.spaces_between_words = true;
  pack.settings = {{"noun_phrase.verb", {"verb modal neg", {}}},
                   {"noun_phrase.and", {"sep.and", {}}},
                   {"list_join", {"' ' <sep.and> ' '", {}}},
                   {"subject.place_class", {"place", {}}}};
  DiagnosticList diagnostics;
  auto compiled = CompiledRules::Compile(std::move(pack), &diagnostics);
  for (const Diagnostic& d : diagnostics.all()) MESSAGE(ToString(d));
  REQUIRE(compiled.has_value());
  return std::move(*compiled);
}

std::string Say(const Triple& triple) {
  const Entity* object = std::get_if<Entity>(&triple.object);
  return triple.subject.name + ' ' + triple.predicate + ' ' +
         (object ? object->name : std::get<Literal>(triple.object).text) +
         (triple.status == "done" ? "" : " (" + triple.status + ")");
}

// Sorted, so that a test need not know the order of the stream.
std::vector<std::string> Say(const Extraction& extraction) {
  std::vector<std::string> said;
  for (const Triple& triple : extraction.triples) said.push_back(Say(triple));
  std::sort(said.begin(), said.end());
  return said;
}

Extraction Extract(const CompiledRules& rules, const std::string& text) {
  Extractor extractor(rules);
  Extraction extraction;
  extractor.Extract(MakeDocument(text, rules.pack().layout), &extraction);
  return extraction;
}

Extraction Extract(const std::string& text) { return Extract(Compiled(Rules()), text); }

using Said = std::vector<std::string>;

TEST_CASE("a sentence gives a triple with its subject's full name, rule and verbatim evidence") {
  const std::string text = "city opens seed fund. It rains.";
  const Extraction extraction = Extract(text);
  REQUIRE(Say(extraction) == Said{"Cityton establishes seed fund"});
  const Triple& triple = extraction.triples[0];
  CHECK(triple.rule == "test/opens");
  CHECK(triple.evidence.text == "opens seed fund");
  CHECK(text.substr(triple.evidence.span.begin, triple.evidence.span.size()) == triple.evidence.text);
  CHECK(triple.subject.aliases == Said{"city"});
}

TEST_CASE("an article of another field gives nothing but the reason") {
  RulePack pack = MakePack(std::string(kLexicon) + "goal domain.outside\nmatch domain.outside\n", Rules());
  pack.layout.spaces_between_words = true;
  pack.settings = {{"subject.place_class", {"place", {}}},
                   {"noun_phrase.verb", {"verb modal neg", {}}},
                   {"domain.outside", {"domain.outside", {}}},
                   {"domain.inside", {"verb", {}}},
                   {"domain.at_least", {"3", {}}}};
  const auto rules = CompiledRules::Compile(std::move(pack), nullptr);
  REQUIRE(rules.has_value());
  const std::string fact = "city opens seed fund. ";
  CHECK(Say(Extract(*rules, fact + "A goal, a goal, and the match.")).empty());
  const Extraction other = Extract(*rules, fact + "A goal, a goal, and the match.");
  REQUIRE(other.rejects.size() == 1);
  CHECK(other.rejects[0].reason == "domain");
  CHECK(other.rejects[0].detail == "3 words of other fields, 1 of this one");
  CHECK(Say(Extract(*rules, fact + "A goal, and the match.")).size() == 1);
  CHECK(Say(Extract(*rules, fact + fact + fact + "A goal, a goal, and the match.")).size() == 3);
}

TEST_CASE("members of an enumeration share its head") {
  CHECK(Say(Extract("city opens seed and angel fund.")) ==
        Said{"Cityton establishes angel fund", "Cityton establishes seed fund"});
}

TEST_CASE("an article's triples are in the order of the stream") {
  // Members of one match have one span, and the second sentence says the first one's facts again.
  const Extraction extraction =
      Extract("city opens seed and angel fund, opens green fund. town opens angel and seed fund.");
  CHECK(extraction.triples.size() == 5);
  CHECK(std::is_sorted(extraction.triples.begin(), extraction.triples.end(), StreamOrder));
}

TEST_CASE("the subject carries over until the next one") {
  CHECK(Say(Extract("city opens seed fund, opens angel fund. town opens green fund.")) ==
        Said{"Cityton establishes angel fund", "Cityton establishes seed fund", "town establishes green fund"});
}

TEST_CASE("a plan holds for its sentence, and what is done elsewhere is done") {
  CHECK(Say(Extract("city will opens seed fund. city opens angel fund.")) ==
        Said{"Cityton establishes angel fund", "Cityton establishes seed fund (planned)"});
  CHECK(Say(Extract("city will opens seed fund. city opens seed fund.")) ==
        Said{"Cityton establishes seed fund", "Cityton establishes seed fund"});
}

TEST_CASE("what is denied or supposed gives no triple but a counted reject") {
  const Extraction extraction = Extract("city never opens seed fund, if opens angel fund.");
  CHECK(extraction.triples.empty());
  REQUIRE(extraction.rejects.size() == 2);
  CHECK(extraction.rejects[0].reason == "negated");
  CHECK(extraction.rejects[1].reason == "hypothetical");
  CHECK(extraction.rejects[0].evidence.text == "opens seed fund");
}

TEST_CASE("a bare head names nothing and is counted as generic") {
  const Extraction extraction = Extract("city opens fund.");
  CHECK(extraction.triples.empty());
  REQUIRE(extraction.rejects.size() == 1);
  CHECK(extraction.rejects[0].reason == "generic");
}

TEST_CASE("a sentence with more matches than are kept says so once and is done") {
  std::vector<TestRule> rules;
  for (const char* id : {"a", "b"}) {
    rules.push_back({id, Layer::kMention, "'x'", {{"type", "Policy"}}, {}, 0, false});
  }
  DiagnosticList diagnostics;
  auto compiled = CompiledRules::Compile(MakePack("word class\n", rules), &diagnostics);
  REQUIRE(compiled.has_value());
  const Extraction extraction = Extract(*compiled, std::string(3500, 'x'));
  REQUIRE(extraction.rejects.size() == 1);
  CHECK(extraction.rejects[0].reason == "limit");
}

TEST_CASE("a number that a rule would make the subject is none") {
  std::vector<TestRule> rules = Rules();
  rules.push_back({"n",
                   Layer::kContext,
                   "{n: Number}",
                   {{"sets", "subject"}, {"value", "n"}, {"scope", "article"}},
                   {},
                   0,
                   false});
  CHECK(Say(Extract(Compiled(rules), "city rests, 5 opens seed fund.")) == Said{"Cityton establishes seed fund"});
}

TEST_CASE("an extractor gives the same for an article whatever it read before") {
  const CompiledRules rules = Compiled(Rules());
  Extractor extractor(rules);
  const Document first = MakeDocument("town opens green fund. city will opens seed fund.", rules.pack().layout);
  const Document second = MakeDocument("opens angel fund. town never opens red fund.", rules.pack().layout);
  const auto run = [&](const Document& document) {
    Extraction extraction;
    extractor.Extract(document, &extraction);
    std::string lines;
    for (const Triple& triple : extraction.triples) AppendTripleLine(triple, &lines);
    for (const Reject& reject : extraction.rejects) AppendRejectLine(reject, &lines);
    return lines;
  };
  const std::string one = run(first), two = run(second);
  CHECK(!one.empty());
  CHECK(!two.empty());
  CHECK(run(first) == one);
  CHECK(run(second) == two);
}

}  // namespace
}  // namespace mailuo
