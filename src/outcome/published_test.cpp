// What is published of random tiny elections, against a twin that lists every table of votes that
// agrees with it and tries every change of votes in each.
#include "outcome/published.hpp"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

#include "outcome/published_brute_force.hpp"
#include "outcome/published_maker.hpp"

namespace scrutineer {
namespace {

using brute::VoteTable;

std::string describe(const SeatTarget& target, Change change,
                     const std::vector<std::size_t>& only_in) {
  std::ostringstream out;
  out << name_of(change) << " until";
  for (const std::size_t party : target.who) out << ' ' << party;
  out << (target.at_least ? " at least " : " at most ") << target.seats;
  if (target.constituency) out << " in " << *target.constituency;
  if (!only_in.empty()) out << " only in";
  for (const std::size_t c : only_in) out << ' ' << c;
  return out.str();
}

constexpr std::size_t kMostTables = 300;
constexpr std::size_t kMostSteps = 20'000;

// How often a bound is the truth itself.
struct Tightness {
  std::size_t asked = 0, low_is_least = 0, finite = 0, bounded = 0, high_is_greatest = 0;
};

void expect_bounds(const PublishedProblem& problem, brute::Published& twin,
                   const std::vector<VoteTable>& tables, const SeatTarget& target, Change change,
                   const std::vector<std::size_t>& only_in, Tightness& tightness) {
  std::optional<Votes> least, greatest = 0;
  for (const VoteTable& table : tables) {
    const auto price = twin.price(table, target, change, only_in);
    if (price && (!least || *price < *least)) least = price;
    if (!price) greatest.reset();
    if (price && greatest) greatest = std::max(*greatest, *price);
  }
  const auto range = price_range(problem, target, change, only_in);
  ASSERT_TRUE(range.has_value());
  ++tightness.asked;
  if (!range->reachable) {
    EXPECT_FALSE(least.has_value());
    return;
  }
  EXPECT_LE(range->low, least.value_or(range->low));
  if (range->high) {
    ASSERT_TRUE(greatest.has_value()) << "bounded by " << *range->high << ", but there is no price";
    EXPECT_GE(*range->high, *greatest);
  }
  tightness.low_is_least += least && range->low == *least ? 1 : 0;
  tightness.finite += greatest ? 1 : 0;
  tightness.bounded += range->high ? 1 : 0;
  tightness.high_is_greatest += greatest && range->high == greatest ? 1 : 0;
}

void compare_with_twin(Rule rule) {
  const std::size_t wanted = scaled(60);
  PublishedMaker maker(11 + static_cast<std::uint64_t>(rule));
  Tightness tightness;
  for (std::size_t done = 0; done < wanted;) {
    const PublishedProblem problem = maker.make(rule);
    brute::Published twin(problem);
    const auto agreeing = twin.agreeing(kMaximumCount, kMostTables, kMostSteps);
    if (!agreeing.finished) continue;
    ++done;
    ASSERT_FALSE(agreeing.tables.empty()) << describe(problem);
    EXPECT_TRUE(find_contradiction(problem).facts.empty()) << describe(problem);
    for (int asked = 0; asked < 4; ++asked) {
      const SeatTarget target = maker.target(problem);
      const auto only_in = maker.some_places(problem);
      for (const Change change : {Change::added, Change::switched, Change::removed}) {
        expect_bounds(problem, twin, agreeing.tables, target, change, only_in, tightness);
        if (testing::Test::HasFailure()) {
          FAIL() << "election " << done << ": " << describe(problem) << "\n"
                 << describe(target, change, only_in) << "\none of " << agreeing.tables.size()
                 << " tables:" << describe_votes(agreeing.tables.front());
        }
      }
    }
  }
  const auto record = [](const char* name, std::size_t count) {
    testing::Test::RecordProperty(name, static_cast<int>(count));
  };
  record("asked", tightness.asked);
  record("low_is_least", tightness.low_is_least);
  record("greatest_is_finite", tightness.finite);
  record("bounded", tightness.bounded);
  record("high_is_greatest", tightness.high_is_greatest);
}

TEST(PublishedBoundsHoldForEveryTable, UnderDhondt) { compare_with_twin(Rule::dhondt); }
TEST(PublishedBoundsHoldForEveryTable, UnderSainteLague) { compare_with_twin(Rule::sainte_lague); }
TEST(PublishedBoundsHoldForEveryTable, UnderLargestRemainders) {
  compare_with_twin(Rule::hare_largest_remainder);
}
TEST(PublishedBoundsHoldForEveryTable, UnderQuotasThenHighestAverages) {
  compare_with_twin(Rule::hare_then_highest_averages);
}
TEST(PublishedBoundsHoldForEveryTable, UnderPlurality) { compare_with_twin(Rule::plurality); }

// Added votes raise the base of the whole contest: 12 for party 0 in its constituency would leave
// party 1 below a fifth in the other, so that together they gain nothing.
TEST(PublishedBounds, DoNotAddVotesThatPushAPartnerBelowTheThresholdOfTheContest) {
  PublishedProblem problem;
  problem.rules.threshold = Threshold{Rational::of(1, 5), Base::valid, Scope::contest, false};
  problem.constituencies = {"a", "b"};
  problem.seats = {2, 2};
  problem.parties = 3;
  const VoteTable table = {{10, 0, 11}, {0, 9, 12}};
  const std::vector<std::vector<Seats>> seats = {{1, 0, 1}, {0, 1, 1}};
  for (std::size_t c = 0; c < 2; ++c) {
    for (std::size_t p = 0; p < 3; ++p) {
      problem.facts.push_back({Fact::Kind::seats, c, p, seats[c][p], seats[c][p], {}, {}});
      problem.facts.push_back({Fact::Kind::votes, c, p, table[c][p], table[c][p], {}, {}});
    }
  }
  const auto range = price_range(problem, {{0, 1}, true, 3, std::nullopt}, Change::added);
  ASSERT_TRUE(range.has_value());
  EXPECT_FALSE(range->high.has_value());
  // So they matter to a constituency in which they are not cast.
  const auto elsewhere = price_range(problem, {{1}, false, 0, 1}, Change::added, {0});
  ASSERT_TRUE(elsewhere.has_value());
  EXPECT_TRUE(elsewhere->reachable);
}

// These facts alone.
PublishedProblem only(const PublishedProblem& problem, const std::vector<std::size_t>& facts,
                      std::size_t without) {
  PublishedProblem rest = problem;
  rest.facts.clear();
  for (const std::size_t fact : facts) {
    if (fact != without) rest.facts.push_back(problem.facts[fact]);
  }
  return rest;
}

constexpr Votes kSmall = 8;

bool some_small_table_agrees(const PublishedProblem& problem) {
  brute::Published twin(problem);
  return !twin.agreeing(kSmall, 1, kMostSteps).tables.empty();
}

// One or two misprints in what is published.
void misprint(PublishedProblem& problem, PublishedMaker& maker) {
  const auto last = static_cast<std::int64_t>(problem.facts.size()) - 1;
  for (std::int64_t again = 1 + maker.upto(1); again > 0; --again) {
    Fact& fact = problem.facts[static_cast<std::size_t>(maker.upto(last))];
    const bool seats = fact.kind == Fact::Kind::seats;
    const Votes wrong = std::max<Votes>(0, fact.low + (seats ? 1 : 4) * (maker.upto(2) - 1));
    fact.low = fact.high = wrong;
  }
}

TEST(ContradictingFacts, AreRefutedByEveryTableAndNoneOfThemCanBeSpared) {
  const Rule rules[] = {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                        Rule::hare_then_highest_averages, Rule::plurality};
  PublishedMaker maker(23);
  std::size_t sets = 0, spared = 0, spared_by_small = 0;
  const std::size_t wanted = scaled(300);
  for (std::size_t done = 0; done < wanted; ++done) {
    PublishedProblem problem = maker.make(rules[done % 5]);
    misprint(problem, maker);
    const Contradiction found = find_contradiction(problem);
    if (found.facts.empty()) continue;
    ++sets;
    const auto none = problem.facts.size();
    EXPECT_FALSE(some_small_table_agrees(only(problem, found.facts, none))) << describe(problem);
    for (const std::size_t fact : found.facts) {
      const PublishedProblem rest = only(problem, found.facts, fact);
      EXPECT_TRUE(find_contradiction(rest).facts.empty()) << describe(problem);
      ++spared;
      // What is consistent in fractions of votes may need more whole ones than we try.
      spared_by_small += some_small_table_agrees(rest) ? 1 : 0;
    }
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(sets, wanted / 5);
  EXPECT_GT(spared_by_small, spared * 3 / 4);
  testing::Test::RecordProperty("sets", static_cast<int>(sets));
  testing::Test::RecordProperty("spared", static_cast<int>(spared));
  testing::Test::RecordProperty("spared_by_small", static_cast<int>(spared_by_small));
}

}  // namespace
}  // namespace scrutineer
