#include "audit/majority_cost.hpp"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

#include "audit/majority_for_tests.hpp"
#include "base/threads.hpp"

namespace scrutineer {
namespace {

constexpr MajorityDesign kDesigns[] = {MajorityDesign::adaptive, MajorityDesign::bundle,
                                       MajorityDesign::every_seat};

std::vector<MajorityClaim> claims(std::size_t count) {
  std::vector<MajorityClaim> all;
  for (std::size_t t = 0; t < count; ++t) {
    all.push_back(four_places_for_tests());
    all.back().constituencies[0].tally.votes[0] += static_cast<Votes>(t);
    all.back().constituencies[0].tally.cards += static_cast<Votes>(t);
  }
  return all;
}

MajorityCostOptions options(std::int64_t audits) {
  MajorityCostOptions chosen;
  chosen.audits = audits;
  chosen.seed = 7;
  return chosen;
}

TEST(MajorityCost, IsTheCostOfTheAuditsOfEachClaim) {
  const auto all = claims(3);
  const MajorityCost cost = *majority_cost(all, MajorityDesign::adaptive, options(4));
  std::vector<double> ballots, means;
  std::int64_t confirmed = 0;
  for (std::size_t t = 0; t < all.size(); ++t) {
    double sum = 0;
    for (const MajorityRun& run : simulate_majority_audits(
             plan_for_tests(all[t], MajorityDesign::adaptive), reported_cards(all[t]), 4, 7 + t)) {
      ballots.push_back(static_cast<double>(run.ballots));
      sum += ballots.back();
      confirmed += run.confirmed ? 1 : 0;
    }
    means.push_back(sum / 4);
  }
  std::sort(ballots.begin(), ballots.end());
  std::sort(means.begin(), means.end());
  EXPECT_EQ(cost.ballots, ballots);
  EXPECT_EQ(cost.means, means);
  EXPECT_EQ(cost.confirmed, confirmed);
}

TEST(MajorityCost, PlacesAddUpToTheMean) {
  for (const MajorityDesign design : kDesigns) {
    const MajorityCost cost = *majority_cost(claims(5), design, options(3));
    EXPECT_NEAR(std::accumulate(cost.by_constituency.begin(), cost.by_constituency.end(), 0.0),
                mean_of(cost.ballots), 1e-9);
    EXPECT_EQ(cost.ballots.size(), design == MajorityDesign::every_seat ? 5U : 15U);
    EXPECT_EQ(cost.is_simulated, design != MajorityDesign::every_seat);
  }
}

TEST(MajorityCost, OfABundleCanBeExpectedInstead) {
  auto chosen = options(3);
  chosen.expected_only = true;
  const MajorityCost cost = *majority_cost(claims(1), MajorityDesign::bundle, chosen);
  double expected = 0;
  for (const auto& one : plan_for_tests(claims(1)[0], MajorityDesign::bundle).constituencies) {
    expected += expected_ballots(one, 0.05);
  }
  EXPECT_EQ(cost.ballots, std::vector<double>{expected});
  EXPECT_FALSE(cost.is_simulated);
  EXPECT_TRUE(majority_cost(claims(1), MajorityDesign::adaptive, chosen)->is_simulated);
}

TEST(MajorityCost, IsTheSameWhateverTheThreadsAndTellsOfItsProgress) {
  const std::size_t before = threads();
  std::vector<std::size_t> told;
  set_threads(1);
  const auto alone = *majority_cost(claims(20), MajorityDesign::bundle, options(2),
                                    [&](std::size_t done) { told.push_back(done); });
  set_threads(3);
  const auto together = *majority_cost(claims(20), MajorityDesign::bundle, options(2));
  set_threads(before);
  EXPECT_EQ(alone.ballots, together.ballots);
  EXPECT_EQ(alone.by_constituency, together.by_constituency);
  EXPECT_EQ(told.back(), 20U);
}

TEST(MajorityCost, AClaimThatNoSampleCanConfirmIsASentence) {
  auto all = claims(2);
  all[1].needed = 9;
  const auto cost = majority_cost(all, MajorityDesign::adaptive, options(1));
  ASSERT_FALSE(cost);
  EXPECT_NE(cost.error()[0].message.find("not reported"), std::string::npos);
  EXPECT_FALSE(majority_cost({}, MajorityDesign::adaptive, options(1)));
}

}  // namespace
}  // namespace scrutineer
