// Lines to articles: which lines belong to one paragraph, which are headings and by-lines, where an article begins.
// Neighbours: decode.h makes the characters, sentences.h goes on inside the blocks.
#ifndef MAILUO_EXTRACTORS_SRC_BLOCKS_H_
#define MAILUO_EXTRACTORS_SRC_BLOCKS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decode.h"
#include "layout_table.h"
#include "mailuo/extractors/document.h"

namespace mailuo {

// A line without white space around it, and without the "##" or "-" before it.
struct Line {
  uint32_t begin = 0;  // characters
  uint32_t end = 0;
  uint32_t number = 0;  // counted from 1, empty ones too
  uint8_t level = 0;    // of a Markdown heading, or 0
  bool after_blank = false;
  bool indented = false;
  bool item_start = false;  // of a list
  bool link = false;        // nothing but a Markdown link: never part of a paragraph
};

std::vector<Line> FindLines(const LayoutTable& layout, std::u32string_view text);

// One or more lines that make one block: [first, last) of the lines.
struct Item {
  uint32_t first = 0;
  uint32_t last = 0;
  bool heading = false;
  uint8_t level = 0;
};

// Items of one article. `title` is an item, or kNoTitle.
struct ArticlePlan {
  static constexpr uint32_t kNoTitle = UINT32_MAX;
  uint32_t first = 0;
  uint32_t last = 0;
  uint32_t title = kNoTitle;
};

// How the lines of one text hang together. `known_title` is the title if something else than the text tells it (folded;
// a record's): then the text is one article and its first line is no title unless it is that one.
class TextPlan {
 public:
  TextPlan(const LayoutTable& layout, std::u32string_view text, const std::u32string* known_title);

  const std::vector<Line>& lines() const { return lines_; }
  const std::vector<Item>& items() const { return items_; }
  const std::vector<ArticlePlan>& articles() const { return articles_; }
  // Items of no article: headings over several, and what stands before the first if no sentence is in it.
  const std::vector<uint32_t>& passed_over() const { return passed_over_; }
  bool IsByline(uint32_t item, bool one_word) const;

 private:
  std::u32string_view TextOf(const Line& line) const { return text_.substr(line.begin, line.end - line.begin); }
  bool Finished(const Line& line) const;
  bool HasClauseBreak(const Line& line) const;
  bool HasFullStop(const Line& line) const;
  bool Balanced(const Line& line) const;
  bool StartsInside(const Line& line) const;
  bool StartsSection(const Line& line) const { return layout_.MarkerLength(TextOf(line)) > 0; }
  bool IsSubtitle(const Line& line) const;
  bool IsFull(const Line& line) const;
  bool StartsByIndent(const Line& line) const { return indent_marks_start_ && line.indented; }
  bool EndsAtWrap(size_t line) const;
  bool IsTitleShape(size_t line) const;
  bool IsTitleLine() const;
  uint32_t CountTitleLines() const;
  bool IsHeadingLine(size_t line) const;
  bool Continues(size_t line) const;

  void FindWrapWidth();
  void FindItems(uint32_t title_lines);
  bool IsBylinedTitle(uint32_t item) const;
  uint32_t TitleOfChain(uint32_t item) const;
  std::vector<uint32_t> FindBylinedTitles() const;
  void AddPeers(std::vector<uint32_t>* starts) const;
  std::vector<uint32_t> FindTopHeadings() const;
  bool HasParagraph(uint32_t first, uint32_t last) const;
  void AddOneArticle(uint32_t first, uint32_t last);
  void AddArticles(const std::vector<uint32_t>& starts);

  const LayoutTable& layout_;
  const std::u32string_view text_;
  std::vector<Line> lines_;
  std::vector<Item> items_;
  std::vector<ArticlePlan> articles_;
  std::vector<uint32_t> passed_over_;
  uint32_t wrap_width_ = 0;          // 0: the lines are as long as their paragraphs
  bool indent_marks_start_ = false;  // of wrapped paragraphs only the first lines are indented
};

// The article's characters, offsets, blocks, title and by-line.
Document MakeDocument(const LayoutTable& layout, const DecodedText& text, const TextPlan& plan,
                      const ArticlePlan& article, std::shared_ptr<const std::string> bytes);

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_BLOCKS_H_
