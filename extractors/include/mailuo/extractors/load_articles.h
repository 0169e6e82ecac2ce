// Files to articles: encodings, records, headings, by-lines, broken paragraphs, sentences. The first step of the way;
// its result goes to extractor.h. What it knows of a language is the pack's Layout.
#ifndef MAILUO_EXTRACTORS_LOAD_ARTICLES_H_
#define MAILUO_EXTRACTORS_LOAD_ARTICLES_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "mailuo/extractors/document.h"
#include "mailuo/schemas/expected.h"
#include "mailuo/schemas/rule_pack.h"

namespace mailuo {

enum class InputFormat { kAuto, kText, kMarkdown, kNdjson };

struct LoadOptions {
  // kAuto: by the name's ending (.ndjson, .jsonl), else text; Markdown is text with headings.
  InputFormat format = InputFormat::kAuto;
  std::string encoding;                    // an ICU converter name, or empty to detect
  uint64_t max_bytes = uint64_t{1} << 31;  // a larger source is refused; offsets are 32 bits wide
};

// Cuts one source into articles and hands them to `take` in order. `bytes` is the source as given; `source` names it in
// triples and messages. Broken bytes, malformed records (with their line) and the like go to `sink`, and the rest of
// the source is still done. The result is an error where nothing of the source could be used: it is empty, binary, too
// large, or in no encoding that can be told. Thread-safe: no state is shared between calls.
expected<size_t> LoadArticles(std::shared_ptr<const std::string> bytes, const std::string& source,
                              const LoadOptions& options, const Layout& layout, DiagnosticSink* sink,
                              const std::function<void(Document)>& take);

// Reads a whole file.
expected<std::shared_ptr<const std::string>> ReadFile(const std::string& path, uint64_t max_bytes);

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_LOAD_ARTICLES_H_
