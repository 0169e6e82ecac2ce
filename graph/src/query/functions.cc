#include "query/functions.h"

#include <algorithm>
#include <array>

#include "query/aggregate.h"
#include "query/failure.h"
#include "query/lexer.h"

namespace mailuo::query {
namespace {

std::array<Functions, 5> AllFunctions() {
  return {GraphFunctions(), ListFunctions(), NumberFunctions(), StringFunctions(), ConversionFunctions()};
}

bool SameName(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

const Function* FindFunction(std::string_view name) {
  for (const Functions functions : AllFunctions()) {
    for (const Function& function : functions) {
      if (SameName(function.name, name)) return &function;
    }
  }
  return nullptr;
}

std::vector<std::string_view> FunctionNames() {
  std::vector<std::string_view> names = AggregateNames();
  for (const Functions functions : AllFunctions()) {
    for (const Function& function : functions) names.push_back(function.name);
  }
  return names;
}

bool IsLeftOut(std::string_view name) {
  static constexpr std::string_view kFamilies[] = {
      "date", "datetime", "localdatetime", "localtime", "time", "duration", "point", "apoc", "db", "graph", "vector"};
  static constexpr std::string_view kNames[] = {
      "timestamp", "randomUUID",    "linenumber",    "file",        "distance",     "filter",    "extract",
      "normalize", "toBooleanList", "toIntegerList", "toFloatList", "toStringList", "valueType", "nullIf"};
  const std::string_view family = name.substr(0, name.find('.'));
  return std::any_of(std::begin(kFamilies), std::end(kFamilies), [&](auto one) { return SameName(one, family); }) ||
         std::any_of(std::begin(kNames), std::end(kNames), [&](auto one) { return SameName(one, name); });
}

void FailArgument(const Call& call, std::string_view detail, std::string_view expected) {
  std::string given;
  for (const Value& value : call.arguments) given.append(given.empty() ? "" : ", ").append(TypeName(value.type()));
  Fail("TypeError", detail, call.at,
       std::string(call.name) + " was given " + given + ", expected " + std::string(expected));
}

}  // namespace mailuo::query
