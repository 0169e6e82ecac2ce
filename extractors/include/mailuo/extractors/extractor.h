// Articles to triples. The way of one article: words, then quantities, mentions, context and relations, sentence by
// sentence. Neighbours: load_articles.h (before), compiled_rules.h, mailuo/schemas/triple.h (after).
#ifndef MAILUO_EXTRACTORS_EXTRACTOR_H_
#define MAILUO_EXTRACTORS_EXTRACTOR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mailuo/extractors/compiled_rules.h"
#include "mailuo/extractors/document.h"
#include "mailuo/schemas/triple.h"

namespace mailuo {

class ExtractionObserver;

// What an article gave. Triples are in the order of the triple stream.
struct Extraction {
  std::vector<Triple> triples;
  std::vector<Reject> rejects;
};

// A number or span that the quantity layer found, for tests of that layer and for views of all layers.
struct FoundQuantity {
  uint32_t begin = 0;  // characters of the document
  uint32_t end = 0;
  std::string type;
  bool has_value = false;
  Literal literal;  // text always; the rest where has_value
  std::string rule;
};

struct FoundMention {
  uint32_t begin = 0;
  uint32_t end = 0;
  Entity entity;
  std::string rule;
};

// The layers below the relations, for one document.
struct Layers {
  std::vector<FoundQuantity> numbers;  // of type Number, before the quantity rules
  std::vector<FoundQuantity> quantities;
  std::vector<FoundMention> mentions;
};

// Nanoseconds spent in each step, summed over the articles, when timing is asked for.
struct StepTimes {
  uint64_t words = 0, quantities = 0, mentions = 0, relations = 0;
};

// Runs compiled rules over articles. Keeps its memory between articles: make one a thread. The rules must outlive it.
class Extractor {
 public:
  explicit Extractor(const CompiledRules& rules);
  ~Extractor();
  Extractor(const Extractor&) = delete;
  Extractor& operator=(const Extractor&) = delete;

  // Appends the article's triples and rejects. Time is linear in the article.
  void Extract(const Document& document, Extraction* result);

  // The layers below the relations.
  Layers Annotate(const Document& document);

  // Where not null, the time of each step is added to it; costs a clock reading a step and sentence.
  void set_times(StepTimes* times);
  // Where not null, it is told what is done; see observer.h.
  void set_observer(ExtractionObserver* observer);
  // The bare word automaton over the article: the yardstick of the benchmarks. Returns the number of words found.
  uint64_t ScanWords(const Document& document) const;

 private:
  class Run;
  std::unique_ptr<Run> run_;
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_EXTRACTOR_H_
