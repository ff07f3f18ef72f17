#include "count/rules.hpp"

#include <gtest/gtest.h>

#include "count/check.hpp"
#include "count/example_for_tests.hpp"

namespace scrutineer {
namespace {

const CheckRule* find(const std::vector<CheckRule>& rules, std::string_view code) {
  for (const CheckRule& rule : rules) {
    if (rule.code == code) return &rule;
  }
  return nullptr;
}

// A form of 300 votes cast with 12 invalid: 4 per cent.
Election four_per_cent_invalid() {
  Election election = small_country();
  election.returns = {
      forms_of(election, 0, {3}, {{"cast", {300}}, {"valid", {288}}, {"invalid", {12}}})};
  return election;
}

// The folder asks for few-invalid, which ships switched off, with its own tolerance.
CheckSetting few_invalid(Votes per_cent) {
  CheckSetting setting;
  setting.code = "few-invalid";
  setting.tolerances["per_cent"] = per_cent;
  return setting;
}

TEST(RulesOfAFolder, WhatIsUsualInOneCountryOnlyIsAskedWhereTheFolderSaysSo) {
  Election election = four_per_cent_invalid();
  const auto left = rules_left_to_folders();
  EXPECT_EQ(left, (std::vector<std::string>{"few-invalid", "few-blank"}));
  auto rules = rules_of(election);
  ASSERT_TRUE(rules.has_value());
  EXPECT_EQ(find(*rules, "few-invalid"), nullptr);
  EXPECT_TRUE(check_returns(election, *rules).violations.empty());
  election.checks = {few_invalid(3)};
  rules = rules_of(election);
  ASSERT_TRUE(rules.has_value());
  ASSERT_NE(find(*rules, "few-invalid"), nullptr);
  EXPECT_EQ(find(*rules, "few-invalid")->severity, Severity::warning);
}

TEST(RulesOfAFolder, AToleranceChangesFormulaTextAndAnswer) {
  Election election = four_per_cent_invalid();
  election.checks = {few_invalid(4)};
  auto rules = rules_of(election);
  ASSERT_TRUE(rules.has_value());
  EXPECT_EQ(check_returns(election, *rules).violations.size(), 1U);
  election.checks = {few_invalid(5)};
  rules = rules_of(election);
  ASSERT_TRUE(rules.has_value());
  const CheckRule* rule = find(*rules, "few-invalid");
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->formula.text(), "100 * invalid < 5 * cast");
  EXPECT_NE(rule->typist.at("en").find("5 per cent"), std::string::npos);
  EXPECT_TRUE(check_returns(election, *rules).violations.empty());
}

TEST(RulesOfAFolder, ARuleMayBeSwitchedOffAlsoWhereItExplainsAnother) {
  Election election = four_per_cent_invalid();
  CheckSetting setting;
  setting.code = "few-invalid";
  setting.severity = CheckSeverity::off;
  CheckSetting cause;
  cause.code = "valid-within-cast";
  cause.severity = CheckSeverity::off;
  election.checks = {setting, cause};
  const auto rules = rules_of(election);
  ASSERT_TRUE(rules.has_value());
  EXPECT_EQ(find(*rules, "few-invalid"), nullptr);
  EXPECT_TRUE(check_returns(election, *rules).violations.empty());
}

TEST(RulesOfAFolder, AFolderAddsARuleOfItsOwn) {
  Election election = four_per_cent_invalid();
  CheckSetting setting;
  setting.code = "pad-of-six-hundred";
  setting.severity = CheckSeverity::warning;
  setting.formula = "cast != {pad}";
  setting.tolerances["pad"] = 300;
  setting.explained_by = {"few-invalid"};
  setting.reviewer["en"] = "Exactly one pad of {pad} ballots was cast.";
  election.checks = {few_invalid(3), setting};
  auto rules = rules_of(election);
  ASSERT_TRUE(rules.has_value());
  EXPECT_EQ(check_returns(election, *rules).explained, 1U);
  EXPECT_EQ(rules->back().reviewer.at("en"), "Exactly one pad of 300 ballots was cast.");
}

TEST(RulesOfAFolder, AWarningExplainsNoError) {
  Election election = four_per_cent_invalid();
  CheckSetting setting;
  setting.code = "mine";
  setting.severity = CheckSeverity::error;
  setting.formula = "valid = 300";
  setting.explained_by = {"few-invalid"};
  election.checks = {few_invalid(3), setting};
  const auto rules = rules_of(election);
  ASSERT_TRUE(rules.has_value());
  const auto report = check_returns(election, *rules);
  EXPECT_EQ(report.explained, 0U);
  ASSERT_EQ(report.violations.size(), 2U);
  EXPECT_EQ(report.violations[1].code, "mine");
}

TEST(RulesOfAFolder, AllFaultsAreNamedTogether) {
  Election election = small_country();
  CheckSetting unknown;
  unknown.code = "no-such-rule";
  CheckSetting tolerance;
  tolerance.code = "few-blank";
  tolerance.tolerances["votes"] = 3;
  CheckSetting formula;
  formula.code = "mine";
  formula.formula = "cast < {limit}";
  election.checks = {unknown, tolerance, formula};
  const auto rules = rules_of(election);
  ASSERT_FALSE(rules.has_value());
  std::string all;
  for (const Error& error : rules.error()) all += to_sentence(error) + "\n";
  for (const char* part : {"no-such-rule", "per_cent", "cast < {limit}", "error, warning or off"}) {
    EXPECT_NE(all.find(part), std::string::npos) << all;
  }
}

}  // namespace
}  // namespace scrutineer
