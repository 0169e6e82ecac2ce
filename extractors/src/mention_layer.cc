// Mentions of things: whole patterns, and heads whose names noun_phrase.h finds. Of overlapping ones the preferred is
// kept; its entity is made when a relation asks for it.
#include <algorithm>

#include "article_run.h"
#include "unicode.h"

namespace mailuo {

void Extractor::Run::FindMentions() {
  const LayerRules& layer = rules_.layer(Layer::kMention);
  RunLayer(layer);
  if (match_count_ == 0) return;
  candidates_.clear();
  found_phrases_.clear();
  bool segmented = false;
  for (uint32_t i = 0; i < match_count_; ++i) {
    const RuleMatch& match = matches_[i];
    const CompiledRule& rule = layer.rules[match.rule];
    const Symbol type = MentionType(rule, match.result);
    if (type == kNoSymbol) {
      TurnDown(rule, match.result, "type");
      continue;
    }
    if (!rule.is_head) {
      candidates_.push_back({{match.result.begin, match.result.end}, type, i, kNone, rule.priority, rule.order});
      continue;
    }
    if (!segmented) phrases_.Segment(input_, quantities_begin_, quantities_end_);
    segmented = true;
    const auto first_phrase = static_cast<uint32_t>(found_phrases_.size());
    const PhraseOutcome outcome =
        phrases_.Find(match.result.begin, match.result.end, BareIsGeneric(match.result), rule.members, &found_phrases_);
    if (outcome == PhraseOutcome::kGeneric) {
      Reject("generic", rules_.symbol_names[type], match.result.begin, match.result.end, rule.id);
    } else if (outcome != PhraseOutcome::kFound) {
      TurnDown(rule, match.result, outcome == PhraseOutcome::kInner ? "inner" : "members");
    }
    for (uint32_t f = first_phrase; f < found_phrases_.size(); ++f) {
      candidates_.push_back({found_phrases_[f].span, type, i, f, rule.priority, rule.order});
    }
  }
  // Contained or overlapping mentions: priority, longer, earlier rule, earlier place.
  std::stable_sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
    if (a.priority != b.priority) return a.priority > b.priority;
    if (a.length() != b.length()) return a.length() > b.length();
    if (a.order != b.order) return a.order < b.order;
    return a.span.begin < b.span.begin;
  });
  claimed_.assign(input_.end - input_.begin + 1, 0);
  kept_.clear();
  for (uint32_t i = 0; i < candidates_.size(); ++i) {
    if (Claim(candidates_[i].span.begin, candidates_[i].span.end)) {
      kept_.push_back(i);
    } else {
      const RuleMatch& match = matches_[candidates_[i].match];
      TurnDown(layer.rules[match.rule], match.result, "overlap");
    }
  }
  std::sort(kept_.begin(), kept_.end(),
            [&](uint32_t a, uint32_t b) { return candidates_[a].span.begin < candidates_[b].span.begin; });
  for (uint32_t i : kept_) {
    const Candidate& candidate = candidates_[i];
    const RuleMatch& match = matches_[candidate.match];
    Mention mention =
        candidate.phrase == kNone ? PatternMention(match) : PhraseMention(match, found_phrases_[candidate.phrase]);
    mention.type = candidate.type;
    lattice_.Add(mention.span.begin, mention.span.end, mention.type, static_cast<uint32_t>(mentions_.size()));
    See(mention.type, mention.span.begin);
    mentions_.push_back(std::move(mention));
    if (observer_ != nullptr) ObserveKept(layer.rules[match.rule], match.result, lattice_.size() - 1);
  }
}

bool Extractor::Run::BareIsGeneric(const MatchResult& head) const {
  for (uint32_t a = lattice_.FirstAt(head.begin); a != kNone; a = lattice_[a].next_at_begin) {
    const Annotation& annotation = lattice_[a];
    if (annotation.end != head.end || annotation.symbol >= rules_.first_type) continue;
    const WordEntry& entry = rules_.entries[annotation.payload];
    if ((entry.roles & kRoleGeneric) != 0 || FindAttribute(entry.attributes, "generic") == "yes") return true;
  }
  return false;
}

Symbol Extractor::Run::MentionType(const CompiledRule& rule, const MatchResult& result) const {
  if (rule.type_terms.empty()) return rule.type;
  const auto it = rules_.symbols.find(TextOf(rule.type_terms, result));
  return it == rules_.symbols.end() ? kNoSymbol : it->second;
}

Extractor::Run::Mention Extractor::Run::PatternMention(const RuleMatch& match) const {
  const CompiledRule& rule = rules_.layer(Layer::kMention).rules[match.rule];
  Mention mention;
  mention.span = {match.result.begin, match.result.end};
  mention.rule = match.rule;
  mention.attributes = rule.attributes;
  mention.named = true;
  mention.pieces = {mention.span};
  if (rule.has_name) mention.name = TextOf(rule.name, match.result);
  if (rule.has_alias) mention.alias = TextOf(rule.alias, match.result);
  return mention;
}

Extractor::Run::Mention Extractor::Run::PhraseMention(const RuleMatch& match, const Phrase& phrase) const {
  Mention mention;
  mention.span = phrase.span;
  mention.rule = match.rule;
  mention.attributes = rules_.layer(Layer::kMention).rules[match.rule].attributes;
  mention.named = phrase.named;
  mention.restored = phrase.restored;
  mention.pieces = phrase.pieces;
  mention.alias_span = phrase.alias;
  mention.alias_pieces = phrase.alias_pieces;
  return mention;
}

}  // namespace mailuo
