// Everything here is a guess from the look of lines, so each rule says what it has in mind. Two shapes of text matter:
// a line a paragraph (from the web, from a text processor), and hard-wrapped lines of one width (mail, old print).
#include "blocks.h"

#include <algorithm>

namespace mailuo {
namespace {

constexpr uint32_t kMinWrapWidth = 16;
constexpr uint32_t kMaxWrapWidth = 120;
constexpr size_t kMinWrappedLines = 4;
constexpr uint32_t kMaxHeadingChain = 8;
constexpr uint8_t kMaxHeadingLevel = 6;

bool IsLineBreak(char32_t c) { return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029; }

bool IsDash(char32_t c) { return c == '-' || (c >= 0x2012 && c <= 0x2015); }
bool IsAsciiLetter(char32_t c) { return c >= 'a' && c <= 'z'; }

class LineReader {
 public:
  LineReader(const LayoutTable& layout, std::u32string_view text) : layout_(layout), text_(text) {}

  std::vector<Line> Run() {
    size_t begin = 0;
    for (uint32_t number = 1; begin < text_.size(); ++number) {
      size_t end = begin;
      while (end < text_.size() && !IsLineBreak(text_[end])) ++end;
      Read(static_cast<uint32_t>(begin), static_cast<uint32_t>(end), number);
      begin = end + 1;
      if (begin < text_.size() && text_[end] == '\r' && text_[begin] == '\n') ++begin;
    }
    return std::move(lines_);
  }

 private:
  bool IsSpace(uint32_t i) const { return layout_.Is(text_[i], LayoutTable::kSpace); }

  void Trim(Line* line) const {
    while (line->begin < line->end && IsSpace(line->begin)) ++line->begin;
    while (line->begin < line->end && IsSpace(line->end - 1)) --line->end;
  }

  void Read(uint32_t begin, uint32_t end, uint32_t number) {
    Line line;
    line.begin = begin;
    line.end = end;
    line.number = number;
    Trim(&line);
    line.indented = line.begin > begin + 1 || (line.begin > begin && text_[begin] == '\t');  // " a" is a slip
    line.after_blank = blank_;
    if (line.begin < line.end && !ReadRule(line)) {
      ReadHeadingMark(&line);
      ReadListMark(&line);
      line.link = IsLink(line);
    } else {
      line.begin = line.end;
    }
    blank_ = line.begin == line.end;
    if (!blank_) lines_.push_back(line);
  }

  // "---" and "***" part what stands around them; "===" makes the line above a heading.
  bool ReadRule(const Line& line) {
    const char32_t mark = text_[line.begin];
    if (line.end - line.begin < 3 || (mark != '-' && mark != '*' && mark != '_' && mark != '=')) return false;
    for (uint32_t i = line.begin; i < line.end; ++i) {
      if (text_[i] != mark && !IsSpace(i)) return false;
    }
    if (mark == '=' && !blank_ && !lines_.empty()) lines_.back().level = 1;
    return true;
  }

  // "## Title", "##Title" and "## Title ##", but not "#topic# and text".
  void ReadHeadingMark(Line* line) const {
    uint32_t begin = line->begin;
    while (begin < line->end && text_[begin] == '#') ++begin;
    const uint32_t level = begin - line->begin;
    if (level == 0 || level > kMaxHeadingLevel) return;
    const bool spaced = begin < line->end && IsSpace(begin);
    if (!spaced && text_.substr(begin, line->end - begin).find('#') != std::u32string_view::npos) return;
    uint32_t end = line->end;
    while (end > begin && text_[end - 1] == '#') --end;
    line->begin = begin;
    line->end = end;
    Trim(line);
    line->level = static_cast<uint8_t>(level);
  }

  void ReadListMark(Line* line) const {
    if (line->end - line->begin < 3) return;
    const char32_t mark = text_[line->begin];
    const bool marked = mark == '-' || mark == '*' || mark == '+' || mark == 0x2022;
    if (!marked || !IsSpace(line->begin + 1)) return;
    line->begin += 2;
    Trim(line);
    line->item_start = true;
  }

  // "[read on](https://mailuo.example)"
  bool IsLink(const Line& line) const {
    const std::u32string_view text = text_.substr(line.begin, line.end - line.begin);
    return !text.empty() && text.front() == '[' && text.back() == ')' &&
           text.find(U"](") != std::u32string_view::npos && text.find(U')') == text.size() - 1;
  }

  const LayoutTable& layout_;
  const std::u32string_view text_;
  std::vector<Line> lines_;
  bool blank_ = false;
};

uint32_t Length(const Line& line) { return line.end - line.begin; }

class DocumentMaker {
 public:
  DocumentMaker(const LayoutTable& layout, const DecodedText& text, const TextPlan& plan, Document* document)
      : layout_(layout), text_(text), plan_(plan), document_(document) {}

  void Run(const ArticlePlan& article) {
    Reserve(article);
    for (uint32_t i = article.first; i < article.last; ++i) AppendBlock(KindOf(article, i), plan_.items()[i]);
    for (const Block& block : document_->blocks) {
      if (block.kind == BlockKind::kTitle) document_->title = document_->Text(block.begin, block.end);
      if (block.kind == BlockKind::kByline && document_->byline.empty()) {
        document_->byline = document_->Text(block.begin, block.end);
      }
    }
  }

 private:
  void Reserve(const ArticlePlan& article) {
    size_t chars = 0;
    for (uint32_t i = article.first; i < article.last; ++i) {
      const Item& item = plan_.items()[i];
      for (uint32_t j = item.first; j < item.last; ++j) chars += Length(plan_.lines()[j]) + 1;
    }
    document_->chars.reserve(chars);
    document_->offsets.reserve(chars);
    document_->ends.reserve(chars);
    if (!text_.written.empty()) document_->written.reserve(chars);
    document_->blocks.reserve(article.last - article.first);
  }

  // By-lines stand in the head of an article, before its first paragraph.
  BlockKind KindOf(const ArticlePlan& article, uint32_t i) {
    const Item& item = plan_.items()[i];
    if (i == article.title) {
      in_head_ = true;
      after_marked_title_ = item.level > 0;
      return BlockKind::kTitle;
    }
    const bool one_word = after_marked_title_;
    after_marked_title_ = false;
    if (in_head_ && item.level == 0 && plan_.IsByline(i, one_word)) return BlockKind::kByline;
    const uint32_t length = plan_.lines()[item.last - 1].end - plan_.lines()[item.first].begin;
    const bool is_short = length <= layout_.heading_max_chars();
    if (item.level > 0 || !is_short) in_head_ = false;
    return item.heading ? BlockKind::kHeading : BlockKind::kParagraph;
  }

  void AppendBlock(BlockKind kind, const Item& item) {
    Block block;
    block.kind = kind;
    block.begin = document_->size();
    for (uint32_t i = item.first; i < item.last; ++i) {
      const Line& line = plan_.lines()[i];
      if (i > item.first) AppendBreak(plan_.lines()[i - 1].end, line.begin);
      AppendChars(line.begin, line.end);
    }
    block.end = document_->size();
    document_->blocks.push_back(block);
  }

  void AppendChars(uint32_t begin, uint32_t end) {
    const auto offsets = text_.offsets.begin();
    document_->chars.insert(document_->chars.end(), text_.chars.begin() + begin, text_.chars.begin() + end);
    document_->offsets.insert(document_->offsets.end(), offsets + begin, offsets + end);
    document_->ends.insert(document_->ends.end(), offsets + begin + 1, offsets + end + 1);
    if (text_.written.empty()) return;
    document_->written.insert(document_->written.end(), text_.written.begin() + begin, text_.written.begin() + end);
  }

  // Words stay apart, but a word that was divided by a hyphen grows together. English words in a Chinese text are
  // words too.
  void AppendBreak(uint32_t begin, uint32_t end) {
    const char32_t before = text_.chars[begin - 1], behind = text_.chars[end];
    if (before == '-' || !(layout_.spaces_between_words() || (IsAsciiLetter(before) && IsAsciiLetter(behind)))) return;
    document_->chars.push_back(' ');
    document_->offsets.push_back(text_.offsets[begin]);
    document_->ends.push_back(text_.offsets[end]);
    if (!text_.written.empty()) document_->written.push_back(' ');
  }

  const LayoutTable& layout_;
  const DecodedText& text_;
  const TextPlan& plan_;
  Document* const document_;
  bool in_head_ = true;
  bool after_marked_title_ = false;
};

}  // namespace

std::vector<Line> FindLines(const LayoutTable& layout, std::u32string_view text) {
  return LineReader(layout, text).Run();
}

TextPlan::TextPlan(const LayoutTable& layout, std::u32string_view text, const std::u32string* known_title)
    : layout_(layout), text_(text), lines_(FindLines(layout, text)) {
  if (lines_.empty()) return;
  FindWrapWidth();
  if (known_title != nullptr) {
    std::u32string first_line(TextOf(lines_[0]));
    std::erase_if(first_line, [this](char32_t c) { return layout_.Is(c, LayoutTable::kSpace); });
    const bool repeated = first_line == *known_title;
    FindItems(repeated ? 1 : 0);
    articles_.push_back({0, static_cast<uint32_t>(items_.size()), repeated ? 0 : ArticlePlan::kNoTitle});
    return;
  }
  FindItems(CountTitleLines());
  std::vector<uint32_t> starts = FindBylinedTitles();
  if (starts.size() > 1) AddPeers(&starts);
  if (starts.empty()) starts = FindTopHeadings();
  AddArticles(starts);
}

// ---- What a line looks like

// Its last mark, closing quotes and brackets aside, ends a sentence or announces what follows.
bool TextPlan::Finished(const Line& line) const {
  const std::u32string_view text = TextOf(line);
  size_t last = text.size() - 1;
  while (last > 0 && layout_.Is(text[last], LayoutTable::kClosing)) --last;
  return text[last] == ':' || layout_.IsMark(text, last, LayoutTable::kSentenceEnd);
}

bool TextPlan::HasClauseBreak(const Line& line) const {
  const std::u32string_view text = TextOf(line);
  for (size_t i = 0; i < text.size(); ++i) {
    if ((text[i] == ',' || text[i] == ';') && layout_.IsMark(text, i, LayoutTable::kClauseEnd)) return true;
  }
  return false;
}

// Headings may ask, shout and trail off, but hold no other sentence end.
bool TextPlan::HasFullStop(const Line& line) const {
  const std::u32string_view text = TextOf(line);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '?' || text[i] == '!' || text[i] == 0x2026) continue;
    if (layout_.IsMark(text, i, LayoutTable::kSentenceEnd)) return true;
  }
  return false;
}

bool TextPlan::Balanced(const Line& line) const {
  int depth = 0;
  for (char32_t c : TextOf(line)) {
    const int kind = layout_.Class(c) & (LayoutTable::kOpening | LayoutTable::kClosing);
    if (kind == LayoutTable::kOpening) ++depth;
    if (kind == LayoutTable::kClosing) --depth;
  }
  return depth == 0;
}

// No paragraph starts with a comma or a closing quote.
bool TextPlan::StartsInside(const Line& line) const {
  const char32_t c = text_[line.begin];
  if (layout_.Is(c, LayoutTable::kOpening) || c == 0x2026) return false;
  return layout_.GoesOn(c) || layout_.Is(c, LayoutTable::kSentenceEnd | LayoutTable::kClosing);
}

// "-- at the third session", "(at the third session)"
bool TextPlan::IsSubtitle(const Line& line) const {
  return IsDash(text_[line.begin]) || (text_[line.begin] == '(' && text_[line.end - 1] == ')');
}

// The line is as wide as the page.
bool TextPlan::IsFull(const Line& line) const { return wrap_width_ > 0 && Length(line) * 5 >= wrap_width_ * 4; }

// It is, and the next one follows directly, not as the indented first line of a paragraph.
bool TextPlan::EndsAtWrap(size_t i) const {
  if (i + 1 == lines_.size() || !IsFull(lines_[i])) return false;
  return !lines_[i + 1].after_blank && !StartsByIndent(lines_[i + 1]);
}

bool TextPlan::IsTitleShape(size_t i) const {
  const Line& line = lines_[i];
  if (line.level > 0 || line.link || line.item_start || i + 1 == lines_.size() || EndsAtWrap(i)) return false;
  if (layout_.GoesOn(text_[line.end - 1])) return false;
  return !HasFullStop(line) && Balanced(line) && !StartsInside(lines_[i + 1]);
}

// A title may be longer than other headings (two headlines in one line are usual), and may end as a question.
bool TextPlan::IsTitleLine() const {
  const Line& line = lines_[0];
  const bool is_short = Length(line) <= layout_.heading_max_chars();
  if (Length(line) > 2 * layout_.heading_max_chars() || !IsTitleShape(0) || StartsSection(line)) return false;
  return is_short ? text_[line.end - 1] != ':' : !Finished(line) && !HasClauseBreak(line);
}

// How many lines the title at the top has: more than one if it is wider than the page, or none.
uint32_t TextPlan::CountTitleLines() const {
  if (IsTitleLine()) return 1;
  uint32_t count = 1;
  while (count < lines_.size() && EndsAtWrap(count - 1)) ++count;
  if (count == 1 || count == lines_.size() || !lines_[count].after_blank) return 0;
  const bool is_title = std::none_of(lines_.begin(), lines_.begin() + count, [this](const Line& line) {
    return line.level > 0 || HasFullStop(line) || HasClauseBreak(line) || StartsSection(line);
  });
  const Line& last = lines_[count - 1];
  const bool fits = last.end - lines_[0].begin <= 2 * layout_.heading_max_chars();
  return is_title && fits && !IsFull(last) && !Finished(last) ? count : 0;
}

bool TextPlan::IsHeadingLine(size_t i) const {
  const Line& line = lines_[i];
  if (Length(line) > layout_.heading_max_chars() || !IsTitleShape(i) || Finished(line)) return false;
  if (!HasClauseBreak(line) || layout_.StartsWithHeadingMarker(TextOf(line))) return true;
  // With a comma in it, it is rather the beginning of a broken paragraph, unless that cannot go on here.
  const Line& next = lines_[i + 1];
  return next.level > 0 || next.link || next.item_start || StartsSection(next) || layout_.IsByline(TextOf(next), false);
}

// The paragraph that line `i` belongs to goes on with the next line.
bool TextPlan::Continues(size_t i) const {
  const Line& line = lines_[i];
  const Line& next = lines_[i + 1];
  if (next.level > 0 || next.item_start || next.link || line.link) return false;
  if (Length(line) == 1 && StartsInside(line)) return false;  // closes what a web page opened: "[", "print", "]"
  if (EndsAtWrap(i)) return true;
  if (StartsByIndent(next) || Finished(line) || StartsSection(next)) return false;
  const bool title_follows =
      i + 2 < lines_.size() && IsHeadingLine(i + 1) && layout_.IsByline(TextOf(lines_[i + 2]), false);
  return !title_follows;
}

// Text is wrapped if no line is longer than most lines are, and most of them stop within a sentence.
void TextPlan::FindWrapWidth() {
  std::vector<uint32_t> lengths;
  size_t indented = 0;
  for (size_t i = 1; i < lines_.size(); ++i) {
    indented += lines_[i].indented;
    if (lines_[i].level == 0 && !lines_[i].link) lengths.push_back(Length(lines_[i]));
  }
  if (lengths.size() < kMinWrappedLines) return;
  const auto ninth_of_ten = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() * 9 / 10);
  std::nth_element(lengths.begin(), ninth_of_ten, lengths.end());
  const uint32_t width = *ninth_of_ten;
  if (width < kMinWrapWidth || width > kMaxWrapWidth) return;
  if (*std::max_element(ninth_of_ten, lengths.end()) > width + width / 4 + 4) return;
  size_t full = 0, unfinished = 0, with_marks = 0;
  for (size_t i = 1; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    if (line.level > 0 || line.link || Length(line) * 5 < width * 4) continue;
    ++full;
    unfinished += !Finished(line);
    with_marks += HasClauseBreak(line) || HasFullStop(line);
  }
  if (full * 2 < lengths.size() || unfinished * 2 < full || with_marks * 2 < full) return;
  wrap_width_ = width;
  indent_marks_start_ = indented * 2 <= lines_.size();
}

void TextPlan::FindItems(uint32_t title_lines) {
  for (uint32_t i = 0; i < lines_.size();) {
    const bool title = i == 0 && title_lines > 0;
    Item item = {i, title ? title_lines : i + 1, title || lines_[i].level > 0, lines_[i].level};
    if (!item.heading) {
      const bool byline = !items_.empty() && items_.back().heading && layout_.IsByline(TextOf(lines_[i]), false);
      item.heading = !byline && IsHeadingLine(i);
      while (!item.heading && !byline && item.last < lines_.size() && Continues(item.last - 1)) ++item.last;
    }
    items_.push_back(item);
    i = item.last;
  }
}

// ---- Where an article begins

bool TextPlan::IsByline(uint32_t item, bool one_word) const {
  const Item& it = items_[item];
  return it.last == it.first + 1 && layout_.IsByline(TextOf(lines_[it.first]), one_word);
}

bool TextPlan::IsBylinedTitle(uint32_t item) const {
  return items_[item].heading && item + 1 < items_.size() && items_[item + 1].level == 0 &&
         IsByline(item + 1, items_[item].level > 0) && !IsByline(item, false);
}

// Of several unmarked headings before a by-line the last is the title, unless a subtitle is among them: the title
// stands before that.
uint32_t TextPlan::TitleOfChain(uint32_t item) const {
  uint32_t title = item;
  for (uint32_t i = item, steps = 0; items_[i].level == 0 && items_[i].heading && steps < kMaxHeadingChain; ++steps) {
    if (IsSubtitle(lines_[items_[i].first]) && i > 0 && items_[i - 1].heading) title = i - 1;
    if (i-- == 0) break;
  }
  return title;
}

std::vector<uint32_t> TextPlan::FindBylinedTitles() const {
  std::vector<uint32_t> titles;
  for (uint32_t i = 0; i < items_.size(); ++i) {
    if (!IsBylinedTitle(i)) continue;
    const uint32_t title = TitleOfChain(i);
    if (titles.empty() || title > titles.back()) titles.push_back(title);
    ++i;
  }
  return titles;
}

// Between by-lined articles a Markdown heading of their level, with text of its own, is the title of one that has no
// by-line. Numbered ones are sections.
void TextPlan::AddPeers(std::vector<uint32_t>* starts) const {
  uint8_t level = 0;
  for (uint32_t start : *starts) level = std::max(level, items_[start].level);
  std::vector<uint32_t> peers;
  bool leads_to_start = false;  // nothing but headings stands between here and the next start
  size_t next_start = starts->size();
  for (auto i = static_cast<uint32_t>(items_.size()); i-- > starts->front();) {
    const Item& item = items_[i];
    if (next_start > 0 && (*starts)[next_start - 1] == i) {
      --next_start;
      leads_to_start = true;
      continue;
    }
    leads_to_start = leads_to_start && item.heading;
    const bool has_text = i + 1 < items_.size() && (!items_[i + 1].heading || items_[i + 1].level > item.level);
    if (item.level > 0 && item.level <= level && !leads_to_start && has_text && !StartsSection(lines_[item.first])) {
      peers.push_back(i);
    }
  }
  starts->insert(starts->end(), peers.begin(), peers.end());
  std::sort(starts->begin(), starts->end());
}

// Without by-lines, several unnumbered "##" headings under no "#" are titles: a "#" is what makes them sections.
std::vector<uint32_t> TextPlan::FindTopHeadings() const {
  const uint8_t level = items_[0].level;
  std::vector<uint32_t> titles;
  if (level < 2) return titles;
  for (uint32_t i = 0; i < items_.size(); ++i) {
    if (items_[i].level == 0 || items_[i].level > level) continue;
    if (items_[i].level < level) return {};
    const bool has_text = i + 1 < items_.size() && (items_[i + 1].level == 0 || items_[i + 1].level > level);
    if (has_text && !StartsSection(lines_[items_[i].first])) titles.push_back(i);
  }
  return titles;
}

void TextPlan::AddOneArticle(uint32_t first, uint32_t last) {
  ArticlePlan article = {first, last, ArticlePlan::kNoTitle};
  for (uint32_t i = first; i < last && article.title == ArticlePlan::kNoTitle; ++i) {
    if (items_[i].heading && (i == first || items_[i].level == 1)) article.title = i;
  }
  articles_.push_back(article);
}

// True for a sentence or a long line: what an article has and the head of a web page ("share", "font size:") has not.
bool TextPlan::HasParagraph(uint32_t first, uint32_t last) const {
  return std::any_of(items_.begin() + first, items_.begin() + last, [this](const Item& item) {
    const Line& line = lines_[item.last - 1];
    if (item.heading) return false;
    return Length(line) > layout_.heading_max_chars() || (Finished(line) && text_[line.end - 1] != ':');
  });
}

// Headings right before a start belong to no article. Unmarked ones do if they may close the article before.
void TextPlan::AddArticles(const std::vector<uint32_t>& starts) {
  uint32_t first = 0;
  const auto end = static_cast<uint32_t>(items_.size());
  for (size_t i = 0; i <= starts.size(); ++i) {
    const uint32_t next = i < starts.size() ? starts[i] : end;
    const bool titled = i > 0;
    uint32_t last = next;
    while (next < end && last > first + titled && items_[last - 1].heading && (!titled || items_[last - 1].level > 0)) {
      --last;
    }
    if (!titled && next < end && !HasParagraph(first, last)) last = first;
    for (uint32_t j = last; j < next; ++j) passed_over_.push_back(j);
    if (titled) {
      articles_.push_back({first, last, first});
    } else if (last > first) {
      AddOneArticle(first, last);
    }
    first = next;
  }
}

Document MakeDocument(const LayoutTable& layout, const DecodedText& text, const TextPlan& plan,
                      const ArticlePlan& article, std::shared_ptr<const std::string> bytes) {
  Document document;
  document.bytes = std::move(bytes);
  document.encoding = text.encoding;
  DocumentMaker(layout, text, plan, &document).Run(article);
  return document;
}

}  // namespace mailuo
