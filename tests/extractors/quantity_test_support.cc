#include "quantity_test_support.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <memory>

#include "mailuo/extractors/load_articles.h"
#include "mailuo/schemas/triple_stream.h"
#include "rules_impl.h"
#include "unicode.h"

namespace mailuo {
namespace {

class FirstError : public DiagnosticSink {
 public:
  void Report(Diagnostic diagnostic) override {
    if (diagnostic.severity == Severity::kError && message.empty()) message = diagnostic.message;
  }
  std::string message;
};

CompiledRules Compile() {
  const std::string root = MAILUO_SOURCE_DIR;
  FirstError errors;
  auto pack = LoadRulePack(root + "/tests/extractors/quantity_pack", {root + "/schemas/ontologies"}, &errors);
  REQUIRE_MESSAGE(pack.has_value(), errors.message);
  auto rules = CompiledRules::Compile(std::move(*pack), &errors);
  REQUIRE_MESSAGE(rules.has_value(), errors.message);
  return std::move(*rules);
}

}  // namespace

const CompiledRules& QuantityRules() {
  static const CompiledRules rules = Compile();
  return rules;
}

const Numerals& PolicyNumerals() { return *QuantityRules().impl().numerals; }

Layers Annotate(const std::string& text) {
  Extractor extractor(QuantityRules());
  Layers all;
  LoadOptions options;
  options.format = InputFormat::kText;
  options.encoding = "UTF-8";
  FirstError errors;
  const auto loaded =
      LoadArticles(std::make_shared<const std::string>(text), "case", options, QuantityRules().pack().layout, &errors,
                   [&](Document document) {
                     Layers layers = extractor.Annotate(document);
                     for (FoundQuantity& quantity : layers.quantities) {
                       quantity.literal.text = document.Text(quantity.begin, quantity.end);
                     }
                     std::move(layers.numbers.begin(), layers.numbers.end(), std::back_inserter(all.numbers));
                     std::move(layers.quantities.begin(), layers.quantities.end(), std::back_inserter(all.quantities));
                   });
  REQUIRE_MESSAGE(loaded.has_value(), text);
  return all;
}

std::string QuantityText(const FoundQuantity& quantity) {
  std::string text = quantity.type + " " + quantity.literal.text;
  if (!quantity.has_value) return text;
  AppendNumber(quantity.literal.value, &(text += ' '));
  if (quantity.literal.value_max) AppendNumber(*quantity.literal.value_max, &(text += ".."));
  if (!quantity.literal.unit.empty()) text += " " + quantity.literal.unit;
  if (!quantity.literal.approx.empty()) text += " " + quantity.literal.approx;
  return text;
}

std::vector<std::string> NumberTexts(const Numerals& numerals, const std::string& text) {
  const std::u32string chars = FoldedChars(text);
  std::vector<NumberSpan> spans;
  numerals.Scan(chars.data(), 0, static_cast<uint32_t>(chars.size()), &spans);
  std::vector<std::string> texts;
  for (const NumberSpan& span : spans) {
    std::string one = EncodeUtf8(std::u32string_view(chars).substr(span.begin, span.end - span.begin)) + "=";
    AppendNumber(span.value, &one);
    if (!span.approx.empty()) one.append(" ").append(span.approx);
    texts.push_back(std::move(one));
  }
  return texts;
}

std::vector<std::string> SplitText(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  size_t begin = 0;
  for (size_t end; (end = text.find(separator, begin)) != std::string::npos; begin = end + separator.size()) {
    parts.push_back(text.substr(begin, end - begin));
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::vector<std::vector<std::string>> ReadQuantityTable(const std::string& name) {
  const std::string path = std::string(MAILUO_SOURCE_DIR) + "/tests/extractors/" + name;
  std::ifstream file(path);
  REQUIRE_MESSAGE(file.good(), path);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') rows.push_back(SplitText(line, "\t"));
  }
  REQUIRE(!rows.empty());
  return rows;
}

}  // namespace mailuo
