#include "roll/quasi_binomial.hpp"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/random.hpp"

namespace scrutineer::roll {
namespace {

RC_GTEST_PROP(Matrix, cholesky_solves_and_the_inverse_root_squares_back, ()) {
  const std::size_t n = *rc::gen::inRange<std::size_t>(1, 7);
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  Matrix a(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) a(i, j) = a(j, i) = random.uniform() - 0.5;
    a(i, i) += static_cast<double>(n);
  }
  std::vector<double> b(n);
  for (double& one : b) one = random.uniform();
  const auto factor = Cholesky::of(a);
  RC_ASSERT(factor.has_value());
  const std::vector<double> back = a.times(factor->solve(b));
  const Matrix root = inverse_root(a, 1e-9);
  const std::vector<double> twice = a.times(root.times(root.times(b)));
  for (std::size_t i = 0; i < n; ++i) {
    RC_ASSERT(std::abs(back[i] - b[i]) < 1e-10);
    RC_ASSERT(std::abs(twice[i] - b[i]) < 1e-10);
  }
}

TEST(Matrix, dependent_columns_have_no_factor) {
  Matrix a(2, 2);
  a(0, 0) = a(0, 1) = a(1, 0) = a(1, 1) = 3;
  EXPECT_FALSE(Cholesky::of(a));
  // Its inverse root leaves out the direction that is nothing: 1/√6 along (1, 1)/√2.
  const Matrix root = inverse_root(a, 1e-9);
  EXPECT_NEAR(root(0, 1), 0.5 / std::sqrt(6), 1e-12);
}

// One column of ones and a kind of area: the fit is the two shares' log odds.
QuasiBinomialData two_kinds(const std::vector<double>& counts, std::size_t of_first) {
  QuasiBinomialData data;
  data.columns = Matrix(counts.size(), 2);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    data.columns(i, 0) = 1;
    data.columns(i, 1) = i < of_first ? 0 : 1;
  }
  data.counts = counts;
  data.of.assign(counts.size(), 100);
  data.offset.assign(counts.size(), 0);
  return data;
}

TEST(QuasiBinomial, two_kinds_differ_by_their_log_odds) {
  const auto data = two_kinds({10, 20, 30, 40, 50}, 3);
  const auto fit = fit_quasi_binomial(data);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->coefficients[0], std::log(0.2 / 0.8), 1e-10);
  EXPECT_NEAR(fit->coefficients[1], std::log(0.45 / 0.55) - std::log(0.2 / 0.8), 1e-10);
  // Pearson: 2 · 100/16 + 2 · 25/24.75, over 5 − 2.
  EXPECT_NEAR(fit->dispersion, (200.0 / 16 + 50 / 24.75) / 3, 1e-9);
}

// With areas as clusters and equal shares the error is Welch's, and so are its degrees: the squared
// error of two means, s²/n each, and (Imbens & Kolesár 2016)
// (n₀ + n₁)² (n₀ − 1)(n₁ − 1) / (n₁² (n₁ − 1) + n₀² (n₀ − 1)).
TEST(QuasiBinomial, errors_of_two_kinds_are_those_of_two_means) {
  const auto data = two_kinds({10, 20, 30, 15, 25}, 3);
  const auto fit = fit_quasi_binomial(data);
  ASSERT_TRUE(fit);
  const auto error = clustered_error(data, *fit, {{0}, {1}, {2}, {3}, {4}});
  ASSERT_TRUE(error);
  const double weight = 100 * 0.2 * 0.8;
  const double variance = 200.0 / (3 * 2) + 50.0 / (2 * 1);
  EXPECT_NEAR(error->standard_error, std::sqrt(variance) / weight, 1e-10);
  EXPECT_NEAR(error->degrees, 25.0 * 2 * 1 / (4 * 1 + 9 * 2), 1e-8);
}

TEST(QuasiBinomial, clustered_errors_do_not_change_with_the_order_of_areas) {
  auto data = two_kinds({10, 22, 30, 14, 25, 18}, 3);
  const auto fit = fit_quasi_binomial(data);
  const auto one = clustered_error(data, *fit, {{0, 3}, {1, 4}, {2, 5}});
  const auto other = clustered_error(data, *fit, {{5, 2}, {3, 0}, {4, 1}});
  ASSERT_TRUE(one && other);
  EXPECT_NEAR(one->standard_error, other->standard_error, 1e-12);
  EXPECT_NEAR(one->degrees, other->degrees, 1e-9);
  EXPECT_GE(one->degrees, 1);
}

TEST(QuasiBinomial, a_kind_without_removals_or_a_repeated_column_is_refused) {
  EXPECT_FALSE(fit_quasi_binomial(two_kinds({0, 0, 0, 40, 50}, 3)));
  EXPECT_FALSE(fit_quasi_binomial(two_kinds({10, 20, 30, 40, 50}, 0)));
}

}  // namespace
}  // namespace scrutineer::roll
