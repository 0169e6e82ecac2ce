// The triple stream, written and read. Writing is on the way of every article: no tree, no streams, appends only.
// Neighbours: triple_stream.h, json_reader.h.
#include "mailuo/schemas/triple_stream.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <utility>

#include "json_reader.h"
#include "json_value.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {
namespace {

constexpr double kExactIntegers = 9007199254740992.0;  // 2^53: below it every integral double is exact

// ---- Writing ----

void AppendEscape(uint32_t unit, std::string* out) {
  switch (unit) {
    case '"': *out += "\\\""; return;
    case '\\': *out += "\\\\"; return;
    case '\b': *out += "\\b"; return;
    case '\f': *out += "\\f"; return;
    case '\n': *out += "\\n"; return;
    case '\r': *out += "\\r"; return;
    case '\t': *out += "\\t"; return;
    default: break;
  }
  *out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) *out += "0123456789abcdef"[(unit >> shift) & 15];
}

// Beside what JSON demands: characters at which some readers of lines break a line (next line, line and paragraph
// separator). A line of the stream is then a line for everybody.
bool NeedsEscape(UChar32 c) {
  return c < 0x20 || c == '"' || c == '\\' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// The character at `*at`, which moves behind it; negative for broken UTF-8.
UChar32 NextCharacter(const char* bytes, size_t size, size_t* at) {
  UChar32 c;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside of ICU's macro
  U8_NEXT(bytes, *at, size, c);
#pragma GCC diagnostic pop
  return c;
}

// `key` is the key with all that stands around it, `,"title":`, in one append.
void AppendText(std::string_view key, std::string_view value, std::string* out) {
  *out += key;
  AppendJsonString(value, out);
}

// Null where the value is empty.
void AppendTextOrNull(std::string_view key, std::string_view value, std::string* out) {
  *out += key;
  if (value.empty()) {
    *out += "null";
  } else {
    AppendJsonString(value, out);
  }
}

void AppendEntity(const Entity& entity, std::string* out) {
  AppendText("{\"id\":", entity.id, out);
  AppendText(",\"type\":", entity.type, out);
  AppendText(",\"name\":", entity.name, out);
  *out += ",\"aliases\":[";
  for (size_t i = 0; i < entity.aliases.size(); ++i) AppendText(i > 0 ? "," : "", entity.aliases[i], out);
  *out += "]}";
}

void AppendLiteral(const Literal& literal, std::string* out) {
  AppendText("{\"type\":", literal.type, out);
  AppendText(",\"text\":", literal.text, out);
  *out += ",\"value\":";
  AppendNumber(literal.value, out);
  if (literal.value_max) {
    *out += ",\"value_max\":";
    AppendNumber(*literal.value_max, out);
  }
  AppendTextOrNull(",\"unit\":", literal.unit, out);
  AppendTextOrNull(",\"approx\":", literal.approx, out);
  *out += '}';
}

void AppendQualifiers(const std::map<std::string, std::string>& qualifiers, std::string* out) {
  *out += ",\"qualifiers\":{";
  bool first = true;
  for (const auto& [name, value] : qualifiers) {
    if (!std::exchange(first, false)) *out += ',';
    AppendJsonString(name, out);
    AppendText(":", value, out);
  }
  *out += '}';
}

void AppendEvidence(const Evidence& evidence, std::string* out) {
  *out += ",\"evidence\":{\"start\":";
  AppendNumber(evidence.span.begin, out);
  *out += ",\"end\":";
  AppendNumber(evidence.span.end, out);
  AppendText(",\"text\":", evidence.text, out);
  *out += '}';
}

// ---- Reading ----

// "e_" or "a_" and 16 hexadecimal digits.
bool IsContentId(std::string_view id, std::string_view prefix) {
  constexpr size_t kDigits = 16;
  return id.size() == prefix.size() + kDigits && id.substr(0, prefix.size()) == prefix &&
         id.find_first_not_of("0123456789abcdef", prefix.size()) == std::string_view::npos;
}

std::vector<std::string_view> Views(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

template <typename Map>
std::vector<std::string_view> KeysOf(const Map& map) {
  std::vector<std::string_view> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}

// Reads the object of one line after the other.
class LineReader {
 public:
  LineReader(const std::string& file, const Ontology* ontology, DiagnosticSink* sink)
      : json_(file, sink), ontology_(ontology) {}

  // False where the line is no good triple; why has been reported.
  bool Read(const JsonValue& line, Triple* triple) {
    const size_t errors_before = json_.errors();
    if (!json_.Is(line, JsonValue::kObject, "the line")) return false;
    triple->source = json_.RequireText(line, "source");
    triple->title = json_.OptionalText(line, "title");
    triple->article = json_.OptionalText(line, "article");
    if (!IsContentId(triple->article, "a_")) triple->article = ArticleId(triple->source, triple->title);
    if (const JsonValue* subject = json_.Require(line, "subject", JsonValue::kObject)) {
      triple->subject = ReadEntity(*subject);
    }
    triple->predicate = json_.RequireText(line, "predicate");
    if (const JsonValue* object = json_.Require(line, "object", JsonValue::kObject)) ReadObject(*object, triple);
    if (const std::string status = json_.OptionalText(line, "status"); !status.empty()) triple->status = status;
    ReadQualifiers(line, triple);
    if (const JsonValue* evidence = json_.Require(line, "evidence", JsonValue::kObject)) {
      triple->evidence = ReadEvidence(*evidence);
    }
    triple->rule = json_.OptionalText(line, "rule");
    ReadConfidence(line, triple);
    if (ontology_ != nullptr && json_.errors() == errors_before) CheckRelation(line, *triple);
    return json_.errors() == errors_before;
  }

  static bool IsArticle(const JsonValue& line) {
    return line.Find("article") != nullptr && line.Find("subject") == nullptr && line.Find("predicate") == nullptr &&
           line.Find("object") == nullptr;
  }

  bool Read(const JsonValue& line, ArticleInfo* article) {
    const size_t errors_before = json_.errors();
    article->source = json_.RequireText(line, "source");
    article->title = json_.OptionalText(line, "title");
    article->id = json_.OptionalText(line, "article");
    article->date = json_.OptionalText(line, "date");
    if (!IsContentId(article->id, "a_")) article->id = ArticleId(article->source, article->title);
    return json_.errors() == errors_before;
  }

  void Report(const Error& error) { json_.Report(error.where, error.message); }

 private:
  Entity ReadEntity(const JsonValue& object) {
    Entity entity;
    entity.type = json_.RequireText(object, "type");
    entity.name = json_.RequireText(object, "name");
    entity.id = json_.OptionalText(object, "id");
    const bool article = entity.type == "Article" && IsContentId(entity.id, "a_");
    if (!article && !IsContentId(entity.id, "e_")) entity.id = EntityId(entity.type, FoldName(entity.name));
    entity.aliases = json_.OptionalTexts(object, "aliases");
    std::sort(entity.aliases.begin(), entity.aliases.end());
    entity.aliases.erase(std::unique(entity.aliases.begin(), entity.aliases.end()), entity.aliases.end());
    std::erase(entity.aliases, entity.name);
    CheckType(object, /*literal=*/false);
    return entity;
  }

  void ReadObject(const JsonValue& object, Triple* triple) {
    if (IsLiteral(object)) {
      triple->object = ReadLiteral(object);
    } else {
      triple->object = ReadEntity(object);
    }
  }

  // A literal by its type if the ontology knows that, else by having a value.
  bool IsLiteral(const JsonValue& object) const {
    const JsonValue* type = object.Find("type");
    if (ontology_ != nullptr && type != nullptr) {
      if (const EntityType* known = ontology_->FindType(type->string)) return known->literal;
    }
    return object.Find("value") != nullptr;
  }

  Literal ReadLiteral(const JsonValue& object) {
    Literal literal;
    literal.type = json_.RequireText(object, "type");
    literal.text = json_.RequireText(object, "text");
    if (const JsonValue* value = json_.Require(object, "value", JsonValue::kNumber)) literal.value = value->number;
    if (const JsonValue* upper = json_.Optional(object, "value_max", JsonValue::kNumber)) {
      literal.value_max = upper->number;
      if (upper->number < literal.value) {
        json_.Fail(*upper, "\"value_max\" is below \"value\", expected the upper end of the range");
      }
    }
    literal.unit = json_.OptionalText(object, "unit");
    literal.approx = json_.OptionalText(object, "approx");
    CheckType(object, /*literal=*/true);
    CheckLiteral(object, literal);
    return literal;
  }

  void ReadQualifiers(const JsonValue& line, Triple* triple) {
    const JsonValue* qualifiers = json_.Optional(line, "qualifiers", JsonValue::kObject);
    if (qualifiers == nullptr) return;
    for (const JsonMember& member : qualifiers->object) {
      if (!json_.Is(member.value, JsonValue::kString, "the qualifier " + Quoted(member.key))) continue;
      triple->qualifiers[member.key] = member.value.string;
      if (ontology_ != nullptr && !ontology_->qualifiers().contains(member.key)) {
        json_.Fail(member, UnknownName("qualifier", member.key, KeysOf(ontology_->qualifiers())));
      }
    }
  }

  Evidence ReadEvidence(const JsonValue& object) {
    Evidence evidence;
    evidence.span.begin = ReadOffset(object, "start");
    evidence.span.end = ReadOffset(object, "end");
    if (evidence.span.begin > evidence.span.end) {
      json_.Fail(*object.Find("end"), "\"end\" is below \"start\", expected a span that ends where it starts or later");
    }
    if (const JsonValue* text = json_.Require(object, "text", JsonValue::kString)) evidence.text = text->string;
    return evidence;
  }

  uint32_t ReadOffset(const JsonValue& object, std::string_view key) {
    const JsonValue* offset = json_.Require(object, key, JsonValue::kNumber);
    if (offset == nullptr) return key == "end" ? UINT32_MAX : 0;  // so that the order of the two is no second fault
    if (!(offset->number >= 0 && offset->number <= UINT32_MAX) || offset->number != std::floor(offset->number)) {
      json_.Fail(*offset, Quoted(key) + " is no offset, expected a whole number from 0 to 4294967295");
      return key == "end" ? UINT32_MAX : 0;
    }
    return static_cast<uint32_t>(offset->number);
  }

  void ReadConfidence(const JsonValue& line, Triple* triple) {
    const JsonValue* confidence = json_.Optional(line, "confidence", JsonValue::kNumber);
    if (confidence == nullptr) return;
    triple->confidence = confidence->number;
    if (!(confidence->number > 0 && confidence->number <= 1)) {
      json_.Fail(*confidence, "\"confidence\" is out of range, expected a number above 0 and at most 1");
    }
  }

  // `object` has a "type" that is a string, or that has been reported.
  void CheckType(const JsonValue& object, bool literal) {
    const JsonValue* type = object.Find("type");
    if (ontology_ == nullptr || type == nullptr || type->string.empty()) return;
    const EntityType* known = ontology_->FindType(type->string);
    if (known != nullptr && known->literal == literal && !known->abstract) return;
    std::vector<std::string_view> names;
    for (const EntityType& candidate : ontology_->types()) {
      if (candidate.literal == literal && !candidate.abstract) names.push_back(candidate.name);
    }
    json_.Fail(*type, UnknownName(literal ? "type of a literal" : "type of an entity", type->string, names));
  }

  void CheckLiteral(const JsonValue& object, const Literal& literal) {
    if (ontology_ == nullptr) return;
    const std::vector<std::string>& approximations = ontology_->approximations();
    if (!literal.approx.empty() &&
        std::find(approximations.begin(), approximations.end(), literal.approx) == approximations.end()) {
      json_.Fail(*object.Find("approx"), UnknownName("\"approx\"", literal.approx, Views(approximations)));
    }
    const EntityType* type = ontology_->FindType(literal.type);
    if (type == nullptr || type->units.empty() || type->units.contains(literal.unit)) return;
    const JsonValue* unit = object.Find("unit");
    json_.Fail(unit == nullptr ? object : *unit, "unknown unit of " + literal.type + " " + Quoted(literal.unit) +
                                                     ", expected " + OneOf(KeysOf(type->units)));
  }

  void CheckRelation(const JsonValue& line, const Triple& triple) {
    const std::vector<std::string>& statuses = ontology_->statuses();
    if (std::find(statuses.begin(), statuses.end(), triple.status) == statuses.end()) {
      const JsonValue* status = line.Find("status");
      json_.Fail(status == nullptr ? line : *status, UnknownName("status", triple.status, Views(statuses)));
    }
    const JsonValue& predicate = *line.Find("predicate");
    const Relation* relation = ontology_->FindRelation(triple.predicate);
    if (relation == nullptr) {
      std::vector<std::string_view> names;
      for (const Relation& candidate : ontology_->relations()) names.push_back(candidate.name);
      json_.Fail(predicate, UnknownName("relation", triple.predicate, names));
      return;
    }
    const std::string& object_type =
        triple.has_literal() ? std::get<Literal>(triple.object).type : std::get<Entity>(triple.object).type;
    if (ontology_->Admits(triple.subject.type, relation->name, object_type)) return;
    json_.Fail(predicate, Quoted(relation->name) + " does not lead from " + triple.subject.type + " to " +
                              object_type + ", expected from " + Listed(relation->domain) + " to " +
                              Listed(relation->range));
  }

  static std::string Listed(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : " or ") + name;
    return out;
  }

  JsonReader json_;
  const Ontology* ontology_;
};

}  // namespace

void AppendJsonString(std::string_view text, std::string* out) {
  const char* bytes = text.data();
  const size_t size = text.size();
  *out += '"';
  size_t plain = 0;  // where the bytes begin that have yet to be appended as they are
  for (size_t at = 0; at < size;) {
    const size_t begin = at;
    const UChar32 c = NextCharacter(bytes, size, &at);
    if (c >= 0 && !NeedsEscape(c)) continue;
    out->append(bytes + plain, begin - plain);
    plain = at;
    if (c < 0) {
      *out += "\xEF\xBF\xBD";
    } else {
      AppendEscape(static_cast<uint32_t>(c), out);
    }
  }
  out->append(bytes + plain, size - plain);
  *out += '"';
}

void AppendNumber(double value, std::string* out) {
  std::array<char, 32> digits;
  std::to_chars_result end;
  if (value == std::trunc(value) && std::fabs(value) < kExactIntegers) {
    end = std::to_chars(digits.begin(), digits.end(), static_cast<int64_t>(value));
  } else {
    end = std::to_chars(digits.begin(), digits.end(), value);
  }
  out->append(digits.data(), end.ptr);
}

void AppendTripleLine(const Triple& triple, std::string* out) {
  AppendText("{\"source\":", triple.source, out);
  AppendText(",\"article\":", triple.article, out);
  AppendText(",\"title\":", triple.title, out);
  *out += ",\"subject\":";
  AppendEntity(triple.subject, out);
  AppendText(",\"predicate\":", triple.predicate, out);
  *out += ",\"object\":";
  if (const Literal* literal = std::get_if<Literal>(&triple.object)) {
    AppendLiteral(*literal, out);
  } else {
    AppendEntity(std::get<Entity>(triple.object), out);
  }
  AppendText(",\"status\":", triple.status, out);
  AppendQualifiers(triple.qualifiers, out);
  AppendEvidence(triple.evidence, out);
  AppendText(",\"rule\":", triple.rule, out);
  *out += ",\"confidence\":";
  AppendNumber(triple.confidence, out);
  *out += "}\n";
}

void AppendArticleLine(const ArticleInfo& article, std::string* out) {
  AppendText("{\"source\":", article.source, out);
  AppendText(",\"article\":", article.id, out);
  AppendText(",\"title\":", article.title, out);
  if (!article.date.empty()) AppendText(",\"date\":", article.date, out);
  *out += "}\n";
}

void AppendRejectLine(const Reject& reject, std::string* out) {
  AppendText("{\"source\":", reject.source, out);
  AppendText(",\"article\":", reject.article, out);
  AppendText(",\"reason\":", reject.reason, out);
  AppendText(",\"detail\":", reject.detail, out);
  AppendEvidence(reject.evidence, out);
  AppendText(",\"rule\":", reject.rule, out);
  *out += "}\n";
}

std::vector<Triple> ParseTripleStream(std::string_view bytes, const std::string& file, const Ontology* ontology,
                                      DiagnosticSink* sink, std::vector<ArticleInfo>* articles) {
  std::vector<Triple> triples;
  LineReader reader(file, ontology, sink);
  for (uint32_t number = 1; !bytes.empty(); ++number) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const expected<JsonValue> json = ParseJson(line, file, number);
    Triple triple;
    ArticleInfo article;
    if (!json) {
      reader.Report(json.error());
    } else if (LineReader::IsArticle(*json)) {
      if (reader.Read(*json, &article) && articles != nullptr) articles->push_back(std::move(article));
    } else if (reader.Read(*json, &triple)) {
      triples.push_back(std::move(triple));
    }
  }
  return triples;
}

}  // namespace mailuo
