#include "count/plausibility.hpp"

#include <gtest/gtest.h>

#include "count/example_for_tests.hpp"

namespace scrutineer {
namespace {

// One district with `rows.size()` stations; a row has the votes of red, blue and green.
struct District {
  Election election = small_country();
  ReturnTable table;

  explicit District(const std::vector<std::vector<Votes>>& rows) {
    std::vector<std::uint32_t> units;
    std::vector<std::vector<Count>> columns(3);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      Unit unit;
      unit.id = "s" + std::to_string(r);
      unit.parent = UnitIndex{1};
      unit.level = 2;
      units.push_back(static_cast<std::uint32_t>(election.units.size()));
      election.units.push_back(unit);
      for (std::size_t p = 0; p < 3; ++p) columns[p].push_back(rows[r][p]);
    }
    table = forms_of(election, 0, units,
                     {{"red", columns[0]}, {"blue", columns[1]}, {"green", columns[2]}});
  }
  std::string unit(const Violation& v) const { return election.units[v.unit.value].id; }
};

const std::vector<std::vector<Votes>> kHonest = {
    {2010, 1402, 620}, {1875, 1533, 581}, {2204, 1297, 655}, {1960, 1466, 604}, {2101, 1350, 698}};

std::vector<std::vector<Votes>> with(std::vector<Votes> row) {
  auto rows = kHonest;
  rows.push_back(std::move(row));
  return rows;
}

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
