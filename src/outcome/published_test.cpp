// What is published of random tiny elections, against a twin that lists every table of votes that
// agrees with it and tries every change of votes in each.
#include "outcome/published.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <ostream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "outcome/published_brute_force.hpp"

namespace scrutineer {
namespace {

using brute::VoteTable;

std::string describe(const PublishedProblem& problem) {
  std::ostringstream out;
  out << "rule " << name_of(problem.rules.rule) << " parties " << problem.parties << " seats";
  for (const Seats seats : problem.seats) out << ' ' << seats;
  if (problem.rules.threshold) {
    out << " threshold " << to_string(problem.rules.threshold->share)
        << (problem.rules.threshold->strict ? " strict" : "");
  }
  if (!problem.rules.connected.empty()) out << " connected 0 1";
  const char* kinds[] = {"seats", "votes", "registered", "cast", "margin"};
  for (const Fact& fact : problem.facts) {
    out << "\n  " << kinds[static_cast<int>(fact.kind)];
    if (fact.kind == Fact::Kind::margin) out << ' ' << name_of(fact.way);
    if (fact.constituency) out << " in " << *fact.constituency;
    if (fact.party) out << " of " << *fact.party;
    out << ": " << fact.low << ".." << fact.high;
  }
  return out.str();
}

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

std::string describe(const VoteTable& table) {
  std::ostringstream out;
  for (const auto& votes : table) {
    out << " |";
    for (const Votes v : votes) out << ' ' << v;
  }
  return out.str();
}

// A secret table of votes, and what is published of it.
class Maker {
 public:
  explicit Maker(std::uint64_t seed) : engine_(seed) {}

  std::int64_t upto(std::int64_t most) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(most + 1));
  }
  bool one_in(std::int64_t n) { return upto(n - 1) == 0; }

  PublishedProblem make(Rule rule) {
    PublishedProblem problem;
    do {
      problem = PublishedProblem{};
      choose_election(problem, rule);
    } while (!publish(problem));
    return problem;
  }

  SeatTarget target(const PublishedProblem& problem) {
    SeatTarget target;
    const auto all = static_cast<std::int64_t>(problem.parties);
    const auto who = static_cast<std::size_t>(upto(all - 1));
    for (std::size_t p = 0; p < problem.parties; ++p) {
      const bool more = target.who.size() + 1 < problem.parties && problem.parties > 2;
      if (p == who || (more && p < who && one_in(4))) target.who.push_back(p);
    }
    target.at_least = one_in(2);
    if (one_in(3)) target.constituency = some_constituency(problem);
    const Seats chamber = std::accumulate(problem.seats.begin(), problem.seats.end(), Seats{0});
    const Seats most = target.constituency ? problem.seats[*target.constituency] : chamber;
    target.seats = target.at_least ? 1 + upto(most) : upto(most);
    return target;
  }

  std::vector<std::size_t> some_places(const PublishedProblem& problem) {
    std::vector<std::size_t> places;
    if (one_in(2)) return places;
    for (std::size_t c = 0; c < problem.seats.size(); ++c) {
      if (one_in(2)) places.push_back(c);
    }
    return places;
  }

 private:
  std::size_t some_constituency(const PublishedProblem& problem) {
    return static_cast<std::size_t>(upto(static_cast<std::int64_t>(problem.seats.size()) - 1));
  }

  void choose_election(PublishedProblem& problem, Rule rule) {
    problem.rules.rule = rule;
    problem.parties = static_cast<std::size_t>(2 + upto(1));
    if (one_in(6)) {
      problem.rules.threshold =
          Threshold{Rational::of(1 + upto(2), 8), Base::valid, Scope::constituency, one_in(2)};
    } else if (problem.parties > 2 && rule != Rule::hare_largest_remainder && one_in(12)) {
      problem.rules.connected = {{0, 1}};
    }
    const std::int64_t constituencies = problem.parties == 2 ? 1 + upto(2) : 1 + upto(1);
    table_.clear();
    for (std::int64_t c = 0; c < constituencies; ++c) {
      problem.constituencies.push_back(std::to_string(c));
      problem.seats.push_back(1 + upto(3));
      std::vector<Votes> votes;
      for (std::size_t p = 0; p < problem.parties; ++p) votes.push_back(upto(one_in(3) ? 2 : 7));
      table_.push_back(votes);
    }
  }

  void add(PublishedProblem& problem, Fact::Kind kind, std::optional<std::size_t> constituency,
           std::optional<std::size_t> party, Votes value, Change way = Change::added) {
    Fact fact;
    fact.kind = kind;
    fact.constituency = constituency;
    fact.party = party;
    fact.low = fact.high = value;
    fact.way = way;
    // Two statements that differ.
    const bool differ = one_in(kind == Fact::Kind::seats ? 40 : 5);
    if (differ && one_in(2)) fact.low = std::max<Votes>(0, value - 1 - upto(1));
    if (differ && fact.low == value) fact.high += 1 + upto(1);
    fact.claims = {"claim " + std::to_string(problem.facts.size())};
    problem.facts.push_back(std::move(fact));
  }

  // False where a lot would decide.
  bool publish(PublishedProblem& problem) {
    brute::Published twin(problem);
    std::vector<Seats> held(problem.parties, 0);
    for (std::size_t c = 0; c < table_.size(); ++c) {
      const auto seats = twin.seats(table_[c], c);
      if (!seats) return false;
      publish_seats(problem, c, *seats);
      publish_votes(problem, c);
      publish_margins(problem, twin, c);
      for (std::size_t p = 0; p < problem.parties; ++p) held[p] += (*seats)[p];
    }
    publish_totals(problem, held);
    return true;
  }

  void publish_seats(PublishedProblem& problem, std::size_t c, const std::vector<Seats>& seats) {
    const bool all = !one_in(10);
    for (std::size_t p = 0; p < problem.parties; ++p) {
      const bool silent = seats[p] == 0 ? one_in(3) : (!all && one_in(2));
      if (!silent) add(problem, Fact::Kind::seats, c, p, seats[p]);
    }
  }

  void publish_votes(PublishedProblem& problem, std::size_t c) {
    const Votes valid = std::accumulate(table_[c].begin(), table_[c].end(), Votes{0});
    for (std::size_t p = 0; p < problem.parties; ++p) {
      if (one_in(6)) add(problem, Fact::Kind::votes, c, p, table_[c][p]);
    }
    if (one_in(4)) add(problem, Fact::Kind::votes, c, std::nullopt, valid);
    if (one_in(5)) add(problem, Fact::Kind::cast, c, std::nullopt, valid + upto(2));
    if (one_in(5)) add(problem, Fact::Kind::registered, c, std::nullopt, valid + 2 + upto(4));
  }

  void publish_margins(PublishedProblem& problem, brute::Published& twin, std::size_t c) {
    for (std::size_t p = 0; p < problem.parties; ++p) {
      if (!one_in(4)) continue;
      const Change ways[] = {Change::added, Change::switched, Change::removed};
      const Change way = ways[upto(2)];
      const auto margin = twin.margin(table_[c], c, p, way);
      if (margin) add(problem, Fact::Kind::margin, c, p, *margin, way);
    }
  }

  void publish_totals(PublishedProblem& problem, const std::vector<Seats>& held) {
    Votes valid = 0;
    for (std::size_t p = 0; p < problem.parties; ++p) {
      Votes votes = 0;
      for (const auto& here : table_) votes += here[p];
      valid += votes;
      if (!one_in(6)) add(problem, Fact::Kind::votes, std::nullopt, p, votes);
      if (one_in(3)) add(problem, Fact::Kind::seats, std::nullopt, p, held[p]);
    }
    add(problem, Fact::Kind::votes, std::nullopt, std::nullopt, valid);
    if (one_in(3)) add(problem, Fact::Kind::cast, std::nullopt, std::nullopt, valid + upto(2));
  }

  std::mt19937_64 engine_;
  VoteTable table_;
};

std::size_t scaled(std::size_t count) {
  const char* percent = std::getenv("SCRUTINEER_TEST_SCALE");
  return percent ? std::max<std::size_t>(1, count * std::strtoul(percent, nullptr, 10) / 100)
                 : count;
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
  const std::size_t wanted = scaled(100);
  Maker maker(11 + static_cast<std::uint64_t>(rule));
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
                 << " tables:" << describe(agreeing.tables.front());
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
void misprint(PublishedProblem& problem, Maker& maker) {
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
  Maker maker(23);
  std::size_t sets = 0, spared = 0, spared_by_small = 0;
  const std::size_t wanted = scaled(500);
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
