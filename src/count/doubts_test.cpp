#include "count/doubts.hpp"

#include <gtest/gtest.h>

#include "count/example_for_tests.hpp"

namespace scrutineer {
namespace {

Election two_copies() {
  Election election = small_country();
  election.returns = {
      forms_of(election, 0, {1, 3, 4}, {{"red", {30, 10, 20}}, {"blue", {3, 1, 2}}}),
      forms_of(election, 1, {1, 3, 4, 6}, {{"red", {31, 10, 25}}})};
  return election;
}

std::vector<Votes> votes_of(const Doubt& doubt, const std::string& name) {
  std::vector<Votes> votes;
  for (const AlternativeVotes& line : doubt.alternatives) {
    if (line.alternative == name) votes.push_back(line.votes);
  }
  return votes;
}

TEST(DoubtsOfCount, FormsOfWhichCopiesDifferAreAlternativesAndTotalsAboveThemAreNot) {
  const Election election = two_copies();
  const auto doubts = doubts_of_count(election, {0}, {0});
  ASSERT_EQ(doubts.size(), 1U);
  EXPECT_EQ(doubts[0].id, "copies:e2");
  EXPECT_EQ(doubts[0].source, SourceIndex{1});
  EXPECT_EQ(votes_of(doubts[0], "commission"), (std::vector<Votes>{20, 2, 0}));
  // The copy is silent on blue: the commission's figure.
  EXPECT_EQ(votes_of(doubts[0], "observers"), (std::vector<Votes>{25, 2, 0}));
}

TEST(DoubtsOfCount, AQuarantinedUnitIsCountedOrNot) {
  Election election = two_copies();
  Claim claim;
  claim.id = "q";
  claim.kind = "unit-state";
  claim.unit = UnitIndex{3};
  claim.value = "quarantined";
  election.claims = {claim};
  const auto doubts = doubts_of_count(election, {0}, {0});
  ASSERT_EQ(doubts.size(), 2U);
  EXPECT_EQ(votes_of(doubts[0], "commission"), (std::vector<Votes>{10, 1, 0}));
  EXPECT_EQ(votes_of(doubts[0], "not-counted"), (std::vector<Votes>{0, 0, 0}));
  election.claims[0].value = "annulled";
  EXPECT_EQ(doubts_of_count(election, {0}, {0}).size(), 1U);
}

TEST(DoubtsOfCount, TotalsOfAConstituencyAreCountsOfTheirOwn) {
  Election election = small_country();
  election.contests[0].constituencies = "district";
  election.returns = {forms_of(election, 0, {1, 2}, {{"red", {30, 10}}}),
                      forms_of(election, 1, {1, 2}, {{"red", {31, 10}}})};
  EXPECT_TRUE(doubts_of_count(election, {0}, {0}).empty());
}

TEST(DoubtsOfCount, WhatTheFolderAlreadySaysIsLeftToIt) {
  Election election = two_copies();
  Doubt doubt;
  doubt.alternatives = {{UnitIndex{4}, "x", PartyIndex{0}, 1}};
  election.doubts = {doubt};
  EXPECT_TRUE(doubts_of_count(election, {0}, {0}).empty());
}

}  // namespace
}  // namespace scrutineer
