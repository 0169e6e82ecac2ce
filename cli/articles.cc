#include "articles.h"

#include <algorithm>

#include "inputs.h"

namespace mailuo::cli {

expected<ArticleCounts> ReadArticles(const ArticleOptions& options, const Layout& layout, const Console& console,
                                     const std::function<void(const Document&)>& take) {
  const expected<LoadOptions> load = LoadOptionsOf(options);
  if (!load) return unexpected(load.error());
  DiagnosticList found;
  const expected<std::vector<InputFile>> files = ListInputs(options.inputs, options.output, &found);
  if (!files) return unexpected(files.error());
  ArticleCounts counts;
  for (const InputFile& file : *files) {
    const auto bytes = ReadInput(file, load->max_bytes);
    if (!bytes) {
      found.Report({Severity::kError, bytes.error().where, bytes.error().message});
      continue;
    }
    counts.bytes += (*bytes)->size();
    const auto read = LoadArticles(*bytes, file.source, *load, layout, &found, [&](const Document& document) {
      ++counts.articles;
      take(document);
    });
    if (!read) found.Report({Severity::kError, read.error().where, read.error().message});
  }
  console.Report(found.all());
  counts.input_was_bad = found.has_errors();
  if (counts.articles == 0) return unexpected(Error{Error::Kind::kInput, {}, "no article could be read"});
  return counts;
}

uint32_t SentenceAt(const Document& document, uint32_t position) {
  const auto& all = document.sentences;
  const auto behind = std::upper_bound(all.begin(), all.end(), position,
                                       [](uint32_t at, const Sentence& sentence) { return at < sentence.begin; });
  return behind == all.begin() ? 0 : static_cast<uint32_t>(behind - all.begin() - 1);
}

CharRange CharsOf(const Document& document, Span bytes) {
  const auto begin = std::lower_bound(document.offsets.begin(), document.offsets.end(), bytes.begin);
  const auto end = std::upper_bound(document.ends.begin(), document.ends.end(), bytes.end);
  const auto first = static_cast<uint32_t>(begin - document.offsets.begin());
  return {first, std::max(first, static_cast<uint32_t>(end - document.ends.begin()))};
}

}  // namespace mailuo::cli
