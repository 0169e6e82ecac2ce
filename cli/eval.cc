// mailuo eval: how well a triple stream agrees with gold files (eval_score.h has the measure); with --ledger, what
// became of the figures and verbs of articles (ledger.h).
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>

#include "articles.h"
#include "command.h"
#include "eval_files.h"
#include "eval_score.h"
#include "inputs.h"
#include "json_writer.h"
#include "ledger.h"
#include "mailuo/extractors/extractor.h"
#include "mailuo/schemas/triple_stream.h"
#include "output.h"
#include "packs.h"
#include "recorder.h"

namespace mailuo::cli {
namespace {

struct EvalOptions {
  std::string triples;
  std::vector<std::string> gold;
  std::string by = "title";
  std::string pack = "policy-zh";
  bool ledger = false;
  bool calibration = false;
  unsigned misses = 0;
};

// ---- Printing ----

double Rounded(double figure) {
  std::array<char, 32> digits;
  std::snprintf(digits.data(), digits.size(), "%.4f", figure);
  return std::strtod(digits.data(), nullptr);
}

std::string Row(const std::string& indent, int width, const std::string& name, const EvalCount& count) {
  std::array<char, 160> row;
  std::snprintf(row.data(), row.size(), "%s%-*s gold %5llu  predicted %5llu  P %.3f  R %.3f  F1 %.3f\n", indent.c_str(),
                width, name.c_str(), static_cast<unsigned long long>(count.gold),
                static_cast<unsigned long long>(count.predicted), Rounded(count.precision()), Rounded(count.recall()),
                Rounded(count.f1()));
  return row.data();
}

std::vector<std::pair<std::string, const EvalCount*>> Totals(const EvalFigures& figures) {
  return {{"entities strict", &figures.entities_strict},
          {"relations strict", &figures.relations_strict},
          {"entities lenient", &figures.entities_lenient},
          {"relations lenient", &figures.relations_lenient}};
}

std::string FiguresText(const EvalFigures& figures) {
  std::string text;
  for (const auto& [name, count] : Totals(figures)) text += Row("", 20, name, *count);
  std::array<char, 64> status;
  std::snprintf(status.data(), status.size(), "%-20s %.3f\n", "status accuracy", Rounded(figures.status_accuracy()));
  text += status.data();
  text += "by predicate (lenient)\n";
  for (const auto& [name, count] : figures.by_predicate) text += Row("  ", 18, name, count);
  text += "by type (lenient)\n";
  for (const auto& [name, count] : figures.by_type) text += Row("  ", 18, name, count);
  return text;
}

// A line a confidence: how often it is right, and what keeping all from there up gives.
std::string CalibrationText(const EvalFigures& figures) {
  std::string text = "by confidence (lenient)\n";
  EvalCount kept;
  kept.gold = figures.relations_lenient.gold;
  for (const auto& [confidence, count] : figures.by_confidence) {
    kept.hits += count.hits;
    kept.predicted += count.predicted;
    std::array<char, 160> row;
    std::snprintf(row.data(), row.size(),
                  "  %.2f  predicted %5llu  right %.3f   from here up: P %.3f  R %.3f  F1 %.3f\n", confidence,
                  static_cast<unsigned long long>(count.predicted), Rounded(count.precision()),
                  Rounded(kept.precision()), Rounded(kept.recall()), Rounded(kept.f1()));
    text += row.data();
  }
  return text;
}

std::string CalibrationJson(const EvalFigures& figures) {
  JsonWriter json;
  json.Open();
  json.Put("gold", figures.relations_lenient.gold);
  json.Key("by confidence (lenient)").OpenList();
  for (const auto& [confidence, count] : figures.by_confidence) {
    json.Open();
    json.Key("confidence").Real(confidence);
    json.Put("predicted", count.predicted);
    json.Put("hits", count.hits);
    json.Close();
  }
  json.CloseList();
  json.Close();
  return json.Text();
}

std::string FiguresJson(const EvalFigures& figures) {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json(buffer);
  json.SetIndent(' ', 1);
  const auto write = [&](const std::string& name, const EvalCount& count) {
    json.Key(name.c_str());
    json.StartObject();
    for (const auto& [key, figure] :
         {std::pair{"gold", count.gold}, {"predicted", count.predicted}, {"hits", count.hits}}) {
      json.Key(key);
      json.Uint64(figure);
    }
    for (const auto& [key, figure] :
         {std::pair{"precision", count.precision()}, {"recall", count.recall()}, {"f1", count.f1()}}) {
      json.Key(key);
      json.Double(Rounded(figure));
    }
    json.EndObject();
  };
  json.StartObject();
  for (const auto& [name, count] : Totals(figures)) write(name, *count);
  json.Key("status accuracy");
  json.Double(Rounded(figures.status_accuracy()));
  for (const auto& [title, map] :
       {std::pair{"by predicate (lenient)", &figures.by_predicate}, {"by type (lenient)", &figures.by_type}}) {
    json.Key(title);
    json.StartObject();
    for (const auto& [name, count] : *map) write(name, count);
    json.EndObject();
  }
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

std::string Words(const EvalRelation& relation) {
  const std::string name = relation.name.empty() ? std::string() : "[" + relation.name + "]";
  return relation.subject.name + " \u2014" + relation.predicate + name + "\u2192 " + relation.object.name + " (" +
         relation.object.type + ", " + relation.status + ")";
}

std::string Misses(const std::string& path, const char* title, const std::vector<EvalRelation>& relations,
                   const std::set<size_t>& hits, unsigned limit) {
  std::string text;
  unsigned shown = 0;
  for (size_t i = 0; i < relations.size() && shown < limit; ++i) {
    if (hits.contains(i)) continue;
    text += path.substr(path.rfind('/') + 1) + ": " + title + ": " + Words(relations[i]) + "\n";
    ++shown;
  }
  return text;
}

// ---- The ledger ----

std::string LedgerText(const char* title, const LedgerSide& side, unsigned limit) {
  uint64_t stated = side.in_triples;
  for (const auto& [reason, items] : side.untaken) stated += items.size();
  std::array<char, 160> row;
  const double share = side.all > 0 ? static_cast<double>(stated) / static_cast<double>(side.all) : 1;
  std::snprintf(row.data(), row.size(), "%s %llu, in a triple or with a reason %.3f\n", title,
                static_cast<unsigned long long>(side.all), share);
  std::string text = row.data();
  const auto line = [&](uint64_t count, const std::string& reason) {
    std::snprintf(row.data(), row.size(), "  %6llu  ", static_cast<unsigned long long>(count));
    text += row.data() + reason + "\n";
  };
  line(side.in_triples, "in a triple");
  for (const auto& [reason, items] : side.untaken) {
    line(items.size(), reason);
    for (size_t i = 0; i < items.size() && i < limit; ++i) {
      text += "          " + items[i].source + ": " + items[i].text + ": " + items[i].sentence + "\n";
    }
  }
  return text;
}

void PutLedger(const char* title, const LedgerSide& side, JsonWriter* json) {
  json->Key(title).Open();
  json->Put("all", side.all);
  json->Put("in_triples", side.in_triples);
  json->Key("reasons").Open();
  for (const auto& [reason, items] : side.untaken) json->Put(reason, static_cast<uint64_t>(items.size()));
  json->Close();
  json->Close();
}

int RunLedger(const EvalOptions& options, const Console& console) {
  DiagnosticList found;
  const expected<CompiledRules> rules = LoadRules(options.pack, &found);
  if (!rules) {
    console.Report(found.all());
    return found.has_errors() ? kUsage : console.Fail(rules.error());
  }
  ArticleOptions articles;
  articles.inputs = options.gold;
  articles.inputs.insert(articles.inputs.begin(), options.triples);
  const auto always = [](std::string_view) { return true; };
  const auto never = [](std::string_view) { return false; };
  Recorder recorder(always, false, never);
  Extractor extractor(*rules);
  extractor.set_observer(&recorder);
  Ledger ledger(rules->pack());
  const auto counts = ReadArticles(articles, rules->pack().layout, console, [&](const Document& document) {
    recorder.Clear();
    Extraction ignored;
    extractor.Extract(document, &ignored);
    ledger.Add(document, recorder);
  });
  if (!counts) return console.Fail(counts.error());
  std::string text;
  if (console.json()) {
    JsonWriter json;
    json.Open();
    PutLedger("figures", ledger.figures(), &json);
    PutLedger("verbs", ledger.verbs(), &json);
    json.Close();
    text = json.Text();
  } else {
    text = LedgerText("figures", ledger.figures(), options.misses);
    text += LedgerText("verbs", ledger.verbs(), options.misses);
  }
  if (auto printed = Print(text); !printed) return console.Fail(printed.error());
  return counts->input_was_bad ? kBadInput : kOk;
}

// ---- Against gold ----

int RunEval(const EvalOptions& options, const Console& console) {
  if (options.ledger) return RunLedger(options, console);
  if (options.gold.empty()) return console.Fail({Error::Kind::kUsage, {}, "GOLD is required"});
  DiagnosticList found;
  const auto bytes = ReadInput({options.triples, options.triples, 0}, UINT64_MAX);
  if (!bytes) return console.Fail(bytes.error());
  const PredictionsByKey predictions = ParsePredictions(**bytes, options.triples, options.by, &found);
  EvalFigures figures;
  std::string text;
  size_t read = 0;
  for (const std::string& path : options.gold) {
    GoldFile gold;
    if (!ReadGold(path, options.by, &gold, &found)) continue;
    ++read;
    static const EvalItems kNone;
    const auto mine = predictions.find(gold.key);
    if (mine == predictions.end()) found.Report({Severity::kWarning, {path, 0, 0}, "there are no triples for it"});
    const EvalItems& items = mine == predictions.end() ? kNone : mine->second;
    std::set<size_t> gold_hits, hits;
    for (const auto& [i, j] : Score(gold.items, items, &figures)) {
      gold_hits.insert(i);
      hits.insert(j);
    }
    text += Misses(path, "missed", gold.items.relations, gold_hits, options.misses);
    text += Misses(path, "false alarm", items.relations, hits, options.misses);
  }
  console.Report(found.all());
  if (read == 0) return console.Fail({Error::Kind::kInput, {}, "no gold file could be read"});
  // Machines get JSON alone.
  if (console.json()) text.clear();
  if (options.calibration) {
    text += console.json() ? CalibrationJson(figures) : CalibrationText(figures);
  } else {
    text += console.json() ? FiguresJson(figures) : FiguresText(figures);
  }
  if (auto printed = Print(text); !printed) return console.Fail(printed.error());
  return found.has_errors() ? kBadInput : kOk;
}

}  // namespace

void AddEval(CLI::App* app, Request* request) {
  const auto options = std::make_shared<EvalOptions>();
  CLI::App* command = AddCommand(app, "eval", "Precision, recall and F1 of triples against gold files",
                                 "mailuo extract articles/ -o triples.ndjson\n"
                                 "  mailuo eval triples.ndjson gold/*.json --misses 5\n"
                                 "  mailuo eval triples.ndjson gold/*.json --calibration\n"
                                 "  mailuo eval --ledger articles/ --misses 3",
                                 request);
  command->add_option("TRIPLES", options->triples, "A triple stream, - for stdin; articles with --ledger")
      ->required()
      ->type_name("");
  command->add_option("GOLD", options->gold, "Gold files; more articles with --ledger")->type_name("");
  command
      ->add_option("--by", options->by,
                   "Triples belong to the gold of the same title, or to the gold file with the "
                   "name of their source")
      ->check(CLI::IsMember({"title", "source"}))
      ->capture_default_str();
  command->add_option("--misses", options->misses, "Show N misses and N false alarms of each file, N of each reason")
      ->type_name("N");
  command->add_flag("--calibration", options->calibration,
                    "How often triples of each confidence are right, and what keeping those above it gives");
  command->add_flag("--ledger", options->ledger,
                    "What became of each figure and each verb of articles: a triple, or the reason why there is none");
  command->add_option("--pack", options->pack, "Rule pack of the ledger: its folder or name")
      ->type_name("NAME|DIR")
      ->capture_default_str();
  SetRun(command, request, options, &RunEval);
}

}  // namespace mailuo::cli
