#include "roll/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer::roll {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

// The probability of at most (or at least) so many events, by summing the binomial law.
double binomial_at_most(int events, int size, double share) {
  double sum = 0;
  for (int k = 0; k <= events; ++k) {
    sum += std::exp(std::lgamma(size + 1.0) - std::lgamma(k + 1.0) - std::lgamma(size - k + 1.0) +
                    k * std::log(share) + (size - k) * std::log1p(-share));
  }
  return sum;
}

TEST(Intervals, quantiles_are_those_of_the_tables) {
  EXPECT_NEAR(normal_quantile(0.95), 1.959964, 5e-7);
  EXPECT_NEAR(t_quantile(0.95, 10), 2.228139, 5e-7);
  EXPECT_NEAR(t_quantile(0.99, 1), 63.656741, 5e-7);
  EXPECT_EQ(t_quantile(0.95, kInfinite), normal_quantile(0.95));
  EXPECT_NEAR(t_tail(-2.228139, 10), 0.05, 5e-8);
  EXPECT_NEAR(t_tail(1.959964, kInfinite), 0.05, 5e-8);
  EXPECT_EQ(t_tail(kInfinite, 3), 0);
}

TEST(Intervals, wilson_and_clopper_pearson_give_the_published_ends) {
  // Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263 and 15 of 148.
  const Interval w = wilson(81, 263, 0.95);
  EXPECT_NEAR(w.low, 0.2553, 5e-5);
  EXPECT_NEAR(w.high, 0.3662, 5e-5);
  const Interval exact = clopper_pearson(15, 148, 0.95);
  EXPECT_NEAR(exact.low, 0.0578, 5e-5);
  EXPECT_NEAR(exact.high, 0.1617, 5e-5);
  // None of n: the rule of three, exactly 1 − (α/2)^(1/n).
  EXPECT_NEAR(clopper_pearson(0, 100, 0.95).high, 1 - std::pow(0.025, 0.01), 1e-12);
  EXPECT_EQ(clopper_pearson(0, 100, 0.95).low, 0);
  EXPECT_EQ(clopper_pearson(100, 100, 0.95).high, 1);
  EXPECT_EQ(wilson(0, 10, 0.95).low, 0);
  EXPECT_EQ(wilson(10, 10, 0.95).high, 1);
  EXPECT_EQ(wilson(0, 0, 0.95).high, 1);
}

RC_GTEST_PROP(Intervals, clopper_pearson_inverts_the_binomial_law, ()) {
  const int size = *rc::gen::inRange(2, 60);
  const int events = *rc::gen::inRange(1, size);
  const Interval interval = clopper_pearson(events, size, 0.9);
  RC_ASSERT(std::abs(binomial_at_most(events, size, interval.high) - 0.05) < 1e-9);
  RC_ASSERT(std::abs(1 - binomial_at_most(events - 1, size, interval.low) - 0.05) < 1e-9);
}

TEST(Intervals, korn_graubard_is_clopper_pearson_for_simple_random_samples) {
  const SampledShare simple{0.2, 0.2 * 0.8 / 50, 50, 49, 1};
  const Interval interval = korn_graubard(simple, 0.95);
  const Interval exact = clopper_pearson(10, 50, 0.95);
  EXPECT_NEAR(interval.low, exact.low, 1e-12);
  EXPECT_NEAR(interval.high, exact.high, 1e-12);
}

TEST(Intervals, korn_graubard_widens_with_the_design_effect_and_is_usable_at_none) {
  const Interval one = korn_graubard({0.1, 0.09 / 400, 400, 399, 1}, 0.95);
  const Interval four = korn_graubard({0.1, 4 * 0.09 / 400, 400, 399, 1}, 0.95);
  EXPECT_LT(four.low, one.low);
  EXPECT_GT(four.high, one.high);
  // Few clusters: t on fewer degrees makes the effective size smaller.
  EXPECT_GT(korn_graubard({0.1, 4 * 0.09 / 400, 400, 5, 1}, 0.95).high, four.high);
  const Interval none = korn_graubard({0, 0, 400, 399, 2}, 0.95);
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, clopper_pearson(0, 200, 0.95).high, 1e-12);
  EXPECT_EQ(korn_graubard({1, 0, 400, 399, 2}, 0.95).high, 1);
  EXPECT_EQ(korn_graubard({0, 0, 1, 0, 1}, 0.95).high, 1);
}

TEST(Intervals, logit_stays_between_none_and_all) {
  const auto interval = logit_interval({0.01, 0.008 * 0.008, 500, 30, 1}, 0.95);
  ASSERT_TRUE(interval);
  // By hand: log odds −4.59512, spread 2.0422725 · 0.008 / 0.0099 = 1.6503212.
  EXPECT_NEAR(interval->low, 0.00193552, 5e-9);
  EXPECT_NEAR(interval->high, 0.04998292, 5e-9);
  EXPECT_FALSE(logit_interval({0, 0, 500, 30, 1}, 0.95));
}

RC_GTEST_PROP(Intervals, sums_and_products_hold_their_value_and_grow_with_their_parts, ()) {
  const auto estimate = [] {
    const double value = *rc::gen::inRange(0, 1000) / 100.0;
    const double down = *rc::gen::inRange(0, 100) / 100.0 * value;
    const double up = *rc::gen::inRange(0, 300) / 100.0;
    return Estimate{value, (up + down) / 4, {value - down, value + up}};
  };
  const Estimate a = estimate();
  const Estimate b = estimate();
  const Estimate sum = sum_of({{1, a}, {2, b}});
  RC_ASSERT(sum.interval.low <= sum.value && sum.value <= sum.interval.high);
  RC_ASSERT(sum.interval.high <= a.interval.high + 2 * b.interval.high + 1e-9);
  const Estimate difference = sum_of({{1, a}, {-1, b}});
  RC_ASSERT(difference.interval.low >= a.interval.low - b.interval.high - 1e-9);
  const Estimate product = product_of(a, b);
  RC_ASSERT(product.interval.low >= a.interval.low * b.interval.low - 1e-9);
  RC_ASSERT(product.interval.high <= a.interval.high * b.interval.high + 1e-9);
  RC_ASSERT(product.interval.high >= product.value);
  // A factor that is exact only scales.
  const Estimate scaled = product_of(exactly(3), b);
  RC_ASSERT(std::abs(scaled.interval.high - 3 * b.interval.high) < 1e-9);
  RC_ASSERT(std::abs(scaled.standard_error - 3 * b.standard_error) < 1e-9);
}

TEST(Intervals, a_product_with_nothing_has_the_uncertainty_of_both) {
  const Estimate product = product_of({0, 0, {0, 0.003}}, {100, 10, {80, 120}});
  EXPECT_EQ(product.value, 0);
  EXPECT_EQ(product.interval.low, 0);
  EXPECT_NEAR(product.interval.high, 0.003 * std::hypot(100, 20), 1e-12);
}

}  // namespace
}  // namespace scrutineer::roll
