// What an observer is told of an article's way: where rules were tried, what they matched and how, how near others
// came, what was kept or turned down and why. Everything that is slow about it stands here.
#include <algorithm>
#include <chrono>

#include "article_run.h"
#include "tracing_matcher.h"

namespace mailuo {

void Extractor::Run::ObserveWords() {
  observer_->EnterSentence(sentence_);
  for (uint32_t a = 0; a < lattice_.size(); ++a) {
    if (lattice_[a].symbol < rules_.first_type) observer_->Saw(SightingOf(lattice_[a].begin, lattice_[a].end, a));
  }
}

void Extractor::Run::ObserveLayer(const LayerRules& layer) {
  observed_layer_ = layer.rules.front().layer;
  if (observed_layer_ == Layer::kQuantity) {
    for (uint32_t a = numbers_begin_; a < lattice_.size(); ++a) {
      observer_->Saw(SightingOf(lattice_[a].begin, lattice_[a].end, a));
    }
  }
  for (const CompiledRule& rule : layer.rules) {
    if (!observer_->WantsMisses(rule.id)) continue;
    std::vector<uint32_t> starts;
    for (uint32_t p = input_.begin; p < input_.end; ++p) {
      if (CanBegin(rule, p)) starts.push_back(p);
    }
    ObserveMisses(rule, starts);
  }
}

bool Extractor::Run::CanBegin(const CompiledRule& rule, uint32_t position) const {
  if (rule.trigger.sentence_start && position == input_.begin) return true;
  if (rule.trigger.clause_start && (position == input_.begin || clause_end_[position - 1] != 0)) return true;
  for (uint32_t a = lattice_.FirstAt(position); a != kNone; a = lattice_[a].next_at_begin) {
    if (rule.trigger.symbols.Has(lattice_[a].symbol)) return true;
  }
  return false;
}

void Extractor::Run::ObserveMisses(const CompiledRule& rule, const std::vector<uint32_t>& starts) {
  const auto tell = [&](uint32_t begin, const Trace& trace) {
    NearMiss miss;
    miss.layer = rule.layer;
    miss.rule = rule.id;
    miss.begin = begin;
    miss.at = trace.at;
    miss.steps = StepsOf(rule.program, trace);
    const auto with_gap = [&](const Stuck& stuck) {
      return std::any_of(trace.stuck.begin(), trace.stuck.end(), [&](const Stuck& other) {
        return other.gap != kNone && rule.program.texts[other.pc] == rule.program.texts[stuck.pc];
      });
    };
    for (const Stuck& stuck : trace.stuck) {
      std::string text(rule.program.texts[stuck.pc]);
      if (stuck.gap == kNone && with_gap(stuck)) continue;
      if (stuck.gap != kNone) text = std::string(rule.program.texts[stuck.gap]) + " " + text;
      if (std::find(miss.wanted.begin(), miss.wanted.end(), text) == miss.wanted.end()) {
        miss.wanted.push_back(std::move(text));
      }
    }
    observer_->Missed(miss);
  };
  if (starts.empty()) {  // tried at the sentence's start, it says what it begins with
    const Trace trace = TraceMatch(rule.program, input_, input_.begin);
    if (!trace.matched) tell(NearMiss::kNowhere, trace);
  }
  for (uint32_t start : starts) {
    const Trace trace = TraceMatch(rule.program, input_, start);
    if (!trace.matched) tell(start, trace);
  }
  if (!rule.in_title.empty() && !rule.in_title.Intersects(title_words_)) {
    NearMiss miss;
    miss.layer = rule.layer;
    miss.rule = rule.id;
    miss.begin = NearMiss::kNowhere;
    std::string classes;
    rule.in_title.ForEach(
        [&](Symbol symbol) { classes += (classes.empty() ? "" : "|") + rules_.symbol_names[symbol].substr(1); });
    miss.wanted.push_back("@title <" + classes + ">");
    observer_->Missed(miss);
  }
}

bool Extractor::Run::ObservedMatch(const CompiledRule& rule, uint32_t position, MatchResult* result) {
  const auto start = std::chrono::steady_clock::now();
  const bool matched = matcher_.Match(rule.program, input_, position, result);
  const auto time = std::chrono::steady_clock::now() - start;
  observer_->Tried(rule.layer, rule.id,
                   static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(time).count()));
  if (!matched || (result->end == position && rule.layer != Layer::kContext)) return matched;
  struct ObservedMatch match;
  match.place = PlaceOf(rule, *result);
  for (const CaptureValue& capture : result->captures) {
    if (capture.end == kNone) continue;
    match.captures.push_back({rule.captures[capture.slot], SightingOf(capture.begin, capture.end, capture.annotation)});
  }
  if (observer_->WantsSteps()) match.steps = StepsOf(rule.program, TraceMatch(rule.program, input_, position));
  observer_->Matched(match);
  return true;
}

Sighting Extractor::Run::SightingOf(uint32_t begin, uint32_t end, uint32_t annotation) const {
  Sighting sighting;
  sighting.begin = begin;
  sighting.end = end;
  if (annotation == kNone) return sighting;
  const Annotation& found = lattice_[annotation];
  const std::string_view name = rules_.symbol_names[found.symbol];
  if (found.symbol < rules_.first_type) {
    sighting.kind = Sighting::Kind::kWord;
    sighting.label = name.substr(1);  // behind the '<'
    sighting.attributes = rules_.entries[found.payload].attributes;
  } else if (found.symbol >= rules_.first_literal) {
    return sighting;
  } else if (lattice_kind_ == LatticeKind::kQuantities || IsQuantity(found)) {
    sighting.kind = found.symbol == rules_.number ? Sighting::Kind::kNumber : Sighting::Kind::kQuantity;
    sighting.label = name;
    const Quantity& quantity = quantities_[found.payload];
    if (quantity.rule != kNone) sighting.rule = rules_.layer(Layer::kQuantity).rules[quantity.rule].id;
  } else {
    sighting.kind = Sighting::Kind::kMention;
    sighting.label = name;
    const Mention& mention = mentions_[found.payload];
    sighting.rule = rules_.layer(Layer::kMention).rules[mention.rule].id;
    sighting.name = NameOf(mention);
  }
  return sighting;
}

// Characters that one gap took are one step.
std::vector<MatchStep> Extractor::Run::StepsOf(const Program& program, const Trace& trace) const {
  std::vector<MatchStep> steps;
  for (const WayStep& step : trace.steps) {
    const std::string_view text = program.texts[step.pc];
    if (step.annotation == kNone && !steps.empty() && steps.back().element.data() == text.data() &&
        steps.back().what.kind == Sighting::Kind::kChars && steps.back().what.end == step.begin) {
      steps.back().what.end = step.end;
      continue;
    }
    steps.push_back({text, SightingOf(step.begin, step.end, step.annotation)});
  }
  return steps;
}

void Extractor::Run::ObserveKept(const CompiledRule& rule, const MatchResult& result, uint32_t annotation) {
  observer_->Kept(PlaceOf(rule, result));
  observer_->Saw(SightingOf(lattice_[annotation].begin, lattice_[annotation].end, annotation));
}

void Extractor::Run::ObserveEvent(const CompiledRule& rule, const MatchResult& result, const Event& event) {
  static constexpr const char* kNames[kContextKinds] = {"subject", "topic",   "status",
                                                        "time",    "negated", "hypothetical"};
  ObservedEvent observed;
  observed.place = PlaceOf(rule, result);
  observed.sets = kNames[static_cast<size_t>(rule.sets)];
  observed.value = event.status != nullptr ? *event.status : event.time;
  if (event.mentions[0] != kNone) {
    observed.value = NameOf(mentions_[event.mentions[0]]);
    observed.value_begin = mentions_[event.mentions[0]].span.begin;
    observed.value_end = mentions_[event.mentions[0]].span.end;
  }
  observed.scope_end = event.end;
  observer_->Kept(observed.place);
  observer_->Sets(observed);
}

void Extractor::Run::ObserveTriple(const CompiledRule& rule, const MatchResult& result, const End& subject,
                                   const End& object, const Triple& triple) {
  const auto& context = rules_.layer(Layer::kContext).rules;
  Grounds grounds;
  grounds.object_begin = object.span.begin;
  grounds.object_end = object.span.end;
  if (!subject.is_service) {
    grounds.subject = {"capture", {}, subject.span.begin, subject.span.end};
  } else if (subject.entity == article_entity_) {
    grounds.subject = {"article", {}, 0, 0};
  } else if (subject.event != nullptr) {
    const CompiledRule& setter = context[subject.event->rule];
    grounds.subject.how = setter.sets == ContextKind::kTopic ? "topic" : "subject";
    grounds.subject.rule = setter.id;
    CharSpan span{subject.event->begin, subject.event->match_end};
    for (size_t i = kMaxSubjects; i-- > 0;) {
      const uint32_t mention = subject.event->mentions[i];
      if (mention != kNone && EntityOf(mention) == subject.entity) span = mentions_[mention].span;
    }
    grounds.subject.begin = span.begin;
    grounds.subject.end = span.end;
  } else {
    grounds.subject = place_found_;
  }
  if (!rule.status.empty()) {
    grounds.status_rule = rule.id;
  } else if (const Event* status = InForce(ContextKind::kStatus, result.end - 1); status != nullptr) {
    grounds.status_rule = context[status->rule].id;
    grounds.status_begin = status->begin;
    grounds.status_end = status->match_end;
  }
  observer_->Yielded(PlaceOf(rule, result), triple, grounds);
}

}  // namespace mailuo
