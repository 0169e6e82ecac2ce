#include "query/aggregate.h"

#include <algorithm>
#include <cmath>

#include "query/failure.h"

namespace mailuo::query {
namespace {

[[noreturn]] void FailValue(std::string_view name, const Value& value, uint32_t at) {
  Fail("TypeError", "InvalidArgumentValue", at,
       std::string(name) + " was given " + std::string(TypeName(value.type())) + ", expected a number");
}

class Count : public Accumulator {
 public:
  void Add(const Value&, const Value&, uint32_t) override { ++count_; }
  Value Result() const override { return Value::Integer(count_); }

 private:
  int64_t count_ = 0;
};

class Sum : public Accumulator {
 public:
  void Add(const Value& value, const Value&, uint32_t at) override {
    if (!value.is_number()) FailValue("sum", value, at);
    if (value.type() == Type::kFloat) {
      is_float_ = true;
      fraction_ += value.floating();
    } else if (__builtin_add_overflow(whole_, value.integer(), &whole_)) {
      Fail("ArithmeticError", "IntegerOverflow", at, "the sum is too large, expected an integer of 64 bits");
    }
  }
  Value Result() const override {
    return is_float_ ? Value::Float(fraction_ + static_cast<double>(whole_)) : Value::Integer(whole_);
  }

 private:
  bool is_float_ = false;
  int64_t whole_ = 0;
  double fraction_ = 0;
};

class Average : public Accumulator {
 public:
  void Add(const Value& value, const Value&, uint32_t at) override {
    if (!value.is_number()) FailValue("avg", value, at);
    ++count_;
    mean_ += (value.number() - mean_) / static_cast<double>(count_);
  }
  Value Result() const override { return count_ == 0 ? Value() : Value::Float(mean_); }

 private:
  int64_t count_ = 0;
  double mean_ = 0;
};

template <int kSign>
class Extreme : public Accumulator {
 public:
  void Add(const Value& value, const Value&, uint32_t) override {
    if (best_.is_null() || Order(value, best_) * kSign > 0) best_ = value;
  }
  Value Result() const override { return best_; }

 private:
  Value best_;
};

class Collect : public Accumulator {
 public:
  void Add(const Value& value, const Value&, uint32_t) override { list_.push_back(value); }
  Value Result() const override { return Value::Of(list_); }

 private:
  Value::List list_;
};

class Percentile : public Accumulator {
 public:
  void Add(const Value& value, const Value& fraction, uint32_t at) override {
    if (!value.is_number()) FailValue("a percentile", value, at);
    if (!fraction.is_number()) FailValue("a percentile", fraction, at);
    fraction_ = fraction.number();
    if (!(fraction_ >= 0 && fraction_ <= 1)) {
      Fail("ArgumentError", "NumberOutOfRange", at, "a percentile is " + FloatText(fraction_) + ", expected 0 to 1");
    }
    values_.push_back(value);
  }

 protected:
  std::vector<Value> Sorted() const {
    std::vector<Value> sorted = values_;
    std::sort(sorted.begin(), sorted.end(), [](const Value& a, const Value& b) { return Order(a, b) < 0; });
    return sorted;
  }
  std::vector<Value> values_;
  double fraction_ = 0;
};

// The least value that at least the fraction of all values does not exceed.
class PercentileDisc : public Percentile {
 public:
  Value Result() const override {
    if (values_.empty()) return Value();
    const double rank = std::ceil(fraction_ * static_cast<double>(values_.size()));
    return Sorted()[rank < 1 ? 0 : static_cast<size_t>(rank) - 1];
  }
};

// Between the two values nearest to the place, in proportion.
class PercentileCont : public Percentile {
 public:
  Value Result() const override {
    if (values_.empty()) return Value();
    const std::vector<Value> sorted = Sorted();
    const double place = fraction_ * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<size_t>(place);
    const double below = sorted[low].number();
    if (low + 1 == sorted.size()) return Value::Float(below);
    return Value::Float(below + (sorted[low + 1].number() - below) * (place - static_cast<double>(low)));
  }
};

// Welford's recurrence; of a sample (kLess = 1) or of all there is (kLess = 0).
template <int kLess>
class Deviation : public Accumulator {
 public:
  void Add(const Value& value, const Value&, uint32_t at) override {
    if (!value.is_number()) FailValue("stDev", value, at);
    ++count_;
    const double step = value.number() - mean_;
    mean_ += step / static_cast<double>(count_);
    squares_ += step * (value.number() - mean_);
  }
  Value Result() const override {
    if (count_ < 2) return Value::Float(0);
    return Value::Float(std::sqrt(squares_ / static_cast<double>(count_ - kLess)));
  }

 private:
  int64_t count_ = 0;
  double mean_ = 0, squares_ = 0;
};

template <typename T>
std::unique_ptr<Accumulator> Make() {
  return std::make_unique<T>();
}

const std::vector<Aggregate>& All() {
  constexpr StaticType kInteger{kIntegerSet, kAnySet}, kFloat{kFloatSet | kNullSet, kAnySet};
  constexpr StaticType kNumber{kNumberSet, kAnySet}, kAny;
  static const std::vector<Aggregate> all = {{"count(*)", 0, kAnySet, kInteger, &Make<Count>},
                                             {"count", 1, kAnySet, kInteger, &Make<Count>},
                                             {"sum", 1, kNumberSet, kNumber, &Make<Sum>},
                                             {"avg", 1, kNumberSet, kFloat, &Make<Average>},
                                             {"min", 1, kAnySet, kAny, &Make<Extreme<-1>>},
                                             {"max", 1, kAnySet, kAny, &Make<Extreme<1>>},
                                             {"collect", 1, kAnySet, {kListSet, kAnySet}, &Make<Collect>},
                                             {"percentileDisc", 2, kNumberSet, kAny, &Make<PercentileDisc>},
                                             {"percentileCont", 2, kNumberSet, kFloat, &Make<PercentileCont>},
                                             {"stDev", 1, kNumberSet, kFloat, &Make<Deviation<1>>},
                                             {"stDevP", 1, kNumberSet, kFloat, &Make<Deviation<0>>}};
  return all;
}

}  // namespace

const Aggregate* FindAggregate(std::string_view name) {
  const auto lower = [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); };
  const auto found = std::find_if(All().begin(), All().end(), [&](const Aggregate& one) {
    return std::equal(name.begin(), name.end(), one.name.begin(), one.name.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
  });
  return found == All().end() ? nullptr : &*found;
}

std::vector<std::string_view> AggregateNames() {
  std::vector<std::string_view> names;
  for (const Aggregate& one : All()) names.push_back(one.name);
  return names;
}

}  // namespace mailuo::query
