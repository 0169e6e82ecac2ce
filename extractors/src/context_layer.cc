// Context: who is spoken of, since when, whether it is done, planned, denied or supposed. A match is an event that
// holds to the end of its scope; the relations ask which events are in force.
#include <algorithm>

#include "article_run.h"

namespace mailuo {

void Extractor::Run::FindContext() {
  const LayerRules& layer = rules_.layer(Layer::kContext);
  RunLayer(layer);
  std::sort(matches_.begin(), matches_.begin() + static_cast<ptrdiff_t>(match_count_),
            [](const RuleMatch& a, const RuleMatch& b) {
              if (a.result.begin != b.result.begin) return a.result.begin < b.result.begin;
              return a.rule > b.rule;  // preferred ones last
            });
  for (uint32_t i = 0; i < match_count_; ++i) {
    const RuleMatch& match = matches_[i];
    const CompiledRule& rule = layer.rules[match.rule];
    Event event{match.result.begin, ScopeEnd(rule.scope, match.result.end), {}, nullptr, {}, match.rule,
                match.result.end};
    event.mentions.fill(kNone);
    auto& [with, without] = sightings_[match.rule];
    if (!rule.with.empty() && !Occurs(rule.with, match.result.begin, event.end, &with)) {
      TurnDown(rule, match.result, "with");
      continue;
    }
    if (!rule.without.empty() && Occurs(rule.without, match.result.begin, event.end, &without)) {
      TurnDown(rule, match.result, "without");
      continue;
    }
    if ((rule.sets == ContextKind::kSubject || rule.sets == ContextKind::kTopic) && !rule.value_is_place) {
      size_t count = 0;
      for (const CaptureValue& capture : match.result.captures) {
        if (capture.slot != rule.value_slot || capture.annotation == kNone || count == kMaxSubjects) continue;
        const Annotation& annotation = lattice_[capture.annotation];
        if (annotation.symbol < rules_.first_type || IsQuantity(annotation)) continue;  // no one who could act
        event.mentions[count++] = annotation.payload;
      }
      if (count == 0) continue;
    } else if (rule.sets == ContextKind::kStatus) {
      event.status = &rule.value_text;
    } else if (rule.sets == ContextKind::kTime) {
      const CaptureValue* capture = FindCapture(rule.value_slot, match.result);
      if (capture == nullptr) continue;
      event.time = document_->Name(capture->begin, capture->end);
    }
    if (observer_ != nullptr) ObserveEvent(rule, match.result, event);
    events_[static_cast<size_t>(rule.sets)].push_back(std::move(event));
  }
}

uint32_t Extractor::Run::ScopeEnd(Scope scope, uint32_t from) const {
  switch (scope) {
    case Scope::kClause: {
      uint32_t p = from;
      while (p < input_.end && clause_end_[p] == 0) ++p;
      return p;
    }
    case Scope::kSentence: return input_.end;
    case Scope::kParagraph: return document_->blocks[document_->sentences[sentence_].block].end;
    case Scope::kSection: return document_->sentences[section_last_[sentence_]].end;
    case Scope::kArticle: return document_->size();
  }
  return from;
}

bool Extractor::Run::Occurs(const SymbolSet& classes, uint32_t begin, uint32_t end, uint32_t* sighting) const {
  uint32_t& w = *sighting;
  while (w < words_.size() && (words_[w].begin < begin || !classes.Has(words_[w].symbol))) ++w;
  return w < words_.size() && words_[w].end() <= end;
}

const Extractor::Run::Event* Extractor::Run::InForce(ContextKind kind, uint32_t position) const {
  const std::vector<Event>& events = events_[static_cast<size_t>(kind)];
  for (size_t i = events.size(); i-- > 0;) {
    if (events[i].begin <= position && position < events[i].end) return &events[i];
  }
  return nullptr;
}

}  // namespace mailuo
