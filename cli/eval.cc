// mailuo eval: how well a triple stream agrees with gold files. eval_score.h has the measure.
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>

#include "command.h"
#include "eval_score.h"
#include "inputs.h"
#include "mailuo/schemas/triple_stream.h"
#include "output.h"

namespace mailuo::cli {
namespace {

using Json = rapidjson::Value;

struct EvalOptions {
  std::string triples;
  std::vector<std::string> gold;
  std::string by = "title";
  unsigned misses = 0;
};

// ---- Reading ----

const Json* Find(const Json& object, const char* key) {
  if (!object.IsObject()) return nullptr;
  const auto it = object.FindMember(key);
  return it == object.MemberEnd() ? nullptr : &it->value;
}

std::string Text(const Json& object, const char* key) {
  const Json* value = Find(object, key);
  if (value == nullptr || !value->IsString()) return {};
  return std::string(value->GetString(), value->GetStringLength());
}

EvalEnd ReadEnd(const Json& json) {
  EvalEnd end;
  end.type = Text(json, "type");
  const Json* value = Find(json, "value");
  end.is_literal = value != nullptr;
  end.name = Text(json, end.is_literal ? "text" : "name");
  if (end.is_literal) {
    end.value = value->IsNumber() ? value->GetDouble() : 0;
    end.unit = FoldForEval(Text(json, "unit"));
    return end;
  }
  end.names.push_back(FoldForEval(end.name));
  const Json* aliases = Find(json, "aliases");
  if (aliases == nullptr || !aliases->IsArray()) return end;
  for (const Json& alias : aliases->GetArray()) {
    if (!alias.IsString() || alias.GetStringLength() == 0) continue;
    end.names.push_back(FoldForEval({alias.GetString(), alias.GetStringLength()}));
  }
  return end;
}

// The file name without folder and ending.
std::string Stem(std::string_view path) {
  const size_t slash = path.rfind('/');
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const size_t dot = name.rfind('.');
  const size_t first = name.find_first_not_of('.');
  if (dot != std::string_view::npos && first != std::string_view::npos && dot > first) name = name.substr(0, dot);
  return std::string(name);
}

std::string KeyOf(const std::u32string& folded) {
  return std::string(reinterpret_cast<const char*>(folded.data()), folded.size() * sizeof(char32_t));
}

// The predicted items of one article, each once.
class Predictions {
 public:
  void Add(const Json& line) {
    const Json* subject = Find(line, "subject");
    const Json* object = Find(line, "object");
    for (const Json* end : {subject, object, Find(line, "entity")}) {
      if (end != nullptr && end->IsObject()) AddEntity(ReadEnd(*end));
    }
    if (subject == nullptr || object == nullptr || Find(line, "predicate") == nullptr) return;
    EvalRelation relation{ReadEnd(*subject), Text(line, "predicate"), ReadEnd(*object), Text(line, "status"), {}, {}};
    if (const Json* qualifiers = Find(line, "qualifiers")) relation.name = Text(*qualifiers, "name");
    relation.folded_name = FoldForEval(relation.name);
    const EvalEnd& to = relation.object;
    std::string tail;
    if (to.is_literal) {
      AppendNumber(to.value, &tail);
    } else {
      tail = KeyOf(Front(to));
    }
    const std::string name = relation.predicate == "metric" ? KeyOf(relation.folded_name) : std::string();
    const bool is_new =
        relations_seen_
            .insert({relation.subject.type, KeyOf(Front(relation.subject)), relation.predicate, to.type, tail, name})
            .second;
    if (is_new) items_.relations.push_back(std::move(relation));
  }

  const EvalItems& items() const { return items_; }

 private:
  static const std::u32string& Front(const EvalEnd& end) {
    static const std::u32string kNone;
    return end.names.empty() ? kNone : end.names.front();
  }

  void AddEntity(EvalEnd end) {
    if (end.is_literal || end.type == "Article") return;
    if (entities_seen_.insert({end.type, KeyOf(Front(end))}).second) items_.entities.push_back(std::move(end));
  }

  EvalItems items_;
  std::set<std::vector<std::string>> entities_seen_, relations_seen_;
};

// Places of errors in `text`, which begins in `first_line` of the file.
Location PlaceOf(const std::string& file, std::string_view text, size_t offset, uint32_t first_line) {
  Location where{file, first_line, 1};
  for (size_t i = 0; i < std::min(offset, text.size()); ++i) {
    if (text[i] == '\n') {
      ++where.line;
      where.column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      ++where.column;
    }
  }
  return where;
}

bool Parse(std::string_view text, const std::string& file, uint32_t first_line, rapidjson::Document* json,
           DiagnosticSink* sink) {
  json->Parse<rapidjson::kParseFullPrecisionFlag>(text.data(), text.size());
  if (json->HasParseError()) {
    sink->Report({Severity::kError, PlaceOf(file, text, json->GetErrorOffset(), first_line),
                  std::string("broken JSON: ") + rapidjson::GetParseError_En(json->GetParseError())});
    return false;
  }
  if (json->IsObject()) return true;
  sink->Report({Severity::kError, {file, first_line, 1}, "expected an object"});
  return false;
}

using PredictionsByKey = std::map<std::string, Predictions>;

expected<PredictionsByKey> ReadPredictions(const EvalOptions& options, DiagnosticSink* sink) {
  const auto bytes = ReadInput({options.triples, options.triples, 0}, UINT64_MAX);
  if (!bytes) return unexpected(bytes.error());
  PredictionsByKey predictions;
  const std::string_view all = **bytes;
  uint32_t number = 0;
  for (size_t begin = 0; begin < all.size();) {
    const size_t end = std::min(all.find('\n', begin), all.size());
    const std::string_view line = all.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    rapidjson::Document json;
    if (!Parse(line, options.triples, number, &json, sink)) continue;
    const bool by_title = options.by == "title";
    predictions[by_title ? KeyOf(FoldForEval(Text(json, "title"))) : Stem(Text(json, "source"))].Add(json);
  }
  return predictions;
}

struct GoldFile {
  std::string key;
  EvalItems items;
};

bool ReadGold(const std::string& path, const std::string& by, GoldFile* gold, DiagnosticSink* sink) {
  const auto bytes = ReadInput({path, path, 0}, UINT64_MAX);
  if (!bytes) {
    sink->Report({Severity::kError, bytes.error().where, bytes.error().message});
    return false;
  }
  rapidjson::Document json;
  if (!Parse(**bytes, path, 1, &json, sink)) return false;
  const Json* entities = Find(json, "entities");
  const Json* relations = Find(json, "relations");
  if (entities == nullptr || !entities->IsArray() || relations == nullptr || !relations->IsArray()) {
    sink->Report({Severity::kError, {path, 1, 1}, "is no gold file, expected arrays \"entities\" and \"relations\""});
    return false;
  }
  gold->key = by == "title" ? KeyOf(FoldForEval(Text(json, "title"))) : Stem(path);
  std::map<std::string, EvalEnd> by_id;
  for (const Json& entity : entities->GetArray()) {
    EvalEnd end = ReadEnd(entity);
    by_id[Text(entity, "id")] = end;
    if (end.type != "Article") gold->items.entities.push_back(std::move(end));
  }
  for (const Json& json_relation : relations->GetArray()) {
    EvalRelation relation;
    relation.subject = by_id[Text(json_relation, "s")];
    relation.predicate = Text(json_relation, "p");
    const Json* object = Find(json_relation, "o");
    relation.object = object != nullptr && object->IsObject() ? ReadEnd(*object) : by_id[Text(json_relation, "o")];
    relation.status = Text(json_relation, "status");
    if (const Json* qualifiers = Find(json_relation, "qualifiers")) relation.name = Text(*qualifiers, "name");
    relation.folded_name = FoldForEval(relation.name);
    gold->items.relations.push_back(std::move(relation));
  }
  return true;
}

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
  const expected<PredictionsByKey> predictions = ReadPredictions(options, &found);
  if (!predictions) return console.Fail(predictions.error());
  EvalFigures figures;
  std::string text;
  size_t read = 0;
  for (const std::string& path : options.gold) {
    GoldFile gold;
    if (!ReadGold(path, options.by, &gold, &found)) continue;
    ++read;
    static const Predictions kNone;
    const auto mine = predictions->find(gold.key);
    if (mine == predictions->end()) found.Report({Severity::kWarning, {path, 0, 0}, "there are no triples for it"});
    const EvalItems& items = mine == predictions->end() ? kNone.items() : mine->second.items();
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
