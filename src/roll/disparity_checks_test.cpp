#include "roll/disparity_checks.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "roll/disparity_cases_for_tests.hpp"

namespace scrutineer::roll {
namespace {

TEST(DisparityChecks, a_pattern_of_every_year_shows_in_the_placebo) {
  const auto biased = made_areas({.provinces = 16, .beta = 1.5}, 2);
  std::vector<std::int64_t> same;
  for (const Area& area : made_areas({.provinces = 16, .beta = 1.5}, 2))
    same.push_back(area.removed);
  const auto alike = compare_with_placebo(biased, same, 0.95);
  ASSERT_TRUE(alike);
  EXPECT_EQ(alike->difference, 0);
  EXPECT_NEAR(alike->p, 1, 1e-12);
  std::vector<std::int64_t> fair;
  for (const Area& area : made_areas({.provinces = 16, .beta = 0}, 2)) fair.push_back(area.removed);
  const auto unlike = compare_with_placebo(biased, fair, 0.95);
  ASSERT_TRUE(unlike);
  EXPECT_NEAR(unlike->difference, 1.5, 0.6);
  EXPECT_LT(unlike->p, 0.01);
  EXPECT_FALSE(compare_with_placebo(biased, {1}, 0.95));
}

// Removals alike everywhere; then 2 per cent of the links of continuing voters are lost where x is
// above the median.
TEST(DisparityChecks, the_tipping_point_finds_planted_linkage_errors) {
  auto areas = made_areas({.provinces = 16, .rate = 0.04}, 6);
  std::vector<double> shares;
  for (const Area& area : areas) shares.push_back(area.share);
  std::nth_element(shares.begin(), shares.begin() + static_cast<std::ptrdiff_t>(shares.size() / 2),
                   shares.end());
  const double middle = shares[shares.size() / 2];
  for (Area& area : areas) {
    area.removed = area.registered * 4 / 100;
    if (area.share > middle) area.removed += (area.registered - area.removed) * 2 / 100;
  }
  const auto tipping = tipping_point(areas, 0.95);
  ASSERT_TRUE(tipping);
  ASSERT_TRUE(tipping->of_estimate && tipping->of_interval);
  EXPECT_NEAR(*tipping->of_estimate, 0.02, 0.001);
  EXPECT_LE(*tipping->of_interval, *tipping->of_estimate);
  EXPECT_GT(*tipping->of_interval, 0.015);
}

TEST(DisparityChecks, where_nothing_is_found_nothing_tips) {
  for (std::uint64_t seed = 0;; ++seed) {
    const auto areas = made_areas({.provinces = 4}, seed);
    if (fit_disparity(areas, 0.95)->p < 0.2) continue;
    EXPECT_EQ(tipping_point(areas, 0.95)->of_interval, 0.0);
    break;
  }
}

TEST(DisparityChecks, measured_linkage_errors_are_taken_out_by_class) {
  std::vector<Area> areas = made_areas({.provinces = 2}, 3);
  areas.resize(2);
  areas[0].registered = areas[1].registered = 1'000;
  areas[0].removed = areas[1].removed = 100;
  const auto removed = corrected_removals(areas, {0, 1}, {{0.1, 0}, {0.2, 0.01}});
  ASSERT_TRUE(removed);
  EXPECT_DOUBLE_EQ((*removed)[0], 90);
  EXPECT_DOUBLE_EQ((*removed)[1], 89);
  EXPECT_FALSE(corrected_removals(areas, {0}, {{0.1, 0}}));
  EXPECT_FALSE(corrected_removals(areas, {0, 2}, {{0.1, 0}, {0.1, 0}}));
  EXPECT_FALSE(corrected_removals(areas, {0, 0}, {{1.1, 0}}));
}

TEST(DisparityChecks, one_test_that_does_not_reject_is_enough_for_chance) {
  DisparityModel model;
  model.p = 0.01;
  PermutationTest low;
  low.p = 0.01;
  PermutationTest high;
  high.p = 0.2;
  const TippingPoint tipping{0.03, 0.02};
  const auto word = [&](const PermutationTest& blocks, std::optional<double> missed) {
    return disparity_verdict(model, low, blocks, tipping, missed, 0.05).word;
  };
  EXPECT_EQ(word(high, std::nullopt), DisparityWord::consistent_with_chance);
  EXPECT_EQ(word(low, std::nullopt), DisparityWord::not_explained_by_chance);
  EXPECT_EQ(word(low, 0.01), DisparityWord::not_explained_by_chance);
  EXPECT_EQ(word(low, 0.02), DisparityWord::explained_by_linkage_error);
}

// The definition: with q asked for, the largest k with p(k) <= k q / m, and all below it.
RC_GTEST_PROP(DisparityChecks, adjusted_p_values_reject_what_the_steps_reject, ()) {
  const std::size_t count = *rc::gen::inRange<std::size_t>(1, 12);
  std::vector<double> p;
  for (std::size_t i = 0; i < count; ++i) p.push_back(*rc::gen::inRange(1, 1001) / 1000.0);
  const double q = 0.1003;
  std::vector<double> sorted = p;
  std::sort(sorted.begin(), sorted.end());
  double threshold = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const double step = q * static_cast<double>(k + 1) / static_cast<double>(count);
    if (sorted[k] <= step) threshold = sorted[k];
  }
  const std::vector<double> adjusted = benjamini_hochberg(p);
  for (std::size_t i = 0; i < count; ++i) {
    RC_ASSERT((adjusted[i] <= q) == (p[i] <= threshold));
    RC_ASSERT(adjusted[i] >= p[i] && adjusted[i] <= 1);
  }
}

// Admissions to six departments at Berkeley, 1973 (Bickel, Hammel & O'Connell 1975): men and women.
// Common odds ratio and interval as R's mantelhaen.test prints them.
TEST(DisparityChecks, mantel_haenszel_gives_the_published_odds) {
  const auto odds = mantel_haenszel({{512, 313, 89, 19},
                                     {353, 207, 17, 8},
                                     {120, 205, 202, 391},
                                     {138, 279, 131, 244},
                                     {53, 138, 94, 299},
                                     {22, 351, 24, 317}},
                                    0.95);
  ASSERT_TRUE(odds);
  EXPECT_NEAR(odds->odds_ratio, 0.9046968, 5e-8);
  EXPECT_NEAR(odds->interval.low, 0.7719074, 5e-8);
  EXPECT_NEAR(odds->interval.high, 1.0603298, 5e-8);
}

RC_GTEST_PROP(DisparityChecks, one_table_has_woolfs_interval_and_pearsons_statistic, ()) {
  const auto cell = [] { return *rc::gen::inRange<std::int64_t>(1, 500); };
  const TwoByTwo table{cell(), cell(), cell(), cell()};
  const auto a = static_cast<double>(table.exposed_removed);
  const auto b = static_cast<double>(table.exposed_kept);
  const auto c = static_cast<double>(table.other_removed);
  const auto d = static_cast<double>(table.other_kept);
  const auto odds = mantel_haenszel({table, {5, 0, 0, 0}}, 0.95);
  RC_ASSERT(odds.has_value());
  RC_ASSERT(std::abs(odds->odds_ratio / (a * d / (b * c)) - 1) < 1e-12);
  const double factor = std::exp(1.959963984540054 * std::sqrt(1 / a + 1 / b + 1 / c + 1 / d));
  RC_ASSERT(std::abs(odds->interval.high / (odds->odds_ratio * factor) - 1) < 1e-9);
  const double n = a + b + c + d;
  const double pearson =
      n * (a * d - b * c) * (a * d - b * c) / ((a + b) * (c + d) * (a + c) * (b + d));
  RC_ASSERT(std::abs(odds->statistic - pearson * (n - 1) / n) < 1e-9 * (1 + pearson));
  RC_ASSERT(std::abs(odds->impact_ratio - b / (a + b) / (d / (c + d))) < 1e-12);
}

TEST(DisparityChecks, tables_that_compare_nothing_are_refused) {
  EXPECT_FALSE(mantel_haenszel({}, 0.95));
  EXPECT_FALSE(mantel_haenszel({{5, 5, 0, 0}}, 0.95));
  EXPECT_FALSE(mantel_haenszel({{5, 0, 5, 0}}, 0.95));
  EXPECT_FALSE(mantel_haenszel({{-1, 5, 5, 5}}, 0.95));
}

}  // namespace
}  // namespace scrutineer::roll
