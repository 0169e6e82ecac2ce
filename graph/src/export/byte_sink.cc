#include "mailuo/graph/byte_sink.h"

#include <cerrno>
#include <cstring>

namespace mailuo {

namespace {

unexpected OutputError(const std::string& path, const char* what) {
  Error error;
  error.kind = Error::Kind::kOutput;
  error.where.file = path;
  error.message = std::string(what) + ": " + std::strerror(errno);
  return unexpected(std::move(error));
}

}  // namespace

expected<void> StringSink::Append(std::string_view bytes) {
  bytes_.append(bytes);
  return {};
}

expected<std::unique_ptr<FileSink>> FileSink::Open(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return OutputError(path, "cannot open for writing");
  std::setvbuf(file, nullptr, _IONBF, 0);
  return std::unique_ptr<FileSink>(new FileSink(path, file));
}

FileSink::~FileSink() {
  if (file_ != nullptr) std::fclose(file_);
}

expected<void> FileSink::Append(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) return OutputError(path_, "cannot write");
  return {};
}

expected<void> FileSink::Close() {
  const bool closed = std::fclose(file_) == 0;
  file_ = nullptr;
  if (!closed) return OutputError(path_, "cannot finish writing");
  return {};
}

}  // namespace mailuo
