#include "sentences.h"

#include <string_view>
#include <vector>

namespace mailuo {
namespace {

// A bracket that is not closed within so many characters is a slip, and opens nothing.
constexpr uint32_t kBracketWindow = 256;
constexpr size_t kMaxBracketDepth = 8;

struct Bracketed {
  uint32_t open;
  uint32_t close;
};

class SentenceCutter {
 public:
  SentenceCutter(const LayoutTable& layout, Document* document)
      : layout_(layout), document_(document), text_(document->chars.data(), document->chars.size()) {}

  void Run() {
    for (uint32_t i = 0; i < document_->blocks.size(); ++i) {
      Block& block = document_->blocks[i];
      block_ = i;
      if (block.kind == BlockKind::kParagraph) {
        const size_t first = document_->sentences.size();
        CutParagraph(block.begin, block.end);
        block.section = document_->sentences[first].section;
      } else {
        if (block.kind == BlockKind::kHeading) ++section_;
        Add(block.begin, block.end, MarkerEnd(block.begin, block.end));
        block.section = section_;
      }
    }
  }

 private:
  uint32_t MarkerEnd(uint32_t begin, uint32_t end) const {
    const size_t length = layout_.MarkerLength(text_.substr(begin, end - begin));
    return length == 0 ? begin : SkipSpaces(begin + static_cast<uint32_t>(length), end);
  }

  uint32_t SkipSpaces(uint32_t i, uint32_t end) const {
    while (i < end && layout_.Is(text_[i], LayoutTable::kSpace)) ++i;
    return i;
  }

  void Add(uint32_t begin, uint32_t end, uint32_t text_begin) {
    while (end > begin && layout_.Is(text_[end - 1], LayoutTable::kSpace)) --end;
    if (begin < end) document_->sentences.push_back({begin, end, block_, section_, text_begin});
  }

  // The outermost pairs of brackets in [begin, end), in order.
  void FindBrackets(uint32_t begin, uint32_t end) {
    brackets_.clear();
    open_.clear();
    for (uint32_t i = begin; i < end; ++i) {
      const int kind = layout_.Class(text_[i]) & (LayoutTable::kOpening | LayoutTable::kClosing);
      if (kind == 0) continue;
      if ((kind & LayoutTable::kClosing) != 0 && Close(i)) continue;
      if ((kind & LayoutTable::kOpening) == 0) continue;
      if (open_.size() == kMaxBracketDepth) open_.erase(open_.begin());
      open_.push_back(i);
    }
  }

  bool Close(uint32_t i) {
    for (size_t depth = open_.size(); depth-- > 0 && i - open_[depth] <= kBracketWindow;) {
      if (!layout_.Matches(text_[open_[depth]], text_[i])) continue;
      const uint32_t open = open_[depth];
      open_.resize(depth);
      while (!brackets_.empty() && brackets_.back().open > open) brackets_.pop_back();
      brackets_.push_back({open, i});
      return true;
    }
    return false;
  }

  // True if the last of the characters inside the brackets, closing ones aside, ends a sentence.
  bool EndsInside(Bracketed pair) const {
    uint32_t i = pair.close;
    while (i > pair.open && layout_.Is(text_[i], LayoutTable::kClosing)) --i;
    return layout_.IsMark(text_, i, LayoutTable::kSentenceEnd);
  }

  void CutParagraph(uint32_t begin, uint32_t end) {
    FindBrackets(begin, end);
    size_t next_pair = 0;
    Start(begin, end);
    constexpr int kAnyMark = LayoutTable::kSentenceEnd | LayoutTable::kClauseEnd | LayoutTable::kOpening;
    for (uint32_t i = text_begin_; i < end; ++i) {
      if (!layout_.Is(text_[i], kAnyMark) && i - begin_ < kMaxSentenceChars) continue;
      while (next_pair < brackets_.size() && brackets_[next_pair].open < i) ++next_pair;
      const bool opens = next_pair < brackets_.size() && brackets_[next_pair].open == i;
      const uint32_t last = opens ? brackets_[next_pair].close : i;
      while (last - begin_ >= kMaxSentenceChars) CutHard(i);
      bool ends;
      if (opens) {
        i = last;
        ends = EndsInside(brackets_[next_pair]);
      } else {
        ends = layout_.IsMark(text_, i, LayoutTable::kSentenceEnd);
        if (!ends && layout_.IsMark(text_, i, LayoutTable::kClauseEnd)) clause_end_ = i + 1;
      }
      if (!ends) continue;
      uint32_t behind = i + 1;
      while (behind < end && behind - begin_ < kMaxSentenceChars &&
             layout_.Is(text_[behind], LayoutTable::kSentenceEnd | LayoutTable::kClosing) &&
             !layout_.Is(text_[behind], LayoutTable::kOpening)) {
        ++behind;
      }
      i = behind - 1;
      // In a list of shouts, or an exclamation before a comma, the sentence goes on.
      if (behind < end && layout_.GoesOn(text_[behind])) continue;
      Add(begin_, behind, text_begin_);
      Start(behind, end);
      if (begin_ == end) return;
      i = text_begin_ - 1;
    }
    Add(begin_, end, text_begin_);
  }

  // A new sentence at `begin`; its marker is passed, so that the point of "1." ends nothing.
  void Start(uint32_t begin, uint32_t end) {
    begin_ = SkipSpaces(begin, end);
    text_begin_ = MarkerEnd(begin_, end);
    if (text_begin_ > begin_) ++section_;
    clause_end_ = begin_;
  }

  void CutHard(uint32_t i) {
    const uint32_t cut = clause_end_ > text_begin_ ? clause_end_ : i;
    Add(begin_, cut, text_begin_);
    begin_ = text_begin_ = SkipSpaces(cut, i);
    clause_end_ = begin_;
  }

  const LayoutTable& layout_;
  Document* const document_;
  const std::u32string_view text_;
  std::vector<Bracketed> brackets_;
  std::vector<uint32_t> open_;
  uint32_t block_ = 0;
  uint32_t section_ = 0;
  uint32_t begin_ = 0;  // of the sentence under way
  uint32_t text_begin_ = 0;
  uint32_t clause_end_ = 0;  // behind its last clause mark
};

}  // namespace

void CutSentences(const LayoutTable& layout, Document* document) { SentenceCutter(layout, document).Run(); }

}  // namespace mailuo
