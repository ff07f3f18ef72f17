#include "roll/survey.hpp"

#include <cmath>
#include <cstdlib>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/random.hpp"
#include "roll/scale_for_tests.hpp"

namespace scrutineer::roll {
namespace {

std::vector<Asked> people_of(const std::vector<std::vector<std::vector<int>>>& strata,
                             const std::vector<double>& weight) {
  std::vector<Asked> people;
  for (std::size_t h = 0; h < strata.size(); ++h) {
    for (std::size_t i = 0; i < strata[h].size(); ++i) {
      for (const int yes : strata[h][i]) {
        people.push_back({h, i, weight[h], yes < 0 ? std::nullopt : std::optional<bool>(yes == 1)});
      }
    }
  }
  return people;
}

TEST(Survey, people_drawn_one_by_one_have_the_binomial_variance) {
  std::vector<Asked> people;
  for (std::size_t i = 0; i < 50; ++i) people.push_back({0, i, 3, i < 10});
  const auto share = survey_share({}, people);
  ASSERT_TRUE(share);
  EXPECT_DOUBLE_EQ(share->estimate.value, 0.2);
  EXPECT_NEAR(share->estimate.standard_error, std::sqrt(0.16 / 49), 1e-12);
  EXPECT_NEAR(share->design_effect, 50.0 / 49, 1e-9);
  EXPECT_EQ(share->degrees, 49);
}

// Notes' formula for a self-weighting sample: Σ W_h² (1 − f_h)/(n_h (n_h − 1)) Σ (p_hi − p_h)².
RC_GTEST_PROP(Survey, equal_clusters_have_the_textbook_variance, ()) {
  constexpr int kTake = 4;
  std::vector<std::vector<std::vector<int>>> strata(2);
  std::vector<double> names;
  std::vector<double> weight;
  double p = 0;
  double variance = 0;
  SurveyDesign design;
  design.strata = 2;
  for (int h = 0; h < 2; ++h) names.push_back(*rc::gen::inRange(100, 1000));
  for (std::size_t h = 0; h < 2; ++h) {
    const int n = *rc::gen::inRange(2, 6);
    std::vector<double> shares;
    for (int i = 0; i < n; ++i) {
      std::vector<int> cluster;
      for (int k = 0; k < kTake; ++k) cluster.push_back(*rc::gen::inRange(0, 2));
      shares.push_back(std::accumulate(cluster.begin(), cluster.end(), 0.0) / kTake);
      strata[h].push_back(std::move(cluster));
    }
    const double of_all = names[h] / (names[0] + names[1]);
    const double mean = std::accumulate(shares.begin(), shares.end(), 0.0) / n;
    double sum = 0;
    for (const double one : shares) sum += (one - mean) * (one - mean);
    design.fraction.push_back(*rc::gen::inRange(0, 90) / 100.0);
    p += of_all * mean;
    variance += of_all * of_all * (1 - design.fraction[h]) / (n * (n - 1.0)) * sum;
    weight.push_back(names[h] / (n * kTake));
  }
  const auto share = survey_share(design, people_of(strata, weight));
  RC_ASSERT(share.has_value());
  RC_ASSERT(std::abs(share->estimate.value - p) < 1e-12);
  // The linearised residual of a cluster has the mean of its stratum taken off: the same spread.
  RC_ASSERT(std::abs(share->estimate.standard_error - std::sqrt(variance)) < 1e-9);
  RC_ASSERT(share->estimate.interval.low <= share->estimate.value + 1e-12);
  RC_ASSERT(share->estimate.interval.high >= share->estimate.value - 1e-12);
}

TEST(Survey, strata_with_one_cluster_share_a_variance_and_are_named) {
  const auto people =
      people_of({{{1, 0, 0}}, {{0, 0, 0}}, {{1, 1, 0}, {0, 0, 0}}, {{0, 1, 1}}}, {1, 1, 1, 1});
  SurveyDesign design;
  design.strata = 4;
  const auto share = survey_share(design, people);
  ASSERT_TRUE(share);
  ASSERT_EQ(share->collapsed.size(), 2U);
  EXPECT_EQ(share->collapsed[0], (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(share->collapsed[1], (std::vector<std::size_t>{2, 3}));
  EXPECT_EQ(share->degrees, 3);
  EXPECT_GT(share->estimate.standard_error, 0);
}

TEST(Survey, a_stratum_that_was_asked_in_full_adds_no_variance) {
  SurveyDesign design;
  design.strata = 2;
  design.fraction = {1, 1};
  const auto share = survey_share(design, people_of({{{1, 0}}, {{0, 1}, {0, 0}}}, {1, 1}));
  ASSERT_TRUE(share);
  EXPECT_EQ(share->estimate.standard_error, 0);
  EXPECT_TRUE(share->collapsed.empty());
}

TEST(Survey, bad_designs_are_refused) {
  EXPECT_FALSE(survey_share({}, {}));
  EXPECT_FALSE(survey_share({}, {{0, 0, 1, std::nullopt}}));
  EXPECT_FALSE(survey_share({}, {{0, 0, 1, true}, {0, 0, 1, false}}));
  EXPECT_FALSE(survey_share({}, {{1, 0, 1, true}, {0, 1, 1, false}}));
  EXPECT_FALSE(survey_share({}, {{0, 0, 0, true}, {0, 1, 1, false}}));
  EXPECT_FALSE(survey_share({}, {{0, 0, std::nan(""), true}, {0, 1, 1, false}}));
  SurveyDesign design;
  design.fraction = {0, 0};
  EXPECT_FALSE(survey_share(design, {{0, 0, 1, true}, {0, 1, 1, false}}));
}

RC_GTEST_PROP(Survey, whatever_the_silent_would_say_lies_within_the_bounds, ()) {
  std::vector<Asked> people;
  for (std::size_t i = 0; i < 12; ++i) {
    const int answer = *rc::gen::inRange(0, 3);
    people.push_back({0, i / 2, 1.0 + static_cast<double>(i % 3),
                      answer == 2 ? std::nullopt : std::optional<bool>(answer == 1)});
  }
  const auto bounds = response_bounds({}, people);
  RC_ASSERT(bounds.has_value());
  for (Asked& person : people) person.yes = person.yes.value_or(*rc::gen::arbitrary<bool>());
  const auto filled = survey_share({}, people);
  RC_ASSERT(bounds->least.value <= filled->estimate.value + 1e-12);
  RC_ASSERT(bounds->greatest.value >= filled->estimate.value - 1e-12);
  RC_ASSERT(bounds->interval.low <= bounds->least.value);
  RC_ASSERT(bounds->interval.high >= bounds->greatest.value);
}

TEST(Survey, every_visit_has_one_outcome_and_shares_sum_to_one) {
  std::vector<Visit> visits;
  for (std::size_t i = 0; i < 70; ++i) {
    visits.push_back({0, i / 7, 1.0 + static_cast<double>(i % 4), static_cast<Outcome>(i % 6)});
  }
  const auto shares = outcome_shares({}, visits);
  ASSERT_TRUE(shares);
  double sum = 0;
  for (const SurveyShare& share : *shares) sum += share.estimate.value;
  EXPECT_NEAR(sum, 1, 1e-12);
  EXPECT_EQ(shares->back().yes, 0U);
  EXPECT_GT(shares->back().estimate.interval.high, 0);
  const auto asked = asked_whether(visits, {Outcome::dead, Outcome::never_known});
  EXPECT_EQ(asked[3].yes, std::optional<bool>(true));
  EXPECT_EQ(asked[0].yes, std::optional<bool>(false));
  EXPECT_EQ(asked[5].yes, std::nullopt);
  for (std::size_t o = 0; o < kOutcomes; ++o) {
    EXPECT_EQ(outcome_of(word(static_cast<Outcome>(o))), static_cast<Outcome>(o));
  }
  EXPECT_FALSE(outcome_of("absent"));
}

// A country of communes that differ: rare in some strata, clustered everywhere.
struct Country {
  SurveyFrame frame;
  std::vector<std::vector<bool>> yes;  // by cluster and name
  double share = 0;

  Country(std::uint64_t seed, double mean) {
    Random random(seed);
    std::int64_t all = 0;
    std::int64_t events = 0;
    for (std::size_t h = 0; h < 6; ++h) {
      frame.strata.push_back("province-" + std::to_string(h));
      for (int i = 0; i < 40; ++i) {
        const std::int64_t names = i == 0 ? 12'000 : random.between(100, 900);
        frame.clusters.push_back(
            {"commune-" + std::to_string(h) + "-" + std::to_string(i), h, names});
        // A third of the communes have three times the others' share.
        const double of_commune = mean * (random.below(3) == 0 ? 1.8 : 0.6);
        std::vector<bool> of_cluster;
        for (std::int64_t k = 0; k < names; ++k)
          of_cluster.push_back(random.uniform() < of_commune);
        all += names;
        events += std::count(of_cluster.begin(), of_cluster.end(), true);
        yes.push_back(std::move(of_cluster));
      }
    }
    share = static_cast<double>(events) / static_cast<double>(all);
  }

  SurveyShare audited(std::uint64_t seed) const {
    const auto clusters = allocate(frame.clusters_with_names(), frame.names(), 72, 2);
    const auto draw = draw_survey(frame, *clusters, 10, seed);
    std::vector<std::vector<std::optional<bool>>> answers;
    for (const DrawnCluster& cluster : draw->clusters) {
      answers.emplace_back();
      for (const std::size_t name : cluster.names) {
        answers.back().push_back(bool{yes[cluster.cluster][name]});
      }
    }
    const auto sample = designed_sample(frame, *draw, answers);
    return *survey_share(sample->design, sample->people);
  }
};

TEST(Survey, intervals_of_drawn_audits_cover_the_share_of_the_country) {
  for (const double mean : {0.25, 0.02}) {
    const Country country(5, mean);
    const int samples = scaled_for_tests(400);
    int covered = 0;
    double sum = 0;
    double squares = 0;
    double variances = 0;
    for (int seed = 0; seed < samples; ++seed) {
      const SurveyShare share = country.audited(static_cast<std::uint64_t>(seed));
      const Estimate& e = share.estimate;
      covered += e.interval.low <= country.share && country.share <= e.interval.high ? 1 : 0;
      sum += e.value;
      squares += (e.value - country.share) * (e.value - country.share);
      variances += e.standard_error * e.standard_error;
    }
    // 95 per cent asked for; three standard errors of 400 samples are 3.3 points.
    EXPECT_GE(covered, static_cast<int>(0.917 * samples)) << mean;
    if (samples < 400) continue;
    EXPECT_NEAR(sum / samples, country.share, 4 * std::sqrt(squares) / samples) << mean;
    EXPECT_NEAR(variances / squares, 1, 0.25) << mean;
  }
}

TEST(Survey, answers_that_do_not_fit_the_draw_are_refused) {
  const Country country(5, 0.3);
  const auto draw = draw_survey(country.frame, {2, 2, 2, 2, 2, 2}, 10, 1);
  ASSERT_TRUE(draw);
  EXPECT_FALSE(designed_sample(country.frame, *draw, {}));
  std::vector<std::vector<std::optional<bool>>> answers(draw->clusters.size());
  EXPECT_FALSE(designed_sample(country.frame, *draw, answers));
}

}  // namespace
}  // namespace scrutineer::roll
