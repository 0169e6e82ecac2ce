#include "store/file_writer.h"

#include <algorithm>
#include <cstring>
#include <string>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace mailuo {

using namespace file_format;

namespace {

// Checksums of consecutive blocks of what is fed, in pieces of any size.
class BlockHasher {
 public:
  BlockHasher() { XXH3_64bits_reset(&state_); }

  void Feed(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::string_view piece = bytes.substr(0, kBlockSize - filled_);
      XXH3_64bits_update(&state_, piece.data(), piece.size());
      bytes.remove_prefix(piece.size());
      filled_ += piece.size();
      if (filled_ == kBlockSize) Close();
    }
  }

  std::vector<uint64_t> Finish() {
    if (filled_ > 0) Close();
    return std::move(checksums_);
  }

 private:
  void Close() {
    checksums_.push_back(XXH3_64bits_digest(&state_));
    XXH3_64bits_reset(&state_);
    filled_ = 0;
  }

  XXH3_state_t state_;
  uint64_t filled_ = 0;
  std::vector<uint64_t> checksums_;
};

std::string_view Padding(uint64_t offset) {
  static constexpr char kZeros[kAlignment] = {};
  return {kZeros, Aligned(offset) - offset};
}

template <typename T>
void AppendRaw(const T* values, size_t count, std::string* out) {
  out->append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

}  // namespace

expected<void> FileWriter::Write(ByteSink* sink) const {
  uint64_t data = 0;
  for (const std::string_view section : sections_) data = Aligned(data) + section.size();
  Header header = {};
  std::memcpy(header.magic, kMagic, sizeof(kMagic));
  header.version = kVersion;
  header.sections = kSectionCount;
  header.blocks = BlockCount(data);
  const uint64_t front_size = FrontSize(header.blocks);
  header.file_size = front_size + data;

  std::array<SectionEntry, kSectionCount> entries;
  BlockHasher hasher;
  uint64_t offset = front_size;
  for (uint32_t i = 0; i < kSectionCount; ++i) {
    hasher.Feed(Padding(offset));
    offset = Aligned(offset);
    entries[i] = {offset, sections_[i].size() / kForms[i].element};
    hasher.Feed(sections_[i]);
    offset += sections_[i].size();
  }
  const std::vector<uint64_t> checksums = hasher.Finish();

  std::string front;
  AppendRaw(&header, 1, &front);
  AppendRaw(entries.data(), entries.size(), &front);
  AppendRaw(checksums.data(), checksums.size(), &front);
  header.checksum = XXH3_64bits(front.data(), front.size());
  std::memcpy(front.data(), &header, sizeof(header));

  if (auto written = sink->Append(front); !written) return written;
  offset = front_size;
  for (const std::string_view section : sections_) {
    const std::string_view padding = Padding(offset);
    if (auto written = sink->Append(padding); !written) return written;
    if (auto written = sink->Append(section); !written) return written;
    offset = Aligned(offset) + section.size();
  }
  return {};
}

}  // namespace mailuo
