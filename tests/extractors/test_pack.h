// Packs made in memory for tests of the engine: a lexicon and rules as text, no files.
#ifndef MAILUO_TESTS_EXTRACTORS_TEST_PACK_H_
#define MAILUO_TESTS_EXTRACTORS_TEST_PACK_H_

#include <memory>
#include <string>
#include <vector>

#include "mailuo/extractors/compiled_rules.h"
#include "mailuo/extractors/document.h"

namespace mailuo {

struct TestRule {
  std::string id;
  Layer layer;
  std::string pattern;
  std::map<std::string, std::string> fields;
  std::vector<std::string> yields;
  int priority = 0;
  bool is_head = false;
};

// `lexicon` has lines "word class attributes", blanks between them.
RulePack MakePack(const std::string& lexicon, const std::vector<TestRule>& rules);

// One document of plain text, loaded with the pack's layout.
Document MakeDocument(const std::string& text, const Layout& layout);

// Tab-separated rows of a file in tests/extractors, '#' lines left out.
std::vector<std::vector<std::string>> ReadTable(const std::string& name);

}  // namespace mailuo

#endif  // MAILUO_TESTS_EXTRACTORS_TEST_PACK_H_
