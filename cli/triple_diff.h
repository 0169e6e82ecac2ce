// What changed between two triple streams of the same articles. Neighbour: rules_diff.cc.
#ifndef MAILUO_CLI_TRIPLE_DIFF_H_
#define MAILUO_CLI_TRIPLE_DIFF_H_

#include <string>
#include <vector>

#include "mailuo/schemas/triple.h"
#include "write_stream.h"

namespace mailuo::cli {

// Two triples of one article are of one fact where subject, predicate and object (of a literal type and value) agree.
// Those of a fact that agree in all else are the same; the others are paired in their order and have changed, and what
// is left over is gained or lost.
struct TripleChange {
  enum class Kind { kGained, kLost, kChanged };
  Kind kind = Kind::kGained;
  const Triple* before = nullptr;  // of kLost and kChanged
  const Triple* after = nullptr;   // of kGained and kChanged
  struct Field {
    std::string name;  // status, qualifiers, evidence, wording, rule, confidence
    std::string before;
    std::string after;
  };
  std::vector<Field> fields;  // of kChanged

  const Triple& shown() const { return after != nullptr ? *after : *before; }
};

struct TripleDiff {
  std::vector<TripleChange> changes;  // by source, place, kind
  size_t same = 0;
};

// The changes point into the groups. The front of a rule's id that is its own pack's name does not count, so that a
// pack and its copy of another name can be compared.
TripleDiff DiffTriples(const TripleGroups& before, const std::string& pack_before, const TripleGroups& after,
                       const std::string& pack_after);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_TRIPLE_DIFF_H_
