// Functions of lists, and of what may be one.
#include <algorithm>

#include "assemble/utf8.h"
#include "query/failure.h"
#include "query/functions.h"

namespace mailuo::query {
namespace {

// A list longer than this is a slip, and would not fit into memory.
constexpr uint64_t kMaxRange = 100'000'000;

Value Coalesce(const Call& call) {
  const auto found =
      std::find_if(call.arguments.begin(), call.arguments.end(), [](const Value& value) { return !value.is_null(); });
  return found == call.arguments.end() ? Value() : *found;
}

Value Size(const Call& call) {
  const size_t size = call[0].type() == Type::kList ? call[0].list().size() : CountCodePoints(call[0].string());
  return Value::Integer(static_cast<int64_t>(size));
}

Value IsEmpty(const Call& call) {
  if (call[0].type() == Type::kList) return Value::Boolean(call[0].list().empty());
  if (call[0].type() == Type::kMap) return Value::Boolean(call[0].map().empty());
  return Value::Boolean(call[0].string().empty());
}

Value Head(const Call& call) { return call[0].list().empty() ? Value() : call[0].list().front(); }
Value Last(const Call& call) { return call[0].list().empty() ? Value() : call[0].list().back(); }

Value Tail(const Call& call) {
  const Value::List& list = call[0].list();
  return Value::Of(list.empty() ? Value::List() : Value::List(list.begin() + 1, list.end()));
}

Value Reverse(const Call& call) {
  if (call[0].type() == Type::kList) return Value::Of(Value::List(call[0].list().rbegin(), call[0].list().rend()));
  const std::string_view text = call[0].string();
  std::string reversed;
  for (size_t end = text.size(); end > 0;) {
    size_t begin = end - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
    reversed.append(text.substr(begin, end - begin));
    end = begin;
  }
  return Value::String(std::move(reversed));
}

Value Range(const Call& call) {
  for (const Value& value : call.arguments) {
    if (value.type() == Type::kInteger) continue;
    Fail("ArgumentError", "InvalidArgumentType", call.at,
         "range was given " + std::string(TypeName(value.type())) + ", expected integers");
  }
  const int64_t begin = call[0].integer(), end = call[1].integer(), step = call.size() > 2 ? call[2].integer() : 1;
  if (step == 0) Fail("ArgumentError", "NumberOutOfRange", call.at, "the step of range is 0, expected another number");
  Value::List list;
  if (step > 0 ? end < begin : begin < end) return Value::Of(std::move(list));
  // Without signs: the ends may be as far apart as integers can be.
  const auto low = static_cast<uint64_t>(std::min(begin, end)), high = static_cast<uint64_t>(std::max(begin, end));
  const auto stride = static_cast<uint64_t>(step);
  const uint64_t count = (high - low) / (step > 0 ? stride : 0 - stride) + 1;
  if (count > kMaxRange) {
    Fail("ArgumentError", "NumberOutOfRange", call.at,
         "range is too long, expected at most " + std::to_string(kMaxRange) + " numbers");
  }
  list.reserve(count);
  for (uint64_t i = 0; i < count; ++i) {
    list.push_back(Value::Integer(static_cast<int64_t>(static_cast<uint64_t>(begin) + i * stride)));
  }
  return Value::Of(std::move(list));
}

}  // namespace

Functions ListFunctions() {
  constexpr StaticType kAny;
  constexpr StaticType kList{kListSet, kAnySet};
  static const std::vector<Function> functions = {
      {"coalesce", 1, 255, {}, kAny, &Coalesce, true},
      {"size", 1, 1, {kListSet | kStringSet}, {kIntegerSet, kAnySet}, &Size},
      {"char_length", 1, 1, {kStringSet}, {kIntegerSet, kAnySet}, &Size},
      {"character_length", 1, 1, {kStringSet}, {kIntegerSet, kAnySet}, &Size},
      {"isEmpty", 1, 1, {kListSet | kStringSet | kMapSet}, {kBooleanSet, kAnySet}, &IsEmpty},
      {"head", 1, 1, {kListSet}, kAny, &Head},
      {"last", 1, 1, {kListSet}, kAny, &Last},
      {"tail", 1, 1, {kListSet}, kList, &Tail},
      {"reverse", 1, 1, {kListSet | kStringSet}, kAny, &Reverse},
      {"range", 2, 3, {}, {kListSet, kIntegerSet}, &Range}};
  return functions;
}

}  // namespace mailuo::query
