// The graph: entities, literals and articles as nodes, merged facts as edges, each edge with all of its evidence.
// GraphBuilder makes it from triples; writers, the report and the picture take it const. Neighbours: assemble.h.
#ifndef MAILUO_GRAPH_PROPERTY_GRAPH_H_
#define MAILUO_GRAPH_PROPERTY_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/schemas/triple.h"

namespace mailuo {

class Topology;  // the Boost.Graph side, src/assemble/topology.h

using NodeId = uint32_t;  // index into PropertyGraph::nodes(), valid for one graph
using EdgeId = uint32_t;  // index into PropertyGraph::edges()

inline constexpr NodeId kNoNode = UINT32_MAX;

// The type of article nodes; the object of `wrote` is one of them where an article of that title was read.
inline constexpr std::string_view kArticleType = "Article";

struct GraphNode {
  enum class Kind : uint8_t { kEntity, kLiteral, kArticle };
  Kind kind = Kind::kEntity;
  std::string id;    // [A-Za-z0-9_.-]+, unique in the graph, from content: e_... entity, l_... literal, a_... article
  std::string type;  // a type of the ontology
  std::string name;  // of an entity its fullest name, of a literal its text, of an article its title
  std::vector<std::string> aliases;  // sorted by code point, unique, without `name`
  uint32_t mentions = 0;             // evidence of all edges at this node; of an article also what was read from it
  std::vector<NodeId> articles;      // ascending: the articles that this node's evidence comes from; none for articles
  std::optional<Literal> literal;    // what a literal node says

  // Of an entity: its best supported amount. More evidence wins, then done over planned, then higher confidence, then
  // the smaller statement id. The other amounts stay reachable as edges.
  std::optional<Literal> amount;
  std::string amount_status;

  std::string source;         // of an article: where it was read
  std::string date;           // of an article: ISO 8601 where the caller gave one
  uint32_t statements = 0;    // of an article: pieces of evidence that come from it
};

struct GraphEvidence {
  std::string source;
  NodeId article = kNoNode;  // an article node
  Span span;                 // bytes of `source`
  std::string text;          // verbatim
  std::string rule;
  double confidence = 1;
  std::string status;
  std::map<std::string, std::string> qualifiers;
  friend bool operator==(const GraphEvidence&, const GraphEvidence&) = default;
};

// One fact, however many articles say it.
struct GraphEdge {
  std::string id;  // StatementId of the subject node's id, predicate and object key, see ObjectKey
  NodeId subject = 0;
  NodeId object = 0;
  std::string predicate;
  std::string status;  // done where any evidence says done, else planned
  // For each qualifier the value that most evidence of the edge's status gives; the first in evidence order of equals.
  std::map<std::string, std::string> qualifiers;
  double confidence = 1;                // the highest of the evidence of the edge's status
  std::vector<GraphEvidence> evidence;  // never empty; ordered by source, span, rule, then the other fields; unique
  uint32_t best = 0;                    // index of the piece to show first: of the edge's status, highest confidence

  double weight() const { return static_cast<double>(evidence.size()); }
  const GraphEvidence& best_evidence() const { return evidence[best]; }
};

// Immutable; shared by threads. Nodes are ordered by id; edges by subject, predicate, object, id: the edges that leave
// a node lie side by side.
class PropertyGraph {
 public:
  PropertyGraph();
  PropertyGraph(PropertyGraph&&) noexcept;
  PropertyGraph& operator=(PropertyGraph&&) noexcept;
  ~PropertyGraph();

  const std::vector<GraphNode>& nodes() const { return nodes_; }
  const std::vector<GraphEdge>& edges() const { return edges_; }
  const GraphNode& node(NodeId id) const { return nodes_[id]; }
  const GraphEdge& edge(EdgeId id) const { return edges_[id]; }

  NodeId FindNode(std::string_view id) const;  // kNoNode where there is none
  EdgeId FirstOutEdge(NodeId id) const;        // OutEdges(id)[0] is edge(FirstOutEdge(id))
  std::span<const GraphEdge> OutEdges(NodeId id) const;
  std::vector<EdgeId> InEdges(NodeId id) const;  // ascending
  size_t Degree(NodeId id) const;

  const Topology& topology() const { return *topology_; }

 private:
  friend class GraphBuilder;
  friend struct GraphParts;  // src/assemble/graph_parts.h
  PropertyGraph(std::vector<GraphNode> nodes, std::vector<GraphEdge> edges);

  std::vector<GraphNode> nodes_;
  std::vector<GraphEdge> edges_;
  std::vector<EdgeId> first_out_edge_;  // one more than there are nodes
  std::unique_ptr<const Topology> topology_;
};

// Collects triples and builds the graph. The graph depends on the set of what was added: neither on the order nor on
// repeats. Not thread-safe; moved-from after Build.
//
// Which entities are one node:
//  1. An entity whose id is EntityId(type, FoldName(name)), or that has none, is global: its key is type and folded
//     name, and all global entities with one key are one node. Types never merge.
//  2. Any other id is the writer's own decision (a city's committee known by its local name): entities are one node
//     where type and id agree, and are joined to nothing else.
//  3. A global entity named N is joined to the one global entity of its type that has N among its aliases. Where two
//     have it, or a local entity goes by it, N says too little and joins nothing. Repeated until nothing changes, so
//     that a chain of names (full, usual, short) becomes one node whatever the order.
//  4. The node's name is, of the names in use, the one with most code points once folded, then the one used by most
//     triples, then the first by code point; all others become aliases. The id of a global node follows its name.
//  5. An entity of type Article is an article node where its id, or else its folded name as a title of the triple's own
//     or of just one other article, says which.
//
// A literal is a node of its own for each statement: two cities with the same figure are no neighbours.
class GraphBuilder {
 public:
  void Add(Triple triple);
  void Add(ArticleInfo article);  // also makes a node for an article without any triple
  PropertyGraph Build() &&;

 private:
  std::vector<Triple> triples_;
  std::vector<ArticleInfo> articles_;
};

// What stands for a literal in a StatementId: "type|value|value_max|unit|approx|name", numbers as in the triple stream,
// `name` the folded qualifier: 30 firms and 30 schools of one city are two facts. The wording is not in it.
std::string ObjectKey(const Literal& literal, const std::map<std::string, std::string>& qualifiers);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_PROPERTY_GRAPH_H_
