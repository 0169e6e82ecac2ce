// What the tests of numbers and of the quantity layer share: the layer of policy-zh compiled alone, and its findings
// as text.
#ifndef MAILUO_TESTS_EXTRACTORS_QUANTITY_TEST_SUPPORT_H_
#define MAILUO_TESTS_EXTRACTORS_QUANTITY_TEST_SUPPORT_H_

#include <string>
#include <utility>
#include <vector>

#include "mailuo/extractors/extractor.h"
#include "numerals.h"

namespace mailuo {

// Compiled once; fails the test with the first message where the pack is broken.
const CompiledRules& QuantityRules();

// The numerals of policy-zh.
const Numerals& PolicyNumerals();

// The layers of one line of text.
Layers Annotate(const std::string& text);

// "type text value unit approx", or "value..value_max", as in the examples of rules; absent fields are left out.
std::string QuantityText(const FoundQuantity& quantity);

// "text=value" or "text=value approx" for each number.
std::vector<std::string> NumberTexts(const Numerals& numerals, const std::string& text);

// The rows of a tab-separated table beside the tests, comment lines (#) left out.
std::vector<std::vector<std::string>> ReadQuantityTable(const std::string& name);

std::vector<std::string> SplitText(const std::string& text, const std::string& separator);

}  // namespace mailuo

#endif  // MAILUO_TESTS_EXTRACTORS_QUANTITY_TEST_SUPPORT_H_
