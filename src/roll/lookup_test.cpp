#include "roll/lookup.hpp"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/random.hpp"
#include "roll/scale_for_tests.hpp"

namespace scrutineer::roll {
namespace {

Estimate binomial(double yes, double n) {
  const double p = yes / n;
  return {p, std::sqrt(p * (1 - p) / n), wilson(yes, n, 0.95)};
}

RC_GTEST_PROP(Lookup, inverts_what_a_search_with_errors_does, ()) {
  const double q = *rc::gen::inRange(0, 100) / 100.0;
  const int found_of_known = *rc::gen::inRange(60, 101);
  const int found_of_absent = *rc::gen::inRange(0, 50);
  const double s = found_of_known / 100.0;
  const double f = found_of_absent / 100.0;
  const double seen = q * (1 - f) + (1 - q) * (1 - s);
  const auto corrected =
      corrected_missing(exactly(seen), {100, found_of_known}, {100, found_of_absent}, 0.95);
  RC_ASSERT(corrected.has_value());
  RC_ASSERT(std::abs(corrected->missing.value - q) < 1e-9);
  RC_ASSERT(corrected->missing.interval.low <= q + 1e-9);
  RC_ASSERT(corrected->missing.interval.high >= q - 1e-9);
}

TEST(Lookup, the_variance_is_that_of_the_delta_method) {
  const Estimate seen = binomial(230, 1000);
  const auto corrected = corrected_missing(seen, {200, 180}, {100, 2}, 0.95);
  ASSERT_TRUE(corrected);
  const double s = 0.9;
  const double f = 0.02;
  const double q = (0.23 - 0.1) / 0.88;
  EXPECT_NEAR(corrected->missing.value, q, 1e-12);
  const double variance =
      (0.23 * 0.77 / 1000 + (1 - q) * (1 - q) * s * 0.1 / 200 + q * q * f * 0.98 / 100) /
      (0.88 * 0.88);
  EXPECT_NEAR(corrected->missing.standard_error, std::sqrt(variance), 1e-12);
}

// The roll authority's own audit of 2013 found 198 fewer than were registered; 131 of them were
// traced when somebody searched again. Nothing else shows how much hangs on the search.
TEST(Lookup, a_search_that_misses_explains_what_was_not_found) {
  const auto uncorrected = corrected_missing(binomial(198, 2250), {0, 0}, {0, 0}, 0.95);
  EXPECT_NEAR(uncorrected->missing.value, 0.088, 1e-12);
  const auto corrected = corrected_missing(binomial(198, 2250), {2183, 2052}, {0, 0}, 0.95);
  EXPECT_NEAR(corrected->missing.value, 67.0 / 2250, 1e-4);
}

TEST(Lookup, intervals_cover_the_missing_share) {
  Random random(3);
  const int samples = scaled_for_tests(400);
  int covered = 0;
  const auto count = [&](int n, double p) {
    int sum = 0;
    for (int i = 0; i < n; ++i) sum += random.uniform() < p ? 1 : 0;
    return sum;
  };
  for (int k = 0; k < samples; ++k) {
    const double q = 0.05;
    const double seen = q * 0.98 + (1 - q) * 0.07;
    const auto corrected = corrected_missing(
        binomial(count(800, seen), 800), {300, count(300, 0.93)}, {100, count(100, 0.02)}, 0.95);
    covered += corrected->missing.interval.low <= q && q <= corrected->missing.interval.high;
  }
  EXPECT_GE(covered, static_cast<int>(0.917 * samples));
}

TEST(Lookup, a_search_that_tells_nothing_is_refused) {
  EXPECT_FALSE(corrected_missing(exactly(0.1), {10, 5}, {10, 5}, 0.95));
  EXPECT_FALSE(corrected_missing(exactly(0.1), {10, 11}, {10, 5}, 0.95));
  EXPECT_FALSE(corrected_missing(exactly(0.1), {10, -1}, {0, 0}, 0.95));
}

TEST(Lookup, two_lists_estimate_the_eligible) {
  // 9,000 of 10,000 names stand for people, who are 80 per cent of the eligible.
  const auto people = eligible_people(10'000, {0.9, 0.01, {}}, {0.8, 0.02, {}}, 0.95);
  ASSERT_TRUE(people);
  EXPECT_NEAR(people->value, 11'250, 1e-9);
  const double relative = std::sqrt(0.0001 / 0.81 + 0.0004 / 0.64);
  EXPECT_NEAR(people->standard_error, 11'250 * relative, 1e-9);
  EXPECT_NEAR(people->interval.low * people->interval.high, 11'250.0 * 11'250, 1e-3);
  EXPECT_FALSE(eligible_people(10'000, exactly(0.9), exactly(0), 0.95));
}

}  // namespace
}  // namespace scrutineer::roll
