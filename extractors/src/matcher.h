// The search that runs programs. A program is matched at one start by a memoised depth-first search that goes on from
// each (instruction, position) at most once, as RE2's BitState does: its time is bounded by program size times window,
// whatever the text; there is no backtracking into what was seen. Only instructions that can be reached by more than
// one way need to remember that. Order of preference is that of the pattern: the first alternative, the longest
// annotation, greedy unless lazy.
#ifndef MAILUO_EXTRACTORS_SRC_MATCHER_H_
#define MAILUO_EXTRACTORS_SRC_MATCHER_H_

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "program.h"

namespace mailuo {

struct CaptureValue {
  uint32_t slot;
  uint32_t begin;
  uint32_t end;
  uint32_t annotation;  // kNone for a group
};

struct MatchResult {
  uint32_t begin = 0;
  uint32_t end = 0;
  std::vector<CaptureValue> captures;  // in the order of their beginnings; a slot may occur several times
};

// Runs programs; keeps its memory between runs. One a thread.
class Matcher {
 public:
  // True where `program` matches at `start`; fills `result`. Where `must_end` is not kNone, only a match that ends
  // there counts.
  bool Match(const Program& program, const MatchInput& input, uint32_t start, MatchResult* result,
             uint32_t must_end = kNone);

 private:
  struct Job {
    uint32_t pc;
    uint32_t pos;
    uint32_t trail;
    uint32_t count;  // of characters a lazy run has taken so far; kNone where the job begins its instruction
  };
  struct TrailNode {
    uint32_t slot;
    uint32_t pos;
    uint32_t annotation;  // kNone for an opening or closing
    uint32_t end;         // kNone for an opening; for a closing equal to pos with annotation kNone
    uint32_t previous;
  };
  struct Row {  // of one instruction: the offsets at which it was reached
    uint32_t generation = 0;
    std::array<uint64_t, (kMaxWindow + 1) / 64> seen;
  };
  struct Frame {  // one a level of look-around
    std::vector<Row> rows;
    uint32_t generation = 0;
    std::vector<Job> jobs;
    std::vector<TrailNode> trail;
    std::vector<uint32_t> steps;  // scratch, see FindSteps
  };

  bool Run(const Program& program, const MatchInput& input, uint32_t start, uint32_t must_end, uint32_t level,
           uint32_t* end, uint32_t* trail);
  bool Holds(const Look& look, const MatchInput& input, uint32_t pos, uint32_t level);
  bool RunLook(const Look& look, const MatchInput& input, uint32_t pos, uint32_t level);  // where its edge fits
  bool TakesChar(const Program& program, const CharRun& run, const MatchInput& input, uint32_t pos, uint32_t level);
  // Goes on in a run that has taken `count` characters before `pos` (kNone: none yet): leaves jobs for its other ends
  // and gives the one to try first, or kNone where there is none.
  uint32_t TakeRun(const Program& program, uint32_t pc, const MatchInput& input, uint32_t pos, uint32_t count,
                   uint32_t limit, uint32_t trail, uint32_t level);
  static bool SeenBefore(Row* row, uint32_t generation, uint32_t offset);
  // Of the annotations at `pos` that `element` accepts the preferred, or kNone; the others, in order of preference, are
  // left in frame->steps: longest first, of equal ones the first added.
  uint32_t FindSteps(const Program& program, uint32_t element, const MatchInput& input, uint32_t pos, uint32_t limit,
                     Frame* frame) const;
  bool Passes(const Element& element, const Annotation& annotation, const MatchInput& input) const;

  std::vector<std::unique_ptr<Frame>> frames_;
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_MATCHER_H_
