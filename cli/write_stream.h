// Triples and rejects as NDJSON, made on many threads, written in order.
#ifndef MAILUO_CLI_WRITE_STREAM_H_
#define MAILUO_CLI_WRITE_STREAM_H_

#include <vector>

#include "mailuo/graph/byte_sink.h"
#include "mailuo/schemas/triple.h"

namespace mailuo::cli {

// `threads` 0: as many as the machine has.
expected<void> WriteTriples(const std::vector<Triple>& triples, unsigned threads, ByteSink* sink);
expected<void> WriteRejects(const std::vector<Reject>& rejects, unsigned threads, ByteSink* sink);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_WRITE_STREAM_H_
