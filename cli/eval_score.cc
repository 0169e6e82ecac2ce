#include "eval_score.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace mailuo::cli {
namespace {

constexpr double kAlike = 0.6;        // of names
constexpr double kAlikeMetric = 0.4;  // of the names of figures, which texts word more freely
constexpr double kContained = 0.7;    // what a name in another one counts

// Quotes, brackets of titles and white space say nothing about which thing is meant.
bool IsPassedOver(char32_t c) {
  static constexpr char32_t kPassedOver[] =
      U"\u201c\u201d\u2018\u2019\"'\u300a\u300b\u3008\u3009\u300c\u300d\u300e\u300f \t\n\u3000";
  return std::u32string_view(kPassedOver).find(c) != std::u32string_view::npos;
}

// Types that are easily taken for each other count as one where the measure is lenient.
std::string_view Family(std::string_view type) {
  static constexpr std::pair<std::string_view, std::string_view> kFamilies[] = {{"University", "GovernmentBody"},
                                                                                {"ResearchInstitute", "GovernmentBody"},
                                                                                {"Enterprise", "GovernmentBody"},
                                                                                {"Alliance", "GovernmentBody"},
                                                                                {"Program", "Mechanism"},
                                                                                {"FinancialProduct", "Mechanism"},
                                                                                {"Region", "City"}};
  for (const auto& [member, family] : kFamilies) {
    if (member == type) return family;
  }
  return type;
}

using Bigrams = std::map<std::pair<char32_t, char32_t>, uint64_t>;

Bigrams BigramsOf(const std::u32string& text) {
  Bigrams bigrams;
  for (size_t i = 0; i + 1 < text.size(); ++i) ++bigrams[{text[i], text[i + 1]}];
  return bigrams;
}

double Likeness(const std::u32string& a, const std::u32string& b) {
  if (a == b) return 1;
  if (a.empty() || b.empty()) return 0;
  const Bigrams x = BigramsOf(a), y = BigramsOf(b);
  uint64_t common = 0;
  for (const auto& [bigram, count] : x) {
    const auto it = y.find(bigram);
    if (it != y.end()) common += std::min(count, it->second);
  }
  const uint64_t total = a.size() - 1 + b.size() - 1;
  double dice = total > 0 ? static_cast<double>(2 * common) / static_cast<double>(total) : 0;
  const std::u32string& shorter = a.size() <= b.size() ? a : b;
  const std::u32string& longer = a.size() <= b.size() ? b : a;
  if (shorter.size() >= 2 && longer.size() <= 2 * shorter.size() && longer.find(shorter) != std::u32string::npos) {
    dice = std::max(dice, kContained);
  }
  return dice;
}

// All matches: 0 for none, else how alike the two are.

double MatchEntity(const EvalEnd& gold, const EvalEnd& found, bool lenient) {
  if (!lenient) {
    if (gold.type != found.type) return 0;
    const std::set<std::u32string> names(gold.names.begin(), gold.names.end());
    return std::any_of(found.names.begin(), found.names.end(), [&](const auto& name) { return names.contains(name); });
  }
  if (Family(gold.type) != Family(found.type)) return 0;
  double best = 0;
  for (const std::u32string& g : gold.names) {
    for (const std::u32string& f : found.names) best = std::max(best, Likeness(g, f));
  }
  return best >= kAlike ? best : 0;
}

double MatchLiteral(const EvalEnd& gold, const EvalEnd& found, bool lenient) {
  if (gold.type != found.type) return 0;
  if (!(std::fabs(gold.value - found.value) <= 1e-6 * std::max(1.0, std::fabs(gold.value)))) return 0;
  return lenient || gold.unit == found.unit ? 1 : 0;
}

double MatchRelation(const EvalRelation& gold, const EvalRelation& found, bool lenient) {
  if (gold.predicate != found.predicate) return 0;
  const double subject = MatchEntity(gold.subject, found.subject, lenient);
  if (subject == 0 || gold.object.is_literal != found.object.is_literal) return 0;
  double object = gold.object.is_literal ? MatchLiteral(gold.object, found.object, lenient)
                                         : MatchEntity(gold.object, found.object, lenient);
  if (object == 0) return 0;
  if (gold.predicate == "metric") {
    const double alike = Likeness(gold.folded_name, found.folded_name);
    if (alike < (lenient ? kAlikeMetric : 1.0)) return 0;
    object *= alike;
  }
  return subject * object;
}

// One to one, the likest pairs first, then in order.
template <typename Item, typename Match>
EvalPairs Pair(const std::vector<Item>& gold, const std::vector<Item>& found, bool lenient, Match match) {
  std::vector<std::tuple<double, size_t, size_t>> pairs;
  for (size_t i = 0; i < gold.size(); ++i) {
    for (size_t j = 0; j < found.size(); ++j) {
      const double alike = match(gold[i], found[j], lenient);
      if (alike > 0) pairs.emplace_back(-alike, i, j);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<bool> gold_taken(gold.size()), found_taken(found.size());
  EvalPairs chosen;
  for (const auto& [minus_alike, i, j] : pairs) {
    if (gold_taken[i] || found_taken[j]) continue;
    gold_taken[i] = found_taken[j] = true;
    chosen.emplace_back(i, j);
  }
  return chosen;
}

void Add(size_t hits, size_t gold, size_t predicted, EvalCount* count) {
  count->hits += hits;
  count->gold += gold;
  count->predicted += predicted;
}

void CountTypes(const EvalItems& gold, const EvalItems& predicted, const EvalPairs& pairs, EvalFigures* figures) {
  std::map<size_t, std::string> as_gold;
  for (const auto& [i, j] : pairs) as_gold[j] = gold.entities[i].type;
  for (const EvalEnd& entity : gold.entities) ++figures->by_type[entity.type].gold;
  for (size_t j = 0; j < predicted.entities.size(); ++j) {
    const auto it = as_gold.find(j);
    ++figures->by_type[it != as_gold.end() ? it->second : predicted.entities[j].type].predicted;
  }
  for (const auto& [j, type] : as_gold) ++figures->by_type[type].hits;
}

void CountRelations(const EvalItems& gold, const EvalItems& predicted, const EvalPairs& pairs, EvalFigures* figures) {
  for (const EvalRelation& relation : gold.relations) ++figures->by_predicate[relation.predicate].gold;
  for (const EvalRelation& relation : predicted.relations) {
    ++figures->by_predicate[relation.predicate].predicted;
    ++figures->by_confidence[relation.confidence].predicted;
  }
  for (const auto& [i, j] : pairs) {
    ++figures->by_predicate[gold.relations[i].predicate].hits;
    ++figures->by_confidence[predicted.relations[j].confidence].hits;
    ++figures->status_seen;
    figures->status_right += gold.relations[i].status == predicted.relations[j].status ? 1 : 0;
  }
}

double Share(uint64_t part, uint64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

}  // namespace

std::u32string FoldForEval(std::string_view name) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(error);
  const icu::StringPiece utf8(name.data(), static_cast<int32_t>(name.size()));
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
  if (U_SUCCESS(error)) text = nfkc->normalize(text, error);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (!IsPassedOver(static_cast<char32_t>(c))) kept.append(c);
  }
  kept.toLower(icu::Locale::getRoot());
  std::u32string folded;
  for (int32_t i = 0; i < kept.length(); i = kept.moveIndex32(i, 1)) folded += static_cast<char32_t>(kept.char32At(i));
  return folded;
}

double EvalCount::precision() const { return Share(hits, predicted); }
double EvalCount::recall() const { return Share(hits, gold); }
double EvalCount::f1() const {
  const double p = precision(), r = recall();
  return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

double EvalFigures::status_accuracy() const { return Share(status_right, status_seen); }

EvalPairs Score(const EvalItems& gold, const EvalItems& predicted, EvalFigures* figures) {
  EvalPairs relations;
  for (const bool lenient : {false, true}) {
    const EvalPairs entities = Pair(gold.entities, predicted.entities, lenient, &MatchEntity);
    Add(entities.size(), gold.entities.size(), predicted.entities.size(),
        lenient ? &figures->entities_lenient : &figures->entities_strict);
    relations = Pair(gold.relations, predicted.relations, lenient, &MatchRelation);
    Add(relations.size(), gold.relations.size(), predicted.relations.size(),
        lenient ? &figures->relations_lenient : &figures->relations_strict);
    if (!lenient) continue;
    CountTypes(gold, predicted, entities, figures);
    CountRelations(gold, predicted, relations, figures);
  }
  return relations;
}

}  // namespace mailuo::cli
