// How the engine gives up: one exception, thrown anywhere below Query and caught there, see query.cc. A place is a byte
// offset into the query's text until then.
#ifndef MAILUO_GRAPH_SRC_QUERY_FAILURE_H_
#define MAILUO_GRAPH_SRC_QUERY_FAILURE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace mailuo::query {

struct Failure {
  std::string_view category;  // these two are openCypher's names, always literals
  std::string_view detail;
  uint32_t at;
  std::string message;
};

[[noreturn]] inline void Fail(std::string_view category, std::string_view detail, uint32_t at, std::string message) {
  throw Failure{category, detail, at, std::move(message)};
}

[[noreturn]] inline void FailSyntax(std::string_view detail, uint32_t at, std::string message) {
  Fail("SyntaxError", detail, at, std::move(message));
}

// `what` is left out of the subset; docs/query.md lists it.
[[noreturn]] inline void FailUnsupported(std::string_view what, uint32_t at, std::string message) {
  Fail("Unsupported", what, at, std::move(message));
}

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_FAILURE_H_
