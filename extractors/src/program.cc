// Compiling patterns by Thompson's construction, and the memoised search.
#include "program.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace mailuo {
namespace {

using Kind = PatternNode::Kind;

constexpr size_t kMaxEdgeChars = 512;  // more are as good as any

// Adds `char_class` to what can stand there.
void AddChars(const CharClass& char_class, EdgeSet* edge) {
  size_t size = edge->chars.size();
  for (const auto& [first, last] : char_class.ranges) size += last - first + 1;
  if (char_class.negated || size > kMaxEdgeChars) {
    edge->anything = true;
    return;
  }
  for (const auto& [first, last] : char_class.ranges) {
    for (char32_t c = first; c <= last; ++c) edge->chars.push_back(c);
  }
}

// The steps that can be the next at `pc`; kMatch among them. Where `conditions` are asked for, what must hold there is
// as good as a step: a look-ahead that names its edge, the end of a clause.
std::vector<uint32_t> StepsFrom(const Program& program, uint32_t pc, bool conditions) {
  std::vector<uint32_t> steps, open = {pc};
  std::vector<uint8_t> seen(program.code.size());
  while (!open.empty()) {
    const uint32_t at = open.back();
    open.pop_back();
    if (seen[at] != 0) continue;
    seen[at] = 1;
    const Instruction& in = program.code[at];
    switch (in.op) {
      case Op::kSplit: open.push_back(in.y); [[fallthrough]];
      case Op::kJump: open.push_back(in.x); break;
      case Op::kAnchor:
        if (conditions && static_cast<Anchor>(in.x) == Anchor::kClauseEnd) {
          steps.push_back(at);
          break;
        }
        [[fallthrough]];
      case Op::kOpen:
      case Op::kClose: open.push_back(at + 1); break;
      case Op::kRun:
        steps.push_back(at);
        if (program.runs[in.x].min == 0) open.push_back(at + 1);
        break;
      case Op::kLook:
        if (conditions && !program.looks[in.x].behind && !program.looks[in.x].negated) {
          steps.push_back(at);
        } else {
          open.push_back(at + 1);
        }
        break;
      default: steps.push_back(at);
    }
  }
  return steps;
}

void AddEdge(const Program& program, uint32_t step, bool last, EdgeSet* edge);

// Adds what can stand at `pc`.
void AddEdgesFrom(const Program& program, uint32_t pc, EdgeSet* edge) {
  for (uint32_t step : StepsFrom(program, pc, true)) AddEdge(program, step, false, edge);
}

// Adds what the step can begin with, or end with.
void AddEdge(const Program& program, uint32_t step, bool last, EdgeSet* edge) {
  const Instruction& in = program.code[step];
  switch (in.op) {
    case Op::kLiteral: edge->chars.push_back(program.literals[last ? in.x + in.y - 1 : in.x]); break;
    case Op::kClass: AddChars(program.classes[in.x].char_class(), edge); break;
    case Op::kRun:
      if (const CharRun& run = program.runs[in.x]; run.step == Op::kClass) {
        AddChars(program.classes[run.char_class].char_class(), edge);
      } else {
        edge->anything = true;
      }
      break;
    case Op::kElement: edge->symbols.Add(program.elements[in.x].symbols); break;
    case Op::kAnchor: edge->clause_end = true; break;
    case Op::kLook: AddEdgesFrom(*program.looks[in.x].program, 0, edge); break;
    default: edge->anything = true;
  }
}

void FindLastStep(const Program& program, EdgeSet* last) {
  for (uint32_t pc = 0; pc < program.code.size(); ++pc) {
    const Op op = program.code[pc].op;
    if (op != Op::kLiteral && op != Op::kClass && op != Op::kElement && op != Op::kAny && op != Op::kClauseChar &&
        op != Op::kRun) {
      continue;
    }
    for (uint32_t step : StepsFrom(program, pc + 1, false)) {
      if (program.code[step].op == Op::kMatch) AddEdge(program, pc, true, last);
    }
  }
  for (uint32_t step : StepsFrom(program, 0, false)) last->anything |= program.code[step].op == Op::kMatch;
}

// The fewest and the most characters that `node` can match, the most at most kMaxLookBehind.
std::pair<uint32_t, uint32_t> Lengths(const PatternNode& node) {
  const auto cap = [](uint64_t n) { return static_cast<uint32_t>(std::min<uint64_t>(n, kMaxLookBehind)); };
  switch (node.kind) {
    case Kind::kLiteral: return {cap(node.literal.size()), cap(node.literal.size())};
    case Kind::kClass:
    case Kind::kAny:
    case Kind::kClauseChar: return {1, 1};
    case Kind::kElement: return {1, kMaxLookBehind};
    case Kind::kSequence: {
      uint32_t least = 0, most = 0;
      for (const auto& child : node.children) {
        const auto [low, high] = Lengths(*child);
        least = cap(least + low);
        most = cap(most + high);
      }
      return {least, most};
    }
    case Kind::kAlternation: {
      uint32_t least = kMaxLookBehind, most = 0;
      for (const auto& child : node.children) {
        const auto [low, high] = Lengths(*child);
        least = std::min(least, low);
        most = std::max(most, high);
      }
      return {least, most};
    }
    case Kind::kRepeat: {
      const auto [low, high] = Lengths(*node.children[0]);
      return {cap(uint64_t{low} * node.min), cap(uint64_t{high} * node.max)};
    }
    case Kind::kCapture: return Lengths(*node.children[0]);
    default: return {0, 0};
  }
}

class Compiler {
 public:
  // `work` counts the nodes compiled, copies and look-arounds included, over all compilers of a pattern.
  Compiler(Program* program, uint32_t* work) : program_(*program), work_(*work) {}

  bool too_large() const { return work_ > kMaxProgramSize; }

  void Compile(const PatternNode& node) {
    if (too_large()) return;  // the caller asks and refuses
    ++work_;
    text_ = node.text;
    switch (node.kind) {
      case Kind::kEmpty: return;
      case Kind::kLiteral:
        Emit(Op::kLiteral, static_cast<uint32_t>(program_.literals.size()), static_cast<uint32_t>(node.literal.size()));
        program_.literals += node.literal;
        return;
      case Kind::kClass:
        Emit(Op::kClass, static_cast<uint32_t>(program_.classes.size()));
        program_.classes.emplace_back(node.char_class);
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
      case Kind::kLook: CompileLook(node); return;
    }
  }

  void Finish() {
    Emit(Op::kMatch);
    AddRows();
    AddGuards();
  }

  uint32_t Emit(Op op, uint32_t x = 0, uint32_t y = 0) {
    program_.code.push_back({op, 0, 0, x, y});
    program_.texts.push_back(text_);
    return static_cast<uint32_t>(program_.code.size() - 1);
  }

 private:
  uint32_t Here() const { return static_cast<uint32_t>(program_.code.size()); }

  void EmitElement(const PatternNode& node, uint32_t slot_plus_one) {
    Emit(Op::kElement, static_cast<uint32_t>(program_.elements.size()), slot_plus_one);
    program_.elements.push_back(node.element);
    SymbolMarks marks;
    node.element.symbols.ForEach([&](Symbol symbol) { marks.Add(symbol); });
    program_.element_marks.push_back(marks);
  }

  void CompileLook(const PatternNode& node) {
    AddLook(node);
    if (!too_large()) Emit(Op::kLook, static_cast<uint32_t>(program_.looks.size() - 1));
  }

  // One annotation, whatever its attributes, that a mark tells for sure.
  static bool IsPlainElement(const PatternNode& node) {
    if (node.kind == Kind::kAlternation) {
      return std::all_of(node.children.begin(), node.children.end(),
                         [](const auto& child) { return IsPlainElement(*child); });
    }
    bool sure = node.kind == Kind::kElement && node.element.tests.empty();
    if (sure) node.element.symbols.ForEach([&](Symbol symbol) { sure &= symbol < SymbolMarks::kShared; });
    return sure;
  }

  void AddLook(const PatternNode& node) {
    Look look;
    look.program = std::make_unique<Program>();
    look.behind = node.behind;
    look.negated = node.negated;
    Compiler compiler(look.program.get(), &work_);
    compiler.Compile(*node.children[0]);
    if (too_large()) return;
    compiler.Finish();
    EdgeSet edge;
    if (node.behind) {
      std::tie(look.min_length, look.max_length) = Lengths(*node.children[0]);
      FindLastStep(*look.program, &edge);
    } else {
      AddEdgesFrom(*look.program, 0, &edge);
      look.edge_is_all = IsPlainElement(*node.children[0]);
    }
    look.edge = EdgeTest(std::move(edge));
    program_.looks.push_back(std::move(look));
  }

  // An instruction with two ways to it, or one behind a step of several lengths, can be reached twice at one position.
  void AddRows() {
    std::vector<uint32_t> ways(program_.code.size() + 1);
    ways[0] = 1;  // the start
    for (uint32_t pc = 0; pc < program_.code.size(); ++pc) {
      const Instruction& in = program_.code[pc];
      switch (in.op) {
        case Op::kSplit:
          ++ways[in.x];
          ++ways[in.y];
          break;
        case Op::kJump: ++ways[in.x]; break;
        case Op::kElement:
        case Op::kRun: ways[pc + 1] = 2; break;
        case Op::kMatch: break;
        default: ++ways[pc + 1];
      }
    }
    for (uint32_t pc = 0; pc < program_.code.size(); ++pc) {
      if (ways[pc] > 1) program_.code[pc].row = static_cast<uint16_t>(++program_.rows);
    }
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

  // The parts of a node that is one character, with looks before it that forbid something; false for any other.
  static bool IsOneChar(const PatternNode& node, std::vector<const PatternNode*>* looks, const PatternNode** step) {
    if (node.kind == Kind::kClass || node.kind == Kind::kAny || node.kind == Kind::kClauseChar) {
      *step = &node;
      return true;
    }
    if (node.kind != Kind::kSequence || node.children.empty()) return false;
    for (size_t i = 0; i + 1 < node.children.size(); ++i) {
      const PatternNode& look = *node.children[i];
      if (look.kind != Kind::kLook || look.behind || !look.negated) return false;
      looks->push_back(&look);
    }
    return IsOneChar(*node.children.back(), looks, step);
  }

  bool CompileRun(const PatternNode& node) {
    std::vector<const PatternNode*> looks;
    const PatternNode* step = nullptr;
    if (node.max == kUnbounded || node.max < 2 || !IsOneChar(*node.children[0], &looks, &step)) return false;
    work_ += node.max;
    CharRun run;
    run.min = node.min;
    run.max = node.max;
    run.lazy = node.lazy;
    run.step = step->kind == Kind::kClass ? Op::kClass : step->kind == Kind::kAny ? Op::kAny : Op::kClauseChar;
    if (run.step == Op::kClass) {
      run.char_class = static_cast<uint32_t>(program_.classes.size());
      program_.classes.emplace_back(step->char_class);
    }
    for (const PatternNode* look : looks) {
      run.looks.push_back(static_cast<uint32_t>(program_.looks.size()));
      AddLook(*look);
      if (too_large()) return true;
    }
    text_ = step->text;
    Emit(Op::kRun, static_cast<uint32_t>(program_.runs.size()));
    program_.runs.push_back(std::move(run));
    return true;
  }

  void CompileRepeat(const PatternNode& node) {
    if (CompileRun(node)) return;
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
      if (too_large()) break;
    }
    for (const auto& [split, into] : splits) EmitSplit(split, into, Here(), node.lazy);
  }

  // Most ways of splits, and most ends of runs, lead nowhere: one look at the text tells.
  void AddGuards() {
    for (uint32_t pc = 0; pc < program_.code.size(); ++pc) {
      Instruction& in = program_.code[pc];
      if (in.op == Op::kRun) {
        EdgeSet next;
        AddEdgesFrom(program_, pc + 1, &next);
        program_.runs[in.x].next = EdgeTest(std::move(next));
      }
      if (in.op != Op::kSplit) continue;
      EdgeSet edge;
      AddEdgesFrom(program_, in.x, &edge);
      if (edge.anything) continue;
      program_.guards.emplace_back(std::move(edge));
      in.guard = static_cast<uint16_t>(program_.guards.size());
    }
  }

  Program& program_;
  uint32_t& work_;
  std::string_view text_;  // of the node being compiled
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

constexpr size_t kMaxRequiredChars = 16;  // a larger class is found in almost every sentence

// Adds what each match must have in it.
void AddRequired(const PatternNode& node, std::vector<Requirement>* required) {
  switch (node.kind) {
    case Kind::kElement: required->push_back({node.element.symbols, {}, false}); return;
    case Kind::kLiteral:
      for (char32_t c : node.literal) required->push_back({{}, {c}, false});
      return;
    case Kind::kClass: {
      EdgeSet edge;
      AddChars(node.char_class, &edge);
      if (!edge.anything && edge.chars.size() <= kMaxRequiredChars) required->push_back({{}, edge.chars, false});
      return;
    }
    case Kind::kSequence:
      for (const auto& child : node.children) AddRequired(*child, required);
      return;
    case Kind::kRepeat:
      if (node.min > 0) AddRequired(*node.children[0], required);
      return;
    case Kind::kCapture: AddRequired(*node.children[0], required); return;
    case Kind::kLook:
      if (!node.negated) {
        const size_t first = required->size();
        AddRequired(*node.children[0], required);
        for (size_t i = first; i < required->size(); ++i) (*required)[i].anywhere |= node.behind;
      }
      return;
    case Kind::kAlternation: {
      Requirement any;
      for (const auto& child : node.children) {
        std::vector<Requirement> branch;
        AddRequired(*child, &branch);
        if (branch.empty()) return;
        // An element says more than a character.
        const auto best =
            std::find_if(branch.begin(), branch.end(), [](const Requirement& r) { return r.chars.empty(); });
        const Requirement& one = best != branch.end() ? *best : branch.front();
        any.anywhere |= one.anywhere;
        any.symbols.Add(one.symbols);
        any.chars.insert(any.chars.end(), one.chars.begin(), one.chars.end());
      }
      required->push_back(std::move(any));
      return;
    }
    default: return;
  }
}

}  // namespace

bool CompilePattern(const Pattern& pattern, Program* program) {
  uint32_t work = 0;
  Compiler compiler(program, &work);
  compiler.Compile(*pattern.root);
  if (compiler.too_large()) return false;
  compiler.Finish();
  program->slots = static_cast<uint32_t>(pattern.captures.size());
  return true;
}

Trigger FindTrigger(const Pattern& pattern, const std::function<Symbol(const std::u32string&)>& literal_symbol) {
  Trigger trigger;
  if (AddFirst(*pattern.root, literal_symbol, &trigger)) trigger.anywhere = true;
  AddRequired(*pattern.root, &trigger.required);
  // What triggers the rule is there where it begins.
  if (!trigger.clause_start && !trigger.sentence_start) {
    std::erase_if(trigger.required,
                  [&](const Requirement& r) { return !r.anywhere && r.symbols.Includes(trigger.symbols); });
  }
  return trigger;
}

CharTest::CharTest(CharClass char_class) : class_(std::move(char_class)) {
  for (const auto& [first, last] : class_.ranges) {
    if (last - first >= 255) bits_.fill(~uint64_t{0});
    for (char32_t c = first; c <= last && c - first < 256; ++c) bits_[c / 64 % 4] |= uint64_t{1} << (c % 64);
  }
}

EdgeTest::EdgeTest(EdgeSet edge)
    : anything_(edge.anything), clause_end_(edge.clause_end), symbols_(std::move(edge.symbols)) {
  for (char32_t c : edge.chars) char_bits_[c / 64 % 4] |= uint64_t{1} << (c % 64);
  symbols_.ForEach([this](Symbol symbol) {
    marks_.Add(symbol);
    has_symbols_ = true;
  });
}

bool EdgeTest::FitsUpTo(const MatchInput& input, uint32_t pos) const {
  if (anything_) return true;
  if (pos > input.begin && HasChar(input.chars[pos - 1])) return true;
  if (!has_symbols_) return false;
  const Lattice& lattice = *input.lattice;
  for (uint32_t a = lattice.FirstEndingAt(pos); a != kNone; a = lattice[a].next_at_end) {
    if (symbols_.Has(lattice[a].symbol)) return true;
  }
  return false;
}

void FindSteps(const Program& program, EdgeSet* first, EdgeSet* next) {
  AddEdgesFrom(program, 0, first);
  for (uint32_t step : StepsFrom(program, 0, false)) {
    const Op op = program.code[step].op;
    if (op != Op::kElement && op != Op::kLiteral) {
      next->anything = true;
      continue;
    }
    AddEdgesFrom(program, step + 1, next);
  }
}

bool Matcher::Match(const Program& program, const MatchInput& input, uint32_t start, MatchResult* result,
                    uint32_t must_end) {
  uint32_t trail = kNone;
  if (!Run(program, input, start, must_end, 0, &result->end, &trail)) return false;
  result->begin = start;
  std::vector<CaptureValue>& captures = result->captures;
  captures.clear();
  // The trail runs backwards; a closing is met before its opening.
  const Frame& frame = *frames_[0];
  for (uint32_t i = trail; i != kNone; i = frame.trail[i].previous) {
    const TrailNode& node = frame.trail[i];
    if (node.annotation != kNone || node.end != kNone) {
      captures.push_back({node.slot, node.annotation != kNone ? node.pos : kNone, node.end, node.annotation});
      continue;
    }
    // An opening belongs to the nearest closing of its slot that has none yet. A group within a group of one name
    // cannot be told apart and gives the inner one twice; names in a pattern are unique in practice.
    for (auto it = captures.rbegin(); it != captures.rend(); ++it) {
      if (it->slot == node.slot && it->annotation == kNone && it->begin == kNone) {
        it->begin = node.pos;
        break;
      }
    }
  }
  std::reverse(captures.begin(), captures.end());
  // They are few and almost in order: insertion, which keeps the order of equals.
  for (size_t i = 1; i < captures.size(); ++i) {
    const CaptureValue value = captures[i];
    size_t k = i;
    for (; k > 0 && value.begin < captures[k - 1].begin; --k) captures[k] = captures[k - 1];
    captures[k] = value;
  }
  return true;
}

inline bool Matcher::SeenBefore(Row* row, uint32_t generation, uint32_t offset) {
  if (row->generation != generation) {
    row->generation = generation;
    row->seen.fill(0);
  }
  uint64_t& word = row->seen[offset / 64];
  const uint64_t bit = uint64_t{1} << (offset % 64);
  if ((word & bit) != 0) return true;
  word |= bit;
  return false;
}

inline bool Matcher::Passes(const Element& element, const Annotation& annotation, const MatchInput& input) const {
  if (!element.symbols.Has(annotation.symbol)) return false;
  for (const AttributeTest& test : element.tests) {
    if ((input.attributes->Attribute(annotation, test.key) == test.value) == test.negated) return false;
  }
  return true;
}

// Most elements accept one annotation at a place, which needs no list.
inline uint32_t Matcher::FindSteps(const Program& program, uint32_t element, const MatchInput& input, uint32_t pos,
                                   uint32_t limit, Frame* frame) const {
  const Lattice& lattice = *input.lattice;
  if (!program.element_marks[element].MayShare(lattice.MarksAt(pos))) return kNone;
  const Element& wanted = program.elements[element];
  frame->steps.clear();
  uint32_t best = kNone;
  for (uint32_t a = lattice.FirstAt(pos); a != kNone; a = lattice[a].next_at_begin) {
    const Annotation& annotation = lattice[a];
    if (annotation.end > limit || !Passes(wanted, annotation, input)) continue;
    if (best == kNone) {
      best = a;
      continue;
    }
    const auto before = [&lattice](uint32_t x, uint32_t y) {
      return lattice[x].end != lattice[y].end ? lattice[x].end > lattice[y].end : x < y;
    };
    const uint32_t other = before(a, best) ? std::exchange(best, a) : a;
    auto& steps = frame->steps;
    steps.insert(std::upper_bound(steps.begin(), steps.end(), other, before), other);
  }
  return best;
}

inline bool Matcher::Holds(const Look& look, const MatchInput& input, uint32_t pos, uint32_t level) {
  if (!(look.behind ? look.edge.FitsUpTo(input, pos) : look.edge.FitsFrom(input, pos))) return look.negated;
  if (look.edge_is_all && level < 2) return !look.negated;  // the whole window is open to it
  return RunLook(look, input, pos, level);
}

bool Matcher::Run(const Program& program, const MatchInput& input, uint32_t start, uint32_t must_end, uint32_t level,
                  uint32_t* end, uint32_t* trail) {
  if (frames_.size() <= level) frames_.push_back(std::make_unique<Frame>());
  Frame& frame = *frames_[level];
  if (frame.rows.size() < program.rows) frame.rows.resize(program.rows);
  if (++frame.generation == 0) {
    for (Row& row : frame.rows) row.generation = 0;
    frame.generation = 1;
  }
  const uint32_t limit = std::min(input.end, start + (level < 2 ? kMaxWindow : kMaxNestedWindow));
  const char32_t* const chars = input.chars;
  const Instruction* const code = program.code.data();
  frame.jobs.clear();
  frame.trail.clear();
  const auto remember = [&frame](uint32_t slot, uint32_t pos, uint32_t annotation, uint32_t node_end,
                                 uint32_t previous) {
    frame.trail.push_back({slot, pos, annotation, node_end, previous});
    return static_cast<uint32_t>(frame.trail.size() - 1);
  };
  const auto inside = [&](uint32_t at) { return level > 0 || at > start || at == input.begin; };
  uint32_t pc = 0, pos = start, here = kNone, count = kNone;
  for (;;) {
    for (bool alive = true; alive;) {
      const Instruction& in = code[pc];
      if (in.row != 0 && count == kNone && SeenBefore(&frame.rows[in.row - 1], frame.generation, pos - start)) break;
      switch (in.op) {
        case Op::kLiteral: {
          alive = pos + in.y <= limit;
          for (uint32_t i = 0; alive && i < in.y; ++i) alive = chars[pos + i] == program.literals[in.x + i];
          pos += in.y;
          ++pc;
          break;
        }
        case Op::kClass:
          alive = pos < limit && program.classes[in.x].Has(chars[pos]);
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
        case Op::kRun:
          pos = TakeRun(program, pc, input, pos, count, limit, here, level);
          count = kNone;
          alive = pos != kNone;
          ++pc;
          break;
        case Op::kElement: {
          const uint32_t best = FindSteps(program, in.x, input, pos, limit, &frame);
          alive = best != kNone;
          if (!alive) break;
          ++pc;
          for (size_t i = frame.steps.size(); i-- > 0;) {
            const uint32_t step = frame.steps[i], step_end = (*input.lattice)[step].end;
            const uint32_t t = in.y != 0 ? remember(in.y - 1, pos, step, step_end, here) : here;
            frame.jobs.push_back({pc, step_end, t, kNone});
          }
          const uint32_t best_end = (*input.lattice)[best].end;
          if (in.y != 0) here = remember(in.y - 1, pos, best, best_end, here);
          pos = best_end;
          break;
        }
        case Op::kAnchor:
          switch (static_cast<Anchor>(in.x)) {
            case Anchor::kClauseStart: alive = pos == input.begin || input.clause_end[pos - 1] != 0; break;
            case Anchor::kClauseEnd: alive = pos == input.end || input.clause_end[pos] != 0; break;
            case Anchor::kSentenceStart: alive = pos == input.begin; break;
            case Anchor::kSentenceEnd:
              for (uint32_t p = pos; p < input.end && alive; ++p) alive = input.clause_end[p] != 0;
              break;
            // Before a match's first character these mean the start of such a sentence, see AddFirst.
            case Anchor::kTitle: alive = input.kind == PlaceKind::kTitle && inside(pos); break;
            case Anchor::kHeading: alive = input.kind == PlaceKind::kHeading && inside(pos); break;
            case Anchor::kByline: alive = input.kind == PlaceKind::kByline && inside(pos); break;
            case Anchor::kSection: alive = input.section_start && pos == input.begin; break;
            case Anchor::kParagraph: alive = input.paragraph_start && pos == input.begin; break;
          }
          ++pc;
          break;
        case Op::kSplit:
          if (in.guard != 0 && !program.guards[in.guard - 1].FitsFrom(input, pos)) {
            pc = in.y;
            break;
          }
          frame.jobs.push_back({in.y, pos, here, kNone});
          pc = in.x;
          break;
        case Op::kJump: pc = in.x; break;
        case Op::kOpen:
          here = remember(in.x, pos, kNone, kNone, here);
          ++pc;
          break;
        case Op::kClose:
          here = remember(in.x, pos, kNone, pos, here);
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
    if (frame.jobs.empty()) return false;
    const Job& job = frame.jobs.back();
    pc = job.pc;
    pos = job.pos;
    here = job.trail;
    count = job.count;
    frame.jobs.pop_back();
  }
}

inline bool Matcher::TakesChar(const Program& program, const CharRun& run, const MatchInput& input, uint32_t pos,
                               uint32_t level) {
  if (run.step == Op::kClass && !program.classes[run.char_class].Has(input.chars[pos])) return false;
  if (run.step == Op::kClauseChar && input.clause_end[pos] != 0) return false;
  for (uint32_t look : run.looks) {
    if (!Holds(program.looks[look], input, pos, level + 1)) return false;
  }
  return true;
}

uint32_t Matcher::TakeRun(const Program& program, uint32_t pc, const MatchInput& input, uint32_t pos, uint32_t count,
                          uint32_t limit, uint32_t trail, uint32_t level) {
  const CharRun& run = program.runs[program.code[pc].x];
  const auto takes = [&](uint32_t at) { return at < limit && TakesChar(program, run, input, at, level); };
  const bool resumed = count != kNone;
  if (!resumed) {
    for (count = 0; count < run.min; ++count, ++pos) {
      if (!takes(pos)) return kNone;
    }
  }
  std::vector<Job>& jobs = frames_[level]->jobs;
  if (run.lazy) {
    for (bool ended = resumed;; ended = false) {  // a resumed run has tried to end here
      if (!ended && run.next.FitsFrom(input, pos)) {
        if (count < run.max) jobs.push_back({pc, pos, trail, count});
        return pos;
      }
      if (count == run.max || !takes(pos)) return kNone;
      ++pos;
      ++count;
    }
  }
  uint32_t last = kNone;
  for (;; ++pos, ++count) {
    if (run.next.FitsFrom(input, pos)) {
      if (last != kNone) jobs.push_back({pc + 1, last, trail, kNone});
      last = pos;
    }
    if (count == run.max || !takes(pos)) return last;
  }
}

bool Matcher::RunLook(const Look& look, const MatchInput& input, uint32_t pos, uint32_t level) {
  uint32_t end, trail;
  if (!look.behind) return Run(*look.program, input, pos, kNone, level, &end, &trail) != look.negated;
  const uint32_t reach = std::min(pos - input.begin, look.max_length);
  for (uint32_t length = look.min_length; length <= reach; ++length) {
    if (Run(*look.program, input, pos - length, pos, level, &end, &trail)) return !look.negated;
  }
  return look.negated;
}

}  // namespace mailuo
