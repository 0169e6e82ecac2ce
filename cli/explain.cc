// mailuo explain: why a fact is in a graph, down to the bytes; why a rule did or did not match a sentence; and an
// article with all of its layers as a page. explanation.h has the words.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "articles.h"
#include "command.h"
#include "explanation.h"
#include "graph_folder.h"
#include "json_writer.h"
#include "layers_page.h"
#include "mailuo/extractors/load_articles.h"
#include "output.h"
#include "packs.h"
#include "source_finder.h"

namespace mailuo::cli {
namespace {

constexpr size_t kMissesOnPage = 5;  // of a sentence

struct ExplainOptions {
  std::string target;  // a graph, or an article for --html
  std::string id;
  std::string from, word;
  std::string sentence, rule;
  std::string html;
  std::vector<std::string> articles;
  std::string pack = "policy-zh";
  std::string ontology;
  unsigned limit = 10;
};

expected<CompiledRules> Load(const ExplainOptions& options, const Console& console) {
  DiagnosticList found;
  expected<CompiledRules> rules = LoadRules(options.pack, &found);
  if (!rules && found.has_errors()) {
    console.Report(found.all());
    return unexpected(Error{Error::Kind::kUsage, {}, "the pack '" + options.pack + "' cannot be used"});
  }
  return rules;
}

// ---- A fact of a graph ----

std::vector<std::string> NamesOf(const GraphNode& node) {
  std::vector<std::string> names = node.aliases;
  names.push_back(node.name);
  return names;
}

bool Holds(const GraphNode& node, const std::string& word) {
  const std::vector<std::string> names = NamesOf(node);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return name.find(word) != name.npos; });
}

// The facts that the options name, in the order of the graph.
class FactChooser {
 public:
  FactChooser(const ExplainOptions& options, const LoadedGraph& loaded)
      : options_(options), graph_(loaded.graph), triples_(loaded.triples) {}

  expected<std::vector<EdgeId>> Choose() const {
    std::vector<EdgeId> edges;
    if (!options_.id.empty()) {
      if (const auto line = Line()) return AtLine(*line);
      for (EdgeId e = 0; e < graph_.edges().size(); ++e) {
        const GraphEdge& edge = graph_.edge(e);
        if (edge.id == options_.id || graph_.node(edge.subject).id == options_.id ||
            graph_.node(edge.object).id == options_.id) {
          edges.push_back(e);
        }
      }
      if (edges.empty()) {
        return Missing("no edge, node or line '" + options_.id + "' in the graph; an edge's id begins with s_");
      }
      return edges;
    }
    for (EdgeId e = 0; e < graph_.edges().size(); ++e) {
      const GraphEdge& edge = graph_.edge(e);
      const GraphNode &subject = graph_.node(edge.subject), &object = graph_.node(edge.object);
      if (!options_.from.empty() && !Holds(subject, options_.from)) continue;
      const bool says = std::any_of(edge.evidence.begin(), edge.evidence.end(), [&](const GraphEvidence& piece) {
        return piece.text.find(options_.word) != std::string::npos;
      });
      if (!options_.word.empty() && !Holds(object, options_.word) && !says) continue;
      edges.push_back(e);
    }
    if (edges.empty()) {
      return Missing("no fact" + (options_.from.empty() ? "" : " of '" + options_.from + "'") +
                     (options_.word.empty() ? "" : " with '" + options_.word + "'") + " in the graph");
    }
    return edges;
  }

 private:
  static unexpected Missing(std::string message) {
    return unexpected(Error{Error::Kind::kInput, {}, std::move(message)});
  }

  std::optional<size_t> Line() const {
    size_t line = 0;
    const char* end = options_.id.data() + options_.id.size();
    const auto [stop, error] = std::from_chars(options_.id.data(), end, line);
    if (error != std::errc() || stop != end) return std::nullopt;
    return line;
  }

  // The edge that the triple of that line of triples.ndjson became a part of.
  expected<std::vector<EdgeId>> AtLine(size_t line) const {
    for (const std::vector<Triple>& group : triples_) {
      if (line == 0 || line > group.size()) {
        line -= std::min(line, group.size());
        continue;
      }
      const Triple& triple = group[line - 1];
      for (EdgeId e = 0; e < graph_.edges().size(); ++e) {
        const GraphEdge& edge = graph_.edge(e);
        if (edge.predicate != triple.predicate) continue;
        const auto names = NamesOf(graph_.node(edge.subject));
        if (std::find(names.begin(), names.end(), triple.subject.name) == names.end()) continue;
        for (const GraphEvidence& piece : edge.evidence) {
          if (piece.source == triple.source && piece.span == triple.evidence.span && piece.rule == triple.rule &&
              IsObject(graph_.node(edge.object), triple)) {
            return std::vector<EdgeId>{e};
          }
        }
      }
    }
    return Missing("no line " + options_.id + " among the triples");
  }

  static bool IsObject(const GraphNode& node, const Triple& triple) {
    if (triple.has_literal()) {
      return node.literal && node.literal->value == std::get<Literal>(triple.object).value;
    }
    const auto names = NamesOf(node);
    return std::find(names.begin(), names.end(), std::get<Entity>(triple.object).name) != names.end();
  }

  const ExplainOptions& options_;
  const PropertyGraph& graph_;
  const TripleGroups& triples_;
};

class FactExplanation {
 public:
  FactExplanation(const PropertyGraph& graph, std::map<ArticleKey, Document> articles, Explainer* explainer,
                  const Console& console)
      : graph_(graph), articles_(std::move(articles)), explainer_(*explainer), console_(console) {
    if (console.json()) json_.OpenList();
  }

  void Add(const GraphEdge& edge) {
    if (console_.json()) {
      json_.Open();
      json_.Put("id", edge.id);
      json_.Put("subject", graph_.node(edge.subject).name);
      json_.Put("predicate", edge.predicate);
      json_.Put("object", graph_.node(edge.object).name);
      json_.Put("status", edge.status);
      json_.Key("evidence").OpenList();
    } else {
      text_ += console_.Out(Style::kBold, graph_.node(edge.subject).name + " " + edge.predicate + " " +
                                              graph_.node(edge.object).name) +
               "  " + edge.status + "  " + console_.Out(Style::kDim, edge.id) + "\n";
    }
    for (size_t i = 0; i < edge.evidence.size(); ++i) AddEvidence(edge, i);
    if (!console_.json()) return;
    json_.CloseList();
    json_.Close();
  }

  std::string Text() {
    if (!console_.json()) return text_;
    json_.CloseList();
    return json_.Text();
  }

 private:
  void AddEvidence(const GraphEdge& edge, size_t index) {
    const GraphEvidence& piece = edge.evidence[index];
    const std::string place =
        piece.source + ":" + std::to_string(piece.span.begin) + "-" + std::to_string(piece.span.end);
    Explainer::Found found;
    const std::string why_not = Look(edge, piece, &found);
    if (console_.json()) {
      json_.Open();
      json_.Put("source", piece.source);
      json_.Put("start", piece.span.begin);
      json_.Put("end", piece.span.end);
      json_.Put("text", piece.text);
      json_.Put("rule", piece.rule);
      json_.Put("status", piece.status);
      json_.Key("confidence").Real(piece.confidence);
      if (!why_not.empty()) json_.Put("not_traced", why_not);
      if (found.match != nullptr) {
        json_.Key("match");
        explainer_.WriteMatchTree(*found.match, &json_);
        explainer_.WriteGrounds(*found.triple, &json_);
      }
      json_.Close();
      return;
    }
    text_ += "  evidence " + std::to_string(index + 1) + " of " + std::to_string(edge.evidence.size()) + "  " +
             console_.Out(Style::kDim, place) + "  " + piece.status + "\n    " +
             (found.match != nullptr ? MarkedSentence(explainer_.document(), *found.match, console_) : piece.text) +
             "\n";
    if (found.match == nullptr) {
      text_ += "    rule " + (piece.rule.empty() ? "none: another program's" : piece.rule) + "\n    " +
               console_.Out(Style::kYellow, why_not) + "\n";
      return;
    }
    text_ += explainer_.MatchTree(*found.match, "    ") + explainer_.GroundsLines(*found.triple, "    ");
  }

  // Runs the article again; empty, or why the match cannot be shown.
  std::string Look(const GraphEdge& edge, const GraphEvidence& piece, Explainer::Found* found) {
    if (piece.article == kNoNode) return "its article is not known";
    const auto it = articles_.find({piece.source, graph_.node(piece.article).id});
    if (it == articles_.end()) return "the article is not at hand: name the inputs of the graph with --articles";
    if (running_ != &it->second) explainer_.Run(it->second);
    running_ = &it->second;
    const GraphNode &subject = graph_.node(edge.subject), &object = graph_.node(edge.object);
    *found = explainer_.Find(piece.span, piece.rule, edge.predicate, NamesOf(subject),
                             object.literal ? std::vector<std::string>() : NamesOf(object));
    if (found->match == nullptr) *found = explainer_.Find(piece.span, piece.rule, edge.predicate, {}, {});
    if (found->match != nullptr) return {};
    if (explainer_.FindRule(piece.rule) == nullptr) return "the pack has no rule " + piece.rule + ": see --pack";
    return "the article, as it is now, does not give it with this pack: one of the two has changed";
  }

  const PropertyGraph& graph_;
  const std::map<ArticleKey, Document> articles_;
  Explainer& explainer_;
  const Console& console_;
  const Document* running_ = nullptr;
  std::string text_;
  JsonWriter json_;
};

int ExplainFacts(const ExplainOptions& options, const Console& console) {
  DiagnosticList found;
  const expected<LoadedGraph> loaded = LoadGraph(options.target, options.ontology, &found);
  console.Report(found.all());
  if (!loaded) return console.Fail(loaded.error());
  const expected<CompiledRules> rules = Load(options, console);
  if (!rules) return console.Fail(rules.error());
  const expected<std::vector<EdgeId>> edges = FactChooser(options, *loaded).Choose();
  if (!edges) return console.Fail(edges.error());
  std::set<ArticleKey> wanted;
  for (EdgeId e : *edges) {
    for (const GraphEvidence& piece : loaded->graph.edge(e).evidence) {
      if (piece.article != kNoNode) wanted.insert({piece.source, loaded->graph.node(piece.article).id});
    }
  }
  const std::string beside = std::filesystem::path(options.target).parent_path().string();
  Explainer explainer(*rules, console, [](std::string_view) { return false; });
  FactExplanation explanation(
      loaded->graph,
      FindArticles(wanted, options.articles, beside.empty() ? "." : beside, rules->pack().layout, console), &explainer,
      console);
  for (EdgeId e : *edges) explanation.Add(loaded->graph.edge(e));
  if (const auto printed = Print(explanation.Text()); !printed) return console.Fail(printed.error());
  return found.has_errors() ? kBadInput : kOk;
}

// ---- A sentence ----

expected<std::string> FullRuleId(const RulePack& pack, const std::string& name) {
  if (name.empty()) return name;
  std::vector<std::string_view> ids;
  for (const Rule& rule : pack.rules) {
    const std::string_view bare = std::string_view(rule.id).substr(rule.id.find('/') + 1);
    if (rule.id == name || bare == name) return rule.id;
    ids.push_back(bare);
  }
  std::string message = "no rule '" + name + "' in the pack " + pack.name;
  const std::string_view nearest = NearestName(name, ids);
  if (!nearest.empty()) message += "; did you mean '" + std::string(nearest) + "'?";
  return unexpected(Error{Error::Kind::kUsage, {}, std::move(message)});
}

int ExplainSentence(const ExplainOptions& options, const Console& console) {
  const expected<CompiledRules> rules = Load(options, console);
  if (!rules) return console.Fail(rules.error());
  const expected<std::string> rule = FullRuleId(rules->pack(), options.rule);
  if (!rule) return console.Fail(rule.error());
  std::vector<Document> documents;
  LoadOptions load;
  load.format = InputFormat::kText;
  load.encoding = "UTF-8";
  DiagnosticList found;
  const auto read =
      LoadArticles(std::make_shared<const std::string>(options.sentence), "sentence", load, rules->pack().layout,
                   &found, [&](Document document) { documents.push_back(std::move(document)); });
  if (!read) return console.Fail(read.error());
  Explainer explainer(*rules, console, [&](std::string_view one) { return rule->empty() || one == *rule; });
  std::string text;
  JsonWriter json;
  json.OpenList();
  for (const Document& document : documents) {
    explainer.Run(document);
    for (uint32_t s = 0; s < document.sentences.size(); ++s) {
      if (console.json()) {
        explainer.WriteSentence(s, *rule, options.limit, &json);
      } else {
        text += explainer.SentenceText(s, *rule, options.limit);
      }
    }
  }
  json.CloseList();
  const auto printed = Print(console.json() ? json.Text() : text);
  return printed ? kOk : console.Fail(printed.error());
}

// ---- Articles as a page ----

int ExplainArticles(const ExplainOptions& options, const Console& console) {
  const expected<CompiledRules> rules = Load(options, console);
  if (!rules) return console.Fail(rules.error());
  ArticleOptions articles;
  articles.inputs = {options.target};
  articles.output = options.html;
  Explainer explainer(*rules, console, [](std::string_view) { return true; });
  LayersPage page(explainer, rules->pack());
  const auto counts = ReadArticles(articles, rules->pack().layout, console, [&](const Document& document) {
    if (!page.HasRoom(document)) return;
    explainer.Run(document);
    page.Add(document, kMissesOnPage);
  });
  if (!counts) return console.Fail(counts.error());
  const std::string html = page.Html(*counts);
  const auto written = WriteOutput(options.html, [&](ByteSink* sink) { return sink->Append(html); });
  if (!written) return console.Fail(written.error());
  return counts->input_was_bad ? kBadInput : kOk;
}

int RunExplain(const ExplainOptions& options, const Console& console) {
  const auto wrong = [&](const char* message) { return console.Fail({Error::Kind::kUsage, {}, message}); };
  if (!options.sentence.empty()) {
    if (!options.target.empty()) return wrong("--sentence is explained by itself: no GRAPH beside it");
    return ExplainSentence(options, console);
  }
  if (options.target.empty()) return wrong("expected a GRAPH, an ARTICLE with --html, or --sentence");
  if (!options.html.empty()) return ExplainArticles(options, console);
  if (options.id.empty() && options.from.empty() && options.word.empty()) {
    return wrong("expected an ID, or --from or --word, to tell which fact of the graph");
  }
  return ExplainFacts(options, console);
}

}  // namespace

void AddExplain(CLI::App* app, Request* request) {
  const auto options = std::make_shared<ExplainOptions>();
  CLI::App* command = AddCommand(
      app, "explain", "Why a fact is in a graph; why a rule matched a sentence or not; an article with all its layers",
      "mailuo explain out s_8dfe195eda51bbef --articles articles/\n"
      "  mailuo explain out --from Luoyang --word fund --articles articles/\n"
      "  mailuo explain --sentence 'TEXT' --rule make\n"
      "  mailuo explain article.txt --html article.html",
      request);
  command->add_option("GRAPH", options->target, "A graph folder or a triple stream; with --html an article")
      ->type_name("");
  command->add_option("ID", options->id, "An edge (s_...), a node (e_...), or a line of triples.ndjson")->type_name("");
  command->add_option("--from", options->from, "Facts whose subject has this in its name")->type_name("NAME");
  command->add_option("--word", options->word, "Facts whose object or evidence has this in it")->type_name("TEXT");
  command->add_option("--articles", options->articles, "The graph's inputs, as they were named to build")
      ->type_name("INPUT");
  command->add_option("--sentence", options->sentence, "What is seen in a text, what matched, what came near")
      ->type_name("TEXT");
  command->add_option("--rule", options->rule, "Of this rule alone, at each place where it was tried")->type_name("ID");
  command->add_option("--limit", options->limit, "Show N near misses of a sentence")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--html", options->html, "Write the article with all layers as one page")->type_name("FILE");
  command->add_option("--pack", options->pack, "Rule pack: its folder or name")
      ->type_name("NAME|DIR")
      ->capture_default_str();
  command->add_option("--ontology", options->ontology, "Ontology of a triple stream (default: policy)")
      ->type_name("NAME|FILE");
  SetRun(command, request, options, &RunExplain);
}

}  // namespace mailuo::cli
