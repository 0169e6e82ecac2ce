#include "query/check.h"

#include <algorithm>

#include "query/failure.h"

namespace mailuo::query {
namespace {

// What the engine keeps for a pattern's part has a slot even where the text gives it no name.
constexpr StaticType kNode{kNodeSet, kAnySet};
constexpr StaticType kRelationship{kRelationshipSet, kAnySet};
constexpr StaticType kRelationships{kListSet, kRelationshipSet};
constexpr StaticType kPath{kPathSet, kAnySet};

std::set<std::string> Names(const Projection& projection) {
  std::set<std::string> names;
  for (const ProjectionItem& item : projection.items) names.insert(item.name);
  return names;
}

}  // namespace

void Checker::Run() {
  CheckQuery(&query_.ast, {}, /*is_subquery=*/false);
  const QueryAst& ast = query_.ast;
  const Projection& first = *ast.parts[0].result();
  for (size_t i = 0; i < first.items.size(); ++i) {
    query_.columns.push_back(first.items[i].name);
    query_.column_slots.push_back(ast.parts.size() > 1 ? ast.slots[i] : first.items[i].slot);
  }
}

void Checker::CheckQuery(QueryAst* query, const Scope& outer, bool is_subquery) {
  for (SingleQuery& part : query->parts) CheckSingle(&part, outer, is_subquery);
  if (query->parts.size() > 1) CheckUnion(query);
}

void Checker::CheckSingle(SingleQuery* single, Scope scope, bool is_subquery) {
  const Scope outer = scope;
  for (Clause& clause : single->clauses) {
    switch (clause.kind) {
      case Clause::Kind::kMatch: CheckMatch(&clause, &scope); break;
      case Clause::Kind::kUnwind: CheckUnwind(&clause, &scope); break;
      case Clause::Kind::kWith:
      case Clause::Kind::kReturn: CheckProjection(&clause, &scope); break;
    }
    // A subquery goes on to see what stands around it.
    if (is_subquery) scope.insert(outer.begin(), outer.end());
  }
}

// All parts give the columns of the first, by name.
void Checker::CheckUnion(QueryAst* query) {
  const Projection* first = query->parts[0].result();
  for (SingleQuery& part : query->parts) {
    const Projection* one = part.result();
    if (one == nullptr || first == nullptr) {
      FailSyntax("InvalidClauseComposition", part.clauses.back().at, "a part of a UNION does not end with RETURN");
    }
    if (Names(*one) != Names(*first)) {
      FailSyntax("DifferentColumnsInUnion", part.clauses.back().at,
                 "the parts of a UNION return different columns, expected the names of the first part");
    }
  }
  for (size_t i = 0; i < first->items.size(); ++i) query->slots.push_back(NewSlot());
}

void Checker::CheckMatch(Clause* clause, Scope* scope) {
  std::set<std::string> here;
  for (PathPattern& path : clause->patterns) DeclarePattern(&path, scope, &here, &clause->new_slots);
  for (PathPattern& path : clause->patterns) CheckPatternParts(&path, *scope);
  if (clause->where != nullptr) CheckCondition(clause->where.get(), *scope);
}

void Checker::CheckCondition(Expr* where, const Scope& scope) {
  Want(*where, Check(where, scope, {.patterns = true, .why_none = "WHERE"}), kBooleanSet, "a condition");
}

void Checker::CheckUnwind(Clause* clause, Scope* scope) {
  const StaticType list = Check(clause->list.get(), *scope, {.why_none = "UNWIND"});
  if (scope->count(clause->variable) != 0) {
    FailSyntax("VariableAlreadyBound", clause->at, "the name " + clause->variable + " is taken, expected a new one");
  }
  clause->slot = NewSlot();
  (*scope)[clause->variable] = {clause->slot, {list.types == kListSet ? list.members : kAnySet, kAnySet}};
}

void Checker::DeclarePattern(PathPattern* path, Scope* scope, std::set<std::string>* here, std::vector<Slot>* fresh) {
  for (size_t i = 0; i < path->nodes.size(); ++i) {
    DeclareNode(&path->nodes[i], scope, here, fresh);
    if (i < path->relationships.size()) DeclareRelationship(&path->relationships[i], scope, here, fresh);
  }
  path->slot = NewSlot();
  fresh->push_back(path->slot);
  if (path->variable.empty()) return;
  if (!scope->emplace(path->variable, Symbol{path->slot, kPath}).second) {
    FailSyntax("VariableAlreadyBound", path->at, "the name " + path->variable + " is taken, expected a new one");
  }
}

void Checker::DeclareNode(NodePattern* node, Scope* scope, std::set<std::string>* here, std::vector<Slot>* fresh) {
  if (!node->variable.empty()) {
    if (const auto known = scope->find(node->variable); known != scope->end()) {
      if ((known->second.type.types & (kNodeSet | kNullSet)) == 0) {
        FailSyntax("VariableTypeConflict", node->at,
                   node->variable + " is no node: it is " + TypeNames(known->second.type.types));
      }
      node->slot = known->second.slot;
      return;
    }
  }
  node->slot = NewSlot();
  fresh->push_back(node->slot);
  if (node->variable.empty()) return;
  here->insert(node->variable);
  (*scope)[node->variable] = {node->slot, kNode};
}

void Checker::DeclareRelationship(RelationshipPattern* relationship, Scope* scope, std::set<std::string>* here,
                                  std::vector<Slot>* fresh) {
  const std::string& name = relationship->variable;
  const StaticType type = relationship->is_variable_length ? kRelationships : kRelationship;
  if (!name.empty()) {
    if (const auto known = scope->find(name); known != scope->end()) {
      if ((known->second.type.types & (type.types | kNullSet)) == 0) {
        FailSyntax("VariableTypeConflict", relationship->at,
                   name + " is no " + (relationship->is_variable_length ? "list of relationships" : "relationship") +
                       ": it is " + TypeNames(known->second.type.types));
      }
      if (here->count(name) != 0) {
        FailSyntax("RelationshipUniquenessViolation", relationship->at,
                   "the relationship " + name + " stands twice in one MATCH, expected different relationships");
      }
      relationship->slot = known->second.slot;
      relationship->is_bound = true;
      return;
    }
  }
  relationship->slot = NewSlot();
  fresh->push_back(relationship->slot);
  if (name.empty()) return;
  here->insert(name);
  (*scope)[name] = {relationship->slot, type};
}

void Checker::CheckPatternParts(PathPattern* path, const Scope& scope) {
  for (NodePattern& node : path->nodes) {
    if (node.properties != nullptr) {
      Check(node.properties.get(), scope, {.why_none = "a pattern"});
      for (const std::string& key : node.properties->names) AddKey(key, node.properties->at);
    }
    for (const std::string& label : node.labels) query_.labels.push_back({label, node.at});
  }
  for (RelationshipPattern& relationship : path->relationships) {
    if (relationship.properties != nullptr) {
      Check(relationship.properties.get(), scope, {.why_none = "a pattern"});
      for (const std::string& key : relationship.properties->names) AddKey(key, relationship.properties->at);
    }
    for (const std::string& type : relationship.types) query_.types.push_back({type, relationship.at});
    if (path->shortest != PathPattern::Shortest::kNo && relationship.is_variable_length && relationship.min > 1) {
      FailUnsupported("ShortestPathMinimum", relationship.at,
                      "a shortest path of at least " + std::to_string(relationship.min) +
                          " steps is not supported, expected at least 0 or 1");
    }
  }
}

Slot Checker::AddKey(const std::string& name, uint32_t at) {
  query_.keys.push_back({name, at});
  return static_cast<Slot>(query_.keys.size() - 1);
}

}  // namespace mailuo::query
