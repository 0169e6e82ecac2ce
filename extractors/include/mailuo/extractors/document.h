// One article as the extractors see it: folded code points with their places in the source, cut into blocks, sentences
// and clauses. Made by load_articles.h; immutable afterwards, so threads may share it.
#ifndef MAILUO_EXTRACTORS_DOCUMENT_H_
#define MAILUO_EXTRACTORS_DOCUMENT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mailuo/schemas/span.h"

namespace mailuo {

enum class BlockKind : uint8_t { kTitle, kByline, kHeading, kParagraph };

// A run of characters [begin, end) of a Document. `section` counts headings and section markers seen so far.
struct Block {
  BlockKind kind = BlockKind::kParagraph;
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t section = 0;
};

// Characters [begin, end); the mark that ends it belongs to it.
struct Sentence {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t block = 0;       // index into blocks
  uint32_t section = 0;     // a section marker at its start opens a new one
  uint32_t text_begin = 0;  // behind the section marker, if there is one
};

struct Document {
  std::string source;      // see Triple::source
  std::string article_id;  // ArticleId(source, title)
  std::string title;       // as written, line breaks removed; empty if the article has none
  std::string byline;      // as written, or empty
  std::string date;        // ISO 8601 date from an NDJSON record, or empty

  // The article as code points, width and case folded for matching: the full-width forms of ASCII become ASCII, the
  // ideographic space a space, letters lower case; spelled as the layout's spellings say. Line breaks of the layout are
  // not in it, nor are page breaks in the middle of a paragraph; blocks follow each other without a separator. The text
  // of a block starts and ends with a character that is no white space.
  std::vector<char32_t> chars;
  // offsets[i] is the first byte of chars[i] in the source as given, ends[i] the byte behind its last one.
  std::vector<uint32_t> offsets;
  std::vector<uint32_t> ends;

  std::u32string title_chars;  // the title, folded and spelled likewise

  std::vector<Block> blocks;
  std::vector<Sentence> sentences;  // of all blocks, in order; a title, by-line or heading is one sentence

  // The characters before folding, where `encoding` is not UTF-8; else empty, since `bytes` has them.
  std::vector<char32_t> written;

  std::shared_ptr<const std::string> bytes;  // the source as given (for NDJSON: the record's text)
  std::string encoding = "UTF-8";            // of `bytes`, an ICU converter name
  bool respelled = false;                    // some character is spelled otherwise than it is written

  uint32_t size() const { return static_cast<uint32_t>(chars.size()); }
  // The bytes of the source from the first to behind the last of the characters [begin, end); begin < end.
  Span ByteSpan(uint32_t begin, uint32_t end) const { return {offsets[begin], ends[end - 1]}; }
  // The characters [begin, end) verbatim as UTF-8: as written, not folded; line breaks of the layout left out.
  std::string Text(uint32_t begin, uint32_t end) const;
  // As Text, in the layout's spelling: what a name or a qualifier is called, so that it is one thing however written.
  std::string Name(uint32_t begin, uint32_t end) const;
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_DOCUMENT_H_
