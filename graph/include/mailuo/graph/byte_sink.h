// Where writers put their bytes. A writer keeps at most 64 KiB and hands it on in order; the first error ends the
// writing and is what the writer returns.
#ifndef MAILUO_GRAPH_BYTE_SINK_H_
#define MAILUO_GRAPH_BYTE_SINK_H_

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "mailuo/schemas/expected.h"

namespace mailuo {

class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual expected<void> Append(std::string_view bytes) = 0;
};

class StringSink : public ByteSink {
 public:
  expected<void> Append(std::string_view bytes) override;
  const std::string& bytes() const { return bytes_; }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Writes a file from its beginning. Whole-or-nothing is the caller's: write beside the target, Close, rename.
class FileSink : public ByteSink {
 public:
  static expected<std::unique_ptr<FileSink>> Open(const std::string& path);
  ~FileSink() override;
  expected<void> Append(std::string_view bytes) override;
  expected<void> Close();  // all bytes are with the system, or the error that says why not

 private:
  FileSink(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}
  std::string path_;
  std::FILE* file_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_BYTE_SINK_H_
