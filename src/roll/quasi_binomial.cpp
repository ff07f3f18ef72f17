#include "roll/quasi_binomial.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

namespace scrutineer::roll {

namespace {

constexpr int kMostSteps = 60;
constexpr double kSettled = 1e-9;
constexpr double kMostPredictor = 30;    // beyond it a share is 0 or 1 to 13 digits
constexpr double kNoEigenvalue = 1e-8;   // of I − H, whose eigenvalues lie between 0 and 1
constexpr std::size_t kMostAreas = 300;  // in a cluster: the eigenvalues of so large a matrix

// Xᵀ W X.
Matrix weighted_square(const Matrix& x, const std::vector<double>& weight) {
  const std::size_t p = x.columns();
  Matrix square(p, p);
  for (std::size_t i = 0; i < x.rows(); ++i) {
    for (std::size_t a = 0; a < p; ++a) {
      // Most columns are levels of groups, so most of a row is 0.
      if (x(i, a) == 0) continue;
      const double scaled = weight[i] * x(i, a);
      for (std::size_t b = 0; b <= a; ++b) square(a, b) += scaled * x(i, b);
    }
  }
  for (std::size_t a = 0; a < p; ++a) {
    for (std::size_t b = 0; b < a; ++b) square(b, a) = square(a, b);
  }
  return square;
}

tl::unexpected<Errors> dependent_columns() {
  return fail(
      "One of the columns is the same within every province, or follows from the others: what it "
      "explains cannot be told from what they explain.");
}

void set_expected(QuasiBinomialFit& fit, const QuasiBinomialData& data) {
  for (std::size_t i = 0; i < data.of.size(); ++i) {
    fit.predictor[i] = std::clamp(fit.predictor[i], -kMostPredictor, kMostPredictor);
    const double share = logistic(fit.predictor[i]);
    fit.expected[i] = data.of[i] * share;
    fit.weight[i] = fit.expected[i] * (1 - share);
  }
}

void set_dispersion(QuasiBinomialFit& fit, const QuasiBinomialData& data) {
  const std::size_t rows = data.of.size();
  double sum = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    const double residual = data.counts[i] - fit.expected[i];
    sum += residual * residual / fit.weight[i];
  }
  const std::size_t free = rows - std::min(rows, data.columns.columns());
  fit.dispersion = free > 0 ? sum / static_cast<double>(free) : 1;
}

}  // namespace

double logistic(double predictor) { return 1 / (1 + std::exp(-predictor)); }

Result<QuasiBinomialFit> fit_quasi_binomial(const QuasiBinomialData& data) {
  const std::size_t rows = data.of.size();
  QuasiBinomialFit fit;
  fit.coefficients.assign(data.columns.columns(), 0);
  fit.expected.assign(rows, 0);
  fit.weight.assign(rows, 0);
  for (std::size_t i = 0; i < rows; ++i) {
    fit.predictor.push_back(std::log((data.counts[i] + 0.5) / (data.of[i] - data.counts[i] + 0.5)));
  }
  for (int step = 0; step < kMostSteps; ++step) {
    set_expected(fit, data);
    std::vector<double> scaled(rows);  // W z, z being the working answer without its offset
    for (std::size_t i = 0; i < rows; ++i) {
      scaled[i] =
          fit.weight[i] * (fit.predictor[i] - data.offset[i]) + data.counts[i] - fit.expected[i];
    }
    const auto factor = Cholesky::of(weighted_square(data.columns, fit.weight));
    if (!factor) return dependent_columns();
    std::vector<double> next = factor->solve(data.columns.transposed_times(scaled));
    double change = 0;
    for (std::size_t a = 0; a < next.size(); ++a) {
      change = std::max(change, std::abs(next[a] - fit.coefficients[a]));
    }
    fit.coefficients = std::move(next);
    fit.predictor = data.columns.times(fit.coefficients);
    for (std::size_t i = 0; i < rows; ++i) fit.predictor[i] += data.offset[i];
    if (change < kSettled && step > 0) {
      set_expected(fit, data);
      set_dispersion(fit, data);
      return fit;
    }
  }
  return fail(
      "The regression does not settle: a column parts areas with removals from those without.");
}

namespace {

// (I − H_ss)^(−1/2) d for the rows of one cluster.
std::vector<double> adjusted(const Matrix& x, const Cholesky& factor,
                             const std::vector<double>& d) {
  std::vector<std::vector<double>> half;  // L⁻¹ x of each row: H = half · half
  for (std::size_t i = 0; i < x.rows(); ++i) {
    std::vector<double> row(x.columns());
    for (std::size_t a = 0; a < x.columns(); ++a) row[a] = x(i, a);
    half.push_back(factor.forward(std::move(row)));
  }
  Matrix rest(x.rows(), x.rows());
  for (std::size_t i = 0; i < x.rows(); ++i) {
    for (std::size_t j = 0; j < x.rows(); ++j) {
      rest(i, j) = (i == j ? 1 : 0) - dot(half[i], half[j]);
    }
  }
  return inverse_root(std::move(rest), kNoEigenvalue).times(d);
}

// Ω_st = δ_st |a_s|² − u_s · u_t with u = L⁻¹ Xᵀ a.
double degrees_of(const std::vector<double>& squares, const std::vector<std::vector<double>>& u) {
  double trace = 0;
  double sum = 0;
  for (std::size_t s = 0; s < u.size(); ++s) {
    for (std::size_t t = 0; t < u.size(); ++t) {
      const double omega = (s == t ? squares[s] : 0) - dot(u[s], u[t]);
      if (s == t) trace += omega;
      sum += omega * omega;
    }
  }
  return sum > 0 ? std::max(1.0, trace * trace / sum) : 1;
}

}  // namespace

Result<ClusteredError> clustered_error(const QuasiBinomialData& data, const QuasiBinomialFit& fit,
                                       const std::vector<std::vector<std::size_t>>& clusters) {
  const std::size_t p = data.columns.columns();
  const auto factor = Cholesky::of(weighted_square(data.columns, fit.weight));
  if (!factor) return dependent_columns();
  std::vector<double> last(p, 0);
  last.back() = 1;
  const std::vector<double> direction = factor->solve(std::move(last));
  double variance = 0;
  std::vector<double> squares;
  std::vector<std::vector<double>> u;
  for (const std::vector<std::size_t>& rows : clusters) {
    if (rows.size() > kMostAreas) {
      return fail(fmt::format("A block has {} areas; errors are clustered in blocks of at most {}.",
                              rows.size(), kMostAreas));
    }
    Matrix x(rows.size(), p);
    std::vector<double> residual(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double root = std::sqrt(fit.weight[rows[i]]);
      for (std::size_t a = 0; a < p; ++a) x(i, a) = root * data.columns(rows[i], a);
      residual[i] = (data.counts[rows[i]] - fit.expected[rows[i]]) / root;
    }
    const std::vector<double> a = adjusted(x, *factor, x.times(direction));
    const double part = dot(a, residual);
    variance += part * part;
    squares.push_back(dot(a, a));
    u.push_back(factor->forward(x.transposed_times(a)));
  }
  return ClusteredError{std::sqrt(variance), degrees_of(squares, u)};
}

}  // namespace scrutineer::roll
