// Mixed-integer linear programs whose answers are proofs.
//
// A floating-point solver (Clp, EPL) only proposes. A bound counts when its dual solution, rounded
// to rationals, has been checked against the integer data in exact arithmetic: for any multipliers
// y,
//   minimum >= sum_i y_i·(lo_i if y_i > 0 else hi_i) + sum_j min over [l_j, u_j] of (c_j −
//   y·A_j)·x_j
// (Neumaier & Shcherbina 2004). An incumbent counts when its integers satisfy every row. Branch and
// bound explores in a fixed order, so that the same program gives the same answer on any machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/numbers.hpp"

namespace scrutineer {

struct Term {
  std::size_t variable = 0;
  std::int64_t coefficient = 0;
};

class Program {
 public:
  // A variable within finite bounds; `integer` ones end as whole numbers. Costs are minimised.
  std::size_t add_variable(std::int64_t lower, std::int64_t upper, bool integer,
                           std::int64_t cost = 0);
  // lower <= sum of terms <= upper; an empty side is unbounded. Terms of one variable add up.
  std::size_t add_row(std::vector<Term> terms, std::optional<std::int64_t> lower,
                      std::optional<std::int64_t> upper);

  struct Variable {
    std::int64_t lower, upper;
    bool integer;
    std::int64_t cost;
  };
  struct Row {
    std::vector<Term> terms;
    std::optional<std::int64_t> lower, upper;
  };
  const std::vector<Variable>& variables() const { return variables_; }
  const std::vector<Row>& rows() const { return rows_; }

 private:
  std::vector<Variable> variables_;
  std::vector<Row> rows_;
};

struct SolveLimits {
  std::int64_t nodes = 20'000;
  // Stop as soon as the proven lower bound reaches this, or an incumbent is at most this.
  std::optional<std::int64_t> enough_lower, enough_upper;
};

struct Solution {
  enum class State { optimal, infeasible, bounded };  // bounded: the search stopped early
  State state = State::bounded;
  // Proven: no feasible point has a smaller objective. Empty where infeasible is proven.
  std::optional<std::int64_t> lower;
  // The best point found, checked exactly (integers; continuous variables are rounded to integers
  // only where every row still holds, so its `values` are whole numbers too).
  std::optional<std::int64_t> upper;
  std::vector<std::int64_t> values;
  std::int64_t nodes = 0;
};

// Minimises. All variables take whole values in the returned point; where only some are marked
// integer, `lower` is a bound over the relaxation in the others, rounded up to a whole number: it
// holds for every point whose objective is whole. Costs times bounds must sum to less than 2^63.
Solution minimise(const Program& program, const SolveLimits& limits = {});

// The multipliers of a proof and what they prove, for callers that keep certificates.
struct LinearBound {
  bool infeasible = false;            // the rows contradict each other: a Farkas certificate
  std::optional<std::int64_t> value;  // ceil of the proven bound on the relaxation's minimum
  std::vector<Wide> multipliers;      // by row, in units of 2^-40
  std::vector<double> point;          // the proposed primal solution; not part of the proof
};
LinearBound linear_bound(const Program& program);

// Re-checks a certificate in exact arithmetic; ceil of the bound that it proves.
std::optional<std::int64_t> check_certificate(const Program& program,
                                              const std::vector<Wide>& multipliers);

// The same for a Farkas certificate: whether it proves that the rows contradict each other.
bool check_contradiction(const Program& program, const std::vector<Wide>& multipliers);

// The rows that together contradict each other, minimal: dropping any one of them makes the rest
// feasible over the continuous relaxation. Empty where the rows do not contradict each other.
std::vector<std::size_t> smallest_contradiction(const Program& program);

}  // namespace scrutineer
