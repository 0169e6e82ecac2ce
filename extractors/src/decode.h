// Bytes of any encoding to folded code points with their places. UTF-8 is decoded by hand, everything else by ICU.
// Neighbours: load_articles.cc cuts the result into articles, unicode.h says what folding is.
#ifndef MAILUO_EXTRACTORS_SRC_DECODE_H_
#define MAILUO_EXTRACTORS_SRC_DECODE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/schemas/expected.h"
#include "mailuo/schemas/span.h"

namespace mailuo {

struct DecodedText {
  std::string encoding = "UTF-8";  // an ICU converter name
  std::vector<char32_t> chars;     // folded; each run of broken bytes is one U+FFFD
  std::vector<char32_t> written;   // before folding; empty for UTF-8, where the bytes tell it as fast
  // offsets[i] is the first byte of chars[i], offsets[i + 1] the byte behind its last one. A byte order mark is none.
  std::vector<uint32_t> offsets;
  std::vector<Span> broken;  // the first kMaxBrokenReported runs of broken bytes
  size_t broken_runs = 0;    // all of them
  bool respelled = false;  // some character was replaced by the one that the layout spells in its stead
};

constexpr size_t kMaxBrokenReported = 10;

// True for "UTF-8" and the other ways to write it, "utf8".
bool IsUtf8Name(const std::string& encoding);

// Decodes `bytes` (at most 4 GiB) by `encoding`, an ICU converter name, or by what they look like if that is empty.
// An error, with the place left empty, if the encoding is unknown or cannot be told, or the bytes are no text.
expected<DecodedText> Decode(std::string_view bytes, const std::string& encoding);

// As Decode for bytes known to be UTF-8: no error, everything that is no UTF-8 is a broken run.
DecodedText DecodeUtf8WithOffsets(std::string_view bytes);

// The name of the encoding of `bytes`, told by their first megabyte; errors as for Decode.
expected<std::string> DetectEncoding(std::string_view bytes, const std::string& encoding);

// Reports the broken runs of `text`, one diagnostic each and one for those beyond the limit. `where` is the place of
// the text's first line: a run on its second line is reported one line below.
void ReportBroken(const DecodedText& text, const Location& where, DiagnosticSink* sink);

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_DECODE_H_
