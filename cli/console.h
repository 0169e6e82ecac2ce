// What the program says to a person: diagnostics and notes on stderr, in colour where that is wanted. Results go to
// stdout or files by way of output.h. Neighbour: progress.h.
#ifndef MAILUO_CLI_CONSOLE_H_
#define MAILUO_CLI_CONSOLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "mailuo/schemas/expected.h"

namespace mailuo::cli {

// Scripts rely on these.
enum ExitCode : int {
  kOk = 0,
  kBadInput = 1,    // the work was done, some input was bad
  kUsage = 2,       // nothing was done
  kNotWritten = 3,  // the result could not be written, the old one is intact
};

// Options that every command has.
struct CommonOptions {
  bool quiet = false;
  bool json = false;
  std::string log_level = "warn";
  std::string color = "auto";
};

enum class Style { kPlain, kBold, kDim, kRed, kYellow, kGreen, kCyan };

class Console {
 public:
  explicit Console(const CommonOptions& options);

  // Errors always, warnings unless quiet, notes from log level info on.
  void Report(const Diagnostic& diagnostic) const;
  void Report(const std::vector<Diagnostic>& diagnostics) const;
  // Says why an operation failed; the result is the program's exit code for it.
  ExitCode Fail(const Error& error) const;
  // A line for people on stderr, unless quiet.
  void Say(std::string_view line) const;

  bool quiet() const { return quiet_; }
  bool json() const { return json_; }
  bool shows_progress() const { return shows_progress_; }
  bool shows_colors() const { return colors_stdout_; }
  // The text in a style, where stdout shows colours.
  std::string Out(Style style, std::string_view text) const;

 private:
  bool quiet_;
  bool json_;
  bool shows_notes_;
  bool shows_progress_;
  bool colors_stdout_;
  bool colors_stderr_;
};

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_CONSOLE_H_
