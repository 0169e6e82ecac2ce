// Quantities: numbers as numerals.h reads them, then the spans that quantity rules make of them, none overlapping
// another. Their values are computed by the expressions of the rule.
#include <algorithm>
#include <cmath>

#include "article_run.h"

namespace mailuo {

void Extractor::Run::FindQuantities() {
  const LayerRules& layer = rules_.layer(Layer::kQuantity);
  lattice_kind_ = LatticeKind::kQuantities;
  numbers_begin_ = lattice_.size();
  numbers_.clear();
  rules_.numerals->Scan(input_.chars, input_.begin, input_.end, &numbers_);
  for (const NumberSpan& number : numbers_) {
    Quantity quantity;
    quantity.type = rules_.number;
    quantity.span = {number.begin, number.end};
    quantity.value = number.value;
    quantity.approx = number.approx;
    lattice_.Add(number.begin, number.end, rules_.number, static_cast<uint32_t>(quantities_.size()));
    quantities_.push_back(std::move(quantity));
  }
  if (!numbers_.empty()) See(rules_.number, numbers_.back().begin);
  quantities_begin_ = quantities_end_ = lattice_.size();
  RunLayer(layer);
  SortMatches(layer);
  claimed_.assign(input_.end - input_.begin + 1, 0);
  std::vector<uint32_t>& kept = kept_;
  kept.clear();
  for (uint32_t i = 0; i < match_count_; ++i) {
    if (Claim(matches_[i].result.begin, matches_[i].result.end)) {
      kept.push_back(i);
    } else {
      TurnDown(layer.rules[matches_[i].rule], matches_[i].result, "overlap");
    }
  }
  std::sort(kept.begin(), kept.end(),
            [&](uint32_t a, uint32_t b) { return matches_[a].result.begin < matches_[b].result.begin; });
  for (uint32_t i : kept) AddQuantity(layer, matches_[i]);
  quantities_end_ = lattice_.size();
  lattice_kind_ = LatticeKind::kAll;
}

void Extractor::Run::AddQuantity(const LayerRules& layer, const RuleMatch& match) {
  const CompiledRule& rule = layer.rules[match.rule];
  Quantity quantity;
  quantity.rule = match.rule;
  quantity.attributes = rule.attributes;
  quantity.type = rule.type;
  quantity.span = {match.result.begin, match.result.end};
  if (rule.has_value) {
    quantity.has_value = true;
    quantity.value = Evaluate(rule.value, match.result);
    if (rule.has_value_max) quantity.value_max = Evaluate(rule.value_max, match.result);
    quantity.unit = TextOf(rule.unit, match.result);
    for (const Term& term : rule.approx) {
      quantity.approx = term.kind == Term::Kind::kCapture ? AttributeOf(term.slot, "approx", match.result)
                                                          : TextOf({term}, match.result);
      if (!quantity.approx.empty()) break;
    }
    if (!std::isfinite(quantity.value)) {
      return Reject("limit", "a number that is not finite", match.result.begin, match.result.end, rule.id);
    }
    if (quantity.value_max && !(*quantity.value_max >= quantity.value)) quantity.value_max.reset();
  }
  lattice_.Add(match.result.begin, match.result.end, rule.type, static_cast<uint32_t>(quantities_.size()));
  quantities_.push_back(std::move(quantity));
  See(rule.type, match.result.begin);
  if (observer_ != nullptr) ObserveKept(rule, match.result, lattice_.size() - 1);
}

}  // namespace mailuo
