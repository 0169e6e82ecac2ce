// Reads a pack's folder: manifest, layout, lexicons, rule files, and the packs that it includes.
// docs/rules.md describes the files; extractors/src/compiled_rules.cc checks what patterns and yields say.
#include "mailuo/schemas/rule_pack.h"

#define XXH_INLINE_ALL
#include <unicode/unistr.h>
#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <unordered_map>

#include "json_reader.h"

namespace mailuo {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxIncludeDepth = 16;
constexpr size_t kMaxWordBytes = 256;
constexpr char kTriedPack[] = "try";  // what rules of no file are a part of

const std::map<std::string_view, Layer> kLayers = {{"quantity", Layer::kQuantity},
                                                   {"mention", Layer::kMention},
                                                   {"context", Layer::kContext},
                                                   {"relation", Layer::kRelation}};

// The settings that rules of a layer take, beside those of every rule.
const std::vector<std::string_view>& FieldsOf(Layer layer) {
  static const std::vector<std::string_view> kFields[] = {
      {"type", "value", "value_max", "unit", "approx", "attributes"},
      {"type", "head", "name", "alias", "members", "attributes"},
      {"sets", "value", "scope", "title", "with", "without"},
      {"status", "exclusive", "evidence"}};
  return kFields[static_cast<size_t>(layer)];
}

class PackReader {
 public:
  PackReader(const std::vector<std::string>& search_path, DiagnosticSink* sink)
      : search_path_(search_path), sink_(sink) {}

  expected<RulePack> Load(const std::string& directory, RulePack* partial) {
    pack_.directory = directory;
    XXH3_64bits_reset(&hash_);
    ReadPack(directory, /*is_root=*/true);
    ApplyDisabled();
    if (!pack_.ontology && errors_ == 0) Fail({directory + "/pack.json"}, "no pack names an ontology");
    if (errors_ > 0) {
      if (partial != nullptr && all_files_read_ && pack_.ontology) *partial = std::move(pack_);
      return unexpected(Error{Error::Kind::kInput, first_error_.where,
                              std::to_string(errors_) + (errors_ == 1 ? " error" : " errors") + " in the rule pack \"" +
                                  directory + "\"; the first: " + first_error_.message});
    }
    char hex[17];
    std::snprintf(hex, sizeof hex, "%016llx", static_cast<unsigned long long>(XXH3_64bits_digest(&hash_)));
    pack_.content_hash = hex;
    return std::move(pack_);
  }

  expected<size_t> Add(std::string_view json, const std::string& file, RulePack* pack) {
    trying_ = true;
    pack_ = std::move(*pack);
    for (const Rule& rule : pack_.rules) rule_ids_.insert(rule.id);
    const size_t before = pack_.rules.size();
    if (auto parsed = ParseJson(json, file); !parsed) {
      Fail(parsed.error().where, parsed.error().message);
    } else if (parsed->Find("rules") != nullptr) {
      ReadRuleFile(*parsed, file, kTriedPack);
    } else {
      JsonReader reader(file, &counting_);
      ReadRule(*parsed, file, kTriedPack, &reader);
    }
    *pack = std::move(pack_);
    if (errors_ > 0) return unexpected(Error{Error::Kind::kInput, first_error_.where, first_error_.message});
    return pack->rules.size() - before;
  }

 private:
  // Counts what the readers of single files report, and keeps the first for the closing message.
  class CountingSink : public DiagnosticSink {
   public:
    explicit CountingSink(PackReader* owner) : owner_(*owner) {}
    void Report(Diagnostic diagnostic) override {
      if (diagnostic.severity == Severity::kError && owner_.errors_++ == 0) owner_.first_error_ = diagnostic;
      if (owner_.sink_ != nullptr) owner_.sink_->Report(std::move(diagnostic));
    }

   private:
    PackReader& owner_;
  };

  void Fail(Location where, std::string message) {
    counting_.Report({Severity::kError, std::move(where), std::move(message)});
  }
  void Warn(Location where, std::string message) {
    counting_.Report({Severity::kWarning, std::move(where), std::move(message)});
  }

  bool Read(const std::string& path, const Location& named_at, std::string* bytes) {
    std::ifstream file(path, std::ios::binary);
    std::error_code ignored;
    if (!file || fs::is_directory(path, ignored)) {
      all_files_read_ = false;
      Fail(named_at, "cannot read the file " + Quoted(path));
      return false;
    }
    bytes->assign(std::istreambuf_iterator<char>(file), {});
    XXH3_64bits_update(&hash_, bytes->data(), bytes->size());
    return true;
  }

  expected<JsonValue> ReadJson(const std::string& path, const Location& named_at) {
    std::string bytes;
    if (!Read(path, named_at, &bytes)) return unexpected(Error{});
    auto json = ParseJson(bytes, path);
    if (!json) {
      all_files_read_ = false;
      Fail(json.error().where, json.error().message);
    }
    return json;
  }

  std::string Find(const std::string& from, const std::string& name, const char* marker) const {
    std::vector<std::string> places = {from + "/" + name, from + "/../" + name};
    if (fs::path(name).is_absolute()) places = {name};
    for (const std::string& folder : search_path_) places.push_back(folder + "/" + name);
    for (const std::string& place : places) {
      std::error_code ignored;
      if (fs::exists(place + marker, ignored)) return place;
    }
    return {};
  }

  void ReadPack(const std::string& directory, bool is_root) {
    const std::string path = directory + "/pack.json";
    std::error_code ignored;
    const std::string canonical = fs::weakly_canonical(directory, ignored).string();
    if (std::find(open_.begin(), open_.end(), canonical) != open_.end()) {
      Fail(included_at_, "the pack " + Quoted(directory) + " includes itself, by way of " +
                             std::to_string(open_.size()) + " pack(s)");
      return;
    }
    if (!done_.insert(canonical).second) return;  // included twice: once is enough
    if (open_.size() >= kMaxIncludeDepth) {
      Fail(included_at_, "packs include each other more than " + std::to_string(kMaxIncludeDepth) + " deep");
      return;
    }
    const auto json = ReadJson(path, is_root ? Location{path} : included_at_);
    if (!json) return;
    JsonReader reader(path, &counting_);
    if (!reader.Is(*json, JsonValue::kObject, "a pack")) return;
    reader.KnowOnly(*json,
                    {"$schema", "name", "version", "description", "ontology", "includes", "disable", "layout",
                     "lexicons", "rules", "settings"},
                    "a pack");
    const std::string name = reader.RequireText(*json, "name");
    const std::string version = reader.RequireText(*json, "version");
    open_.push_back(canonical);
    if (const JsonValue* includes = reader.Optional(*json, "includes", JsonValue::kArray)) {
      for (const JsonValue& include : includes->array) {
        if (!reader.Is(include, JsonValue::kString, "an included pack")) continue;
        included_at_ = include.Where(path);
        const std::string found = Find(directory, include.string, "/pack.json");
        if (found.empty()) {
          all_files_read_ = false;
          Fail(included_at_, "cannot find the included pack " + Quoted(include.string));
        } else {
          ReadPack(found, false);
        }
      }
    }
    open_.pop_back();
    pack_.name = name;  // the includer is read last and has the last word
    pack_.version = version;
    if (const JsonValue* ontology = reader.Optional(*json, "ontology", JsonValue::kString)) {
      ReadOntology(directory, *ontology, path);
    }
    if (const JsonValue* layout = reader.Optional(*json, "layout", JsonValue::kString)) {
      ReadLayout(directory + "/" + layout->string, layout->Where(path));
    }
    if (const JsonValue* settings = reader.Optional(*json, "settings", JsonValue::kObject)) {
      ReadSettings("", *settings, path, &reader);
    }
    for (const auto& [file, where] : Files(*json, "lexicons", path, &reader))
      ReadLexicon(directory + "/" + file, where);
    for (const auto& [file, where] : Files(*json, "rules", path, &reader))
      ReadRules(directory + "/" + file, name, where);
    if (const JsonValue* disable = reader.Optional(*json, "disable", JsonValue::kArray)) {
      for (const JsonValue& id : disable->array) {
        if (reader.Is(id, JsonValue::kString, "a rule to disable")) disabled_.push_back({id.string, id.Where(path)});
      }
    }
  }

  std::vector<std::pair<std::string, Location>> Files(const JsonValue& json, std::string_view key,
                                                      const std::string& path, JsonReader* reader) {
    std::vector<std::pair<std::string, Location>> files;
    if (const JsonValue* list = reader->Optional(json, key, JsonValue::kArray)) {
      for (const JsonValue& file : list->array) {
        if (reader->Is(file, JsonValue::kString, "a file name")) files.push_back({file.string, file.Where(path)});
      }
    }
    return files;
  }

  void ReadOntology(const std::string& directory, const JsonValue& name, const std::string& path) {
    const std::string found = Find(directory, name.string + ".json", "");
    if (found.empty()) {
      Fail(name.Where(path), "cannot find the ontology " + Quoted(name.string));
      return;
    }
    std::string bytes;
    if (!Read(found, name.Where(path), &bytes)) return;
    auto ontology = ParseOntology(bytes, found, &counting_);
    if (ontology) pack_.ontology = std::make_shared<const Ontology>(std::move(*ontology));
  }

  void ReadLayout(const std::string& path, const Location& named_at) {
    const auto json = ReadJson(path, named_at);
    if (!json) return;
    JsonReader reader(path, &counting_);
    if (!reader.Is(*json, JsonValue::kObject, "a layout")) return;
    reader.KnowOnly(*json,
                    {"$schema", "sentence_end", "clause_end", "brackets", "numerals", "section_markers", "offices",
                     "heading_max_chars", "byline_max_chars", "spaces_between_words", "spellings"},
                    "a layout");
    Layout& layout = pack_.layout;
    layout = Layout();
    layout.sentence_end = reader.RequireText(*json, "sentence_end");
    layout.clause_end = reader.RequireText(*json, "clause_end");
    layout.numerals = reader.OptionalText(*json, "numerals");
    layout.section_markers = reader.OptionalTexts(*json, "section_markers");
    layout.offices = reader.OptionalTexts(*json, "offices");
    if (const JsonValue* brackets = reader.Optional(*json, "brackets", JsonValue::kArray)) {
      for (const JsonValue& pair : brackets->array) {
        if (pair.kind != JsonValue::kArray || pair.array.size() != 2 || pair.array[0].kind != JsonValue::kString ||
            pair.array[1].kind != JsonValue::kString) {
          reader.Fail(pair, "expected a pair of characters, an opening and a closing one");
          continue;
        }
        layout.brackets.push_back({pair.array[0].string, pair.array[1].string});
      }
    }
    for (auto [key, field] : {std::pair{"heading_max_chars", &layout.heading_max_chars},
                              std::pair{"byline_max_chars", &layout.byline_max_chars}}) {
      if (const JsonValue* n = reader.Optional(*json, key, JsonValue::kNumber)) {
        if (n->number < 1 || n->number > 1000)
          reader.Fail(*n, std::string(key) + " must be from 1 to 1000");
        else
          *field = static_cast<uint32_t>(n->number);
      }
    }
    if (const JsonValue* spaces = reader.Optional(*json, "spaces_between_words", JsonValue::kBool)) {
      layout.spaces_between_words = spaces->boolean;
    }
    if (const JsonValue* file = reader.Optional(*json, "spellings", JsonValue::kString)) {
      ReadSpellings(path.substr(0, path.rfind('/') + 1) + file->string, file->Where(path));
    }
  }

  // A line: a character, tab, the character that words are written with.
  void ReadSpellings(const std::string& path, const Location& named_at) {
    std::string bytes;
    if (!Read(path, named_at, &bytes)) return;
    auto spellings = std::make_shared<std::vector<char16_t>>(0x10000);
    uint32_t line = 0;
    for (std::string_view rest = bytes; !rest.empty();) {
      ++line;
      std::string_view row = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(row.size() + 1, rest.size()));
      if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
      if (row.empty() || row[0] == '#') continue;
      const icu::UnicodeString chars =
          icu::UnicodeString::fromUTF8(icu::StringPiece(row.data(), static_cast<int32_t>(row.size())));
      if (chars.length() != 3 || chars[1] != '\t') {
        Fail({path, line, 1}, "expected a character, tab, and the character that words are written with");
        continue;
      }
      (*spellings)[chars[0]] = chars[2];
    }
    pack_.layout.spellings = std::move(spellings);
  }

  void ReadSettings(const std::string& prefix, const JsonValue& object, const std::string& path, JsonReader* reader) {
    for (const JsonMember& member : object.object) {
      const std::string key = prefix + member.key;
      const JsonValue& value = member.value;
      if (value.kind == JsonValue::kObject) {
        ReadSettings(key + ".", value, path, reader);
      } else if (value.kind == JsonValue::kString) {
        pack_.settings[key] = {value.string, value.Where(path)};
      } else if (value.kind == JsonValue::kNumber) {
        if (value.number != std::floor(value.number) || std::abs(value.number) > 1e6) {
          reader->Fail(value, "a number among the settings must be whole and at most a million");
        } else {
          pack_.settings[key] = {std::to_string(static_cast<int>(value.number)), value.Where(path)};
        }
      } else {
        reader->Fail(value, "a setting must be a string, a number or an object of settings, found " +
                                std::string(KindName(value.kind)));
      }
    }
  }

  void ReadLexicon(const std::string& path, const Location& named_at) {
    LexiconFile file;
    file.path = path;
    auto bytes = std::make_unique<std::string>();
    if (!Read(path, named_at, bytes.get())) return;
    file.bytes = std::move(bytes);
    const std::string_view text = *file.bytes;
    uint32_t line = 0;
    for (size_t begin = 0; begin < text.size();) {
      ++line;
      size_t end = text.find('\n', begin);
      if (end == std::string_view::npos) end = text.size();
      std::string_view row = text.substr(begin, end - begin);
      begin = end + 1;
      if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
      if (row.empty() || row[0] == '#') continue;
      const size_t tab = row.find('\t');
      if (tab == std::string_view::npos || tab == 0) {
        Fail({path, line, 1}, "expected word, tab, class and perhaps a tab and attributes");
        continue;
      }
      LexiconEntry entry;
      entry.line = line;
      entry.word = row.substr(0, tab);
      std::string_view rest = row.substr(tab + 1);
      const size_t second = rest.find('\t');
      const std::string_view class_name = rest.substr(0, second);
      if (second != std::string_view::npos) entry.attributes = rest.substr(second + 1);
      if (class_name.empty() || class_name.find_first_of(" =;'<>{}|") != std::string_view::npos) {
        Fail({path, line, 1},
             "the class name " + Quoted(class_name) + " is empty or has a character that patterns use");
        continue;
      }
      if (entry.word.size() > kMaxWordBytes) {
        Fail({path, line, 1}, "a word is longer than " + std::to_string(kMaxWordBytes) + " bytes");
        continue;
      }
      if (!AttributesAreWellFormed(entry.attributes)) {
        Fail({path, line, 1}, "expected attributes as key=value;key=value, found " + Quoted(entry.attributes));
        continue;
      }
      entry.class_id = ClassId(class_name);
      file.entries.push_back(entry);
    }
    pack_.lexicons.push_back(std::move(file));
  }

  static bool AttributesAreWellFormed(std::string_view attributes) {
    while (!attributes.empty()) {
      const size_t end = std::min(attributes.find(';'), attributes.size());
      const size_t equals = attributes.substr(0, end).find('=');
      if (equals == 0 || equals == std::string_view::npos) return false;
      attributes.remove_prefix(std::min(end + 1, attributes.size()));
    }
    return true;
  }

  uint32_t ClassId(std::string_view name) {
    const auto it = class_ids_.find(std::string(name));
    if (it != class_ids_.end()) return it->second;
    const auto id = static_cast<uint32_t>(pack_.classes.size());
    pack_.classes.emplace_back(name);
    class_ids_.emplace(name, id);
    return id;
  }

  void ReadRules(const std::string& path, const std::string& pack_name, const Location& named_at) {
    if (const auto json = ReadJson(path, named_at)) ReadRuleFile(*json, path, pack_name);
  }

  void ReadRuleFile(const JsonValue& json, const std::string& path, const std::string& pack_name) {
    JsonReader reader(path, &counting_);
    if (!reader.Is(json, JsonValue::kObject, "a rule file")) return;
    reader.KnowOnly(json, {"$schema", "description", "define", "rules"}, "a rule file");
    if (const JsonValue* define = reader.Optional(json, "define", JsonValue::kObject)) {
      for (const JsonMember& macro : define->object) {
        if (!reader.Is(macro.value, JsonValue::kString, "a macro")) continue;
        Location where = macro.value.Where(path);
        ++where.column;
        const auto [known, added] = pack_.macros.emplace(macro.key, std::pair{macro.value.string, where});
        if (!added && trying_) known->second = {macro.value.string, where};
        if (!added && !trying_) {
          reader.Fail(macro, "the macro " + Quoted(macro.key) + " is defined twice, first in " +
                                 known->second.second.file + ":" + std::to_string(known->second.second.line));
        }
      }
    }
    const JsonValue* rules = reader.Require(json, "rules", JsonValue::kArray);
    if (rules == nullptr) return;
    for (const JsonValue& rule : rules->array) ReadRule(rule, path, pack_name, &reader);
  }

  void ReadRule(const JsonValue& json, const std::string& path, const std::string& pack_name, JsonReader* reader) {
    if (!reader->Is(json, JsonValue::kObject, "a rule")) return;
    const size_t errors_before = errors_;
    Rule rule;
    rule.where = json.Where(path);
    const bool has_id = !trying_ || json.Find("id") != nullptr;
    const std::string id = has_id ? reader->RequireText(json, "id") : "tried-" + std::to_string(pack_.rules.size());
    if (id.empty()) return;
    rule.id = pack_name + "/" + id;
    const bool has_layer = !trying_ || json.Find("layer") != nullptr;
    const std::string layer = has_layer ? reader->RequireText(json, "layer") : "relation";
    const auto found = kLayers.find(layer);
    if (found == kLayers.end()) {
      if (!layer.empty()) {
        reader->Fail(*json.Find("layer"), UnknownName("layer", layer, {"quantity", "mention", "context", "relation"}));
      }
      return;
    }
    rule.layer = found->second;
    std::vector<std::string_view> known = {"id",       "layer",      "note",     "pattern",
                                           "priority", "confidence", "examples", "counterexamples"};
    if (rule.layer == Layer::kRelation) known.push_back("yields");
    known.insert(known.end(), FieldsOf(rule.layer).begin(), FieldsOf(rule.layer).end());
    reader->KnowOnly(json, known, "a rule of the layer " + layer);

    const JsonValue* head = rule.layer == Layer::kMention ? json.Find("head") : nullptr;
    const JsonValue* pattern = json.Find("pattern");
    if (head != nullptr && pattern != nullptr) {
      reader->Fail(*head, "a mention rule has either a pattern or a head");
    } else if (const JsonValue* text = reader->Require(json, head ? "head" : "pattern", JsonValue::kString)) {
      rule.pattern = text->string;
      rule.is_head = head != nullptr;
      rule.pattern_where = text->Where(path);
      ++rule.pattern_where.column;  // behind the quote
    }
    for (std::string_view key : FieldsOf(rule.layer)) {
      const JsonValue* value = json.Find(key);
      if (value == nullptr) continue;
      if (value->kind == JsonValue::kBool) {
        rule.fields[std::string(key)] = value->boolean ? "true" : "false";
      } else if (reader->Is(*value, JsonValue::kString, key)) {
        rule.fields[std::string(key)] = value->string;
      } else {
        continue;
      }
      Location where = value->Where(path);
      ++where.column;
      rule.field_where[std::string(key)] = where;
    }
    if (const JsonValue* n = reader->Optional(json, "priority", JsonValue::kNumber)) {
      if (n->number != std::floor(n->number) || std::abs(n->number) > 1000) {
        reader->Fail(*n, "priority must be a whole number from -1000 to 1000");
      } else {
        rule.priority = static_cast<int>(n->number);
      }
    }
    if (const JsonValue* n = reader->Optional(json, "confidence", JsonValue::kNumber)) {
      if (!(n->number > 0 && n->number <= 1))
        reader->Fail(*n, "confidence must be above 0 and at most 1");
      else
        rule.confidence = n->number;
    }
    if (rule.layer == Layer::kRelation) {
      const JsonValue* yields = trying_ ? reader->Optional(json, "yields", JsonValue::kArray)
                                        : reader->Require(json, "yields", JsonValue::kArray);
      if (yields != nullptr && yields->array.empty()) reader->Fail(*yields, "expected at least one triple");
      for (size_t i = 0; yields != nullptr && i < yields->array.size(); ++i) {
        const JsonValue& text = yields->array[i];
        if (!reader->Is(text, JsonValue::kString, "a triple to yield")) continue;
        Location where = text.Where(path);
        ++where.column;
        rule.yields.push_back({text.string, where});
      }
    }
    ReadExamples(json, path, &rule, reader);
    rule.order = static_cast<uint32_t>(pack_.rules.size());
    if (!rule_ids_.insert(rule.id).second)
      reader->Fail(*json.Find("id"), "the rule " + Quoted(id) + " is defined twice");
    if (errors_ == errors_before) pack_.rules.push_back(std::move(rule));
  }

  void ReadExamples(const JsonValue& json, const std::string& path, Rule* rule, JsonReader* reader) {
    if (const JsonValue* examples = reader->Optional(json, "examples", JsonValue::kArray)) {
      for (const JsonValue& item : examples->array) {
        if (!reader->Is(item, JsonValue::kObject, "an example")) continue;
        reader->KnowOnly(item, {"text", "yields"}, "an example");
        RuleExample example;
        example.where = item.Where(path);
        example.text = reader->RequireText(item, "text");
        example.yields = reader->OptionalTexts(item, "yields");
        if (example.yields.empty() && (rule->layer != Layer::kContext || item.Find("yields") == nullptr)) {
          reader->Fail(item, "an example needs \"yields\": what it must find");
        }
        rule->examples.push_back(std::move(example));
      }
    }
    if (const JsonValue* counterexamples = reader->Optional(json, "counterexamples", JsonValue::kArray)) {
      for (const JsonValue& item : counterexamples->array) {
        if (!reader->Is(item, JsonValue::kString, "a counterexample")) continue;
        rule->counterexamples.push_back({item.string, {}, item.Where(path)});
      }
    }
    if (trying_) return;
    if (rule->examples.empty()) Warn(rule->where, "the rule " + Quoted(rule->id) + " has no example");
    if (rule->counterexamples.empty()) {
      Warn(rule->where, "the rule " + Quoted(rule->id) + " has no counterexample: a text in which it finds nothing");
    }
  }

  void ApplyDisabled() {
    std::vector<std::string_view> ids;
    for (const Rule& rule : pack_.rules) ids.push_back(rule.id);
    std::set<std::string> gone;
    for (const auto& [id, where] : disabled_) {
      if (rule_ids_.count(id) == 0) Fail(where, UnknownName("rule", id, ids));
      gone.insert(id);
    }
    std::erase_if(pack_.rules, [&](const Rule& rule) { return gone.count(rule.id) > 0; });
  }

  const std::vector<std::string>& search_path_;
  DiagnosticSink* sink_;
  CountingSink counting_{this};
  bool trying_ = false;  // rules of no file: see AddRules
  size_t errors_ = 0;
  bool all_files_read_ = true;  // else names may be missing that only these files tell
  Diagnostic first_error_;
  RulePack pack_;
  XXH3_state_t hash_;
  std::vector<std::string> open_;  // canonical folders of the packs being read
  std::set<std::string> done_;
  Location included_at_;
  std::unordered_map<std::string, uint32_t> class_ids_;  // looked up only
  std::set<std::string> rule_ids_;
  std::vector<std::pair<std::string, Location>> disabled_;
};

}  // namespace

expected<RulePack> LoadRulePack(const std::string& directory, const std::vector<std::string>& search_path,
                                DiagnosticSink* sink, RulePack* partial) {
  return PackReader(search_path, sink).Load(directory, partial);
}

expected<size_t> AddRules(std::string_view json, const std::string& file, RulePack* pack, DiagnosticSink* sink) {
  static const std::vector<std::string> kNowhere;
  return PackReader(kNowhere, sink).Add(json, file, pack);
}

}  // namespace mailuo
