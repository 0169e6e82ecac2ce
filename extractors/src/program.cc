// Compiling patterns by Thompson's construction, and the memoised search.
#include "program.h"

#include <algorithm>

namespace mailuo {
namespace {

using Kind = PatternNode::Kind;

class Compiler {
 public:
  explicit Compiler(Program* program) : program_(*program) {}

  void Compile(const PatternNode& node) {
    if (program_.code.size() > kMaxProgramSize) return;  // the caller sees the size and refuses
    switch (node.kind) {
      case Kind::kEmpty: return;
      case Kind::kLiteral:
        Emit(Op::kLiteral, static_cast<uint32_t>(program_.literals.size()));
        program_.literals.push_back(node.literal);
        return;
      case Kind::kClass:
        Emit(Op::kClass, static_cast<uint32_t>(program_.classes.size()));
        program_.classes.push_back(node.char_class);
        return;
      case Kind::kAny: Emit(Op::kAny); return;
      case Kind::kClauseChar: Emit(Op::kClauseChar); return;
      case Kind::kElement: EmitElement(node, 0); return;
      case Kind::kAnchor: Emit(Op::kAnchor, static_cast<uint32_t>(node.anchor)); return;
      case Kind::kSequence:
        for (const auto& child : node.children) Compile(*child);
        return;
      case Kind::kAlternation: CompileAlternation(node); return;
      case Kind::kRepeat: CompileRepeat(node); return;
      case Kind::kCapture: {
        const PatternNode& child = *node.children[0];
        if (child.kind == Kind::kElement) {
          EmitElement(child, node.slot + 1);
        } else {
          Emit(Op::kOpen, node.slot);
          Compile(child);
          Emit(Op::kClose, node.slot);
        }
        return;
      }
      case Kind::kLook: {
        auto sub = std::make_unique<Program>();
        Compiler compiler(sub.get());
        compiler.Compile(*node.children[0]);
        compiler.Emit(Op::kMatch);
        Emit(Op::kLook, static_cast<uint32_t>(program_.looks.size()));
        program_.looks.push_back({std::move(sub), node.behind, node.negated});
        return;
      }
    }
  }

  uint32_t Emit(Op op, uint32_t x = 0, uint32_t y = 0) {
    program_.code.push_back({op, x, y});
    return static_cast<uint32_t>(program_.code.size() - 1);
  }

 private:
  uint32_t Here() const { return static_cast<uint32_t>(program_.code.size()); }

  void EmitElement(const PatternNode& node, uint32_t slot_plus_one) {
    Emit(Op::kElement, static_cast<uint32_t>(program_.elements.size()), slot_plus_one);
    program_.elements.push_back(node.element);
  }

  void CompileAlternation(const PatternNode& node) {
    std::vector<uint32_t> jumps;
    for (size_t i = 0; i < node.children.size(); ++i) {
      const bool last = i + 1 == node.children.size();
      const uint32_t split = last ? 0 : Emit(Op::kSplit);
      if (!last) program_.code[split].x = Here();
      Compile(*node.children[i]);
      if (!last) {
        jumps.push_back(Emit(Op::kJump));
        program_.code[split].y = Here();
      }
    }
    for (uint32_t jump : jumps) program_.code[jump].x = Here();
  }

  void EmitSplit(uint32_t split, uint32_t into, uint32_t past, bool lazy) {
    program_.code[split].x = lazy ? past : into;
    program_.code[split].y = lazy ? into : past;
  }

  void CompileRepeat(const PatternNode& node) {
    const PatternNode& child = *node.children[0];
    for (uint32_t i = 0; i < node.min; ++i) Compile(child);
    if (node.max == kUnbounded) {
      const uint32_t split = Emit(Op::kSplit);
      const uint32_t into = Here();
      Compile(child);
      Emit(Op::kJump, split);
      EmitSplit(split, into, Here(), node.lazy);
      return;
    }
    std::vector<std::pair<uint32_t, uint32_t>> splits;
    for (uint32_t i = node.min; i < node.max; ++i) {
      const uint32_t split = Emit(Op::kSplit);
      splits.push_back({split, Here()});
      Compile(child);
      if (program_.code.size() > kMaxProgramSize) break;
    }
    for (const auto& [split, into] : splits) EmitSplit(split, into, Here(), node.lazy);
  }

  Program& program_;
};

// Adds what `node` can begin with to `trigger`; true where it can match nothing.
bool AddFirst(const PatternNode& node, const std::function<Symbol(const std::u32string&)>& literal_symbol,
              Trigger* trigger) {
  switch (node.kind) {
    case Kind::kEmpty: return true;
    case Kind::kLiteral: trigger->symbols.Add(literal_symbol(node.literal)); return false;
    case Kind::kClass:
    case Kind::kAny:
    case Kind::kClauseChar: trigger->anywhere = true; return false;
    case Kind::kElement: trigger->symbols.Add(node.element.symbols); return false;
    case Kind::kAnchor:
      if (node.anchor == Anchor::kClauseStart) {
        trigger->clause_start = true;
      } else if (node.anchor == Anchor::kClauseEnd || node.anchor == Anchor::kSentenceEnd) {
        trigger->anywhere = true;
      } else {
        trigger->sentence_start = true;
      }
      return false;
    case Kind::kSequence:
      for (const auto& child : node.children) {
        if (!AddFirst(*child, literal_symbol, trigger)) return false;
      }
      return true;
    case Kind::kAlternation: {
      bool nullable = false;
      for (const auto& child : node.children) nullable |= AddFirst(*child, literal_symbol, trigger);
      return nullable;
    }
    case Kind::kRepeat: return AddFirst(*node.children[0], literal_symbol, trigger) || node.min == 0;
    case Kind::kCapture: return AddFirst(*node.children[0], literal_symbol, trigger);
    case Kind::kLook: return true;
  }
  return true;
}

// Adds a set of symbols for every element that each match must pass.
void AddRequired(const PatternNode& node, std::vector<SymbolSet>* required) {
  switch (node.kind) {
    case Kind::kElement: required->push_back(node.element.symbols); return;
    case Kind::kSequence:
      for (const auto& child : node.children) AddRequired(*child, required);
      return;
    case Kind::kRepeat:
      if (node.min > 0) AddRequired(*node.children[0], required);
      return;
    case Kind::kCapture: AddRequired(*node.children[0], required); return;
    case Kind::kAlternation: {
      SymbolSet any;
      for (const auto& child : node.children) {
        std::vector<SymbolSet> branch;
        AddRequired(*child, &branch);
        if (branch.empty()) return;
        any.Add(branch.front());
      }
      required->push_back(any);
      return;
    }
    default: return;
  }
}

}  // namespace

Program CompilePattern(const Pattern& pattern) {
  Program program;
  Compiler compiler(&program);
  compiler.Compile(*pattern.root);
  compiler.Emit(Op::kMatch);
  program.slots = static_cast<uint32_t>(pattern.captures.size());
  return program;
}

Trigger FindTrigger(const Pattern& pattern, const std::function<Symbol(const std::u32string&)>& literal_symbol) {
  Trigger trigger;
  if (AddFirst(*pattern.root, literal_symbol, &trigger)) trigger.anywhere = true;
  AddRequired(*pattern.root, &trigger.required);
  return trigger;
}

bool Matcher::Match(const Program& program, const MatchInput& input, uint32_t start, MatchResult* result,
                    uint32_t must_end) {
  uint32_t trail = kNone;
  if (!Run(program, input, start, must_end, 0, &result->end, &trail)) return false;
  result->begin = start;
  result->captures.clear();
  // The trail runs backwards; a closing is met before its opening.
  const Frame& frame = *frames_[0];
  for (uint32_t i = trail; i != kNone; i = frame.trail[i].previous) {
    const TrailNode& node = frame.trail[i];
    if (node.annotation != kNone || node.end != kNone) {
      result->captures.push_back({node.slot, node.annotation != kNone ? node.pos : kNone, node.end, node.annotation});
      continue;
    }
    // An opening belongs to the nearest closing of its slot that has none yet. A group within a group of one name
    // cannot be told apart and gives the inner one twice; names in a pattern are unique in practice.
    for (auto it = result->captures.rbegin(); it != result->captures.rend(); ++it) {
      if (it->slot == node.slot && it->annotation == kNone && it->begin == kNone) {
        it->begin = node.pos;
        break;
      }
    }
  }
  std::reverse(result->captures.begin(), result->captures.end());
  std::stable_sort(result->captures.begin(), result->captures.end(),
                   [](const CaptureValue& a, const CaptureValue& b) { return a.begin < b.begin; });
  return true;
}

bool Matcher::Run(const Program& program, const MatchInput& input, uint32_t start, uint32_t must_end, uint32_t level,
                  uint32_t* end, uint32_t* trail) {
  if (frames_.size() <= level) frames_.push_back(std::make_unique<Frame>());
  Frame& frame = *frames_[level];
  constexpr uint32_t kStride = kMaxWindow + 1;
  if (frame.visited.size() < program.code.size() * kStride) frame.visited.resize(program.code.size() * kStride);
  if (++frame.generation == 0) {
    std::fill(frame.visited.begin(), frame.visited.end(), 0);
    frame.generation = 1;
  }
  const uint32_t limit = std::min(input.end, start + kMaxWindow);
  frame.jobs.clear();
  frame.trail.clear();
  frame.jobs.push_back({0, start, kNone});
  while (!frame.jobs.empty()) {
    const Job job = frame.jobs.back();
    frame.jobs.pop_back();
    uint32_t pc = job.pc, pos = job.pos, here = job.trail;
    for (bool alive = true; alive;) {
      uint32_t& seen = frame.visited[pc * kStride + (pos - start)];
      if (seen == frame.generation) break;
      seen = frame.generation;
      ++steps_;
      const Instruction& in = program.code[pc];
      switch (in.op) {
        case Op::kLiteral: {
          const std::u32string& s = program.literals[in.x];
          alive = pos + s.size() <= limit && std::equal(s.begin(), s.end(), input.chars + pos);
          pos += static_cast<uint32_t>(s.size());
          ++pc;
          break;
        }
        case Op::kClass:
          alive = pos < limit && program.classes[in.x].Has(input.chars[pos]);
          ++pos;
          ++pc;
          break;
        case Op::kAny:
          alive = pos < limit;
          ++pos;
          ++pc;
          break;
        case Op::kClauseChar:
          alive = pos < limit && input.clause_end[pos] == 0;
          ++pos;
          ++pc;
          break;
        case Op::kElement: {
          const Element& element = program.elements[in.x];
          frame.steps.clear();
          for (uint32_t a = input.lattice->FirstAt(pos); a != kNone; a = (*input.lattice)[a].next_at_begin) {
            const Annotation& annotation = (*input.lattice)[a];
            if (annotation.end <= limit && Passes(element, annotation, input)) frame.steps.push_back({a, annotation.end});
          }
          alive = !frame.steps.empty();
          if (!alive) break;
          // Longest first; of equal ones the one that was added first.
          std::sort(frame.steps.begin(), frame.steps.end(), [](const auto& a, const auto& b) {
            return a.second != b.second ? a.second > b.second : a.first < b.first;
          });
          for (size_t i = frame.steps.size(); i-- > 0;) {
            uint32_t t = here;
            if (in.y != 0) {
              frame.trail.push_back({in.y - 1, pos, frame.steps[i].first, frame.steps[i].second, here});
              t = static_cast<uint32_t>(frame.trail.size() - 1);
            }
            frame.jobs.push_back({pc + 1, frame.steps[i].second, t});
          }
          alive = false;
          break;
        }
        case Op::kAnchor:
          switch (static_cast<Anchor>(in.x)) {
            case Anchor::kClauseStart: alive = pos == input.begin || input.clause_end[pos - 1] != 0; break;
            case Anchor::kClauseEnd: alive = pos == input.end || input.clause_end[pos] != 0; break;
            case Anchor::kSentenceStart: alive = pos == input.begin; break;
            case Anchor::kSentenceEnd:
              for (uint32_t p = pos; p < input.end; ++p) alive &= input.clause_end[p] != 0;
              break;
            case Anchor::kTitle: alive = input.kind == PlaceKind::kTitle; break;
            case Anchor::kHeading: alive = input.kind == PlaceKind::kHeading; break;
            case Anchor::kByline: alive = input.kind == PlaceKind::kByline; break;
            case Anchor::kSection: alive = input.section_start && pos == input.begin; break;
            case Anchor::kParagraph: alive = input.paragraph_start && pos == input.begin; break;
          }
          ++pc;
          break;
        case Op::kSplit:
          frame.jobs.push_back({in.y, pos, here});
          pc = in.x;
          break;
        case Op::kJump: pc = in.x; break;
        case Op::kOpen:
          frame.trail.push_back({in.x, pos, kNone, kNone, here});
          here = static_cast<uint32_t>(frame.trail.size() - 1);
          ++pc;
          break;
        case Op::kClose:
          frame.trail.push_back({in.x, pos, kNone, pos, here});
          here = static_cast<uint32_t>(frame.trail.size() - 1);
          ++pc;
          break;
        case Op::kLook:
          alive = Holds(program.looks[in.x], input, pos, level + 1);
          ++pc;
          break;
        case Op::kMatch:
          if (must_end == kNone || pos == must_end) {
            *end = pos;
            *trail = here;
            return true;
          }
          alive = false;
          break;
      }
    }
  }
  return false;
}

bool Matcher::Holds(const Look& look, const MatchInput& input, uint32_t pos, uint32_t level) {
  uint32_t end, trail;
  if (!look.behind) return Run(*look.program, input, pos, kNone, level, &end, &trail) != look.negated;
  const uint32_t lowest = pos - std::min(pos - input.begin, kMaxLookBehind);
  for (uint32_t start = pos + 1; start-- > lowest;) {
    if (Run(*look.program, input, start, pos, level, &end, &trail)) return !look.negated;
  }
  return look.negated;
}

bool Matcher::Passes(const Element& element, const Annotation& annotation, const MatchInput& input) const {
  if (!element.symbols.Has(annotation.symbol)) return false;
  for (const AttributeTest& test : element.tests) {
    if ((input.attributes->Attribute(annotation, test.key) == test.value) == test.negated) return false;
  }
  return true;
}

}  // namespace mailuo
