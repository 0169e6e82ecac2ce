// The commands: each file of this folder that is named after one adds it to the command line. Neighbour: main.cc.
#ifndef MAILUO_CLI_COMMAND_H_
#define MAILUO_CLI_COMMAND_H_

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>

#include "console.h"
#include "extraction.h"

namespace mailuo::cli {

// What the command line asks for; `run` is set once it has been read without an error.
struct Request {
  CommonOptions common;
  std::function<int(const Console&)> run;
};

// Adds a command with the options that all have. `example` is shown by --help and can be pasted.
CLI::App* AddCommand(CLI::App* parent, const std::string& name, const std::string& what, const std::string& example,
                     Request* request);

// INPUT… --pack --input-format --encoding --threads
void AddArticleOptions(CLI::App* command, ArticleOptions* options, bool with_pack = true);

// -o,--output; an empty name is wrong usage.
CLI::Option* AddOutput(CLI::App* command, const std::string& what, const std::string& type, std::string* output);

// Once `command` is asked for, `run(options)` is what is done.
template <typename Options>
void SetRun(CLI::App* command, Request* request, std::shared_ptr<Options> options,
            int (*run)(const Options&, const Console&)) {
  command->final_callback([=] { request->run = [=](const Console& console) { return run(*options, console); }; });
}

void AddAssemble(CLI::App* app, Request* request);
void AddBuild(CLI::App* app, Request* request);
void AddEval(CLI::App* app, Request* request);
void AddExplain(CLI::App* app, Request* request);
void AddExport(CLI::App* app, Request* request);
void AddExtract(CLI::App* app, Request* request);
void AddImport(CLI::App* app, Request* request);
void AddPath(CLI::App* app, Request* request);
void AddQuery(CLI::App* app, Request* request);
void AddReport(CLI::App* app, Request* request);
void AddRulesCheck(CLI::App* rules, Request* request);
void AddRulesCoverage(CLI::App* rules, Request* request);
void AddRulesDiff(CLI::App* rules, Request* request);
void AddRulesTest(CLI::App* rules, Request* request);
void AddTry(CLI::App* app, Request* request);
void AddView(CLI::App* app, Request* request);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_COMMAND_H_
