#include "election/basis.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

// A country of two provinces; "a" has two stations, "b" has none.
Election two_provinces() {
  Election election;
  election.parties = {{"red", {}, ""}, {"blue", {}, ""}};
  election.sources = {{"nec", {}, Role::commission, "", ""}};
  election.levels = {"country", "province", "station"};
  const auto unit = [](std::string id, std::optional<std::uint32_t> parent, std::uint32_t level,
                       Count seats) {
    Unit u;
    u.id = std::move(id);
    if (parent) u.parent = UnitIndex{*parent};
    u.level = level;
    u.seats = seats;
    return u;
  };
  election.units = {unit("country", {}, 0, {}), unit("b", 0, 1, 1), unit("a", 0, 1, 2),
                    unit("a-1", 2, 2, {}), unit("a-2", 2, 2, {})};
  Contest contest;
  contest.seats = 3;
  contest.constituencies = "province";
  election.contests = {contest};
  return election;
}

ReturnTable table(std::vector<std::uint32_t> units, std::vector<Count> red,
                  std::vector<Count> blue) {
  ReturnTable t;
  for (const std::uint32_t u : units) t.unit.push_back({u});
  t.revision.assign(units.size(), 0);
  t.stated_at.assign(units.size(), "");
  t.columns = {{{}, PartyIndex{0}, "", std::move(red)}, {{}, PartyIndex{1}, "", std::move(blue)}};
  return t;
}

TEST(Basis, SumsTheStationsAndDoesNotAddTheStatedTotalAboveThem) {
  Election election = two_provinces();
  election.returns = {table({1, 2, 3, 4}, {5, 30, 10, 20}, {6, 7, 3, 4})};
  const Basis basis = arrange(election, {0}, {0});
  ASSERT_EQ(basis.constituencies.size(), 2U);
  EXPECT_EQ(basis.constituencies[0].votes, (std::vector<Votes>{30, 7}));
  EXPECT_EQ(basis.constituencies[1].votes, (std::vector<Votes>{5, 6}));
  EXPECT_EQ(basis.cells.size(), 3U);
  EXPECT_TRUE(basis.complete());
}

TEST(Basis, AStatedTotalStandsForStationsThatStateNothing) {
  Election election = two_provinces();
  election.returns = {table({1, 2}, {5, 30}, {6, 7})};
  const Basis basis = arrange(election, {0}, {0});
  EXPECT_EQ(basis.constituencies[0].votes, (std::vector<Votes>{30, 7}));
  EXPECT_TRUE(basis.complete());
}

TEST(Basis, AStationWithoutAReturnIsAnUnreportedCell) {
  Election election = two_provinces();
  election.units[4].registered = 500;
  election.returns = {table({1, 3}, {5, 10}, {6, 3})};
  const Basis basis = arrange(election, {0}, {0});
  ASSERT_EQ(basis.cells.size(), 3U);
  EXPECT_FALSE(basis.cells[1].reported);
  EXPECT_EQ(basis.cells[1].registered, Count{500});
}

TEST(Basis, AnEmptyCellIsMissingAndNotZero) {
  Election election = two_provinces();
  election.returns = {table({1, 3, 4}, {5, 10, {}}, {6, 3, 4})};
  const Basis basis = arrange(election, {0}, {0});
  ASSERT_EQ(basis.missing.size(), 1U);
  EXPECT_EQ(basis.missing[0].what, "votes of red");
  EXPECT_FALSE(basis.constituencies[0].complete);
}

TEST(Basis, AConstituencyWithoutAnyVotesIsMissing) {
  Election election = two_provinces();
  election.returns = {table({1}, {5}, {6})};
  const Basis basis = arrange(election, {0}, {0});
  ASSERT_EQ(basis.missing.size(), 1U);
  EXPECT_EQ(basis.missing[0].what, "votes");
  EXPECT_EQ(basis.missing[0].unit, UnitIndex{2});
}

TEST(Basis, TheHighestRevisionIsCurrentAndTheOthersRemain) {
  Election election = two_provinces();
  election.returns = {table({1, 2, 1}, {5, 30, 9}, {6, 7, 1})};
  election.returns[0].revision = {0, 0, 1};
  const Basis basis = arrange(election, {0}, {0});
  EXPECT_EQ(basis.constituencies[1].votes, (std::vector<Votes>{9, 1}));
  EXPECT_EQ(election.returns[0].unit.size(), 3U);
}

TEST(Basis, TheCountrysOwnRowStandsForPartsThatAreNotPublished) {
  Election election = two_provinces();
  election.returns = {table({0, 1}, {35, 5}, {13, 6})};
  const Basis whole = arrange_whole(election, {0}, {0});
  ASSERT_TRUE(whole.complete());
  EXPECT_EQ(whole.constituencies[0].votes, (std::vector<Votes>{35, 13}));
  election.returns = {table({0, 1, 2}, {99, 5, 30}, {99, 6, 7})};
  EXPECT_EQ(arrange_whole(election, {0}, {0}).constituencies[0].votes,
            (std::vector<Votes>{35, 13}));
}

TEST(Basis, AThresholdOfTheVotesCastNeedsThemStated) {
  Election election = two_provinces();
  election.returns = {table({1, 2}, {5, 30}, {6, 7})};
  election.contests[0].threshold = Threshold{{1, 20}, Base::cast, Scope::constituency, false};
  const Basis basis = arrange(election, {0}, {0});
  ASSERT_EQ(basis.missing.size(), 2U);
  EXPECT_EQ(basis.missing[0].what, "cast");
  EXPECT_TRUE(arrange_whole(election, {0}, {0}).complete());
  election.returns[0].columns.push_back({Field::cast, {}, "", {11, 40}});
  EXPECT_TRUE(arrange(election, {0}, {0}).complete());
}

TEST(Basis, CandidatesAddUpToTheirListWhereItsTotalIsNotStated) {
  Election election = two_provinces();
  election.returns = {table({1, 2}, {5, 30}, {{}, 7})};
  election.returns[0].columns.push_back({{}, PartyIndex{1}, "first", {2, 4}});
  election.returns[0].columns.push_back({{}, PartyIndex{1}, "second", {1, {}}});
  const Basis basis = arrange(election, {0}, {0});
  EXPECT_EQ(basis.constituencies[1].votes, (std::vector<Votes>{5, 3}));
  EXPECT_EQ(basis.constituencies[0].votes, (std::vector<Votes>{30, 7}));
}

}  // namespace
}  // namespace scrutineer
