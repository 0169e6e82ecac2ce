// A text under construction on its way to a ByteSink: hands on whole pieces once 64 KiB have come together and keeps
// the first error, after which it takes and drops everything.
#ifndef MAILUO_GRAPH_SRC_EXPORT_WRITER_H_
#define MAILUO_GRAPH_SRC_EXPORT_WRITER_H_

#include <string>
#include <string_view>

#include "mailuo/graph/byte_sink.h"

namespace mailuo {

class Writer {
 public:
  explicit Writer(ByteSink* sink) : sink_(sink) { buffer_.reserve(2 * kFlushSize); }

  // Where to append; call Checkpoint after each line or so.
  std::string* out() { return &buffer_; }
  Writer& operator<<(std::string_view text) {
    buffer_.append(text);
    return *this;
  }
  // False once the sink has failed: the rest need not be made.
  bool Checkpoint() {
    if (buffer_.size() >= kFlushSize) Flush();
    return result_.has_value();
  }
  expected<void> Finish();

 private:
  static constexpr size_t kFlushSize = 64 * 1024;
  void Flush();

  ByteSink* sink_;
  std::string buffer_;
  expected<void> result_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_EXPORT_WRITER_H_
