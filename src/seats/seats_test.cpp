#include "seats/seats.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

Allocation run(Rule rule, Seats seats, std::vector<Votes> votes, const Lot& lot = {}) {
  const auto result = allocate({"", seats, std::move(votes), 0}, {rule, {}, {}}, lot);
  return result.value_or(Allocation{});
}

using List = std::vector<Seats>;

TEST(Seats, DivisorsAreThoseOfTheRules) {
  EXPECT_EQ(divisor(Rule::dhondt, 3), 3);
  EXPECT_EQ(divisor(Rule::hare_then_highest_averages, 3), 3);
  EXPECT_EQ(divisor(Rule::sainte_lague, 3), 5);
  EXPECT_EQ(divisor(Rule::hare_largest_remainder, 3), 0);
  EXPECT_EQ(divisor(Rule::plurality, 1), 0);
}

// Balinski and Young, Fair Representation: two of their tables.
TEST(Seats, BalinskiAndYoungHundredSeats) {
  const std::vector<Votes> votes{5117, 4400, 162, 161, 160};
  EXPECT_EQ(run(Rule::hare_largest_remainder, 100, votes).seats, (List{51, 44, 2, 2, 1}));
  EXPECT_EQ(run(Rule::dhondt, 100, votes).seats, (List{52, 45, 1, 1, 1}));
  EXPECT_EQ(run(Rule::hare_then_highest_averages, 100, votes).seats, (List{52, 45, 1, 1, 1}));
  EXPECT_EQ(run(Rule::sainte_lague, 100, votes).seats, (List{51, 43, 2, 2, 2}));
}

TEST(Seats, BalinskiAndYoungTwentySixSeats) {
  const std::vector<Votes> votes{9061, 7179, 5259, 3319, 1182};
  EXPECT_EQ(run(Rule::dhondt, 26, votes).seats, (List{10, 7, 5, 3, 1}));
  EXPECT_EQ(run(Rule::hare_largest_remainder, 26, votes).seats, (List{9, 7, 5, 4, 1}));
  EXPECT_EQ(run(Rule::sainte_lague, 26, votes).seats, (List{9, 8, 5, 3, 1}));
}

TEST(Seats, PluralityGivesEverySeatToTheLeader) {
  EXPECT_EQ(run(Rule::plurality, 1, {3, 5, 4}).seats, (List{0, 1, 0}));
  EXPECT_EQ(run(Rule::plurality, 6, {3, 5, 4}).seats, (List{0, 6, 0}));
  const auto tied = run(Rule::plurality, 6, {5, 5, 4});
  ASSERT_EQ(tied.ties.size(), 1u);
  EXPECT_TRUE(tied.ties[0].block);
  EXPECT_EQ(tied.ties[0].seats, 6);
  EXPECT_EQ(tied.maximum, (List{6, 6, 0}));
  EXPECT_EQ(tied.minimum, (List{0, 0, 0}));
}

TEST(Seats, ATieAtTheLastSeatIsAResult) {
  const auto tied = run(Rule::dhondt, 4, {6, 3, 3, 1});
  EXPECT_EQ(tied.seats, (List{2, 1, 1, 0}));
  EXPECT_TRUE(tied.settled());
  const auto open = run(Rule::dhondt, 2, {6, 3, 3, 1});
  EXPECT_FALSE(open.settled());
  EXPECT_EQ(open.seats, (List{1, 0, 0, 0}));
  EXPECT_EQ(open.maximum, (List{2, 1, 1, 0}));
  ASSERT_EQ(open.ties.size(), 1u);
  EXPECT_EQ(open.ties[0].candidates, (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(open.ties[0].seats, 1);
  EXPECT_FALSE(open.ties[0].block);
}

TEST(Seats, ARecordedLotIsReplayed) {
  const auto drawn = run(Rule::dhondt, 3, {6, 3, 3, 1}, {2, 0, 1});
  EXPECT_TRUE(drawn.settled());
  EXPECT_EQ(drawn.seats, (List{2, 0, 1, 0}));
  ASSERT_EQ(drawn.ties.size(), 1u);
  EXPECT_TRUE(drawn.ties[0].drawn);
  EXPECT_EQ(drawn.ties[0].seats, 2);
}

TEST(Seats, ALotThatNamesTooFewLeavesTheRestOpen) {
  const auto partly = run(Rule::dhondt, 3, {6, 3, 3, 1}, {2});
  EXPECT_FALSE(partly.settled());
  EXPECT_EQ(partly.seats, (List{1, 0, 1, 0}));
  EXPECT_EQ(partly.maximum, (List{2, 1, 1, 0}));
  ASSERT_EQ(partly.ties.size(), 2u);
  EXPECT_EQ(partly.ties[1].candidates, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(partly.ties[1].seats, 1);
}

TEST(Seats, NobodyWithoutVotesGetsASeat) {
  for (const Rule rule : {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                          Rule::hare_then_highest_averages, Rule::plurality}) {
    EXPECT_EQ(run(rule, 5, {7, 0, 0}).seats, (List{5, 0, 0}));
    const auto empty = run(rule, 5, {0, 0, 0});
    EXPECT_EQ(empty.seats, (List{0, 0, 0}));
    EXPECT_EQ(empty.vacant, 5);
    EXPECT_TRUE(empty.settled());
    EXPECT_EQ(run(rule, 5, {}).vacant, 5);
  }
}

TEST(Seats, TheThresholdKeepsOutWhoeverIsBelowIt) {
  AllocationRules rules{Rule::hare_largest_remainder, Threshold{Rational{1, 10}}, {}};
  const ConstituencyVotes table{"x", 10, {80, 10, 5, 5}, 0};
  EXPECT_EQ(allocate(table, rules)->seats, (List{9, 1, 0, 0}));
  rules.threshold->strict = true;
  EXPECT_EQ(allocate(table, rules)->seats, (List{10, 0, 0, 0}));
  rules.threshold->strict = false;
  EXPECT_EQ(allocate({"x", 10, {80, 10, 5, 5}, 1}, rules)->seats, (List{10, 0, 0, 0}));
  rules.threshold->share = Rational{9, 10};
  EXPECT_EQ(allocate(table, rules)->vacant, 10);
}

TEST(Seats, AThresholdOfTheContestCountsTheVotesElsewhere) {
  const AllocationRules rules{
      Rule::dhondt, Threshold{Rational{1, 10}, Base::valid, Scope::contest}, {}};
  ConstituencyVotes table{"x", 2, {10, 30}, 960};
  EXPECT_EQ(allocate(table, rules)->vacant, 2);
  table.votes_elsewhere = {300, 660};
  EXPECT_EQ(allocate(table, rules)->seats, (List{0, 2}));
  table.votes_elsewhere = {960, 69};
  EXPECT_EQ(allocate(table, rules)->seats, (List{2, 0}));
}

TEST(Seats, ConnectedListsShareTheSeatsOfTheirList) {
  const AllocationRules rules{Rule::dhondt, {}, {{0, 1}}};
  // Alone, B (4 votes) gets nothing; with A the list of 14 takes both seats.
  EXPECT_EQ(allocate({"", 2, {10, 4, 6}, 0}, {Rule::dhondt, {}, {}})->seats, (List{1, 0, 1}));
  EXPECT_EQ(allocate({"", 2, {10, 4, 6}, 0}, rules)->seats, (List{2, 0, 0}));
}

TEST(Seats, AnOpenLotBetweenListsLeavesTheMembersOpen) {
  const AllocationRules rules{Rule::dhondt, {}, {{0, 1}}};
  const ConstituencyVotes table{"", 2, {8, 6, 7}, 0};  // 14 : 7, so 14/2 ties with 7
  const auto open = allocate(table, rules);
  EXPECT_EQ(open->minimum, (List{1, 0, 0}));
  EXPECT_EQ(open->maximum, (List{1, 1, 1}));
  EXPECT_EQ(open->ties[0].candidates, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(allocate(table, rules, {1, 2})->seats, (List{1, 1, 0}));
  EXPECT_EQ(allocate(table, rules, {2, 1})->seats, (List{1, 0, 1}));
}

TEST(Seats, TheProtocolOfTheCambodianRule) {
  const auto result =
      allocate({"", 3, {60, 30, 10}, 0}, {Rule::hare_then_highest_averages, {}, {}}, {}, true);
  ASSERT_EQ(result->steps.size(), 6u);
  EXPECT_EQ(result->steps[0].kind, Step::Kind::quota);
  EXPECT_EQ(result->steps[0].value, (Rational{100, 3}));
  EXPECT_EQ(result->steps[1].number, 1);
  EXPECT_EQ(result->steps[1].value, (Rational{80, 3}));
  EXPECT_EQ(result->steps[2].number, 0);
  EXPECT_EQ(result->steps[4].kind, Step::Kind::seat);
  EXPECT_EQ(result->steps[4].number, 2);
  EXPECT_EQ(result->steps[4].party, 0u);
  EXPECT_EQ(result->steps[4].divisor, 2);
  EXPECT_EQ(result->steps[4].value, (Rational{30, 1}));
  EXPECT_EQ(result->steps[5].party, 1u);
  EXPECT_EQ(result->seats, (List{2, 1, 0}));
}

TEST(Seats, TheProtocolOfQuotientsThresholdAndLot) {
  AllocationRules rules{Rule::dhondt, Threshold{Rational{1, 10}}, {}};
  const auto result = allocate({"", 2, {6, 3, 3, 1}, 0}, rules, {1}, true);
  ASSERT_EQ(result->steps.size(), 3u);
  EXPECT_EQ(result->steps[0].kind, Step::Kind::below_threshold);
  EXPECT_EQ(result->steps[0].party, 3u);
  EXPECT_EQ(result->steps[0].value, (Rational{1, 13}));
  EXPECT_EQ(result->steps[1].kind, Step::Kind::seat);
  EXPECT_EQ(result->steps[1].value, (Rational{6, 1}));
  EXPECT_EQ(result->steps[2].kind, Step::Kind::lot);
  EXPECT_EQ(result->steps[2].party, 1u);
  EXPECT_EQ(result->steps[2].number, 2);
}

TEST(Seats, HugeNumbersAreExactAndQuick) {
  const Votes half = kMaximumCount / 2;
  for (const Rule rule : {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                          Rule::hare_then_highest_averages}) {
    const auto result = run(rule, kMaximumCount - 1, {half, half - 1, 1});
    const Seats open = result.ties.empty() ? 0 : result.ties[0].seats;
    EXPECT_EQ(result.seats[0] + result.seats[1] + result.seats[2] + open, kMaximumCount - 1);
  }
}

TEST(Seats, BadInputIsSaidAllAtOnce) {
  const auto result = allocate({"kandal", -1, {5, -2, kMaximumCount + 1}, 0}, {});
  ASSERT_FALSE(result.has_value());
  ASSERT_EQ(result.error().size(), 3u);
  EXPECT_EQ(to_sentence(result.error()[1]),
            "Constituency kandal: the count of party 2 is -2, expected a whole number from 0 to "
            "1000000000000000.");
  EXPECT_FALSE(allocate({"", 1, {kMaximumCount, 1}, 0}, {}).has_value());
  EXPECT_FALSE(allocate({"", 1, {kMaximumCount}, 1}, {}).has_value());
  EXPECT_FALSE(allocate({"", 1, {1, 1}, 0}, {Rule::dhondt, {}, {{0, 1}, {1}}}).has_value());
  EXPECT_FALSE(allocate({"", 1, {1, 1}, 0}, {Rule::dhondt, {}, {{7}}}).has_value());
  EXPECT_FALSE(allocate({"", 1, {1, 1}, 0}, {}, {0, 0}).has_value());
  EXPECT_FALSE(allocate({"", kMaximumCount, {1, 1}, 0}, {}, {}, true).has_value());
}

}  // namespace
}  // namespace scrutineer
