// Simulated audits: right majorities are confirmed, lost ones hardly ever, whatever the threads.
#include "audit/majority_simulation.hpp"

#include <gtest/gtest.h>

#include "audit/majority_for_tests.hpp"
#include "base/threads.hpp"

namespace scrutineer {
namespace {

double mean_ballots(const std::vector<MajorityRun>& runs) {
  double sum = 0;
  for (const MajorityRun& run : runs) sum += static_cast<double>(run.ballots);
  return sum / static_cast<double>(runs.size());
}

// Six places with two seats of three each, all about as hard to confirm, and two seats to spare.
MajorityClaim six_places() {
  return claim_for_tests({{3, {3'000, 2'000}, 90},
                          {3, {3'000, 2'050}, 80},
                          {3, {3'000, 2'000}, 70},
                          {3, {3'000, 1'950}, 60},
                          {3, {2'900, 2'000}, 50},
                          {3, {2'950, 2'000}, 40}},
                         10);
}

TEST(MajoritySimulation, ConfirmsARightMajorityAndAdaptiveNeedsLeast) {
  const MajorityClaim claim = six_places();
  std::vector<double> means;
  for (const auto design :
       {MajorityDesign::adaptive, MajorityDesign::bundle, MajorityDesign::every_seat}) {
    const MajorityPlan plan = plan_for_tests(claim, design);
    const auto runs = simulate_majority_audits(plan, reported_cards(claim), 60, 1);
    for (const MajorityRun& run : runs) {
      ASSERT_TRUE(run.confirmed);
      std::int64_t all = 0;
      for (const std::int64_t ballots : run.by_constituency) all += ballots;
      ASSERT_EQ(all, run.ballots);
    }
    means.push_back(mean_ballots(runs));
  }
  EXPECT_LT(means[0], 0.8 * means[1]);
  EXPECT_LT(means[1], 0.9 * means[2]);
}

TEST(MajoritySimulation, FollowsFromTheSeedWhateverTheThreads) {
  const MajorityClaim claim = four_places_for_tests();
  const MajorityPlan plan = plan_for_tests(claim, MajorityDesign::adaptive);
  const auto run = [&](std::size_t count, std::uint64_t seed) {
    set_threads(count);
    std::vector<std::vector<std::int64_t>> all;
    for (const auto& one : simulate_majority_audits(plan, reported_cards(claim), 12, seed)) {
      all.push_back(one.by_constituency);
    }
    return all;
  };
  const auto expected = run(1, 5);
  EXPECT_EQ(run(3, 5), expected);
  EXPECT_NE(run(1, 6), expected);
  set_threads(1);
}

// In two places the second seat is level: of eight seats six are sure, and seven are needed.
TEST(MajoritySimulation, ConfirmsALostMajorityNoMoreThanItsRiskLimitAllows) {
  const MajorityClaim claim = claim_for_tests(
      {{3, {210, 120}, 10}, {3, {205, 120}, 10}, {3, {220, 110}, 10}, {3, {200, 110}, 10}}, 7);
  const MajorityPlan plan = plan_for_tests(claim, MajorityDesign::adaptive);
  ASSERT_EQ(plan.reported, 8);
  CardCounts apart = reported_cards(claim);
  apart[0] = {165, 165, 10, 0, 0};
  apart[1] = {162, 162, 11, 0, 0};
  constexpr std::int64_t kAudits = 400, kMost = 44;  // of 400 at 5 per cent, at one in a million
  std::int64_t wrong = 0;
  for (const MajorityRun& run : simulate_majority_audits(plan, apart, kAudits, 9)) {
    wrong += run.confirmed ? 1 : 0;
  }
  EXPECT_LT(wrong, kMost);
}

TEST(MajoritySimulation, EndsWhereItWasToldTo) {
  const MajorityClaim claim = four_places_for_tests();
  const MajorityPlan plan = plan_for_tests(claim, MajorityDesign::adaptive);
  const auto run =
      simulate_majority_audit(plan, reported_cards(claim), Random(2), MajoritySimulation{5, 3});
  EXPECT_FALSE(run.confirmed);
  EXPECT_EQ(run.ballots, 3);
}

}  // namespace
}  // namespace scrutineer
