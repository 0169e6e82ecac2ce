// The file of a CompactGraph, as docs/graph_format.md describes it: what the writer and the loader must agree on.
#ifndef MAILUO_GRAPH_SRC_STORE_FILE_FORMAT_H_
#define MAILUO_GRAPH_SRC_STORE_FILE_FORMAT_H_

#include <bit>
#include <cstddef>
#include <cstdint>

namespace mailuo::file_format {

// Not text, and damaged by any program that takes it for text (as PNG's): line ends, a control-Z, a high bit.
inline constexpr unsigned char kMagic[8] = {0x89, 'M', 'L', 'G', '\r', '\n', 0x1A, '\n'};
inline constexpr uint32_t kVersion = 1;
inline constexpr uint64_t kBlockSize = uint64_t{1} << 20;  // what one checksum is for
inline constexpr uint64_t kAlignment = 8;                  // of sections
inline constexpr uint32_t kTextsPerBase = 1U << 16;
inline constexpr uint32_t kEdgesPerHint = 64;

struct Header {
  unsigned char magic[8];
  uint32_t version;
  uint32_t sections;
  uint64_t file_size;
  uint64_t blocks;
  uint64_t checksum;  // XXH3 of header, section table and block table, this field being zero
  uint64_t reserved[3];
};
static_assert(sizeof(Header) == 64);

struct SectionEntry {
  uint64_t offset;
  uint64_t count;  // of elements
};

// Sections in the order of the file; the section table has no other key.
enum Section : uint32_t {
  kOrigin,
  kTextBytes,
  kTextBases,
  kTextStarts,
  kNodeClasses,
  kNodeClass,
  kNodeName,
  kNodeHash,
  kNodeIds,
  kAliases,
  kArticles,
  kDocuments,
  kLiterals,
  kLiteralMax,
  kMeasures,
  kEdgeKinds,
  kOutFirst,
  kObject,
  kEdgeKind,
  kSubjectHints,
  kInFirst,
  kInEdge,
  kInNode,
  kEvidenceFirst,
  kEdgeBest,
  kEdgeQualifiers,
  kEdgeIds,
  kEvidenceDocument,
  kEvidenceSpan,
  kEvidenceText,
  kEvidenceStamp,
  kEvidenceQualifiers,
  kStamps,
  kQualifierFirst,
  kQualifiers,
  kNameBytes,
  kNameBases,
  kNameStarts,
  kNameNode,
  kSectionCount
};

struct SectionForm {
  const char* name;
  uint32_t element;  // bytes of one
};

inline constexpr SectionForm kForms[kSectionCount] = {
    {"origin", 4},        {"text_bytes", 1},      {"text_bases", 8},     {"text_starts", 4},
    {"node_classes", 8},  {"node_class", 2},      {"node_name", 4},      {"node_hash", 8},
    {"node_ids", 8},      {"aliases", 8},         {"articles", 16},      {"documents", 8},
    {"literals", 16},     {"literal_max", 16},    {"measures", 8},       {"edge_kinds", 8},
    {"out_first", 4},     {"object", 4},          {"edge_kind", 2},      {"subject_hints", 4},
    {"in_first", 4},      {"in_edge", 4},         {"in_node", 4},        {"evidence_first", 4},
    {"edge_best", 8},     {"edge_qualifiers", 8}, {"edge_ids", 8},       {"evidence_document", 4},
    {"evidence_span", 8}, {"evidence_text", 4},   {"evidence_stamp", 4}, {"evidence_qualifiers", 4},
    {"stamps", 16},       {"qualifier_first", 4}, {"qualifiers", 8},     {"name_bytes", 1},
    {"name_bases", 8},    {"name_starts", 4},     {"name_node", 4}};

constexpr uint64_t Aligned(uint64_t offset) { return (offset + kAlignment - 1) / kAlignment * kAlignment; }

// Header, section table and block table; the sections follow.
constexpr uint64_t FrontSize(uint64_t blocks) {
  return sizeof(Header) + kSectionCount * sizeof(SectionEntry) + blocks * sizeof(uint64_t);
}

constexpr uint64_t BlockCount(uint64_t data_size) { return (data_size + kBlockSize - 1) / kBlockSize; }

}  // namespace mailuo::file_format

#endif  // MAILUO_GRAPH_SRC_STORE_FILE_FORMAT_H_
