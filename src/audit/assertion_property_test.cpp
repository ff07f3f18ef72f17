// Assertions against a brute-force twin: whatever small election was reported and whatever the
// ballots are, all assertions hold exactly where the reported outcome is the true one.
#include <numeric>

#include <gtest/gtest.h>

#include "audit/assertion_cases_for_tests.hpp"
#include "seats/keys.hpp"

namespace scrutineer {
namespace {

using Counts = std::vector<Votes>;

// Lists, with a last count of ballots without a countable vote.
ContestTally lists_tally(const Counts& counts) {
  ContestTally tally;
  tally.contest = "assembly";
  tally.votes.assign(counts.begin(), counts.end() - 1);
  tally.invalid = counts.back();
  for (const Votes count : counts) tally.cards += count;
  return tally;
}

// What assertions of seats confirm: the allocation, the lists' seats, and who passes.
struct SeatOutcome {
  std::vector<Seats> seats, of_lists;
  std::vector<bool> passing;
  bool certain = false;     // no tie anywhere
  bool on_barrier = false;  // a party with exactly the share
  friend bool operator==(const SeatOutcome& a, const SeatOutcome& b) {
    return a.seats == b.seats && a.of_lists == b.of_lists && a.passing == b.passing;
  }
};

SeatOutcome outcome_of(const Counts& counts, Seats seats, const AllocationRules& rules) {
  const ContestTally tally = lists_tally(counts);
  ConstituencyVotes table{"", seats, tally.votes};
  const bool of_cast = rules.threshold && rules.threshold->of == Base::cast;
  table.base_beyond_valid = of_cast ? tally.invalid : 0;
  const auto allocation = allocate(table, rules);
  SeatOutcome outcome{allocation->minimum, allocation->list_minimum, {}, false, false};
  outcome.certain = allocation->settled();
  if (!rules.threshold) return outcome;
  const Votes base =
      std::accumulate(tally.votes.begin(), tally.votes.end(), Votes{0}) + table.base_beyond_valid;
  for (const Votes votes : tally.votes) {
    outcome.passing.push_back(passes(*rules.threshold, votes, base));
    outcome.on_barrier |=
        votes * rules.threshold->share.denominator == base * rules.threshold->share.numerator;
  }
  return outcome;
}

struct Tried {
  int pairs = 0, confirmed = 0, wrong_confirmed = 0, right_refused = 0;
};

// Every reported table against every true one of as many cards.
void try_all(std::size_t parties, Votes cards, Seats seats, const AllocationRules& rules,
             Tried& tried) {
  std::vector<Counts> tables;
  for_each_sum(parties + 1, cards, [&](const Counts& counts) { tables.push_back(counts); });
  std::vector<SeatOutcome> outcomes;
  for (const Counts& counts : tables) outcomes.push_back(outcome_of(counts, seats, rules));
  for (std::size_t reported = 0; reported < tables.size(); ++reported) {
    const auto set = seat_assertions(lists_tally(tables[reported]), seats, rules);
    ASSERT_TRUE(set) << to_sentence(set.error().front());
    if (set->standing != Standing::contested) continue;
    for (std::size_t truth = 0; truth < tables.size(); ++truth) {
      const ContestTally tally = lists_tally(tables[truth]);
      const bool confirmed = all_hold(set->assertions, list_ballots(tally.votes, tally.invalid));
      const SeatOutcome& of_truth = outcomes[truth];
      const bool right = of_truth.certain && of_truth == outcomes[reported];
      ++tried.pairs;
      tried.confirmed += confirmed ? 1 : 0;
      tried.wrong_confirmed += confirmed && !right ? 1 : 0;
      tried.right_refused += !confirmed && right && !of_truth.on_barrier ? 1 : 0;
    }
  }
}

void expect_equivalence(const std::vector<AllocationRules>& all_rules) {
  const Votes cards = test_scale() < 100 ? 4 : 7;
  Tried tried;
  for (const AllocationRules& rules : all_rules) {
    for (Seats seats = 1; seats <= 4; ++seats) try_all(3, cards, seats, rules, tried);
    try_all(2, cards, 3, rules, tried);
  }
  EXPECT_GT(tried.confirmed, 100);
  EXPECT_EQ(tried.wrong_confirmed, 0) << "of " << tried.pairs;
  EXPECT_EQ(tried.right_refused, 0) << "of " << tried.pairs;
}

constexpr Rule kRules[] = {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                           Rule::hare_then_highest_averages, Rule::plurality};

TEST(AssertionProperty, SeatsAreRightExactlyWhereAllAssertionsHold) {
  std::vector<AllocationRules> rules;
  for (const Rule rule : kRules) rules.push_back({rule, {}, {}});
  expect_equivalence(rules);
}

TEST(AssertionProperty, SeatsOfConnectedListsAreRightExactlyWhereBothStagesHold) {
  std::vector<AllocationRules> rules;
  for (const Rule rule : kRules) rules.push_back({rule, {}, {{0, 1}}});
  expect_equivalence(rules);
}

TEST(AssertionProperty, SeatsBehindABarrierAreRightExactlyWhereBothKindsHold) {
  std::vector<AllocationRules> rules;
  for (const Rule rule : {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder}) {
    for (const Base base : {Base::valid, Base::cast}) {
      for (const bool strict : {false, true}) {
        rules.push_back({rule, Threshold{{1, 4}, base, Scope::constituency, strict}, {}});
      }
    }
    rules.push_back({rule, Threshold{{1, 5}, Base::valid, Scope::constituency, false}, {{0, 1}}});
  }
  expect_equivalence(rules);
}

TEST(AssertionProperty, FourPartiesAndFiveSeatsByEveryRule) {
  Tried tried;
  for (const Rule rule : kRules) try_all(4, test_scale() < 100 ? 3 : 6, 5, {rule, {}, {}}, tried);
  EXPECT_GT(tried.confirmed, 0);
  EXPECT_EQ(tried.wrong_confirmed + tried.right_refused, 0);
}

// Ballots of several choices: every collection of a few ballots, reported and true.
struct Ranked {
  ContestTally tally;
  std::vector<Ballots> cards;
};

std::vector<Ranked> collections(const std::vector<Interpretation>& types, std::size_t candidates,
                                BallotForm form, Votes cards) {
  std::vector<Ranked> all;
  for_each_sum(types.size(), cards, [&](const Counts& counts) {
    Ranked one;
    one.tally.votes.assign(candidates, 0);
    one.tally.cards = cards;
    one.tally.form = form;
    one.tally.valid = 0;
    for (std::size_t t = 0; t < types.size(); ++t) {
      one.cards.push_back({types[t], counts[t]});
      const bool counts_here =
          form.most_score > 0
              ? !types[t].scores.empty()
              : !types[t].choices.empty() && types[t].choices.size() <= form.most_choices;
      (counts_here ? *one.tally.valid : one.tally.invalid) += counts[t];
      if (!counts_here) continue;
      for (const std::size_t c : types[t].choices) one.tally.votes[c] += counts[t];
      for (std::size_t c = 0; c < types[t].scores.size(); ++c) {
        one.tally.votes[c] += types[t].scores[c] * counts[t];
      }
    }
    all.push_back(one);
  });
  return all;
}

std::vector<Interpretation> subsets(std::size_t candidates) {
  std::vector<Interpretation> types;
  for (std::size_t mask = 0; mask < (std::size_t{1} << candidates); ++mask) {
    Interpretation ballot;
    for (std::size_t c = 0; c < candidates; ++c) {
      if ((mask >> c & 1U) != 0) ballot.choices.push_back(c);
    }
    types.push_back(ballot);
  }
  return types;
}

// The `winners` highest, or nothing where two are level there.
std::vector<std::size_t> winners_of(const Counts& votes, std::size_t winners) {
  std::vector<std::size_t> elected;
  for (std::size_t c = 0; c < votes.size(); ++c) {
    const auto not_below =
        std::count_if(votes.begin(), votes.end(), [&](Votes other) { return other >= votes[c]; });
    if (static_cast<std::size_t>(not_below) <= winners) elected.push_back(c);
  }
  if (elected.size() != winners) elected.clear();
  return elected;
}

template <typename Make, typename Outcome>
void expect_equal_outcomes(const std::vector<Ranked>& all, Make make, Outcome outcome) {
  int confirmed = 0, wrong = 0;
  for (const Ranked& reported : all) {
    const auto set = make(reported.tally);
    ASSERT_TRUE(set) << to_sentence(set.error().front());
    if (set->standing != Standing::contested) continue;
    for (const Ranked& truth : all) {
      const bool holds = all_hold(set->assertions, truth.cards);
      const bool right = outcome(truth.tally) == outcome(reported.tally);
      confirmed += holds ? 1 : 0;
      wrong += holds != right ? 1 : 0;
    }
  }
  EXPECT_GT(confirmed, 0);
  EXPECT_EQ(wrong, 0);
}

TEST(AssertionProperty, WinnersOfVotesAreRightExactlyWhereAllAssertionsHold) {
  const Votes cards = test_scale() < 100 ? 2 : 4;
  for (const std::size_t most : {1U, 2U, 3U}) {  // one choice, vote for two, approval
    const auto all = collections(subsets(3), 3, {most, 0}, cards);
    for (const std::size_t winners : {1U, 2U}) {
      expect_equal_outcomes(
          all, [&](const ContestTally& t) { return plurality_assertions(t, winners); },
          [&](const ContestTally& t) { return winners_of(t.votes, winners); });
    }
  }
}

TEST(AssertionProperty, WinnersOfScoresAreRightExactlyWhereAllAssertionsHold) {
  std::vector<Interpretation> types(1);
  for (Votes a = 0; a <= 2; ++a) {
    for (Votes b = 0; b <= 2; ++b) {
      types.emplace_back();
      types.back().scores = {a, b};
    }
  }
  expect_equal_outcomes(
      collections(types, 2, {1, 2}, test_scale() < 100 ? 2 : 3),
      [](const ContestTally& t) { return scoring_assertions(t, 1); },
      [](const ContestTally& t) { return winners_of(t.votes, 1); });
}

// Who has more than the share; nobody is an outcome of its own, and no sample shows equality.
TEST(AssertionProperty, AMajorityOrNoneIsRightExactlyWhereAllAssertionsHold) {
  const Votes cards = test_scale() < 100 ? 2 : 4;
  for (const Rational share : {Rational{1, 2}, Rational{2, 3}, Rational{3, 5}}) {
    const auto outcome = [&](const ContestTally& t) {
      std::size_t who = t.votes.size();
      for (std::size_t c = 0; c < t.votes.size(); ++c) {
        const Votes over = t.votes[c] * share.denominator - *t.valid * share.numerator;
        if (over > 0) who = c;
        if (over == 0 || *t.valid == 0) return t.votes.size() + 1;  // cannot be shown
      }
      return who;
    };
    const auto make = [&](const ContestTally& t) { return supermajority_assertions(t, share); };
    expect_equal_outcomes(collections(subsets(2), 2, {1, 0}, cards + 2), make, outcome);
  }
}

TEST(AssertionProperty, ABarrierOfRegisteredVotersComparesVotesWithAConstant) {
  ContestTally tally;
  tally.votes = {30, 9};
  tally.invalid = 1;
  tally.cards = 50;
  const Threshold tenth{{1, 10}, Base::registered, Scope::constituency, false};
  const auto set = barrier_assertions(tally, tenth, 101);
  ASSERT_TRUE(set);
  for (Votes votes = 0; votes <= 50; ++votes) {
    auto cards = list_ballots({votes, 0}, 50 - votes);
    EXPECT_EQ(holds(set->assertions[0].assorter, cards), votes >= 11) << votes;
    cards = list_ballots({0, votes}, 50 - votes);
    EXPECT_EQ(holds(set->assertions[1].assorter, cards), votes <= 10) << votes;
  }
}

}  // namespace
}  // namespace scrutineer
