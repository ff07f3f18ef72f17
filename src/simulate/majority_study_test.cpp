#include "simulate/majority_study.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "simulate/cambodia_for_tests.hpp"

namespace scrutineer {
namespace {

// Two provinces with three seats each, all votes stated: red has 4 seats, blue 2.
Election two_provinces(Seats asked) {
  Election election;
  election.languages = {"en"};
  election.levels = {"country", "province"};
  Contest contest;
  contest.id = "assembly";
  contest.seats = 6;
  contest.rule = Rule::dhondt;
  contest.constituencies = "province";
  election.contests = {contest};
  Source commission;
  commission.id = "commission";
  commission.role = Role::commission;
  election.sources = {commission};
  for (const char* id : {"red", "blue"}) {
    Party party;
    party.id = id;
    election.parties.push_back(party);
  }
  for (const char* id : {"all", "north", "south"}) {
    Unit unit;
    unit.id = id;
    unit.level = id == std::string("all") ? 0 : 1;
    if (unit.level == 1) {
      unit.parent = UnitIndex{0};
      unit.seats = 3;
    }
    election.units.push_back(unit);
  }
  ReturnTable table;
  table.unit = {UnitIndex{1}, UnitIndex{2}};
  table.revision = {0, 0};
  table.stated_at = {"", ""};
  for (std::uint32_t p = 0; p < 2; ++p) {
    Column column;
    column.party = PartyIndex{p};
    column.cells = p == 0 ? std::vector<Count>{700, 600} : std::vector<Count>{300, 400};
    table.columns.push_back(column);
  }
  election.returns = {table};
  Question question;
  question.id = "asked";
  question.kind = QuestionKind::seats_at_least;
  question.parties = {PartyIndex{0}};
  question.who = "red";
  question.seats = asked;
  election.questions = {question};
  return election;
}

Result<MajorityStudy> study(const Election& election) {
  const auto votes = suppose_votes(election, ContestIndex{0}, 2, {});
  if (!votes) return tl::unexpected(votes.error());
  return study_majority(election, 0, *votes);
}

TEST(MajorityStudy, VotesThatAreAllStatedAreTheVotesThatAreSupposed) {
  const MajorityStudy asked = *study(two_provinces(4));
  EXPECT_FALSE(asked.from_twins);
  EXPECT_TRUE(asked.holds);
  ASSERT_EQ(asked.claims.size(), 1U);
  EXPECT_EQ(asked.claims[0].who, std::vector<std::size_t>{0});
  EXPECT_EQ(asked.claims[0].needed, 4);
  EXPECT_EQ(asked.units, (std::vector<std::string>{"north", "south"}));
}

TEST(MajorityStudy, WhereTheAnswerIsNoTheOthersHoldTheRest) {
  const MajorityStudy asked = *study(two_provinces(5));
  EXPECT_FALSE(asked.holds);
  EXPECT_EQ(asked.claims[0].who, std::vector<std::size_t>{1});
  EXPECT_EQ(asked.claims[0].needed, 2);  // red has 5 exactly if blue has fewer than 2
  EXPECT_TRUE(plan_majority_audit(asked.claims[0], {}));
}

TEST(MajorityStudy, QuestionsShareTheTwins) {
  Election election = cambodia();
  for (const Seats seats : {62, 82}) {
    Question question;
    question.id = "cpp-" + std::to_string(seats);
    question.kind = QuestionKind::seats_at_least;
    question.parties = {PartyIndex{0}};
    question.seats = seats;
    election.questions.push_back(question);
  }
  const SupposedVotes votes = *suppose_votes(election, ContestIndex{0}, 2, {});
  EXPECT_TRUE(votes.from_twins);
  const MajorityStudy majority = *study_majority(election, 0, votes);
  const MajorityStudy two_thirds = *study_majority(election, 1, votes);
  EXPECT_TRUE(majority.holds);
  EXPECT_FALSE(two_thirds.holds);
  EXPECT_EQ(two_thirds.claims[0].needed, 123 - 82 + 1);
  EXPECT_EQ(two_thirds.claims[0].who.size(), election.parties.size() - 1);
  for (std::size_t t = 0; t < 2; ++t) {
    EXPECT_EQ(majority.claims[t].constituencies[3].tally.votes,
              two_thirds.claims[t].constituencies[3].tally.votes);
  }
}

TEST(MajorityStudy, OtherQuestionsAreASentence) {
  Election election = two_provinces(4);
  election.questions[0].kind = QuestionKind::wins;
  EXPECT_NE(study(election).error()[0].message.find("not of kind seats-at-least"),
            std::string::npos);
  election = two_provinces(4);
  election.contests[0].ballot = Ballot::approval;
  EXPECT_NE(study(election).error()[0].message.find("do not choose one list"), std::string::npos);
}

}  // namespace
}  // namespace scrutineer
