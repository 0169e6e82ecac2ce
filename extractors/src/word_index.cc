#include "mailuo/extractors/word_index.h"

#include "unicode.h"

namespace mailuo {
namespace {

std::string KeyOf(std::u32string_view folded, std::string_view class_name) {
  std::string key(class_name);
  key += '\t';
  return key + EncodeUtf8(folded);
}

}  // namespace

WordIndex::WordIndex(const RulePack& pack) {
  for (uint32_t f = 0; f < pack.lexicons.size(); ++f) {
    const std::vector<LexiconEntry>& entries = pack.lexicons[f].entries;
    for (uint32_t e = 0; e < entries.size(); ++e) {
      by_key_.emplace(KeyOf(FoldedChars(entries[e].word), pack.classes[entries[e].class_id]),
                      static_cast<uint32_t>(entries_.size()));
      entries_.push_back({f, e});
    }
  }
}

uint32_t WordIndex::Find(const Document& document, uint32_t begin, uint32_t end, std::string_view class_name) const {
  const auto it = by_key_.find(KeyOf({document.chars.data() + begin, end - begin}, class_name));
  return it == by_key_.end() ? kNone : it->second;
}

}  // namespace mailuo
