// mailuo eval: how well a triple stream agrees with gold files. eval_score.h has the measure.
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>

#include "command.h"
#include "eval_files.h"
#include "eval_score.h"
#include "inputs.h"
#include "mailuo/schemas/triple_stream.h"
#include "output.h"

namespace mailuo::cli {
namespace {

struct EvalOptions {
  std::string triples;
  std::vector<std::string> gold;
  std::string by = "title";
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

int RunEval(const EvalOptions& options, const Console& console) {
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
  text += console.json() ? FiguresJson(figures) : FiguresText(figures);
  if (auto printed = Print(text); !printed) return console.Fail(printed.error());
  return found.has_errors() ? kBadInput : kOk;
}

}  // namespace

void AddEval(CLI::App* app, Request* request) {
  const auto options = std::make_shared<EvalOptions>();
  CLI::App* command = AddCommand(app, "eval", "Precision, recall and F1 of triples against gold files",
                                 "mailuo extract articles/ -o triples.ndjson\n"
                                 "  mailuo eval triples.ndjson gold/*.json --misses 5",
                                 request);
  command->add_option("TRIPLES", options->triples, "A triple stream, - for stdin")->required()->type_name("");
  command->add_option("GOLD", options->gold, "Gold files")->required()->type_name("");
  command
      ->add_option("--by", options->by,
                   "Triples belong to the gold of the same title, or to the gold file with the "
                   "name of their source")
      ->check(CLI::IsMember({"title", "source"}))
      ->capture_default_str();
  command->add_option("--misses", options->misses, "Show N misses and N false alarms of each file")->type_name("N");
  SetRun(command, request, options, &RunEval);
}

}  // namespace mailuo::cli
