#include "source_finder.h"

#include <filesystem>

#include "inputs.h"
#include "mailuo/extractors/load_articles.h"

namespace mailuo::cli {

std::map<ArticleKey, Document> FindArticles(const std::set<ArticleKey>& wanted, const std::vector<std::string>& inputs,
                                            const std::string& beside, const Layout& layout, const Console& console) {
  std::map<ArticleKey, Document> found;
  const auto keep = [&](const Document& document) {
    ArticleKey key{document.source, document.article_id};
    if (wanted.count(key) > 0) found.emplace(std::move(key), document);
  };
  if (!inputs.empty()) {
    ArticleOptions options;
    options.inputs = inputs;
    const auto read = ReadArticles(options, layout, console, keep);
    if (!read) console.Fail(read.error());
    return found;
  }
  std::set<std::string> sources;
  for (const ArticleKey& key : wanted) sources.insert(key.source);
  for (const std::string& source : sources) {
    for (const std::string& path : {source, beside + "/" + source}) {
      std::error_code error;
      if (!std::filesystem::is_regular_file(path, error)) continue;
      const auto bytes = ReadInput({path, source, 0}, LoadOptions().max_bytes);
      if (!bytes) continue;
      DiagnosticList ignored;  // what is wrong with it was said when it was read for the graph
      LoadArticles(*bytes, source, LoadOptions(), layout, &ignored, keep);
      break;
    }
  }
  return found;
}

}  // namespace mailuo::cli
