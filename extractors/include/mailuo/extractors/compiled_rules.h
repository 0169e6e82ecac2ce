// A rule pack as automata: one for all words, one machine a pattern. Compiled once, immutable, shared by all threads.
// Neighbours: mailuo/schemas/rule_pack.h (what goes in), extractor.h (what runs it).
#ifndef MAILUO_EXTRACTORS_COMPILED_RULES_H_
#define MAILUO_EXTRACTORS_COMPILED_RULES_H_

#include <memory>

#include "mailuo/schemas/expected.h"
#include "mailuo/schemas/rule_pack.h"

namespace mailuo {

// What is said of a pack beside its errors: kDoubts warns of what never matches, is beaten or used by nothing, stands
// twice or costs much. That takes time and is meant for whoever writes the pack.
enum class Scrutiny { kErrors, kDoubts };

class CompiledRules {
 public:
  // Compiles `pack`, of which it keeps the words. All errors and warnings go to `sink` with file:line:column; the
  // result is an error if there was any error. Hostile packs are bounded: see the limits in docs/rules.md.
  static expected<CompiledRules> Compile(RulePack pack, DiagnosticSink* sink,
                                         Scrutiny scrutiny = Scrutiny::kErrors);

  CompiledRules(CompiledRules&&) noexcept;
  CompiledRules& operator=(CompiledRules&&) noexcept;
  ~CompiledRules();

  const RulePack& pack() const;

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  explicit CompiledRules(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_COMPILED_RULES_H_
