#include "temporary.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

namespace mailuo::cli {
namespace {

namespace fs = std::filesystem;

// .NAME.mailuo-XXXXXX: hidden, so that a walk over an input folder passes it over.
std::string Prefix(const fs::path& target) { return "." + target.filename().string() + ".mailuo-"; }

fs::path FolderOf(const fs::path& target) {
  return target.parent_path().empty() ? fs::path(".") : target.parent_path();
}

// Opens and locks; -1 where there is nothing at `path`, or another run holds it.
int Lock(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  if (descriptor >= 0) close(descriptor);
  return -1;
}

// Another run may have taken a fresh one for a leftover before its lock was there.
bool IsStillThere(const std::string& path, int descriptor) {
  struct stat by_name = {}, by_descriptor = {};
  return stat(path.c_str(), &by_name) == 0 && fstat(descriptor, &by_descriptor) == 0 &&
         by_name.st_ino == by_descriptor.st_ino && by_name.st_dev == by_descriptor.st_dev;
}

void RemoveLeftovers(const fs::path& target) {
  const std::string prefix = Prefix(target);
  std::error_code error;
  std::vector<std::string> leftovers;
  for (fs::directory_iterator it(FolderOf(target), error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.size() == prefix.size() + 6 && name.starts_with(prefix)) leftovers.push_back(it->path().string());
  }
  for (const std::string& leftover : leftovers) {
    const int descriptor = Lock(leftover);
    if (descriptor < 0) continue;
    fs::remove_all(leftover, error);
    close(descriptor);
  }
}

// mkstemp and mkdtemp make them for the owner alone; outputs have the usual rights.
void GiveUsualRights(const std::string& path, bool folder) {
  const mode_t mask = umask(0);
  umask(mask);
  const int unused = chmod(path.c_str(), (folder ? 0777 : 0666) & ~mask);
  static_cast<void>(unused);
}

}  // namespace

expected<Temporary> Temporary::MakeFile(const std::string& target) { return Make(target, /*folder=*/false); }
expected<Temporary> Temporary::MakeFolder(const std::string& target) { return Make(target, /*folder=*/true); }

expected<Temporary> Temporary::Make(const std::string& target, bool folder) {
  RemoveLeftovers(target);
  constexpr int kAttempts = 100;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    std::string path = (FolderOf(target) / (Prefix(target) + "XXXXXX")).string();
    if (folder) {
      if (mkdtemp(path.data()) == nullptr) break;
    } else {
      const int descriptor = mkostemp(path.data(), O_CLOEXEC);
      if (descriptor < 0) break;
      close(descriptor);
    }
    const int lock = Lock(path);
    if (lock >= 0 && IsStillThere(path, lock)) {
      GiveUsualRights(path, folder);
      return Temporary(std::move(path), lock);
    }
    if (lock >= 0) close(lock);
  }
  return unexpected(
      Error{Error::Kind::kOutput, {target, 0, 0}, "cannot write beside it: " + std::generic_category().message(errno)});
}

Temporary::Temporary(Temporary&& other) noexcept : path_(std::move(other.path_)), lock_(other.lock_) {
  other.path_.clear();
  other.lock_ = -1;
}

Temporary::~Temporary() {
  std::error_code error;
  if (!path_.empty()) fs::remove_all(path_, error);
  if (lock_ >= 0) close(lock_);
}

void Temporary::Keep() { path_.clear(); }

}  // namespace mailuo::cli
