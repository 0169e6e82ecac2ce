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
    return Reject(reason, rule.yields.front().predicate, match.result.begin, match.result.end, rule.id);
  }
  for (const Yield& yield : rule.yields) {
    subjects_.clear();
    objects_.clear();
    FindEnds(yield.subject, match.result, &subjects_);
    FindEnds(yield.object, match.result, &objects_);
    if (subjects_.empty() && yield.subject.kind != Yield::Kind::kCapture && !objects_.empty()) {
      Reject("no_subject", yield.predicate, match.result.begin, match.result.end, rule.id);
    }
    for (const End& subject : subjects_) {
      for (const End& object : objects_) Propose(rule, match, yield, subject, object, owner);
    }
  }
}

void Extractor::Run::FindEnds(const Yield::End& wanted, const MatchResult& result, std::vector<End>* ends) {
  if (wanted.kind == Yield::Kind::kCapture) {
    for (const CaptureValue& capture : result.captures) {
      if (capture.slot != wanted.slot || capture.annotation == kNone) continue;
      const Annotation& annotation = lattice_[capture.annotation];
      if (annotation.symbol < rules_.first_type) continue;
      End end;
      end.span = {capture.begin, capture.end};
      if (IsQuantity(annotation)) {
        if (!quantities_[annotation.payload].has_value) continue;
        end.literal = &quantities_[annotation.payload].literal;
        if (!HasType(end.literal->type, wanted.types)) continue;
      } else {
        end.entity = &EntityOf(annotation.payload);
        if (!HasType(end.entity->type, wanted.types)) continue;
      }
      ends->push_back(end);
    }
    return;
  }
  End end;
  end.is_service = true;
  if (wanted.kind == Yield::Kind::kArticle) {
    article_ = {document_->article_id, "Article", document_->title, {}};
    if (!document_->title.empty()) end.entity = &article_;
  } else {
    const Event* event = wanted.kind != Yield::Kind::kPlace ? InForce(ContextKind::kSubject, result.begin) : nullptr;
    if (wanted.kind == Yield::Kind::kTopic) {  // who was named last is spoken of
      const Event* topic = InForce(ContextKind::kTopic, result.begin);
      if (topic != nullptr && (event == nullptr || topic->begin >= event->begin)) event = topic;
    }
    end.event = event;
    if (event != nullptr && event->mentions[0] != kNone) {
      for (size_t i = 0; i < kMaxSubjects && event->mentions[i] != kNone; ++i) {
        end.entity = &EntityOf(event->mentions[i]);
        ends->push_back(end);
      }
      return;
    }
    if (place_) {
      end.entity = &*place_;
    }
  }
  if (end.entity != nullptr) ends->push_back(end);
}

bool Extractor::Run::HasType(const std::string& type, const std::vector<std::string>& wanted) const {
  if (wanted.empty()) return true;
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& t) { return ontology_.IsA(type, t); });
}

void Extractor::Run::Propose(const CompiledRule& rule, const RuleMatch& match, const Yield& yield, const End& subject,
                             const End& object, uint32_t owner) {
  if (subject.entity == nullptr) return;
  if (object.entity != nullptr && object.entity->id == subject.entity->id) return;
  const std::string& object_type = object.entity != nullptr ? object.entity->type : object.literal->type;
  const auto detail = [&] {
    return subject.entity->type + " " + subject.entity->name + " " + yield.predicate + " " + object_type + " " +
           (object.entity != nullptr ? object.entity->name : object.literal->text);
  };
  if (!ontology_.Admits(subject.entity->type, yield.predicate, object_type)) {
    return Reject("schema", detail(), match.result.begin, match.result.end, rule.id);
  }
  // One thing plays one part for the subject in force, and one number one part at all: the preferred rule takes it.
  if (rule.exclusive && !object.is_service && (subject.is_service || object.literal != nullptr)) {
    Part& part = parts_[object.span.begin - input_.begin];
    if (part.owner != 0 && part.owner != owner) {
      if (*part.predicate != yield.predicate) {
        Reject("overlap", detail(), match.result.begin, match.result.end, rule.id);
      } else {
        TurnDown(rule, match.result, "repeated");
      }
      return;
    }
    part = {owner, &yield.predicate};
  }
  Triple triple;
  triple.source = document_->source;
  triple.article = document_->article_id;
  triple.title = document_->title;
  triple.subject = *subject.entity;
  triple.predicate = yield.predicate;
  if (object.entity != nullptr) {
    triple.object = *object.entity;
  } else {
    triple.object = *object.literal;
  }
  const uint32_t last = match.result.end - 1;
  const Event* status = InForce(ContextKind::kStatus, last);
  triple.status = !rule.status.empty() ? rule.status : status != nullptr ? status->text : ontology_.statuses().front();
  for (const auto& [key, expression] : yield.qualifiers) {
    std::string text = TextOf(expression, match.result);
    if (!text.empty()) triple.qualifiers[key] = std::move(text);
  }
  if (const Event* time = InForce(ContextKind::kTime, last);
      time != nullptr && AllowsTime(yield.predicate) && triple.qualifiers.count("time") == 0) {
    triple.qualifiers["time"] = time->text;
  }
  triple.evidence.span = document_->ByteSpan(match.result.begin, match.result.end);
  triple.evidence.text = document_->Text(match.result.begin, match.result.end);
  triple.rule = rule.id;
  triple.confidence = rule.confidence;
  if (observer_ != nullptr) ObserveTriple(rule, match.result, subject, triple);
  result_->triples.push_back(std::move(triple));
}

bool Extractor::Run::AllowsTime(const std::string& predicate) const {
  const Relation* relation = ontology_.FindRelation(predicate);
  const auto& known = relation->qualifiers;
  return std::find(known.begin(), known.end(), "time") != known.end();
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
