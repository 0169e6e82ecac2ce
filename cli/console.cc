#include "console.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace mailuo::cli {
namespace {

std::string_view Code(Style style) {
  switch (style) {
    case Style::kPlain: return "";
    case Style::kBold: return "\033[1m";
    case Style::kDim: return "\033[2m";
    case Style::kRed: return "\033[1;31m";
    case Style::kYellow: return "\033[1;33m";
    case Style::kGreen: return "\033[32m";
    case Style::kCyan: return "\033[36m";
  }
  return "";
}

// https://no-color.org: any value that is not empty turns colours off; a wish on the command line is stronger.
bool WantsColor(const std::string& wish, int descriptor) {
  if (wish == "always") return true;
  if (wish == "never") return false;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* terminal = std::getenv("TERM");
  return isatty(descriptor) != 0 && (terminal == nullptr || std::string_view(terminal) != "dumb");
}

std::string Styled(bool colors, Style style, std::string_view text) {
  if (!colors || style == Style::kPlain) return std::string(text);
  return std::string(Code(style)).append(text).append("\033[0m");
}

void SetUpLog(const std::string& level) {
  auto log = std::make_shared<spdlog::logger>("mailuo", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  log->set_pattern("mailuo: %l: %v");
  log->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(log));
}

}  // namespace

Console::Console(const CommonOptions& options)
    : quiet_(options.quiet),
      json_(options.json),
      shows_notes_(options.log_level == "trace" || options.log_level == "debug" || options.log_level == "info"),
      shows_progress_(!options.quiet && isatty(STDERR_FILENO) != 0),
      colors_stdout_(WantsColor(options.color, STDOUT_FILENO)),
      colors_stderr_(WantsColor(options.color, STDERR_FILENO)) {
  SetUpLog(options.log_level);
}

void Console::Report(const Diagnostic& diagnostic) const {
  if (diagnostic.severity == Severity::kNote && !shows_notes_) return;
  if (diagnostic.severity == Severity::kWarning && quiet_) return;
  std::string line = ToString(diagnostic);
  if (colors_stderr_) {
    // The message is the line's end; the word before it says how bad it is.
    const size_t message = line.size() - diagnostic.message.size();
    const Style style = diagnostic.severity == Severity::kError     ? Style::kRed
                        : diagnostic.severity == Severity::kWarning ? Style::kYellow
                                                                    : Style::kCyan;
    const std::string_view front = std::string_view(line).substr(0, message);
    const size_t space = front.size() >= 2 ? front.rfind(' ', front.size() - 2) : std::string_view::npos;
    const size_t word = space == std::string_view::npos ? 0 : space + 1;
    line = std::string(front.substr(0, word)) + Styled(true, style, front.substr(word)) + diagnostic.message;
  }
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void Console::Report(const std::vector<Diagnostic>& diagnostics) const {
  for (const Diagnostic& diagnostic : diagnostics) Report(diagnostic);
}

ExitCode Console::Fail(const Error& error) const {
  Location where = error.where;
  if (where.file.empty()) where.file = "mailuo";
  Report(Diagnostic{Severity::kError, std::move(where), error.message});
  switch (error.kind) {
    case Error::Kind::kInput: return kBadInput;
    case Error::Kind::kOutput: return kNotWritten;
    case Error::Kind::kUsage: return kUsage;
  }
  return kBadInput;
}

void Console::Say(std::string_view line) const {
  if (quiet_) return;
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fputc('\n', stderr);
}

std::string Console::Out(Style style, std::string_view text) const { return Styled(colors_stdout_, style, text); }

}  // namespace mailuo::cli
