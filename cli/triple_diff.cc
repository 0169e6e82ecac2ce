#include "triple_diff.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "mailuo/schemas/triple_stream.h"

namespace mailuo::cli {
namespace {

std::string FactKey(const Triple& triple) {
  std::string key = triple.source + '\n' + triple.article + '\n' + triple.subject.id + '\n' + triple.predicate + '\n';
  if (const Entity* entity = std::get_if<Entity>(&triple.object)) return key + entity->id;
  const Literal& literal = std::get<Literal>(triple.object);
  key += literal.type + '\n';
  AppendNumber(literal.value, &key);
  return key;
}

std::string QualifiersText(const Triple& triple) {
  std::string text;
  for (const auto& [key, value] : triple.qualifiers) text += (text.empty() ? "" : ", ") + key + "=" + value;
  return text;
}

std::string EvidenceText(const Triple& triple) {
  return std::to_string(triple.evidence.span.begin) + "-" + std::to_string(triple.evidence.span.end) + " " +
         triple.evidence.text;
}

// How the ends are worded: names with aliases, a number with unit and bound.
std::string WordingText(const Triple& triple) {
  std::string text = triple.subject.name;
  for (const std::string& alias : triple.subject.aliases) text += " (" + alias + ")";
  text += ", ";
  if (const Entity* entity = std::get_if<Entity>(&triple.object)) {
    text += entity->name;
    for (const std::string& alias : entity->aliases) text += " (" + alias + ")";
    return text;
  }
  const Literal& literal = std::get<Literal>(triple.object);
  text += literal.text + " " + literal.unit + " " + literal.approx;
  if (literal.value_max) AppendNumber(*literal.value_max, &(text += " to "));
  return text;
}

std::string RuleText(const Triple& triple, const std::string& pack) {
  return triple.rule.starts_with(pack + "/") ? triple.rule.substr(pack.size() + 1) : triple.rule;
}

class Differ {
 public:
  Differ(const std::string& pack_before, const std::string& pack_after)
      : pack_before_(pack_before), pack_after_(pack_after) {}

  TripleDiff Diff(const TripleGroups& before, const TripleGroups& after) {
    std::map<std::string, std::pair<std::vector<const Triple*>, std::vector<const Triple*>>> facts;
    for (const auto& group : before) {
      for (const Triple& triple : group) facts[FactKey(triple)].first.push_back(&triple);
    }
    for (const auto& group : after) {
      for (const Triple& triple : group) facts[FactKey(triple)].second.push_back(&triple);
    }
    for (auto& [key, sides] : facts) DiffFact(&sides.first, &sides.second);
    std::stable_sort(diff_.changes.begin(), diff_.changes.end(), [](const TripleChange& a, const TripleChange& b) {
      const Triple &x = a.shown(), &y = b.shown();
      return std::tie(x.source, x.evidence.span.begin, x.evidence.span.end, a.kind) <
             std::tie(y.source, y.evidence.span.begin, y.evidence.span.end, b.kind);
    });
    return std::move(diff_);
  }

 private:
  std::vector<TripleChange::Field> FieldsOf(const Triple& a, const Triple& b) const {
    std::vector<TripleChange::Field> fields;
    const auto compare = [&](const char* name, std::string before, std::string after) {
      if (before != after) fields.push_back({name, std::move(before), std::move(after)});
    };
    compare("status", a.status, b.status);
    compare("qualifiers", QualifiersText(a), QualifiersText(b));
    compare("evidence", EvidenceText(a), EvidenceText(b));
    compare("wording", WordingText(a), WordingText(b));
    if (a.rule != b.rule && RuleText(a, pack_before_) != RuleText(b, pack_after_)) compare("rule", a.rule, b.rule);
    std::string confidence_a, confidence_b;
    AppendNumber(a.confidence, &confidence_a);
    AppendNumber(b.confidence, &confidence_b);
    compare("confidence", std::move(confidence_a), std::move(confidence_b));
    return fields;
  }

  void DiffFact(std::vector<const Triple*>* before, std::vector<const Triple*>* after) {
    std::erase_if(*before, [&](const Triple* a) {
      const auto same =
          std::find_if(after->begin(), after->end(), [&](const Triple* b) { return FieldsOf(*a, *b).empty(); });
      if (same == after->end()) return false;
      after->erase(same);
      ++diff_.same;
      return true;
    });
    for (size_t i = 0; i < std::max(before->size(), after->size()); ++i) {
      TripleChange change;
      if (i < before->size()) change.before = (*before)[i];
      if (i < after->size()) change.after = (*after)[i];
      if (change.before != nullptr && change.after != nullptr) {
        change.kind = TripleChange::Kind::kChanged;
        change.fields = FieldsOf(*change.before, *change.after);
      } else {
        change.kind = change.after != nullptr ? TripleChange::Kind::kGained : TripleChange::Kind::kLost;
      }
      diff_.changes.push_back(std::move(change));
    }
  }

  const std::string &pack_before_, &pack_after_;
  TripleDiff diff_;
};

}  // namespace

TripleDiff DiffTriples(const TripleGroups& before, const std::string& pack_before, const TripleGroups& after,
                       const std::string& pack_after) {
  return Differ(pack_before, pack_after).Diff(before, after);
}

}  // namespace mailuo::cli
