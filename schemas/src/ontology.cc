// Reads an ontology in two passes: every name first, then what names other names (parents, domains, ranges), so that
// the file may be in any order. Neighbours: ontology.h, json_reader.h.
#include "mailuo/schemas/ontology.h"

#include <algorithm>
#include <utility>

#include "json_reader.h"
#include "json_value.h"
#include "read_file.h"

namespace mailuo {
namespace {

bool IsIdentifier(std::string_view name) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view kLettersAndMore = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
  return !name.empty() && kLetters.find(name[0]) != std::string_view::npos &&
         name.find_first_not_of(kLettersAndMore) == std::string_view::npos;
}

bool IsColor(std::string_view color) {
  return color.size() == 7 && color[0] == '#' &&
         color.find_first_not_of("0123456789abcdef", 1) == std::string_view::npos;
}

bool IsBaseIri(std::string_view iri) {
  const size_t scheme = iri.find("://");
  return scheme != std::string_view::npos && scheme > 0 && iri.find_first_of(" \t\r\n\"<>\\^`{|}") == iri.npos &&
         (iri.back() == '/' || iri.back() == '#');
}

template <typename Named>
const Named* FindNamed(const std::vector<Named>& all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

class OntologyReader {
 public:
  OntologyReader(const std::string& file, DiagnosticSink* sink) : file_(file), json_(file, sink) {}

  expected<Ontology> Read(std::string_view text) {
    const expected<JsonValue> root = ParseJson(text, file_);
    if (!root) {
      json_.Report(root.error().where, root.error().message);
    } else if (json_.Is(*root, JsonValue::kObject, "an ontology")) {
      ReadRoot(*root);
    }
    if (json_.errors() == 0) return std::move(ontology_);
    const std::string count = std::to_string(json_.errors()) + (json_.errors() == 1 ? " error" : " errors");
    return unexpected(Error{Error::Kind::kInput, {file_, 0, 0}, count + " in the ontology, expected none"});
  }

 private:
  void ReadRoot(const JsonValue& root) {
    json_.KnowOnly(root,
                   {"$schema", "name", "version", "description", "base_iri", "types", "relations", "qualifiers",
                    "statuses", "approximations"},
                   "an ontology");
    ontology_.name_ = json_.RequireText(root, "name");
    ontology_.version_ = json_.RequireText(root, "version");
    json_.OptionalText(root, "description");
    ReadBaseIri(root);
    ReadNames(json_.Optional(root, "qualifiers", JsonValue::kObject), &ontology_.qualifiers_, nullptr);
    ReadNames(json_.Require(root, "statuses", JsonValue::kObject), &ontology_.status_labels_, &ontology_.statuses_);
    ReadNames(json_.Optional(root, "approximations", JsonValue::kObject), &ontology_.approximation_labels_,
              &ontology_.approximations_);
    const JsonValue* types = json_.Require(root, "types", JsonValue::kArray);
    const JsonValue* relations = json_.Require(root, "relations", JsonValue::kArray);
    if (types == nullptr || relations == nullptr) return;
    for (const JsonValue& type : types->array) ReadType(type);
    for (const JsonValue& type : types->array) CheckParent(type);
    for (const JsonValue& relation : relations->array) ReadRelation(relation);
  }

  void ReadBaseIri(const JsonValue& root) {
    const size_t errors_before = json_.errors();
    ontology_.base_iri_ = json_.RequireText(root, "base_iri");
    if (json_.errors() == errors_before && !IsBaseIri(ontology_.base_iri_)) {
      json_.Fail(*root.Find("base_iri"),
                 "\"base_iri\" is no base of IRIs, expected an absolute IRI that ends in / or #");
    }
  }

  // An object from name to labels. `order` gets the names as the file has them.
  void ReadNames(const JsonValue* names, std::map<std::string, Labels>* labels, std::vector<std::string>* order) {
    if (names == nullptr) return;
    for (const JsonMember& member : names->object) {
      if (member.key.empty()) json_.Fail(member, "an empty name, expected at least one character");
      if (!json_.Is(member.value, JsonValue::kObject, "the labels of " + Quoted(member.key))) continue;
      (*labels)[member.key] = ReadLabels(member.value);
      if (order != nullptr) order->push_back(member.key);
    }
  }

  Labels ReadLabels(const JsonValue& object) {
    Labels labels;
    for (const JsonMember& member : object.object) {
      if (json_.Is(member.value, JsonValue::kString, "the label " + Quoted(member.key))) {
        labels[member.key] = member.value.string;
      }
    }
    return labels;
  }

  Labels OptionalLabels(const JsonValue& object) {
    const JsonValue* labels = json_.Optional(object, "labels", JsonValue::kObject);
    return labels == nullptr ? Labels() : ReadLabels(*labels);
  }

  bool OptionalFlag(const JsonValue& object, std::string_view key) {
    const JsonValue* flag = json_.Optional(object, key, JsonValue::kBool);
    return flag != nullptr && flag->boolean;
  }

  // The name of a type or a relation, which becomes part of IRIs, GraphML labels and patterns. Empty where it cannot
  // be used, which has been reported.
  template <typename Named>
  std::string ReadName(const JsonValue& object, const std::vector<Named>& before, std::string_view what) {
    std::string name = json_.RequireText(object, "name");
    if (name.empty()) return {};
    const JsonValue& value = *object.Find("name");
    if (!IsIdentifier(name)) {
      json_.Fail(value, Quoted(name) + " is no identifier, expected a letter, then letters, digits and _");
    } else if (FindNamed(before, name) != nullptr) {
      json_.Fail(value, std::string(what) + " " + Quoted(name) + " stands here twice, expected each name once");
      return {};
    }
    return name;
  }

  void ReadType(const JsonValue& object) {
    if (!json_.Is(object, JsonValue::kObject, "a type")) return;
    json_.KnowOnly(object, {"name", "parent", "abstract", "literal", "labels", "color", "units", "description"},
                   "a type");
    EntityType type;
    type.name = ReadName(object, ontology_.types_, "type");
    type.parent = json_.OptionalText(object, "parent");
    type.abstract = OptionalFlag(object, "abstract");
    type.literal = OptionalFlag(object, "literal");
    type.labels = OptionalLabels(object);
    type.color = json_.OptionalText(object, "color");
    json_.OptionalText(object, "description");
    if (!type.color.empty() && !IsColor(type.color)) {
      json_.Fail(*object.Find("color"), "no color, expected # and six hexadecimal digits in lower case, like #2a7fb8");
    }
    const JsonValue* units = json_.Optional(object, "units", JsonValue::kObject);
    ReadNames(units, &type.units, nullptr);
    if (units != nullptr && !type.literal) {
      json_.Fail(*units, "\"units\" on an entity type, expected it on a literal one");
    }
    if (!type.name.empty()) ontology_.types_.push_back(std::move(type));
  }

  void CheckParent(const JsonValue& object) {
    const JsonValue* parent = object.Find("parent");
    const JsonValue* name = object.Find("name");
    if (parent == nullptr || parent->string.empty() || name == nullptr) return;
    const EntityType* type = ontology_.FindType(name->string);
    const EntityType* above = ontology_.FindType(parent->string);
    if (type == nullptr) return;
    if (above == nullptr) {
      json_.Fail(*parent, UnknownName("type", parent->string, TypeNames()));
    } else if (!above->abstract) {
      json_.Fail(*parent, Quoted(parent->string) + " is not abstract, expected an abstract type as parent");
    } else if (above->literal != type->literal) {
      json_.Fail(*parent, Quoted(parent->string) + " is " + (above->literal ? "a literal" : "an entity") +
                              " type, expected a parent of the same sort");
    } else if (IsBelowItself(*type)) {
      json_.Fail(*parent, Quoted(name->string) + " is its own ancestor, expected parents that end at a root");
    }
  }

  bool IsBelowItself(const EntityType& type) const {
    const EntityType* above = ontology_.FindType(type.parent);
    for (size_t steps = 0; above != nullptr && steps < ontology_.types_.size(); ++steps) {
      if (above == &type) return true;
      above = ontology_.FindType(above->parent);
    }
    return false;
  }

  void ReadRelation(const JsonValue& object) {
    if (!json_.Is(object, JsonValue::kObject, "a relation")) return;
    json_.KnowOnly(object, {"name", "domain", "range", "qualifiers", "symmetric", "labels", "description"},
                   "a relation");
    Relation relation;
    relation.name = ReadName(object, ontology_.relations_, "relation");
    relation.domain = ReadTypeList(object, "domain");
    relation.range = ReadTypeList(object, "range");
    relation.qualifiers = json_.OptionalTexts(object, "qualifiers");
    relation.symmetric = OptionalFlag(object, "symmetric");
    relation.labels = OptionalLabels(object);
    json_.OptionalText(object, "description");
    CheckQualifiers(object);
    CheckDomain(object);
    if (!relation.name.empty()) ontology_.relations_.push_back(std::move(relation));
  }

  std::vector<std::string> ReadTypeList(const JsonValue& object, std::string_view key) {
    const JsonValue* list = json_.Require(object, key, JsonValue::kArray);
    if (list == nullptr) return {};
    if (list->array.empty()) json_.Fail(*list, Quoted(key) + " is empty, expected at least one type");
    for (const JsonValue& name : list->array) {
      if (name.kind == JsonValue::kString && ontology_.FindType(name.string) == nullptr) {
        json_.Fail(name, UnknownName("type", name.string, TypeNames()));
      }
    }
    return json_.OptionalTexts(object, key);
  }

  void CheckDomain(const JsonValue& object) {
    const JsonValue* domain = object.Find("domain");
    if (domain == nullptr) return;
    for (const JsonValue& name : domain->array) {
      const EntityType* type = ontology_.FindType(name.string);
      if (type != nullptr && type->literal) {
        json_.Fail(name, Quoted(name.string) + " is a literal type, expected an entity type as the subject's");
      }
    }
  }

  void CheckQualifiers(const JsonValue& object) {
    const JsonValue* qualifiers = object.Find("qualifiers");
    if (qualifiers == nullptr) return;
    std::vector<std::string_view> known;
    for (const auto& [name, labels] : ontology_.qualifiers_) known.push_back(name);
    for (const JsonValue& name : qualifiers->array) {
      if (name.kind == JsonValue::kString && !ontology_.qualifiers_.contains(name.string)) {
        json_.Fail(name, UnknownName("qualifier", name.string, known));
      }
    }
  }

  std::vector<std::string_view> TypeNames() const {
    std::vector<std::string_view> names;
    for (const EntityType& type : ontology_.types_) names.push_back(type.name);
    return names;
  }

  std::string file_;
  JsonReader json_;
  Ontology ontology_;
};

const EntityType* Ontology::FindType(std::string_view name) const { return FindNamed(types_, name); }

const Relation* Ontology::FindRelation(std::string_view name) const { return FindNamed(relations_, name); }

bool Ontology::IsA(std::string_view type, std::string_view ancestor) const {
  for (const EntityType* known = FindType(type); known != nullptr; known = FindType(known->parent)) {
    if (known->name == ancestor) return true;
  }
  return false;
}

bool Ontology::Admits(std::string_view subject_type, std::string_view relation, std::string_view object_type) const {
  const Relation* known = FindRelation(relation);
  if (known == nullptr) return false;
  const auto below_one_of = [&](std::string_view type, const std::vector<std::string>& ancestors) {
    return std::any_of(ancestors.begin(), ancestors.end(), [&](const std::string& a) { return IsA(type, a); });
  };
  return below_one_of(subject_type, known->domain) && below_one_of(object_type, known->range);
}

expected<Ontology> ParseOntology(std::string_view json, const std::string& file, DiagnosticSink* sink) {
  return OntologyReader(file, sink).Read(json);
}

expected<Ontology> LoadOntology(const std::string& path, DiagnosticSink* sink) {
  expected<std::string> bytes = ReadFile(path);
  if (!bytes) {
    if (sink != nullptr) sink->Report({Severity::kError, bytes.error().where, bytes.error().message});
    return unexpected(std::move(bytes.error()));
  }
  return ParseOntology(*bytes, path, sink);
}

}  // namespace mailuo
