#include "count/consolidate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "count/example_for_tests.hpp"
#include "count/rules.hpp"

namespace scrutineer {
namespace {

const std::size_t kRed = FormSlots{}.first_party;

Consolidation of(const Election& election) { return consolidate(election, election.returns[0]); }

TEST(Consolidate, StationsAddUpAtEveryLevel) {
  Election election = small_country();
  election.returns = {forms_of(election, 0, {3, 4, 5, 6, 7}, {{"red", {1, 2, 3, 40, 50}}})};
  const Consolidation all = of(election);
  EXPECT_EQ(all.at({0}).sum[kRed], 96);
  EXPECT_EQ(all.at({1}).sum[kRed], 6);
  EXPECT_EQ(all.at({2}).sum[kRed], 90);
  EXPECT_EQ(all.at({0}).leaves, 5U);
  EXPECT_EQ(all.at({0}).reported, 5U);
  EXPECT_TRUE(all.missing.empty());
}

TEST(Consolidate, ARowThatRepeatsItsChildrenIsNotSummedTwice) {
  Election election = small_country();
  election.returns = {
      forms_of(election, 0, {0, 1, 3, 4, 5, 6, 7}, {{"red", {97, 6, 1, 2, 3, 40, 50}}})};
  const Consolidation all = of(election);
  EXPECT_EQ(all.at({0}).sum[kRed], 96);
  EXPECT_EQ(all.at({0}).stated[kRed], 97);
  EXPECT_EQ(all.at({0}).differs, (std::vector<std::size_t>{FormSlots{}.parties, kRed}));
  EXPECT_TRUE(all.at({1}).differs.empty());
}

TEST(Consolidate, ADistrictsRowStandsForStationsThatStateNothing) {
  Election election = small_country();
  election.returns = {forms_of(election, 0, {1, 6}, {{"red", {6, 40}}})};
  const Consolidation all = of(election);
  EXPECT_EQ(all.at({0}).sum[kRed], 46);
  EXPECT_EQ(all.at({1}).reported, 3U);
  EXPECT_EQ(all.at({0}).reported, 4U);
  ASSERT_EQ(all.missing.size(), 1U);
  EXPECT_EQ(election.units[all.missing[0].value].id, "w2");
}

TEST(Consolidate, NotStatedIsCountedAndIsNotZero) {
  Election election = small_country();
  election.returns = {forms_of(
      election, 0, {3, 4}, {{"red", {5, std::nullopt}}, {"blue", {std::nullopt, std::nullopt}}})};
  const Consolidation all = of(election);
  EXPECT_EQ(all.at({0}).sum[kRed], 5);
  EXPECT_EQ(all.at({0}).missing_in_sum[kRed], 1U);
  EXPECT_EQ(all.at({0}).sum[kRed + 1], std::nullopt);
  EXPECT_EQ(all.missing.size(), 3U);
}

TEST(Consolidate, WhatIsSetAsideIsCountedBesideTheSum) {
  Election election = small_country();
  election.returns = {forms_of(election, 0, {3, 4, 5, 6}, {{"red", {1, 2, 3, 40}}})};
  Claim claim;
  claim.id = "a";
  claim.kind = "unit-state";
  claim.unit = UnitIndex{4};
  claim.value = "annulled";
  election.claims = {claim, claim};
  election.claims[1].id = "b";
  election.claims[1].unit = UnitIndex{6};
  election.claims[1].value = "quarantined";
  const Consolidation all = of(election);
  EXPECT_EQ(all.at({0}).sum[kRed], 4);
  EXPECT_EQ(all.at({0}).reported, 2U);
  EXPECT_EQ(all.at({0}).annulled, 1U);
  EXPECT_EQ(all.at({0}).quarantined, 1U);
  EXPECT_EQ(all.at({0}).missing(), 1U);
  EXPECT_EQ(all.at({0}).annulled_sum[kRed], Count(2));
  EXPECT_EQ(all.at({2}).quarantined_sum[kRed], Count(40));
  EXPECT_EQ(all.at({2}).sum[kRed], Count());
  ASSERT_EQ(all.missing.size(), 1U);
  EXPECT_EQ(election.units[all.missing[0].value].id, "w2");
}

TEST(Consolidate, TheLargestPartiesStandInTheOrderOfTheElection) {
  Election election = small_country();
  election.returns = {
      forms_of(election, 0, {3, 6}, {{"red", {1, 2}}, {"blue", {30, 4}}, {"green", {9, 9}}})};
  const Consolidation all = of(election);
  EXPECT_EQ(largest_parties(election, all, 2), (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(whole_count(all, kRed), Count(3));
  EXPECT_EQ(whole_count(all, static_cast<std::size_t>(Field::cast)), Count());
}

RC_GTEST_PROP(ConsolidateProperty, EveryLevelIsTheSumOfItsStations, ()) {
  Election election = small_country();
  std::vector<Count> cells;
  std::vector<std::uint32_t> units;
  Votes east = 0;
  Votes west = 0;
  for (std::uint32_t u = 3; u < 8; ++u) {
    if (!*rc::gen::arbitrary<bool>()) continue;
    const Votes votes = *rc::gen::inRange<Votes>(0, 1000);
    units.push_back(u);
    cells.emplace_back(votes);
    (u < 6 ? east : west) += votes;
  }
  election.returns = {forms_of(election, 0, units, {{"red", cells}})};
  const Consolidation all = of(election);
  RC_ASSERT(all.at({1}).sum[kRed].value_or(0) == east);
  RC_ASSERT(all.at({2}).sum[kRed].value_or(0) == west);
  RC_ASSERT(all.at({0}).sum[kRed].value_or(0) == east + west);
  RC_ASSERT(all.at({0}).reported == units.size());
  RC_ASSERT(all.missing.size() == 5 - units.size());
}

}  // namespace
}  // namespace scrutineer
