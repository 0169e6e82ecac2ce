#include "store/graph_loader.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace mailuo {

using namespace file_format;

namespace {

std::string Quoted(std::string_view name) { return "section " + std::string(name); }

template <typename T>
uint64_t Largest(std::span<const T> column) {
  T largest = 0;
  for (T value : column) largest = std::max(largest, value);
  return largest;
}

// The header's checksum as the writer computed it: over everything before the sections, its own field being zero.
uint64_t FrontChecksum(Header header, std::string_view rest) {
  header.checksum = 0;
  XXH3_state_t state;
  XXH3_64bits_reset(&state);
  XXH3_64bits_update(&state, &header, sizeof(header));
  XXH3_64bits_update(&state, rest.data(), rest.size());
  return XXH3_64bits_digest(&state);
}

}  // namespace

CompactGraphLoader::CompactGraphLoader(std::unique_ptr<const CompactGraph::Memory> memory)
    : memory_(std::move(memory)), bytes_(memory_->bytes) {}

expected<CompactGraph> CompactGraphLoader::Load(std::unique_ptr<const CompactGraph::Memory> memory,
                                                const std::string& name, const CompactOpenOptions& options) {
  CompactGraphLoader loader(std::move(memory));
  const bool good = loader.ReadHeader() && loader.ReadSections() && (!options.checksums || loader.CompareChecksums()) &&
                    loader.CheckTexts() && loader.CheckNodes() && loader.CheckEdges() && loader.CheckEvidence();
  if (!good) return unexpected(Error{Error::Kind::kInput, {name, 0, 0}, loader.failure_});
  loader.FillTables();
  return std::move(loader.graph_);
}

bool CompactGraphLoader::Fail(uint64_t byte, const std::string& what) {
  failure_ = "byte " + std::to_string(byte) + ": " + what;
  return false;
}

bool CompactGraphLoader::FailAt(Section section, uint64_t index, const std::string& what) {
  return Fail(entries_[section].offset + index * kForms[section].element,
              Quoted(kForms[section].name) + ": element " + std::to_string(index) + " " + what);
}

bool CompactGraphLoader::ReadHeader() {
  if constexpr (std::endian::native != std::endian::little) return Fail(0, "this machine cannot map the file");
  if (bytes_.size() < sizeof(Header)) {
    return Fail(bytes_.size(), "the file ends here, a graph's header has " + std::to_string(sizeof(Header)) + " bytes");
  }
  std::memcpy(&header_, bytes_.data(), sizeof(Header));
  if (std::memcmp(header_.magic, kMagic, sizeof(kMagic)) != 0) return Fail(0, "is no graph that mailuo wrote");
  if (header_.version != kVersion) {
    return Fail(offsetof(Header, version), "has version " + std::to_string(header_.version) +
                                               " of the form, expected " + std::to_string(kVersion) +
                                               "; build it anew");
  }
  if (header_.sections != kSectionCount) {
    return Fail(offsetof(Header, sections),
                "has " + std::to_string(header_.sections) + " sections, expected " + std::to_string(kSectionCount));
  }
  if (header_.file_size != bytes_.size()) {
    return Fail(std::min<uint64_t>(header_.file_size, bytes_.size()), "the file has " + std::to_string(bytes_.size()) +
                                                                          " bytes, its header says " +
                                                                          std::to_string(header_.file_size));
  }
  // Sections begin behind the table of their blocks' checksums; both sizes follow from the file's.
  const uint64_t size = bytes_.size();
  if (size < FrontSize(0) || header_.blocks > size / sizeof(uint64_t) || FrontSize(header_.blocks) > size ||
      header_.blocks != BlockCount(size - FrontSize(header_.blocks))) {
    return Fail(offsetof(Header, blocks), "the number of blocks does not fit the file's size");
  }
  const uint64_t front = FrontSize(header_.blocks);
  if (FrontChecksum(header_, bytes_.substr(sizeof(Header), front - sizeof(Header))) != header_.checksum) {
    return Fail(offsetof(Header, checksum), "the first " + std::to_string(front) +
                                                " bytes are damaged: their checksum "
                                                "does not fit");
  }
  entries_ = reinterpret_cast<const SectionEntry*>(bytes_.data() + sizeof(Header));
  return true;
}

bool CompactGraphLoader::ReadSections() {
  uint64_t offset = FrontSize(header_.blocks);
  for (uint32_t i = 0; i < kSectionCount; ++i) {
    offset = Aligned(offset);
    const bool in_place = entries_[i].offset == offset && offset <= bytes_.size() &&
                          entries_[i].count <= (bytes_.size() - offset) / kForms[i].element;
    if (!in_place) {
      return Fail(sizeof(Header) + i * sizeof(SectionEntry), Quoted(kForms[i].name) + " does not lie in the file");
    }
    offset += entries_[i].count * kForms[i].element;
  }
  if (offset != bytes_.size()) return Fail(offset, "bytes follow the last section");

  CompactGraph::Columns& c = graph_.c_;
  c.origin = Column<uint32_t>(kOrigin);
  c.text = Texts(kTextBytes, kTextBases, kTextStarts);
  c.node_classes = Column<CompactGraph::Pair>(kNodeClasses);
  c.node_class = Column<uint16_t>(kNodeClass);
  c.node_name = Column<uint32_t>(kNodeName);
  c.node_hash = Column<uint64_t>(kNodeHash);
  c.node_ids = Column<CompactGraph::Pair>(kNodeIds);
  c.aliases = Column<CompactGraph::Pair>(kAliases);
  c.articles = Column<CompactGraph::ArticleRow>(kArticles);
  c.documents = Column<CompactGraph::Pair>(kDocuments);
  c.literals = Column<CompactGraph::LiteralRow>(kLiterals);
  c.literal_max = Column<CompactGraph::LiteralRow>(kLiteralMax);
  c.measures = Column<CompactGraph::Pair>(kMeasures);
  c.edge_kinds = Column<CompactGraph::Pair>(kEdgeKinds);
  c.out_first = Column<uint32_t>(kOutFirst);
  c.object = Column<uint32_t>(kObject);
  c.edge_kind = Column<uint16_t>(kEdgeKind);
  c.subject_hints = Column<uint32_t>(kSubjectHints);
  c.in_first = Column<uint32_t>(kInFirst);
  c.in_edge = Column<uint32_t>(kInEdge);
  c.in_node = Column<uint32_t>(kInNode);
  c.evidence_first = Column<uint32_t>(kEvidenceFirst);
  c.edge_best = Column<CompactGraph::Pair>(kEdgeBest);
  c.edge_qualifiers = Column<CompactGraph::Pair>(kEdgeQualifiers);
  c.edge_ids = Column<CompactGraph::Pair>(kEdgeIds);
  c.evidence_document = Column<uint32_t>(kEvidenceDocument);
  c.evidence_span = Column<CompactGraph::Pair>(kEvidenceSpan);
  c.evidence_text = Column<uint32_t>(kEvidenceText);
  c.evidence_stamp = Column<uint32_t>(kEvidenceStamp);
  c.evidence_qualifiers = Column<uint32_t>(kEvidenceQualifiers);
  c.stamps = Column<CompactGraph::StampRow>(kStamps);
  c.qualifier_first = Column<uint32_t>(kQualifierFirst);
  c.qualifiers = Column<CompactGraph::Pair>(kQualifiers);
  c.names = Texts(kNameBytes, kNameBases, kNameStarts);
  c.name_node = Column<uint32_t>(kNameNode);
  return true;
}

bool CompactGraphLoader::CompareChecksums() {
  const uint64_t front = FrontSize(header_.blocks);
  for (uint64_t i = 0; i < header_.blocks; ++i) {
    const std::string_view block = bytes_.substr(front + i * kBlockSize, kBlockSize);
    uint64_t checksum;
    std::memcpy(&checksum, bytes_.data() + FrontSize(i), sizeof(checksum));
    if (XXH3_64bits(block.data(), block.size()) != checksum) {
      return Fail(front + i * kBlockSize,
                  "the next " + std::to_string(block.size()) + " bytes are damaged: their checksum does not fit");
    }
  }
  return true;
}

template <typename T>
std::span<const T> CompactGraphLoader::Column(Section section) const {
  static_assert(alignof(T) <= kAlignment);
  return {reinterpret_cast<const T*>(bytes_.data() + entries_[section].offset), entries_[section].count};
}

CompactGraph::TextColumn CompactGraphLoader::Texts(Section bytes, Section bases, Section starts) const {
  return {bytes_.substr(entries_[bytes].offset, entries_[bytes].count), Column<uint64_t>(bases),
          Column<uint32_t>(starts)};
}

bool CompactGraphLoader::HasCount(Section section, uint64_t count) {
  if (entries_[section].count == count) return true;
  return Fail(entries_[section].offset, Quoted(kForms[section].name) + " has " +
                                            std::to_string(entries_[section].count) + " elements, expected " +
                                            std::to_string(count));
}

bool CompactGraphLoader::AreBelow(Section section, std::span<const uint32_t> column, uint64_t limit) {
  if (column.empty() || Largest(column) < limit) return true;
  const auto bad = std::find_if(column.begin(), column.end(), [limit](uint32_t value) { return value >= limit; });
  return FailAt(section, static_cast<uint64_t>(bad - column.begin()),
                "is " + std::to_string(*bad) + ", expected below " + std::to_string(limit));
}

bool CompactGraphLoader::AreBelow(Section section, std::span<const uint16_t> column, uint64_t limit) {
  if (column.empty() || Largest(column) < limit) return true;
  const auto bad = std::find_if(column.begin(), column.end(), [limit](uint16_t value) { return value >= limit; });
  return FailAt(section, static_cast<uint64_t>(bad - column.begin()),
                "is " + std::to_string(*bad) + ", expected below " + std::to_string(limit));
}

bool CompactGraphLoader::AreRanges(Section section, std::span<const uint32_t> first, uint64_t total, bool strictly) {
  if (first.front() != 0) return FailAt(section, 0, "is not 0");
  const auto bad = std::adjacent_find(first.begin(), first.end(),
                                      [strictly](uint32_t a, uint32_t b) { return strictly ? a >= b : a > b; });
  if (bad != first.end()) return FailAt(section, static_cast<uint64_t>(bad - first.begin()) + 1, "does not ascend");
  if (first.back() != total) {
    return FailAt(section, first.size() - 1,
                  "is " + std::to_string(first.back()) + ", expected " + std::to_string(total));
  }
  return true;
}

bool CompactGraphLoader::ArePairs(Section section, uint64_t first_limit, uint64_t second_limit) {
  const auto pairs = Column<CompactGraph::Pair>(section);
  for (size_t i = 0; i < pairs.size(); ++i) {
    if (pairs[i].of >= first_limit || pairs[i].value >= second_limit) return FailAt(section, i, "points nowhere");
  }
  return true;
}

template <typename Row, typename Key>
bool CompactGraphLoader::AreAscending(Section section, std::span<const Row> rows, uint64_t limit, bool strictly,
                                      Key key) {
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].*key >= limit) return FailAt(section, i, "points nowhere");
    if (i == 0) continue;
    const auto before = rows[i - 1].*key;
    if (strictly ? before >= rows[i].*key : before > rows[i].*key) return FailAt(section, i, "does not ascend");
  }
  return true;
}

bool CompactGraphLoader::IsTextColumn(Section starts, const CompactGraph::TextColumn& texts) {
  const uint64_t bases = (texts.starts.size() + kTextsPerBase - 1) / kTextsPerBase;
  if (texts.starts.empty() || texts.bases.size() != bases) return FailAt(starts, 0, "does not fit the bases");
  uint64_t last = 0;
  for (uint64_t i = 0; i < texts.starts.size(); ++i) {
    const uint64_t start = texts.Start(static_cast<uint32_t>(i));
    if (start < last || start > texts.bytes.size() || (i == 0 && start != 0)) {
      return FailAt(starts, i, "does not ascend within the text");
    }
    last = start;
  }
  return last == texts.bytes.size() || FailAt(starts, texts.starts.size() - 1, "is not the text's end");
}

bool CompactGraphLoader::CheckTexts() {
  const CompactGraph::Columns& c = graph_.c_;
  if (!IsTextColumn(kTextStarts, c.text) || !IsTextColumn(kNameStarts, c.names)) return false;
  for (uint32_t i = 0; i < c.names.size(); ++i) {
    const std::string_view name = c.names[i];
    if (name.empty() || name.back() != '\0') return FailAt(kNameStarts, i, "is a name without its zero byte");
  }
  return HasCount(kOrigin, 2) && AreBelow(kOrigin, c.origin, c.text.size()) && HasCount(kNameNode, c.names.size()) &&
         AreBelow(kNameNode, c.name_node, c.node_name.size());
}

bool CompactGraphLoader::CheckNodes() {
  using Pair = CompactGraph::Pair;
  using Article = CompactGraph::ArticleRow;
  using LiteralRow = CompactGraph::LiteralRow;
  const CompactGraph::Columns& c = graph_.c_;
  const uint64_t nodes = c.node_name.size(), texts = c.text.size();
  if (!HasCount(kNodeClass, nodes) || !HasCount(kNodeHash, nodes) || !ArePairs(kNodeClasses, 3, texts) ||
      !AreBelow(kNodeClass, c.node_class, c.node_classes.size()) || !AreBelow(kNodeName, c.node_name, texts) ||
      !AreAscending(kNodeIds, c.node_ids, nodes, true, &Pair::of) || !ArePairs(kNodeIds, nodes, texts) ||
      !AreAscending(kAliases, c.aliases, nodes, false, &Pair::of) || !ArePairs(kAliases, nodes, texts) ||
      !AreAscending(kArticles, c.articles, nodes, true, &Article::node) || !ArePairs(kDocuments, nodes, texts) ||
      !AreAscending(kLiterals, c.literals, nodes, true, &LiteralRow::node) || !ArePairs(kMeasures, texts, texts) ||
      !AreAscending(kLiteralMax, c.literal_max, nodes, true, &LiteralRow::node)) {
    return false;
  }
  for (size_t i = 0; i < c.articles.size(); ++i) {
    if (c.articles[i].source >= texts || c.articles[i].date >= texts) return FailAt(kArticles, i, "points nowhere");
  }
  for (size_t i = 0; i < c.literals.size(); ++i) {
    if (c.literals[i].measure >= c.measures.size()) return FailAt(kLiterals, i, "points nowhere");
    if (!std::isfinite(c.literals[i].value)) return FailAt(kLiterals, i, "is no number");
  }
  for (size_t i = 0; i < c.literal_max.size(); ++i) {
    if (!std::isfinite(c.literal_max[i].value)) return FailAt(kLiteralMax, i, "is no number");
  }
  return true;
}

bool CompactGraphLoader::HintsFit() {
  const CompactGraph::Columns& c = graph_.c_;
  for (size_t i = 0; i < c.subject_hints.size(); ++i) {
    const uint64_t node = c.subject_hints[i], edge = i * kEdgesPerHint;
    const bool fits = node + 1 < c.out_first.size() && c.out_first[node] <= edge && edge < c.out_first[node + 1];
    if (!fits) return FailAt(kSubjectHints, i, "is not the subject of edge " + std::to_string(edge));
  }
  return true;
}

bool CompactGraphLoader::CheckEdges() {
  using Pair = CompactGraph::Pair;
  const CompactGraph::Columns& c = graph_.c_;
  const uint64_t nodes = c.node_name.size(), edges = c.object.size(), texts = c.text.size();
  return HasCount(kOutFirst, nodes + 1) && HasCount(kInFirst, nodes + 1) && HasCount(kEdgeKind, edges) &&
         HasCount(kInEdge, edges) && HasCount(kInNode, edges) && HasCount(kEvidenceFirst, edges + 1) &&
         HasCount(kSubjectHints, (edges + kEdgesPerHint - 1) / kEdgesPerHint) && ArePairs(kEdgeKinds, texts, texts) &&
         AreRanges(kOutFirst, c.out_first, edges, false) && AreRanges(kInFirst, c.in_first, edges, false) &&
         AreBelow(kObject, c.object, nodes) && AreBelow(kEdgeKind, c.edge_kind, c.edge_kinds.size()) &&
         AreBelow(kInEdge, c.in_edge, edges) && AreBelow(kInNode, c.in_node, nodes) && HintsFit() &&
         AreAscending(kEdgeBest, c.edge_best, edges, true, &Pair::of) &&
         AreAscending(kEdgeQualifiers, c.edge_qualifiers, edges, true, &Pair::of) &&
         AreAscending(kEdgeIds, c.edge_ids, edges, true, &Pair::of) && ArePairs(kEdgeIds, edges, texts);
}

bool CompactGraphLoader::CheckEvidence() {
  const CompactGraph::Columns& c = graph_.c_;
  const uint64_t pieces = c.evidence_text.size(), texts = c.text.size();
  if (c.qualifier_first.empty()) return Fail(entries_[kQualifierFirst].offset, "section qualifier_first is empty");
  const uint64_t sets = c.qualifier_first.size() - 1;
  if (!HasCount(kEvidenceDocument, pieces) || !HasCount(kEvidenceSpan, pieces) || !HasCount(kEvidenceStamp, pieces) ||
      !HasCount(kEvidenceQualifiers, pieces) || !AreRanges(kEvidenceFirst, c.evidence_first, pieces, true) ||
      !AreBelow(kEvidenceText, c.evidence_text, texts) ||
      !AreBelow(kEvidenceDocument, c.evidence_document, c.documents.size()) ||
      !AreBelow(kEvidenceStamp, c.evidence_stamp, c.stamps.size()) ||
      !AreBelow(kEvidenceQualifiers, c.evidence_qualifiers, sets) ||
      !AreRanges(kQualifierFirst, c.qualifier_first, c.qualifiers.size(), false) ||
      !ArePairs(kQualifiers, texts, texts) || !ArePairs(kEdgeQualifiers, c.object.size(), sets)) {
    return false;
  }
  for (size_t i = 0; i < c.edge_best.size(); ++i) {
    const uint32_t edge = c.edge_best[i].of;
    if (c.edge_best[i].value >= c.evidence_first[edge + 1] - c.evidence_first[edge]) {
      return FailAt(kEdgeBest, i, "is no piece of the edge's evidence");
    }
  }
  for (size_t i = 0; i < c.stamps.size(); ++i) {
    const CompactGraph::StampRow& stamp = c.stamps[i];
    if (stamp.rule >= texts || stamp.status >= texts) return FailAt(kStamps, i, "points nowhere");
    if (!std::isfinite(stamp.confidence)) return FailAt(kStamps, i, "is no confidence");
  }
  return true;
}

void CompactGraphLoader::FillTables() {
  CompactGraph::Columns& c = graph_.c_;
  for (const CompactGraph::Pair& row : c.node_classes) {
    graph_.classes_.push_back({static_cast<GraphNode::Kind>(row.of), c.text[row.value]});
  }
  for (const CompactGraph::Pair& row : c.edge_kinds) graph_.kinds_.push_back({c.text[row.of], c.text[row.value]});
  graph_.origin_ = {std::string(c.text[c.origin[0]]), std::string(c.text[c.origin[1]])};
  graph_.file_size_ = bytes_.size();
  graph_.memory_ = std::move(memory_);
}

}  // namespace mailuo
