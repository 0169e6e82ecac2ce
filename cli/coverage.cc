#include "coverage.h"

#include <algorithm>
#include <tuple>

#include "match_text.h"

namespace mailuo::cli {

uint64_t RuleCounts::rejects() const {
  uint64_t sum = 0;
  for (const auto& [reason, count] : rejected) sum += count;
  return sum;
}

Coverage::Coverage(const CompiledRules& rules) : words_(rules.pack()) {
  for (const Rule& rule : rules.pack().rules) {
    by_id_.emplace(rule.id, static_cast<uint32_t>(rules_.size()));
    rules_.emplace_back().rule = &rule;
  }
  word_counts_.resize(words_.entries().size());
}

void Coverage::BeginArticle(const Document& document) {
  document_ = &document;
  matches_.clear();
  by_place_.clear();
  last_kept_ = nullptr;
}

std::vector<MarkedMatch> Coverage::EndArticle() {
  for (const MarkedMatch& match : matches_) rules_[match.rule].kept += match.kept ? 1 : 0;
  std::stable_sort(matches_.begin(), matches_.end(), [](const MarkedMatch& a, const MarkedMatch& b) {
    return std::tie(a.begin, a.end, a.rule) < std::tie(b.begin, b.end, b.rule);
  });
  return std::move(matches_);
}

void Coverage::EnterSentence(uint32_t) { last_kept_ = nullptr; }

void Coverage::Saw(const Sighting& sighting) {
  if (sighting.kind == Sighting::Kind::kWord) {
    const uint32_t word = words_.Find(*document_, sighting.begin, sighting.end, sighting.label);
    if (word != WordIndex::kNone) ++word_counts_[word];
    return;
  }
  if (last_kept_ == nullptr) return;
  const std::string name = sighting.name.empty() ? document_->Text(sighting.begin, sighting.end) : sighting.name;
  // A head's match is the head alone: what it made is the whole name.
  last_kept_->begin = std::min(last_kept_->begin, sighting.begin);
  last_kept_->end = std::max(last_kept_->end, sighting.end);
  last_kept_->said += (last_kept_->said.empty() ? "" : "; ") + std::string(sighting.label) + " " + name;
  last_kept_ = nullptr;
}

void Coverage::Tried(Layer, std::string_view rule, uint64_t nanoseconds) {
  RuleCounts& counts = rules_[IndexOf(rule)];
  ++counts.tried;
  counts.nanoseconds += nanoseconds;
}

void Coverage::Matched(const ObservedMatch& match) {
  const uint32_t rule = IndexOf(match.place.rule);
  if (!by_place_.try_emplace({rule, match.place.begin}, matches_.size()).second) return;
  ++rules_[rule].matched;
  matches_.push_back({match.place.begin, match.place.end, rule, false, {}});
}

MarkedMatch* Coverage::Find(const RulePlace& place) {
  const auto it = by_place_.find({IndexOf(place.rule), place.begin});
  return it == by_place_.end() ? nullptr : &matches_[it->second];
}

void Coverage::Make(const RulePlace& place, const std::string& what) {
  ++rules_[IndexOf(place.rule)].made;
  MarkedMatch* match = Find(place);
  if (match == nullptr) return;
  match->kept = true;
  if (!what.empty()) match->said += (match->said.empty() ? "" : "; ") + what;
}

void Coverage::Kept(const RulePlace& place) {
  Make(place, {});
  last_kept_ = Find(place);
}

void Coverage::TurnedDown(const RulePlace& place, std::string_view reason, const std::string& detail) {
  ++rules_[IndexOf(place.rule)].rejected[std::string(reason)];
  MarkedMatch* match = Find(place);
  if (match == nullptr) return;
  match->said += (match->said.empty() ? "" : "; ") + std::string(reason) + (detail.empty() ? "" : ": " + detail);
}

void Coverage::Sets(const ObservedEvent& event) {
  if (MarkedMatch* match = Find(event.place)) {
    match->said = std::string(event.sets) + (event.value.empty() ? "" : " " + event.value);
  }
}

void Coverage::Yielded(const RulePlace& place, const Triple& triple, const Grounds&) { Make(place, FactText(triple)); }

void Coverage::Repeated(const Triple& triple) {
  RuleCounts& counts = rules_[IndexOf(triple.rule)];
  ++counts.rejected["repeated"];
  if (counts.made > 0) --counts.made;
}

}  // namespace mailuo::cli
