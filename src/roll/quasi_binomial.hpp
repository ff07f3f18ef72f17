// The regression behind disparity.hpp: a logit with one level a group, fitted by iterated weighted
// least squares, and the clustered standard error of its last coefficient.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.hpp"
#include "roll/matrix.hpp"

namespace scrutineer::roll {

// Rows are areas. Counts need not be whole, but lie between 0 and `of`.
struct QuasiBinomialData {
  Matrix columns;              // of all, the levels of groups included
  std::vector<double> counts;  // y
  std::vector<double> of;      // n > 0
  std::vector<double> offset;  // added to the linear predictor
};

struct QuasiBinomialFit {
  std::vector<double> coefficients;
  std::vector<double> predictor;  // the linear one, offset included
  std::vector<double> expected;   // n μ
  std::vector<double> weight;     // n μ (1 − μ)
  double dispersion = 1;
};

double logistic(double predictor);

// Fails where a column depends on the others or the fit does not settle.
Result<QuasiBinomialFit> fit_quasi_binomial(const QuasiBinomialData& data);

struct ClusteredError {
  double standard_error = 0;
  double degrees = 0;
};

// CR2 of the last coefficient: Σ (a_s · e_s)² with a_s = (I − H_ss)^(−1/2) X_s A⁻¹ l over the
// clusters s, all rows scaled by √weight (Bell & McCaffrey 2002); degrees of freedom
// (tr Ω)² / tr Ω² of the quadratic form under independent errors. `clusters`: the rows of each.
Result<ClusteredError> clustered_error(const QuasiBinomialData& data, const QuasiBinomialFit& fit,
                                       const std::vector<std::vector<std::size_t>>& clusters);

}  // namespace scrutineer::roll
