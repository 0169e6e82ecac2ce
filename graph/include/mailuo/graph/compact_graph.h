// A graph in columns, read from the file that docs/graph_format.md describes: mapped, not parsed, so that ten million
// edges open in a second or two and lie in memory once, however many programs look at them. Path searches and queries
// work on it. Neighbours: compact_graph_writer.h makes the file, property_graph.h is the same graph as objects,
// name_index.h finds nodes by what people type, path.h searches.
//
//   expected<CompactGraph> graph = CompactGraph::Open("out/graph.mailuo");
//   if (!graph) return Say(ToString(graph.error()));
//   const NodeId node = graph->FindNode("e_887f125bb13d199a");
//   for (EdgeId edge : graph->OutEdges(node)) Print(graph->predicate(edge), graph->name(graph->object(edge)));
#ifndef MAILUO_GRAPH_COMPACT_GRAPH_H_
#define MAILUO_GRAPH_COMPACT_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/expected.h"

namespace mailuo {

using EvidenceId = uint32_t;  // index into all evidence of one graph; the pieces of an edge lie side by side

// Where a graph came from: what it takes to understand its types and relations.
struct CompactGraphOrigin {
  std::string ontology;  // the ontology's name
  std::string language;  // of names and texts, "zh"
};

struct CompactOpenOptions {
  // Compare the checksum of every block of the file. Without it only the header's is compared, which takes no reading;
  // the bounds of everything are checked in any case, so that a damaged file gives wrong texts at worst, never a crash.
  bool checksums = true;
};

// A piece of evidence; the views live as long as the graph.
struct CompactEvidence {
  std::string_view source;
  NodeId article = kNoNode;
  Span span;  // bytes of `source`
  std::string_view text;
  std::string_view rule;
  std::string_view status;
  double confidence = 1;
};

// Immutable; shared by threads. Nodes and edges have the numbers that they have in the PropertyGraph it was made from:
// nodes are ordered by id, edges by subject, then predicate, object and id. All views and spans live as long as the
// graph; numbers that are out of range are the caller's mistake. A file must not be cut short while it is open: it is
// mapped (replacing it by a rename, as mailuo does, is no harm).
class CompactGraph {
 public:
  // Errors name the file and the byte at which something is wrong. A file of another version is refused.
  static expected<CompactGraph> Open(const std::string& path, const CompactOpenOptions& options = {});
  // The same from a copy of `bytes`; `name` stands for the file in errors.
  static expected<CompactGraph> FromBytes(std::string_view bytes, const std::string& name,
                                          const CompactOpenOptions& options = {});
  // The columns of a graph at hand. An error where it is larger than the format holds (2^32 - 1 of anything, 65535
  // types or kinds of edges).
  static expected<CompactGraph> From(const PropertyGraph& graph, const CompactGraphOrigin& origin);

  CompactGraph(CompactGraph&&) noexcept;
  CompactGraph& operator=(CompactGraph&&) noexcept;
  ~CompactGraph();

  const CompactGraphOrigin& origin() const { return origin_; }
  uint64_t file_size() const { return file_size_; }
  uint64_t text_size() const { return c_.text.bytes.size() + c_.names.bytes.size(); }  // of these, bytes of text
  uint32_t node_count() const { return static_cast<uint32_t>(c_.node_name.size()); }
  uint32_t edge_count() const { return static_cast<uint32_t>(c_.object.size()); }
  uint32_t evidence_count() const { return static_cast<uint32_t>(c_.evidence_text.size()); }

  // Types of nodes and kinds of edges by number. A class is a kind of node with a type, a kind is a predicate with a
  // status: both are few, so that a filter is decided once for each of them. Sorted by what they hold.
  struct NodeClass {
    GraphNode::Kind kind;
    std::string_view type;
  };
  struct EdgeKind {
    std::string_view predicate;
    std::string_view status;
  };
  const std::vector<NodeClass>& classes() const { return classes_; }
  const std::vector<EdgeKind>& kinds() const { return kinds_; }

  // Nodes. See GraphNode for what each says.
  uint16_t class_of(NodeId node) const { return c_.node_class[node]; }
  GraphNode::Kind kind(NodeId node) const { return classes_[class_of(node)].kind; }
  std::string_view type(NodeId node) const { return classes_[class_of(node)].type; }
  std::string_view name(NodeId node) const { return Text(c_.node_name[node]); }
  std::string id(NodeId node) const;
  NodeId FindNode(std::string_view id) const;  // kNoNode where there is none; O(log n)
  std::vector<std::string_view> aliases(NodeId node) const;
  std::optional<Literal> literal(NodeId node) const;  // of a literal node
  std::string_view source(NodeId node) const;         // of an article node
  std::string_view date(NodeId node) const;           // of an article node
  uint32_t statements(NodeId node) const;             // of an article node
  uint32_t mentions(NodeId node) const;               // O(degree)
  // The best supported amount of an entity with its status, see GraphNode::amount. O(out-degree).
  std::optional<std::pair<Literal, std::string>> amount(NodeId node) const;

  // Edges at a node. OutEdges are consecutive numbers, InEdges ascending ones; OutNodes and InNodes are their other
  // ends, in the same order.
  auto OutEdges(NodeId node) const { return std::views::iota(c_.out_first[node], c_.out_first[node + 1]); }
  std::span<const NodeId> OutNodes(NodeId node) const { return Between(c_.object, c_.out_first, node); }
  std::span<const EdgeId> InEdges(NodeId node) const { return Between(c_.in_edge, c_.in_first, node); }
  std::span<const NodeId> InNodes(NodeId node) const { return Between(c_.in_node, c_.in_first, node); }
  uint32_t out_degree(NodeId node) const { return c_.out_first[node + 1] - c_.out_first[node]; }
  uint32_t in_degree(NodeId node) const { return c_.in_first[node + 1] - c_.in_first[node]; }
  uint64_t degree(NodeId node) const { return uint64_t{out_degree(node)} + in_degree(node); }

  // Edges. Status and confidence are those of the best piece of evidence.
  uint16_t kind_of(EdgeId edge) const { return c_.edge_kind[edge]; }
  std::string_view predicate(EdgeId edge) const { return kinds_[kind_of(edge)].predicate; }
  std::string_view status(EdgeId edge) const { return kinds_[kind_of(edge)].status; }
  NodeId object(EdgeId edge) const { return c_.object[edge]; }
  NodeId subject(EdgeId edge) const;  // O(log n) with a small n
  std::string edge_id(EdgeId edge) const;
  double confidence(EdgeId edge) const { return evidence(best_evidence(edge)).confidence; }
  std::map<std::string, std::string> qualifiers(EdgeId edge) const;
  std::set<std::string> qualifier_names() const;  // of all pieces of evidence

  // Evidence of an edge, in its order.
  auto EvidenceOf(EdgeId edge) const { return std::views::iota(c_.evidence_first[edge], c_.evidence_first[edge + 1]); }
  uint32_t weight(EdgeId edge) const { return c_.evidence_first[edge + 1] - c_.evidence_first[edge]; }
  EvidenceId best_evidence(EdgeId edge) const;  // the piece to show first
  CompactEvidence evidence(EvidenceId piece) const;
  std::map<std::string, std::string> evidence_qualifiers(EvidenceId piece) const;

  // All names of entities and articles folded as NameIndex folds what people type, sorted by bytes, then node; those of
  // a node that fold alike once.
  uint32_t name_count() const { return static_cast<uint32_t>(c_.name_node.size()); }
  std::string_view folded_name(uint32_t index) const {
    const std::string_view name = c_.names[index];
    return name.substr(0, name.size() - 1);
  }
  NodeId name_owner(uint32_t index) const { return c_.name_node[index]; }
  // All folded names in that order, a zero byte after each, and which of them a byte belongs to.
  std::string_view folded_names() const { return c_.names.bytes; }
  uint32_t NameAt(size_t byte) const;

 private:
  friend class CompactGraphLoader;
  friend class CompactGraphWriter;  // writes the same rows

  // Texts by number: text i is bytes[start(i), start(i + 1)), a start being a base for 65536 texts and 32 bits more.
  struct TextColumn {
    std::string_view bytes;
    std::span<const uint64_t> bases;
    std::span<const uint32_t> starts;
    uint64_t Start(uint32_t i) const { return bases[i >> 16] + starts[i]; }
    uint32_t size() const { return static_cast<uint32_t>(starts.size() - 1); }
    std::string_view operator[](uint32_t i) const { return bytes.substr(Start(i), Start(i + 1) - Start(i)); }
  };
  // Rows of sparse columns are sorted by `of`, a node or an edge; what `value` is the column says.
  struct Pair {
    uint32_t of, value;
  };
  struct ArticleRow {
    uint32_t node, source, date, statements;
  };
  struct LiteralRow {
    uint32_t node, measure;
    double value;
  };
  struct StampRow {
    uint32_t rule, status;
    double confidence;
  };
  struct Columns {
    TextColumn text, names;
    std::span<const Pair> node_classes, aliases, node_ids, documents, measures, edge_kinds, edge_best, edge_qualifiers,
        edge_ids, evidence_span, qualifiers;
    std::span<const uint16_t> node_class, edge_kind;
    std::span<const uint32_t> origin, node_name, name_node, out_first, object, subject_hints, in_first, in_edge,
        in_node, evidence_first, evidence_document, evidence_text, evidence_stamp, evidence_qualifiers, qualifier_first;
    std::span<const uint64_t> node_hash;
    std::span<const ArticleRow> articles;
    std::span<const LiteralRow> literals, literal_max;
    std::span<const StampRow> stamps;
  };

  CompactGraph();
  std::string_view Text(uint32_t number) const { return c_.text[number]; }
  const ArticleRow* FindArticle(NodeId node) const;
  std::map<std::string, std::string> QualifierSet(uint32_t set) const;
  template <typename T>
  static std::span<const T> Between(std::span<const T> all, std::span<const uint32_t> first, NodeId node) {
    return all.subspan(first[node], first[node + 1] - first[node]);
  }

  Columns c_;  // into *memory_
  std::vector<NodeClass> classes_;
  std::vector<EdgeKind> kinds_;
  CompactGraphOrigin origin_;
  uint64_t file_size_ = 0;
  struct Memory;  // the mapped file or the bytes
  std::unique_ptr<const Memory> memory_;
};

// The part of a graph that consists of `edges`, their ends, `nodes`, and the articles that the evidence comes from, as
// the writers and the report take it. Repeats count once. Ids, names and amounts are those of the whole graph;
// mentions, statements and articles count what is in the part. All edges and nodes give the graph that was written.
PropertyGraph Subgraph(const CompactGraph& graph, std::span<const EdgeId> edges, std::span<const NodeId> nodes);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_COMPACT_GRAPH_H_
