// Functions of numbers.
#include <cmath>
#include <numbers>

#include "query/context.h"
#include "query/failure.h"
#include "query/functions.h"

namespace mailuo::query {
namespace {

constexpr StaticType kFloat{kFloatSet, kAnySet};

Value Abs(const Call& call) {
  if (call[0].type() == Type::kFloat) return Value::Float(std::fabs(call[0].floating()));
  if (call[0].integer() == INT64_MIN) {
    Fail("ArithmeticError", "IntegerOverflow", call.at, "abs of the least integer is no integer");
  }
  return Value::Integer(std::abs(call[0].integer()));
}

Value SignOf(const Call& call) {
  const double number = call[0].number();
  return Value::Integer(number > 0 ? 1 : (number < 0 ? -1 : 0));
}

// Without a precision ties go up, with one they go away from zero, as in Neo4j.
Value Round(const Call& call) {
  const double number = call[0].number();
  if (call.size() == 1) {
    const double floor = std::floor(number);
    return Value::Float(number - floor >= 0.5 ? floor + 1 : floor);
  }
  const double digits = call[1].number();
  if (digits < 0 || digits > 15) {
    Fail("ArgumentError", "NumberOutOfRange", call.at, "the precision of round was expected to be 0 to 15");
  }
  const double scale = std::pow(10, digits);
  const double scaled = number * scale;
  return Value::Float(std::isfinite(scaled) ? std::round(scaled) / scale : number);
}

template <double (*kFunction)(double)>
Value Apply(const Call& call) {
  return Value::Float(kFunction(call[0].number()));
}

double Cotangent(double x) { return 1 / std::tan(x); }
double Degrees(double x) { return x * 180 / std::numbers::pi; }
double Radians(double x) { return x * std::numbers::pi / 180; }
double Haversine(double x) { return (1 - std::cos(x)) / 2; }

Value ArcTangent2(const Call& call) { return Value::Float(std::atan2(call[0].number(), call[1].number())); }
Value IsNan(const Call& call) { return Value::Boolean(std::isnan(call[0].number())); }
Value Pi(const Call&) { return Value::Float(std::numbers::pi); }
Value Euler(const Call&) { return Value::Float(std::numbers::e); }

// SplitMix64 (Steele, Lea, Flood 2014), 53 bits of it.
Value Rand(const Call& call) {
  uint64_t z = call.context.chance += 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return Value::Float(static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53);
}

Function OfNumber(std::string_view name, Value (*run)(const Call&)) { return {name, 1, 1, {kNumberSet}, kFloat, run}; }

}  // namespace

Functions NumberFunctions() {
  static const std::vector<Function> functions = {{"abs", 1, 1, {kNumberSet}, {kNumberSet, kAnySet}, &Abs},
                                                  {"sign", 1, 1, {kNumberSet}, {kIntegerSet, kAnySet}, &SignOf},
                                                  {"round", 1, 2, {kNumberSet}, kFloat, &Round},
                                                  OfNumber("ceil", &Apply<std::ceil>),
                                                  OfNumber("floor", &Apply<std::floor>),
                                                  OfNumber("sqrt", &Apply<std::sqrt>),
                                                  OfNumber("exp", &Apply<std::exp>),
                                                  OfNumber("log", &Apply<std::log>),
                                                  OfNumber("log10", &Apply<std::log10>),
                                                  OfNumber("sin", &Apply<std::sin>),
                                                  OfNumber("cos", &Apply<std::cos>),
                                                  OfNumber("tan", &Apply<std::tan>),
                                                  OfNumber("cot", &Apply<Cotangent>),
                                                  OfNumber("asin", &Apply<std::asin>),
                                                  OfNumber("acos", &Apply<std::acos>),
                                                  OfNumber("atan", &Apply<std::atan>),
                                                  OfNumber("degrees", &Apply<Degrees>),
                                                  OfNumber("radians", &Apply<Radians>),
                                                  OfNumber("haversin", &Apply<Haversine>),
                                                  {"atan2", 2, 2, {kNumberSet}, kFloat, &ArcTangent2},
                                                  {"isNaN", 1, 1, {kNumberSet}, {kBooleanSet, kAnySet}, &IsNan},
                                                  {"pi", 0, 0, {}, kFloat, &Pi},
                                                  {"e", 0, 0, {}, kFloat, &Euler},
                                                  {"rand", 0, 0, {}, kFloat, &Rand}};
  return functions;
}

}  // namespace mailuo::query
