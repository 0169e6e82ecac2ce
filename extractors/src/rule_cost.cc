#include "rule_cost.h"

#include <algorithm>

#include "program.h"

namespace mailuo {
namespace {

using Kind = PatternNode::Kind;

// Where a part of a pattern can begin: at these offsets from the match's start.
struct Offsets {
  uint32_t low = 0;
  uint32_t high = 0;
  uint64_t count() const { return uint64_t{high} - low + 1; }
};

constexpr uint32_t kLongAnnotation = 16;

class Counter {
 public:
  Counter(uint32_t window, uint32_t level) : window_(window), level_(level) {}

  // Counts the steps of a node that begins at `at`; gives where what follows begins.
  Offsets Count(const PatternNode& node, Offsets at) {
    const auto read = [&](uint32_t least, uint32_t most) {
      cost.steps += at.count();
      return Offsets{std::min(window_, at.low + least), std::min(window_, at.high + most)};
    };
    switch (node.kind) {
      case Kind::kEmpty: return at;
      case Kind::kLiteral: {
        const auto size = static_cast<uint32_t>(node.literal.size());
        return read(size, size);
      }
      case Kind::kClass:
      case Kind::kAny:
      case Kind::kClauseChar: return read(1, 1);
      case Kind::kElement: return read(1, kLongAnnotation);
      case Kind::kAnchor: return read(0, 0);
      case Kind::kSequence:
        for (const auto& child : node.children) at = Count(*child, at);
        return at;
      case Kind::kAlternation: {
        Offsets behind{window_, 0};
        for (const auto& child : node.children) {
          const Offsets one = Count(*child, at);
          behind = {std::min(behind.low, one.low), std::max(behind.high, one.high)};
        }
        return behind;
      }
      case Kind::kRepeat: return CountRepeat(node, at);
      case Kind::kCapture: return Count(*node.children[0], at);
      case Kind::kLook: CountLook(node, at); return at;
    }
    return at;
  }

  PatternCost cost;

 private:
  Offsets CountRepeat(const PatternNode& node, Offsets at) {
    for (uint32_t i = 0; i < node.min; ++i) at = Count(*node.children[0], at);
    if (node.max == kUnbounded) {
      Count(*node.children[0], {at.low, window_});
      return {at.low, window_};
    }
    Offsets behind = at;
    for (uint32_t i = node.min; i < node.max; ++i) {
      at = Count(*node.children[0], at);
      behind.high = std::max(behind.high, at.high);
    }
    return behind;
  }

  void CountLook(const PatternNode& node, Offsets at) {
    Counter inner(level_ == 0 ? kMaxWindow : kMaxNestedWindow, level_ + 1);
    inner.Count(*node.children[0], {0, 0});
    uint64_t each = inner.cost.steps;
    if (node.behind) each *= kMaxLookBehind;
    const uint64_t steps = each * at.count();
    if (steps > cost.asked * cost.each) {
      cost.look = node.text;
      cost.asked = at.count();
      cost.each = each;
    }
    cost.steps += steps;
  }

  const uint32_t window_;
  const uint32_t level_;
};

}  // namespace

PatternCost CostOf(const Pattern& pattern) {
  Counter counter(kMaxWindow, 0);
  counter.Count(*pattern.root, {0, 0});
  return counter.cost;
}

}  // namespace mailuo
