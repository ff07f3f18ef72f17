#include "roll/clerical.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/random.hpp"
#include "roll/scale_for_tests.hpp"
#include "roll/survey_plan.hpp"

namespace scrutineer::roll {
namespace {

RC_GTEST_PROP(Clerical, strata_part_the_records_by_probability, ()) {
  const int records = *rc::gen::inRange(1, 300);
  std::vector<double> probabilities;
  for (int i = 0; i < records; ++i) probabilities.push_back(*rc::gen::inRange(0, 1001) / 1000.0);
  const std::size_t count = *rc::gen::inRange<std::size_t>(1, 12);
  const auto strata = clerical_strata(probabilities, count);
  RC_ASSERT(strata.has_value());
  RC_ASSERT(strata->records.size() <= count);
  RC_ASSERT(strata->bounds.size() == strata->records.size() + 1);
  std::vector<std::int64_t> counted(strata->records.size(), 0);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const std::size_t h = strata->stratum[i];
    ++counted[h];
    RC_ASSERT(probabilities[i] >= strata->bounds[h]);
    RC_ASSERT(probabilities[i] < strata->bounds[h + 1] || h + 1 == counted.size());
  }
  RC_ASSERT(counted == strata->records);
  RC_ASSERT(*std::min_element(counted.begin(), counted.end()) > 0);
}

TEST(Clerical, doubt_draws_more_of_the_sample_than_certainty) {
  std::vector<double> probabilities(100'000, 0.0001);
  for (std::size_t i = 0; i < 2'000; ++i) probabilities[i] = 0.5;
  const auto strata = clerical_strata(probabilities, 2);
  ASSERT_TRUE(strata);
  ASSERT_EQ(strata->records.size(), 2U);
  const auto sizes = allocate(strata->records, strata->weights, 400, 10);
  ASSERT_TRUE(sizes);
  const double certain = static_cast<double>((*sizes)[0]) / static_cast<double>(strata->records[0]);
  const double doubtful =
      static_cast<double>((*sizes)[1]) / static_cast<double>(strata->records[1]);
  // In proportion to S: √0.25 against √(0.005 · 0.995).
  EXPECT_NEAR(doubtful / certain, 0.5 / std::sqrt(0.005 * 0.995), 0.2);
}

TEST(Clerical, a_draw_is_repeated_by_its_seed_and_stays_within_its_stratum) {
  std::vector<double> probabilities;
  for (int i = 0; i < 1000; ++i) probabilities.push_back(i / 1000.0);
  const auto strata = clerical_strata(probabilities, 4, 0.1);
  const auto drawn = *draw_clerical(*strata, {5, 6, 7, 8}, 42);
  EXPECT_EQ(drawn, *draw_clerical(*strata, {5, 6, 7, 8}, 42));
  EXPECT_NE(drawn, *draw_clerical(*strata, {5, 6, 7, 8}, 43));
  EXPECT_FALSE(draw_clerical(*strata, {5, 6, 7}, 42));
  EXPECT_FALSE(draw_clerical(*strata, {5, 6, 7, -1}, 42));
  EXPECT_FALSE(draw_clerical(*strata, {5, 6, 7, 1000}, 42));
  for (std::size_t h = 0; h < 4; ++h) {
    EXPECT_EQ(drawn[h].size(), 5 + h);
    for (const std::size_t record : drawn[h]) EXPECT_EQ(strata->stratum[record], h);
  }
}

TEST(Clerical, what_is_no_probability_or_no_sample_is_refused) {
  EXPECT_FALSE(clerical_strata({}, 3));
  EXPECT_FALSE(clerical_strata({0.5}, 0));
  EXPECT_FALSE(clerical_strata({1.5}, 3));
  EXPECT_FALSE(clerical_strata({std::nan("")}, 3));
  EXPECT_FALSE(judged_total({{100, 0, 0}}, 0.95));
  EXPECT_FALSE(judged_total({{100, 10, 11}}, 0.95));
  EXPECT_FALSE(judged_total({{10, 11, 1}}, 0.95));
  EXPECT_EQ(judged_total({{0, 0, 0}}, 0.95)->value, 0);
}

TEST(Clerical, judging_all_leaves_no_uncertainty) {
  const auto total = judged_total({{40, 40, 7.5}, {3, 3, 0}}, 0.95);
  ASSERT_TRUE(total);
  EXPECT_DOUBLE_EQ(total->value, 7.5);
  EXPECT_EQ(total->standard_error, 0);
  EXPECT_EQ(total->interval.low, total->interval.high);
}

TEST(Clerical, a_sample_of_few_records_knows_more_of_them) {
  // Half of 100 records judged: the variance of a simple sample, times (100 − 50) / 99.
  const auto total = judged_total({{100, 50, 10}}, 0.95);
  ASSERT_TRUE(total);
  EXPECT_DOUBLE_EQ(total->value, 20);
  EXPECT_NEAR(total->standard_error, 100 * std::sqrt(0.16 / 50 * 50 / 99), 1e-12);
  const Interval same = wilson(10 * 99 / 50.0, 99, 0.95);
  EXPECT_NEAR(total->interval.low, 100 * same.low, 1e-9);
  EXPECT_NEAR(total->interval.high, 100 * same.high, 1e-9);
}

TEST(Clerical, what_the_model_calls_certain_is_one_stratum_at_either_end) {
  std::vector<double> probabilities(50'000, 0.001);
  probabilities.insert(probabilities.end(), 40'000, 0.999);
  for (int i = 0; i < 10'000; ++i) probabilities.push_back(0.01 + 0.98 * i / 10'000);
  const auto strata = clerical_strata(probabilities, 7);
  ASSERT_TRUE(strata);
  ASSERT_EQ(strata->records.size(), 7U);
  EXPECT_EQ(strata->records.front(), 50'000);
  EXPECT_EQ(strata->records.back(), 40'000);
  // Between them equal shares of what allocation asks for.
  for (std::size_t h = 1; h < 6; ++h) {
    EXPECT_NEAR(static_cast<double>(strata->weights[h]), static_cast<double>(strata->weights[1]),
                0.02 * static_cast<double>(strata->weights[1]));
  }
}

// 20,000 links whose model is a little too sure of itself: the estimate may not be.
TEST(Clerical, stratified_samples_cover_the_planted_number_and_beat_a_plain_sample) {
  Random random(17);
  std::vector<double> probabilities;
  std::vector<bool> event;
  for (int i = 0; i < 20'000; ++i) {
    const double p = i < 800 ? 0.1 + 0.8 * random.uniform() : 0.002 * random.uniform();
    probabilities.push_back(p);
    event.push_back(random.uniform() < std::min(1.0, 1.2 * p));
  }
  const auto planted = static_cast<double>(std::count(event.begin(), event.end(), true));
  const auto strata = clerical_strata(probabilities, 6);
  const auto sizes = allocate(strata->records, strata->weights, 600, 20);
  const int samples = scaled_for_tests(300);
  int covered = 0;
  double squares = 0;
  double width = 0;
  for (int seed = 0; seed < samples; ++seed) {
    std::vector<Judged> judged;
    const auto drawn = *draw_clerical(*strata, *sizes, static_cast<std::uint64_t>(seed));
    for (std::size_t h = 0; h < drawn.size(); ++h) {
      const auto events =
          std::count_if(drawn[h].begin(), drawn[h].end(), [&](std::size_t i) { return event[i]; });
      judged.push_back({strata->records[h], (*sizes)[h], static_cast<double>(events)});
    }
    const auto total = judged_total(judged, 0.95);
    covered += total->interval.low <= planted && planted <= total->interval.high ? 1 : 0;
    squares += (total->value - planted) * (total->value - planted);
    width += total->interval.high - total->interval.low;
  }
  EXPECT_GE(covered, static_cast<int>(0.91 * samples));
  const double share = planted / 20'000;
  const double plain = 20'000 * std::sqrt(share * (1 - share) / 600);
  if (samples < 300) return;
  const double error = std::sqrt(squares / samples);
  EXPECT_LT(error, plain);
  // Among the certain one event is met or none: no interval that is right as often as
  // it says is as narrow there as ± 1.96 standard errors.
  EXPECT_LT(width / samples, 1.5 * 2 * 1.96 * error);
  RecordProperty("covered", covered);
}

}  // namespace
}  // namespace scrutineer::roll
