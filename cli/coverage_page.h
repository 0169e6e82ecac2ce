// The page of rules coverage: the articles with each match marked, beside the rules and words with their counts. One
// HTML file without network. Neighbours: coverage.h (the counts), pages/coverage.html (looks and behaviour).
#ifndef MAILUO_CLI_COVERAGE_PAGE_H_
#define MAILUO_CLI_COVERAGE_PAGE_H_

#include <string>
#include <vector>

#include "articles.h"
#include "coverage.h"

namespace mailuo::cli {

class CoveragePage {
 public:
  // Takes the article in, as long as there is room: the page stays readable by a browser whatever the corpus.
  void Add(const Document& document, const std::vector<MarkedMatch>& matches);
  std::string Html(const Coverage& coverage, const RulePack& pack, const ArticleCounts& counts) const;

  static constexpr size_t kMaxChars = 300'000;

 private:
  std::string articles_;  // JSON, one a line
  size_t chars_ = 0;
  uint64_t shown_ = 0;
};

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_COVERAGE_PAGE_H_
