// Articles by chance, in every format and encoding, through the whole engine with policy-zh. The first byte tells the
// format. What stands in a triple must be what stands in the source.
#include <cstdlib>
#include <memory>
#include <string>

#include "fuzz_target.h"
#include "mailuo/extractors/extractor.h"
#include "mailuo/extractors/load_articles.h"

using namespace mailuo;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const CompiledRules* const rules = [] {
    auto pack = LoadRulePack(MAILUO_SOURCE_DIR "/extractors/packs/policy-zh", {MAILUO_SOURCE_DIR "/schemas/ontologies"},
                             nullptr);
    if (!pack) std::abort();
    auto compiled = CompiledRules::Compile(std::move(*pack), nullptr);
    if (!compiled) std::abort();
    return new CompiledRules(std::move(*compiled));
  }();
  static Extractor extractor(*rules);
  if (size == 0) return 0;
  static constexpr InputFormat kFormats[] = {InputFormat::kText, InputFormat::kMarkdown, InputFormat::kNdjson};
  static constexpr const char* kEncodings[] = {"", "UTF-8", "GB18030", "UTF-16LE"};
  LoadOptions options;
  options.format = kFormats[data[0] % 3];
  options.encoding = kEncodings[data[0] / 3 % 4];
  const auto bytes = std::make_shared<const std::string>(reinterpret_cast<const char*>(data) + 1, size - 1);
  DiagnosticList found;
  Extraction extraction;
  (void)LoadArticles(bytes, "fuzz", options, rules->pack().layout, &found, [&](const Document& document) {
    extraction = {};
    extractor.Extract(document, &extraction);
    (void)extractor.Annotate(document);
    const size_t limit = document.bytes->size();
    for (const Triple& triple : extraction.triples) {
      const Span& span = triple.evidence.span;
      if (span.begin >= span.end || span.end > limit || triple.evidence.text.empty()) std::abort();
    }
  });
  return 0;
}
