// A slow matcher, written from docs/matching.md and from nothing of the engine: it walks the pattern's tree, tries
// every way in its order and keeps no memory of what failed. The engine must agree with it, see reference_test.cc.
#ifndef MAILUO_TESTS_EXTRACTORS_REFERENCE_MATCHER_H_
#define MAILUO_TESTS_EXTRACTORS_REFERENCE_MATCHER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pattern.h"
#include "program.h"

namespace mailuo {

struct ReferenceAnnotation {
  uint32_t begin = 0;
  uint32_t end = 0;
  Symbol symbol = 0;
  std::map<std::string, std::string> attributes;
};

// A sentence [begin, end) in its surroundings.
struct ReferenceText {
  std::u32string chars;
  std::vector<bool> clause_end;  // by character
  uint32_t begin = 0;
  uint32_t end = 0;
  PlaceKind kind = PlaceKind::kParagraph;
  bool section_start = false;
  bool paragraph_start = false;
  std::vector<ReferenceAnnotation> annotations;  // in the order of their finding
};

struct ReferenceCapture {
  uint32_t slot;
  uint32_t begin;
  uint32_t end;
  uint32_t annotation;  // an index into ReferenceText::annotations; kNone for a group
  bool operator==(const ReferenceCapture& other) const = default;
};

enum class ReferenceOutcome { kMatch, kNoMatch, kTooManySteps };

class ReferenceMatcher {
 public:
  explicit ReferenceMatcher(const Pattern& pattern);
  ReferenceMatcher(ReferenceMatcher&&) noexcept;
  ~ReferenceMatcher();

  // The first way from `start`. It is given up after `max_steps`, since the number of ways is not bounded.
  ReferenceOutcome Match(const ReferenceText& text, uint32_t start, uint64_t max_steps, uint32_t* end,
                         std::vector<ReferenceCapture>* captures) const;

  struct Node;

 private:
  std::unique_ptr<Node> root_;
};

}  // namespace mailuo

#endif  // MAILUO_TESTS_EXTRACTORS_REFERENCE_MATCHER_H_
