// C streams, because they tell why a read failed (a folder opens well and then gives EISDIR). Neighbour: read_file.h.
#include "read_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace mailuo {
namespace {

unexpected CannotRead(const std::string& path, int reason) {
  const std::string message = "cannot be read: " + std::generic_category().message(reason);
  return unexpected(Error{Error::Kind::kInput, {path, 0, 0}, message});
}

}  // namespace

expected<std::string> ReadFile(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (file == nullptr) return CannotRead(path, errno);
  std::string bytes;
  std::array<char, 65536> block;
  while (const size_t count = std::fread(block.data(), 1, block.size(), file.get())) bytes.append(block.data(), count);
  if (std::ferror(file.get()) != 0) return CannotRead(path, errno);
  return bytes;
}

}  // namespace mailuo
