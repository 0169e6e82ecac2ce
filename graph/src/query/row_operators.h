// Operators of all clauses but MATCH: what makes, drops, joins and orders rows.
#ifndef MAILUO_GRAPH_SRC_QUERY_ROW_OPERATORS_H_
#define MAILUO_GRAPH_SRC_QUERY_ROW_OPERATORS_H_

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "query/aggregate.h"
#include "query/match_operators.h"

namespace mailuo::query {

class Filter : public Step {
 public:
  Filter(OperatorPtr input, std::vector<Test> tests) : Step(std::move(input)), tests_(std::move(tests)) {}
  bool Next(Context& context) override;

 private:
  std::vector<Test> tests_;
};

// OPTIONAL MATCH: the rows of `inner` for each row, or one with `slots` null where it has none.
class Optional : public Step {
 public:
  Optional(OperatorPtr input, OperatorPtr inner, std::vector<Slot> slots)
      : Step(std::move(input)), inner_(std::move(inner)), slots_(std::move(slots)) {}
  void Open(Context& context) override;
  bool Next(Context& context) override;
  std::vector<const Operator*> inputs() const override { return {input_.get(), inner_.get()}; }

 private:
  OperatorPtr inner_;
  std::vector<Slot> slots_;
  bool is_inside_ = false, has_found_ = false;
};

class Unwind : public Step {
 public:
  Unwind(OperatorPtr input, const Expr* list, Slot slot) : Step(std::move(input)), list_(list), slot_(slot) {}
  void Open(Context& context) override;
  bool Next(Context& context) override;

 private:
  const Expr* list_;
  Slot slot_;
  Value value_;
  size_t next_ = 0;
};

struct Assignment {
  Slot slot;
  const Expr* value;
};

class Project : public Step {
 public:
  Project(OperatorPtr input, std::vector<Assignment> items) : Step(std::move(input)), items_(std::move(items)) {}
  bool Next(Context& context) override;

 private:
  std::vector<Assignment> items_;
};

// Keeps the first row of those that agree in `slots`.
class Distinct : public Step {
 public:
  Distinct(OperatorPtr input, std::vector<Slot> slots) : Step(std::move(input)), slots_(std::move(slots)) {}
  void Open(Context& context) override;
  bool Next(Context& context) override;

 private:
  std::vector<Slot> slots_;
  std::unordered_set<std::vector<Value>, RowHash, RowSame> seen_;
};

// SKIP and LIMIT; either may be null.
class Window : public Step {
 public:
  Window(OperatorPtr input, const Expr* skip, const Expr* limit) : Step(std::move(input)), skip_(skip), limit_(limit) {}
  void Open(Context& context) override;
  bool Next(Context& context) override;

 private:
  const Expr* skip_;
  const Expr* limit_;
  uint64_t to_skip_ = 0, left_ = 0;
};

// The number of rows that SKIP or LIMIT says; `none` where it is not there.
uint64_t EvaluateBound(const Expr* bound, std::string_view what, uint64_t none, Context& context);

// Groups in the order of their first rows. Without keys there is one group, even of no row.
class Group : public Step {
 public:
  Group(OperatorPtr input, std::vector<Assignment> keys, std::vector<const Expr*> calls)
      : Step(std::move(input)), keys_(std::move(keys)), calls_(std::move(calls)) {}
  void Open(Context& context) override;
  bool Next(Context& context) override;

 private:
  struct Bucket {
    std::vector<Value> keys;
    std::vector<std::unique_ptr<Accumulator>> sums;
    std::vector<std::unordered_set<std::vector<Value>, RowHash, RowSame>> seen;  // of DISTINCT
  };
  void Collect(Context& context);
  Bucket& BucketOf(std::vector<Value> keys);
  void Add(Context& context, Bucket* bucket);

  std::vector<Assignment> keys_;
  std::vector<const Expr*> calls_;
  std::vector<Bucket> buckets_;
  std::unordered_map<std::vector<Value>, size_t, RowHash, RowSame> places_;
  bool is_collected_ = false;
  size_t next_ = 0;
};

// ORDER BY: stable. Keeps `slots` of each row; with a limit no more than about twice as many rows as it asks for.
class Sort : public Step {
 public:
  struct Key {
    const Expr* value;
    bool descending;
  };
  Sort(OperatorPtr input, std::vector<Key> keys, std::vector<Slot> slots, const Expr* skip, const Expr* limit)
      : Step(std::move(input)), keys_(std::move(keys)), slots_(std::move(slots)), skip_(skip), limit_(limit) {}
  void Open(Context& context) override;
  bool Next(Context& context) override;

 private:
  struct Row {
    std::vector<Value> keys, values;
    uint64_t number;
  };
  void Collect(Context& context);
  bool ComesBefore(const Row& a, const Row& b) const;

  std::vector<Key> keys_;
  std::vector<Slot> slots_;
  const Expr* skip_;
  const Expr* limit_;
  std::vector<Row> rows_;
  bool is_collected_ = false;
  size_t next_ = 0;
};

// UNION ALL: each part's columns go to the same slots.
class Union : public Operator {
 public:
  struct Part {
    OperatorPtr plan;
    std::vector<Slot> columns;
  };
  Union(std::vector<Part> parts, std::vector<Slot> slots) : parts_(std::move(parts)), slots_(std::move(slots)) {}
  void Open(Context& context) override;
  bool Next(Context& context) override;
  std::vector<const Operator*> inputs() const override;

 private:
  std::vector<Part> parts_;
  std::vector<Slot> slots_;
  size_t part_ = 0;
};

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_ROW_OPERATORS_H_
