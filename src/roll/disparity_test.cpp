#include "roll/disparity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "roll/disparity_cases_for_tests.hpp"
#include "roll/scale_for_tests.hpp"

namespace scrutineer::roll {
namespace {

std::uint64_t seed_of(int seed) { return static_cast<std::uint64_t>(seed); }

struct Rejections {
  int model = 0, areas = 0, blocks = 0, covered = 0, repetitions = 0;
};

Rejections rejections(double beta, int repetitions) {
  Rejections count;
  count.repetitions = repetitions;
  for (int seed = 0; seed < repetitions; ++seed) {
    const auto areas = made_areas({.beta = beta}, seed_of(seed));
    const auto model = fit_disparity(areas, 0.95);
    EXPECT_TRUE(model);
    count.model += model->p <= 0.05 ? 1 : 0;
    count.covered += model->beta.interval.low <= beta && beta <= model->beta.interval.high ? 1 : 0;
    count.areas += permutation_test(areas, Permuted::areas, 199, seed_of(seed))->p <= 0.05 ? 1 : 0;
    count.blocks +=
        permutation_test(areas, Permuted::blocks, 199, seed_of(seed))->p <= 0.05 ? 1 : 0;
  }
  return count;
}

TEST(Disparity, without_a_planted_bias_the_tests_keep_their_level) {
  const Rejections count = rejections(0, scaled_for_tests(200));
  // 5 per cent, and three standard errors of so many repetitions.
  const double most = count.repetitions * 0.05 + 3 * std::sqrt(count.repetitions * 0.05 * 0.95) + 1;
  EXPECT_LE(count.model, most);
  EXPECT_LE(count.blocks, most);
  // Areas of a block are alike in both, which this one does not know: why blocks stand beside it.
  RecordProperty("areas", count.areas);
  RecordProperty("model", count.model);
  RecordProperty("blocks", count.blocks);
  EXPECT_GE(count.covered, count.repetitions - most);
}

TEST(Disparity, a_planted_bias_is_found) {
  const Rejections count = rejections(1.5, scaled_for_tests(60));
  EXPECT_GE(count.model, 0.9 * count.repetitions);
  EXPECT_GE(count.areas, 0.9 * count.repetitions);
  EXPECT_GE(count.covered, 0.88 * count.repetitions);
  RecordProperty("areas", count.areas);
  RecordProperty("model", count.model);
  RecordProperty("blocks", count.blocks);
}

TEST(Disparity, the_excess_is_about_what_was_planted) {
  const auto biased = made_areas({.provinces = 24, .beta = 1.0}, 4);
  const auto fair = made_areas({.provinces = 24, .beta = 0}, 4);
  const auto model = fit_disparity(biased, 0.95);
  ASSERT_TRUE(model);
  // The same seed: areas differ by the bias alone. Those above x = 0.45 have removals too many.
  double planted = 0;
  for (std::size_t i = 0; i < biased.size(); ++i) {
    if (biased[i].share > 0.45) {
      planted += static_cast<double>(biased[i].removed - fair[i].removed);
    }
  }
  EXPECT_GT(planted, 0);
  EXPECT_LE(model->excess_above_median.interval.low, planted * 1.3);
  EXPECT_GE(model->excess_above_median.interval.high, planted * 0.7);
  EXPECT_GT(model->rate_ratio, 1);
  EXPECT_NEAR(model->rate_ratio, std::exp(0.1 * model->beta.value), 0.01);
  EXPECT_GT(model->dispersion, 2);
  EXPECT_GT(model->e_value, model->rate_ratio);
  EXPECT_GE(model->e_value, model->e_value_of_interval);
}

TEST(Disparity, areas_that_say_nothing_are_left_out_and_named) {
  auto areas = made_areas({.provinces = 4}, 1);
  for (Area& area : areas) {
    if (area.province == 2) area.removed = 0;
  }
  areas.push_back({.id = "alone",
                   .province = 9,
                   .registered = 100,
                   .removed = 3,
                   .share = 0.4,
                   .controls = {0, 1}});
  areas.push_back({.id = "empty", .province = 1, .share = 0.4, .controls = {0, 1}});
  const auto model = fit_disparity(areas, 0.95);
  ASSERT_TRUE(model);
  EXPECT_EQ(model->left_out, (std::vector<std::size_t>{2, 9}));
  EXPECT_EQ(model->areas, 108U);
  EXPECT_EQ(model->blocks, 18U);
}

TEST(Disparity, two_blocks_give_an_interval_that_claims_little) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    auto areas = made_areas({.provinces = 1, .blocks = 2, .areas = 4}, seed);
    for (Area& area : areas) area.controls.clear();
    const auto model = fit_disparity(areas, 0.999);
    ASSERT_TRUE(model);
    const Estimate& excess = model->excess_above_median;
    EXPECT_LT(excess.interval.low, 0);
    EXPECT_GT(excess.interval.high, 0);
    EXPECT_TRUE(std::isfinite(excess.interval.high - excess.interval.low));
  }
}

TEST(Disparity, what_cannot_be_told_apart_or_is_out_of_range_is_refused) {
  auto areas = made_areas({.provinces = 2}, 1);
  EXPECT_FALSE(fit_disparity({}, 0.95));
  EXPECT_FALSE(fit_disparity(areas, 1.5));
  EXPECT_FALSE(fit_disparity(areas, 0.95, {1}));
  auto constant = areas;
  for (Area& area : constant) area.share = 0.5;
  EXPECT_FALSE(fit_disparity(constant, 0.95));
  areas[3].removed = areas[3].registered + 1;
  EXPECT_FALSE(fit_disparity(areas, 0.95));
  EXPECT_FALSE(permutation_test(areas, Permuted::areas, 9, 1));
  areas[3].removed = 0;
  areas[3].share = std::nan("");
  EXPECT_FALSE(fit_disparity(areas, 0.95));
  EXPECT_FALSE(permutation_test(areas, Permuted::blocks, 9, 1));
  areas[3].share = 0.5;
  areas[3].controls[0] = std::nan("");
  EXPECT_FALSE(fit_disparity(areas, 0.95));
  areas[3].controls = {};
  EXPECT_FALSE(fit_disparity(areas, 0.95));
}

// Every order of seven shares, counted, against the drawn ones.
TEST(Permutation, drawn_orders_approach_all_orders) {
  std::vector<Area> areas;
  for (std::size_t i = 0; i < 7; ++i) {
    areas.push_back({.id = "a",
                     .block = i,
                     .registered = 1'000,
                     .removed = static_cast<std::int64_t>(10 + 7 * (i * i % 5)),
                     .share = 0.1 + 0.1 * static_cast<double>(i),
                     .controls = {}});
  }
  std::vector<int> share(7);
  std::iota(share.begin(), share.end(), 1);
  const auto statistic = [&](const std::vector<int>& x) {
    std::int64_t sum = 0;
    std::int64_t removed = 0;
    for (const Area& area : areas) removed += area.removed;
    for (std::size_t i = 0; i < 7; ++i) sum += (7 * areas[i].removed - removed) * (x[i] - 4);
    return std::abs(sum);
  };
  const std::int64_t observed = statistic(share);
  int as_large = 0;
  do as_large += statistic(share) >= observed ? 1 : 0;
  while (std::next_permutation(share.begin(), share.end()));
  const double exact = as_large / 5040.0;
  const auto test = permutation_test(areas, Permuted::areas, 9'999, 3);
  ASSERT_TRUE(test);
  EXPECT_NEAR(test->p, exact, 4 * std::sqrt(exact * (1 - exact) / 9'999) + 1e-4);
  EXPECT_EQ(test->moving, 7U);
  // Each area its own block: the same orders.
  EXPECT_EQ(permutation_test(areas, Permuted::blocks, 9'999, 3)->as_large, test->as_large);
}

TEST(Permutation, the_statistic_is_the_stated_sum_and_the_seed_repeats_it) {
  const auto areas = made_areas({.provinces = 3}, 8);
  const auto test = permutation_test(areas, Permuted::areas, 99, 5);
  ASSERT_TRUE(test);
  std::size_t strata = 0;
  for (const Area& area : areas) strata = std::max(strata, area.stratum + 1);
  double sum = 0;
  for (std::size_t s = 0; s < strata; ++s) {
    double y = 0;
    double n = 0;
    double x = 0;
    double count = 0;
    for (const Area& area : areas) {
      if (area.stratum != s) continue;
      y += static_cast<double>(area.removed);
      n += static_cast<double>(area.registered);
      x += area.share;
      ++count;
    }
    for (const Area& area : areas) {
      if (area.stratum != s) continue;
      sum += (static_cast<double>(area.removed) - static_cast<double>(area.registered) * y / n) *
             (area.share - x / count);
    }
  }
  EXPECT_NEAR(test->statistic, sum, 0.01);
  EXPECT_EQ(permutation_test(areas, Permuted::areas, 99, 5)->as_large, test->as_large);
}

TEST(Permutation, areas_that_cannot_move_reject_nothing) {
  std::vector<Area> areas = made_areas({.provinces = 2}, 8);
  for (std::size_t i = 0; i < areas.size(); ++i) areas[i].stratum = i;
  const auto test = permutation_test(areas, Permuted::areas, 99, 5);
  EXPECT_EQ(test->p, 1);
  EXPECT_EQ(test->moving, 0U);
}

}  // namespace
}  // namespace scrutineer::roll
