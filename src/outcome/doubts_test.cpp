#include "outcome/doubts.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

// One cell for the whole country, and a question on votes.
DoubtProblem votes_problem(std::vector<Votes> votes, QuestionKind kind, std::size_t who) {
  DoubtProblem problem;
  problem.constituencies = {"country"};
  problem.seats = {1};
  problem.base_beyond_valid = {0};
  problem.parties = votes.size();
  problem.cells.push_back({"country", 0, std::move(votes), std::nullopt});
  problem.question.kind = kind;
  problem.question.who = {who};
  return problem;
}

CellDoubt doubt_over(const DoubtProblem& problem, Way way, Count high) {
  CellDoubt doubt;
  doubt.id = std::to_string(problem.doubts.size());
  doubt.way = way;
  doubt.high = high;
  doubt.from.assign(problem.parties, true);
  doubt.to.assign(problem.parties, true);
  doubt.cells.resize(problem.cells.size());
  std::iota(doubt.cells.begin(), doubt.cells.end(), std::size_t{0});
  return doubt;
}

DoubtAnswer resolved(const DoubtProblem& problem) {
  const auto answer = resolve_doubts(problem);
  EXPECT_TRUE(answer.has_value());
  return answer.value_or(DoubtAnswer{});
}

DoubtAnswer with_one(DoubtProblem problem, Way way, Count high) {
  problem.doubts.push_back(doubt_over(problem, way, high));
  return resolved(problem);
}

// Shared notes on the count: "Materiality".
const std::vector<Votes> kAustria2016 = {2'251'517, 2'220'654};

TEST(DoubtsTest, Austria2016CouldChange) {
  const auto problem = votes_problem(kAustria2016, QuestionKind::wins, 0);
  const auto answer = with_one(problem, Way::removable, 77'926);
  EXPECT_EQ(answer.answer, Answer::can_change);
  EXPECT_EQ(answer.votes_needed, 30'863);
  EXPECT_EQ(answer.votes_in_doubt, 77'926);
  EXPECT_EQ(answer.removable, 77'926);
  EXPECT_EQ(answer.addable, 0);
  EXPECT_TRUE(answer.exact);
  EXPECT_EQ(answer.decisive, std::vector<std::size_t>{0});
}

TEST(DoubtsTest, ReachingTheTieIsAChangeAndOneVoteLessIsNot) {
  const auto problem = votes_problem(kAustria2016, QuestionKind::wins, 0);
  EXPECT_EQ(with_one(problem, Way::removable, 30'863).answer, Answer::can_change);
  const auto less = with_one(problem, Way::removable, 30'862);
  EXPECT_EQ(less.answer, Answer::cannot_change);
  EXPECT_EQ(less.votes_needed, 30'863);
  EXPECT_TRUE(less.witness.empty());
}

TEST(DoubtsTest, Ghana2012MajorityBreaksBeforeTheLead) {
  // Winner, runner-up, and the others together; more than half of the valid votes.
  auto problem = votes_problem({5'574'761, 5'248'898, 171'603}, QuestionKind::share_at_least, 0);
  problem.question.share = Rational::of(1, 2);
  problem.question.strict = true;
  auto doubt = doubt_over(problem, Way::removable, 154'260);
  doubt.from = {true, false, false};
  problem.doubts = {doubt};
  const auto answer = resolved(problem);
  EXPECT_EQ(answer.answer, Answer::can_change);
  EXPECT_EQ(answer.votes_needed, 154'260);
  problem.doubts[0].high = 154'259;
  EXPECT_EQ(resolved(problem).answer, Answer::cannot_change);
}

TEST(DoubtsTest, Osun2018CouldBeTiedByTheCancelledUnits) {
  const auto problem = votes_problem({254'698, 254'345}, QuestionKind::wins, 0);
  const auto answer = with_one(problem, Way::addable, 3'498);
  EXPECT_EQ(answer.answer, Answer::can_change);
  EXPECT_EQ(answer.votes_needed, 353);
}

TEST(DoubtsTest, Kenya2017DependsOnWhichFormsAreDoubted) {
  const auto problem = votes_problem({8'203'290, 6'762'224}, QuestionKind::wins, 0);
  EXPECT_EQ(with_one(problem, Way::removable, 1'407'746).answer, Answer::cannot_change);
  EXPECT_EQ(with_one(problem, Way::removable, 1'850'706).answer, Answer::can_change);
}

TEST(DoubtsTest, India1954WastedVotesCouldHaveElectedTheRunnerUp) {
  auto problem = votes_problem({12'868, 10'996, 3'950, 1'983, 1'768}, QuestionKind::wins, 0);
  auto doubt = doubt_over(problem, Way::switchable, 1'983);
  doubt.from = {false, false, false, true, false};
  problem.doubts = {doubt};
  const auto answer = resolved(problem);
  EXPECT_EQ(answer.answer, Answer::can_change);
  EXPECT_EQ(answer.votes_needed, 1'872);
}

TEST(DoubtsTest, OverlappingDoubtsAreLimitedByTheStationsOwnVotes) {
  auto problem = votes_problem({100, 60}, QuestionKind::wins, 0);
  problem.cells = {{"a", 0, {30, 10}, std::nullopt}, {"b", 0, {70, 50}, std::nullopt}};
  for (int i = 0; i < 2; ++i) {
    auto doubt = doubt_over(problem, Way::removable, std::nullopt);
    doubt.cells = {0};
    doubt.from = {true, false};
    problem.doubts.push_back(doubt);
  }
  const auto answer = resolved(problem);
  EXPECT_EQ(answer.answer, Answer::cannot_change);
  EXPECT_EQ(answer.votes_in_doubt, 30);
}

TEST(DoubtsTest, UnlocatedDoubtsOfOneWayMaySpeakOfTheSameVotes) {
  auto problem = votes_problem({100, 90}, QuestionKind::wins, 0);
  for (const Votes high : {6, 7}) {
    auto doubt = doubt_over(problem, Way::removable, high);
    doubt.unlocated = true;
    problem.doubts.push_back(doubt);
  }
  const auto open = resolved(problem);
  EXPECT_EQ(open.answer, Answer::not_determined);
  EXPECT_TRUE(open.overlap_open);
  problem.doubts[1].high = 10;
  EXPECT_EQ(resolved(problem).answer, Answer::can_change);
  problem.doubts[1].high = 3;
  EXPECT_EQ(resolved(problem).answer, Answer::cannot_change);
}

TEST(DoubtsTest, WhatHasHappenedAtLeastMayChangeTheAnswerForCertain) {
  auto problem = votes_problem({100, 90}, QuestionKind::wins, 0);
  auto doubt = doubt_over(problem, Way::removable, 20);
  doubt.from = {true, false};
  doubt.low = 9;
  problem.doubts = {doubt};
  EXPECT_EQ(resolved(problem).answer, Answer::can_change);
  problem.doubts[0].low = 10;
  EXPECT_EQ(resolved(problem).answer, Answer::must_change);
}

TEST(DoubtsTest, OneOfSeveralStatedVectorsHolds) {
  auto problem = votes_problem({0, 0}, QuestionKind::wins, 0);
  problem.cells = {{"a", 0, {50, 40}, std::nullopt}, {"b", 0, {8, 12}, std::nullopt}};
  auto doubt = doubt_over(problem, Way::alternatives, std::nullopt);
  doubt.cells = {};
  doubt.options = {{{1, {8, 12}}}, {{1, {0, 20}}}};
  problem.doubts = {doubt};
  const auto answer = resolved(problem);
  EXPECT_EQ(answer.answer, Answer::can_change);
  EXPECT_EQ(answer.votes_needed, 8);
  problem.doubts[0].options.erase(problem.doubts[0].options.begin());
  EXPECT_EQ(resolved(problem).answer, Answer::must_change);
}

TEST(DoubtsTest, WhatMustHaveHappenedMayHaveFallenHarmlesslyAmongManyRegions) {
  // Election 9043 of the enumeration: options, connected lists and a threshold in one constituency.
  auto problem = votes_problem({5, 1, 4, 2}, QuestionKind::seats_at_least, 0);
  problem.seats = {5};
  problem.question.seats = 3;
  problem.rules.connected = {{0, 1}};
  problem.rules.threshold = Threshold{Rational::of(1, 8), Base::valid, Scope::constituency, false};
  problem.cells[0].can_be_added = 2;
  CellDoubt switched = doubt_over(problem, Way::switchable, 3);
  switched.to = {false, false, true, true};
  problem.doubts.push_back(switched);
  CellDoubt removed = doubt_over(problem, Way::removable, 3);
  removed.low = 2;
  problem.doubts.push_back(removed);
  CellDoubt copies = doubt_over(problem, Way::alternatives, std::nullopt);
  copies.options = {{}, {{0, {0, 0, 0, 0}}}, {{0, {5, 1, 4, 2}}}, {{0, {0, 1, 0, 1}}}};
  problem.doubts.push_back(copies);
  const auto answer = resolved(problem);
  EXPECT_EQ(answer.answer, Answer::can_change);
  EXPECT_EQ(answer.votes_needed, 1);
  EXPECT_TRUE(answer.exact);
  EXPECT_FALSE(answer.search_stopped);
}

TEST(DoubtsTest, AnAnswerThatRestsOnIntervalsCarriesTheirJointConfidence) {
  auto problem = votes_problem({100, 60}, QuestionKind::wins, 0);
  for (const Votes high : {10, 20}) {
    auto doubt = doubt_over(problem, Way::removable, high);
    doubt.from = {true, false};
    doubt.confidence = Rational::of(19, 20);
    problem.doubts.push_back(doubt);
  }
  const auto both = resolved(problem);
  EXPECT_EQ(both.answer, Answer::cannot_change);
  EXPECT_EQ(both.confidence, Rational::of(9, 10));
  // Without an interval on the second, the first alone still matters.
  problem.doubts[1].confidence.reset();
  EXPECT_EQ(resolved(problem).confidence, Rational::of(19, 20));
  // No number of votes of the runner-up that are removed can matter: nothing rests on the interval.
  problem.doubts[0].from = {false, true};
  EXPECT_FALSE(resolved(problem).confidence.has_value());
}

TEST(DoubtsTest, CanIsUnconditionalWhereItHoldsWithoutTheIntervals) {
  auto problem = votes_problem({100, 60}, QuestionKind::wins, 0);
  problem.doubts.push_back(doubt_over(problem, Way::removable, 50));
  problem.doubts.push_back(doubt_over(problem, Way::removable, 50));
  problem.doubts[0].confidence = Rational::of(19, 20);
  EXPECT_FALSE(resolved(problem).confidence.has_value());
  problem.doubts[1].high = 10;
  EXPECT_EQ(resolved(problem).confidence, Rational::of(19, 20));
}

TEST(DoubtsTest, ARecordedLotDecidesTheTieThatItNames) {
  auto problem = votes_problem({10, 10}, QuestionKind::seats_at_least, 0);
  problem.question.seats = 1;
  EXPECT_EQ(*ask(problem, {{10, 10}}), Holds::tie);
  problem.lots = {{0, 1}};
  EXPECT_EQ(*ask(problem, {{10, 10}}), Holds::yes);
  const auto answer = with_one(problem, Way::removable, 1);
  EXPECT_EQ(answer.answer, Answer::can_change);
  EXPECT_EQ(answer.votes_needed, 1);
  problem.cells[0].votes = {11, 10};
  const auto safe = with_one(problem, Way::removable, 1);
  EXPECT_EQ(safe.answer, Answer::cannot_change);
  EXPECT_EQ(safe.votes_needed, 2);
}

TEST(DoubtsTest, ConnectedListsShareTheirSeatsFirst) {
  auto problem = votes_problem({40, 30, 60}, QuestionKind::seats_at_least, 2);
  problem.seats = {2};
  problem.question.seats = 1;
  problem.rules.connected = {{0, 1}};
  // 70 to 60: one seat each; the list needs 120 for both.
  const auto answer = with_one(problem, Way::addable, 100);
  EXPECT_EQ(answer.answer, Answer::can_change);
  EXPECT_EQ(answer.votes_needed, 50);
}

TEST(DoubtsTest, ALeadOverANamedPartyAndAShareMustBothHold) {
  // Ten points ahead, and forty per cent: either may break.
  auto problem = votes_problem({45, 34, 21}, QuestionKind::lead_at_least, 0);
  problem.question.points = Rational::of(1, 10);
  problem.question.has_share = true;
  problem.question.share = Rational::of(2, 5);
  EXPECT_EQ(*ask(problem, {{45, 34, 21}}), Holds::yes);
  EXPECT_EQ(*ask(problem, {{44, 34, 22}}), Holds::yes);
  EXPECT_EQ(*ask(problem, {{44, 35, 21}}), Holds::no);
  EXPECT_EQ(*ask(problem, {{39, 20, 41}}), Holds::no);
  EXPECT_EQ(with_one(problem, Way::switchable, 1).votes_needed, 1);
}

}  // namespace
}  // namespace scrutineer
