#include "findings/findings.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "findings/catalogue.hpp"
#include "findings/example_for_tests.hpp"

namespace scrutineer {
namespace {

bool says(const std::vector<LocalizedText>& texts, const std::string& words) {
  return std::any_of(texts.begin(), texts.end(), [&](const LocalizedText& text) {
    return text.at("en").find(words) != std::string::npos;
  });
}

TEST(OutcomeFinding, SaysWhoClaimsWhatAndWhatFollows) {
  const example::Example it = example::cambodia();
  const Finding finding = outcome_finding(it.election, it.chambers, it.outcome.questions[0]);
  EXPECT_EQ(finding.id, "outcome/majority/nec");
  EXPECT_EQ(
      finding.statement.at("en"),
      "By the count of the National Election Committee, the Cambodian People’s Party holds 68 "
      "of 123 seats: the majority, which begins at 62. Votes may be missing anywhere in "
      "Cambodia: up to 1,250,000 as claimed by COMFREL. 1 further claim counts as well. If that is "
      "right, votes on this scale could have changed whether the Cambodian People’s Party "
      "holds the majority (62 of 123 seats). At most 215,890 votes added where they matter "
      "most would have been enough, wherever the unpublished votes lie; fewer than 7 could "
      "not have done it.");
}

TEST(OutcomeFinding, SaysWhyTheLowerBoundIsWeakAndWhichFileWouldSettleIt) {
  const example::Example it = example::cambodia();
  const Finding finding = outcome_finding(it.election, it.chambers, it.outcome.questions[0]);
  EXPECT_TRUE(says(finding.caveats, "The lower figure is weak"));
  EXPECT_TRUE(says(finding.caveats, "Fewer than 7 votes added could not"));
  EXPECT_TRUE(says(finding.caveats, "“Could have” is not “did”"));
  EXPECT_TRUE(says(finding.assumptions, "A tie that is reached counts as a change"));
  EXPECT_TRUE(says(finding.open, "returns/nec.csv: they are missing for 2 constituencies"));
  EXPECT_TRUE(says(finding.open, "it names no place"));
  EXPECT_TRUE(says(finding.open, "It is alleged"));
}

TEST(OutcomeFinding, SaysPlainlyThatASeatCannotChange) {
  const example::Example it = example::cambodia();
  const Finding finding = outcome_finding(it.election, it.chambers, it.outcome.questions[1]);
  EXPECT_EQ(finding.statement.at("en"),
            "By the count of the National Election Committee, the Cambodia National Rescue Party "
            "holds 6 of 11 seats in Kandal. Votes may be missing in Kandal: up to "
            "164 as claimed by COMFREL. Even if all of that is right, these votes could not have "
            "changed whether "
            "the Cambodia National Rescue Party holds at least 7 of the 11 seats in Kandal, "
            "whichever way they fell. At most 168 votes added where they matter most would have "
            "been enough, wherever the unpublished votes lie; fewer than 166 could not have done "
            "it.");
}

TEST(OutcomeFinding, HasASummaryWithoutTheClaims) {
  const example::Example it = example::cambodia();
  const Finding finding = outcome_finding(it.election, it.chambers, it.outcome.questions[1]);
  EXPECT_EQ(finding.summary.at("en"),
            "By the count of the National Election Committee, the Cambodia National Rescue Party "
            "holds 6 of 11 seats in Kandal. At most 168 votes added where they matter most would "
            "have been enough, wherever the unpublished votes lie; fewer than 166 could not have "
            "done it.");
}

TEST(OutcomeFinding, SaysThatNoLowerBoundFollowsWhereItIsOne) {
  example::Example it = example::cambodia();
  it.outcome.questions[0].price_add = {1, 215'890};
  const Finding finding = outcome_finding(it.election, it.chambers, it.outcome.questions[0]);
  EXPECT_NE(finding.statement.at("en").find("At most 215,890 votes added"), std::string::npos);
  EXPECT_EQ(finding.statement.at("en").find("fewer than 1"), std::string::npos);
  EXPECT_TRUE(says(finding.caveats, "no doubt, however small, can be ruled out"));
}

TEST(OutcomeFinding, TellsDoubtsOfOneKindTogetherAndEachSourceOnce) {
  example::Example it = example::cambodia();
  Doubt other = it.election.doubts[0];
  other.id = "cnrp-missing";
  other.source = SourceIndex{1};
  other.high = 1'300'000;
  Doubt same_source = other;
  same_source.id = "cnrp-removed";
  same_source.high = 1'000'000;
  it.election.doubts.push_back(other);
  it.election.doubts.push_back(same_source);
  it.outcome.questions[0].decisive_doubts = {};
  it.outcome.questions[0].doubts = {"comfrel-missing", "cnrp-missing", "cnrp-removed"};
  const std::string words =
      outcome_finding(it.election, it.chambers, it.outcome.questions[0]).statement.at("en");
  EXPECT_NE(
      words.find("Votes may be missing anywhere in Cambodia: up to 1,300,000 as claimed by the "
                 "Cambodia National Rescue Party and up to 1,250,000 as claimed by COMFREL. "
                 "1 further claim counts as well."),
      std::string::npos)
      << words;
}

TEST(OutcomeFinding, CountsManyDoubtsByTheirKinds) {
  example::Example it = example::cambodia();
  QuestionOutcome& outcome = it.outcome.questions[1];
  outcome.votes_in_doubt = 32'008;
  outcome.doubts = {"kandal-164", "not-reported:kep-1"};
  for (int i = 0; i < 179; ++i) {
    Doubt copies = it.election.doubts[0];
    copies.id = "copies:" + std::to_string(i);
    copies.way = Way::alternatives;
    outcome.doubts.push_back(copies.id);
    it.election.doubts.push_back(copies);
  }
  const std::string words = outcome_finding(it.election, it.chambers, outcome).statement.at("en");
  EXPECT_NE(
      words.find("181 doubts count here: 179 of a result that exists in more than one version, "
                 "1 of votes that may be missing and 1 of a place that has not reported. "
                 "Together they put at most 32,008 votes in doubt. Even if all of that is "
                 "right"),
      std::string::npos)
      << words;
  EXPECT_NE(words.find("votes switched"), std::string::npos)
      << "a version may move votes in any way";
}

TEST(OutcomeFinding, CarriesTheConfidenceOfItsBounds) {
  example::Example it = example::cambodia();
  it.outcome.questions[1].confidence = Rational::of(19, 20);
  const Finding finding = outcome_finding(it.election, it.chambers, it.outcome.questions[1]);
  EXPECT_NE(finding.statement.at("en").find("hold together with 95.0% confidence or more"),
            std::string::npos);
}

TEST(OutcomeFinding, GivesTheNetLeanWhereVotesAreKnown) {
  example::Example it = example::cambodia();
  QuestionOutcome& outcome = it.outcome.questions[0];
  outcome.from_published_facts = false;
  outcome.price_add = {30'863, 30'863};
  outcome.votes_needed = 30'863;
  outcome.votes_in_doubt = 77'926;
  outcome.required_lean = Rational::of(30'863, 77'926);
  const std::string words = outcome_finding(it.election, it.chambers, outcome).statement.at("en");
  EXPECT_NE(words.find("It takes 30,863 votes added where they matter most; fewer cannot do it."),
            std::string::npos);
  EXPECT_NE(words.find("Of the 77,926 votes in doubt, 30,863 votes falling the same way are "
                       "enough: a net 39.6% of them."),
            std::string::npos)
      << words;
}

TEST(OutcomeFinding, DistinguishesMissingFiguresFromASearchThatEnded) {
  example::Example it = example::cambodia();
  QuestionOutcome& outcome = it.outcome.questions[0];
  outcome.answer = Answer::not_determined;
  outcome.reason = OpenReason::missing;
  const Finding missing = outcome_finding(it.election, it.chambers, outcome);
  EXPECT_NE(missing.statement.at("en").find("does not tell whether"), std::string::npos);
  outcome.reason = OpenReason::search;
  const Finding search = outcome_finding(it.election, it.chambers, outcome);
  EXPECT_NE(search.statement.at("en").find("The search ended before"), std::string::npos);
  EXPECT_TRUE(says(search.open, "--nodes"));
}

TEST(ChamberFinding, SaysAtLeastWhereOnlyThatIsClaimed) {
  const example::Example it = example::cambodia();
  EXPECT_EQ(
      chamber_finding(it.election, it.chambers[1], 1).statement.at("en"),
      "The Cambodia National Rescue Party states: Cambodia National Rescue Party at least 63.");
}

TEST(NextSeatFinding, GivesBothPublishedFigures) {
  const example::Example it = example::cambodia();
  EXPECT_EQ(
      next_seat_finding(it.election, it.outcome.next_seats[0]).statement.at("en"),
      "In Kandal, the Cambodia National Rescue Party wins its next seat with 166 to 168 votes "
      "added.");
}

TEST(Findings, HaveNoHoleAndBothLanguages) {
  const example::Example it = example::cambodia();
  const std::vector<Finding> findings = example::findings(it);
  ASSERT_EQ(findings.size(), 2u + 3u + 1u + 1u);
  const auto check = [](const LocalizedText& text, const std::string& id) {
    for (const std::string& language : catalogue_languages()) {
      ASSERT_GT(text.count(language), 0U) << id;
      EXPECT_FALSE(text.at(language).empty()) << id;
      EXPECT_EQ(text.at(language).find("⟦"), std::string::npos) << id << text.at(language);
    }
  };
  for (const Finding& finding : findings) {
    check(finding.statement, finding.id);
    check(finding.method, finding.id);
    for (const auto* texts : {&finding.assumptions, &finding.caveats, &finding.open})
      for (const LocalizedText& text : *texts) check(text, finding.id);
  }
}

}  // namespace
}  // namespace scrutineer
