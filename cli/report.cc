// mailuo report: what a graph says, for people; of one kind, as Markdown, one HTML file or JSON.
#include <rapidjson/document.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "command.h"
#include "graph_folder.h"
#include "inputs.h"
#include "mailuo/graph/report.h"
#include "output.h"
#include "report_files.h"

namespace mailuo::cli {
namespace {

constexpr uint32_t kDefaultLimit = 50;
constexpr size_t kNamedCandidates = 8;

struct ReportCommandOptions {
  std::string graph;
  std::string kind = "overview";
  std::string format = "md";
  std::string output;
  std::string ontology;
  std::string language;
  std::string templates;
  std::vector<std::string> cities;
  uint32_t limit = kDefaultLimit;
  double likeness = 0.65;
};

Error Wrong(std::string message) { return {Error::Kind::kUsage, {}, std::move(message)}; }

std::string Listed(const PropertyGraph& graph, const std::vector<NodeId>& ids) {
  std::string names;
  for (size_t i = 0; i < std::min(ids.size(), kNamedCandidates); ++i) {
    const GraphNode& node = graph.node(ids[i]);
    names.append(names.empty() ? "" : ", ").append(node.name).append(" (").append(node.type).append(")");
  }
  if (ids.size() > kNamedCandidates) names += " and " + std::to_string(ids.size() - kNamedCandidates) + " more";
  return names;
}

// The one subject of that name or alias, else the one whose name has it as a part. Never a guess among several.
expected<NodeId> FindSubject(const LoadedGraph& loaded, const std::string& name) {
  const PropertyGraph& graph = loaded.graph;
  const std::string wanted = FoldName(name);
  std::vector<NodeId> same, partly;
  for (NodeId id = 0; id < graph.nodes().size(); ++id) {
    const GraphNode& node = graph.node(id);
    if (node.kind != GraphNode::Kind::kEntity || !loaded.ontology->IsA(node.type, "Actor")) continue;
    const auto is_wanted = [&](const std::string& one) { return FoldName(one) == wanted; };
    if (is_wanted(node.name) || std::any_of(node.aliases.begin(), node.aliases.end(), is_wanted)) {
      same.push_back(id);
    } else if (FoldName(node.name).find(wanted) != std::string::npos) {
      partly.push_back(id);
    }
  }
  const std::vector<NodeId>& found = same.empty() ? partly : same;
  if (found.size() == 1) return found[0];
  if (found.empty()) return unexpected(Wrong("nothing that acts is named '" + name + "', nor has it in its name"));
  return unexpected(Wrong("'" + name + "' may be " + Listed(graph, found) + ", give more of the name"));
}

std::string Text(const rapidjson::Value& object, const char* key) {
  const auto member = object.FindMember(key);
  return member != object.MemberEnd() && member->value.IsString() ? member->value.GetString() : std::string();
}

uint32_t Offset(const rapidjson::Value& object, const char* key) {
  const auto member = object.FindMember(key);
  return member != object.MemberEnd() && member->value.IsUint() ? member->value.GetUint() : 0;
}

// The rejects of a graph folder, or none where the graph is a stream or the folder has no such file.
expected<std::optional<std::vector<Reject>>> ReadRejects(const std::string& graph, DiagnosticSink* sink) {
  const std::string path = graph + "/rejects.ndjson";
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  const auto bytes = ReadInput({path, path, 0}, UINT64_MAX);
  if (!bytes) return unexpected(bytes.error());
  std::vector<Reject> rejects;
  const std::string_view text = **bytes;
  uint32_t line = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    ++line;
    rapidjson::Document document;
    document.Parse(text.data() + begin, end - begin);
    if (document.HasParseError() || !document.IsObject()) {
      sink->Report({Severity::kError, {path, line, 1}, "is no JSON object, expected a reject"});
    } else {
      Reject reject;
      reject.source = Text(document, "source");
      reject.article = Text(document, "article");
      reject.reason = Text(document, "reason");
      reject.detail = Text(document, "detail");
      reject.rule = Text(document, "rule");
      if (const auto evidence = document.FindMember("evidence");
          evidence != document.MemberEnd() && evidence->value.IsObject()) {
        reject.evidence.span = {Offset(evidence->value, "start"), Offset(evidence->value, "end")};
        reject.evidence.text = Text(evidence->value, "text");
      }
      rejects.push_back(std::move(reject));
    }
    begin = end + 1;
  }
  return rejects;
}

std::string KindNames() {
  std::string names;
  for (std::string_view name : ReportKindNames()) names.append(names.empty() ? "" : ", ").append(name);
  return names;
}

expected<ReportKind> FindKind(const std::string& name) {
  const std::vector<std::string_view>& names = ReportKindNames();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<ReportKind>(found - names.begin());
  const std::string_view nearest = NearestName(name, names);
  return unexpected(Wrong("there is no report '" + name + "', expected one of " + KindNames() +
                          (nearest.empty() ? "" : "; did you mean '" + std::string(nearest) + "'?")));
}

int RunReport(const ReportCommandOptions& options, const Console& console) {
  const expected<ReportKind> kind = FindKind(options.kind);
  if (!kind) return console.Fail(kind.error());
  if (!options.cities.empty() && *kind != ReportKind::kCity && *kind != ReportKind::kCompare) {
    return console.Fail(Wrong("--city goes with the reports city and compare"));
  }
  if (IsInside(options.output, options.graph)) {
    return console.Fail({Error::Kind::kUsage, {options.output, 0, 0}, "is in the graph that is read, name another"});
  }
  DiagnosticList found;
  const expected<LoadedGraph> loaded = LoadGraph(options.graph, options.ontology, &found);
  std::optional<std::vector<Reject>> rejects;
  if (loaded && *kind == ReportKind::kQuality) {
    auto read = ReadRejects(options.graph, &found);
    if (!read) return console.Fail(read.error());
    rejects = std::move(*read);
  }
  console.Report(found.all());
  if (!loaded) return console.Fail(loaded.error());
  const auto texts = FindReportTexts(options.language.empty() ? loaded->language : options.language);
  if (!texts) return console.Fail(texts.error());

  ReportOptions report;
  report.kind = *kind;
  report.limit = options.limit;
  report.likeness = options.likeness;
  if (rejects) report.rejects = &*rejects;
  for (const std::string& city : options.cities) {
    const expected<NodeId> place = FindSubject(*loaded, city);
    if (!place) return console.Fail(place.error());
    if (std::find(report.places.begin(), report.places.end(), *place) == report.places.end()) {
      report.places.push_back(*place);
    }
  }
  expected<ReportPages> pages;
  if (options.format == "json") {
    report.format = ReportFormat::kJson;
  } else {
    report.format = options.format == "html" ? ReportFormat::kHtml : ReportFormat::kMarkdown;
    pages = options.templates.empty() ? FindReportPages(options.format)
                                      : LoadReportPages(options.templates, options.format);
    if (!pages) return console.Fail(pages.error());
  }
  const auto written = WriteOutput(options.output, [&](ByteSink* sink) {
    return WriteReport(loaded->graph, *loaded->ontology, *texts, *pages, report, sink);
  });
  if (!written) return console.Fail(written.error());
  return found.has_errors() ? kBadInput : kOk;
}

}  // namespace

void AddReport(CLI::App* app, Request* request) {
  const auto options = std::make_shared<ReportCommandOptions>();
  CLI::App* command = AddCommand(app, "report", "What a graph says, as Markdown or one HTML file",
                                 "mailuo report out --format html -o report.html\n"
                                 "  mailuo report out compare --format html -o compare.html\n"
                                 "  mailuo report out money",
                                 request);
  command->add_option("GRAPH", options->graph, "A graph folder, its graph.mailuo, or a triple stream")
      ->required()
      ->type_name("");
  command->add_option("KIND", options->kind, KindNames())->type_name("")->capture_default_str();
  command->add_option("-f,--format", options->format, "md, html, or json: what templates are given")
      ->check(CLI::IsMember({"md", "html", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  command->add_option("--language,--lang", options->language, "zh or en (default: the folder's)")->type_name("LANG");
  command->add_option("--city", options->cities, "Whom the reports city and compare tell of (default: all cities)")
      ->type_name("NAME");
  command->add_option("--limit", options->limit, "Rows of one list; what is left out is counted; 0: no limit")
      ->type_name("N")
      ->capture_default_str();
  command
      ->add_option("--likeness", options->likeness, "How alike names of one mechanism are in compare, above 0 up to 1")
      ->check(CLI::Range(0.01, 1.0))
      ->type_name("X")
      ->capture_default_str();
  command->add_option("--templates", options->templates, "Folder of changed templates, see docs/reports.md")
      ->type_name("DIR");
  command
      ->add_option("--ontology", options->ontology, "Ontology of a triple stream: its name or file (default: policy)")
      ->type_name("NAME|FILE");
  AddOutput(command, "Where it goes (default: stdout)", "FILE", &options->output);
  SetRun(command, request, options, &RunReport);
}

}  // namespace mailuo::cli
