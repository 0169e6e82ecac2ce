// What a query sees of a graph: nodes with labels and properties, relationships with a type and properties, and how
// many there are of each, which is what queries are planned by. Neighbours: query.h; property_graph.h is one such
// graph.
#ifndef MAILUO_GRAPH_QUERY_GRAPH_H_
#define MAILUO_GRAPH_QUERY_GRAPH_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mailuo/graph/query_value.h"

namespace mailuo {

class CompactGraph;
class Ontology;
class PropertyGraph;

// Numbers for names of labels, types or property keys, in the order of Add.
class QueryNames {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;
  uint32_t Add(std::string_view name);         // the number it has, or the next one
  uint32_t Find(std::string_view name) const;  // kNone where it is unknown
  std::string_view name(uint32_t number) const { return names_[number]; }
  const std::vector<std::string>& all() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, uint32_t> numbers_;
};

// Nodes are 0 .. node_count() - 1, relationships likewise. All calls are const and may come from many threads; they do
// not fail. What they give does not change.
class QueryGraph {
 public:
  enum class Direction : uint8_t { kOut, kIn, kBoth };
  struct Hop {
    uint32_t relationship;
    uint32_t node;  // the other end
  };

  virtual ~QueryGraph() = default;
  const QueryNames& labels() const { return labels_; }
  const QueryNames& types() const { return types_; }
  const QueryNames& keys() const { return keys_; }

  virtual uint32_t node_count() const = 0;
  virtual uint32_t relationship_count() const = 0;
  virtual uint64_t LabelCount(uint32_t label) const = 0;                       // nodes that have it
  virtual uint64_t TypeCount(uint32_t type) const = 0;                         // relationships of it
  virtual std::span<const uint32_t> NodesWithLabel(uint32_t label) const = 0;  // ascending

  virtual bool HasLabel(uint32_t node, uint32_t label) const = 0;
  virtual std::vector<uint32_t> Labels(uint32_t node) const = 0;  // in the order that labels() shows them
  virtual uint32_t Type(uint32_t relationship) const = 0;
  virtual uint32_t Start(uint32_t relationship) const = 0;
  virtual uint32_t End(uint32_t relationship) const = 0;

  // Null where it has no such property.
  virtual QueryValue NodeProperty(uint32_t node, uint32_t key) const = 0;
  virtual QueryValue RelationshipProperty(uint32_t relationship, uint32_t key) const = 0;

  // Appends the relationships at a node, of one of `types` or of any where that is empty, in ascending order for each
  // direction. A loop comes once for kBoth.
  virtual void Expand(uint32_t node, Direction direction, std::span<const uint32_t> types,
                      std::vector<Hop>* hops) const = 0;
  virtual uint64_t Degree(uint32_t node, Direction direction) const = 0;  // an upper bound for what Expand appends

  // Whether Seek knows the nodes by this property.
  virtual bool HasIndex(uint32_t key) const = 0;
  // Appends the nodes, ascending, whose property equals `value`. Only for keys that have an index.
  virtual void Seek(uint32_t key, const QueryValue& value, std::vector<uint32_t>* nodes) const = 0;

 protected:
  QueryNames labels_, types_, keys_;
};

// A PropertyGraph under the names that it has in our exports to Neo4j, see docs/query.md. Both arguments must outlive
// the result.
std::unique_ptr<QueryGraph> MakeQueryGraph(const PropertyGraph& graph, const Ontology& ontology);
// The same over columns, for graphs of millions of edges.
std::unique_ptr<QueryGraph> MakeQueryGraph(const CompactGraph& graph, const Ontology& ontology);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_QUERY_GRAPH_H_
