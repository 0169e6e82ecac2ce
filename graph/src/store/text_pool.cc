#include "store/text_pool.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "store/file_format.h"

namespace mailuo {

void TextRows::Append(std::string_view text) {
  bytes.append(text);
  if (starts.size() % file_format::kTextsPerBase == 0) bases.push_back(bytes.size());
  const uint64_t start = bytes.size() - bases.back();
  too_large = too_large || start > UINT32_MAX || starts.size() == UINT32_MAX;
  starts.push_back(static_cast<uint32_t>(start));
}

std::string_view TextRows::operator[](size_t i) const {
  const auto start = [this](size_t k) { return bases[k / file_format::kTextsPerBase] + starts[k]; };
  return std::string_view(bytes).substr(start(i), start(i + 1) - start(i));
}

uint32_t TextPool::Add(std::string_view text) {
  if (rows_.size() >= slots_.size() / 2) Grow();
  const size_t mask = slots_.size() - 1;
  size_t slot = XXH3_64bits(text.data(), text.size()) & mask;
  for (; slots_[slot] != kFree; slot = (slot + 1) & mask) {
    if (rows_[slots_[slot]] == text) return slots_[slot];
  }
  slots_[slot] = static_cast<uint32_t>(rows_.size());
  rows_.Append(text);
  return slots_[slot];
}

void TextPool::Grow() {
  const size_t mask = 2 * slots_.size() - 1;
  slots_.assign(mask + 1, kFree);
  for (uint32_t i = 0; i < rows_.size(); ++i) {
    const std::string_view text = rows_[i];
    size_t slot = XXH3_64bits(text.data(), text.size()) & mask;
    while (slots_[slot] != kFree) slot = (slot + 1) & mask;
    slots_[slot] = i;
  }
}

}  // namespace mailuo
