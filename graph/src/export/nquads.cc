// WriteNquads. Lines are sorted without all of them in memory: subjects come in their order, and the lines of one
// subject are sorted as they are made. Entities are sorted in the graph; statements and evidence have hashes as ids,
// which are sorted in as many passes as their table needs. Neighbours: rdf.h says what is written.
#include "mailuo/graph/nquads.h"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "export/rdf.h"
#include "export/text.h"
#include "export/writer.h"

namespace mailuo {

namespace {

constexpr uint64_t kPlacesAtOnce = 2'000'000;  // of 16 bytes

// A statement, or a piece of its evidence, by the hash in its id.
struct Place {
  uint64_t hash;
  EdgeId edge;
  uint32_t piece;
};

uint64_t HashOf(std::string_view id) {  // "s_" and 16 hexadecimal digits
  uint64_t hash = 0;
  std::from_chars(id.data() + 2, id.data() + id.size(), hash, 16);
  return hash;
}

class NquadsWriter {
 public:
  NquadsWriter(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options, ByteSink* sink)
      : graph_(graph), rdf_(graph, ontology.base_iri()), writer_(sink), base_("<" + rdf_.base()) {
    for (const RdfTerm& term : rdf_.terms()) {
      iris_.push_back("<" + term.iri + ">");
      openings_.push_back(" " + iris_.back() + " ");
      endings_.push_back(Ending(term.kind, options.language));
    }
  }

  // "BASEe/" comes before "BASEs/", that before "BASEv/".
  expected<void> Write() {
    for (NodeId id : NodesInOrder()) {
      rdf_.VisitNode(id, this);
      if (!writer_.Checkpoint()) break;
    }
    for (char lead : {'e', 's'}) {  // an id that was taken became one of an entity, see IdRegister
      const auto count = std::count_if(graph_.edges().begin(), graph_.edges().end(),
                                       [lead](const GraphEdge& edge) { return edge.id[0] == lead; });
      InOrder(
          count,
          [&](const auto& add) {
            for (EdgeId i = 0; i < graph_.edges().size(); ++i) {
              if (graph_.edge(i).id[0] == lead) add(Place{HashOf(graph_.edge(i).id), i, 0});
            }
          },
          [&](const Place& place) { rdf_.VisitStatement(graph_.edge(place.edge), this); });
    }
    uint64_t pieces = 0;
    for (const GraphEdge& edge : graph_.edges()) pieces += edge.evidence.size();
    InOrder(
        pieces,
        [&](const auto& add) {
          for (EdgeId i = 0; i < graph_.edges().size(); ++i) {
            const GraphEdge& edge = graph_.edge(i);
            for (uint32_t piece = 0; piece < edge.evidence.size(); ++piece) {
              add(Place{HashOf(rdf_.EvidenceId(edge, edge.evidence[piece])), i, piece});
            }
          }
        },
        [&](const Place& place) {
          const GraphEdge& edge = graph_.edge(place.edge);
          rdf_.VisitEvidence(edge, edge.evidence[place.piece], this);
        });
    return writer_.Finish();
  }

  // For RdfGraph: each adds a line without its subject.
  void Open(size_t type, std::string_view kind, std::string_view id) {
    subject_.assign(base_).append(kind).append(id).push_back('>');
    lines_.clear();
    starts_.clear();
    Begin(" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ");
    lines_.append(iris_[type]).append(" .\n");
  }
  void Close() {
    starts_.push_back(lines_.size());
    order_.resize(starts_.size() - 1);
    std::iota(order_.begin(), order_.end(), 0);
    std::sort(order_.begin(), order_.end(), [this](uint32_t a, uint32_t b) { return Line(a) < Line(b); });
    for (size_t i = 0; i < order_.size(); ++i) {
      if (i == 0 || Line(order_[i]) != Line(order_[i - 1])) writer_ << subject_ << Line(order_[i]);
    }
  }
  void Text(size_t term, std::string_view value) {
    Begin(openings_[term]);
    lines_.push_back('"');
    AppendRdfText(value, &lines_);
    lines_.append(endings_[term]);
  }
  void Integer(size_t term, uint64_t value) {
    Begin(openings_[term]);
    lines_.push_back('"');
    AppendInteger(value, &lines_);
    lines_.append(endings_[term]);
  }
  void Decimal(size_t term, double value) {
    Begin(openings_[term]);
    lines_.push_back('"');
    AppendDecimal(value, &lines_);
    lines_.append(endings_[term]);
  }
  void Term(size_t term, size_t value) {
    Begin(openings_[term]);
    lines_.append(iris_[value]).append(" .\n");
  }
  void Node(size_t term, std::string_view kind, std::string_view id) {
    Begin(openings_[term]);
    lines_.append(base_).append(kind).append(id).append("> .\n");
  }
  void OpenSet(size_t term) { set_ = term; }
  void TextItem(std::string_view value) { Text(set_, value); }
  void NodeItem(std::string_view kind, std::string_view id) { Node(set_, kind, id); }
  void CloseSet() {}

 private:
  // What follows the characters of a literal.
  std::string Ending(RdfKind kind, std::string_view language) const {
    const std::string type = "\"^^<" + rdf_.terms()[rdf::kXsd].iri;
    switch (kind) {
      case RdfKind::kText:
      case RdfKind::kTexts: return language.empty() ? "\" .\n" : "\"@" + LowerAscii(language) + " .\n";
      case RdfKind::kDay: return type + "date> .\n";
      case RdfKind::kInteger: return type + "integer> .\n";
      case RdfKind::kDecimal: return type + "decimal> .\n";
      default: return "\" .\n";
    }
  }

  // By id and the ">" behind it, which comes after "-", "." and digits: <...a-b> before <...a>.
  std::vector<NodeId> NodesInOrder() const {
    std::vector<NodeId> order(graph_.nodes().size());
    std::iota(order.begin(), order.end(), 0);
    const auto before = [this](NodeId a, NodeId b) {
      const std::string &left = graph_.node(a).id, &right = graph_.node(b).id;
      const size_t common = std::min(left.size(), right.size());
      if (const int by_text = left.compare(0, common, right, 0, common); by_text != 0) return by_text < 0;
      return (left.size() > common ? left[common] : '>') < (right.size() > common ? right[common] : '>');
    };
    if (!std::is_sorted(order.begin(), order.end(), before)) std::sort(order.begin(), order.end(), before);
    return order;
  }

  // `each` calls `add` with every place; `write` gets them by hash.
  template <typename Each, typename WritePlace>
  void InOrder(uint64_t count, const Each& each, const WritePlace& write) {
    const uint64_t passes = count / kPlacesAtOnce + 1;
    std::vector<Place> places;
    places.reserve(count / passes + count / passes / 8);
    for (uint64_t pass = 0; pass < passes; ++pass) {
      places.clear();
      each([&](const Place& place) {
        if (((place.hash >> 32) * passes) >> 32 == pass) places.push_back(place);
      });
      std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.hash < b.hash; });
      for (const Place& place : places) {
        write(place);
        if (!writer_.Checkpoint()) return;
      }
    }
  }

  void Begin(std::string_view opening) {
    starts_.push_back(lines_.size());
    lines_.append(opening);
  }
  std::string_view Line(uint32_t i) const {
    return std::string_view(lines_).substr(starts_[i], starts_[i + 1] - starts_[i]);
  }

  const PropertyGraph& graph_;
  RdfGraph rdf_;
  Writer writer_;
  const std::string base_;
  std::vector<std::string> iris_, openings_, endings_;  // by term
  std::string subject_, lines_;                         // of the node in hand
  std::vector<size_t> starts_;                          // of its lines, and their end
  std::vector<uint32_t> order_;
  size_t set_ = 0;
};

}  // namespace

expected<void> WriteNquads(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options,
                           ByteSink* sink) {
  return NquadsWriter(graph, ontology, options, sink).Write();
}

}  // namespace mailuo
