#include "count/plausibility.hpp"

#include <gtest/gtest.h>

#include "count/district_for_tests.hpp"

namespace scrutineer {
namespace {

TEST(Plausibility, HonestFormsAreNotWarnedOf) {
  District district(kHonest);
  district.election.returns = {district.table};
  EXPECT_TRUE(find_implausible(district.election).empty());
}

TEST(Plausibility, AFormThatIsOneVoteFromAnotherIsANearCopy) {
  const District district(with({2010, 1403, 620}));
  const auto found = find_near_copies(district.election, district.table);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "near-copy");
  EXPECT_EQ(found[0].severity, Severity::warning);
  EXPECT_EQ(district.unit(found[0]), "s5");
  EXPECT_EQ(found[0].found, "1 votes from those of s0");
}

TEST(Plausibility, AnIdenticalFormBelowTheSameParentIsLeftToTheCheckForIt) {
  const District district(with({2010, 1402, 620}));
  EXPECT_TRUE(find_near_copies(district.election, district.table).empty());
}

TEST(Plausibility, SmallFormsAreCloseByChance) {
  const District district({{40, 41, 30}, {42, 40, 30}, {40, 38, 30}, {39, 42, 31}, {44, 41, 31}});
  EXPECT_TRUE(find_near_copies(district.election, district.table).empty());
}

TEST(Plausibility, VotesThatAreNotStatedAreNotCompared) {
  District district(with({2010, 1403, 620}));
  for (Column& column : district.table.columns) column.cells.set(5, std::nullopt);
  EXPECT_TRUE(find_near_copies(district.election, district.table).empty());
}

TEST(Plausibility, EnormousCountsAreComparedWithoutOverflow) {
  const Votes many = kMaximumCount;
  const District district({{many, many, many},
                           {many, many, many - 1},
                           {1, 2, 3},
                           {many, 1, 1},
                           {90'000'000, 1, 1},
                           {90'000'001, 1, 1}});
  find_near_copies(district.election, district.table);
}

// Revisions 0 and 1 of two stations: one repeats, one has fewer votes.
TEST(Plausibility, ARevisionThatRepeatsTheOneBeforeIsFound) {
  const Election election = small_country();
  ReturnTable table =
      forms_of(election, 0, {3, 3, 4, 4}, {{"cast", {90, 90, 80, 81}}, {"red", {50, 50, 40, 38}}});
  table.revision = {0, 1, 0, 1};
  const auto repeated = find_repeated_returns(election, table);
  ASSERT_EQ(repeated.size(), 1U);
  EXPECT_EQ(repeated[0].unit, UnitIndex{3});
  EXPECT_EQ(repeated[0].found, "revision 1 states what revision 0 does");
}

}  // namespace
}  // namespace scrutineer
