// A small graph that tests fill by hand or by CREATE, as queries see it.
#ifndef MAILUO_TESTS_GRAPH_QUERY_TEST_GRAPH_H_
#define MAILUO_TESTS_GRAPH_QUERY_TEST_GRAPH_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/graph/query.h"
#include "mailuo/graph/query_graph.h"

namespace mailuo {

class TestGraph : public QueryGraph {
 public:
  uint32_t AddNode(const std::vector<std::string>& labels, const QueryValue::Map& properties);
  uint32_t AddRelationship(uint32_t start, std::string_view type, uint32_t end, const QueryValue::Map& properties);
  void Delete(uint32_t relationship);
  // What CREATE, MATCH ... CREATE, UNWIND ... CREATE and MATCH ... DELETE of a relationship do; what is wrong, or "".
  std::string Execute(std::string_view statement);

  uint32_t node_count() const override { return static_cast<uint32_t>(nodes_.size()); }
  uint32_t relationship_count() const override { return static_cast<uint32_t>(relationships_.size()); }
  uint64_t LabelCount(uint32_t label) const override { return by_label_[label].size(); }
  uint64_t TypeCount(uint32_t type) const override;
  std::span<const uint32_t> NodesWithLabel(uint32_t label) const override { return by_label_[label]; }
  bool HasLabel(uint32_t node, uint32_t label) const override;
  std::vector<uint32_t> Labels(uint32_t node) const override { return nodes_[node].labels; }
  uint32_t Type(uint32_t relationship) const override { return relationships_[relationship].type; }
  uint32_t Start(uint32_t relationship) const override { return relationships_[relationship].start; }
  uint32_t End(uint32_t relationship) const override { return relationships_[relationship].end; }
  QueryValue NodeProperty(uint32_t node, uint32_t key) const override;
  QueryValue RelationshipProperty(uint32_t relationship, uint32_t key) const override;
  void Expand(uint32_t node, Direction direction, std::span<const uint32_t> types,
              std::vector<Hop>* hops) const override;
  uint64_t Degree(uint32_t node, Direction direction) const override;
  bool HasIndex(uint32_t key) const override { return keys().name(key) == "name"; }
  void Seek(uint32_t key, const QueryValue& value, std::vector<uint32_t>* nodes) const override;

 private:
  using Properties = std::map<uint32_t, QueryValue>;
  struct NodeData {
    std::vector<uint32_t> labels, out, in;
    Properties properties;
  };
  struct RelationshipData {
    uint32_t start, end, type;
    Properties properties;
    bool is_deleted = false;
  };
  Properties Take(const QueryValue::Map& properties);

  std::vector<NodeData> nodes_;
  std::vector<RelationshipData> relationships_;
  std::vector<std::vector<uint32_t>> by_label_;
};

// All rows of a query, or its error.
query_expected<std::vector<std::vector<QueryValue>>> Ask(const QueryGraph& graph, std::string_view text,
                                                         QueryValue::Map parameters = {},
                                                         std::vector<std::string>* columns = nullptr);

// A value as the TCK writes it: (:A {k: 'v'}), [:T], <(:A)-[:T]->()>.
std::string Show(const QueryValue& value, const QueryGraph& graph);

}  // namespace mailuo

#endif  // MAILUO_TESTS_GRAPH_QUERY_TEST_GRAPH_H_
