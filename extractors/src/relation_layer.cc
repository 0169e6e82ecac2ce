// Relations: each match proposes the triples that its rule yields, for all its subjects and objects. What the context,
// the ontology or a preferred rule forbids becomes a reject that says why.
#include <algorithm>

#include "article_run.h"

namespace mailuo {

void Extractor::Run::FindRelations() {
  const LayerRules& layer = rules_.layer(Layer::kRelation);
  RunLayer(layer);
  if (match_count_ == 0) return;
  SortMatches(layer);
  parts_.assign(input_.end - input_.begin + 1, {0, nullptr});
  for (uint32_t i = 0; i < match_count_; ++i) YieldAll(layer.rules[matches_[i].rule], matches_[i], i + 1);
}

void Extractor::Run::YieldAll(const CompiledRule& rule, const RuleMatch& match, uint32_t owner) {
  if (rule.yields.empty()) return;  // a pattern that is being tried
  const uint32_t last = match.result.end - 1;
  if (const char* reason = InForce(ContextKind::kNegated, last) != nullptr        ? "negated"
                           : InForce(ContextKind::kHypothetical, last) != nullptr ? "hypothetical"
                                                                                  : nullptr) {
    return Reject(reason, rule.yields.front().yield.predicate, match.result.begin, match.result.end, rule.id);
  }
  for (const RelationYield& bound : rule.yields) {
    const Yield& yield = bound.yield;
    subjects_.clear();
    objects_.clear();
    FindEnds(yield.subject, bound.subject_types, match.result, &subjects_);
    FindEnds(yield.object, bound.object_types, match.result, &objects_);
    if (subjects_.empty() && yield.subject.kind != Yield::Kind::kCapture && !objects_.empty()) {
      Reject("no_subject", yield.predicate, match.result.begin, match.result.end, rule.id);
    }
    for (const End& subject : subjects_) {
      for (const End& object : objects_) Propose(rule, match, bound, subject, object, owner);
    }
  }
}

void Extractor::Run::FindEnds(const Yield::End& wanted, const SymbolSet& types, const MatchResult& result,
                              std::vector<End>* ends) {
  if (wanted.kind == Yield::Kind::kCapture) {
    for (const CaptureValue& capture : result.captures) {
      if (capture.slot != wanted.slot || capture.annotation == kNone) continue;
      const Annotation& annotation = lattice_[capture.annotation];
      if (annotation.symbol < rules_.first_type) continue;
      if (!wanted.types.empty() && !types.Has(annotation.symbol)) continue;
      End end;
      end.span = {capture.begin, capture.end};
      end.type = annotation.symbol;
      if (IsQuantity(annotation)) {
        if (!quantities_[annotation.payload].has_value) continue;
        end.quantity = annotation.payload;
      } else {
        end.entity = EntityOf(annotation.payload);
      }
      ends->push_back(end);
    }
    return;
  }
  End end;
  end.is_service = true;
  if (wanted.kind == Yield::Kind::kArticle) {
    if (article_entity_ == kNone && !document_->title.empty()) {
      article_entity_ = AddEntity({document_->article_id, "Article", document_->title, {}}, rules_.article_type,
                                  FoldName(document_->title));
    }
    end.entity = article_entity_;
  } else {
    const Event* event = wanted.kind != Yield::Kind::kPlace ? InForce(ContextKind::kSubject, result.begin) : nullptr;
    if (wanted.kind == Yield::Kind::kTopic) {  // who was named last is spoken of
      const Event* topic = InForce(ContextKind::kTopic, result.begin);
      if (topic != nullptr && (event == nullptr || topic->begin >= event->begin)) event = topic;
    }
    end.event = event;
    if (event != nullptr && event->mentions[0] != kNone) {
      for (size_t i = 0; i < kMaxSubjects && event->mentions[i] != kNone; ++i) {
        end.entity = EntityOf(event->mentions[i]);
        end.type = entities_[end.entity].type;
        ends->push_back(end);
      }
      return;
    }
    if (place_) {
      if (place_entity_ == kNone) {
        const auto type = rules_.symbols.find(place_->type);
        place_entity_ =
            AddEntity(*place_, type == rules_.symbols.end() ? kNoSymbol : type->second, FoldName(place_->name));
      }
      end.entity = place_entity_;
    }
  }
  if (end.entity == kNone) return;
  end.type = entities_[end.entity].type;
  ends->push_back(end);
}

void Extractor::Run::Propose(const CompiledRule& rule, const RuleMatch& match, const RelationYield& bound,
                             const End& subject, const End& object, uint32_t owner) {
  if (subject.entity == kNone) return;
  if (object.entity != kNone && entities_[object.entity].identity == entities_[subject.entity].identity) return;
  const auto detail = [&] {
    const Entity& who = entities_[subject.entity].entity;
    return who.type + " " + who.name + " " + bound.yield.predicate + " " + rules_.symbol_names[object.type] + " " +
           (object.entity != kNone ? entities_[object.entity].entity.name
                                   : LiteralOf(quantities_[object.quantity]).text);
  };
  if (!bound.Admits(subject.type, object.type)) {
    return Reject("schema", detail(), match.result.begin, match.result.end, rule.id);
  }
  // One thing plays one part for the subject in force, and one number one part at all: the preferred rule takes it.
  if (rule.exclusive && !object.is_service && (subject.is_service || object.quantity != kNone)) {
    Part& part = parts_[object.span.begin - input_.begin];
    if (part.owner != 0 && part.owner != owner) {
      if (part.relation != bound.relation) {
        Reject("overlap", detail(), match.result.begin, match.result.end, rule.id);
      } else {
        TurnDown(rule, match.result, "repeated");
      }
      return;
    }
    part = {owner, bound.relation};
  }
  Fact fact{{match.result.begin, match.result.end},
            &rule,
            bound.relation,
            subject.entity,
            object.entity,
            object.quantity,
            0,
            nullptr,
            {}};
  const uint32_t last = match.result.end - 1;
  const Event* status = InForce(ContextKind::kStatus, last);
  fact.status = !rule.status.empty() ? &rule.status
                : status != nullptr  ? status->status
                                     : &ontology_.statuses().front();
  for (const auto& [key, expression] : bound.yield.qualifiers) {
    std::string text = TextOf(expression, match.result);
    if (!text.empty()) fact.qualifiers[key] = std::move(text);
  }
  if (const Event* time = InForce(ContextKind::kTime, last);
      time != nullptr && bound.takes_time && fact.qualifiers.count("time") == 0) {
    fact.qualifiers["time"] = time->time;
  }
  facts_.push_back(std::move(fact));
  if (observer_ != nullptr) ObserveTriple(rule, match.result, subject, object, TripleOf(facts_.back()));
}

void Extractor::Run::Reject(std::string reason, std::string detail, uint32_t begin, uint32_t end,
                            const std::string& rule) {
  if (observer_ != nullptr) observer_->TurnedDown({observed_layer_, rule, begin, end}, reason, detail);
  result_->rejects.push_back({document_->source,
                              document_->article_id,
                              std::move(reason),
                              std::move(detail),
                              {document_->ByteSpan(begin, end), document_->Text(begin, end)},
                              rule});
}

}  // namespace mailuo
