// mailuo query: rows from a graph by a query in a subset of openCypher, see docs/query.md.
#include <memory>

#include "command.h"
#include "inputs.h"
#include "mailuo/graph/query.h"
#include "mailuo/graph/query_output.h"
#include "open_graph.h"
#include "output.h"

namespace mailuo::cli {
namespace {

struct QueryOptions {
  std::string graph;
  std::string text;
  std::string file;
  std::string format = "table";
  std::vector<std::string> parameters;
  std::string output;
  std::string ontology;
  bool explain = false;
};

Error UsageError(std::string where, std::string message) {
  return {Error::Kind::kUsage, {std::move(where), 0, 0}, std::move(message)};
}

expected<std::string> ReadQuery(const QueryOptions& options) {
  if (options.file.empty()) {
    if (options.text.empty()) return unexpected(UsageError("query", "a query is missing, expected one or --file"));
    return options.text;
  }
  if (!options.text.empty())
    return unexpected(UsageError("query", "a query and --file are given, expected one of them"));
  const auto read = ReadInput({options.file, options.file, 0}, UINT64_MAX);
  if (!read) return unexpected(UsageError(options.file, read.error().message));
  return **read;
}

// What reads as a constant is one: 5, true, [1, 2], 'x', {a: 1}. All else is a text as it stands.
QueryValue ParameterValue(const std::string& text, const QueryGraph& graph) {
  const auto query = Query::Compile("RETURN " + text + " AS value");
  if (query) {
    auto rows = query->Run(graph, {});
    if (rows) {
      const auto row = rows->Next();
      if (row && *row != nullptr && (*row)->size() == 1) return (**row)[0];
    }
  }
  return QueryValue::String(text);
}

expected<QueryValue::Map> ReadParameters(const QueryOptions& options, const QueryGraph& graph) {
  QueryValue::Map parameters;
  for (const std::string& text : options.parameters) {
    const size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) {
      return unexpected(UsageError("--param", "'" + text + "' is no parameter, expected name=value"));
    }
    parameters[text.substr(text[0] == '$' ? 1 : 0, equals - (text[0] == '$' ? 1 : 0))] =
        ParameterValue(text.substr(equals + 1), graph);
  }
  return parameters;
}

// A query that cannot be answered is wrong usage: nothing was done.
Error ToUsage(const QueryError& error, const std::string& file) {
  const std::string what = error.unsupported() ? "" : error.category + " " + error.detail + ": ";
  return {Error::Kind::kUsage, {file, error.line, error.column}, what + error.message};
}

int Answer(const Query& query, const QueryOptions& options, const std::string& file, const QueryGraph& graph,
           const Console& console, bool is_bad) {
  expected<QueryValue::Map> parameters = ReadParameters(options, graph);
  if (!parameters) return console.Fail(parameters.error());
  for (Diagnostic& unknown : query.UnknownNames(graph)) {
    unknown.where.file = file;
    console.Report(unknown);
  }
  if (options.explain) {
    const auto plan = query.Explain(graph, std::move(*parameters));
    if (!plan) return console.Fail(ToUsage(plan.error(), file));
    const auto printed = Print(*plan);
    return printed ? (is_bad ? kBadInput : kOk) : console.Fail(printed.error());
  }
  auto rows = query.Run(graph, std::move(*parameters));
  if (!rows) return console.Fail(ToUsage(rows.error(), file));
  const QueryFormat format = console.json() || options.format == "json" ? QueryFormat::kJson
                             : options.format == "csv"                  ? QueryFormat::kCsv
                                                                        : QueryFormat::kTable;
  const auto written = WriteOutput(options.output, [&](ByteSink* sink) -> expected<void> {
    const expected<QueryOutcome> outcome = WriteRows(&*rows, graph, format, sink);
    if (!outcome) return unexpected(outcome.error());
    if (outcome->error) return unexpected(ToUsage(*outcome->error, file));
    return {};
  });
  if (!written) return console.Fail(written.error());
  return is_bad ? kBadInput : kOk;
}

int RunQuery(const QueryOptions& options, const Console& console) {
  const expected<std::string> text = ReadQuery(options);
  if (!text) return console.Fail(text.error());
  const std::string file = options.file.empty() ? "query" : options.file;
  const auto query = Query::Compile(*text);
  if (!query) return console.Fail(ToUsage(query.error(), file));
  if (!options.output.empty() && IsInside(options.output, options.graph)) {
    return console.Fail(UsageError(options.output, "is in the graph that is read, name another"));
  }
  DiagnosticList found;
  const expected<OpenedGraph> opened = OpenGraph(options.graph, options.ontology, &found);
  console.Report(found.all());
  if (!opened) return console.Fail(opened.error());
  const auto graph = MakeQueryGraph(opened->graph, *opened->ontology);
  return Answer(*query, options, file, *graph, console, found.has_errors());
}

}  // namespace

void AddQuery(CLI::App* app, Request* request) {
  const auto options = std::make_shared<QueryOptions>();
  CLI::App* command = AddCommand(
      app, "query", "Rows from a graph by a query in a reading subset of openCypher (docs/query.md)",
      "mailuo query out 'MATCH (c:City)-[r:establishes]->(f:Fund) RETURN c.name, f.name, r.evidence_text'\n"
      "  mailuo query out 'MATCH (c:City)-[r]->(x) WHERE r.weight >= $n RETURN c.name, type(r), x.name' --param n=2\n"
      "  mailuo query out --file funds.cypher --format csv -o funds.csv",
      request);
  command->add_option("GRAPH", options->graph, "A graph folder, its graph.mailuo, or a triple stream")
      ->required()
      ->type_name("");
  command->add_option("QUERY", options->text, "MATCH ... RETURN ...")->type_name("");
  command->add_option("--file", options->file, "The file that has the query")->type_name("FILE");
  command->add_option("-f,--format", options->format, "table, json or csv")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  command
      ->add_option("-p,--param", options->parameters,
                   "A value for $name in the query, again for each: a constant as the query would have it (5, [1, 2], "
                   "'5'), or a text")
      ->type_name("NAME=VALUE")
      ->take_all();
  command->add_flag("--explain", options->explain, "Show the plan instead of running it");
  command
      ->add_option("--ontology", options->ontology, "Ontology of a triple stream: its name or file (default: policy)")
      ->type_name("NAME|FILE");
  AddOutput(command, "Where the rows go (default: stdout)", "FILE", &options->output);
  SetRun(command, request, options, &RunQuery);
}

}  // namespace mailuo::cli
