#include "mailuo/graph/compact_graph.h"

#include <algorithm>
#include <tuple>

#include "mailuo/graph/compact_graph_writer.h"
#include "store/file_format.h"
#include "store/graph_loader.h"
#include "store/graph_memory.h"
#include "store/ids.h"

namespace mailuo {

namespace {

// The row of a sparse column for a node or an edge, null where it has none.
template <typename Row, typename Key>
const Row* FindRow(std::span<const Row> rows, uint32_t of, Key key) {
  const auto found = std::lower_bound(rows.begin(), rows.end(), of,
                                      [key](const Row& row, uint32_t number) { return row.*key < number; });
  return found != rows.end() && (*found).*key == of ? &*found : nullptr;
}

}  // namespace

CompactGraph::CompactGraph() = default;
CompactGraph::CompactGraph(CompactGraph&&) noexcept = default;
CompactGraph& CompactGraph::operator=(CompactGraph&&) noexcept = default;
CompactGraph::~CompactGraph() = default;

expected<CompactGraph> CompactGraph::Open(const std::string& path, const CompactOpenOptions& options) {
  auto memory = Memory::Map(path);
  if (!memory) return unexpected(memory.error());
  return CompactGraphLoader::Load(std::move(*memory), path, options);
}

expected<CompactGraph> CompactGraph::FromBytes(std::string_view bytes, const std::string& name,
                                               const CompactOpenOptions& options) {
  return CompactGraphLoader::Load(Memory::Own(bytes), name, options);
}

expected<CompactGraph> CompactGraph::From(const PropertyGraph& graph, const CompactGraphOrigin& origin) {
  StringSink sink;
  if (auto written = WriteCompactGraph(graph, origin, &sink); !written) return unexpected(written.error());
  return FromBytes(sink.bytes(), "graph", {.checksums = false});
}

std::string CompactGraph::id(NodeId node) const {
  if (const Pair* row = FindRow(c_.node_ids, node, &Pair::of)) return std::string(Text(row->value));
  return HashId(IdPrefix(kind(node)), c_.node_hash[node]);
}

NodeId CompactGraph::FindNode(std::string_view id) const {
  const auto nodes = std::views::iota(NodeId{0}, node_count());
  const auto found = std::ranges::lower_bound(nodes, id, std::less<>(), [this](NodeId node) { return this->id(node); });
  return found != nodes.end() && this->id(*found) == id ? *found : kNoNode;
}

std::vector<std::string_view> CompactGraph::aliases(NodeId node) const {
  const auto rows = std::ranges::equal_range(c_.aliases, node, std::less<>(), &Pair::of);
  std::vector<std::string_view> aliases;
  for (const Pair& row : rows) aliases.push_back(Text(row.value));
  return aliases;
}

std::optional<Literal> CompactGraph::literal(NodeId node) const {
  const LiteralRow* row = FindRow(c_.literals, node, &LiteralRow::node);
  if (row == nullptr) return std::nullopt;
  Literal literal;
  literal.type = type(node);
  literal.text = name(node);
  literal.value = row->value;
  literal.unit = Text(c_.measures[row->measure].of);
  literal.approx = Text(c_.measures[row->measure].value);
  if (const LiteralRow* max = FindRow(c_.literal_max, node, &LiteralRow::node)) literal.value_max = max->value;
  return literal;
}

const CompactGraph::ArticleRow* CompactGraph::FindArticle(NodeId node) const {
  return FindRow(c_.articles, node, &ArticleRow::node);
}

std::string_view CompactGraph::source(NodeId node) const {
  const ArticleRow* row = FindArticle(node);
  return row == nullptr ? std::string_view() : Text(row->source);
}

std::string_view CompactGraph::date(NodeId node) const {
  const ArticleRow* row = FindArticle(node);
  return row == nullptr ? std::string_view() : Text(row->date);
}

uint32_t CompactGraph::statements(NodeId node) const {
  const ArticleRow* row = FindArticle(node);
  return row == nullptr ? 0 : row->statements;
}

uint32_t CompactGraph::mentions(NodeId node) const {
  uint32_t mentions = c_.evidence_first[c_.out_first[node + 1]] - c_.evidence_first[c_.out_first[node]];
  for (EdgeId edge : InEdges(node)) {
    if (subject(edge) != node) mentions += weight(edge);
  }
  return kind(node) == GraphNode::Kind::kArticle ? std::max(mentions, statements(node)) : mentions;
}

std::optional<std::pair<Literal, std::string>> CompactGraph::amount(NodeId node) const {
  if (kind(node) != GraphNode::Kind::kEntity) return std::nullopt;
  std::optional<EdgeId> best;
  const auto rank = [this](EdgeId edge) { return std::tuple(weight(edge), status(edge) == "done", confidence(edge)); };
  for (EdgeId edge : OutEdges(node)) {
    if (predicate(edge) != "amount" || kind(object(edge)) != GraphNode::Kind::kLiteral) continue;
    const bool better =
        !best || (rank(edge) != rank(*best) ? rank(edge) > rank(*best) : edge_id(edge) < edge_id(*best));
    if (better) best = edge;
  }
  std::optional<Literal> literal = best ? this->literal(object(*best)) : std::nullopt;
  if (!literal) return std::nullopt;
  return std::pair(std::move(*literal), std::string(status(*best)));
}

NodeId CompactGraph::subject(EdgeId edge) const {
  const size_t hint = edge / file_format::kEdgesPerHint;
  const uint32_t low = c_.subject_hints[hint];
  const uint32_t high = hint + 1 < c_.subject_hints.size() ? c_.subject_hints[hint + 1] : node_count() - 1;
  const auto begin = c_.out_first.begin();
  return static_cast<NodeId>(std::upper_bound(begin + low, begin + high + 1, edge) - begin) - 1;
}

std::string CompactGraph::edge_id(EdgeId edge) const {
  if (const Pair* row = FindRow(c_.edge_ids, edge, &Pair::of)) return std::string(Text(row->value));
  return EdgeIdFromEnds(id(subject(edge)), predicate(edge), kind(object(edge)), id(object(edge)));
}

std::map<std::string, std::string> CompactGraph::qualifiers(EdgeId edge) const {
  if (const Pair* row = FindRow(c_.edge_qualifiers, edge, &Pair::of)) return QualifierSet(row->value);
  return evidence_qualifiers(best_evidence(edge));
}

EvidenceId CompactGraph::best_evidence(EdgeId edge) const {
  const Pair* row = FindRow(c_.edge_best, edge, &Pair::of);
  return c_.evidence_first[edge] + (row == nullptr ? 0 : row->value);
}

CompactEvidence CompactGraph::evidence(EvidenceId piece) const {
  const Pair& document = c_.documents[c_.evidence_document[piece]];
  const Pair& span = c_.evidence_span[piece];
  const StampRow& stamp = c_.stamps[c_.evidence_stamp[piece]];
  return {Text(document.value), document.of,        {span.of, span.value}, Text(c_.evidence_text[piece]),
          Text(stamp.rule),     Text(stamp.status), stamp.confidence};
}

std::map<std::string, std::string> CompactGraph::evidence_qualifiers(EvidenceId piece) const {
  return QualifierSet(c_.evidence_qualifiers[piece]);
}

std::map<std::string, std::string> CompactGraph::QualifierSet(uint32_t set) const {
  std::map<std::string, std::string> qualifiers;
  for (uint32_t i = c_.qualifier_first[set]; i < c_.qualifier_first[set + 1]; ++i) {
    qualifiers.emplace(Text(c_.qualifiers[i].of), Text(c_.qualifiers[i].value));
  }
  return qualifiers;
}

std::set<std::string> CompactGraph::qualifier_names() const {
  std::set<uint32_t> texts;
  for (const Pair& qualifier : c_.qualifiers) texts.insert(qualifier.of);
  std::set<std::string> names;
  for (const uint32_t text : texts) names.emplace(Text(text));
  return names;
}

uint32_t CompactGraph::NameAt(size_t byte) const {
  const auto names = std::views::iota(uint32_t{0}, name_count());
  const auto next =
      std::ranges::upper_bound(names, byte, std::less<>(), [this](uint32_t i) { return c_.names.Start(i); });
  return static_cast<uint32_t>(next - names.begin()) - 1;
}

}  // namespace mailuo
