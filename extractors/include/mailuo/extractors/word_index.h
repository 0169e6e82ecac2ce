// Where in the lexicons a word stands that was found in a text. Neighbour: observer.h (words found).
#ifndef MAILUO_EXTRACTORS_WORD_INDEX_H_
#define MAILUO_EXTRACTORS_WORD_INDEX_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mailuo/extractors/document.h"
#include "mailuo/schemas/rule_pack.h"

namespace mailuo {

// Immutable. The pack must outlive it.
class WordIndex {
 public:
  explicit WordIndex(const RulePack& pack);

  struct Entry {
    uint32_t file = 0;   // index into RulePack::lexicons
    uint32_t entry = 0;  // index into its entries
  };
  static constexpr uint32_t kNone = UINT32_MAX;

  // The word of class `class_name` at the characters [begin, end): an index into entries(), or kNone. A word that is
  // there twice with one class is the first.
  uint32_t Find(const Document& document, uint32_t begin, uint32_t end, std::string_view class_name) const;
  const std::vector<Entry>& entries() const { return entries_; }  // in the order of the pack

 private:
  std::vector<Entry> entries_;
  std::unordered_map<std::string, uint32_t> by_key_;  // looked up only
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_WORD_INDEX_H_
