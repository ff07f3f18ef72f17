// Bounds on seats against a brute-force twin: whatever small election was reported and whatever the
// ballots are, where the assertions of a bound hold, so many seats are theirs under every lot.
#include "audit/seat_bound.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "audit/assertion_cases_for_tests.hpp"

namespace scrutineer {
namespace {

using Counts = std::vector<Votes>;

ContestTally tally_of(const Counts& counts) {
  ContestTally tally;
  tally.votes.assign(counts.begin(), counts.end() - 1);
  tally.invalid = counts.back();
  tally.cards = std::accumulate(counts.begin(), counts.end(), Votes{0});
  return tally;
}

struct Question {
  AllocationRules rules;
  std::vector<std::size_t> who;
};

// The seats of `who` under the worst lots.
Seats fewest_seats(const Counts& counts, Seats seats, const Question& question) {
  const ContestTally tally = tally_of(counts);
  const auto allocation = allocate({"", seats, tally.votes}, question.rules);
  // Level among themselves, parties of ours still share what they are sure of together.
  Seats maximum_of_others = 0, ours = 0;
  for (std::size_t p = 0; p < tally.votes.size(); ++p) {
    const bool is_ours =
        std::find(question.who.begin(), question.who.end(), p) != question.who.end();
    (is_ours ? ours : maximum_of_others) +=
        is_ours ? allocation->minimum[p] : allocation->maximum[p];
  }
  return std::max(ours, seats - allocation->vacant - maximum_of_others);
}

struct Tried {
  int held = 0, wrong = 0, unsupported = 0;
};

void try_all(std::size_t parties, Votes cards, Seats seats, const Question& question,
             Tried& tried) {
  std::vector<Counts> tables;
  for_each_sum(parties + 1, cards, [&](const Counts& counts) { tables.push_back(counts); });
  for (const Counts& reported : tables) {
    const auto bounds =
        constituency_bounds(tally_of(reported), seats, question.rules, question.who);
    ASSERT_TRUE(bounds) << to_sentence(bounds.error().front());
    ASSERT_EQ(bounds->bounds.size(), static_cast<std::size_t>(bounds->reported));
    // What is reported supports every bound, but for those who stand exactly on a barrier.
    const auto all = seat_assertions(tally_of(reported), seats, question.rules);
    for (const Assertion& one : bounds->assertions) {
      if (one.margin.numerator < 0) ++tried.unsupported;
      if (one.margin.numerator == 0 && all->standing == Standing::contested) ++tried.unsupported;
    }
    for (const Counts& truth : tables) {
      const auto ballots = list_ballots(tally_of(truth).votes, truth.back());
      for (const SeatBound& bound : bounds->bounds) {
        bool holds_all = true;
        for (const std::size_t i : bound.assertions) {
          holds_all = holds_all && holds(bounds->assertions[i].assorter, ballots);
        }
        if (!holds_all) continue;
        ++tried.held;
        if (fewest_seats(truth, seats, question) < bound.at_least) ++tried.wrong;
      }
    }
  }
}

constexpr Rule kRules[] = {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                           Rule::plurality};

void expect_implied(const std::vector<Question>& questions) {
  Tried tried;
  for (const Question& question : questions) {
    for (const Seats seats : {1, 2, 4}) {
      try_all(3, test_scale() < 100 ? 3 : 6, seats, question, tried);
    }
  }
  EXPECT_GT(tried.held, 100);
  EXPECT_EQ(tried.wrong, 0) << "of " << tried.held;
  EXPECT_EQ(tried.unsupported, 0);
}

TEST(SeatBound, HoldsWhereItsAssertionsHold) {
  std::vector<Question> questions;
  for (const Rule rule : kRules) {
    questions.push_back({{rule, {}, {}}, {0}});
    questions.push_back({{rule, {}, {}}, {0, 2}});
  }
  expect_implied(questions);
}

TEST(SeatBound, HoldsForConnectedLists) {
  std::vector<Question> questions;
  for (const Rule rule : kRules) {
    questions.push_back({{rule, {}, {{0, 1}}}, {0, 1}});
    questions.push_back({{rule, {}, {{0, 1}}}, {2}});
  }
  expect_implied(questions);
}

TEST(SeatBound, HoldsBehindABarrier) {
  std::vector<Question> questions;
  for (const Rule rule : kRules) {
    for (const bool strict : {false, true}) {
      const Threshold quarter{{1, 4}, Base::valid, Scope::constituency, strict};
      questions.push_back({{rule, quarter, {}}, {0}});
      questions.push_back({{rule, quarter, {}}, {0, 1}});
      questions.push_back({{rule, quarter, {{0, 1}}}, {0, 1}});
    }
  }
  expect_implied(questions);
}

// The last seat of three is hard, the first is easy; what is conceded goes to the strongest.
TEST(SeatBound, OfFewerSeatsHasTheLargerMargin) {
  const auto bounds =
      constituency_bounds(tally_of({52, 30, 18, 0}), 6, {Rule::dhondt, {}, {}}, {0});
  ASSERT_EQ(bounds->reported, 3);
  double before = 0;
  for (const SeatBound& bound : bounds->bounds) {
    double least = 1;
    for (const std::size_t i : bound.assertions) {
      least = std::min(least, diluted_margin(bounds->assertions[i]));
    }
    EXPECT_GT(least, before);
    before = least;
  }
}

TEST(SeatBound, IsCertainWhereNobodyElseStands) {
  const auto bounds = constituency_bounds(tally_of({52, 0}), 2, {Rule::dhondt, {}, {}}, {0});
  ASSERT_EQ(bounds->reported, 2);
  EXPECT_TRUE(bounds->bounds[0].assertions.empty());
  const auto evidence = deficit_evidence(*bounds, {});
  EXPECT_EQ(evidence.log_e[0], std::numeric_limits<double>::infinity());
}

TEST(SeatBound, TakesTheWeakestAssertionAndNoNumberAsNone) {
  ConstituencyBounds bounds;
  bounds.bounds = {{2, {0, 1, 2}}, {1, {0, 2}}};
  const auto evidence = deficit_evidence(bounds, {3, std::nan(""), 1});
  EXPECT_EQ(evidence.binding, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(evidence.log_e[0], -std::numeric_limits<double>::infinity());
  EXPECT_EQ(evidence.log_e[1], 1);
}

TEST(SeatBound, RefusesWhatItCannotBound) {
  const AllocationRules connected{Rule::dhondt, {}, {{0, 1}}};
  EXPECT_FALSE(constituency_bounds(tally_of({5, 3, 0}), 2, connected, {0}));
  EXPECT_FALSE(constituency_bounds(tally_of({5, 3, 0}), 2, {Rule::dhondt, {}, {}}, {7}));
  EXPECT_FALSE(constituency_bounds(tally_of({5, 3, 0}), 10'001, {Rule::dhondt, {}, {}}, {0}));
}

}  // namespace
}  // namespace scrutineer
