// Instant runoffs: published figures, and a brute-force twin that knows only whole orders of
// elimination.
#include "audit/irv.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "audit/assertion_cases_for_tests.hpp"
#include "base/random.hpp"

namespace scrutineer {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr Difficulty kOneOnMargin{DifficultyTest::one_on_margin, 0.05, 1.1};
constexpr Difficulty kBravo{DifficultyTest::bravo, 0.05, 1.1};
constexpr Difficulty kMacro{DifficultyTest::macro, 0.05, 1.1};

RankedContest contest_of(std::size_t candidates, std::vector<Ranking> rankings) {
  RankedContest contest;
  contest.id = "mayor";
  for (std::size_t c = 0; c < candidates; ++c) contest.candidates.push_back(std::to_string(c));
  contest.rankings = std::move(rankings);
  for (const Ranking& ranking : contest.rankings) contest.cards += ranking.count;
  return contest;
}

std::vector<Ballots> ballots_of(const RankedContest& contest) {
  std::vector<Ballots> cards;
  for (const Ranking& ranking : contest.rankings) {
    Interpretation ballot;
    ballot.choices.assign(ranking.choices.begin(), ranking.choices.end());
    cards.push_back({ballot, ranking.count});
  }
  return cards;
}

// Table 1 of Blom, Stuckey & Teague; candidates 1 to 4 are 0 to 3 here.
RankedContest table_1() {
  return contest_of(4, {{{1, 2}, 4000},
                        {{0}, 20'000},
                        {{2, 3}, 9000},
                        {{1, 2, 3}, 6000},
                        {{3, 0, 1}, 15'000},
                        {{0, 2}, 6000}});
}

TEST(Irv, DifficultiesOfThePaperAreReached) {
  // Rounds of the count: 10,000 against 9,000; 24,000 against 10,000; 30,000 against 26,000.
  EXPECT_NEAR(difficulty_of(kMacro, 10'000, 9000, 60'000), 395.4, 0.1);
  EXPECT_NEAR(difficulty_of(kMacro, 24'000, 10'000, 60'000), 28.2, 0.1);
  EXPECT_NEAR(difficulty_of(kMacro, 30'000, 26'000, 60'000), 98.9, 0.1);
  EXPECT_NEAR(difficulty_of(kBravo, 10'000, 9000, 60'000), 6885, 1);
  EXPECT_NEAR(difficulty_of(kBravo, 24'000, 10'000, 60'000), 64, 0.5);
  EXPECT_NEAR(difficulty_of(kBravo, 30'000, 26'000, 60'000), 1271.6, 0.5);
}

TEST(Irv, TheWinnerOfThePaperIsFoundAndProved) {
  const auto audit = irv_assertions(table_1(), kBravo);
  ASSERT_TRUE(audit);
  EXPECT_EQ(audit->winner, 3U);
  EXPECT_EQ(audit->standing, Standing::contested);
  EXPECT_EQ(fault_of(audit->proof, 4, 3, audit->assertions), std::nullopt);
}

// The guide's example: A, B, C, D are 0 to 3.
TEST(Irv, TheGuidesExampleHasFiveAssertionsOfDifficulty27) {
  const auto audit = irv_assertions(
      contest_of(
          4, {{{2, 1, 0}, 5000}, {{1, 2, 3}, 1000}, {{3, 0}, 1500}, {{0, 3}, 4000}, {{3}, 2000}}),
      kOneOnMargin);
  EXPECT_EQ(audit->winner, 2U);
  EXPECT_EQ(audit->difficulty, 27);
  EXPECT_EQ(audit->assertions.size(), 5U);
  EXPECT_EQ(fault_of(audit->proof, 4, 2, audit->assertions), std::nullopt);
  bool found = false;
  for (std::size_t i = 0; i < audit->assertions.size(); ++i) {
    const Assertion& one = audit->assertions[i];
    if (one.kind != AssertionKind::not_eliminated_before) continue;
    if (one.winner.position != 2 || one.loser != Contender{1}) continue;
    found = true;
    EXPECT_EQ(audit->difficulties[i], 3.375);
  }
  EXPECT_TRUE(found);
}

// The twin: every whole order of elimination that ends in another winner, and every assertion.
double difficulty_by_enumeration(const RankedContest& contest, std::size_t winner,
                                 const Difficulty& difficulty) {
  const std::size_t n = contest.candidates.size();
  const auto first_of = [](const Ranking& ranking, const std::vector<bool>& in) {
    for (const std::size_t c : ranking.choices) {
      if (in[c]) return c;
    }
    return in.size();
  };
  const auto ballots_for = [&](std::size_t who, const std::vector<bool>& in) {
    Votes sum = 0;
    for (const Ranking& one : contest.rankings) sum += first_of(one, in) == who ? one.count : 0;
    return sum;
  };
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  double hardest = 0;
  do {
    if (order.back() == winner) continue;
    double easiest = kNever;
    for (std::size_t i = 0; i < n; ++i) {
      const std::vector<bool> all(n, true);
      std::vector<bool> standing(n, false);
      for (std::size_t k = i; k < n; ++k) standing[order[k]] = true;
      for (std::size_t k = i + 1; k < n; ++k) {
        // order[i] leaves before order[k].
        std::vector<bool> two(n, false);
        two[order[i]] = two[order[k]] = true;
        const Votes against = ballots_for(order[k], two);
        easiest = std::min(
            easiest, difficulty_of(difficulty, ballots_for(order[i], all), against, contest.cards));
        easiest = std::min(easiest, difficulty_of(difficulty, ballots_for(order[i], standing),
                                                  ballots_for(order[k], standing), contest.cards));
      }
    }
    hardest = std::max(hardest, easiest);
  } while (std::next_permutation(order.begin(), order.end()));
  return hardest;
}

// Whether a set of assertions rules out every other winner, by going through all orders.
bool rule_out_all_orders(const std::vector<Assertion>& assertions, std::size_t n,
                         std::size_t winner) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  do {
    if (order.back() == winner) continue;
    bool ruled_out = false;
    for (std::size_t i = 0; i < n && !ruled_out; ++i) {
      std::vector<std::size_t> standing(order.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                        order.end());
      std::sort(standing.begin(), standing.end());
      for (const Assertion& one : assertions) {
        ruled_out = ruled_out || contradicts(one, order[i], standing);
      }
    }
    if (!ruled_out) return false;
  } while (std::next_permutation(order.begin(), order.end()));
  return true;
}

// Who may win, whichever of the last who are level leaves.
std::set<std::size_t> winners_of(const RankedContest& contest,
                                 const std::vector<std::size_t>& standing) {
  if (standing.size() == 1) return {standing.front()};
  std::map<std::size_t, Votes> tally;
  for (const std::size_t c : standing) tally[c] = 0;
  for (const Ranking& ranking : contest.rankings) {
    const auto first = std::find_if(ranking.choices.begin(), ranking.choices.end(),
                                    [&](std::size_t c) { return tally.contains(c); });
    if (first != ranking.choices.end()) tally[*first] += ranking.count;
  }
  Votes least = contest.cards;
  for (const auto& [c, votes] : tally) least = std::min(least, votes);
  std::set<std::size_t> winners;
  for (const std::size_t leaving : standing) {
    if (tally[leaving] != least) continue;
    auto rest = standing;
    std::erase(rest, leaving);
    winners.merge(winners_of(contest, rest));
  }
  return winners;
}

std::set<std::size_t> winners_of(const RankedContest& contest) {
  std::vector<std::size_t> everybody(contest.candidates.size());
  std::iota(everybody.begin(), everybody.end(), std::size_t{0});
  return winners_of(contest, everybody);
}

RankedContest random_contest(Random& random) {
  const std::size_t n = 2 + random.below(4);
  std::map<std::vector<std::uint16_t>, Votes> rankings;
  const std::uint64_t distinct = 1 + random.below(8);
  const Votes most = random.below(2) == 0 ? 4 : 1000;
  for (std::uint64_t i = 0; i < distinct; ++i) {
    std::vector<std::uint16_t> choices(n);
    std::iota(choices.begin(), choices.end(), std::uint16_t{0});
    random.shuffle(choices);
    choices.resize(random.below(n + 1));
    rankings[choices] += random.between(1, most);
  }
  std::vector<Ranking> all;
  for (const auto& [choices, count] : rankings) all.push_back({choices, count});
  return contest_of(n, all);
}

TEST(IrvProperty, TheLeastDifficultyEqualsTheTwins) {
  Random random(1);
  int contested = 0;
  for (int run = 0; run < 20 * test_scale(); ++run) {
    const RankedContest contest = random_contest(random);
    for (const Difficulty& difficulty : {kOneOnMargin, kBravo, kMacro}) {
      const auto audit = irv_assertions(contest, difficulty);
      ASSERT_TRUE(audit);
      if (audit->standing == Standing::no_votes) continue;
      const std::size_t n = contest.candidates.size();
      ASSERT_EQ(audit->difficulty, difficulty_by_enumeration(contest, audit->winner, difficulty));
      ASSERT_EQ(audit->standing == Standing::tie, audit->difficulty == kNever);
      if (audit->standing == Standing::tie) continue;
      ++contested;
      ASSERT_EQ(fault_of(audit->proof, n, audit->winner, audit->assertions), std::nullopt);
      ASSERT_TRUE(rule_out_all_orders(audit->assertions, n, audit->winner));
      ASSERT_EQ(audit->difficulties.front(), audit->difficulty);
      // None can be left out, and each is true of the ballots by the margin it states.
      for (std::size_t i = 0; i < audit->assertions.size(); ++i) {
        auto others = audit->assertions;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_FALSE(rule_out_all_orders(others, n, audit->winner));
        EXPECT_TRUE(holds(audit->assertions[i].assorter, ballots_of(contest)));
      }
    }
  }
  EXPECT_GT(contested, test_scale() / 2);
}

// The assorter's mean over the ballots, and the tallies that the search took, agree exactly.
TEST(IrvProperty, MarginsAreThoseOfTheAssorters) {
  Random random(2);
  for (int run = 0; run < 2 * test_scale(); ++run) {
    const RankedContest contest = random_contest(random);
    const auto audit = irv_assertions(contest, kOneOnMargin);
    for (const Assertion& one : audit->assertions) {
      Fraction sum{0, 1};
      for (const Ballots& some : ballots_of(contest)) {
        const Fraction value = value_of(one.assorter, some.ballot);
        sum = sum_of(sum, {value.numerator * some.count, value.denominator});
      }
      // 2 sum / cards − 1 = margin
      EXPECT_EQ((2 * sum.numerator - contest.cards * sum.denominator) * one.margin.denominator,
                one.margin.numerator * contest.cards * sum.denominator);
    }
  }
}

// Whatever the ballots are, where all assertions hold nobody else wins, under any drawing of lots.
TEST(IrvProperty, AssertionsThatHoldElectTheReportedWinner) {
  Random random(3);
  int held = 0;
  for (int run = 0; run < 100 * test_scale(); ++run) {
    const RankedContest reported = random_contest(random);
    const auto audit = irv_assertions(reported, kOneOnMargin);
    if (audit->standing != Standing::contested) continue;
    RankedContest truth = random_contest(random);
    if (truth.candidates.size() != reported.candidates.size()) continue;
    if (!all_hold(audit->assertions, ballots_of(truth))) continue;
    ++held;
    ASSERT_EQ(winners_of(truth), std::set<std::size_t>{audit->winner});
  }
  EXPECT_GT(held, test_scale() / 50);
}

TEST(IrvProof, AnyChangeOfItIsNoticed) {
  const auto audit = irv_assertions(table_1(), kOneOnMargin);
  const auto fault = [&](const IrvProof& proof) {
    return fault_of(proof, 4, audit->winner, audit->assertions).has_value();
  };
  ASSERT_FALSE(fault(audit->proof));
  EXPECT_TRUE(fault({}));
  for (std::size_t node = 0; node < audit->proof.nodes.size(); ++node) {
    for (std::size_t step = 0; step < audit->proof.nodes[node].steps.size(); ++step) {
      IrvProof without = audit->proof;
      auto& steps = without.nodes[node].steps;
      steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(step));
      EXPECT_TRUE(fault(without));
      IrvProof lost = audit->proof;
      IrvStep& changed = lost.nodes[node].steps[step];
      if (changed.assertion) {
        changed.assertion = audit->assertions.size();
      } else {
        changed.node = 0;
      }
      EXPECT_TRUE(fault(lost));
    }
  }
  EXPECT_TRUE(fault_of(audit->proof, 5, audit->winner, audit->assertions));
  EXPECT_TRUE(fault_of(audit->proof, 4, 0, audit->assertions));
}

TEST(IrvStanding, EveryDegenerateContestHasAnAnswer) {
  EXPECT_FALSE(irv_assertions(contest_of(0, {}), kOneOnMargin));
  EXPECT_FALSE(irv_assertions(contest_of(129, {}), kOneOnMargin));
  EXPECT_FALSE(irv_assertions(contest_of(2, {{{0, 0}, 1}}), kOneOnMargin));
  EXPECT_FALSE(irv_assertions(contest_of(2, {{{5}, 1}}), kOneOnMargin));
  EXPECT_EQ(irv_assertions(contest_of(1, {{{0}, 1}}), kOneOnMargin)->standing,
            Standing::uncontested);
  EXPECT_EQ(irv_assertions(contest_of(3, {{{}, 5}}), kOneOnMargin)->standing, Standing::no_votes);
  const auto tie = irv_assertions(contest_of(2, {{{0}, 5}, {{1}, 5}}), kOneOnMargin);
  EXPECT_EQ(tie->standing, Standing::tie);
  EXPECT_EQ(tie->difficulty, kNever);
  RankedContest wrong = table_1();
  wrong.winner = 0;  // not the winner of these ballots
  EXPECT_EQ(irv_assertions(wrong, kOneOnMargin)->standing, Standing::tie);
}

// A level round that decides nothing is no tie of the contest.
TEST(IrvStanding, LevelRoundsThatDecideNothingAreFollowedBothWays) {
  const auto contest = contest_of(4, {{{0}, 50}, {{1, 0}, 5}, {{2, 0}, 5}, {{3}, 30}});
  EXPECT_EQ(winners_of(contest), std::set<std::size_t>{0});
  EXPECT_EQ(irv_assertions(contest, kOneOnMargin)->standing, Standing::contested);
}

// Ballots of up to three choices; each candidate is so many tenths as popular as the one before.
RankedContest many_candidates(std::size_t candidates, int ballots, std::uint64_t tenths) {
  Random random(candidates);
  std::map<std::vector<std::uint16_t>, Votes> rankings;
  for (int i = 0; i < ballots; ++i) {
    std::vector<std::uint16_t> choices;
    while (choices.size() < 3) {
      std::uint16_t c = 0;
      while (c + 1U < candidates && random.below(10) < tenths) ++c;
      if (std::find(choices.begin(), choices.end(), c) != choices.end()) break;
      choices.push_back(c);
    }
    rankings[choices] += 1;
  }
  std::vector<Ranking> all;
  for (const auto& [choices, count] : rankings) all.push_back({choices, count});
  return contest_of(candidates, all);
}

TEST(IrvStanding, AHundredAndOneCandidatesAreProved) {
  const auto audit = irv_assertions(many_candidates(101, 2000, 7), kOneOnMargin);
  ASSERT_TRUE(audit);
  EXPECT_EQ(audit->standing, Standing::contested);
  EXPECT_EQ(fault_of(audit->proof, 101, audit->winner, audit->assertions), std::nullopt);
}

TEST(IrvStanding, SoManyWhoAreSoAlikeThatNoProofIsOfUseIsSaid) {
  if (test_scale() < 100) GTEST_SKIP() << "too slow under sanitizers";
  const auto audit = irv_assertions(many_candidates(101, 2000, 9), kOneOnMargin);
  ASSERT_FALSE(audit);
  EXPECT_EQ(to_sentence(audit.error()[0]),
            "Contest mayor: so many candidates are so alike that no proof of a useful size was "
            "found.");
}

TEST(Irv, TheSameBallotsGiveTheSameProof) {
  RankedContest contest = table_1();
  const auto first = irv_assertions(contest, kMacro);
  std::reverse(contest.rankings.begin(), contest.rankings.end());
  const auto second = irv_assertions(contest, kMacro);
  EXPECT_EQ(first->proof, second->proof);
  EXPECT_EQ(first->difficulties, second->difficulties);
}

}  // namespace
}  // namespace scrutineer
