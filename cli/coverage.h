// What the rules and words of a pack do over many articles, counted. Neighbours: rules_coverage.cc prints it,
// coverage_page.cc makes a page of it.
#ifndef MAILUO_CLI_COVERAGE_H_
#define MAILUO_CLI_COVERAGE_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mailuo/extractors/compiled_rules.h"
#include "mailuo/extractors/document.h"
#include "mailuo/extractors/observer.h"
#include "mailuo/extractors/word_index.h"

namespace mailuo::cli {

struct RuleCounts {
  const Rule* rule = nullptr;
  uint64_t tried = 0;                        // places where the matcher was run
  uint64_t matched = 0;                      // of those
  uint64_t kept = 0;                         // matches that became something
  uint64_t made = 0;                         // what they became: annotations, events, triples
  std::map<std::string, uint64_t> rejected;  // by reason
  uint64_t nanoseconds = 0;                  // in the matcher

  uint64_t rejects() const;
};

// A match in an article, for the page.
struct MarkedMatch {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t rule = 0;  // index into Coverage::rules()
  bool kept = false;
  std::string said;  // what it became, or why it became nothing
};

class Coverage : public ExtractionObserver {
 public:
  // The rules must outlive it.
  explicit Coverage(const CompiledRules& rules);

  void BeginArticle(const Document& document);
  // The article's matches in the order of their places.
  std::vector<MarkedMatch> EndArticle();

  const std::vector<RuleCounts>& rules() const { return rules_; }  // in the order of the pack
  const WordIndex& words() const { return words_; }
  const std::vector<uint64_t>& word_counts() const { return word_counts_; }  // by WordIndex::entries

  bool WantsSteps() const override { return false; }
  bool WantsMisses(std::string_view) const override { return false; }
  void EnterSentence(uint32_t index) override;
  void Saw(const Sighting& sighting) override;
  void Tried(Layer layer, std::string_view rule, uint64_t nanoseconds) override;
  void Matched(const ObservedMatch& match) override;
  void Missed(const NearMiss&) override {}
  void Kept(const RulePlace& place) override;
  void TurnedDown(const RulePlace& place, std::string_view reason, const std::string& detail) override;
  void Sets(const ObservedEvent& event) override;
  void Yielded(const RulePlace& place, const Triple& triple, const Grounds& grounds) override;
  void Repeated(const Triple& triple) override;

 private:
  uint32_t IndexOf(std::string_view rule) const { return by_id_.at(rule); }
  MarkedMatch* Find(const RulePlace& place);
  void Make(const RulePlace& place, const std::string& what);

  const Document* document_ = nullptr;
  std::vector<RuleCounts> rules_;
  std::map<std::string_view, uint32_t> by_id_;
  WordIndex words_;
  std::vector<uint64_t> word_counts_;
  std::vector<MarkedMatch> matches_;
  std::map<std::pair<uint32_t, uint32_t>, size_t> by_place_;  // rule and begin, of the sentence
  MarkedMatch* last_kept_ = nullptr;
};

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_COVERAGE_H_
