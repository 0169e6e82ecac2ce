// The articles that a graph's evidence names, found again where their files are at hand. Neighbour: explain.cc.
#ifndef MAILUO_CLI_SOURCE_FINDER_H_
#define MAILUO_CLI_SOURCE_FINDER_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "articles.h"
#include "mailuo/extractors/document.h"

namespace mailuo::cli {

struct ArticleKey {
  std::string source;
  std::string article;
  friend auto operator<=>(const ArticleKey&, const ArticleKey&) = default;
};

// Reads the wanted articles out of `inputs`, which are named as they were to build. Without inputs a source is looked
// for as a path: from the current folder, then from `beside`.
std::map<ArticleKey, Document> FindArticles(const std::set<ArticleKey>& wanted, const std::vector<std::string>& inputs,
                                            const std::string& beside, const Layout& layout, const Console& console);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_SOURCE_FINDER_H_
