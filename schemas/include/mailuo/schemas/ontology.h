// The ontology: which types, relations, qualifiers, status values, bounds and units exist, with their labels.
// Parsed once, immutable, shared by threads. Neighbour: rule_pack.h, which names the ontology that a pack speaks.
#ifndef MAILUO_SCHEMAS_ONTOLOGY_H_
#define MAILUO_SCHEMAS_ONTOLOGY_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/schemas/expected.h"

namespace mailuo {

using Labels = std::map<std::string, std::string>;  // language tag (en, zh) -> label

struct EntityType {
  std::string name;
  std::string parent;  // an abstract type, or empty
  bool abstract = false;
  bool literal = false;
  Labels labels;
  std::string color;  // #rrggbb, for exports that show colours; empty for abstract and literal types
  std::map<std::string, Labels> units;  // the only units that a literal type admits; empty where any will do
};

struct Relation {
  std::string name;
  std::vector<std::string> domain;  // types, abstract ones included
  std::vector<std::string> range;
  std::vector<std::string> qualifiers;  // the qualifiers that it may carry
  bool symmetric = false;
  Labels labels;
};

class Ontology {
 public:
  const std::string& name() const { return name_; }
  const std::string& version() const { return version_; }
  const std::string& base_iri() const { return base_iri_; }  // ends in '/' or '#'
  const std::vector<EntityType>& types() const { return types_; }      // in the file's order
  const std::vector<Relation>& relations() const { return relations_; }
  const std::vector<std::string>& statuses() const { return statuses_; }
  const std::vector<std::string>& approximations() const { return approximations_; }
  const std::map<std::string, Labels>& qualifiers() const { return qualifiers_; }
  const std::map<std::string, Labels>& status_labels() const { return status_labels_; }
  const std::map<std::string, Labels>& approximation_labels() const { return approximation_labels_; }

  const EntityType* FindType(std::string_view name) const;  // null where there is none
  const Relation* FindRelation(std::string_view name) const;
  // True where `type` is `ancestor`, or below it. Unknown names are below nothing.
  bool IsA(std::string_view type, std::string_view ancestor) const;
  // True where the relation exists and its domain and range admit the two types.
  bool Admits(std::string_view subject_type, std::string_view relation, std::string_view object_type) const;

 private:
  friend class OntologyReader;
  std::string name_, version_, base_iri_;
  std::vector<EntityType> types_;
  std::vector<Relation> relations_;
  std::vector<std::string> statuses_, approximations_;
  std::map<std::string, Labels> qualifiers_, status_labels_, approximation_labels_;
};

// Parses ontology JSON (comments and trailing commas allowed). All errors go to `sink` with file:line:column; the
// result is an error if there was any.
expected<Ontology> ParseOntology(std::string_view json, const std::string& file, DiagnosticSink* sink);
expected<Ontology> LoadOntology(const std::string& path, DiagnosticSink* sink);

}  // namespace mailuo

#endif  // MAILUO_SCHEMAS_ONTOLOGY_H_
