// The numbers, percentages and amounts of money of microsoft/Recognizers-Text (MIT) as a yardstick. What is decided
// otherwise here stands in normaliser_decided.tsv, with its reason; every other case must pass.
#include <doctest/doctest.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "quantity_test_support.h"
#include "unicode.h"

namespace mailuo {
namespace {

// One thing in a text: folded, without blanks; the value NaN where the case has none; the currency, or empty.
struct Item {
  std::string text;
  double value = 0;
  std::string currency;
};

std::string WithoutBlanks(const std::string& text) {
  std::u32string chars = FoldedChars(text);
  std::erase(chars, U' ');
  return EncodeUtf8(chars);
}

std::string CasesFolder() {
  const char* const place = std::getenv("MAILUO_SHARED");
  const std::string folder =
      std::string(place != nullptr ? place : std::string(MAILUO_SOURCE_DIR) + "/../shared") + "/normaliser";
  if (std::filesystem::is_directory(folder)) return folder;
  MESSAGE("skipped: no shared cases (MAILUO_SHARED names their place)");
  return {};
}

std::vector<Item> Expected(const rapidjson::Document& json) {
  std::vector<Item> items;
  for (const auto& expect : json["expect"].GetArray()) {
    Item item{WithoutBlanks(expect["text"].GetString()), NAN, {}};
    if (expect["value"].IsString()) item.value = std::strtod(expect["value"].GetString(), nullptr);
    if (expect.HasMember("isoCurrency")) item.currency = expect["isoCurrency"].GetString();
    items.push_back(std::move(item));
  }
  return items;
}

bool IsFraction(const FoundQuantity& quantity) {
  return quantity.type == "Percent" &&
         (quantity.rule.ends_with("fraction-words") || quantity.rule.ends_with("fraction-slash") ||
          quantity.rule.ends_with("permille-words"));
}

// The cases take a fraction for a number; the layer takes it for per cent, of which the numbers in it are parts.
std::vector<Item> Numbers(const Layers& layers) {
  std::vector<std::pair<uint32_t, Item>> found;
  const auto in_fraction = [&](const FoundQuantity& number) {
    return std::any_of(layers.quantities.begin(), layers.quantities.end(), [&](const FoundQuantity& quantity) {
      return IsFraction(quantity) && quantity.begin <= number.begin && number.end <= quantity.end;
    });
  };
  for (const FoundQuantity& number : layers.numbers) {
    if (!in_fraction(number)) {
      found.push_back({number.begin, {WithoutBlanks(number.literal.text), number.literal.value, {}}});
    }
  }
  for (const FoundQuantity& quantity : layers.quantities) {
    if (IsFraction(quantity)) {
      found.push_back({quantity.begin, {WithoutBlanks(quantity.literal.text), quantity.literal.value / 100, {}}});
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Item> items;
  for (auto& [begin, item] : found) items.push_back(std::move(item));
  return items;
}

std::vector<Item> Quantities(const Layers& layers, const std::string& type, bool with_currency) {
  std::vector<Item> items;
  for (const FoundQuantity& quantity : layers.quantities) {
    if (quantity.type != type || !quantity.has_value) continue;
    items.push_back({WithoutBlanks(quantity.literal.text), quantity.literal.value,
                     with_currency ? quantity.literal.unit : std::string()});
  }
  return items;
}

std::vector<Item> Found(const std::string& kind, const Layers& layers) {
  if (kind == "number") return Numbers(layers);
  if (kind == "percent") return Quantities(layers, "Percent", false);
  return Quantities(layers, "Money", true);
}

bool Agree(const std::vector<Item>& got, const std::vector<Item>& wanted) {
  return std::equal(got.begin(), got.end(), wanted.begin(), wanted.end(), [](const Item& a, const Item& b) {
    return a.text == b.text && a.currency == b.currency && std::abs(a.value - b.value) <= 1e-9 * std::abs(b.value);
  });
}

struct Decision {
  std::string as;
  bool used = false;
};

}  // namespace

TEST_CASE("Public cases pass or are decided otherwise with a reason") {
  const std::string folder = CasesFolder();
  if (folder.empty()) return;
  std::map<std::pair<std::string, size_t>, Decision> decisions;
  for (const auto& row : ReadQuantityTable("normaliser_decided.tsv")) {
    REQUIRE(row.size() == 4);
    CHECK_MESSAGE(!row[3].empty(), "no reason for ", row[0], " ", row[1]);
    decisions[{row[0], std::stoul(row[1])}] = {row[2]};
  }
  for (const std::string kind : {"number", "percent", "money"}) {
    std::ifstream file(folder + "/" + kind + ".ndjson");
    size_t line = 0, passed = 0;
    for (std::string text; std::getline(file, text);) {
      ++line;
      CAPTURE(kind);
      CAPTURE(line);
      rapidjson::Document json;
      json.Parse(text.c_str());
      REQUIRE(!json.HasParseError());
      const Layers layers = Annotate(json["input"].GetString());
      const bool pass = Agree(Found(kind, layers), Expected(json));
      const auto decision = decisions.find({kind, line});
      if (decision == decisions.end()) {
        CHECK(pass);
      } else {
        decision->second.used = true;
        CHECK_MESSAGE(!pass, "the case passes, its decision is idle");
      }
      const bool as_quantity = decision != decisions.end() && decision->second.as == "quantity" &&
                               Agree(Quantities(layers, "Quantity", false), Expected(json));
      if (decision != decisions.end() && decision->second.as == "quantity") CHECK(as_quantity);
      passed += pass || as_quantity;
    }
    MESSAGE(kind, ": ", passed, " of ", line, " cases pass");
    CHECK(line > 0);
    CHECK(static_cast<double>(passed) >= 0.90 * static_cast<double>(line));
  }
  for (const auto& [place, decision] : decisions)
    CHECK_MESSAGE(decision.used, "no case ", place.first, " ", place.second);
}

}  // namespace mailuo
