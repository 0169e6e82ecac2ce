#include "output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

#include "temporary.h"

namespace mailuo::cli {
namespace {

namespace fs = std::filesystem;

unexpected OutputError(const std::string& path, const std::string& what, int error) {
  return unexpected(Error{Error::Kind::kOutput, {path, 0, 0}, what + ": " + std::generic_category().message(error)});
}

expected<void> WriteTo(const std::string& path, const std::function<expected<void>(ByteSink*)>& write) {
  expected<std::unique_ptr<FileSink>> sink = FileSink::Open(path);
  if (!sink) return unexpected(sink.error());
  if (expected<void> written = write(sink->get()); !written) return written;
  return (*sink)->Close();
}

// The error of a temporary file is told as one of the file that it was to become.
expected<void> InNameOf(const std::string& path, expected<void> result) {
  if (!result) result.error().where.file = path;
  return result;
}

}  // namespace

expected<void> StdoutSink::Append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EPIPE) return {};
    if (written < 0) return OutputError("stdout", "cannot write", errno);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

expected<void> Print(std::string_view text) { return StdoutSink().Append(text); }

expected<void> SyncToDisk(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return OutputError(path, "cannot finish writing", errno);
  const int error = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  if (error != 0 && error != EINVAL) return OutputError(path, "cannot finish writing", error);
  return {};
}

expected<void> WriteOutput(const std::string& path, const std::function<expected<void>(ByteSink*)>& write) {
  if (path.empty() || path == "-") {
    StdoutSink sink;
    return write(&sink);
  }
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    if (fs::is_directory(status)) return OutputError(path, "cannot write", EISDIR);
    return InNameOf(path, WriteTo(path, write));
  }
  // A link stays a link: what it leads to is replaced.
  const fs::path target = fs::exists(status) ? fs::canonical(path, error) : fs::path(path);
  expected<Temporary> temporary = Temporary::MakeFile(target.string());
  if (!temporary) return InNameOf(path, unexpected(temporary.error()));
  if (auto result = InNameOf(path, WriteTo(temporary->path(), write)); !result) return result;
  if (auto result = InNameOf(path, SyncToDisk(temporary->path())); !result) return result;
  if (fs::exists(status)) fs::permissions(temporary->path(), status.permissions(), error);
  fs::rename(temporary->path(), target, error);
  if (error) return OutputError(path, "cannot write", error.value());
  temporary->Keep();
  return {};
}

}  // namespace mailuo::cli
