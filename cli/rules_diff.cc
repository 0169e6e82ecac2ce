// mailuo rules diff: what a change of rules gains, loses and changes, sentence by sentence, and what gold says of it.
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>

#include "articles.h"
#include "command.h"
#include "eval_files.h"
#include "extraction.h"
#include "json_writer.h"
#include "mailuo/schemas/triple_stream.h"
#include "match_text.h"
#include "output.h"
#include "packs.h"
#include "parallel.h"
#include "triple_diff.h"

namespace mailuo::cli {
namespace {

using Kind = TripleChange::Kind;

struct DiffOptions {
  std::string before, after;
  ArticleOptions articles;
  std::vector<std::string> gold;
  std::string by = "title";
  unsigned limit = 0;
};

struct Side {
  CompiledRules rules;
  Extracted extracted;
  EvalFigures figures;
};

const char* NameOf(Kind kind) { return kind == Kind::kGained ? "gained" : kind == Kind::kLost ? "lost" : "changed"; }

expected<CompiledRules> Load(const std::string& pack, const Console& console) {
  DiagnosticList found;
  expected<CompiledRules> rules = LoadRules(pack, &found);
  if (!rules) {
    console.Report(found.all());
    return unexpected(Error{Error::Kind::kUsage,
                            {},
                            found.has_errors() ? "the pack '" + pack + "' cannot be used" : rules.error().message});
  }
  return rules;
}

// Files as named, of folders those that end in .json.
std::vector<std::string> GoldPaths(const std::vector<std::string>& named) {
  std::vector<std::string> paths;
  for (const std::string& name : named) {
    std::error_code error;
    if (!std::filesystem::is_directory(name, error)) {
      paths.push_back(name);
      continue;
    }
    for (std::filesystem::directory_iterator it(name, error), end; !error && it != end; it.increment(error)) {
      if (it->path().extension() == ".json") paths.push_back(it->path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

PredictionsByKey PredictionsOf(const TripleGroups& groups, const std::string& by) {
  std::string lines;
  for (const auto& group : groups) {
    for (const Triple& triple : group) AppendTripleLine(triple, &lines);
  }
  DiagnosticList ignored;  // they are ours
  return ParsePredictions(lines, "triples", by, &ignored);
}

// Adds the files' figures to both sides; returns the number of files read.
size_t ScoreBoth(const DiffOptions& options, Side* a, Side* b, DiagnosticSink* sink) {
  const PredictionsByKey before = PredictionsOf(a->extracted.triples, options.by);
  const PredictionsByKey after = PredictionsOf(b->extracted.triples, options.by);
  size_t read = 0;
  for (const std::string& path : GoldPaths(options.gold)) {
    GoldFile gold;
    if (!ReadGold(path, options.by, &gold, sink)) continue;
    ++read;
    for (const auto& [predictions, side] : {std::pair{&before, a}, std::pair{&after, b}}) {
      const auto mine = predictions->find(gold.key);
      Score(gold.items, mine == predictions->end() ? EvalItems() : mine->second, &side->figures);
    }
  }
  return read;
}

std::vector<std::pair<const char*, EvalCount EvalFigures::*>> Totals() {
  return {{"entities strict", &EvalFigures::entities_strict},
          {"relations strict", &EvalFigures::relations_strict},
          {"entities lenient", &EvalFigures::entities_lenient},
          {"relations lenient", &EvalFigures::relations_lenient}};
}

std::string FiguresText(const EvalFigures& a, const EvalFigures& b) {
  std::string text;
  for (const auto& [name, field] : Totals()) {
    const EvalCount &x = a.*field, &y = b.*field;
    std::array<char, 160> row;
    std::snprintf(row.data(), row.size(), "%-18s P %.3f -> %.3f  R %.3f -> %.3f  F1 %.3f -> %.3f (%+.3f)\n", name,
                  x.precision(), y.precision(), x.recall(), y.recall(), x.f1(), y.f1(), y.f1() - x.f1());
    text += row.data();
  }
  return text;
}

void WriteFigures(const EvalFigures& figures, JsonWriter* json) {
  json->Open();
  for (const auto& [name, field] : Totals()) {
    const EvalCount& count = figures.*field;
    json->Key(name).Open();
    json->Put("gold", count.gold);
    json->Put("predicted", count.predicted);
    json->Put("hits", count.hits);
    json->Key("precision").Real(count.precision());
    json->Key("recall").Real(count.recall());
    json->Key("f1").Real(count.f1());
    json->Close();
  }
  json->Close();
}

// The sentences of the changes, found in the articles once more.
class Sentences {
 public:
  explicit Sentences(const std::vector<TripleChange>& changes) : found_(changes.size()) {
    for (size_t i = 0; i < changes.size(); ++i) {
      const Triple& triple = changes[i].shown();
      wanted_[triple.source + '\n' + triple.article].push_back({i, triple.evidence.span});
    }
  }

  void LookIn(const Document& document) {
    const auto it = wanted_.find(document.source + '\n' + document.article_id);
    if (it == wanted_.end()) return;
    for (const auto& [index, span] : it->second) {
      const CharRange range = CharsOf(document, span);
      if (range.begin >= range.end) continue;
      RecordedMatch place;
      place.sentence = SentenceAt(document, range.begin);
      place.match.place.begin = range.begin;
      place.match.place.end = std::min(range.end, document.sentences[place.sentence].end);
      const Sentence& sentence = document.sentences[place.sentence];
      found_[index] = {MarkedSentence(document, place, Console(plain_)), document.Text(sentence.begin, sentence.end)};
    }
  }

  struct Found {
    std::string marked;
    std::string whole;
  };
  const Found& operator[](size_t index) const { return found_[index]; }

 private:
  struct Wanted {
    size_t index;
    Span span;
  };
  CommonOptions plain_{true, false, "off", "never"};
  std::map<std::string, std::vector<Wanted>> wanted_;
  std::vector<Found> found_;
};

std::string ChangeText(const TripleChange& change, const Sentences::Found& sentence, const Console& console) {
  const Triple& triple = change.shown();
  const auto [sign, style] = change.kind == Kind::kGained ? std::pair{"+ ", Style::kGreen}
                             : change.kind == Kind::kLost ? std::pair{"- ", Style::kRed}
                                                          : std::pair{"~ ", Style::kYellow};
  std::string text = console.Out(style, sign + FactText(triple)) + "  " + console.Out(Style::kDim, triple.rule) + "\n";
  for (const TripleChange::Field& field : change.fields) {
    text += "    " + field.name + ": " + (field.before.empty() ? "none" : field.before) + " -> " +
            (field.after.empty() ? "none" : field.after) + "\n";
  }
  text += "    " +
          console.Out(Style::kDim, triple.source + ":" + std::to_string(triple.evidence.span.begin) + "-" +
                                       std::to_string(triple.evidence.span.end)) +
          "  " + sentence.marked + "\n";
  return text;
}

void WriteChange(const TripleChange& change, const Sentences::Found& sentence, JsonWriter* json) {
  json->Open();
  json->Put("change", NameOf(change.kind));
  json->Put("sentence", sentence.whole);
  if (change.before != nullptr) {
    json->Key("before");
    WriteTriple(*change.before, json);
  }
  if (change.after != nullptr) {
    json->Key("after");
    WriteTriple(*change.after, json);
  }
  if (change.kind == Kind::kChanged) {
    json->Key("fields").OpenList();
    for (const TripleChange::Field& field : change.fields) json->String(field.name);
    json->CloseList();
  }
  json->Close();
}

struct Outcome {
  TripleDiff diff;
  size_t gold_files = 0;
  std::map<std::string, size_t> counts;  // by kind of change
};

std::string TextOf(const DiffOptions& options, const Outcome& outcome, const Side& a, const Side& b,
                   const Sentences& sentences, const Console& console) {
  std::string text;
  for (size_t i = 0; i < outcome.diff.changes.size(); ++i) {
    if (options.limit != 0 && i >= options.limit) {
      text += "... and " + std::to_string(outcome.diff.changes.size() - i) + " more\n";
      break;
    }
    text += ChangeText(outcome.diff.changes[i], sentences[i], console);
  }
  for (const char* kind : {"gained", "lost", "changed"}) {
    const auto it = outcome.counts.find(kind);
    text += std::to_string(it == outcome.counts.end() ? 0 : it->second) + " " + kind + ", ";
  }
  text += std::to_string(outcome.diff.same) + " the same\n";
  if (outcome.gold_files > 0) text += FiguresText(a.figures, b.figures);
  return text;
}

std::string JsonOf(const DiffOptions& options, const Outcome& outcome, const Side& a, const Side& b,
                   const Sentences& sentences) {
  JsonWriter json;
  json.Open();
  for (const char* kind : {"gained", "lost", "changed"}) {
    const auto it = outcome.counts.find(kind);
    json.Put(kind, uint64_t{it == outcome.counts.end() ? 0 : it->second});
  }
  json.Put("same", uint64_t{outcome.diff.same});
  json.Key("changes").OpenList();
  for (size_t i = 0; i < outcome.diff.changes.size() && (options.limit == 0 || i < options.limit); ++i) {
    WriteChange(outcome.diff.changes[i], sentences[i], &json);
  }
  json.CloseList();
  if (outcome.gold_files > 0) {
    json.Key("gold").Open();
    json.Put("files", uint64_t{outcome.gold_files});
    json.Key("before");
    WriteFigures(a.figures, &json);
    json.Key("after");
    WriteFigures(b.figures, &json);
    json.Close();
  }
  json.Close();
  return json.Text();
}

int RunDiff(const DiffOptions& options, const Console& console) {
  expected<CompiledRules> before = Load(options.before, console);
  if (!before) return console.Fail(before.error());
  expected<CompiledRules> after = Load(options.after, console);
  if (!after) return console.Fail(after.error());
  Side a{std::move(*before), {}, {}}, b{std::move(*after), {}, {}};

  const expected<LoadOptions> load = LoadOptionsOf(options.articles);
  if (!load) return console.Fail(load.error());
  DiagnosticList found;
  const expected<std::vector<InputFile>> files = ListInputs(options.articles.inputs, "", &found);
  if (!files) return console.Fail(files.error());
  ExtractionOptions extraction;
  extraction.load = *load;
  extraction.threads = options.articles.threads == 0 ? DefaultThreads() : options.articles.threads;
  a.extracted = ExtractAll(*files, a.rules, extraction, console);
  b.extracted = ExtractAll(*files, b.rules, extraction, console);

  Outcome outcome;
  outcome.diff = DiffTriples(a.extracted.triples, a.rules.pack().name, b.extracted.triples, b.rules.pack().name);
  for (const TripleChange& change : outcome.diff.changes) ++outcome.counts[NameOf(change.kind)];
  Sentences sentences(outcome.diff.changes);
  const auto read = ReadArticles(options.articles, b.rules.pack().layout, console,
                                 [&](const Document& document) { sentences.LookIn(document); });
  if (!read) return console.Fail(read.error());
  if (!options.gold.empty()) outcome.gold_files = ScoreBoth(options, &a, &b, &found);
  console.Report(found.all());
  const auto printed = Print(console.json() ? JsonOf(options, outcome, a, b, sentences)
                                            : TextOf(options, outcome, a, b, sentences, console));
  if (!printed) return console.Fail(printed.error());
  return read->input_was_bad || found.has_errors() ? kBadInput : kOk;
}

}  // namespace

void AddRulesDiff(CLI::App* rules, Request* request) {
  const auto options = std::make_shared<DiffOptions>();
  CLI::App* command = AddCommand(rules, "diff", "What a change of rules gains and loses, sentence by sentence",
                                 "mailuo rules diff policy-zh ./my-pack articles/\n"
                                 "  mailuo rules diff policy-zh ./my-pack articles/ --gold gold/ --json",
                                 request);
  command->add_option("PACK_A", options->before, "The pack as it was, its folder or name")->required()->type_name("");
  command->add_option("PACK_B", options->after, "The pack as it is now")->required()->type_name("");
  AddArticleOptions(command, &options->articles, /*with_pack=*/false);
  command->add_option("--gold", options->gold, "Gold files, or folders of them: precision, recall and F1 of both")
      ->type_name("FILE|DIR");
  command->add_option("--by", options->by, "Triples belong to the gold of the same title, or of their source's name")
      ->check(CLI::IsMember({"title", "source"}))
      ->capture_default_str();
  command->add_option("--limit", options->limit, "Show N changes (default: all)")->type_name("N");
  SetRun(command, request, options, &RunDiff);
}

}  // namespace mailuo::cli
