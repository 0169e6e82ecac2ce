// The columns of a graph file under construction: what CompactGraphWriter collects. Neighbour: file_writer.h.
#ifndef MAILUO_GRAPH_SRC_STORE_GRAPH_COLUMNS_H_
#define MAILUO_GRAPH_SRC_STORE_GRAPH_COLUMNS_H_

#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mailuo/graph/compact_graph.h"
#include "mailuo/graph/compact_graph_writer.h"
#include "store/file_format.h"
#include "store/text_pool.h"

namespace mailuo {

// Rows of one size, each once, numbered in the order in which they came.
template <typename Row>
class RowPool {
 public:
  uint32_t Add(const Row& row) {
    std::array<char, sizeof(Row)> bytes;
    std::memcpy(bytes.data(), &row, sizeof(Row));
    return pool_.Add({bytes.data(), bytes.size()});
  }
  std::string_view bytes() const { return pool_.rows().bytes; }

 private:
  TextPool pool_;
};

// Names for small numbers that end up sorted: numbered as they come, renumbered at the end.
template <typename Key>
class SortedTable {
 public:
  uint16_t Add(const Key& key) { return numbers_.emplace(key, static_cast<uint16_t>(numbers_.size())).first->second; }
  size_t size() const { return numbers_.size(); }
  // Calls `visit` for each key in order and renumbers `column`.
  template <typename Visit>
  void Finish(std::vector<uint16_t>* column, Visit visit) const {
    std::vector<uint16_t> renumbered(numbers_.size());
    uint16_t next = 0;
    for (const auto& [key, number] : numbers_) {
      renumbered[number] = next++;
      visit(key);
    }
    for (uint16_t& number : *column) number = renumbered[number];
  }

 private:
  std::map<Key, uint16_t> numbers_;
};

class CompactGraphWriter::Columns {
 public:
  explicit Columns(CompactGraphOrigin origin);
  void AddNode(const GraphNode& node);
  void AddEdge(const GraphEdge& edge);
  expected<void> Finish(ByteSink* sink);

 private:
  using Pair = CompactGraph::Pair;
  using ArticleRow = CompactGraph::ArticleRow;
  using LiteralRow = CompactGraph::LiteralRow;
  using StampRow = CompactGraph::StampRow;

  void Fail(const std::string& what);
  bool Accepts(const GraphEdge& edge);
  void AddLiteral(NodeId node, const Literal& literal);
  void AddEvidence(const GraphEvidence& evidence);
  uint32_t QualifierSet(const std::map<std::string, std::string>& qualifiers);
  std::string IdOf(NodeId node) const;

  // Steps of Finish: columns that follow from others.
  void FillTables();
  void FillOutEdges();
  void FillInEdges();
  void FillNames();
  void FillQualifiers();

  CompactGraphOrigin origin_;
  std::string failure_;
  std::string last_id_;
  TextPool texts_;
  std::vector<uint32_t> origin_texts_;

  SortedTable<std::pair<GraphNode::Kind, std::string>> classes_;
  std::vector<GraphNode::Kind> class_kinds_;  // by the number as it came
  std::vector<uint16_t> node_class_;
  std::vector<uint32_t> node_name_;
  std::vector<uint64_t> node_hash_;
  std::map<NodeId, std::string> odd_ids_;
  std::vector<Pair> node_classes_, node_ids_, aliases_;
  std::vector<ArticleRow> articles_;
  std::vector<LiteralRow> literals_, literal_max_;
  RowPool<Pair> documents_, measures_;
  std::vector<std::pair<std::string, NodeId>> folded_;

  SortedTable<std::pair<std::string, std::string>> kinds_;
  std::vector<Pair> edge_kinds_, edge_best_, edge_qualifiers_, edge_ids_;
  std::vector<uint16_t> edge_kind_;
  std::vector<uint32_t> subject_, object_, evidence_first_{0};
  std::vector<uint32_t> out_first_, subject_hints_, in_first_, in_edge_, in_node_;

  std::vector<Pair> evidence_span_;
  std::vector<uint32_t> evidence_document_, evidence_text_, evidence_stamp_, evidence_qualifiers_;
  RowPool<StampRow> stamps_;
  TextPool qualifier_sets_;  // each the bytes of its pairs of texts
  std::vector<uint32_t> qualifier_first_;
  TextRows names_;
  std::vector<uint32_t> name_node_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_STORE_GRAPH_COLUMNS_H_
