#include "eval_files.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <set>

#include "inputs.h"
#include "mailuo/schemas/triple_stream.h"

namespace mailuo::cli {
namespace {

using Json = rapidjson::Value;

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
    EvalRelation relation{
        ReadEnd(*subject), Text(line, "predicate"), ReadEnd(*object), Text(line, "status"), {}, {}, 1};
    if (const Json* confidence = Find(line, "confidence"); confidence != nullptr && confidence->IsNumber()) {
      relation.confidence = confidence->GetDouble();
    }
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

}  // namespace

PredictionsByKey ParsePredictions(std::string_view all, const std::string& file, const std::string& by,
                                  DiagnosticSink* sink) {
  std::map<std::string, Predictions> predictions;
  uint32_t number = 0;
  for (size_t begin = 0; begin < all.size();) {
    const size_t end = std::min(all.find('\n', begin), all.size());
    const std::string_view line = all.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    rapidjson::Document json;
    if (!Parse(line, file, number, &json, sink)) continue;
    predictions[by == "title" ? KeyOf(FoldForEval(Text(json, "title"))) : Stem(Text(json, "source"))].Add(json);
  }
  PredictionsByKey items;
  for (auto& [key, one] : predictions) items.emplace(key, one.items());
  return items;
}

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

}  // namespace mailuo::cli
