#include "export/writer.h"

namespace mailuo {

void Writer::Flush() {
  if (result_) result_ = sink_->Append(buffer_);
  buffer_.clear();
}

expected<void> Writer::Finish() {
  Flush();
  return result_;
}

}  // namespace mailuo
