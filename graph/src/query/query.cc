// The face of the engine. What is thrown below becomes a QueryError here, a byte offset a line and a column.
#include "mailuo/graph/query.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "assemble/utf8.h"
#include "query/check.h"
#include "query/failure.h"
#include "query/parser.h"
#include "query/run.h"

namespace mailuo {
namespace {

Location Place(std::string_view text, uint32_t at) {
  const std::string_view before = text.substr(0, at);
  const size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  Location where;
  where.line = static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  where.column = static_cast<uint32_t>(CountCodePoints(before.substr(line_begin))) + 1;
  return where;
}

QueryError ToError(const query::Failure& failure, std::string_view text, bool at_run_time) {
  const Location where = Place(text, failure.at);
  return {at_run_time,    std::string(failure.category), std::string(failure.detail), where.line, where.column,
          failure.message};
}

void Explain(const query::Operator& plan, size_t depth, std::string* out) {
  std::string rows = std::to_string(static_cast<uint64_t>(std::min(std::ceil(plan.estimate), 1e18)));
  *out += std::string(2 * depth, ' ') + plan.description + "  (about " + rows + (rows == "1" ? " row)\n" : " rows)\n");
  const auto inputs = plan.inputs();
  // The one that it follows stands below it, those that run inside it further in.
  for (size_t i = inputs.size(); i > 1; --i) Explain(*inputs[i - 1], depth + 1, out);
  if (!inputs.empty()) Explain(*inputs[0], inputs.size() > 1 && plan.description == "Union" ? depth + 1 : depth, out);
}

void ReportUnknown(const std::vector<SaidName>& said, const QueryNames& known, std::string_view what,
                   std::string_view text, std::vector<Diagnostic>* found) {
  const std::vector<std::string_view> names(known.all().begin(), known.all().end());
  for (const SaidName& one : said) {
    if (known.Find(one.name) != QueryNames::kNone) continue;
    const std::string_view nearest = NearestName(one.name, names);
    std::string message = "the graph has no " + std::string(what) + " " + one.name;
    if (!nearest.empty()) message += ", expected " + std::string(nearest);
    const Diagnostic diagnostic{Severity::kWarning, Place(text, one.at), message};
    const auto is_it = [&](const Diagnostic& other) { return other.message == message; };
    if (std::none_of(found->begin(), found->end(), is_it)) found->push_back(diagnostic);
  }
}

}  // namespace

std::string ToString(const QueryError& error) {
  return std::to_string(error.line) + ":" + std::to_string(error.column) + ": " + error.message;
}

Query::Query(std::unique_ptr<const CompiledQuery> compiled) : compiled_(std::move(compiled)) {}
Query::Query(Query&&) noexcept = default;
Query& Query::operator=(Query&&) noexcept = default;
Query::~Query() = default;

query_expected<Query> Query::Compile(std::string_view text) {
  auto compiled = std::make_unique<CompiledQuery>();
  compiled->text = text;
  try {
    compiled->ast = query::Parser(text).ParseQuery();
    query::Checker(compiled.get()).Run();
  } catch (const query::Failure& failure) {
    return tl::make_unexpected(ToError(failure, text, /*at_run_time=*/false));
  }
  return Query(std::move(compiled));
}

const std::vector<std::string>& Query::columns() const { return compiled_->columns; }

query_expected<QueryRows> Query::Run(const QueryGraph& graph, QueryValue::Map parameters) const {
  try {
    return QueryRows(std::make_unique<QueryRun>(*compiled_, graph, std::move(parameters)));
  } catch (const query::Failure& failure) {
    return tl::make_unexpected(ToError(failure, compiled_->text, /*at_run_time=*/true));
  }
}

query_expected<std::string> Query::Explain(const QueryGraph& graph, QueryValue::Map parameters) const {
  try {
    const QueryRun run(*compiled_, graph, std::move(parameters));
    std::string text;
    mailuo::Explain(*run.plan, 0, &text);
    for (const auto& subplan : run.context.subplans) {
      text += "For each row that asks:\n";
      mailuo::Explain(*subplan, 1, &text);
    }
    return text;
  } catch (const query::Failure& failure) {
    return tl::make_unexpected(ToError(failure, compiled_->text, /*at_run_time=*/true));
  }
}

std::vector<Diagnostic> Query::UnknownNames(const QueryGraph& graph) const {
  std::vector<Diagnostic> found;
  ReportUnknown(compiled_->labels, graph.labels(), "label", compiled_->text, &found);
  ReportUnknown(compiled_->types, graph.types(), "relationship type", compiled_->text, &found);
  ReportUnknown(compiled_->keys, graph.keys(), "property", compiled_->text, &found);
  return found;
}

QueryRows::QueryRows(std::unique_ptr<QueryRun> run) : run_(std::move(run)) {}
QueryRows::QueryRows(QueryRows&&) noexcept = default;
QueryRows& QueryRows::operator=(QueryRows&&) noexcept = default;
QueryRows::~QueryRows() = default;

const std::vector<std::string>& QueryRows::columns() const { return run_->context.query.columns; }

query_expected<const std::vector<QueryValue>*> QueryRows::Next() {
  QueryRun& run = *run_;
  if (run.is_over) return nullptr;
  try {
    if (!run.is_open) run.plan->Open(run.context);
    run.is_open = true;
    if (run.plan->Next(run.context)) {
      const auto& slots = run.context.query.column_slots;
      for (size_t i = 0; i < slots.size(); ++i) run.row[i] = query::At(run.context, slots[i]);
      return &run.row;
    }
  } catch (const query::Failure& failure) {
    run.is_over = true;
    return tl::make_unexpected(ToError(failure, run.context.query.text, /*at_run_time=*/true));
  }
  run.is_over = true;
  return nullptr;
}

}  // namespace mailuo
