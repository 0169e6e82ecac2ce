// Articles one by one, for commands that look into an extraction rather than at its result. Neighbour: extraction.h
// reads them on many threads.
#ifndef MAILUO_CLI_ARTICLES_H_
#define MAILUO_CLI_ARTICLES_H_

#include <cstdint>
#include <functional>

#include "console.h"
#include "extraction.h"
#include "mailuo/extractors/document.h"

namespace mailuo::cli {

struct ArticleCounts {
  uint64_t articles = 0;
  uint64_t bytes = 0;
  bool input_was_bad = false;  // said on the console
};

// Hands the articles of all inputs to `take`, file by file in their order. An error where none could be read.
expected<ArticleCounts> ReadArticles(const ArticleOptions& options, const Layout& layout, const Console& console,
                                     const std::function<void(const Document&)>& take);

// The index of the sentence that holds the character.
uint32_t SentenceAt(const Document& document, uint32_t position);
// The characters that lie within the bytes; empty where there are none.
struct CharRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};
CharRange CharsOf(const Document& document, Span bytes);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_ARTICLES_H_
