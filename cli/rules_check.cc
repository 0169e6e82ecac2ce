// mailuo rules check: everything that is wrong or doubtful in a pack, at once.
#include <algorithm>
#include <memory>
#include <string>

#include "command.h"
#include "output.h"
#include "packs.h"

namespace mailuo::cli {
namespace {

struct CheckOptions {
  std::string pack;
};

std::string Count(size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

int RunCheck(const CheckOptions& options, const Console& console) {
  DiagnosticList found;
  const expected<CompiledRules> rules = LoadRules(options.pack, &found, Scrutiny::kDoubts);
  if (!rules && !found.has_errors()) return console.Fail(rules.error());
  console.Report(found.all());
  const auto of = [&](Severity severity) {
    return static_cast<size_t>(std::count_if(found.all().begin(), found.all().end(),
                                             [&](const Diagnostic& one) { return one.severity == severity; }));
  };
  std::string line = options.pack + ": ";
  if (rules) {
    size_t words = 0;
    for (const LexiconFile& lexicon : rules->pack().lexicons) words += lexicon.entries.size();
    line += Count(rules->pack().rules.size(), "rule") + ", " + Count(words, "word") + ", ";
  }
  line += Count(of(Severity::kError), "error") + ", " + Count(of(Severity::kWarning), "warning") + "\n";
  if (const auto printed = Print(line); !printed) return console.Fail(printed.error());
  return rules ? kOk : kBadInput;
}

}  // namespace

void AddRulesCheck(CLI::App* rules, Request* request) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App* command = AddCommand(rules, "check", "Say all that is wrong or doubtful in a pack, file:line:column",
                                 "mailuo rules check policy-zh\n  mailuo rules check ./my-pack", request);
  command->add_option("PACK", options->pack, "The pack's folder or name")->required()->type_name("");
  SetRun(command, request, options, &RunCheck);
}

}  // namespace mailuo::cli
