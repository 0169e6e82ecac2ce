// The value of an expression for the row as it is. Throws Failure. evaluate.cc has the operators,
// evaluate_list.cc what goes through a list or a subplan.
#ifndef MAILUO_GRAPH_SRC_QUERY_EVALUATE_H_
#define MAILUO_GRAPH_SRC_QUERY_EVALUATE_H_

#include "query/context.h"

namespace mailuo::query {

Value Evaluate(const Expr& expr, Context& context);

// The value of a condition; an error where it is neither a truth value nor null.
Truth EvaluateTruth(const Expr& expr, Context& context);

// evaluate_list.cc
Value EvaluateComprehension(const Expr& expr, Context& context);
Value EvaluateQuantifier(const Expr& expr, Context& context);
Value EvaluateReduce(const Expr& expr, Context& context);
Value EvaluateIndex(const Expr& expr, Context& context);
Value EvaluateSlice(const Expr& expr, Context& context);
Value EvaluateSubplan(const Expr& expr, Context& context);

// evaluate_arithmetic.cc
Value EvaluateArithmetic(const Expr& expr, Context& context);

// A property of a map, node or relationship. `token` is the key in the graph.
Value PropertyOf(const Value& of, std::string_view name, uint32_t token, uint32_t at, const Context& context);

}  // namespace mailuo::query

#endif  // MAILUO_GRAPH_SRC_QUERY_EVALUATE_H_
