// Expectations: notes/audit.md 3.3 (MACRO, Arlo's tests) and 5.2.
#include "audit/batch.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

// Batches of a contest, all of them with the same cards and votes.
std::vector<BatchBounds> equal(std::size_t count, BatchPair pair, Votes cards) {
  return std::vector<BatchBounds>(count, batch_bounds(std::span(&pair, 1), cards));
}

std::vector<BatchBounds> both(std::vector<BatchBounds> a, const std::vector<BatchBounds>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

struct Contest {
  std::vector<BatchBounds> batches;
  double u;
  std::int64_t size, first_round;
};

// Half of the batches hold 400 cards, half 200, as in Arlo's fixture.
std::vector<Contest> contests() {
  return {
      {both(equal(200, {200, 180, 6000}, 400), equal(200, {100, 90, 6000}, 200)), 21, 29, 30},
      {both(equal(100, {200, 160, 6000}, 400), equal(100, {100, 80, 6000}, 200)), 11, 15, 16},
      {both(equal(60, {200, 140, 5400}, 400), equal(60, {100, 70, 5400}, 200)), 23.0 / 3, 10, 11}};
}

TEST(Batch, GivesTheBoundsSizesAndPValuesOfMacro) {
  for (const Contest& contest : contests()) {
    const auto claim = batch_claim(contest.batches);
    ASSERT_TRUE(claim);
    EXPECT_NEAR(1 / (1 - claim->t), contest.u, 1e-9);
    // Arlo draws one batch more than these.
    EXPECT_EQ(batch_sample_size(*claim, .25), contest.size);
    EXPECT_EQ(contest.size + 1, contest.first_round);
  }
  const std::vector<std::pair<std::size_t, double>> expected = {
      {30, std::pow(20.0 / 21, 30)}, {36, std::pow(10.0 / 11, 36)}, {36, std::pow(20.0 / 23, 36)}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    auto test = Martingale::make("kaplan-markov", {}, *batch_claim(contests()[i].batches));
    for (std::size_t j = 0; j < expected[i].first; ++j) {
      test->feed(batch_value(0, contests()[i].batches[0]));
    }
    EXPECT_NEAR(test->p_value() / expected[i].second, 1, 1e-12);
  }
}

TEST(Batch, TakesTheGreatestRelativeOverstatementOfAllPairs) {
  const BatchPair reported[] = {{50, 1, 4900}, {50, 49, 100}};
  const BatchPair found[] = {{48, 3, 0}, {48, 49, 0}};
  EXPECT_DOUBLE_EQ(batch_overstatement(reported, found), .02);
  const BatchBounds bounds = batch_bounds(reported, 100);
  EXPECT_DOUBLE_EQ(bounds.overstatement, 1.01);
  EXPECT_LE(bounds.understatement, 0);
}

// Arlo's combined batches: three of 100 cards, reported 60 to 40 each, found 0 to 300 and 80 to
// 220.
TEST(Batch, ATaintAboveOneIsEvidenceAgainstTheOutcome) {
  const BatchPair pair{60, 40, 60};
  const auto bounds = equal(3, pair, 100);
  const BatchPair all{180, 120, 60};
  for (const BatchPair found : {BatchPair{0, 300, 60}, BatchPair{80, 220, 60}}) {
    const double error = batch_overstatement(std::span(&all, 1), std::span(&found, 1));
    EXPECT_GT(error / bounds[0].overstatement, 1);
    EXPECT_EQ(batch_value(error, bounds[0]), 0);
    for (const char* method : {"kaplan-markov", "kaplan-wald", "square-kelly", "agrapa"}) {
      auto test = Martingale::make(method, {}, *batch_claim(bounds));
      for (int i = 0; i < 3; ++i) test->feed(batch_value(error, bounds[0]));
      EXPECT_EQ(test->p_value(), 1);
    }
  }
}

TEST(Batch, RefusesBoundsThatAllowNoChange) {
  EXPECT_FALSE(batch_claim(equal(2, {60, 40, 1000}, 100)));
  EXPECT_FALSE(batch_claim({}));
  EXPECT_FALSE(batch_claim(std::vector<BatchBounds>{{0, 0}, {2, 0}}));
}

}  // namespace
}  // namespace scrutineer
