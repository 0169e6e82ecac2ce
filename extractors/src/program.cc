// Compiling patterns by Thompson's construction, and what their first steps tell of where they can match.
#include "program.h"

#include <algorithm>
#include <tuple>

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

}  // namespace mailuo
