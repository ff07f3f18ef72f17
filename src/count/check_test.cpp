#include "count/check.hpp"

#include <gtest/gtest.h>

#include "count/example_for_tests.hpp"

namespace scrutineer {
namespace {

std::vector<std::string> codes_of(const Election& election) {
  const auto rules = rules_of(election);
  EXPECT_TRUE(rules.has_value());
  std::vector<std::string> codes;
  for (const Violation& v : check_returns(election, *rules).violations) {
    codes.push_back(election.units[v.unit.value].id + " " + v.code);
  }
  return codes;
}

using Codes = std::vector<std::string>;

TEST(Rules, EveryRuleHasItsTextsInBothLanguages) {
  const auto rules = rules_of(small_country());
  ASSERT_TRUE(rules.has_value());
  EXPECT_GE(rules->size(), 12U);
  for (const CheckRule& rule : *rules) {
    for (const char* language : {"en", "km"}) {
      EXPECT_TRUE(rule.typist.count(language)) << rule.code;
      EXPECT_TRUE(rule.reviewer.count(language)) << rule.code;
    }
  }
}

TEST(Rules, AllFaultsOfAFileComeTogether) {
  const auto rules = read_rules("mine.txt",
                                "severity: error\nrule: a\nseverity: grave\nformula: votes = 1\n"
                                "rule: a\nexplained-by: b\nformula: cast = 1\nnonsense\n",
                                small_country());
  ASSERT_FALSE(rules.has_value());
  EXPECT_GE(rules.error().size(), 6U);
  for (const Error& error : rules.error()) {
    EXPECT_NE(to_sentence(error).find("mine.txt"), std::string::npos) << to_sentence(error);
  }
}

TEST(Check, AnHonestFormHasNoViolation) {
  Election election = small_country();
  election.returns = {forms_of(election, 0, {3},
                               {{"registered", {400}},
                                {"issued", {301}},
                                {"cast", {300}},
                                {"valid", {297}},
                                {"invalid", {3}},
                                {"red", {200}},
                                {"blue", {90}},
                                {"green", {7}}})};
  EXPECT_EQ(codes_of(election), Codes{});
}

TEST(Check, SumsThatDoNotAddUpAreFoundWithBothFigures) {
  Election election = small_country();
  election.returns = {forms_of(election, 0, {3},
                               {{"cast", {300}},
                                {"valid", {298}},
                                {"invalid", {3}},
                                {"red", {200}},
                                {"blue", {90}},
                                {"green", {7}}})};
  EXPECT_EQ(codes_of(election), (Codes{"e1 parties-equal-valid", "e1 valid-and-invalid-are-cast"}));
  const auto report = check_returns(election, *rules_of(election));
  EXPECT_EQ(report.violations[0].found, "297");
  EXPECT_EQ(report.violations[0].expected, "= 298");
  EXPECT_EQ(report.violations[0].fields, (Codes{"valid", "parties"}));
}

TEST(Check, ARootCauseHidesWhatItExplains) {
  Election election = small_country();
  election.returns = {
      forms_of(election, 0, {3}, {{"valid", {0}}, {"red", {20}}, {"blue", {9}}, {"green", {7}}})};
  EXPECT_EQ(codes_of(election), (Codes{"e1 valid-not-zero"}));
  EXPECT_EQ(check_returns(election, *rules_of(election)).explained, 1U);
}

TEST(Check, WhatIsNotStatedIsNotChecked) {
  Election election = small_country();
  election.returns = {forms_of(election, 0, {3},
                               {{"cast", {std::nullopt}},
                                {"valid", {30}},
                                {"red", {20}},
                                {"blue", {std::nullopt}},
                                {"green", {7}}})};
  EXPECT_EQ(codes_of(election), Codes{});
}

TEST(Check, BlankVotesMayOrMayNotBeAmongTheInvalidOnes) {
  Election election = small_country();
  election.returns = {forms_of(
      election, 0, {3, 4},
      {{"cast", {1000, 1000}}, {"valid", {980, 990}}, {"invalid", {10, 10}}, {"blank", {10, 5}}})};
  EXPECT_EQ(codes_of(election), Codes{});
}

TEST(Check, CandidatesAddUpToTheirList) {
  Election election = small_country();
  election.returns = {forms_of(election, 0, {3, 4},
                               {{"red", {20, 20}},
                                {"red/1", {15, 15}},
                                {"red/2", {5, 6}},
                                {"blue", {1, 1}},
                                {"green", {2, 2}}})};
  EXPECT_EQ(codes_of(election), (Codes{"e2 candidates-equal-list"}));
}

TEST(Check, TheSameVotesInTwoStationsOfOneDistrictAreShown) {
  Election election = small_country();
  election.returns = {
      forms_of(election, 0, {3, 4, 6},
               {{"red", {120, 120, 120}}, {"blue", {90, 90, 90}}, {"green", {3, 3, 3}}})};
  EXPECT_EQ(codes_of(election), (Codes{"e2 identical-form"}));
}

TEST(Check, OnlyTheCurrentRevisionCounts) {
  Election election = small_country();
  ReturnTable table =
      forms_of(election, 0, {3, 3},
               {{"valid", {30, 29}}, {"red", {20, 20}}, {"blue", {5, 5}}, {"green", {5, 4}}});
  table.revision = {1, 0};
  table.columns[0].cells = {31, 29};
  election.returns = {table};
  EXPECT_EQ(codes_of(election), (Codes{"e1 parties-equal-valid"}));
  election.returns[0].columns[0].cells = {30, 20};
  EXPECT_EQ(codes_of(election), Codes{});
}

}  // namespace
}  // namespace scrutineer
