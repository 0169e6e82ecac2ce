// Why an article gave what it gave: each match with its rule's place, the pattern's elements with what they took, the
// matches below it, the subject's antecedent. Text for people and JSON. Neighbours: explain.cc (the command),
// recorder.h (what is told), match_text.h.
#ifndef MAILUO_CLI_EXPLANATION_H_
#define MAILUO_CLI_EXPLANATION_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "json_writer.h"
#include "mailuo/extractors/compiled_rules.h"
#include "mailuo/extractors/document.h"
#include "mailuo/extractors/extractor.h"
#include "mailuo/extractors/word_index.h"
#include "match_text.h"
#include "recorder.h"

namespace mailuo::cli {

// Runs articles and explains them, one at a time. The rules must outlive it.
class Explainer {
 public:
  Explainer(const CompiledRules& rules, const Console& console, Recorder::Choice misses);

  // The document must stay until the next one.
  void Run(const Document& document);
  const Document& document() const { return *document_; }
  const Recorder& recorder() const { return recorder_; }

  // The match that yielded such a triple, and which of its triples; null where there is none. An `end` that is not
  // empty must be one of the names of the subject or the object.
  struct Found {
    const RecordedMatch* match = nullptr;
    const RecordedTriple* triple = nullptr;
  };
  Found Find(Span evidence, std::string_view rule, std::string_view predicate,
             const std::vector<std::string>& subject_names, const std::vector<std::string>& object_names) const;

  // The rule, its elements, and below them the matches that made what they took.
  std::string MatchTree(const RecordedMatch& match, const std::string& indent) const;
  void WriteMatchTree(const RecordedMatch& match, JsonWriter* json) const;
  // Who the subject is and from where, what set the status.
  std::string GroundsLines(const RecordedTriple& triple, const std::string& indent) const;
  void WriteGrounds(const RecordedTriple& triple, JsonWriter* json) const;

  // All that was seen in the sentence, and the `limit` nearest misses; of no other rule than `rule` where it is named.
  std::string SentenceText(uint32_t sentence, std::string_view rule, size_t limit) const;
  void WriteSentence(uint32_t sentence, std::string_view rule, size_t limit, JsonWriter* json) const;
  // The misses of a sentence, the nearest first; of each rule the nearest alone where no rule is named.
  std::vector<const Recorder::Miss*> NearestMisses(uint32_t sentence, std::string_view rule, size_t limit) const;

  const Rule* FindRule(std::string_view id) const;
  // "file:line" of the rule, or of a word's entry; empty where there is none.
  std::string RulePlaceText(std::string_view id) const;
  std::string WordPlaceText(const Sighting& word) const;

 private:
  const RecordedMatch* MakerOf(const Sighting& made) const;
  std::string StepText(const MatchStep& step) const;
  std::string SeenLines(uint32_t sentence) const;

  const CompiledRules& rules_;
  const Console& console_;
  const WordIndex words_;
  std::map<std::string_view, const Rule*> by_id_;
  Recorder recorder_;
  Extractor extractor_;
  const Document* document_ = nullptr;
};

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_EXPLANATION_H_
