// Runs the rules of a layer over a sentence. Most rules match nowhere, so three filters stand before the matcher, each
// cheaper than the next: what the rule needs somewhere in the sentence, what can begin it, and what can stand at its
// first character and behind its first step. Sets of rules are words of 64 bits, filtered together.
#include <algorithm>

#include "article_run.h"

namespace mailuo {
namespace {

constexpr size_t kMaxMatchesASentence = 4096;

}  // namespace

void Extractor::Run::RunLayer(const LayerRules& layer) {
  match_count_ = 0;
  limit_is_said_ = false;
  if (layer.rules.empty()) return;
  if (observer_ != nullptr) ObserveLayer(layer);
  last_start_.assign(layer.rules.size(), kUnknown);
  last_sight_.assign(layer.requirements.size(), kUnknown);
  FindAlive(layer);
  RunAnchored(layer, layer.at_sentence_start, input_.begin);
  for (uint32_t p : clause_starts_) RunAnchored(layer, layer.at_clause_start, p);
  if (!layer.triggers.Intersects(seen_)) return;
  const auto flag = static_cast<uint8_t>(1 << (&layer - rules_.layers.data()));
  lattice_.ForEachFlagged(flag, input_.begin, [&](uint32_t position) { RunTriggered(layer, position); });
}

void Extractor::Run::FindAlive(const LayerRules& layer) {
  uint64_t words = layer.anchored_words;
  layer.triggers.ForEachIn(seen_, [&](Symbol symbol) { words |= layer.begins_words[symbol]; });
  alive_.resize(layer.begins.words());
  alive_words_.clear();
  for (uint32_t i = 0; i < alive_.size(); ++i) {
    if ((words & RuleBits::WordBit(i)) == 0) continue;
    uint64_t first = layer.needs[0].free.Row(0)[i], second = layer.needs[1].free.Row(0)[i];
    layer.needed.ForEachIn(seen_, [&](Symbol symbol) {
      first |= layer.needs[0].by_symbol.Row(symbol)[i];
      second |= layer.needs[1].by_symbol.Row(symbol)[i];
    });
    alive_[i] = first & second;
    if (alive_[i] != 0) alive_words_.push_back(i);
  }
}

void Extractor::Run::RunAnchored(const LayerRules& layer, const RuleBits& rules, uint32_t position) {
  for (uint32_t i : alive_words_) {
    const uint64_t alive = rules.Row(0)[i] & alive_[i];
    if (alive != 0) TryAll(layer, i, Fitting(layer.first, i, alive, position), position);
  }
}

void Extractor::Run::RunTriggered(const LayerRules& layer, uint32_t position) {
  for (uint32_t i : alive_words_) {
    uint64_t chosen = 0;
    for (uint32_t a = lattice_.FirstAt(position); a != kNone; a = lattice_[a].next_at_begin) {
      const uint64_t rules = layer.begins.Row(lattice_[a].symbol)[i] & alive_[i] & ~chosen;
      if (rules != 0) chosen |= Fitting(layer.next, i, rules, lattice_[a].end);
    }
    TryAll(layer, i, chosen, position);
  }
}

uint64_t Extractor::Run::Fitting(const PlaceFilter& filter, uint32_t word, uint64_t rules, uint32_t position) const {
  uint64_t fits = filter.anything.Row(0)[word];
  if ((rules & ~fits) == 0 || position >= input_.end) return rules & fits;
  const char32_t c = input_.chars[position];
  if (c >= 0x10000) return rules;
  fits |= filter.chars.Row(rules_.char_rows[c])[word];
  for (uint32_t a = lattice_.FirstAt(position); a != kNone && (rules & ~fits) != 0; a = lattice_[a].next_at_begin) {
    fits |= filter.symbols.Row(lattice_[a].symbol)[word];
  }
  return rules & fits;
}

void Extractor::Run::TryAll(const LayerRules& layer, uint32_t word, uint64_t rules, uint32_t position) {
  for (; rules != 0; rules &= rules - 1) {
    Try(layer, word * 64 + static_cast<uint32_t>(__builtin_ctzll(rules)), position);
  }
}

int64_t Extractor::Run::LastSight(const Requirement& required) const {
  int64_t found = -1;
  required.symbols.ForEachIn(seen_, [&](Symbol symbol) { found = std::max<int64_t>(found, last_seen_[symbol]); });
  for (char32_t c : required.chars) found = std::max<int64_t>(found, last_char_[c % last_char_.size()]);
  return found < input_.begin ? -1 : found;
}

int64_t Extractor::Run::LastStart(const LayerRules& layer, const CompiledRule& rule) {
  if (!rule.in_title.empty() && !rule.in_title.Intersects(title_words_)) return -1;
  int64_t last = INT64_MAX;
  for (uint32_t index : rule.requirements) {
    const Requirement& required = layer.requirements[index];
    int64_t& found = last_sight_[index];
    if (found == kUnknown) found = LastSight(required);
    if (found < 0) return -1;
    if (!required.anywhere) last = std::min(last, found);
  }
  return last;
}

void Extractor::Run::Try(const LayerRules& layer, uint32_t rule, uint32_t position) {
  const CompiledRule& compiled = layer.rules[rule];
  int64_t& last = last_start_[rule];
  if (last == kUnknown) last = LastStart(layer, compiled);
  if (last < 0) alive_[rule / 64] &= ~(uint64_t{1} << (rule % 64));
  if (position > last) return;
  if (match_count_ == kMaxMatchesASentence) {
    if (!limit_is_said_) {
      Reject("limit", "more than " + std::to_string(kMaxMatchesASentence) + " matches in a sentence", position,
             position + 1, compiled.id);
    }
    limit_is_said_ = true;
    return;
  }
  if (matches_.size() <= match_count_) matches_.emplace_back();
  RuleMatch& match = matches_[match_count_];
  const bool matched = observer_ == nullptr ? matcher_.Match(compiled.program, input_, position, &match.result)
                                            : ObservedMatch(compiled, position, &match.result);
  if (!matched) return;
  // What read no character is a place, of which only the context can say something.
  if (match.result.end == position && compiled.layer != Layer::kContext) return;
  match.rule = rule;
  ++match_count_;
}

void Extractor::Run::SortMatches(const LayerRules& layer) {
  std::sort(matches_.begin(), matches_.begin() + static_cast<ptrdiff_t>(match_count_),
            [&](const RuleMatch& a, const RuleMatch& b) {
              const int pa = layer.rules[a.rule].priority, pb = layer.rules[b.rule].priority;
              if (pa != pb) return pa > pb;
              if (a.length() != b.length()) return a.length() > b.length();
              if (a.rule != b.rule) return a.rule < b.rule;
              return a.result.begin < b.result.begin;
            });
}

bool Extractor::Run::Claim(uint32_t begin, uint32_t end) {
  for (uint32_t p = begin; p < end; ++p) {
    if (claimed_[p - input_.begin] != 0) return false;
  }
  std::fill(claimed_.begin() + (begin - input_.begin), claimed_.begin() + (end - input_.begin), uint8_t{1});
  return true;
}

}  // namespace mailuo
