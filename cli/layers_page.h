// The debugger's view: articles with all layers as one HTML page, labels under the text and arcs for relations. No
// network. Neighbours: explanation.h, pages/layers.html (looks and behaviour).
#ifndef MAILUO_CLI_LAYERS_PAGE_H_
#define MAILUO_CLI_LAYERS_PAGE_H_

#include <cstdint>
#include <map>
#include <string>

#include "articles.h"
#include "explanation.h"

namespace mailuo::cli {

class LayersPage {
 public:
  LayersPage(const Explainer& explainer, const RulePack& pack) : explainer_(explainer), pack_(pack) {}

  // A page stays readable by a browser: some articles, or one however long.
  bool HasRoom(const Document& document) const { return shown_ == 0 || chars_ + document.size() <= kMaxChars; }
  // The article that the explainer ran last, with the `misses` nearest misses of each sentence.
  void Add(const Document& document, size_t misses);
  std::string Html(const ArticleCounts& counts) const;

  static constexpr size_t kMaxChars = 60'000;

 private:
  const Explainer& explainer_;
  const RulePack& pack_;
  std::string articles_;
  size_t chars_ = 0;
  uint64_t shown_ = 0;
};

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_LAYERS_PAGE_H_
