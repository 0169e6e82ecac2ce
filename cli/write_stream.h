// Triples and rejects as NDJSON, made on many threads, written in order.
#ifndef MAILUO_CLI_WRITE_STREAM_H_
#define MAILUO_CLI_WRITE_STREAM_H_

#include <vector>

#include "mailuo/graph/byte_sink.h"
#include "mailuo/schemas/triple.h"

namespace mailuo::cli {

// Lines in the order of the stream, in groups that follow each other: one a source.
using TripleGroups = std::vector<std::vector<Triple>>;
using RejectGroups = std::vector<std::vector<Reject>>;

// `threads` 0: as many as the machine has.
expected<void> WriteTriples(const TripleGroups& triples, unsigned threads, ByteSink* sink);
expected<void> WriteRejects(const RejectGroups& rejects, unsigned threads, ByteSink* sink);

// Behind the triples: a line for each article with a date, or of which no triple tells. Made of both, a graph has what
// the one has that `triples` and `articles` come from.
expected<void> WriteArticles(const TripleGroups& triples, const std::vector<ArticleInfo>& articles, ByteSink* sink);

template <typename Line>
size_t CountLines(const std::vector<std::vector<Line>>& groups) {
  size_t count = 0;
  for (const std::vector<Line>& group : groups) count += group.size();
  return count;
}

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_WRITE_STREAM_H_
