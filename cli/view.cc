// mailuo view: one HTML page to explore a graph in.
#include <algorithm>
#include <map>
#include <memory>

#include "articles.h"
#include "command.h"
#include "graph_folder.h"
#include "inputs.h"
#include "mailuo/graph/view.h"
#include "output.h"
#include "packs.h"
#include "report_files.h"

namespace mailuo::cli {
namespace {

struct ViewCommandOptions {
  std::string graph;
  std::string output;
  std::string ontology;
  std::string language;
  uint32_t edges = ViewOptions().max_edges;
  uint32_t start = ViewOptions().first_nodes;
  ArticleOptions sources;
};

using Documents = std::map<std::string, Document>;  // by article id

// The articles that the graph speaks of, as they stand in the sources named.
expected<Documents> ReadSources(const LoadedGraph& loaded, const ArticleOptions& options, const Console& console,
                                bool* input_was_bad) {
  DiagnosticList found;
  const expected<CompiledRules> rules = LoadRules(options.pack, &found);
  console.Report(found.all());
  if (!rules) return unexpected(rules.error());
  Documents documents;
  const auto read = ReadArticles(options, rules->pack().layout, console, [&](const Document& document) {
    if (loaded.graph.FindNode(document.article_id) != kNoNode) documents.emplace(document.article_id, document);
  });
  if (!read) return unexpected(read.error());
  *input_was_bad |= read->input_was_bad;
  return documents;
}

// The paragraph that the evidence stands in; of evidence that goes over several, the first.
std::optional<EvidenceContext> ParagraphOf(const Document& document, const GraphEvidence& evidence) {
  const CharRange chars = CharsOf(document, evidence.span);
  if (chars.begin >= chars.end) return std::nullopt;
  for (const Block& block : document.blocks) {
    if (chars.begin < block.begin || chars.begin >= block.end) continue;
    const uint32_t end = std::min(chars.end, block.end);
    EvidenceContext context;
    context.paragraph = document.Text(block.begin, block.end);
    if (chars.begin > block.begin) {
      context.begin = static_cast<uint32_t>(document.Text(block.begin, chars.begin).size());
    }
    context.end = context.begin + static_cast<uint32_t>(document.Text(chars.begin, end).size());
    return context;
  }
  return std::nullopt;
}

int RunView(const ViewCommandOptions& options, const Console& console) {
  if (IsInside(options.output, options.graph)) {
    return console.Fail({Error::Kind::kUsage, {options.output, 0, 0}, "is in the graph that is read, name another"});
  }
  DiagnosticList found;
  const expected<LoadedGraph> loaded = LoadGraph(options.graph, options.ontology, &found);
  console.Report(found.all());
  if (!loaded) return console.Fail(loaded.error());
  const auto texts = FindReportTexts(options.language.empty() ? loaded->language : options.language);
  if (!texts) return console.Fail(texts.error());
  const expected<ViewPage> page = FindViewPage();
  if (!page) return console.Fail(page.error());

  bool input_was_bad = found.has_errors();
  ViewOptions view;
  view.max_edges = options.edges;
  view.first_nodes = options.start;
  Documents documents;
  if (!options.sources.inputs.empty()) {
    expected<Documents> read = ReadSources(*loaded, options.sources, console, &input_was_bad);
    if (!read) return console.Fail(read.error());
    documents = std::move(*read);
    if (documents.empty()) console.Say("none of the graph's articles is in the sources: the page has no paragraphs");
    view.context = [&](const GraphEvidence& evidence) -> std::optional<EvidenceContext> {
      const auto document = documents.find(loaded->graph.node(evidence.article).id);
      return document == documents.end() ? std::nullopt : ParagraphOf(document->second, evidence);
    };
  }
  const auto written = WriteOutput(options.output, [&](ByteSink* sink) {
    return WriteView(loaded->graph, *loaded->ontology, *texts, *page, view, sink);
  });
  if (!written) return console.Fail(written.error());
  return input_was_bad ? kBadInput : kOk;
}

}  // namespace

void AddView(CLI::App* app, Request* request) {
  const auto options = std::make_shared<ViewCommandOptions>();
  CLI::App* command = AddCommand(app, "view", "One HTML page to explore a graph in",
                                 "mailuo view out -o page.html\n"
                                 "  mailuo view out --sources articles/ -o page.html",
                                 request);
  command->add_option("GRAPH", options->graph, "A graph folder, its graph.mailuo, or a triple stream")
      ->required()
      ->type_name("");
  AddOutput(command, "Where it goes (default: stdout)", "FILE", &options->output);
  command
      ->add_option("--sources", options->sources.inputs,
                   "The articles, named as for build: evidence is then shown in its paragraph")
      ->type_name("INPUT");
  command->add_option("--language,--lang", options->language, "zh or en (default: the folder's)")->type_name("LANG");
  command->add_option("--edges", options->edges, "Relations in the page, those of the best connected")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--start", options->start, "Nodes that are shown when it opens")
      ->check(CLI::Range(1U, 2000U))
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--pack", options->sources.pack, "Rule pack that the sources were read with")
      ->type_name("NAME|DIR")
      ->capture_default_str();
  command
      ->add_option("--ontology", options->ontology, "Ontology of a triple stream: its name or file (default: policy)")
      ->type_name("NAME|FILE");
  SetRun(command, request, options, &RunView);
}

}  // namespace mailuo::cli
