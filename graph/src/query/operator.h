// A step of a plan. Operators pull: each asks the one before it for a row, binds slots of the context's row, and says
// whether there is one. match_operators.h finds nodes and relationships, row_operators.h does all else.
#ifndef MAILUO_GRAPH_SRC_QUERY_OPERATOR_H_
#define MAILUO_GRAPH_SRC_QUERY_OPERATOR_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "query/context.h"

namespace mailuo::query {

class Operator {
 public:
  virtual ~Operator() = default;
  // Begins anew: the rows that follow are those for the context's row as it is now.
  virtual void Open(Context& context) = 0;
  // Binds the next row; false where there is none, and from then on.
  virtual bool Next(Context& context) = 0;
  virtual std::vector<const Operator*> inputs() const { return {}; }

  std::string description;  // for Explain
  double estimate = 0;      // rows
};

using OperatorPtr = std::unique_ptr<Operator>;

// Has one row for each that it gets, or several, or none.
class Step : public Operator {
 public:
  explicit Step(OperatorPtr input) : input_(std::move(input)) {}
  void Open(Context& context) override { input_->Open(context); }
  std::vector<const Operator*> inputs() const override { return {input_.get()}; }

 protected:
  OperatorPtr input_;
};

// The row as it is, once.
class Once : public Operator {
 public:
  void Open(Context&) override { is_open_ = true; }
  bool Next(Context&) override { return std::exchange(is_open_, false); }

 private:
  bool is_open_ = false;
};

inline Value& At(Context& context, Slot slot) { return context.row[static_cast<size_t>(slot)]; }

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_OPERATOR_H_
