// All that an extractor did with one article, kept for explanations and views. Neighbour: observer.h of extractors.
#ifndef MAILUO_CLI_RECORDER_H_
#define MAILUO_CLI_RECORDER_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mailuo/extractors/observer.h"

namespace mailuo::cli {

struct RecordedTriple {
  Triple triple;
  Grounds grounds;
  bool repeated = false;  // another said the same from the same place, and was kept
};

struct TurnedDownHere {
  std::string reason;
  std::string detail;
};

// A match and what became of it.
struct RecordedMatch {
  uint32_t sentence = 0;
  ObservedMatch match;
  std::vector<Sighting> made;  // annotations of the layers quantity and mention
  std::optional<ObservedEvent> event;
  std::vector<RecordedTriple> triples;
  std::vector<TurnedDownHere> turned_down;
  bool is_kept() const;
};

// Records the matches of the rules that `records` chooses, with their steps where `steps`, and the near misses of those
// that `misses` chooses; words, quantities and mentions always. The rules must outlive it.
class Recorder : public ExtractionObserver {
 public:
  using Choice = std::function<bool(std::string_view rule)>;
  Recorder(Choice records, bool steps, Choice misses)
      : records_(std::move(records)), steps_(steps), misses_wanted_(std::move(misses)) {}

  // Forgets the last article.
  void Clear();

  struct Miss {
    uint32_t sentence;
    NearMiss miss;
  };
  const std::vector<Sighting>& seen() const { return seen_; }  // sentence by sentence, layer by layer
  const std::vector<RecordedMatch>& matches() const { return matches_; }
  const std::vector<Miss>& misses() const { return misses_; }

  bool WantsSteps() const override { return steps_; }
  bool WantsMisses(std::string_view rule) const override { return misses_wanted_(rule); }
  void EnterSentence(uint32_t index) override;
  void Saw(const Sighting& sighting) override;
  void Tried(Layer layer, std::string_view rule, uint64_t nanoseconds) override;
  void Matched(const ObservedMatch& match) override;
  void Missed(const NearMiss& miss) override;
  void Kept(const RulePlace& place) override;
  void TurnedDown(const RulePlace& place, std::string_view reason, const std::string& detail) override;
  void Sets(const ObservedEvent& event) override;
  void Yielded(const RulePlace& place, const Triple& triple, const Grounds& grounds) override;
  void Repeated(const Triple& triple) override;

 private:
  RecordedMatch* Find(const RulePlace& place);

  const Choice records_;
  const bool steps_;
  const Choice misses_wanted_;
  uint32_t sentence_ = 0;
  std::vector<Sighting> seen_;
  std::vector<RecordedMatch> matches_;
  std::vector<Miss> misses_;
  std::map<std::pair<std::string_view, uint32_t>, size_t> by_place_;
  RecordedMatch* last_kept_ = nullptr;  // whose annotation is told next
};

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_RECORDER_H_
