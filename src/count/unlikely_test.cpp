#include "count/unlikely.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"
#include "count/district_for_tests.hpp"

namespace scrutineer {
namespace {

std::vector<Violation> unlikely(const District& district) {
  return find_unlikely_counts(district.election, district.table);
}

TEST(Unlikely, HonestFormsAreNotWarnedOf) { EXPECT_TRUE(unlikely(District(kHonest)).empty()); }

TEST(Unlikely, ADigitTooManyAndADigitTooFewAreTenfoldCounts) {
  for (const auto& [row, party, expected] :
       std::vector<std::tuple<std::vector<Votes>, std::string, Votes>>{
           {{2010, 1402, 6203}, "green", 631}, {{201, 1402, 620}, "red", 2024}}) {
    const District district(with(row));
    const auto found = unlikely(district);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "tenfold-count");
    EXPECT_EQ(found[0].severity, Severity::warning);
    EXPECT_EQ(district.unit(found[0]), "s5");
    EXPECT_EQ(found[0].fields, std::vector<std::string>{party});
    EXPECT_NEAR(std::stod(found[0].expected.substr(6)), static_cast<double>(expected), 30);
  }
}

// A party may be strong in one place; that is no digit too many.
TEST(Unlikely, ThreeTimesTheNeighboursShareIsNotTenfold) {
  EXPECT_TRUE(unlikely(District(with({1500, 1000, 1350}))).empty());
}

TEST(Unlikely, PartiesWhoseVotesFitTheNeighboursOnlyWhenExchangedAreNamed) {
  const District district(with({620, 1402, 2010}));
  const auto found = unlikely(district);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "exchanged-parties");
  EXPECT_EQ(district.unit(found[0]), "s5");
  EXPECT_EQ(found[0].fields, (std::vector<std::string>{"red", "green"}));
  EXPECT_EQ(found[0].found, "620 and 2010");
}

// Two parties of about the same strength: nobody can see whether they were exchanged.
TEST(Unlikely, ExchangedCountsThatAreNearlyTheSameAreNotNamed) {
  const District district(
      {{200, 190, 9}, {195, 205, 7}, {207, 188, 9}, {189, 201, 8}, {190, 200, 8}});
  EXPECT_TRUE(unlikely(district).empty());
}

TEST(Unlikely, OneWrongFormDoesNotMakeItsNeighboursLookWrong) {
  const District district(with({20100, 140, 62}));
  for (const Violation& v : unlikely(district)) EXPECT_EQ(district.unit(v), "s5") << v.found;
}

TEST(Unlikely, VotesThatAreNotStatedAreNotCompared) {
  District district(with({20100, 1403, 620}));
  for (Column& column : district.table.columns) column.cells.set(5, std::nullopt);
  EXPECT_TRUE(unlikely(district).empty());
}

// A district's stated total stands beside its stations; it is no station.
TEST(Unlikely, AStatedTotalIsNotComparedWithTheStationsBelowIt) {
  District district(kHonest);
  district.table.unit.push_back({1});
  district.table.revision.push_back(0);
  district.table.stated_at.push_back("");
  for (Column& column : district.table.columns) column.cells.push_back(1);
  EXPECT_TRUE(unlikely(district).empty());
}

TEST(Unlikely, EnormousAndEmptyFormsAreCompared) {
  const Votes many = kMaximumCount;
  const District district({{many, many, many},
                           {many, many, many - 1},
                           {1, 2, 3},
                           {0, 0, 0},
                           {90'000'000, 1, 1},
                           {90'000'001, 1, 1},
                           {0, 0, 1}});
  unlikely(district);
  find_unusual_ballots(district.election, district.table);
}

// Stations of 400 ballots, 2 in a hundred invalid.
std::vector<std::vector<Votes>> with_invalid() {
  Random random(3);
  std::vector<std::vector<Votes>> rows;
  for (int s = 0; s < 60; ++s) {
    Votes invalid = 0;
    for (int ballot = 0; ballot < 400; ++ballot) invalid += random.below(50) == 0 ? 1 : 0;
    rows.push_back({200 - invalid, 150, 50, invalid});
  }
  return rows;
}

TEST(Unlikely, InvalidVotesFarBeyondTheNeighboursAreUnusualAndUsualOnesAreNot) {
  auto rows = with_invalid();
  EXPECT_TRUE(find_unusual_ballots(District(rows).election, District(rows).table).empty());
  rows[30][3] += 30;
  rows[30][0] -= 30;
  const District district(rows);
  const auto found = find_unusual_ballots(district.election, district.table);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "unusual-invalid");
  EXPECT_EQ(district.unit(found[0]), "s30");
  EXPECT_EQ(found[0].fields, std::vector<std::string>{"invalid"});
}

TEST(Unlikely, ThatNobodyVotedInvalidIsUnusualWhereManyDo) {
  auto rows = with_invalid();
  for (auto& row : rows) {
    row[3] += 60;
    row[0] -= 60;
  }
  rows[7][0] += rows[7][3];
  rows[7][3] = 0;
  const District district(rows);
  const auto found = find_unusual_ballots(district.election, district.table);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(district.unit(found[0]), "s7");
  EXPECT_EQ(found[0].found, "0");
}

}  // namespace
}  // namespace scrutineer
