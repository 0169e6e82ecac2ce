// What the tests of LoadArticles share: layouts, JSON tables, and the checks that hold for every document.
#ifndef MAILUO_TESTS_EXTRACTORS_LOAD_TEST_SUPPORT_H_
#define MAILUO_TESTS_EXTRACTORS_LOAD_TEST_SUPPORT_H_

#include <string>
#include <vector>

#include <rapidjson/document.h>

#include "mailuo/extractors/load_articles.h"

namespace mailuo {

struct Loaded {
  std::vector<Document> documents;
  std::vector<std::string> messages;  // ToString of each diagnostic
  std::string error;                  // of the result, or empty
};

Layout ChineseLayout();  // of the pack policy-zh
Layout EnglishLayout();

Loaded Load(const std::string& bytes, const std::string& source = "case", const LoadOptions& options = {},
            const Layout& layout = ChineseLayout());

std::string ReadTestFile(const std::string& path);  // fails the test if it cannot be read
rapidjson::Document ReadTestJson(const std::string& path);
std::string LoadDataPath(const std::string& name);

// The folder of the shared articles, or empty with a message.
std::string SharedFolder();

std::string Encode(const std::string& utf8, const std::string& encoding);  // without a byte order mark

// "T0 text" of each block: the kind's first letter, the section, the text.
std::vector<std::string> BlockTexts(const Document& document);
std::vector<std::string> SentenceTexts(const Document& document);

// Offsets rise, each character's bytes decode to it as written, blocks and sentences tile in order. The first
// violation as text, or empty.
std::string FindViolation(const Document& document);

}  // namespace mailuo

#endif  // MAILUO_TESTS_EXTRACTORS_LOAD_TEST_SUPPORT_H_
