// mailuo path: how things of a graph hang together, each hop with the sentence that says it. docs/paths.md explains it.
#include <algorithm>
#include <memory>

#include "command.h"
#include "formats.h"
#include "inputs.h"
#include "mailuo/graph/name_index.h"
#include "open_graph.h"
#include "output.h"
#include "path_output.h"
#include "text_width.h"

namespace mailuo::cli {
namespace {

constexpr size_t kCandidatesShown = 20;

struct PathOptions {
  std::string graph;
  std::vector<std::string> names;
  std::string type;
  PathFilter filter;
  size_t k = 1;
  uint32_t max_length = 0;
  std::string pattern;
  bool common = false;
  bool alike = false;
  double likeness = 0.5;
  uint32_t within = 0;
  size_t limit = 20;
  std::string by = "hops";
  std::string format;
  std::string output;
  std::string ontology;
};

Error Usage(std::string message) { return {Error::Kind::kUsage, {}, std::move(message)}; }

std::string_view Describe(NameMatch how) {
  switch (how) {
    case NameMatch::kId: return "the id";
    case NameMatch::kName: return "the name";
    case NameMatch::kAlias: return "an alias";
    case NameMatch::kSpelling: return "another spelling";
    case NameMatch::kPart: return "a part of a name";
    case NameMatch::kNear: return "nearly a name";
  }
  return {};
}

// The candidates for a name in columns, and how to choose one.
std::string Candidates(const CompactGraph& graph, const std::vector<NameCandidate>& found) {
  size_t name_width = 0, type_width = 0, id_width = 0;
  const size_t shown = std::min(found.size(), kCandidatesShown);
  for (size_t i = 0; i < shown; ++i) {
    name_width = std::max(name_width, TextWidth(graph.name(found[i].node)));
    type_width = std::max(type_width, TextWidth(graph.type(found[i].node)));
    id_width = std::max(id_width, graph.id(found[i].node).size());
  }
  std::string text;
  for (size_t i = 0; i < shown; ++i) {
    const NodeId node = found[i].node;
    text += "  " + Padded(graph.name(node), name_width) + "  " + Padded(graph.type(node), type_width) + "  " +
            Padded(graph.id(node), id_width) + "  edges: " + std::to_string(graph.degree(node)) + "  " +
            std::string(Describe(found[i].how)) + "\n";
  }
  if (found.size() > shown) text += "  and " + std::to_string(found.size() - shown) + " more\n";
  return text + "Choose one by its whole name, by its type (City:NAME, or --type), or by its id.";
}

// "City:NAME" is a name of that type.
std::pair<std::string, std::string> SplitType(const std::string& typed, const Ontology& ontology) {
  const size_t colon = typed.find(':');
  if (colon == std::string::npos || colon + 1 == typed.size()) return {"", typed};
  const std::string type = typed.substr(0, colon);
  return ontology.FindType(type) == nullptr ? std::pair(std::string(), typed)
                                            : std::pair(type, typed.substr(colon + 1));
}

expected<NodeId> FindName(const OpenedGraph& opened, const std::string& typed, const std::string& common_type,
                          const Console& console) {
  auto [type, name] = SplitType(typed, *opened.ontology);
  if (type.empty()) type = common_type;
  const auto accepts = [&, &wanted = type](std::string_view one) {
    return wanted.empty() || one == wanted || opened.ontology->IsA(one, wanted);
  };
  const std::vector<NameCandidate> found = FindByName(opened.graph, name, accepts);
  const std::string of_type = type.empty() ? "" : " of type " + type;
  if (found.empty()) return unexpected(Usage("there is nothing named '" + name + "'" + of_type + " in the graph"));
  if (!IsClear(found)) {
    const std::string what = found[0].how == NameMatch::kNear ? "is no name" + of_type + "; did you mean:"
                                                              : "may mean several things" + of_type + ":";
    return unexpected(Usage("'" + name + "' " + what + "\n" + Candidates(opened.graph, found)));
  }
  if (found[0].how == NameMatch::kPart) {
    console.Say("'" + name + "' is taken for " + NameAndType(opened.graph, found[0].node));
  }
  return found[0].node;
}

expected<void> CheckOptions(const PathOptions& options) {
  const int questions =
      (options.max_length > 0) + !options.pattern.empty() + options.common + options.alike + (options.within > 0);
  if (questions > 1) {
    return unexpected(Usage("--max-length, --pattern, --common, --alike and --within exclude each other"));
  }
  if (options.k > 1 && questions > 0) return unexpected(Usage("-k is for shortest paths"));
  const size_t names = options.names.size();
  if (options.common || options.alike) {
    if (names < 2) return unexpected(Usage("what is in common needs two names or more"));
  } else if (options.within > 0) {
    if (names != 1) return unexpected(Usage("--within needs one name"));
  } else if (!options.pattern.empty()) {
    if (names > 2) return unexpected(Usage("a pattern has two ends"));
  } else if (names != 2) {
    return unexpected(Usage("a path needs two names, FROM and TO"));
  }
  return {};
}

expected<PathAnswer> Answer(const PathOptions& options, const OpenedGraph& opened, const Console& console) {
  PathAnswer answer;
  for (const std::string& name : options.names) {
    if (name == "*" && !options.pattern.empty()) {
      answer.asked.push_back(kNoNode);
      continue;
    }
    const expected<NodeId> node = FindName(opened, name, options.type, console);
    if (!node) return unexpected(node.error());
    if ((options.common || options.alike) && std::count(answer.asked.begin(), answer.asked.end(), *node) > 0) {
      return unexpected(Usage("'" + name + "' is named twice, " + NameAndType(opened.graph, *node) +
                              "; what is in common needs two that differ"));
    }
    answer.asked.push_back(*node);
  }
  expected<PathFinder> finder = PathFinder::Make(opened.graph, opened.ontology.get(), options.filter);
  if (!finder) return unexpected(finder.error());
  const auto end = [&](size_t i) { return i < answer.asked.size() ? answer.asked[i] : kNoNode; };
  if (options.common) {
    answer.question = "common";
    answer.common = finder->Common(answer.asked);
  } else if (options.alike) {
    answer.question = "alike";
    answer.alike = finder->Alike(answer.asked, options.likeness);
  } else if (options.within > 0) {
    answer.question = "within";
    answer.within = finder->Within(end(0), options.within, options.limit);
  } else if (!options.pattern.empty()) {
    answer.question = "pattern";
    expected<PathList> paths = finder->Matching(options.pattern, end(0), end(1), options.limit);
    if (!paths) return unexpected(paths.error());
    answer.paths = std::move(*paths);
  } else if (options.max_length > 0) {
    answer.question = "all";
    answer.paths = finder->AllSimple(end(0), end(1), options.max_length, options.limit);
  } else {
    answer.question = "shortest";
    const PathCost cost = options.by == "confidence" ? PathCost::kConfidence : PathCost::kHops;
    answer.paths.paths = finder->KShortest(end(0), end(1), options.k, cost);
  }
  return answer;
}

int RunPath(const PathOptions& options, const Console& console) {
  if (const auto checked = CheckOptions(options); !checked) return console.Fail(checked.error());
  const Format* format = nullptr;
  if (!options.format.empty()) {
    const expected<const Format*> found = FindFormat(options.format);
    if (!found) return console.Fail(found.error());
    format = *found;
    if (const auto checked = CheckOutput(*format, options.output, options.graph); !checked) {
      return console.Fail(checked.error());
    }
  } else if (IsInside(options.output, options.graph)) {
    return console.Fail({Error::Kind::kUsage, {options.output, 0, 0}, "is in the graph that is read, name another"});
  }
  DiagnosticList problems;
  const expected<OpenedGraph> opened = OpenGraph(options.graph, options.ontology, &problems);
  console.Report(problems.all());
  if (!opened) return console.Fail(opened.error());
  const expected<PathAnswer> answer = Answer(options, *opened, console);
  if (!answer) return console.Fail(answer.error());
  expected<void> written;
  if (format != nullptr) {
    std::vector<EdgeId> edges;
    std::vector<NodeId> nodes;
    CollectParts(opened->graph, *answer, &edges, &nodes);
    written = WriteFormat(*format, PartOf(*opened, edges, nodes), options.output);
  } else {
    const std::string text =
        console.json() ? AnswerJson(opened->graph, *answer) : AnswerText(opened->graph, *answer, console);
    written = WriteOutput(options.output, [&](ByteSink* sink) { return sink->Append(text); });
  }
  if (!written) return console.Fail(written.error());
  return problems.has_errors() ? kBadInput : kOk;
}

}  // namespace

void AddPath(CLI::App* app, Request* request) {
  const auto options = std::make_shared<PathOptions>();
  CLI::App* command =
      AddCommand(app, "path", "How things of a graph hang together, with the sentence for each hop (docs/paths.md)",
                 "mailuo path out FROM TO\n"
                 "  mailuo path out FROM TO -k 3 --via 'establishes,<-part_of-' --status done\n"
                 "  mailuo path out --pattern 'City -implements-> Mechanism <-implements- City'\n"
                 "  mailuo path out --common A B --through Mechanism",
                 request);
  const auto add = [&](const std::string& flag, auto* value, const std::string& what, const std::string& type) {
    return command->add_option(flag, *value, what)->type_name(type);
  };
  add("GRAPH", &options->graph, "A graph folder, its graph.mailuo, or a triple stream", "")->required();
  add("NAME", &options->names,
      "FROM and TO: an id, a name, an alias, a part of a name, another spelling; City:NAME for a name of a type", "");
  add("--type", &options->type, "The names are of this type, or of one below it", "TYPE");
  add("-k", &options->k, "As many shortest paths without a node twice", "N")->check(CLI::Range(1, 10000));
  add("--max-length", &options->max_length, "All paths of at most N hops", "N")->check(CLI::Range(1, 100));
  add("--pattern", &options->pattern, "Paths of this form; NAMEs are its ends, * for any", "PATTERN");
  command->add_flag("--common", options->common, "The neighbours that all NAMEs have");
  command->add_flag("--alike", options->alike, "Neighbours of all NAMEs that have one type and names alike");
  add("--likeness", &options->likeness, "How alike: shared pairs of characters, from 0 to 1", "X")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  add("--within", &options->within, "All that is at most N hops away from NAME", "N")->check(CLI::Range(1, 100));
  add("--via", &options->filter.via, "Relations: implements (both ways), '-implements->', '<-implements-'", "KINDS")
      ->take_last();
  command->add_flag("--directed", options->filter.directed, "Only along the edges; default is both ways");
  command->add_flag("!--undirected", options->filter.directed, "Both ways, which is the default");
  add("--through", &options->filter.through, "Types of the nodes other than NAMEs", "TYPE,...")->delimiter(',');
  add("--status", &options->filter.status, "done or planned", "STATUS");
  add("--since", &options->filter.since, "Facts of this time or later: 2024, 2024-06 or 2024-06-30", "TIME");
  add("--until", &options->filter.until, "Facts of this time or earlier", "TIME");
  add("--by", &options->by, "What shortest means: hops, or the product of confidences", "hops|confidence")
      ->check(CLI::IsMember({"hops", "confidence"}))
      ->capture_default_str();
  add("--limit", &options->limit, "At most as many paths, or nodes of --within", "N")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  add("-f,--format", &options->format, "The answer as a graph: " + FormatNames(), "FORMAT");
  AddOutput(command, "Where it goes (default: stdout)", "FILE|DIR", &options->output);
  add("--ontology", &options->ontology, "Ontology of a triple stream: its name or file (default: policy)", "NAME|FILE");
  SetRun(command, request, options, &RunPath);
}

}  // namespace mailuo::cli
