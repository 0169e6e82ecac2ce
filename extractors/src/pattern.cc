// A recursive-descent parser for patterns. Every error names its place and goes on where it can, so that a rule writer
// sees all of them at once.
#include "pattern.h"

#include <algorithm>

#include "unicode.h"
#include "word_automaton.h"

namespace mailuo {

bool CharClass::Has(char32_t c) const {
  auto it = std::upper_bound(ranges.begin(), ranges.end(), c, [](char32_t x, const auto& r) { return x < r.first; });
  const bool in = it != ranges.begin() && c <= std::prev(it)->second;
  return in != negated;
}

namespace {

using NodePtr = std::unique_ptr<PatternNode>;
using Kind = PatternNode::Kind;

NodePtr Make(Kind kind) {
  auto node = std::make_unique<PatternNode>();
  node->kind = kind;
  return node;
}

bool IsNameStart(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsNameChar(char32_t c) { return IsNameStart(c) || (c >= '0' && c <= '9') || c == '.' || c == '-'; }

// What a pattern and the macros in it share.
struct ParseState {
  std::vector<std::string> captures;
  std::vector<std::string> open_macros;
  std::vector<std::string> open_captures;
  uint32_t open_looks = 0;
  uint32_t nodes = 0;
};

class Parser {
 public:
  Parser(std::string_view text, const Location& where, const PatternNames& names, DiagnosticSink* sink,
         ParseState* state)
      : text_(text), chars_(DecodeUtf8(text)), where_(where), names_(names), sink_(sink), state_(*state) {}

  // `depth` is how many groups and macros are open around the text.
  NodePtr ParseAll(uint32_t depth) {
    NodePtr root = ParseAlternation(depth);
    if (!failed_ && !AtEnd()) Fail(pos_, "expected the end of the pattern, found \"" + Rest() + "\"");
    return failed_ ? nullptr : std::move(root);
  }

 private:
  bool AtEnd() {
    while (pos_ < chars_.size() && (chars_[pos_] == ' ' || chars_[pos_] == '\n' || chars_[pos_] == '\t')) ++pos_;
    return pos_ >= chars_.size();
  }
  char32_t Peek(size_t ahead = 0) const { return pos_ + ahead < chars_.size() ? chars_[pos_ + ahead] : 0; }
  bool Take(char32_t c) {
    if (AtEnd() || chars_[pos_] != c) return false;
    ++pos_;
    return true;
  }
  bool TakeAll(std::u32string_view s) {
    if (AtEnd() || std::u32string_view(chars_).substr(pos_, s.size()) != s) return false;
    pos_ += s.size();
    return true;
  }
  std::string Rest() const { return EncodeUtf8(std::u32string_view(chars_).substr(pos_, 12)); }

  void Fail(size_t at, std::string message) {
    failed_ = true;
    Location where = where_;
    if (where.line != 0) where.column += static_cast<uint32_t>(at);
    sink_->Report({Severity::kError, where, std::move(message)});
  }
  void FailUnknown(size_t at, const char* what, std::string_view name, const std::vector<std::string_view>& known) {
    std::string message = std::string("unknown ") + what + " \"" + std::string(name) + "\"";
    const std::string_view nearest = NearestName(name, known);
    if (!nearest.empty()) message += ", did you mean \"" + std::string(nearest) + "\"?";
    Fail(at, std::move(message));
  }
  NodePtr Count(NodePtr node) {
    if (++state_.nodes == kMaxPatternNodes) {
      Fail(pos_, "the pattern is too large: more than " + std::to_string(kMaxPatternNodes) + " parts, macros included");
    }
    return node;
  }

  NodePtr ParseAlternation(uint32_t depth) {
    if (depth > kMaxPatternDepth) {
      Fail(pos_, "groups are nested more than " + std::to_string(kMaxPatternDepth) + " deep");
      pos_ = chars_.size();
      return Make(Kind::kEmpty);
    }
    NodePtr first = ParseSequence(depth);
    if (AtEnd() || Peek() != '|') return first;
    NodePtr node = Count(Make(Kind::kAlternation));
    node->children.push_back(std::move(first));
    while (Take('|')) node->children.push_back(ParseSequence(depth));
    return node;
  }

  NodePtr ParseSequence(uint32_t depth) {
    NodePtr node = Count(Make(Kind::kSequence));
    while (!AtEnd() && Peek() != '|' && Peek() != ')') {
      const size_t before = pos_;
      NodePtr item = ParseItem(depth);
      if (item) node->children.push_back(std::move(item));
      if (pos_ == before) {  // nothing was understood: pass one character, so that the parse ends
        if (!failed_) Fail(pos_, "expected a pattern element, found \"" + Rest() + "\"");
        ++pos_;
      }
      if (state_.nodes >= kMaxPatternNodes) pos_ = chars_.size();
    }
    return node;
  }

  NodePtr ParseItem(uint32_t depth) {
    const bool is_brace = Peek() == '{';
    const size_t start = pos_;
    NodePtr atom = ParseAtom(depth);
    if (!atom) return nullptr;
    KeepText(start, atom.get());
    if (AtEnd()) return atom;
    uint32_t min = 1, max = 1;
    if (is_brace && Peek() == '+') {  // {x: T}+ is a list: members joined by the pack's list_join
      ++pos_;
      return ParseList(std::move(atom), start, depth);
    }
    if (Take('?')) {
      min = 0;
    } else if (Take('*')) {
      min = 0;
      max = kUnbounded;
    } else if (Take('+')) {
      max = kUnbounded;
    } else if (Peek() == '{' && Peek(1) >= '0' && Peek(1) <= '9') {
      ++pos_;
      min = ParseNumber();
      max = min;
      if (Take(',')) max = Peek() == '}' ? kUnbounded : ParseNumber();
      if (!Take('}')) Fail(pos_, "expected \"}\" at the end of a repetition {m,n}");
      if (max < min || (max != kUnbounded && max > kMaxRepeat) || min > kMaxRepeat) {
        Fail(start, "a repetition {m,n} needs m <= n <= " + std::to_string(kMaxRepeat));
        return atom;
      }
    } else {
      return atom;
    }
    return Repeat(std::move(atom), min, max, Take('?'));
  }

  // The characters from `start` on are the text of `node`, and of what it wraps.
  void KeepText(size_t start, PatternNode* node) const {
    const auto bytes = [this](size_t first, size_t last) {
      return EncodeUtf8(std::u32string_view(chars_).substr(first, last - first)).size();
    };
    const std::string_view text = text_.substr(std::min(bytes(0, start), text_.size()), bytes(start, pos_));
    for (; node != nullptr; node = node->children.size() == 1 ? node->children[0].get() : nullptr) {
      if (node->text.empty()) node->text = text;
    }
  }

  NodePtr Repeat(NodePtr atom, uint32_t min, uint32_t max, bool lazy) {
    NodePtr node = Count(Make(Kind::kRepeat));
    node->min = min;
    node->max = max;
    node->lazy = lazy;
    node->children.push_back(std::move(atom));
    return node;
  }

  // T+  ->  T (join T)*
  NodePtr ParseList(NodePtr member, size_t start, uint32_t depth) {
    NodePtr sequence = Count(Make(Kind::kSequence));
    NodePtr more = Count(Make(Kind::kSequence));
    NodePtr join = Nested("list_join", names_.list_join, names_.list_join_where, depth);
    more->children.push_back(std::move(join));
    const size_t end = pos_;
    pos_ = start;  // the member once more, as a tree of its own
    NodePtr again = ParseAtom(depth);
    if (again) KeepText(start, again.get());
    pos_ = end;
    more->children.push_back(std::move(again));
    sequence->children.push_back(std::move(member));
    sequence->children.push_back(Repeat(std::move(more), 0, kUnbounded, false));
    return sequence;
  }

  uint32_t ParseNumber() {
    uint32_t n = 0;
    if (Peek() < '0' || Peek() > '9') Fail(pos_, "expected a number, found \"" + Rest() + "\"");
    while (Peek() >= '0' && Peek() <= '9') {
      n = std::min<uint32_t>(n * 10 + static_cast<uint32_t>(Peek() - '0'), 100000);
      ++pos_;
    }
    return n;
  }
  std::string ParseName() {
    std::string name;
    while (IsNameChar(Peek())) name.push_back(static_cast<char>(chars_[pos_++]));
    return name;
  }

  NodePtr ParseAtom(uint32_t depth) {
    const size_t start = pos_;
    switch (Peek()) {
      case '\'': return ParseLiteral();
      case '[': return ParseClass();
      case '<': return ParseElement('>', start);
      case '{': return ParseElement('}', start);
      case '.': ++pos_; return Count(Make(Kind::kAny));
      case '~': return ParseGap();
      case '^': ++pos_; return MakeAnchor(Take('^') ? Anchor::kSentenceStart : Anchor::kClauseStart);
      case '$':
        ++pos_;
        if (IsNameStart(Peek())) return ParseMacro(start, depth);
        return MakeAnchor(Take('$') ? Anchor::kSentenceEnd : Anchor::kClauseEnd);
      case '@': return ParseNamedAnchor();
      case '(': return ParseGroup(depth);
      default: return nullptr;
    }
  }

  NodePtr MakeAnchor(Anchor anchor) {
    NodePtr node = Count(Make(Kind::kAnchor));
    node->anchor = anchor;
    return node;
  }

  NodePtr ParseNamedAnchor() {
    const size_t start = pos_++;
    const std::string name = ParseName();
    static constexpr std::pair<std::string_view, Anchor> kAnchors[] = {
        {"title", Anchor::kTitle},     {"heading", Anchor::kHeading},     {"byline", Anchor::kByline},
        {"section", Anchor::kSection}, {"paragraph", Anchor::kParagraph},
    };
    std::vector<std::string_view> known;
    for (const auto& [anchor_name, anchor] : kAnchors) {
      if (name == anchor_name) return MakeAnchor(anchor);
      known.push_back(anchor_name);
    }
    FailUnknown(start, "anchor", name, known);
    return Make(Kind::kEmpty);
  }

  NodePtr ParseLiteral() {
    const size_t start = pos_++;
    NodePtr node = Count(Make(Kind::kLiteral));
    while (pos_ < chars_.size() && Peek() != '\'') {
      if (Peek() == '\\' && pos_ + 1 < chars_.size()) ++pos_;
      node->literal.push_back(FoldChar(chars_[pos_++]));
    }
    if (!Take('\'')) Fail(start, "a literal has no closing quote");
    if (node->literal.empty()) Fail(start, "a literal is empty");
    if (node->literal.size() > WordAutomaton::kMaxWordLength) {
      Fail(start, "a literal has more than " + std::to_string(WordAutomaton::kMaxWordLength) + " characters");
    }
    return node;
  }

  NodePtr ParseClass() {
    const size_t start = pos_++;
    NodePtr node = Count(Make(Kind::kClass));
    CharClass& set = node->char_class;
    if (Peek() == '^') {
      set.negated = true;
      ++pos_;
    }
    while (pos_ < chars_.size() && Peek() != ']') {
      if (Peek() == '\\' && pos_ + 1 < chars_.size()) ++pos_;
      const char32_t low = FoldChar(chars_[pos_++]);
      char32_t high = low;
      if (Peek() == '-' && Peek(1) != ']' && pos_ + 1 < chars_.size()) {
        high = FoldChar(chars_[pos_ + 1]);
        pos_ += 2;
      }
      if (high < low) Fail(pos_, "a range of characters runs backwards");
      set.ranges.push_back({low, high});
    }
    if (pos_ >= chars_.size()) {
      Fail(start, "a character class has no closing \"]\"");
      return node;
    }
    ++pos_;
    if (set.ranges.empty()) Fail(start, "a character class is empty");
    std::sort(set.ranges.begin(), set.ranges.end());
    std::vector<std::pair<char32_t, char32_t>> merged;
    for (const auto& range : set.ranges) {
      if (!merged.empty() && range.first <= merged.back().second + 1) {
        merged.back().second = std::max(merged.back().second, range.second);
      } else {
        merged.push_back(range);
      }
    }
    set.ranges = std::move(merged);
    return node;
  }

  // <class|class key=value> and {name: Type|Type key=value}
  NodePtr ParseElement(char32_t close, size_t start) {
    const bool word = close == '>';
    ++pos_;
    NodePtr node = Count(Make(Kind::kElement));
    std::string capture;
    AtEnd();
    size_t name_at = pos_;
    std::string name = ParseName();
    if (!word && Take(':')) {
      capture = name;
      AtEnd();
      name_at = pos_;
      name = ParseName();
    }
    while (true) {
      if (name.empty()) {
        Fail(pos_, word ? "expected the name of a lexicon class" : "expected the name of a type");
      } else {
        const SymbolSet symbols = word ? names_.word_class(name) : names_.annotation_type(name);
        if (symbols.empty()) {
          FailUnknown(name_at, word ? "lexicon class" : "type", name, word ? names_.known_classes : names_.known_types);
        }
        node->element.symbols.Add(symbols);
      }
      if (!Take('|')) break;
      AtEnd();
      name_at = pos_;
      name = ParseName();
    }
    while (!AtEnd() && IsNameStart(Peek())) {
      AttributeTest test;
      test.key = ParseName();
      if (Take('!')) test.negated = true;
      if (!Take('=')) {
        Fail(pos_, "expected \"=\" or \"!=\" after the attribute \"" + test.key + "\"");
        break;
      }
      AtEnd();
      while (pos_ < chars_.size() && Peek() != ' ' && Peek() != close) AppendUtf8(chars_[pos_++], &test.value);
      node->element.tests.push_back(std::move(test));
    }
    if (!Take(close)) {
      Fail(start, std::string("an element has no closing \"") + static_cast<char>(close) + "\"");
    }
    return capture.empty() ? std::move(node) : Capture(capture, std::move(node));
  }

  NodePtr Capture(const std::string& name, NodePtr child) {
    NodePtr node = Count(Make(Kind::kCapture));
    auto it = std::find(state_.captures.begin(), state_.captures.end(), name);
    node->slot = static_cast<uint32_t>(it - state_.captures.begin());
    if (it == state_.captures.end()) state_.captures.push_back(name);
    node->children.push_back(std::move(child));
    return node;
  }

  // ~n: up to n characters of the clause, as few as will do; ~~n: of the sentence.
  NodePtr ParseGap() {
    const size_t start = pos_++;
    const bool sentence = Peek() == '~';
    if (sentence) ++pos_;
    const uint32_t n = ParseNumber();
    if (n == 0 || n > kMaxRepeat) Fail(start, "a gap ~n needs n from 1 to " + std::to_string(kMaxRepeat));
    return Repeat(Count(Make(sentence ? Kind::kAny : Kind::kClauseChar)), 0, std::min(n, kMaxRepeat), true);
  }

  NodePtr ParseMacro(size_t start, uint32_t depth) {
    const std::string name = ParseName();
    const auto* macro = names_.macro(name);
    if (macro == nullptr) {
      FailUnknown(start, "macro", name, names_.known_macros);
      return Make(Kind::kEmpty);
    }
    if (std::find(state_.open_macros.begin(), state_.open_macros.end(), name) != state_.open_macros.end()) {
      Fail(start, "the macro $" + name + " uses itself");
      return Make(Kind::kEmpty);
    }
    return Nested(name, macro->first, macro->second, depth);
  }

  NodePtr Nested(const std::string& name, std::string_view text, const Location& where, uint32_t depth) {
    state_.open_macros.push_back(name);
    NodePtr node = Parser(text, where, names_, sink_, &state_).ParseAll(depth + 1);
    state_.open_macros.pop_back();
    if (!node) {
      failed_ = true;
      return Make(Kind::kEmpty);
    }
    return node;
  }

  NodePtr ParseGroup(uint32_t depth) {
    const size_t start = pos_++;
    NodePtr node;
    if (Peek() == '?') {
      node = Count(Make(Kind::kLook));
      if (TakeAll(U"?=")) {
      } else if (TakeAll(U"?!")) {
        node->negated = true;
      } else if (TakeAll(U"?<=")) {
        node->behind = true;
      } else if (TakeAll(U"?<!")) {
        node->behind = node->negated = true;
      } else {
        Fail(start, "expected (?= (?! (?<= or (?<!");
        ++pos_;
      }
      if (++state_.open_looks > kMaxLookDepth) {
        Fail(start, "look-arounds are nested more than " + std::to_string(kMaxLookDepth) + " deep");
      }
      node->children.push_back(ParseAlternation(depth + 1));
      --state_.open_looks;
    } else {
      const size_t before = pos_;
      AtEnd();
      const std::string name = IsNameStart(Peek()) ? ParseName() : std::string();
      if (!name.empty() && Take(':')) {
        auto& open = state_.open_captures;
        if (std::find(open.begin(), open.end(), name) != open.end()) {
          Fail(before, "the capture \"" + name + "\" stands within a capture of the same name");
        }
        open.push_back(name);
        node = Capture(name, ParseAlternation(depth + 1));
        open.pop_back();
      } else {
        pos_ = before;
        node = ParseAlternation(depth + 1);
      }
    }
    if (!Take(')')) Fail(start, "a group has no closing \")\"");
    return node;
  }

  const std::string_view text_;
  const std::u32string chars_;
  const Location where_;
  const PatternNames& names_;
  DiagnosticSink* sink_;
  ParseState& state_;
  size_t pos_ = 0;
  bool failed_ = false;
};

}  // namespace

Pattern ParsePattern(std::string_view text, const Location& where, const PatternNames& names, DiagnosticSink* sink) {
  ParseState state;
  Pattern pattern;
  pattern.root = Parser(text, where, names, sink, &state).ParseAll(0);
  pattern.captures = std::move(state.captures);
  return pattern;
}

}  // namespace mailuo
