#include "query_test_graph.h"

#include <algorithm>

namespace mailuo {
namespace {

std::string Quote(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

// Labels, then properties: what stands in the brackets of a node or relationship.
std::string ShowElement(const QueryValue& value, const QueryGraph& graph) {
  std::string text;
  const bool is_node = value.type() == QueryValue::Type::kNode;
  if (is_node) {
    for (const uint32_t label : graph.Labels(value.id())) text.append(":").append(graph.labels().name(label));
  } else {
    text.append(":").append(graph.types().name(graph.Type(value.id())));
  }
  std::string properties;
  for (uint32_t key = 0; key < graph.keys().all().size(); ++key) {
    const QueryValue one = is_node ? graph.NodeProperty(value.id(), key) : graph.RelationshipProperty(value.id(), key);
    if (one.is_null()) continue;
    properties.append(properties.empty() ? "{" : ", ").append(graph.keys().name(key)).append(": ");
    properties += Show(one, graph);
  }
  if (properties.empty()) return text;
  return text + (text.empty() ? "" : " ") + properties + "}";
}

std::string ShowPath(const QueryValue::Path& path, const QueryGraph& graph) {
  std::string text = "<(" + ShowElement(QueryValue::Node(path.nodes[0]), graph) + ")";
  for (size_t i = 0; i < path.relationships.size(); ++i) {
    const uint32_t one = path.relationships[i];
    const bool forward = graph.Start(one) == path.nodes[i];
    text += forward ? "-[" : "<-[";
    text += ShowElement(QueryValue::Relationship(one), graph) + (forward ? "]->(" : "]-(");
    text += ShowElement(QueryValue::Node(path.nodes[i + 1]), graph) + ")";
  }
  return text + ">";
}

}  // namespace

std::string Show(const QueryValue& value, const QueryGraph& graph) {
  std::string text;
  switch (value.type()) {
    case QueryValue::Type::kNull: return "null";
    case QueryValue::Type::kBoolean: return value.boolean() ? "true" : "false";
    case QueryValue::Type::kInteger: return std::to_string(value.integer());
    case QueryValue::Type::kFloat: return FloatText(value.floating());
    case QueryValue::Type::kString: return Quote(value.string());
    case QueryValue::Type::kList:
      for (const QueryValue& one : value.list()) text += (text.empty() ? "" : ", ") + Show(one, graph);
      return "[" + text + "]";
    case QueryValue::Type::kMap:
      for (const auto& [key, one] : value.map()) text += (text.empty() ? "" : ", ") + key + ": " + Show(one, graph);
      return "{" + text + "}";
    case QueryValue::Type::kNode: return "(" + ShowElement(value, graph) + ")";
    case QueryValue::Type::kRelationship: return "[" + ShowElement(value, graph) + "]";
    case QueryValue::Type::kPath: return ShowPath(value.path(), graph);
  }
  return text;
}

TestGraph::Properties TestGraph::Take(const QueryValue::Map& properties) {
  Properties taken;
  for (const auto& [key, value] : properties) {
    if (!value.is_null()) taken[keys_.Add(key)] = value;
  }
  return taken;
}

uint32_t TestGraph::AddNode(const std::vector<std::string>& labels, const QueryValue::Map& properties) {
  const auto id = static_cast<uint32_t>(nodes_.size());
  NodeData node;
  for (const std::string& label : labels) {
    const uint32_t token = labels_.Add(label);
    if (token == by_label_.size()) by_label_.emplace_back();
    if (std::find(node.labels.begin(), node.labels.end(), token) != node.labels.end()) continue;
    node.labels.push_back(token);
    by_label_[token].push_back(id);
  }
  node.properties = Take(properties);
  nodes_.push_back(std::move(node));
  return id;
}

uint32_t TestGraph::AddRelationship(uint32_t start, std::string_view type, uint32_t end,
                                    const QueryValue::Map& properties) {
  const auto id = static_cast<uint32_t>(relationships_.size());
  relationships_.push_back({start, end, types_.Add(type), Take(properties)});
  nodes_[start].out.push_back(id);
  nodes_[end].in.push_back(id);
  return id;
}

void TestGraph::Delete(uint32_t relationship) {
  relationships_[relationship].is_deleted = true;
  std::erase(nodes_[Start(relationship)].out, relationship);
  std::erase(nodes_[End(relationship)].in, relationship);
}

uint64_t TestGraph::TypeCount(uint32_t type) const {
  return static_cast<uint64_t>(std::count_if(relationships_.begin(), relationships_.end(),
                                             [&](auto& one) { return one.type == type && !one.is_deleted; }));
}

bool TestGraph::HasLabel(uint32_t node, uint32_t label) const {
  const auto& labels = nodes_[node].labels;
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

QueryValue TestGraph::NodeProperty(uint32_t node, uint32_t key) const {
  const auto found = nodes_[node].properties.find(key);
  return found == nodes_[node].properties.end() ? QueryValue() : found->second;
}

QueryValue TestGraph::RelationshipProperty(uint32_t relationship, uint32_t key) const {
  const auto& properties = relationships_[relationship].properties;
  const auto found = properties.find(key);
  return found == properties.end() ? QueryValue() : found->second;
}

void TestGraph::Expand(uint32_t node, Direction direction, std::span<const uint32_t> types,
                       std::vector<Hop>* hops) const {
  const auto append = [&](const std::vector<uint32_t>& ids, bool out) {
    for (const uint32_t id : ids) {
      const RelationshipData& one = relationships_[id];
      if (!types.empty() && std::find(types.begin(), types.end(), one.type) == types.end()) continue;
      if (!out && direction == Direction::kBoth && one.start == one.end) continue;
      hops->push_back({id, out ? one.end : one.start});
    }
  };
  if (direction != Direction::kIn) append(nodes_[node].out, true);
  if (direction != Direction::kOut) append(nodes_[node].in, false);
}

uint64_t TestGraph::Degree(uint32_t node, Direction direction) const {
  return (direction == Direction::kIn ? 0 : nodes_[node].out.size()) +
         (direction == Direction::kOut ? 0 : nodes_[node].in.size());
}

void TestGraph::Seek(uint32_t key, const QueryValue& value, std::vector<uint32_t>* nodes) const {
  for (uint32_t node = 0; node < nodes_.size(); ++node) {
    const QueryValue mine = NodeProperty(node, key);
    if (mine.type() == QueryValue::Type::kString && value.type() == mine.type() && mine.string() == value.string()) {
      nodes->push_back(node);
    }
  }
}

query_expected<std::vector<std::vector<QueryValue>>> Ask(const QueryGraph& graph, std::string_view text,
                                                         QueryValue::Map parameters,
                                                         std::vector<std::string>* columns) {
  const auto query = Query::Compile(text);
  if (!query) return tl::make_unexpected(query.error());
  if (columns != nullptr) *columns = query->columns();
  auto rows = query->Run(graph, std::move(parameters));
  if (!rows) return tl::make_unexpected(rows.error());
  std::vector<std::vector<QueryValue>> all;
  while (true) {
    const auto row = rows->Next();
    if (!row) return tl::make_unexpected(row.error());
    if (*row == nullptr) return all;
    all.push_back(**row);
  }
}

}  // namespace mailuo
