// An audit of a majority against the definition of its e-value, and what it may not do.
#include "audit/majority.hpp"

#include <cmath>
#include <functional>
#include <limits>

#include <gtest/gtest.h>

#include "audit/majority_for_tests.hpp"
#include "base/random.hpp"

namespace scrutineer {
namespace {

using Ballots = std::vector<std::vector<std::size_t>>;  // by constituency: what each card shows

// The least product over all deficits, of martingales fed apart.
double by_definition(const MajorityPlan& plan, const Ballots& ballots) {
  std::vector<std::vector<double>> log_e(ballots.size());
  for (std::size_t j = 0; j < ballots.size(); ++j) {
    const PlannedConstituency& place = plan.constituencies[j];
    for (const SeatBound& bound : place.claims.bounds) {
      double least = std::numeric_limits<double>::infinity();
      for (const std::size_t a : bound.assertions) {
        Martingale martingale = place.assertions[a].fresh;
        for (const std::size_t shown : ballots[j]) {
          martingale.feed(place.assertions[a].values[shown]);
        }
        least = std::min(least, martingale.log_e());
      }
      log_e[j].push_back(least);
    }
  }
  double least = std::numeric_limits<double>::infinity();
  const std::function<void(std::size_t, Seats, double)> fill = [&](std::size_t j, Seats lost,
                                                                   double sum) {
    if (j == log_e.size()) {
      if (lost > plan.spare()) least = std::min(least, sum);
      return;
    }
    fill(j + 1, lost, sum);
    for (std::size_t d = 1; d <= log_e[j].size(); ++d) {
      fill(j + 1, lost + static_cast<Seats>(d), sum + log_e[j][d - 1]);
    }
  };
  fill(0, 0, 0);
  return least;
}

struct Fed {
  std::size_t constituency, shown;
};

std::vector<Fed> random_ballots(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  std::vector<Fed> ballots;
  for (std::size_t i = 0; i < count; ++i) ballots.push_back({random.below(4), random.below(6)});
  return ballots;
}

TEST(MajorityAudit, HasTheLeastProductOfCurrentEvidenceAndKeepsItsGreatest) {
  const MajorityPlan plan = plan_for_tests(four_places_for_tests(), MajorityDesign::adaptive);
  ASSERT_EQ(plan.reported, 8);
  MajorityAudit audit(plan);
  Ballots ballots(4);
  double greatest = 0;
  for (const Fed& one : random_ballots(120, 3)) {
    audit.feed(one.constituency, one.shown);
    ballots[one.constituency].push_back(one.shown);
    const double expected = by_definition(plan, ballots);
    ASSERT_NEAR(audit.log_e(), expected, 1e-5);
    greatest = std::max(greatest, expected);
    ASSERT_NEAR(audit.greatest_log_e(), greatest, 1e-5);
  }
  EXPECT_EQ(audit.seen(), 120);
}

TEST(MajorityAudit, NeverMultipliesWhatConstituenciesHadAtTheirBest) {
  const MajorityClaim claim = claim_for_tests({{1, {600, 400}}, {1, {600, 400}}}, 1);
  const MajorityPlan plan = plan_for_tests(claim, MajorityDesign::adaptive);
  MajorityAudit audit(plan);
  for (int i = 0; i < 10; ++i) audit.feed(0, 0);
  for (int i = 0; i < 20; ++i) audit.feed(0, 1);
  const double alone = audit.greatest_log_e();
  for (int i = 0; i < 10; ++i) audit.feed(1, 0);
  Martingale first = plan.constituencies[0].assertions[0].fresh;
  for (int i = 0; i < 10; ++i) first.feed(1);
  ASSERT_GT(first.greatest_log_e(), 1);
  EXPECT_GE(alone, first.greatest_log_e() - 1e-5);
  EXPECT_LT(audit.greatest_log_e(), 1.5 * first.greatest_log_e());
}

TEST(MajorityAudit, DoesNotDependOnWhatWasAskedBetweenBallots) {
  for (const auto design : {MajorityDesign::adaptive, MajorityDesign::bundle}) {
    const MajorityPlan plan = plan_for_tests(four_places_for_tests(), design);
    MajorityAudit at_once(plan), in_rounds(plan);
    for (const Fed& one : random_ballots(60, 4)) {
      at_once.feed(one.constituency, one.shown);
      in_rounds.next(1 + in_rounds.seen() % 7);
      in_rounds.feed(one.constituency, one.shown);
    }
    EXPECT_EQ(at_once.greatest_log_e(), in_rounds.greatest_log_e());
    const auto here = at_once.next(50), there = in_rounds.next(50);
    ASSERT_EQ(here.size(), there.size());
    for (std::size_t i = 0; i < here.size(); ++i) EXPECT_EQ(here[i].ballots, there[i].ballots);
  }
}

TEST(MajorityAudit, ReadsInterpretationsAsCards) {
  const MajorityPlan plan = plan_for_tests(four_places_for_tests(), MajorityDesign::adaptive);
  MajorityAudit read(plan), shown(plan);
  Interpretation two;
  two.choices = {0, 1};
  Interpretation missing;
  missing.card = Interpretation::Card::missing;
  Interpretation vote;
  vote.choices = {1};
  for (const Interpretation& one : {two, missing, vote}) read.feed(1, one);
  shown.feed(1, shown_on_card(3, NoVote::no_countable_vote));
  shown.feed(1, shown_on_card(3, NoVote::missing));
  shown.feed(1, 1);
  EXPECT_EQ(read.log_e(), shown.log_e());
  EXPECT_LT(read.log_e(), 0);
}

TEST(MajorityAudit, DividesARoundAmongPlacesThatCanHelp) {
  for (const auto design :
       {MajorityDesign::adaptive, MajorityDesign::bundle, MajorityDesign::every_seat}) {
    const MajorityPlan plan = plan_for_tests(four_places_for_tests(), design);
    MajorityAudit audit(plan);
    for (const std::int64_t ballots : {1, 7, 300}) {
      std::int64_t all = 0;
      for (const DrawHere& here : audit.next(ballots)) {
        all += here.ballots;
        EXPECT_LE(here.ballots, plan.constituencies[here.constituency].cards);
      }
      EXPECT_EQ(all, ballots);
    }
    // More than there are: at most every card once.
    for (const DrawHere& here : audit.next(1'000'000)) {
      EXPECT_LE(here.ballots, plan.constituencies[here.constituency].cards);
    }
  }
}

// Ballots of the bundle with the least, over every choice of seats to give up.
TEST(MajorityPlan, GivesUpTheSeatsThatCostMost) {
  MajorityClaim claim = four_places_for_tests();
  for (const Seats needed : {5, 6, 7}) {
    claim.needed = needed;
    const MajorityPlan plan = plan_for_tests(claim, MajorityDesign::bundle);
    const auto cost = [&](const std::vector<Seats>& given_up) {
      double sum = 0;
      for (std::size_t j = 0; j < given_up.size(); ++j) {
        PlannedConstituency one = plan.constituencies[j];
        const auto d = static_cast<std::size_t>(given_up[j]);
        one.required.clear();
        if (d < one.claims.bounds.size()) one.required = one.claims.bounds[d].assertions;
        sum += expected_ballots(one, 0.05);
      }
      return sum;
    };
    std::vector<Seats> chosen, given_up(4, 0);
    for (const auto& one : plan.constituencies) chosen.push_back(one.given_up);
    double least = std::numeric_limits<double>::infinity();
    const std::function<void(std::size_t, Seats)> fill = [&](std::size_t j, Seats left) {
      if (j == 4) {
        least = std::min(least, cost(given_up));
        return;
      }
      for (Seats d = 0; d <= std::min(left, plan.constituencies[j].claims.reported); ++d) {
        given_up[j] = d;
        fill(j + 1, left - d);
      }
    };
    fill(0, plan.spare());
    EXPECT_NEAR(cost(chosen), least, 1e-9);
  }
}

TEST(MajorityPlan, ConfirmsWithoutABallotWhatNoBallotCanChange) {
  const MajorityClaim claim = claim_for_tests({{2, {500}}, {1, {300}}}, 2);
  for (const auto design :
       {MajorityDesign::adaptive, MajorityDesign::bundle, MajorityDesign::every_seat}) {
    const MajorityPlan plan = plan_for_tests(claim, design);
    const MajorityAudit audit(plan);
    EXPECT_TRUE(audit.confirmed());
    EXPECT_TRUE(audit.next(10).empty());
  }
}

std::string fault_of(const MajorityClaim& claim, MajorityOptions options = {}) {
  const auto plan = plan_majority_audit(claim, options);
  return plan ? "" : to_sentence(plan.error().front());
}

TEST(MajorityPlan, SaysWhyThereIsNothingToConfirm) {
  const auto says = [](const std::string& fault, const std::string& part) {
    EXPECT_NE(fault.find(part), std::string::npos) << fault;
  };
  MajorityClaim claim = four_places_for_tests();
  claim.needed = 9;
  says(fault_of(claim), "The majority is not reported: the reported votes give 8 seats, and 9");
  claim = claim_for_tests({{1, {500, 500}}, {1, {400, 300}}}, 2);
  says(fault_of(claim), "only by a lot");
  claim = claim_for_tests({{3, {0, 0}}}, 2);
  says(fault_of(claim), "not reported");
  claim = four_places_for_tests();
  claim.who.clear();
  says(fault_of(claim), "whose majority");
  claim = four_places_for_tests();
  claim.constituencies[1].tally.votes.pop_back();
  says(fault_of(claim), "the same parties");
  claim = four_places_for_tests();
  claim.constituencies[2].tally.cards = 3;
  EXPECT_NE(fault_of(claim), "");
  says(fault_of({}), "1 to 3,000 constituencies");
  MajorityOptions options;
  options.risk_limit = 1;
  says(fault_of(four_places_for_tests(), options), "risk limit");
}

// At exactly the barrier the party has its seats by law, and no sample can show it.
TEST(MajorityPlan, SaysWhereNoSampleCanConfirm) {
  MajorityClaim claim = claim_for_tests({{3, {100, 500, 400}}, {1, {90, 10, 0}}}, 1);
  claim.who = {0};
  claim.rules.threshold = Threshold{Rational::of(1, 10), Base::valid, Scope::constituency, false};
  claim.constituencies.pop_back();
  claim.constituencies[0].seats = 10;
  EXPECT_NE(fault_of(claim).find("no margin at all"), std::string::npos) << fault_of(claim);
}

}  // namespace
}  // namespace scrutineer
