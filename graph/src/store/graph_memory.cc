#include "store/graph_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace mailuo {

namespace {

unexpected CannotRead(const std::string& path, int error) {
  return unexpected(Error{Error::Kind::kInput, {path, 0, 0}, "cannot read: " + std::generic_category().message(error)});
}

}  // namespace

expected<std::unique_ptr<const CompactGraph::Memory>> CompactGraph::Memory::Map(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return CannotRead(path, errno);
  struct stat status;
  void* place = MAP_FAILED;
  int error = fstat(descriptor, &status) == 0 ? 0 : errno;
  if (error == 0 && !S_ISREG(status.st_mode)) error = S_ISDIR(status.st_mode) ? EISDIR : ENODEV;
  const size_t size = error == 0 ? static_cast<size_t>(status.st_size) : 0;
  if (size > 0) {
    place = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (place == MAP_FAILED) error = errno;
  }
  close(descriptor);
  if (error != 0) return CannotRead(path, error);
  auto memory = std::make_unique<Memory>();
  if (size > 0) memory->bytes = {static_cast<const char*>(place), size};
  return std::unique_ptr<const Memory>(std::move(memory));
}

std::unique_ptr<const CompactGraph::Memory> CompactGraph::Memory::Own(std::string_view bytes) {
  auto memory = std::make_unique<Memory>();
  memory->owned_.resize((bytes.size() + 7) / 8);
  if (!bytes.empty()) std::memcpy(memory->owned_.data(), bytes.data(), bytes.size());
  memory->bytes = {reinterpret_cast<const char*>(memory->owned_.data()), bytes.size()};
  return memory;
}

CompactGraph::Memory::~Memory() {
  if (owned_.empty() && !bytes.empty()) munmap(const_cast<char*>(bytes.data()), bytes.size());
}

}  // namespace mailuo
