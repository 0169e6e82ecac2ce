// One way through a program at a time, the preferred first; the others wait on a stack.
#include "matcher.h"

#include <algorithm>
#include <utility>

namespace mailuo {

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
