#include "write_stream.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <string>
#include <string_view>

#include "mailuo/schemas/triple_stream.h"
#include "parallel.h"

namespace mailuo::cli {
namespace {

constexpr size_t kBlockLines = 2048;    // about 1 MB
constexpr size_t kBlocksPerThread = 8;  // that are kept in memory at once

template <typename Line>
expected<void> WriteLines(const std::vector<std::vector<Line>>& groups, void (*append)(const Line&, std::string*),
                          unsigned threads, ByteSink* sink) {
  if (threads == 0) threads = DefaultThreads();
  std::vector<const Line*> lines;
  lines.reserve(CountLines(groups));
  for (const std::vector<Line>& group : groups) {
    for (const Line& line : group) lines.push_back(&line);
  }
  const size_t blocks = (lines.size() + kBlockLines - 1) / kBlockLines;
  std::vector<std::string> made(std::min(blocks, kBlocksPerThread * threads));
  for (size_t first = 0; first < blocks; first += made.size()) {
    const size_t count = std::min(made.size(), blocks - first);
    std::atomic<size_t> next{0};
    const auto work = [&] {
      for (size_t i = next++; i < count; i = next++) {
        made[i].clear();
        const size_t begin = (first + i) * kBlockLines, end = std::min(lines.size(), begin + kBlockLines);
        for (size_t line = begin; line < end; ++line) append(*lines[line], &made[i]);
      }
    };
    RunOnThreads(std::min(threads, static_cast<unsigned>(count)), work, [&] { next = count; });
    for (size_t i = 0; i < count; ++i) {
      if (auto written = sink->Append(made[i]); !written) return written;
    }
  }
  return {};
}

}  // namespace

expected<void> WriteTriples(const TripleGroups& triples, unsigned threads, ByteSink* sink) {
  return WriteLines(triples, &AppendTripleLine, threads, sink);
}

expected<void> WriteArticles(const TripleGroups& triples, const std::vector<ArticleInfo>& articles, ByteSink* sink) {
  std::map<std::string_view, std::string_view> sources;  // of articles that triples tell of
  for (const std::vector<Triple>& group : triples) {
    for (const Triple& triple : group) sources.emplace(triple.article, triple.source);
  }
  std::string lines;
  for (ArticleInfo article : articles) {
    const auto told = sources.find(article.id);
    if (told != sources.end() && article.date.empty()) continue;
    if (article.source.empty() && told != sources.end()) article.source = told->second;
    AppendArticleLine(article, &lines);
  }
  return sink->Append(lines);
}

expected<void> WriteRejects(const RejectGroups& rejects, unsigned threads, ByteSink* sink) {
  return WriteLines(rejects, &AppendRejectLine, threads, sink);
}

}  // namespace mailuo::cli
