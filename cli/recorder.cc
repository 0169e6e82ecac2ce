#include "recorder.h"

#include <algorithm>

namespace mailuo::cli {

bool RecordedMatch::is_kept() const {
  return !made.empty() || event ||
         std::any_of(triples.begin(), triples.end(), [](const RecordedTriple& one) { return !one.repeated; });
}

void Recorder::Clear() {
  sentence_ = 0;
  seen_.clear();
  matches_.clear();
  misses_.clear();
  by_place_.clear();
  last_kept_ = nullptr;
}

void Recorder::EnterSentence(uint32_t index) { sentence_ = index; }

void Recorder::Saw(const Sighting& sighting) {
  const bool is_made = sighting.kind == Sighting::Kind::kQuantity || sighting.kind == Sighting::Kind::kMention;
  if (is_made && last_kept_ != nullptr) last_kept_->made.push_back(sighting);
  last_kept_ = nullptr;
  seen_.push_back(sighting);
}

void Recorder::Tried(Layer, std::string_view, uint64_t) {}

void Recorder::Matched(const ObservedMatch& match) {
  if (!records_(match.place.rule)) return;
  // A rule that two anchors begin is tried twice at one place, and finds the same.
  if (!by_place_.try_emplace({match.place.rule, match.place.begin}, matches_.size()).second) return;
  RecordedMatch recorded;
  recorded.sentence = sentence_;
  recorded.match = match;
  matches_.push_back(std::move(recorded));
}

void Recorder::Missed(const NearMiss& miss) { misses_.push_back({sentence_, miss}); }

RecordedMatch* Recorder::Find(const RulePlace& place) {
  const auto it = by_place_.find({place.rule, place.begin});
  return it == by_place_.end() ? nullptr : &matches_[it->second];
}

void Recorder::Kept(const RulePlace& place) { last_kept_ = Find(place); }

void Recorder::TurnedDown(const RulePlace& place, std::string_view reason, const std::string& detail) {
  if (RecordedMatch* match = Find(place)) match->turned_down.push_back({std::string(reason), detail});
}

void Recorder::Sets(const ObservedEvent& event) {
  if (RecordedMatch* match = Find(event.place)) match->event = event;
}

void Recorder::Yielded(const RulePlace& place, const Triple& triple, const Grounds& grounds) {
  if (RecordedMatch* match = Find(place)) match->triples.push_back({triple, grounds, false});
}

void Recorder::Repeated(const Triple& triple) {
  for (RecordedMatch& match : matches_) {
    for (RecordedTriple& one : match.triples) {
      if (!one.repeated && one.triple.rule == triple.rule && one.triple.evidence.span == triple.evidence.span &&
          one.triple.predicate == triple.predicate && one.triple.object == triple.object) {
        one.repeated = true;
        return;
      }
    }
  }
}

}  // namespace mailuo::cli
