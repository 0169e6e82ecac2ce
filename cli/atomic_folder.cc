#include "atomic_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <vector>

#include "graph_folder.h"
#include "output.h"

namespace mailuo::cli {
namespace {

namespace fs = std::filesystem;

// Where a file system cannot swap two names, the old folder steps aside under this name for the time of two renames.
std::string Aside(const fs::path& target) {
  return (target.parent_path() / ("." + target.filename().string() + ".mailuo-old")).string();
}

Error OutputError(const std::string& path, const std::string& what, const std::error_code& error) {
  return {Error::Kind::kOutput, {path, 0, 0}, what + ": " + error.message()};
}

Error UsageError(const std::string& path, std::string message) {
  return {Error::Kind::kUsage, {path, 0, 0}, std::move(message)};
}

// What stands at `folder` may be replaced: see Open.
expected<void> CheckReplaceable(const fs::path& folder, const std::vector<std::string>& own) {
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (!fs::exists(status)) return {};
  if (!fs::is_directory(status)) {
    return unexpected(UsageError(folder.string(), "is no folder, expected one of ours or a new name"));
  }
  if (fs::equivalent(folder, fs::current_path(error), error)) {
    return unexpected(UsageError(folder.string(), "is the folder you are in, name it from outside"));
  }
  std::vector<std::string> names;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    names.push_back(it->path().filename().string());
  }
  if (error) return unexpected(OutputError(folder.string(), "cannot be read", error));
  if (names.empty()) return {};
  const expected<std::vector<std::string>> known = own.empty() ? ListedFiles(folder.string()) : own;
  if (!known) return unexpected(UsageError(folder.string(), "holds files but is no graph folder, it is not replaced"));
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (std::find(known->begin(), known->end(), name) == known->end()) {
      return unexpected(UsageError(
          folder.string(), "holds '" + name + "', which is none of the files that are written, it is not replaced"));
    }
  }
  return {};
}

// A run was killed between two renames: the old folder gets its name back, or goes if the new one is there.
void Recover(const fs::path& target) {
  std::error_code error;
  const std::string aside = Aside(target);
  if (!fs::exists(aside, error)) return;
  if (fs::exists(target, error)) {
    fs::remove_all(aside, error);
  } else {
    fs::rename(aside, target, error);
  }
}

}  // namespace

expected<AtomicFolder> AtomicFolder::Open(const std::string& target, const std::vector<std::string>& own) {
  std::error_code error;
  fs::path path = fs::absolute(target, error).lexically_normal();
  if (path.filename().empty()) path = path.parent_path();  // "out/"
  if (fs::is_symlink(fs::symlink_status(path, error))) path = fs::canonical(path, error);
  if (error && error != std::errc::no_such_file_or_directory) {
    return unexpected(OutputError(target, "cannot write", error));
  }
  Recover(path);
  if (auto free = CheckReplaceable(path, own); !free) {
    free.error().where.file = target;
    return unexpected(free.error());
  }
  fs::create_directories(path.parent_path(), error);
  if (error) return unexpected(OutputError(target, "cannot make the folder", error));
  expected<Temporary> temporary = Temporary::MakeFolder(path.string());
  if (!temporary) {
    temporary.error().where.file = target;
    return unexpected(temporary.error());
  }
  return AtomicFolder(path.string(), std::move(*temporary));
}

expected<void> AtomicFolder::Commit() {
  std::error_code error;
  for (fs::directory_iterator it(temporary_.path(), error), end; !error && it != end; it.increment(error)) {
    if (auto synced = SyncToDisk(it->path().string()); !synced) return synced;
  }
  if (auto synced = SyncToDisk(temporary_.path()); !synced) return synced;
  const std::string parent = fs::path(target_).parent_path().string();
  if (rename(temporary_.path().c_str(), target_.c_str()) == 0) {  // nothing there, or an empty folder
    temporary_.Keep();
    return SyncToDisk(parent);
  }
  // The old folder is under the temporary name afterwards and goes with it.
  if (renameat2(AT_FDCWD, temporary_.path().c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) == 0) {
    return SyncToDisk(parent);
  }
  if (errno != EINVAL && errno != ENOSYS) {
    return unexpected(OutputError(target_, "cannot replace", std::error_code(errno, std::generic_category())));
  }
  const std::string aside = Aside(target_);
  fs::rename(target_, aside, error);
  if (error) return unexpected(OutputError(target_, "cannot replace", error));
  fs::rename(temporary_.path(), target_, error);
  if (error) {
    const Error failure = OutputError(target_, "cannot replace", error);
    fs::rename(aside, target_, error);
    return unexpected(failure);
  }
  temporary_.Keep();
  fs::remove_all(aside, error);
  return SyncToDisk(parent);
}

}  // namespace mailuo::cli
