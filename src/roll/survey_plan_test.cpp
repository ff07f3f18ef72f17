#include "roll/survey_plan.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer::roll {
namespace {

using ::testing::ElementsAre;

// NDI, NICFEC and CAS 2013: 414 communes, about 4,900 people, a published margin of 2.5 points.
TEST(SurveyPlan, the_published_margin_of_2013_implies_its_design_effect) {
  const double all_one_way = implied_design_effect(0.025, 0.5, 4900);
  EXPECT_NEAR(all_one_way, 3.19, 0.005);
  EXPECT_NEAR(implied_design_effect(0.025, 0.5, 2450), 1.59, 0.005);
  EXPECT_NEAR(implied_correlation(all_one_way, 4900.0 / 414), 0.20, 0.005);
  // At the published 10.4 per cent of names: simple, and with a design effect of 3.
  EXPECT_NEAR(expected_margin(0.104, 4900, 1), 0.0085, 0.00005);
  EXPECT_NEAR(expected_margin(0.104, 4900, 3), 0.0148, 0.00005);
}

TEST(SurveyPlan, the_optimal_take_falls_with_likeness_and_rises_with_the_cost_of_a_cluster) {
  EXPECT_EQ(optimal_take(10, 1, 0.2), 6U);
  EXPECT_EQ(optimal_take(100, 1, 0.2), 20U);
  EXPECT_EQ(optimal_take(1, 10, 0.9), 1U);
}

TEST(SurveyPlan, the_size_is_the_least_that_reaches_the_margin) {
  PrecisionWish wish;
  wish.margin = 0.03;
  wish.correlation = 0.05;
  wish.take = 10;
  wish.response = 0.8;
  const auto size = size_for(wish);
  ASSERT_TRUE(size);
  EXPECT_LE(size->margin, 0.03);
  EXPECT_EQ(size->people, size->clusters * 10);
  const double one_less = static_cast<double>(size->people - 10) * 0.8;
  EXPECT_GT(expected_margin(0.5, one_less, size->effect), 0.03);
  wish.margin = 0;
  EXPECT_FALSE(size_for(wish));
  wish.margin = 1e-9;
  EXPECT_FALSE(size_for(wish));
  wish.margin = 0.03;
  wish.take = 0;
  EXPECT_FALSE(size_for(wish));
}

// Σ w²/n over the strata, the variance that allocate() is to make least.
double spread(const std::vector<std::int64_t>& weights, const std::vector<std::int64_t>& sizes) {
  double sum = 0;
  for (std::size_t h = 0; h < sizes.size(); ++h) {
    sum += static_cast<double>(weights[h] * weights[h]) / static_cast<double>(sizes[h]);
  }
  return sum;
}

RC_GTEST_PROP(SurveyPlan, no_other_allocation_has_less_variance, ()) {
  std::vector<std::int64_t> all;
  std::vector<std::int64_t> weights;
  for (int h = 0; h < 3; ++h) {
    all.push_back(*rc::gen::inRange(1, 9));
    weights.push_back(*rc::gen::inRange(1, 100));
  }
  const std::int64_t most = all[0] + all[1] + all[2];
  const std::int64_t size = *rc::gen::inRange<std::int64_t>(3, most + 1);
  const auto sizes = allocate(all, weights, size, 1);
  RC_ASSERT(sizes.has_value());
  double least = spread(weights, *sizes);
  for (std::int64_t a = 1; a <= all[0]; ++a) {
    for (std::int64_t b = 1; b <= all[1]; ++b) {
      const std::int64_t c = size - a - b;
      if (c < 1 || c > all[2]) continue;
      RC_ASSERT(spread(weights, {a, b, c}) >= least * (1 - 1e-12));
    }
  }
}

TEST(SurveyPlan, allocation_refuses_what_cannot_be) {
  EXPECT_FALSE(allocate({3, 3}, {1, 1}, 3, 2));
  EXPECT_FALSE(allocate({3, 3}, {1, 1}, 7, 1));
  EXPECT_THAT(*allocate({3, 1, 5}, {10, 10, 10}, 9, 2), ElementsAre(3, 1, 5));
  EXPECT_THAT(*allocate({}, {}, 0, 2), ElementsAre());
  // Weights of a country, and one of nothing.
  EXPECT_THAT(*allocate({100, 100, 100}, {1'000'000'000'000'000, 1'000'000'000'000'000, 0}, 21, 1),
              ElementsAre(10, 10, 1));
}

SurveyFrame frame_of(const std::vector<std::vector<std::int64_t>>& names) {
  SurveyFrame frame;
  for (std::size_t h = 0; h < names.size(); ++h) {
    frame.strata.push_back("stratum-" + std::to_string(h));
    for (std::size_t i = 0; i < names[h].size(); ++i) {
      frame.clusters.push_back(
          {"cluster-" + std::to_string(h) + "-" + std::to_string(i), h, names[h][i]});
    }
  }
  return frame;
}

RC_GTEST_PROP(SurveyPlan, weights_of_a_draw_sum_to_the_names_of_each_stratum, ()) {
  std::vector<std::vector<std::int64_t>> names(2);
  std::vector<std::int64_t> clusters;
  for (auto& stratum : names) {
    const int count = *rc::gen::inRange(1, 12);
    for (int i = 0; i < count; ++i) stratum.push_back(*rc::gen::inRange(1, 400));
    clusters.push_back(*rc::gen::inRange(1, count + 1));
  }
  const SurveyFrame frame = frame_of(names);
  const auto draw = draw_survey(frame, clusters, 5, *rc::gen::arbitrary<std::uint64_t>());
  RC_ASSERT(draw.has_value());
  std::vector<double> sums(2, 0);
  std::vector<std::int64_t> drawn(2, 0);
  for (const DrawnCluster& cluster : draw->clusters) {
    const FrameCluster& of_frame = frame.clusters[cluster.cluster];
    sums[of_frame.stratum] += cluster.weight * static_cast<double>(cluster.names.size());
    ++drawn[of_frame.stratum];
    RC_ASSERT(std::set(cluster.names.begin(), cluster.names.end()).size() == cluster.names.size());
    RC_ASSERT(cluster.names.back() < static_cast<std::size_t>(of_frame.names));
  }
  RC_ASSERT(drawn == clusters);
  for (std::size_t h = 0; h < 2; ++h) {
    RC_ASSERT(std::abs(sums[h] - static_cast<double>(frame.names()[h])) < 1e-6);
  }
}

TEST(SurveyPlan, a_cluster_is_drawn_as_often_as_its_size_says) {
  const SurveyFrame frame = frame_of({{10, 20, 30, 40, 60}});
  std::map<std::size_t, int> times;
  constexpr int kSeeds = 4000;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const auto draw = draw_survey(frame, {2}, 3, seed);
    for (const DrawnCluster& cluster : draw->clusters) {
      ++times[cluster.cluster];
      const double chance = 2 * static_cast<double>(frame.clusters[cluster.cluster].names) / 160;
      const auto names = static_cast<double>(frame.clusters[cluster.cluster].names);
      EXPECT_NEAR(cluster.weight, names / 3 / chance, 1e-9);
    }
  }
  for (std::size_t i = 0; i < 5; ++i) {
    const double chance = 2 * static_cast<double>(frame.clusters[i].names) / 160;
    // Four standard errors of a share of so many seeds.
    EXPECT_NEAR(times[i] / double{kSeeds}, chance, 4 * std::sqrt(chance * (1 - chance) / kSeeds));
  }
}

TEST(SurveyPlan, a_cluster_as_large_as_a_drawing_step_is_certain) {
  const SurveyFrame frame = frame_of({{1000, 10, 10, 10}});
  const auto draw = draw_survey(frame, {2}, 5, 7);
  ASSERT_TRUE(draw);
  ASSERT_EQ(draw->clusters.size(), 2U);
  EXPECT_TRUE(draw->clusters[0].certain);
  EXPECT_FALSE(draw->clusters[1].certain);
  // Of 10 people, as many as 1,000 of 1,030 names ask for.
  EXPECT_EQ(draw->clusters[0].names.size(), 10U);
  EXPECT_DOUBLE_EQ(draw->clusters[0].weight, 100);
  EXPECT_DOUBLE_EQ(draw->clusters[1].weight, 6);
  EXPECT_EQ(draw->people(), 15U);
}

TEST(SurveyPlan, a_draw_depends_on_ids_and_the_seed_alone) {
  SurveyFrame frame = frame_of({{10, 20, 30, 40, 60}, {5, 5, 5, 0}});
  const auto text = [&](const SurveyDraw& draw) {
    std::string all;
    for (const DrawnCluster& cluster : draw.clusters) {
      all += frame.clusters[cluster.cluster].id;
      for (const std::size_t name : cluster.names) all += " " + std::to_string(name);
    }
    return all;
  };
  const std::string one = text(*draw_survey(frame, {2, 2}, 3, 11));
  EXPECT_NE(one, text(*draw_survey(frame, {2, 2}, 3, 12)));
  std::reverse(frame.clusters.begin(), frame.clusters.end());
  EXPECT_EQ(one, text(*draw_survey(frame, {2, 2}, 3, 11)));
  EXPECT_THAT(frame.clusters_with_names(), ElementsAre(5, 3));
}

TEST(SurveyPlan, a_frame_that_contradicts_itself_is_refused_with_every_reason) {
  SurveyFrame frame = frame_of({{10, 20}});
  frame.clusters.push_back({"cluster-0-0", 3, 5});
  frame.clusters.push_back({"negative", 0, -1});
  const auto draw = draw_survey(frame, {4}, 3, 1);
  ASSERT_FALSE(draw);
  EXPECT_EQ(draw.error().size(), 4U);
  EXPECT_FALSE(draw_survey(frame_of({{10}}), {1}, 0, 1));
  EXPECT_FALSE(draw_survey(frame_of({{10}}), {1, 1}, 1, 1));
}

}  // namespace
}  // namespace scrutineer::roll
