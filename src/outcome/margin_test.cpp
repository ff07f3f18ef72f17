#include "outcome/margin.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer {
namespace {

ContestVotes one(Rule rule, Seats seats, std::vector<Votes> votes) {
  return {{rule, {}, {}}, {{"only", seats, std::move(votes), 0}}, {}};
}

// Taking C's a-th seat from P, who holds b, under D'Hondt, D = a·v_P − b·v_C: added ⌊D/b⌋+1,
// removed ⌊D/a⌋+1, switched ⌊D/(a+b)⌋+1 (shared notes on seats, 2.2).
TEST(Margin, TwoPartiesUnderTheCambodianRule) {
  const auto contest = one(Rule::hare_then_highest_averages, 11, {300'000, 241'000});
  // 6 : 5; the second party's sixth seat against the first party's sixth.
  const SeatTarget target{{1}, true, 6, {}};
  const Votes distance = 6 * 300'000 - 6 * 241'000;
  EXPECT_EQ(*seat_margin(contest, target, Change::added)->votes, distance / 6 + 1);
  EXPECT_EQ(*seat_margin(contest, target, Change::removed)->votes, distance / 6 + 1);
  const auto switched = seat_margin(contest, target, Change::switched);
  EXPECT_EQ(*switched->votes, distance / 12 + 1);
  EXPECT_EQ(*switched->votes_to_tie, distance / 12);
  ASSERT_EQ(switched->witness.size(), 1u);
  EXPECT_EQ(switched->witness[0].from, 0u);
  EXPECT_EQ(switched->witness[0].to, 1u);
  EXPECT_EQ(switched->by_unit[0].seats_changed, 1);
}

TEST(Margin, WhatHoldsAlreadyCostsNothing) {
  const auto margin =
      seat_margin(one(Rule::dhondt, 3, {5, 3}), {{0}, true, 2, {}}, Change::removed);
  EXPECT_EQ(*margin->votes, 0);
  EXPECT_TRUE(margin->witness.empty());
}

TEST(Margin, WhatNoNumberReachesIsEmptyAndExact) {
  const auto gain =
      seat_margin(one(Rule::sainte_lague, 3, {5, 0}), {{1}, true, 1, {}}, Change::removed);
  EXPECT_FALSE(gain->votes.has_value());
  EXPECT_FALSE(gain->votes_to_tie.has_value());
  EXPECT_TRUE(gain->exact);
  const auto all = seat_margin(one(Rule::dhondt, 3, {5, 4}), {{1}, true, 4, {}}, Change::added);
  EXPECT_FALSE(all->votes.has_value());
  EXPECT_TRUE(all->exact);
}

TEST(Margin, TheCheapestConstituenciesAreTaken) {
  ContestVotes contest{{Rule::dhondt, {}, {}},
                       {{"far", 1, {100, 40}, 0}, {"near", 1, {100, 98}, 0}, {"mid", 1, {9, 1}, 0}},
                       {}};
  const auto margin = seat_margin(contest, {{1}, true, 2, {}}, Change::switched);
  EXPECT_EQ(*margin->votes, 2 + 5);
  ASSERT_EQ(margin->by_unit.size(), 2u);
  EXPECT_EQ(margin->by_unit[0].constituency, 1u);
  EXPECT_EQ(margin->by_unit[0].votes, 2);
  EXPECT_EQ(margin->by_unit[1].votes, 5);
  EXPECT_EQ(*margin->votes_to_tie, 1 + 4);
}

TEST(Margin, ARecordedLotAgainstThePartyCostsOneVote) {
  auto contest = one(Rule::dhondt, 1, {50, 50});
  contest.lots = {{0, 1}};
  const auto margin = seat_margin(contest, {{1}, true, 1, {}}, Change::added);
  EXPECT_EQ(*margin->votes, 1);
  EXPECT_EQ(*margin->votes_to_tie, 1);
  const auto held = seat_margin(contest, {{0}, true, 1, {}}, Change::added);
  EXPECT_EQ(*held->votes, 0);
}

// With a tie open elsewhere, fewer seats are missing to a tie than to a certain majority: prices of
// the first end earlier.
TEST(Margin, AnOpenTieElsewhereDoesNotShortenThePrices) {
  const ContestVotes contest{{Rule::hare_largest_remainder, {}, {}},
                             {{"a", 3, {0, 1, 2, 0}, 0}, {"b", 1, {3, 3, 0, 2}, 0}},
                             {}};
  const auto margin = seat_margin(contest, {{1}, true, 3, {}}, Change::removed);
  EXPECT_EQ(*margin->votes, 2);
  EXPECT_EQ(*margin->votes_to_tie, 1);
}

TEST(Margin, AnySeatOfTheChamber) {
  const auto margin = any_seat_margin(one(Rule::dhondt, 2, {60, 50, 29}), Change::switched);
  // The second party's seat goes to the third: 50 − 11 < 29 + 11.
  EXPECT_EQ(*margin->votes, 11);
  EXPECT_EQ(*margin->votes_to_tie, 11);
  EXPECT_EQ(margin->witness.size(), 1u);
}

TEST(Margin, AnySeatOfOneConstituency) {
  const ContestVotes contest{
      {Rule::dhondt, {}, {}}, {{"a", 5, {3350, 2850}, 0}, {"b", 4, {2510, 2490}, 0}}, {}};
  EXPECT_EQ(any_seat_margin(contest, Change::switched)->votes_to_tie, 250);
  // In b: (2510 + 490) / 3 = (2490 − 490) / 2.
  EXPECT_EQ(any_seat_margin(contest, Change::switched, 1)->votes_to_tie, 490);
}

TEST(Margin, ErrorsAreThoseOfTheAllocator) {
  EXPECT_FALSE(seat_margin(one(Rule::dhondt, 2, {-1, 5}), {{0}, true, 1, {}}, Change::added));
  EXPECT_FALSE(seat_margin(one(Rule::dhondt, 2, {1, 5}), {{2}, true, 1, {}}, Change::added));
  EXPECT_FALSE(seat_margin(one(Rule::dhondt, 2, {1, 5}), {{0}, true, 1, 1}, Change::added));
}

TEST(MarginOfVotes, WhoWins) {
  const VoteTotals totals{{100, 91, 20}, 0};
  EXPECT_EQ(*wins_margin(totals, {0}, Change::switched).votes, 5);
  EXPECT_EQ(*wins_margin(totals, {0}, Change::switched).votes_to_tie, 5);
  EXPECT_EQ(*wins_margin(totals, {0}, Change::added).votes, 10);
  EXPECT_EQ(*wins_margin(totals, {0}, Change::added).votes_to_tie, 9);
  EXPECT_EQ(*wins_margin(totals, {1}, Change::removed).votes, 10);
  EXPECT_EQ(*wins_margin(totals, {2}, Change::switched).votes, 51);
  EXPECT_EQ(*wins_margin({{7, 7}, 0}, {0}, Change::removed).votes, 1);
  EXPECT_EQ(*wins_margin({{7, 7}, 0}, {0}, Change::removed).votes_to_tie, 0);
  EXPECT_FALSE(wins_margin({{7, 0}, 0}, {0}, Change::removed).votes.has_value());
}

TEST(MarginOfVotes, SharesOfABase) {
  const VoteTotals totals{{50, 45}, 5};
  EXPECT_EQ(*share_margin(totals, {0}, {1, 2}, true, false, Change::switched).votes, 1);
  EXPECT_EQ(*share_margin(totals, {0}, {1, 2}, true, false, Change::added).votes, 1);
  EXPECT_EQ(*share_margin(totals, {0}, {1, 2}, false, false, Change::added).votes, 1);
  EXPECT_EQ(*share_margin(totals, {0}, {1, 2}, false, false, Change::removed).votes, 1);
  EXPECT_FALSE(share_margin(totals, {1}, {1, 2}, false, true, Change::removed).votes.has_value());
  EXPECT_EQ(*share_margin(totals, {1}, {1, 2}, false, true, Change::added).votes, 5);
}

}  // namespace
}  // namespace scrutineer
