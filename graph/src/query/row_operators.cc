#include "query/row_operators.h"

#include <algorithm>

#include "query/evaluate.h"
#include "query/failure.h"

namespace mailuo::query {
namespace {

std::vector<Value> Values(const Context& context, const std::vector<Slot>& slots) {
  std::vector<Value> values;
  values.reserve(slots.size());
  for (const Slot slot : slots) values.push_back(context.row[static_cast<size_t>(slot)]);
  return values;
}

}  // namespace

bool Filter::Next(Context& context) {
  while (input_->Next(context)) {
    if (Holds(tests_, context)) return true;
  }
  return false;
}

void Optional::Open(Context& context) {
  Step::Open(context);
  is_inside_ = false;
}

bool Optional::Next(Context& context) {
  while (true) {
    if (!is_inside_) {
      if (!input_->Next(context)) return false;
      inner_->Open(context);
      is_inside_ = true;
      has_found_ = false;
    }
    if (inner_->Next(context)) return has_found_ = true;
    is_inside_ = false;
    if (has_found_) continue;
    for (const Slot slot : slots_) At(context, slot) = Value();
    return true;
  }
}

void Unwind::Open(Context& context) {
  Step::Open(context);
  value_ = Value();
  next_ = 0;
}

// Null has no row; what is no list is a list of itself.
bool Unwind::Next(Context& context) {
  while (true) {
    const bool is_list = value_.type() == Type::kList;
    const size_t size = is_list ? value_.list().size() : (value_.is_null() ? 0 : 1);
    if (next_ < size) {
      At(context, slot_) = is_list ? value_.list()[next_] : value_;
      ++next_;
      return true;
    }
    if (!input_->Next(context)) return false;
    value_ = Evaluate(*list_, context);
    next_ = 0;
  }
}

bool Project::Next(Context& context) {
  if (!input_->Next(context)) return false;
  for (const Assignment& item : items_) At(context, item.slot) = Evaluate(*item.value, context);
  return true;
}

void Distinct::Open(Context& context) {
  Step::Open(context);
  seen_.clear();
}

bool Distinct::Next(Context& context) {
  while (input_->Next(context)) {
    if (seen_.insert(Values(context, slots_)).second) return true;
  }
  return false;
}

uint64_t EvaluateBound(const Expr* bound, std::string_view what, uint64_t none, Context& context) {
  if (bound == nullptr) return none;
  const Value value = Evaluate(*bound, context);
  if (value.type() != Type::kInteger) {
    Fail("SyntaxError", "InvalidArgumentType", bound->at,
         std::string(what) + " is " + std::string(TypeName(value.type())) + ", expected an Integer");
  }
  if (value.integer() < 0) {
    Fail("SyntaxError", "NegativeIntegerArgument", bound->at, std::string(what) + " is negative, expected 0 or more");
  }
  return static_cast<uint64_t>(value.integer());
}

void Window::Open(Context& context) {
  to_skip_ = EvaluateBound(skip_, "SKIP", 0, context);
  left_ = EvaluateBound(limit_, "LIMIT", UINT64_MAX, context);
  Step::Open(context);
}

bool Window::Next(Context& context) {
  if (left_ == 0) return false;
  for (; to_skip_ > 0; --to_skip_) {
    if (!input_->Next(context)) return false;
  }
  --left_;
  return input_->Next(context);
}

void Group::Open(Context& context) {
  Step::Open(context);
  buckets_.clear();
  places_.clear();
  is_collected_ = false;
  next_ = 0;
}

Group::Bucket& Group::BucketOf(std::vector<Value> keys) {
  const auto [place, is_new] = places_.emplace(std::move(keys), buckets_.size());
  if (is_new) {
    Bucket& bucket = buckets_.emplace_back();
    bucket.keys = place->first;
    for (const Expr* call : calls_) bucket.sums.push_back(call->aggregate->make());
    bucket.seen.resize(calls_.size());
  }
  return buckets_[place->second];
}

void Group::Add(Context& context, Bucket* bucket) {
  for (size_t i = 0; i < calls_.size(); ++i) {
    const Expr& call = *calls_[i];
    const Value value = call.children.empty() ? Value() : Evaluate(*call.children[0], context);
    const Value second = call.children.size() < 2 ? Value() : Evaluate(*call.children[1], context);
    if (!call.children.empty() && value.is_null()) continue;
    if (call.distinct && !bucket->seen[i].insert({value}).second) continue;
    bucket->sums[i]->Add(value, second, call.at);
  }
}

void Group::Collect(Context& context) {
  is_collected_ = true;
  if (keys_.empty()) BucketOf({});
  while (input_->Next(context)) {
    std::vector<Value> keys;
    keys.reserve(keys_.size());
    for (const Assignment& key : keys_) keys.push_back(Evaluate(*key.value, context));
    Add(context, &BucketOf(std::move(keys)));
  }
}

bool Group::Next(Context& context) {
  if (!is_collected_) Collect(context);
  if (next_ == buckets_.size()) return false;
  const Bucket& bucket = buckets_[next_++];
  for (size_t i = 0; i < keys_.size(); ++i) At(context, keys_[i].slot) = bucket.keys[i];
  for (size_t i = 0; i < calls_.size(); ++i) At(context, calls_[i]->slot) = bucket.sums[i]->Result();
  return true;
}

void Sort::Open(Context& context) {
  Step::Open(context);
  rows_.clear();
  is_collected_ = false;
  next_ = 0;
}

bool Sort::ComesBefore(const Row& a, const Row& b) const {
  for (size_t i = 0; i < keys_.size(); ++i) {
    const int order = Order(a.keys[i], b.keys[i]);
    if (order != 0) return keys_[i].descending ? order > 0 : order < 0;
  }
  return a.number < b.number;
}

void Sort::Collect(Context& context) {
  is_collected_ = true;
  const uint64_t skip = EvaluateBound(skip_, "SKIP", 0, context);
  const uint64_t limit = EvaluateBound(limit_, "LIMIT", UINT64_MAX, context);
  const uint64_t wanted = limit > UINT64_MAX - skip ? UINT64_MAX : skip + limit;
  const auto before = [this](const Row& a, const Row& b) { return ComesBefore(a, b); };
  uint64_t number = 0;
  while (input_->Next(context)) {
    Row row{{}, Values(context, slots_), number++};
    for (const Key& key : keys_) row.keys.push_back(Evaluate(*key.value, context));
    rows_.push_back(std::move(row));
    if (wanted < UINT64_MAX / 2 - 1024 && rows_.size() >= 2 * wanted + 1024) {
      std::nth_element(rows_.begin(), rows_.begin() + static_cast<ptrdiff_t>(wanted), rows_.end(), before);
      rows_.resize(wanted);
    }
  }
  std::sort(rows_.begin(), rows_.end(), before);
}

bool Sort::Next(Context& context) {
  if (!is_collected_) Collect(context);
  if (next_ == rows_.size()) return false;
  const Row& row = rows_[next_++];
  for (size_t i = 0; i < slots_.size(); ++i) At(context, slots_[i]) = row.values[i];
  return true;
}

void Union::Open(Context& context) {
  part_ = 0;
  parts_[0].plan->Open(context);
}

bool Union::Next(Context& context) {
  while (part_ < parts_.size()) {
    if (parts_[part_].plan->Next(context)) {
      for (size_t i = 0; i < slots_.size(); ++i) At(context, slots_[i]) = At(context, parts_[part_].columns[i]);
      return true;
    }
    if (++part_ < parts_.size()) parts_[part_].plan->Open(context);
  }
  return false;
}

std::vector<const Operator*> Union::inputs() const {
  std::vector<const Operator*> inputs;
  for (const Part& part : parts_) inputs.push_back(part.plan.get());
  return inputs;
}

}  // namespace mailuo::query
