// The program mailuo: reads its arguments, runs one command, turns whatever went wrong into a message and an exit code.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "command.h"

namespace mailuo::cli {
namespace {

constexpr char kFooter[] =
    "Exit codes: 0 all well; 1 the work was done but some input was bad; 2 wrong usage, nothing was done;\n"
    "3 the result could not be written, the old one is intact.";

std::string DidYouMean(std::string_view nearest) {
  return nearest.empty() ? std::string() : "; did you mean '" + std::string(nearest) + "'?";
}

std::vector<std::string> CommandNames(const CLI::App& app) {
  std::vector<std::string> names;
  const auto all = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* command : all) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> OptionNames(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// Two letters in the wrong order are a slip of the fingers, however short the word: "tets".
bool IsSwapped(std::string_view typed, std::string_view right) {
  if (typed.size() != right.size()) return false;
  const auto [a, b] = std::mismatch(typed.begin(), typed.end(), right.begin());
  if (a == typed.end() || a + 1 == typed.end()) return false;
  return *a == *(b + 1) && *(a + 1) == *b && std::equal(a + 2, typed.end(), b + 2);
}

std::string_view Nearest(std::string_view name, const std::vector<std::string>& known) {
  const auto swapped = std::find_if(known.begin(), known.end(), [&](const auto& one) { return IsSwapped(name, one); });
  return swapped != known.end() ? *swapped : NearestName(name, {known.begin(), known.end()});
}

// The command that the arguments came to.
const CLI::App& ChosenCommand(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : ChosenCommand(*chosen.back());
}

std::string FullName(const CLI::App& command) {
  return command.get_parent() == nullptr ? command.get_name()
                                         : FullName(*command.get_parent()) + " " + command.get_name();
}

// What is wrong with the arguments, with the nearest right name where one was mistyped.
std::string Explain(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = ChosenCommand(app);
  const std::vector<std::string> commands = CommandNames(command);
  for (const std::string& word : command.remaining()) {
    if (word.size() > 1 && word[0] == '-') {
      const std::string name = word.substr(0, word.find('='));
      return "unknown option '" + name + "'" + DidYouMean(Nearest(name, OptionNames(command)));
    }
    if (!commands.empty()) return "unknown command '" + word + "'" + DidYouMean(Nearest(word, commands));
  }
  if (!commands.empty()) {
    std::string all;
    for (const std::string& name : commands) all += (all.empty() ? "" : ", ") + name;
    return "a command is missing, expected one of " + all;
  }
  return error.what();
}

int Run(int argc, char** argv) {
  CLI::App app("Articles to knowledge graphs by rules.", "mailuo");
  app.set_version_flag("--version", std::string("mailuo ") + MAILUO_VERSION);
  app.footer(kFooter);
  app.require_subcommand(1);
  Request request;
  AddBuild(&app, &request);
  AddExtract(&app, &request);
  AddAssemble(&app, &request);
  AddExport(&app, &request);
  AddImport(&app, &request);
  AddQuery(&app, &request);
  AddReport(&app, &request);
  AddView(&app, &request);
  AddPath(&app, &request);
  AddEval(&app, &request);
  CLI::App* rules = app.add_subcommand("rules", "Check, test and compare rule packs");
  rules->require_subcommand(1);
  AddRulesCheck(rules, &request);
  AddRulesTest(rules, &request);
  AddRulesDiff(rules, &request);
  AddRulesCoverage(rules, &request);
  AddTry(&app, &request);
  AddExplain(&app, &request);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // help and version
    const Console console(request.common);
    const std::string name = FullName(ChosenCommand(app));
    console.Fail({Error::Kind::kUsage, {name, 0, 0}, Explain(app, error)});
    console.Say("'" + name + " --help' shows what there is.");
    return kUsage;
  }
  return request.run(Console(request.common));
}

}  // namespace

CLI::App* AddCommand(CLI::App* parent, const std::string& name, const std::string& what, const std::string& example,
                     Request* request) {
  CLI::App* command = parent->add_subcommand(name, what);
  if (!example.empty()) command->footer("Example:\n  " + example);
  CommonOptions* common = &request->common;
  command->add_flag("-q,--quiet", common->quiet, "Say nothing but errors");
  command->add_flag("--json", common->json, "Summaries as JSON");
  command->add_option("--log-level", common->log_level, "trace, debug, info, warn, error or off, to stderr")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
      ->type_name("LEVEL")
      ->capture_default_str();
  command->add_option("--color", common->color, "auto, always or never; NO_COLOR is obeyed")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN")
      ->capture_default_str();
  return command;
}

CLI::Option* AddOutput(CLI::App* command, const std::string& what, const std::string& type, std::string* output) {
  const auto is_named = [](const std::string& name) {
    return name.empty() ? std::string("the name is empty") : std::string();
  };
  return command->add_option("-o,--output", *output, what)->type_name(type)->check(is_named, "");
}

void AddArticleOptions(CLI::App* command, ArticleOptions* options, bool with_pack) {
  command
      ->add_option("INPUT", options->inputs,
                   "A file, a folder (walked in sorted order) or - for stdin: plain text, Markdown, or NDJSON with "
                   "id, title, date and text a line")
      ->required()
      ->type_name("");
  if (with_pack) {
    command
        ->add_option("--pack", options->pack,
                     "Rule pack: its folder, or its name in MAILUO_PACKS, beside the program or in the install")
        ->type_name("NAME|DIR")
        ->capture_default_str();
  }
  command->add_option("--input-format", options->format, "auto (by the name's ending), text, markdown or ndjson")
      ->type_name("FORMAT")
      ->capture_default_str();
  command
      ->add_option("--encoding", options->encoding,
                   "Encoding of the inputs, such as GB18030 (default: detect). Broken bytes are bad input; a source "
                   "of which more than a tenth of the characters are broken is left out")
      ->type_name("NAME");
  command->add_option("--threads", options->threads, "Number of threads (default: all)")
      ->check(CLI::Range(1U, 1024U))
      ->type_name("N");
}

}  // namespace mailuo::cli

int main(int argc, char** argv) {
  // Both become errors of writing: a reader that went away, see StdoutSink, and a limit on the size of files.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return mailuo::cli::Run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("mailuo: error: out of memory\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mailuo: error: %s\n", error.what());
  }
  return mailuo::cli::kNotWritten;
}
