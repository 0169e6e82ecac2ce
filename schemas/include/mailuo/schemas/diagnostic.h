// What is wrong with an input, and where. One bad rule or article goes to a DiagnosticSink and the work goes on;
// an operation that cannot give its result returns expected<T, Error>. Neighbour: expected.h.
#ifndef MAILUO_SCHEMAS_DIAGNOSTIC_H_
#define MAILUO_SCHEMAS_DIAGNOSTIC_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailuo {

enum class Severity { kNote, kWarning, kError };

// A place in a file. Lines and columns count from 1, columns in code points; 0 means that the place has none.
struct Location {
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;
  friend bool operator==(const Location&, const Location&) = default;
};

struct Diagnostic {
  Severity severity = Severity::kError;
  Location where;
  std::string message;  // "what is wrong, what was expected", no final period, no line break
};

// "file:line:column: error: message"; parts that are absent are left out.
std::string ToString(const Diagnostic& diagnostic);

// Receives diagnostics in the order of their places in one input. Not thread-safe unless an implementation says so.
class DiagnosticSink {
 public:
  virtual ~DiagnosticSink() = default;
  virtual void Report(Diagnostic diagnostic) = 0;
};

// Keeps all diagnostics. Not thread-safe.
class DiagnosticList : public DiagnosticSink {
 public:
  void Report(Diagnostic diagnostic) override;
  bool has_errors() const { return errors_ > 0; }
  const std::vector<Diagnostic>& all() const { return all_; }

 private:
  std::vector<Diagnostic> all_;
  size_t errors_ = 0;
};

// The name of `known` nearest to `name` by edit distance over code points (Levenshtein, at most a third of the
// longer name's length; Latin letters of either case are alike), or an empty view. The first of equals wins.
std::string_view NearestName(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace mailuo

#endif  // MAILUO_SCHEMAS_DIAGNOSTIC_H_
