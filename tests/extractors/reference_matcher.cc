#include "reference_matcher.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace mailuo {

// The pattern with its counted repetitions spelled out: x{2,3} is x x x?, x+ is x x*. So each part of a way is a node
// of its own.
struct ReferenceMatcher::Node {
  enum class Kind { kLeaf, kSequence, kAlternation, kOptional, kLoop, kCapture, kLook };
  Kind kind = Kind::kSequence;
  const PatternNode* pattern = nullptr;
  std::vector<std::unique_ptr<Node>> children;
};

namespace {

using Node = ReferenceMatcher::Node;
using NodePtr = std::unique_ptr<Node>;

NodePtr Make(Node::Kind kind, const PatternNode& pattern, std::vector<NodePtr> children = {}) {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  node->pattern = &pattern;
  node->children = std::move(children);
  return node;
}

NodePtr Spell(const PatternNode& pattern);

NodePtr SpellRepeat(const PatternNode& pattern) {
  const PatternNode& child = *pattern.children[0];
  std::vector<NodePtr> parts;
  for (uint32_t i = 0; i < pattern.min; ++i) parts.push_back(Spell(child));
  if (pattern.max == kUnbounded) {
    std::vector<NodePtr> body;
    body.push_back(Spell(child));
    parts.push_back(Make(Node::Kind::kLoop, pattern, std::move(body)));
  } else {
    NodePtr rest;  // x{0,3} is (x (x x?)?)?
    for (uint32_t i = pattern.min; i < pattern.max; ++i) {
      std::vector<NodePtr> body;
      body.push_back(Spell(child));
      if (rest) body.push_back(std::move(rest));
      std::vector<NodePtr> one;
      one.push_back(Make(Node::Kind::kSequence, pattern, std::move(body)));
      rest = Make(Node::Kind::kOptional, pattern, std::move(one));
    }
    if (rest) parts.push_back(std::move(rest));
  }
  return Make(Node::Kind::kSequence, pattern, std::move(parts));
}

NodePtr Spell(const PatternNode& pattern) {
  if (pattern.kind == PatternNode::Kind::kRepeat) return SpellRepeat(pattern);
  std::vector<NodePtr> children;
  for (const auto& child : pattern.children) children.push_back(Spell(*child));
  switch (pattern.kind) {
    case PatternNode::Kind::kSequence:
    case PatternNode::Kind::kEmpty: return Make(Node::Kind::kSequence, pattern, std::move(children));
    case PatternNode::Kind::kAlternation: return Make(Node::Kind::kAlternation, pattern, std::move(children));
    case PatternNode::Kind::kCapture: return Make(Node::Kind::kCapture, pattern, std::move(children));
    case PatternNode::Kind::kLook: return Make(Node::Kind::kLook, pattern, std::move(children));
    default: return Make(Node::Kind::kLeaf, pattern, std::move(children));
  }
}

// The fewest and most characters of a look-behind are no matter here: every length up to this is tried.
constexpr uint32_t kLookBehind = 16;
constexpr uint32_t kWindow = 255;
constexpr uint32_t kNestedWindow = 64;

struct TooManySteps {};

// One search from one start; a look-around is a search of its own.
class Search {
 public:
  using Next = std::function<bool(uint32_t)>;

  Search(const ReferenceText& text, uint32_t start, uint32_t level, uint64_t* steps)
      : text_(text),
        start_(start),
        level_(level),
        limit_(std::min(text.end, start + (level < 2 ? kWindow : kNestedWindow))),
        steps_(*steps) {}

  // True where some way through `node` from `pos` is one from which `next` goes on; the first in order of preference.
  bool Walk(const Node& node, uint32_t pos, const Next& next) {
    if (steps_-- == 0) throw TooManySteps();
    // No way comes twice to one part of the pattern without a character read in between.
    if (!way_.insert({&node, pos}).second) return false;
    const bool done = WalkInto(node, pos, next);
    way_.erase({&node, pos});
    return done;
  }

  const std::vector<ReferenceCapture>& captures() const { return captures_; }

 private:
  bool WalkInto(const Node& node, uint32_t pos, const Next& next) {
    switch (node.kind) {
      case Node::Kind::kLeaf: return WalkLeaf(*node.pattern, pos, kNone, next);
      case Node::Kind::kSequence: return WalkSequence(node, 0, pos, next);
      case Node::Kind::kAlternation:
        return std::any_of(node.children.begin(), node.children.end(),
                           [&](const NodePtr& child) { return Walk(*child, pos, next); });
      case Node::Kind::kOptional:
      case Node::Kind::kLoop: {
        const Next again = [&](uint32_t p) { return node.kind == Node::Kind::kLoop ? Walk(node, p, next) : next(p); };
        if (node.pattern->lazy) return next(pos) || Walk(*node.children[0], pos, again);
        return Walk(*node.children[0], pos, again) || next(pos);
      }
      case Node::Kind::kCapture: {
        const uint32_t slot = node.pattern->slot;
        const PatternNode& inner = *node.pattern->children[0];
        if (inner.kind == PatternNode::Kind::kElement) return WalkLeaf(inner, pos, slot, next);
        return Walk(*node.children[0], pos, [&](uint32_t p) { return Kept({slot, pos, p, kNone}, p, next); });
      }
      case Node::Kind::kLook: return Holds(node, pos) && next(pos);
    }
    return false;
  }

  bool WalkSequence(const Node& node, size_t child, uint32_t pos, const Next& next) {
    if (child == node.children.size()) return next(pos);
    return Walk(*node.children[child], pos, [&, child](uint32_t p) { return WalkSequence(node, child + 1, p, next); });
  }

  bool Kept(const ReferenceCapture& capture, uint32_t pos, const Next& next) {
    captures_.push_back(capture);
    if (next(pos)) return true;
    captures_.pop_back();
    return false;
  }

  bool WalkLeaf(const PatternNode& leaf, uint32_t pos, uint32_t slot, const Next& next) {
    const auto length = static_cast<uint32_t>(leaf.literal.size());
    switch (leaf.kind) {
      case PatternNode::Kind::kLiteral:
        return pos + length <= limit_ && text_.chars.compare(pos, length, leaf.literal) == 0 && next(pos + length);
      case PatternNode::Kind::kClass: return pos < limit_ && Has(leaf.char_class, text_.chars[pos]) && next(pos + 1);
      case PatternNode::Kind::kAny: return pos < limit_ && next(pos + 1);
      case PatternNode::Kind::kClauseChar: return pos < limit_ && !text_.clause_end[pos] && next(pos + 1);
      case PatternNode::Kind::kAnchor: return Stands(leaf.anchor, pos) && next(pos);
      default: break;
    }
    // An element: the longest first, of equal ones the first found.
    std::vector<uint32_t> fitting;
    for (uint32_t a = 0; a < text_.annotations.size(); ++a) {
      const ReferenceAnnotation& annotation = text_.annotations[a];
      if (annotation.begin == pos && annotation.end <= limit_ && Fits(leaf.element, annotation)) fitting.push_back(a);
    }
    std::stable_sort(fitting.begin(), fitting.end(),
                     [&](uint32_t a, uint32_t b) { return text_.annotations[a].end > text_.annotations[b].end; });
    for (uint32_t a : fitting) {
      const uint32_t end = text_.annotations[a].end;
      if (slot != kNone ? Kept({slot, pos, end, a}, end, next) : next(end)) return true;
    }
    return false;
  }

  static bool Has(const CharClass& set, char32_t c) {
    const bool in = std::any_of(set.ranges.begin(), set.ranges.end(),
                                [c](const auto& range) { return range.first <= c && c <= range.second; });
    return in != set.negated;
  }

  static bool Fits(const Element& element, const ReferenceAnnotation& annotation) {
    if (!element.symbols.Has(annotation.symbol)) return false;
    return std::all_of(element.tests.begin(), element.tests.end(), [&](const AttributeTest& test) {
      const auto it = annotation.attributes.find(test.key);
      return ((it == annotation.attributes.end() ? std::string() : it->second) == test.value) != test.negated;
    });
  }

  bool Stands(Anchor anchor, uint32_t pos) const {
    // Before the first character of a match, a place of the sentence means its start.
    const bool here = level_ > 0 || pos > start_ || pos == text_.begin;
    switch (anchor) {
      case Anchor::kClauseStart: return pos == text_.begin || text_.clause_end[pos - 1];
      case Anchor::kClauseEnd: return pos == text_.end || text_.clause_end[pos];
      case Anchor::kSentenceStart: return pos == text_.begin;
      case Anchor::kSentenceEnd:
        for (uint32_t p = pos; p < text_.end; ++p) {
          if (!text_.clause_end[p]) return false;
        }
        return true;
      case Anchor::kTitle: return text_.kind == PlaceKind::kTitle && here;
      case Anchor::kHeading: return text_.kind == PlaceKind::kHeading && here;
      case Anchor::kByline: return text_.kind == PlaceKind::kByline && here;
      case Anchor::kSection: return text_.section_start && pos == text_.begin;
      case Anchor::kParagraph: return text_.paragraph_start && pos == text_.begin;
    }
    return false;
  }

  bool Holds(const Node& look, uint32_t pos) const {
    const Node& inner = *look.children[0];
    const auto matches = [&](uint32_t from, const Next& ends) {
      return Search(text_, from, level_ + 1, &steps_).Walk(inner, from, ends);
    };
    bool found = false;
    if (look.pattern->behind) {
      for (uint32_t length = 0; length <= std::min(pos - text_.begin, kLookBehind) && !found; ++length) {
        found = matches(pos - length, [pos](uint32_t end) { return end == pos; });
      }
    } else {
      found = matches(pos, [](uint32_t) { return true; });
    }
    return found != look.pattern->negated;
  }

  const ReferenceText& text_;
  const uint32_t start_;
  const uint32_t level_;
  const uint32_t limit_;
  uint64_t& steps_;
  std::set<std::pair<const Node*, uint32_t>> way_;
  std::vector<ReferenceCapture> captures_;  // in the order of their ends
};

}  // namespace

ReferenceMatcher::ReferenceMatcher(const Pattern& pattern) : root_(Spell(*pattern.root)) {}
ReferenceMatcher::ReferenceMatcher(ReferenceMatcher&&) noexcept = default;
ReferenceMatcher::~ReferenceMatcher() = default;

ReferenceOutcome ReferenceMatcher::Match(const ReferenceText& text, uint32_t start, uint64_t max_steps, uint32_t* end,
                                         std::vector<ReferenceCapture>* captures) const {
  Search search(text, start, 0, &max_steps);
  try {
    const bool found = search.Walk(*root_, start, [end](uint32_t pos) {
      *end = pos;
      return true;
    });
    if (!found) return ReferenceOutcome::kNoMatch;
  } catch (const TooManySteps&) {
    return ReferenceOutcome::kTooManySteps;
  }
  *captures = search.captures();
  std::stable_sort(captures->begin(), captures->end(),
                   [](const ReferenceCapture& a, const ReferenceCapture& b) { return a.begin < b.begin; });
  return ReferenceOutcome::kMatch;
}

}  // namespace mailuo
