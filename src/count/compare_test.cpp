#include "count/compare.hpp"

#include <gtest/gtest.h>

#include "count/example_for_tests.hpp"

namespace scrutineer {
namespace {

using Kind = DifferenceKind;

TEST(Compare, KindsOfDifference) {
  EXPECT_EQ(kind_of_difference({120, 30, 7}, {30, 120, 7}), Kind::swapped_parties);
  EXPECT_EQ(kind_of_difference({120, 30, 7, 2}, {9, 120, 30, 7}), Kind::shifted);
  EXPECT_EQ(kind_of_difference({120, 30, 7, 2}, {30, 7, 2, 0}), Kind::shifted);
  EXPECT_EQ(kind_of_difference({120, 30, 7}, {102, 30, 7}), Kind::transposed_digits);
  EXPECT_EQ(kind_of_difference({120, 30, 7}, {12, 30, 7}), Kind::tenfold);
  EXPECT_EQ(kind_of_difference({120, 30, 7}, {1205, 30, 7}), Kind::tenfold);
  EXPECT_EQ(kind_of_difference({120, 30, 7}, {170, 30, 7}), Kind::one_digit);
  EXPECT_EQ(kind_of_difference({120, 30, 7}, {121, 31, 7}), Kind::other);
  EXPECT_EQ(kind_of_difference({120, 30, 7}, {0, 30, 7}), Kind::other);
}

TEST(Compare, DifferencesAddUpByKindAndParty) {
  Election election = small_country();
  election.returns = {
      forms_of(election, 0, {3, 4, 5, 6},
               {{"red", {120, 50, 9, 80}}, {"blue", {30, 40, 9, 70}}, {"green", {7, 6, 5, 4}}}),
      forms_of(election, 1, {3, 4, 5, 7},
               {{"red", {30, 50, 9, 1}}, {"blue", {120, 41, 9, 1}}, {"green", {7, 6, 5, 1}}})};
  const CopyComparison comparison = compare_copies(election, SourceIndex{0});
  ASSERT_EQ(comparison.differences.size(), 2U);
  EXPECT_EQ(comparison.differences[0].kind, Kind::swapped_parties);
  EXPECT_EQ(comparison.differences[1].kind, Kind::one_digit);
  ASSERT_EQ(comparison.effects.size(), 1U);
  const NetEffect& effect = comparison.effects[0];
  EXPECT_EQ(effect.compared, 3U);
  EXPECT_EQ(effect.equal, 1U);
  EXPECT_EQ(effect.only_reference, 1U);
  EXPECT_EQ(effect.only_copy, 1U);
  EXPECT_EQ(effect.by_kind[0].by_party, (std::vector<Votes>{-90, 90, 0}));
  EXPECT_EQ(effect.by_kind[4].by_party, (std::vector<Votes>{0, 1, 0}));
}

TEST(Compare, WhatOneCopyDoesNotStateIsNoDifference) {
  Election election = small_country();
  election.returns = {
      forms_of(election, 0, {3}, {{"red", {120}}, {"cast", {130}}}),
      forms_of(election, 1, {3}, {{"red", {120}}, {"cast", {std::nullopt}}, {"blue", {5}}})};
  const CopyComparison comparison = compare_copies(election, SourceIndex{0});
  EXPECT_TRUE(comparison.differences.empty());
  EXPECT_EQ(comparison.effects[0].equal, 1U);
}

TEST(Compare, CopiesAreGroupedInTheOrderInWhichTheFormTravelled) {
  Election election = small_country();
  Source third = election.sources[1];
  third.id = "party";
  election.sources.push_back(third);
  election.returns = {forms_of(election, 2, {3, 4}, {{"red", {6, 7}}}),
                      forms_of(election, 0, {3, 4}, {{"red", {5, 7}}, {"blue", {1, 1}}}),
                      forms_of(election, 1, {3, 4}, {{"red", {5, 7}}})};
  const auto forms = differing_forms(election);
  ASSERT_EQ(forms.size(), 1U);
  EXPECT_EQ(forms[0].unit, UnitIndex{3});
  ASSERT_EQ(forms[0].agreeing.size(), 2U);
  EXPECT_EQ(forms[0].agreeing[0], (std::vector<SourceIndex>{{0}, {1}}));
  EXPECT_EQ(forms[0].agreeing[1], (std::vector<SourceIndex>{{2}}));
}

TEST(Compare, EffectsAddUpByUnitOfALevel) {
  Election election = small_country();
  election.returns = {forms_of(election, 0, {3, 4, 6}, {{"red", {10, 123, 7}}}),
                      forms_of(election, 1, {3, 4, 6}, {{"red", {20, 132, 7}}})};
  const auto effects = effects_by_unit(election, compare_copies(election, {0}), 1);
  ASSERT_EQ(effects.size(), 2U);
  EXPECT_EQ(effects[0].unit, UnitIndex{1});
  EXPECT_EQ(effects[0].kind, DifferenceKind::transposed_digits);
  EXPECT_EQ(effects[0].by_party[0], 9);
  EXPECT_EQ(effects[1].by_party[0], 10);
}

}  // namespace
}  // namespace scrutineer
