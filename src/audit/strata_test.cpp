// Expectations: notes/audit.md 3.3: CORLA18's example, Arlo's tests of SUITE, ALPHA's table of
// Fisher against the product.
#include "audit/strata.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "audit/suite.hpp"
#include "base/random.hpp"

namespace scrutineer {
namespace {

TEST(Strata, FishersCombinationLosesWhatTheProductKeeps) {
  const std::vector<std::pair<std::size_t, double>> table = {
      {2, .5966}, {5, .7319}, {10, .8374}, {25, .9514}, {50, .9917}, {100, .9997}};
  for (const auto& [count, fisher] : table) {
    EXPECT_NEAR(fisher_combined(std::vector<double>(count, .5)), fisher, 5.1e-5);
  }
}

TEST(Suite, GivesTheLambdaRangeOfItsFirstExample) {
  const auto [least, most] = suite_lambda_range({{45500, 49500, 100000}, {7500, 1500, 10000}});
  EXPECT_DOUBLE_EQ(least, -7);
  EXPECT_DOUBLE_EQ(most, 3);
}

TEST(Suite, GivesThePValuesOfArlo) {
  SuiteContest contest{{4550, 4950, 10000}, {750, 150, 1000}};
  SuiteSample sample{500, {}, 187, 37, 250};
  EXPECT_NEAR(suite_comparison_p(contest, sample, .3 * 200), .23557770396261943, 1e-10);
  // Arlo lets votes be fractions where it looks for the likeliest; ours are whole.
  EXPECT_NEAR(suite_polling_p(contest, sample, 600 - 140), .006068185147942991, 1e-7);
  EXPECT_NEAR(suite_p(contest, sample, .05), .07049896663377597, 1e-5);
  EXPECT_GE(suite_p(contest, sample), suite_p(contest, sample, .05));

  // The escalation: two rounds.
  contest = {{400, 300, 700}, {200, 100, 300}};
  sample = {56, {}, 14, 10, 24};
  EXPECT_NEAR(suite_comparison_p(contest, sample, .3 * 200), .0945345798479189, 1e-10);
  EXPECT_NEAR(suite_polling_p(contest, sample, 100 - 140), .4540875636833894, 1e-9);
  EXPECT_NEAR(suite_p(contest, sample, .05), .21456844367035688, 1e-5);
  sample = {101, {4, 1, 0, 0}, 32, 11, 43};
  EXPECT_EQ(suite_comparison_p(contest, sample, .3 * 200), 1);
  EXPECT_NEAR(suite_polling_p(contest, sample, 100 - 140), 9.572332760803416e-05, 1e-9);
  EXPECT_NEAR(suite_p(contest, sample, .05), .00912863118679208, 1e-5);

  // The pair of three candidates that has the greater p-value.
  contest = {{400, 200, 700}, {200, 100, 300}};
  sample = {33, {}, 10, 4, 14};
  EXPECT_NEAR(suite_comparison_p(contest, sample, .3 * 300), .1215302377137314, 1e-10);

  // Ottoboni et al.'s tests of the polled stratum, worked out by hand.
  EXPECT_NEAR(suite_polling_p({{}, {600, 400, 1000}}, {0, {}, 60, 40, 100}, 0), .10693399, 1e-8);
  EXPECT_NEAR(suite_polling_p({{}, {6, 4, 10}}, {0, {}, 3, 1, 4}, 0), .625, 1e-12);
  EXPECT_NEAR(suite_polling_p({{}, {6, 4, 10}}, {0, {}, 2, 1, 3}, 0), .83333333, 1e-8);
  EXPECT_EQ(suite_polling_p({{}, {5, 4, 10}}, {0, {}, 2, 2, 4}, 0), 1);
}

// Votes of a simple random sample of the polled stratum.
void poll(const SuiteStratum& stratum, std::int64_t cards, Random& random, SuiteSample& sample) {
  for (const std::size_t card :
       random.sample(static_cast<std::size_t>(stratum.cards), static_cast<std::size_t>(cards))) {
    const auto number = static_cast<Votes>(card);
    sample.winner += number < stratum.winner ? 1 : 0;
    sample.loser += number >= stratum.winner && number < stratum.winner + stratum.loser ? 1 : 0;
  }
}

// Published as 0.9438, of 10,000 simulated audits. Its tool leaves cards without a vote for either
// out of both strata (with them it is 0.89). Within five standard errors of both.
TEST(Suite, HasThePowerThatIsPublishedOfItsFirstExample) {
  const SuiteContest contest{{45500, 49500, 95000}, {7500, 1500, 9000}};
  constexpr int kAudits = 2000;
  Random random(20181101);
  int confirmed = 0;
  for (int audit = 0; audit < kAudits; ++audit) {
    SuiteSample sample;
    sample.compared = 750;
    sample.polled = 500;
    poll(contest.polled, 500, random, sample);
    if (suite_p(contest, sample, .05) <= .1) ++confirmed;
  }
  EXPECT_NEAR(static_cast<double>(confirmed) / kAudits, .9438,
              5 * std::sqrt(.9438 * (1 - .9438) * (1.0 / kAudits + 1.0 / 10000)));
}

TEST(Suite, PlansNoMoreCardsThanArlo) {
  const auto check = [](const SuiteContest& contest, std::int64_t compared, std::int64_t polled) {
    const auto [first, second] = suite_sample_size(contest, .05);
    EXPECT_LE(first, compared);
    EXPECT_LE(second, polled);
    EXPECT_GE(first + second, (compared + polled) * 3 / 4);
  };
  check({{400, 300, 700}, {200, 100, 300}}, 56, 24);
  check({{400, 200, 700}, {200, 100, 300}}, 33, 14);
  check({{960000, 940000, 1900000}, {51000, 49000, 100000}}, 3800, 200);
}

std::vector<Stratum> two_strata() { return {{400, 1, "agrapa", {}, 0}, {600, 1, "agrapa", {}, 0}}; }

TEST(Strata, AFullCountSettlesTheClaimEitherWay) {
  for (const bool right : {true, false}) {
    auto test = StratifiedTest::make(.5, two_strata(), 200);
    ASSERT_TRUE(test) << to_sentence(test.error()[0]);
    // 300 of 400 and 201 or 200 of 600.
    for (int i = 0; i < 400; ++i) test->feed(0, i % 4 != 0 ? 1 : 0);
    for (int i = 0; i < 600; ++i) test->feed(1, i % 3 == 0 || (right && i == 1) ? 1 : 0);
    test->look();
    EXPECT_EQ(test->p_value(), right ? 0 : 1);
  }
}

TEST(Strata, ConfirmsAClearLeadAndNotATie) {
  Random random(4);
  const auto run = [&random](int first, int second) {
    std::vector<double> a(400, 0);
    std::vector<double> b(600, 0);
    std::fill_n(a.begin(), first, 1);
    std::fill_n(b.begin(), second, 1);
    random.shuffle(a);
    random.shuffle(b);
    auto test = StratifiedTest::make(.5, two_strata(), 200);
    for (std::size_t i = 0; i < 200; ++i) {
      test->feed(0, a[i]);
      test->feed(1, b[i]);
      if (i % 10 == 9) test->look();
    }
    return test->p_value();
  };
  EXPECT_LT(run(260, 390), .001);
  int confirmed = 0;
  for (int i = 0; i < 40; ++i) confirmed += run(260, 240) <= .05 ? 1 : 0;
  EXPECT_LE(confirmed, 9);  // one in a million at 5 %
}

// The least product over bands is no more than the product at any way to share t out.
TEST(Strata, NoBandIsMoreCertainThanAPointInIt) {
  const std::vector<Stratum> strata = {{400, 1, "fixed-bet", {{"lambda", .4}}, 0},
                                       {600, 1, "fixed-bet", {{"lambda", .4}}, 0}};
  auto test = StratifiedTest::make(.5, strata, 100, true);
  std::vector<double> values[2];
  Random random(8);
  for (int i = 0; i < 300; ++i) {
    const std::size_t k = random.below(2);
    const double x = random.uniform() < .6 ? 1 : 0;
    values[k].push_back(x);
    test->feed(k, x);
  }
  const double least = test->look();
  for (int i = 1; i < 80; ++i) {
    const double first = i / 80.0;
    const double second = (.5 - .4 * first) / .6;
    if (second <= 0 || second >= 1) continue;
    double sum = 0;
    for (const auto& [eta, k] : {std::pair{first, 0}, std::pair{second, 1}}) {
      auto one = Martingale::make("fixed-bet", {{"lambda", .4}}, {eta, 1, {}, false});
      one->feed(values[k]);
      sum += one->log_e();
    }
    EXPECT_GE(sum, least);
  }
}

TEST(Strata, ThreeStrataAndLimits) {
  std::vector<Stratum> strata(3, {100, 1, "agrapa", {}, 0});
  const auto test = StratifiedTest::make(.5, strata, 20);
  ASSERT_TRUE(test);
  EXPECT_GT(test->bands(), 200U);
  EXPECT_FALSE(StratifiedTest::make(.5, strata, 2000));
  EXPECT_FALSE(StratifiedTest::make(.5, {}, 10));
  strata[1].cards = 0;
  EXPECT_FALSE(StratifiedTest::make(.5, strata, 10));
}

}  // namespace
}  // namespace scrutineer
