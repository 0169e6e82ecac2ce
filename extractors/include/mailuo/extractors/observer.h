// What an Extractor does with an article, told while it is done: for counts of rules, explanations and views of all
// layers. An extractor without an observer does none of this work. Neighbours: extractor.h (set_observer),
// word_index.h (where a word's entry stands).
#ifndef MAILUO_EXTRACTORS_OBSERVER_H_
#define MAILUO_EXTRACTORS_OBSERVER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/schemas/rule_pack.h"
#include "mailuo/schemas/triple.h"

namespace mailuo {

// All positions are characters of the document; all views are valid during the call and, where they name a rule, a
// class, a type or a piece of a pattern, as long as the rules.

// A match of a rule. Within its article it is known by rule and begin.
struct RulePlace {
  Layer layer = Layer::kRelation;
  std::string_view rule;
  uint32_t begin = 0;
  uint32_t end = 0;
};

// What stands somewhere: characters, or an annotation of them.
struct Sighting {
  enum class Kind : uint8_t { kChars, kWord, kNumber, kQuantity, kMention };
  Kind kind = Kind::kChars;
  uint32_t begin = 0;
  uint32_t end = 0;
  std::string_view label;       // the word's class, or the annotation's type
  std::string_view attributes;  // "key=value;key=value" of a word
  std::string_view rule;        // that made it; of quantities and mentions
  std::string name;             // of a mention
};

// A piece of a pattern with what it took.
struct MatchStep {
  std::string_view element;  // as written in the rule or in a macro
  Sighting what;
};

struct CaptureSighting {
  std::string_view name;
  Sighting what;
};

struct ObservedMatch {
  RulePlace place;
  std::vector<CaptureSighting> captures;
  std::vector<MatchStep> steps;  // where ways are wanted
};

// A rule that could begin at `begin` and got no further than `at`.
struct NearMiss {
  Layer layer = Layer::kRelation;
  std::string_view rule;
  uint32_t begin = 0;               // kNowhere where nothing in the sentence can begin it
  uint32_t at = 0;                  // behind the last step
  std::vector<MatchStep> steps;     // of the way that came furthest
  std::vector<std::string> wanted;  // the pieces of the pattern one of which had to stand there
  static constexpr uint32_t kNowhere = UINT32_MAX;
};

// A match of the context that holds: of whom is spoken, what status, until where.
struct ObservedEvent {
  RulePlace place;
  std::string_view sets;                    // subject, topic, status, time, negated or hypothetical
  std::string value;                        // name, status or time; empty where the article's place is the subject
  uint32_t value_begin = 0, value_end = 0;  // where the value stands; equal where nowhere
  uint32_t scope_end = 0;
};

// Why a triple's subject is who it is.
struct Antecedent {
  // capture: the match itself names it. subject, topic: an event of the context. article: the article itself.
  // byline, title, text: the place the article is about, and where it was found; text: named most often.
  std::string_view how;
  std::string_view rule;        // of subject and topic: the rule that set it
  uint32_t begin = 0, end = 0;  // where it is named; equal where the title alone names it
};

struct Grounds {
  Antecedent subject;
  uint32_t object_begin = 0, object_end = 0;  // where the object is named; equal for the article
  std::string_view status_rule;               // of the event in force that set the status, or of the relation's own
  uint32_t status_begin = 0, status_end = 0;
};

// Calls come in the order of the work: sentence by sentence the words, then quantities, mentions, context, relations.
class ExtractionObserver {
 public:
  virtual ~ExtractionObserver() = default;

  // Whether the steps of matches are wanted, and where the rule's tries failed: a slower matcher that keeps its way
  // finds them.
  virtual bool WantsSteps() const = 0;
  virtual bool WantsMisses(std::string_view rule) const = 0;

  virtual void EnterSentence(uint32_t index) = 0;
  // Words and numbers, then what the layers keep, each when it is found.
  virtual void Saw(const Sighting& sighting) = 0;
  virtual void Tried(Layer layer, std::string_view rule, uint64_t nanoseconds) = 0;
  virtual void Matched(const ObservedMatch& match) = 0;
  virtual void Missed(const NearMiss& miss) = 0;
  // A match of the lower layers became an annotation or an event. A head's match may be kept more than once.
  virtual void Kept(const RulePlace& place) = 0;
  // Reasons are those of a Reject and overlap, inner, members, type, with, without, no_capture, repeated.
  virtual void TurnedDown(const RulePlace& place, std::string_view reason, const std::string& detail) = 0;
  virtual void Sets(const ObservedEvent& event) = 0;
  // A triple, before the article's end unites aliases and statuses.
  virtual void Yielded(const RulePlace& place, const Triple& triple, const Grounds& grounds) = 0;
  // At the article's end: another rule or another way said the same from the same place.
  virtual void Repeated(const Triple& triple) = 0;
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_OBSERVER_H_
