// mailuo rules test: runs the examples and counterexamples that stand in a pack's rules. docs/rules.md says how they
// are written; each layer has its own form of what is found:
//
//   quantity   TYPE TEXT VALUE[..VALUE_MAX] [UNIT] [APPROX]
//   mention    TYPE NAME, or TYPE NAME (ALIAS)
//   context, relation   SUBJECT predicate OBJECT [key=value, ...] (planned)
//
// An example must find all that it wants, some of it by its rule; a counterexample nothing by its rule. A rule of the
// context finds nothing itself: in its example it sets something, in its counterexample it does not. Where it denies or
// supposes, what the example gives must be all wanted.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "command.h"
#include "mailuo/extractors/extractor.h"
#include "mailuo/extractors/load_articles.h"
#include "mailuo/extractors/observer.h"
#include "mailuo/schemas/triple_stream.h"
#include "output.h"
#include "packs.h"

namespace mailuo::cli {
namespace {

constexpr std::string_view kPlanned = " (planned)";

using Qualifiers = std::map<std::string, std::string>;

// Something found in an example, or wanted of it.
struct Statement {
  std::string core;       // "SUBJECT predicate OBJECT", or the whole form of the layers below
  Qualifiers qualifiers;  // of a wanted one those that it must have
  bool planned = false;
  std::vector<std::string> aliases;  // of a mention found
  std::string rule;
};

std::string Shown(const Statement& statement) {
  std::string text = statement.core, list;
  for (const auto& [key, value] : statement.qualifiers) {
    list.append(list.empty() ? "" : ", ").append(key + "=" + value);
  }
  for (const std::string& alias : statement.aliases) text += " (" + alias + ")";
  if (!list.empty()) text += " [" + list + "]";
  if (statement.planned) text += kPlanned;
  return text;
}

// "A amount 3m [time=2025, by=B] (planned)" in its parts. A bracket without a '=' belongs to the name.
Statement ParseWanted(std::string_view text) {
  Statement wanted;
  if (text.ends_with(kPlanned)) {
    wanted.planned = true;
    text.remove_suffix(kPlanned.size());
  }
  const size_t open = text.rfind(" [");
  if (text.ends_with(']') && open != std::string_view::npos && text.find('=', open) != std::string_view::npos) {
    std::string_view list = text.substr(open + 2, text.size() - open - 3);
    while (!list.empty()) {
      const size_t end = std::min(list.find(", "), list.size());
      const std::string_view item = list.substr(0, end);
      const size_t equals = std::min(item.find('='), item.size());
      wanted.qualifiers.emplace(item.substr(0, equals), item.substr(std::min(equals + 1, item.size())));
      list.remove_prefix(std::min(end + 2, list.size()));
    }
    text = text.substr(0, open);
  }
  wanted.core = text;
  return wanted;
}

bool Meets(const Statement& found, const Statement& wanted) {
  const bool same_core = found.core == wanted.core ||
                         std::any_of(found.aliases.begin(), found.aliases.end(), [&](const std::string& alias) {
                           return found.core + " (" + alias + ")" == wanted.core;
                         });
  return same_core && found.planned == wanted.planned &&
         std::includes(found.qualifiers.begin(), found.qualifiers.end(), wanted.qualifiers.begin(),
                       wanted.qualifiers.end());
}

Statement FromTriple(const Triple& triple) {
  const std::string& object =
      triple.has_literal() ? std::get<Literal>(triple.object).text : std::get<Entity>(triple.object).name;
  return {triple.subject.name + " " + triple.predicate + " " + object,
          triple.qualifiers,
          triple.status == "planned",
          {},
          triple.rule};
}

Statement FromQuantity(const FoundQuantity& quantity) {
  std::string text = quantity.type + " " + quantity.literal.text;
  if (quantity.has_value) {
    text += ' ';
    AppendNumber(quantity.literal.value, &text);
    if (quantity.literal.value_max) {
      text += "..";
      AppendNumber(*quantity.literal.value_max, &text);
    }
    for (const std::string& part : {quantity.literal.unit, quantity.literal.approx}) {
      if (!part.empty()) text += " " + part;
    }
  }
  return {std::move(text), {}, false, {}, quantity.rule};
}

Statement FromMention(const FoundMention& mention) {
  return {mention.entity.type + " " + mention.entity.name, {}, false, mention.entity.aliases, mention.rule};
}

// What a text gave.
struct Findings {
  std::vector<Statement> statements;
  bool rule_set = false;  // the rule, one of the context, set something
};

// Sees which rule of the context set something.
class ContextWatch : public ExtractionObserver {
 public:
  void Expect(std::string_view rule) {
    rule_ = rule;
    seen_ = false;
  }
  bool seen() const { return seen_; }

  bool WantsSteps() const override { return false; }
  bool WantsMisses(std::string_view) const override { return false; }
  void EnterSentence(uint32_t) override {}
  void Saw(const Sighting&) override {}
  void Tried(Layer, std::string_view, uint64_t) override {}
  void Matched(const ObservedMatch&) override {}
  void Missed(const NearMiss&) override {}
  void Kept(const RulePlace&) override {}
  void TurnedDown(const RulePlace&, std::string_view, const std::string&) override {}
  void Sets(const ObservedEvent& event) override { seen_ |= event.place.rule == rule_; }
  void Yielded(const RulePlace&, const Triple&, const Grounds&) override {}
  void Repeated(const Triple&) override {}

 private:
  std::string_view rule_;
  bool seen_ = false;
};

class ExampleRunner {
 public:
  explicit ExampleRunner(const CompiledRules& rules) : rules_(rules), extractor_(rules) {}

  void Run(const Rule& rule) {
    for (const RuleExample& example : rule.examples) Judge(rule, example, Find(rule, example));
    for (const RuleExample& example : rule.counterexamples) JudgeCounter(rule, example, Find(rule, example));
  }

  size_t passed() const { return passed_; }
  size_t failed() const { return failed_; }
  const std::string& report() const { return report_; }

 private:
  // All that the rule's layer finds in the text.
  Findings Find(const Rule& rule, const RuleExample& example) {
    Findings found;
    LoadOptions options;
    options.format = InputFormat::kText;
    options.encoding = "UTF-8";
    DiagnosticList ignored;
    watch_.Expect(rule.id);
    extractor_.set_observer(rule.layer == Layer::kContext ? &watch_ : nullptr);
    const auto loaded =
        LoadArticles(std::make_shared<const std::string>(example.text), "example", options, rules_.pack().layout,
                     &ignored, [&](const Document& document) { FindIn(document, rule.layer, &found.statements); });
    if (!loaded) found.statements.push_back({"(" + loaded.error().message + ")", {}, false, {}, {}});
    found.rule_set = watch_.seen();
    return found;
  }

  void FindIn(const Document& document, Layer layer, std::vector<Statement>* found) {
    if (layer == Layer::kMention) {
      for (const FoundMention& mention : extractor_.Annotate(document).mentions) found->push_back(FromMention(mention));
    } else if (layer == Layer::kQuantity) {
      for (const FoundQuantity& quantity : extractor_.Annotate(document).quantities) {
        found->push_back(FromQuantity(quantity));
      }
    } else {
      Extraction extraction;
      extractor_.Extract(document, &extraction);
      for (const Triple& triple : extraction.triples) found->push_back(FromTriple(triple));
    }
  }

  static bool Denies(const Rule& rule) {
    const auto sets = rule.fields.find("sets");
    return sets != rule.fields.end() && (sets->second == "negated" || sets->second == "hypothetical");
  }

  void Judge(const Rule& rule, const RuleExample& example, const Findings& found) {
    std::string faults;
    std::vector<Statement> wanted;
    for (const std::string& text : example.yields) wanted.push_back(ParseWanted(text));
    bool by_this_rule = found.rule_set;
    for (size_t i = 0; i < wanted.size(); ++i) {
      bool met = false;
      for (const Statement& one : found.statements) {
        if (!Meets(one, wanted[i])) continue;
        met = true;
        by_this_rule |= one.rule == rule.id;
      }
      if (!met) faults += "  expected: " + example.yields[i] + "\n";
    }
    for (const Statement& one : found.statements) {
      const auto meets = [&](const Statement& w) { return Meets(one, w); };
      if (!Denies(rule) || std::any_of(wanted.begin(), wanted.end(), meets)) continue;
      faults += "  expected: not " + Shown(one) + "\n";
    }
    if (faults.empty() && !by_this_rule) {
      const bool context = rule.layer == Layer::kContext;
      faults = context ? "  expected: something set by this rule\n" : "  expected: some of it by this rule\n";
    }
    Count(rule, example, "example", faults, found.statements);
  }

  void JudgeCounter(const Rule& rule, const RuleExample& example, const Findings& found) {
    std::string faults;
    const auto by_this_rule = [&](const Statement& one) { return one.rule == rule.id; };
    if (std::any_of(found.statements.begin(), found.statements.end(), by_this_rule)) {
      faults = "  expected: nothing by this rule\n";
    }
    if (found.rule_set) faults = "  expected: nothing set by this rule\n";
    Count(rule, example, "counterexample", faults, found.statements);
  }

  void Count(const Rule& rule, const RuleExample& example, const std::string& kind, const std::string& faults,
             const std::vector<Statement>& found) {
    if (faults.empty()) {
      ++passed_;
      return;
    }
    ++failed_;
    report_ += ToString(Diagnostic{Severity::kError, example.where, kind + " of " + rule.id + " fails"}) + "\n";
    report_ += "  text:     " + example.text + "\n" + faults;
    for (const Statement& one : found) {
      report_ += "  found:    " + Shown(one) + (one.rule.empty() ? "" : "   by " + one.rule) + "\n";
    }
    if (found.empty()) report_ += "  found:    nothing\n";
  }

  const CompiledRules& rules_;
  Extractor extractor_;
  ContextWatch watch_;
  size_t passed_ = 0, failed_ = 0;
  std::string report_;
};

struct TestOptions {
  std::string pack;
};

int RunTest(const TestOptions& options, const Console& console) {
  DiagnosticList about_pack;
  const expected<CompiledRules> rules = LoadRules(options.pack, &about_pack);
  if (!rules) {
    console.Report(about_pack.all());
    return about_pack.has_errors() ? kBadInput : console.Fail(rules.error());
  }
  ExampleRunner runner(*rules);
  for (const Rule& rule : rules->pack().rules) runner.Run(rule);
  const auto printed = Print(runner.report() + std::to_string(runner.passed()) + " passed, " +
                             std::to_string(runner.failed()) + " failed\n");
  if (!printed) return console.Fail(printed.error());
  return runner.failed() == 0 ? kOk : kBadInput;
}

}  // namespace

void AddRulesTest(CLI::App* rules, Request* request) {
  const auto options = std::make_shared<TestOptions>();
  CLI::App* command = AddCommand(rules, "test", "Run the examples and counterexamples inside a pack's rules",
                                 "mailuo rules test policy-zh\n  mailuo rules test ./my-pack", request);
  command->add_option("PACK", options->pack, "The pack's folder or name")->required()->type_name("");
  SetRun(command, request, options, &RunTest);
}

}  // namespace mailuo::cli
