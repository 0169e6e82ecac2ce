// Functions of nodes, relationships and paths.
#include "query/context.h"
#include "query/functions.h"

namespace mailuo::query {
namespace {

constexpr StaticType kInteger{kIntegerSet, kAnySet};
constexpr StaticType kText{kStringSet, kAnySet};
constexpr StaticType kTexts{kListSet, kStringSet};
constexpr TypeSet kGraphSet = kNodeSet | kRelationshipSet;

const QueryGraph& Graph(const Call& call) { return call.context.graph; }

Value Id(const Call& call) { return Value::Integer(call[0].id()); }

Value ElementId(const Call& call) {
  return Value::String((call[0].type() == Type::kNode ? "n:" : "r:") + std::to_string(call[0].id()));
}

Value Labels(const Call& call) {
  Value::List names;
  for (const uint32_t label : Graph(call).Labels(call[0].id())) {
    names.push_back(Value::Borrowed(Graph(call).labels().name(label)));
  }
  return Value::Of(std::move(names));
}

Value TypeOf(const Call& call) { return Value::Borrowed(Graph(call).types().name(Graph(call).Type(call[0].id()))); }

Value Properties(const Call& call) {
  if (call[0].type() == Type::kMap) return call[0];
  const QueryGraph& graph = Graph(call);
  Value::Map map;
  for (uint32_t key = 0; key < graph.keys().all().size(); ++key) {
    Value value = call[0].type() == Type::kNode ? graph.NodeProperty(call[0].id(), key)
                                                : graph.RelationshipProperty(call[0].id(), key);
    if (!value.is_null()) map.emplace(graph.keys().name(key), std::move(value));
  }
  return Value::Of(std::move(map));
}

Value Keys(const Call& call) {
  const Value properties = Properties(call);
  Value::List names;
  for (const auto& [key, value] : properties.map()) names.push_back(Value::String(key));
  return Value::Of(std::move(names));
}

Value Nodes(const Call& call) {
  Value::List nodes;
  for (const uint32_t node : call[0].path().nodes) nodes.push_back(Value::Node(node));
  return Value::Of(std::move(nodes));
}

Value Relationships(const Call& call) {
  Value::List relationships;
  for (const uint32_t one : call[0].path().relationships) relationships.push_back(Value::Relationship(one));
  return Value::Of(std::move(relationships));
}

Value Length(const Call& call) { return Value::Integer(static_cast<int64_t>(call[0].path().relationships.size())); }

Value StartNode(const Call& call) { return Value::Node(Graph(call).Start(call[0].id())); }
Value EndNode(const Call& call) { return Value::Node(Graph(call).End(call[0].id())); }

}  // namespace

Functions GraphFunctions() {
  static const std::vector<Function> functions = {
      {"id", 1, 1, {kGraphSet}, kInteger, &Id},
      {"elementId", 1, 1, {kGraphSet}, kText, &ElementId},
      {"labels", 1, 1, {kNodeSet}, kTexts, &Labels},
      {"type", 1, 1, {kRelationshipSet}, kText, &TypeOf},
      {"properties", 1, 1, {kGraphSet | kMapSet}, {kMapSet, kAnySet}, &Properties},
      {"keys", 1, 1, {kGraphSet | kMapSet}, kTexts, &Keys},
      {"nodes", 1, 1, {kPathSet}, {kListSet, kNodeSet}, &Nodes},
      {"relationships", 1, 1, {kPathSet}, {kListSet, kRelationshipSet}, &Relationships},
      {"rels", 1, 1, {kPathSet}, {kListSet, kRelationshipSet}, &Relationships},
      {"length", 1, 1, {kPathSet}, kInteger, &Length},
      {"startNode", 1, 1, {kRelationshipSet}, {kNodeSet, kAnySet}, &StartNode},
      {"endNode", 1, 1, {kRelationshipSet}, {kNodeSet, kAnySet}, &EndNode}};
  return functions;
}

}  // namespace mailuo::query
