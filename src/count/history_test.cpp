#include "count/history.hpp"

#include <gtest/gtest.h>

#include "count/check.hpp"
#include "count/example_for_tests.hpp"

namespace scrutineer {
namespace {

const std::size_t kRed = FormSlots{}.first_party;

// Station e1 is published twice, e2 once at first and w1 once later; the east states its total.
Election two_publications() {
  Election election = small_country();
  election.returns = {forms_of(election, 0, {3, 4, 1, 3, 6}, {{"red", {10, 20, 30, 8, 40}}})};
  election.returns[0].revision = {0, 0, 0, 1, 1};
  return election;
}

TEST(History, EachPublicationAddsUpWhatWasKnownByThen) {
  const Election election = two_publications();
  const History history = history_of(election, election.returns[0]);
  ASSERT_EQ(history.publications.size(), 2U);
  EXPECT_EQ(history.publications[0].forms, 2U);
  EXPECT_EQ(history.publications[0].sum[kRed], Count(30));
  EXPECT_EQ(history.publications[1].forms, 3U);
  EXPECT_EQ(history.publications[1].added, 1U);
  EXPECT_EQ(history.publications[1].changed, 1U);
  EXPECT_EQ(history.publications[1].sum[kRed], Count(68));
  EXPECT_EQ(history.publications[1].sum[kRed + 1], Count());
}

TEST(History, ADecreaseWithoutACorrectionIsReported) {
  Election election = two_publications();
  const auto rules = rules_of(election);
  ASSERT_TRUE(rules.has_value());
  const auto decreases = [&] {
    std::vector<Violation> found;
    for (const Violation& v : check_returns(election, *rules).violations) {
      if (v.code == "decrease-without-correction") found.push_back(v);
    }
    return found;
  };
  ASSERT_EQ(decreases().size(), 1U);
  EXPECT_EQ(decreases()[0].found, "8");
  EXPECT_EQ(decreases()[0].expected, ">= 10");
  Claim correction;
  correction.id = "c";
  correction.kind = "correction";
  correction.unit = UnitIndex{1};  // of the whole district
  election.claims = {correction};
  EXPECT_TRUE(decreases().empty());
  EXPECT_TRUE(history_of(election, election.returns[0]).revised[0].corrected);
}

TEST(History, WhatIsNoLongerStatedIsADecreaseToo) {
  Election election = two_publications();
  election.returns[0].columns[0].cells.set(3, std::nullopt);
  const History history = history_of(election, election.returns[0]);
  ASSERT_EQ(history.revised.size(), 1U);
  EXPECT_TRUE(history.revised[0].lowers);
  EXPECT_EQ(history.revised[0].counts[0].after, Count());
}

TEST(History, ARevisionThatRepeatsEverythingChangesNothing) {
  Election election = two_publications();
  election.returns[0].columns[0].cells.set(3, 10);
  EXPECT_TRUE(history_of(election, election.returns[0]).revised.empty());
}

}  // namespace
}  // namespace scrutineer
