#include "tracing_matcher.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace mailuo {
namespace {

bool IsGap(const Program& program, uint32_t pc) {
  const Instruction& in = program.code[pc];
  const Op op = in.op == Op::kRun ? program.runs[in.x].step : in.op;
  return op == Op::kAny || op == Op::kClauseChar;
}

class Tracer {
 public:
  Tracer(const Program& program, const MatchInput& input, uint32_t start, uint32_t must_end, uint32_t level)
      : program_(program),
        input_(input),
        start_(start),
        must_end_(must_end),
        level_(level),
        limit_(std::min(input.end, start + (level < 2 ? kMaxWindow : kMaxNestedWindow))) {}

  Trace Run() {
    Trace trace;
    trace.at = start_;
    jobs_.push_back({0, start_, kNone, 0});
    while (!jobs_.empty()) {
      const Job job = jobs_.back();
      jobs_.pop_back();
      if (!seen_.insert({job.pc, job.pos, job.count}).second) continue;
      if (program_.code[job.pc].op == Op::kMatch && (must_end_ == kNone || job.pos == must_end_)) {
        trace.matched = true;
        trace.at = job.pos;
        trace.stuck.clear();
        trace.steps = StepsTo(job.way);
        return trace;
      }
      if (!Advance(job)) Note(job, &trace);
    }
    std::sort(trace.stuck.begin(), trace.stuck.end());
    trace.stuck.erase(std::unique(trace.stuck.begin(), trace.stuck.end()), trace.stuck.end());
    trace.steps = StepsTo(furthest_);
    while (!trace.steps.empty() && IsGap(program_, trace.steps.back().pc)) trace.steps.pop_back();
    return trace;
  }

 private:
  struct Job {
    uint32_t pc;
    uint32_t pos;
    uint32_t way;    // index of the last step, or kNone
    uint32_t count;  // of the characters that the run at `pc` has taken
  };
  struct Node {
    WayStep step;
    uint32_t previous;
  };

  // Puts what can follow on the stack, the preferred last. False where the instruction does not go on.
  bool Advance(const Job& job) {
    const Instruction& in = program_.code[job.pc];
    const uint32_t pos = job.pos;
    switch (in.op) {
      case Op::kLiteral:
        if (pos + in.y > limit_) return false;
        for (uint32_t i = 0; i < in.y; ++i) {
          if (input_.chars[pos + i] != program_.literals[in.x + i]) return false;
        }
        return Step(job, pos + in.y, kNone);
      case Op::kClass:
        return pos < limit_ && program_.classes[in.x].Has(input_.chars[pos]) && Step(job, pos + 1, kNone);
      case Op::kAny: return pos < limit_ && Step(job, pos + 1, kNone);
      case Op::kClauseChar: return pos < limit_ && input_.clause_end[pos] == 0 && Step(job, pos + 1, kNone);
      case Op::kRun: return AdvanceRun(job, program_.runs[in.x]);
      case Op::kElement: return TakeAnnotations(job, program_.elements[in.x]);
      case Op::kAnchor: return HoldsAnchor(static_cast<Anchor>(in.x), pos) && GoTo(job, job.pc + 1);
      case Op::kSplit: return GoTo(job, in.y) && GoTo(job, in.x);
      case Op::kJump: return GoTo(job, in.x);
      case Op::kOpen:
      case Op::kClose: return GoTo(job, job.pc + 1);
      case Op::kLook: return HoldsLook(program_.looks[in.x], pos) && GoTo(job, job.pc + 1);
      case Op::kMatch: return true;  // not where it must end
    }
    return false;
  }

  bool GoTo(const Job& job, uint32_t pc) {
    jobs_.push_back({pc, job.pos, job.way, 0});
    return true;
  }

  bool Step(const Job& job, uint32_t end, uint32_t annotation) { return StepTo(job.pc + 1, 0, job, end, annotation); }

  bool StepTo(uint32_t pc, uint32_t count, const Job& job, uint32_t end, uint32_t annotation) {
    nodes_.push_back({{job.pc, job.pos, end, annotation}, job.way});
    jobs_.push_back({pc, end, static_cast<uint32_t>(nodes_.size() - 1), count});
    return true;
  }

  // One more character of the run, its end, or both.
  bool AdvanceRun(const Job& job, const CharRun& run) {
    const bool takes = job.count < run.max && job.pos < limit_ && TakesChar(run, job.pos);
    const bool ends = job.count >= run.min;
    if (ends && !run.lazy) GoTo(job, job.pc + 1);
    if (takes) StepTo(job.pc, job.count + 1, job, job.pos + 1, kNone);
    if (ends && run.lazy) GoTo(job, job.pc + 1);
    return takes || ends;
  }

  bool TakesChar(const CharRun& run, uint32_t pos) const {
    if (run.step == Op::kClass && !program_.classes[run.char_class].Has(input_.chars[pos])) return false;
    if (run.step == Op::kClauseChar && input_.clause_end[pos] != 0) return false;
    return std::all_of(run.looks.begin(), run.looks.end(),
                       [&](uint32_t look) { return HoldsLook(program_.looks[look], pos); });
  }

  bool TakeAnnotations(const Job& job, const Element& element) {
    const Lattice& lattice = *input_.lattice;
    std::vector<uint32_t> found;
    for (uint32_t a = lattice.FirstAt(job.pos); a != kNone; a = lattice[a].next_at_begin) {
      if (lattice[a].end <= limit_ && Passes(element, lattice[a])) found.push_back(a);
    }
    // The stack gives back the last first: the longest, of equals the first added.
    std::sort(found.begin(), found.end(), [&](uint32_t a, uint32_t b) {
      return lattice[a].end != lattice[b].end ? lattice[a].end < lattice[b].end : a > b;
    });
    for (uint32_t a : found) Step(job, lattice[a].end, a);
    return !found.empty();
  }

  bool Passes(const Element& element, const Annotation& annotation) const {
    return element.symbols.Has(annotation.symbol) &&
           std::all_of(element.tests.begin(), element.tests.end(), [&](const AttributeTest& test) {
             return (input_.attributes->Attribute(annotation, test.key) == test.value) != test.negated;
           });
  }

  bool HoldsAnchor(Anchor anchor, uint32_t pos) const {
    const bool inside = level_ > 0 || pos > start_ || pos == input_.begin;  // see Matcher
    switch (anchor) {
      case Anchor::kClauseStart: return pos == input_.begin || input_.clause_end[pos - 1] != 0;
      case Anchor::kClauseEnd: return pos == input_.end || input_.clause_end[pos] != 0;
      case Anchor::kSentenceStart: return pos == input_.begin;
      case Anchor::kSentenceEnd:
        return std::all_of(input_.clause_end + pos, input_.clause_end + input_.end,
                           [](uint8_t end) { return end != 0; });
      case Anchor::kTitle: return input_.kind == PlaceKind::kTitle && inside;
      case Anchor::kHeading: return input_.kind == PlaceKind::kHeading && inside;
      case Anchor::kByline: return input_.kind == PlaceKind::kByline && inside;
      case Anchor::kSection: return input_.section_start && pos == input_.begin;
      case Anchor::kParagraph: return input_.paragraph_start && pos == input_.begin;
    }
    return false;
  }

  bool HoldsLook(const Look& look, uint32_t pos) const {
    if (!look.behind) return Tracer(*look.program, input_, pos, kNone, level_ + 1).Run().matched != look.negated;
    const uint32_t reach = std::min(pos - input_.begin, look.max_length);
    for (uint32_t length = look.min_length; length <= reach; ++length) {
      if (Tracer(*look.program, input_, pos - length, pos, level_ + 1).Run().matched) return !look.negated;
    }
    return look.negated;
  }

  // The job did not go on.
  void Note(const Job& job, Trace* trace) {
    uint32_t way = job.way;
    while (way != kNone && IsGap(program_, nodes_[way].step.pc)) way = nodes_[way].previous;
    const uint32_t at = way == kNone ? start_ : nodes_[way].step.end;
    if (at < trace->at) return;
    if (at > trace->at || furthest_ == kNone) furthest_ = way;
    if (at > trace->at) trace->stuck.clear();
    trace->at = at;
    trace->stuck.push_back({job.pc, way == job.way ? kNone : nodes_[job.way].step.pc});
  }

  std::vector<WayStep> StepsTo(uint32_t way) const {
    std::vector<WayStep> steps;
    for (; way != kNone; way = nodes_[way].previous) steps.push_back(nodes_[way].step);
    std::reverse(steps.begin(), steps.end());
    return steps;
  }

  const Program& program_;
  const MatchInput& input_;
  const uint32_t start_, must_end_, level_, limit_;
  std::vector<Job> jobs_;
  std::vector<Node> nodes_;
  std::set<std::tuple<uint32_t, uint32_t, uint32_t>> seen_;
  uint32_t furthest_ = kNone;
};

}  // namespace

Trace TraceMatch(const Program& program, const MatchInput& input, uint32_t start) {
  return Tracer(program, input, start, kNone, 0).Run();
}

}  // namespace mailuo
