// Bytes to a CompactGraph: everything that can be wrong with a file is found here, so that the graph itself need not
// look. Neighbours: file_format.h (what is where), graph_memory.h.
#ifndef MAILUO_GRAPH_SRC_STORE_GRAPH_LOADER_H_
#define MAILUO_GRAPH_SRC_STORE_GRAPH_LOADER_H_

#include <memory>
#include <string>

#include "mailuo/graph/compact_graph.h"
#include "store/file_format.h"
#include "store/graph_memory.h"

namespace mailuo {

class CompactGraphLoader {
 public:
  static expected<CompactGraph> Load(std::unique_ptr<const CompactGraph::Memory> memory, const std::string& name,
                                     const CompactOpenOptions& options);

 private:
  explicit CompactGraphLoader(std::unique_ptr<const CompactGraph::Memory> memory);

  // Each step keeps the first thing that is wrong in failure_ and is false then.
  bool ReadHeader();
  bool ReadSections();
  bool CompareChecksums();
  bool CheckTexts();
  bool CheckNodes();
  bool CheckEdges();
  bool CheckEvidence();
  void FillTables();

  bool Fail(uint64_t byte, const std::string& what);
  bool FailAt(file_format::Section section, uint64_t index, const std::string& what);

  using Section = file_format::Section;
  template <typename T>
  std::span<const T> Column(Section section) const;
  CompactGraph::TextColumn Texts(Section bytes, Section bases, Section starts) const;

  bool HasCount(Section section, uint64_t count);
  bool AreBelow(Section section, std::span<const uint32_t> column, uint64_t limit);
  bool AreBelow(Section section, std::span<const uint16_t> column, uint64_t limit);
  // Ascending from 0 to `total`; strictly where each range must hold something.
  bool AreRanges(Section section, std::span<const uint32_t> first, uint64_t total, bool strictly);
  bool IsTextColumn(Section starts, const CompactGraph::TextColumn& texts);
  // Both numbers of each pair are below their limits.
  bool ArePairs(Section section, uint64_t first_limit, uint64_t second_limit);
  template <typename Row, typename Key>
  bool AreAscending(Section section, std::span<const Row> rows, uint64_t limit, bool strictly, Key key);
  bool HintsFit();

  std::unique_ptr<const CompactGraph::Memory> memory_;
  std::string_view bytes_;
  file_format::Header header_;
  const file_format::SectionEntry* entries_ = nullptr;
  CompactGraph graph_;
  std::string failure_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_STORE_GRAPH_LOADER_H_
