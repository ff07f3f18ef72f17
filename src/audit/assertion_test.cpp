#include "audit/assertion.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "audit/assertion_cases_for_tests.hpp"

namespace scrutineer {
namespace {

Interpretation choosing(std::vector<std::size_t> choices) {
  Interpretation ballot;
  ballot.choices = std::move(choices);
  return ballot;
}

double value(const Assertion& assertion, const Interpretation& ballot) {
  return to_double(value_of(assertion.assorter, ballot));
}

ContestTally tally_of(std::vector<Votes> votes, Votes cards, Votes invalid = 0) {
  ContestTally tally;
  tally.contest = "mayor";
  tally.votes = std::move(votes);
  tally.cards = cards;
  tally.invalid = invalid;
  return tally;
}

constexpr double kNever = std::numeric_limits<double>::infinity();

TEST(Assertion, OfPluralityIsTheTextbookAssorter) {
  const auto set = plurality_assertions(tally_of({60, 40, 10}, 120), 1);
  ASSERT_EQ(set->assertions.size(), 2U);
  const Assertion& first = set->assertions.front();
  EXPECT_EQ(first.kind, AssertionKind::plurality);
  EXPECT_EQ(value(first, choosing({0})), 1);
  EXPECT_EQ(value(first, choosing({1})), 0);
  EXPECT_EQ(value(first, choosing({2})), 0.5);
  EXPECT_EQ(value(first, choosing({})), 0.5);
  EXPECT_EQ(value(first, choosing({0, 1})), 0.5);  // more choices than allowed
  EXPECT_EQ(value(first, choosing({7})), 0.5);     // nobody of that number
  EXPECT_EQ(to_double(upper_bound(first.assorter)), 1);
  EXPECT_EQ(first.margin.numerator * 6, first.margin.denominator);
}

TEST(Assertion, ACardThatIsMissingIsWorthNothingAndOneWithoutTheContestOneHalf) {
  const auto set = plurality_assertions(tally_of({60, 40}, 120), 1);
  Interpretation card = choosing({0});
  card.card = Interpretation::Card::missing;
  EXPECT_EQ(value(set->assertions[0], card), 0);
  card.card = Interpretation::Card::without_contest;
  EXPECT_EQ(value(set->assertions[0], card), 0.5);
}

TEST(Assertion, OfScoringComparesPoints) {
  ContestTally tally = tally_of({300, 200}, 100);
  tally.form.most_score = 5;
  tally.valid = 100;
  const auto set = scoring_assertions(tally, 1);
  Interpretation ballot;
  ballot.scores = {5, 2};
  EXPECT_EQ(value(set->assertions[0], ballot), 0.8);
  ballot.scores = {6, 0};  // beyond the highest score
  EXPECT_EQ(value(set->assertions[0], ballot), 0.5);
  EXPECT_DOUBLE_EQ(diluted_margin(set->assertions[0]), 0.2);
}

// Section 5.7 of the notes: the margin is over the valid votes, not over the cards: not 0 but 0.2.
TEST(Assertion, OfAMajorityIsOverTheValidVotes) {
  const auto set = supermajority_assertions(tally_of({5000, 3000}, 10'000, 2000), {1, 2});
  ASSERT_EQ(set->assertions.size(), 1U);
  EXPECT_DOUBLE_EQ(diluted_margin(set->assertions[0]), 0.2);
  const auto higher = supermajority_assertions(tally_of({70, 20, 10}, 100), {2, 3});
  EXPECT_EQ(value(higher->assertions[0], choosing({0})), 0.75);
  EXPECT_EQ(value(higher->assertions[0], choosing({2})), 0);
  EXPECT_EQ(value(higher->assertions[0], choosing({})), 0.5);
}

TEST(Assertion, NoMajorityIsOneAssertionForEachCandidate) {
  const auto set = supermajority_assertions(tally_of({45, 35, 20}, 100), {1, 2});
  ASSERT_EQ(set->assertions.size(), 3U);
  for (const Assertion& one : set->assertions) EXPECT_EQ(one.kind, AssertionKind::below_share);
  EXPECT_EQ(value(set->assertions[0], choosing({0})), 0);
  EXPECT_EQ(value(set->assertions[0], choosing({1})), 1);
}

TEST(Assertion, OfFullQuotasIsASupermajorityOfKSeatsInS) {
  const auto one = full_quotas_assertion(tally_of({50, 30, 20}, 100), 0, 2, 5);
  EXPECT_EQ(value(*one, choosing({0})), 1.25);
  EXPECT_DOUBLE_EQ(diluted_margin(*one), 0.25);
  EXPECT_FALSE(full_quotas_assertion(tally_of({50, 50}, 100), 0, 5, 5));
}

TEST(Assertion, OfHighestAveragesHasTheAssorterOfTheNotes) {
  const auto set = seat_assertions(tally_of({62, 38}, 100), 4, {Rule::dhondt, {}, {}});
  ASSERT_EQ(set->assertions.size(), 2U);
  const Assertion& first = set->assertions[0];  // 62/3 against 38/2
  EXPECT_EQ(first.winner_seat, 3);
  EXPECT_EQ(first.loser_seat, 2);
  EXPECT_DOUBLE_EQ(value(first, choosing({0})), (1 + 2.0 / 3) / 2);
  EXPECT_EQ(value(first, choosing({1})), 0);
  EXPECT_DOUBLE_EQ(diluted_margin(first), 2 * (62.0 / 3 - 38.0 / 2) / 100);
}

TEST(Assertion, OfLargestRemaindersHasTheAssorterOfTheNotes) {
  const auto set =
      seat_assertions(tally_of({60, 40}, 100), 4, {Rule::hare_largest_remainder, {}, {}});
  const Assertion& first = set->assertions[0];  // 2 seats each: d = −1/4
  const double d = -0.25;
  EXPECT_DOUBLE_EQ(value(first, choosing({0})), 1 / (1 + d));
  EXPECT_EQ(value(first, choosing({1})), 0);
  EXPECT_EQ(value(first, choosing({})), 0.5);
  const auto more =
      seat_assertions(tally_of({60, 30, 10}, 100), 4, {Rule::hare_largest_remainder, {}, {}});
  // 60 against 30 with 2 and 1 seats: d = 0; a vote for the third is worth 1/2.
  EXPECT_EQ(value(more->assertions[0], choosing({2})), 0.5);
}

TEST(Assertion, OfALinearClaimIsScaledToItsWorstBallot) {
  const auto one = linear_assertion(tally_of({50, 30, 20}, 100), {{4, -6, -2}, 0, 0, 0}, {0});
  EXPECT_DOUBLE_EQ(value(*one, choosing({0})), 0.5 + 2.0 / 6);
  EXPECT_EQ(value(*one, choosing({1})), 0);
  EXPECT_FALSE(linear_assertion(tally_of({50, 30}, 100), {{0, 0}, 0, 0, 0}, {0}));
  EXPECT_FALSE(linear_assertion(tally_of({50, 30}, 100), {{1}, 0, 0, 0}, {0}));
}

// Stark & Teague 2014: 13 seats, two connected lists; risk limit 0.1 %, γ 0.95: 1,903 ballots.
TEST(Assertion, Denmark2014NeedsThePublishedNumberOfBallots) {
  const auto set = seat_assertions(
      tally_of({435245, 148949, 208262, 249305, 65480, 183724, 605889, 379840}, 2'332'217), 13,
      {Rule::dhondt, {}, {{0, 1, 3}, {2, 7}}});
  ASSERT_EQ(set->standing, Standing::contested);
  double least = 1;
  for (const Assertion& one : set->assertions) {
    least = std::min(least, diluted_margin(one) / 2 / to_double(upper_bound(one.assorter)));
  }
  EXPECT_NEAR(1 / (least * 2'332'217), 1.124e-4, 5e-8);
  const double factor = 0.95 / (1 - least) + 0.05;
  EXPECT_EQ(std::ceil(std::log(1000) / std::log(factor)), 1903);
}

// Belgium 2024, East Flanders: the twentieth seat, 127,758 / 3 against 125,871 / 3.
TEST(Assertion, EastFlanders2024ComparesTheLastTwoQuotients) {
  const auto tally = tally_of(
      {234888, 231470, 127758, 125871, 119200, 103722, 75942, 8057, 8007, 2352, 1390}, 1'083'369);
  const auto set = seat_assertions(
      tally, 20, {Rule::dhondt, Threshold{{5, 100}, Base::valid, Scope::constituency, false}, {}});
  int found = 0, above = 0;
  for (const Assertion& one : set->assertions) {
    above += one.kind == AssertionKind::above_share ? 1 : 0;
    if (one.winner.position != 2 || one.loser != Contender{3}) continue;
    ++found;
    EXPECT_EQ(one.winner_seat, 3);
    EXPECT_EQ(one.loser_seat, 3);
    EXPECT_DOUBLE_EQ(diluted_margin(one), 1887.0 / 1'083'369);
  }
  EXPECT_EQ(found, 1);
  EXPECT_EQ(above, 7);
  EXPECT_EQ(set->assertions.size(), 11U + 7 * 6);
}

// Arlo's published average sample numbers at 10 %.
TEST(Difficulty, OfBravoIsThePublishedAverageSampleNumber) {
  const Difficulty bravo{DifficultyTest::bravo, 0.1, 1.1};
  EXPECT_EQ(std::ceil(difficulty_of(bravo, 600, 400, 1000)), 119);
  EXPECT_EQ(std::ceil(difficulty_of(bravo, 10'000, 9000, 20'000)), 1769);
  EXPECT_EQ(std::ceil(difficulty_of(bravo, 300, 200, 1000)), 238);
}

TEST(Difficulty, OfNoMarginIsInfinite) {
  const auto set = plurality_assertions(tally_of({50, 50}, 100), 1);
  for (const auto test :
       {DifficultyTest::one_on_margin, DifficultyTest::bravo, DifficultyTest::macro}) {
    EXPECT_EQ(difficulty_of({test}, set->assertions[0]), kNever);
    EXPECT_EQ(difficulty_of({test}, 5, 5, 100), kNever);
  }
}

TEST(Difficulty, OfBravoIsNotStatedForSeats) {
  const auto set = seat_assertions(tally_of({60, 40}, 100), 4, {Rule::dhondt, {}, {}});
  EXPECT_EQ(difficulty_of({DifficultyTest::bravo}, set->assertions[0]), std::nullopt);
  EXPECT_TRUE(difficulty_of({DifficultyTest::macro}, set->assertions[0]));
}

TEST(Difficulty, OfTalliesAndOfTheirAssertionAgree) {
  const auto set = plurality_assertions(tally_of({60, 40}, 120), 1);
  for (const auto test :
       {DifficultyTest::one_on_margin, DifficultyTest::bravo, DifficultyTest::macro}) {
    EXPECT_DOUBLE_EQ(*difficulty_of({test}, set->assertions[0]),
                     difficulty_of({test}, 60, 40, 120));
  }
}

TEST(AssertionStanding, ATieHasAnAssertionOfMarginZero) {
  const auto set = plurality_assertions(tally_of({50, 50, 3}, 120), 1);
  EXPECT_EQ(set->standing, Standing::tie);
  EXPECT_EQ(diluted_margin(set->assertions[0]), 0);
  const auto seats = seat_assertions(tally_of({60, 20, 20}, 100), 4, {Rule::dhondt, {}, {}});
  EXPECT_EQ(seats->standing, Standing::tie);
  int level = 0;
  for (const Assertion& one : seats->assertions) level += one.margin.numerator == 0 ? 1 : 0;
  EXPECT_EQ(level, 3);  // 60/3, 20/1 and 20/1 for two seats
}

TEST(AssertionStanding, ADrawnLotLeavesTheTieATie) {
  const auto set =
      seat_assertions(tally_of({60, 20, 20}, 100), 3, {Rule::dhondt, {}, {}}, {1, 0, 2});
  EXPECT_EQ(set->standing, Standing::tie);
}

TEST(AssertionStanding, AnUncontestedContestHasNoAssertion) {
  EXPECT_EQ(plurality_assertions(tally_of({50}, 100), 1)->standing, Standing::uncontested);
  const auto more =
      plurality_assertions(tally_of({50, 3}, 100), 5);  // more winners than candidates
  EXPECT_EQ(more->standing, Standing::uncontested);
  EXPECT_TRUE(more->assertions.empty());
  EXPECT_EQ(seat_assertions(tally_of({50}, 100), 3, {Rule::dhondt, {}, {}})->standing,
            Standing::uncontested);
  EXPECT_EQ(seat_assertions(tally_of({50, 20}, 100), 0, {Rule::dhondt, {}, {}})->standing,
            Standing::uncontested);
}

TEST(AssertionStanding, WithoutVotesThereIsNothingToConfirm) {
  EXPECT_EQ(plurality_assertions(tally_of({0, 0}, 100), 1)->standing, Standing::no_votes);
  EXPECT_EQ(supermajority_assertions(tally_of({0, 0}, 0), {1, 2})->standing, Standing::no_votes);
  EXPECT_EQ(seat_assertions(tally_of({0, 0}, 100), 3, {Rule::sainte_lague, {}, {}})->standing,
            Standing::no_votes);
}

TEST(AssertionStanding, NobodyAboveTheBarrierIsConfirmedByTheBarrierAlone) {
  const Threshold half{{1, 2}, Base::valid, Scope::constituency, true};
  const auto set = seat_assertions(tally_of({40, 40, 20}, 100), 3, {Rule::dhondt, half, {}});
  EXPECT_EQ(set->standing, Standing::contested);
  EXPECT_EQ(set->assertions.size(), 3U);
}

TEST(AssertionStanding, ExactlyOnTheBarrierIsATie) {
  const Threshold tenth{{1, 10}, Base::valid, Scope::constituency, false};
  const auto set = seat_assertions(tally_of({90, 10}, 100), 3, {Rule::dhondt, tenth, {}});
  EXPECT_EQ(set->standing, Standing::tie);
}

TEST(AssertionStanding, AHundredAndOneCandidatesAreAHundredAssertions) {
  std::vector<Votes> votes;
  for (Votes c = 0; c < 101; ++c) votes.push_back(1000 - c);
  const auto set = plurality_assertions(tally_of(votes, 200'000), 1);
  EXPECT_EQ(set->assertions.size(), 100U);
  EXPECT_EQ(set->standing, Standing::contested);
  EXPECT_EQ(seat_assertions(tally_of(votes, 200'000), 51, {Rule::dhondt, {}, {}})->standing,
            Standing::contested);
}

TEST(AssertionInput, ThatContradictsItselfIsRefusedWithASentence) {
  EXPECT_EQ(to_sentence(plurality_assertions(tally_of({60, 50}, 100), 1).error()[0]),
            "mayor: 110 ballots are reported but at most 100 cards hold the contest.");
  EXPECT_FALSE(plurality_assertions(tally_of({-1, 50}, 100), 1));
  EXPECT_FALSE(plurality_assertions(tally_of({60, 40}, 100), 0));
  EXPECT_FALSE(plurality_assertions(tally_of({kMaximumCount + 1, 40}, 100), 1));
  EXPECT_FALSE(supermajority_assertions(tally_of({60, 40}, 100), {1, 3}));
  const Threshold of_registered{{1, 10}, Base::registered, Scope::constituency, false};
  EXPECT_FALSE(barrier_assertions(tally_of({60, 40}, 100), of_registered));  // of how many?
  ContestTally approval = tally_of({60, 50}, 100);
  approval.form.most_choices = 2;
  EXPECT_FALSE(plurality_assertions(approval, 1));  // how many ballots is not stated
  approval.valid = 55;
  EXPECT_FALSE(plurality_assertions(approval, 1));  // 60 votes of 55 ballots
  EXPECT_FALSE(seat_assertions(tally_of({60, 40}, 100), -1, {Rule::dhondt, {}, {}}));
  EXPECT_FALSE(seat_assertions(tally_of({60, 40}, 100), 3, {Rule::dhondt, {}, {{0, 9}}}));
}

TEST(Fraction, RoundsDownAndNeverAbove) {
  EXPECT_EQ(rounded_down({1, 2}), 0.5);
  EXPECT_EQ(rounded_down({6, 12}), 0.5);
  for (Wide n = 1; n < 200; ++n) {
    for (Wide d = 1; d < 200; ++d) {
      const double down = rounded_down({n, d});
      EXPECT_LE(std::fma(down, static_cast<double>(d), -static_cast<double>(n)), 0);
      EXPECT_GT(std::nextafter(down, 1e9) * static_cast<double>(d) * (1 + 1e-15),
                static_cast<double>(n));
    }
  }
  const Wide big = Wide{kMaximumCount} * kMaximumCount;
  EXPECT_LT(rounded_down({big, big + 1}), 1);
}

}  // namespace
}  // namespace scrutineer
