// Margins of several constituencies, of coalitions, lists and thresholds, against enumeration; and
// of large counts, against a search of its own.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <random>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "outcome/margin.hpp"
#include "outcome/margin_group.hpp"
#include "outcome/margin_program.hpp"
#include "seats/seats.hpp"

namespace scrutineer {
namespace {

constexpr Rule kRules[] = {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                           Rule::hare_then_highest_averages, Rule::plurality};
constexpr Change kChanges[] = {Change::switched, Change::added, Change::removed};
constexpr Votes kNone = 1'000'000;
constexpr Votes kMostAdded = 7;

using Table = std::vector<Votes>;

int scaled(int cases) {
  const char* text = std::getenv("SCRUTINEER_TEST_SCALE");
  return std::max(1, cases * (text == nullptr ? 100 : std::atoi(text)) / 100);
}

// Seats of `who` in one draw of every lot: the least and the most. Every order is tried.
std::pair<Seats, Seats> seats_over_all_lots(const ConstituencyVotes& table,
                                            const AllocationRules& rules,
                                            const std::vector<std::size_t>& who) {
  Lot lot(table.votes.size());
  std::iota(lot.begin(), lot.end(), std::size_t{0});
  std::pair<Seats, Seats> range{kNone, -1};
  do {
    const auto allocation = allocate(table, rules, lot);
    Seats sum = 0;
    for (const std::size_t p : who) sum += allocation->seats[p];
    range = {std::min(range.first, sum), std::max(range.second, sum)};
  } while (std::next_permutation(lot.begin(), lot.end()) && !allocate(table, rules)->settled());
  return range;
}

// cheapest[outright][seats]: the fewest changes after which `who` has that many seats in the least
// (or the best) case, over every table that can be reached.
struct Cheapest {
  Votes of_least[8], of_most[8];
};

Cheapest enumerate(const ConstituencyVotes& start, const AllocationRules& rules,
                   const std::vector<std::size_t>& who, Change change) {
  Cheapest cheapest;
  std::fill(cheapest.of_least, cheapest.of_least + 8, kNone);
  std::fill(cheapest.of_most, cheapest.of_most + 8, kNone);
  const Votes total = std::accumulate(start.votes.begin(), start.votes.end(), Votes{0});
  ConstituencyVotes table = start;
  const std::function<void(std::size_t, Votes, Votes)> fill = [&](std::size_t p, Votes up,
                                                                  Votes down) {
    if (p == start.votes.size()) {
      if (change == Change::switched && up != down) return;
      const auto [least, most] = seats_over_all_lots(table, rules, who);
      const Votes distance = std::max(up, down);
      cheapest.of_least[least] = std::min(cheapest.of_least[least], distance);
      cheapest.of_most[most] = std::min(cheapest.of_most[most], distance);
      return;
    }
    const Votes low = change == Change::added ? start.votes[p] : 0;
    const Votes high = change == Change::removed ? start.votes[p]
                       : change == Change::added ? start.votes[p] + kMostAdded - up
                                                 : total;
    for (Votes v = low; v <= high; ++v) {
      table.votes[p] = v;
      const Votes moved = v - start.votes[p];
      fill(p + 1, up + std::max<Votes>(0, moved), down + std::max<Votes>(0, -moved));
    }
  };
  fill(0, 0, 0);
  return cheapest;
}

// Min-plus over constituencies by plain recursion.
Votes cheapest_sum(const std::vector<Cheapest>& units, std::size_t c, Seats needed, bool at_least,
                   bool outright, Seats sum = 0) {
  if (c == units.size()) return (at_least ? sum >= needed : sum <= needed) ? 0 : kNone;
  Votes best = kNone;
  for (Seats seats = 0; seats < 8; ++seats) {
    const Votes here = (at_least == outright ? units[c].of_least : units[c].of_most)[seats];
    if (here >= kNone) continue;
    best =
        std::min(best, here + cheapest_sum(units, c + 1, needed, at_least, outright, sum + seats));
  }
  return best;
}

// What every margin must satisfy, whether exact or not.
void check_half(bool exact, std::optional<Votes> votes, std::optional<Votes> lower, Votes truth,
                bool adding) {
  if (truth >= kNone) {
    const Votes beyond = adding ? kMostAdded : kNone;
    ASSERT_TRUE(!votes || *votes > beyond);
    return;
  }
  ASSERT_TRUE(lower.has_value());
  ASSERT_LE(*lower, truth);
  if (votes) {
    ASSERT_GE(*votes, truth);
  }
  if (exact) {
    ASSERT_TRUE(votes.has_value());
    ASSERT_EQ(*votes, truth);
  }
}

// Returns whether the margin was exact.
bool check(const ContestVotes& contest, const SeatTarget& target, Change change) {
  std::vector<Cheapest> units;
  for (const auto& table : contest.constituencies) {
    units.push_back(enumerate(table, contest.rules, target.who, change));
  }
  const auto margin = seat_margin(contest, target, change);
  EXPECT_TRUE(margin.has_value()) << margin.error().front().message;
  if (!margin) return false;
  const bool adding = change == Change::added;
  // Each constituency's additions are enumerated up to kMostAdded; dearer sums prove nothing.
  const auto truth = [&](bool outright) {
    const Votes sum = cheapest_sum(units, 0, target.seats, target.at_least, outright);
    return adding && sum > kMostAdded ? kNone : sum;
  };
  check_half(margin->exact, margin->votes, margin->lower, truth(true), adding);
  check_half(margin->exact, margin->votes_to_tie, margin->tie_lower, truth(false), adding);
  Votes moved = 0;
  for (const Move& move : margin->witness) moved += move.votes;
  EXPECT_EQ(moved, margin->votes.value_or(0));
  return margin->exact;
}

ContestVotes random_contest(std::mt19937_64& random, Rule rule, std::size_t parties,
                            std::size_t constituencies, std::size_t most_votes) {
  ContestVotes contest{{rule, {}, {}}, {}, {}};
  for (std::size_t c = 0; c < constituencies; ++c) {
    ConstituencyVotes table{"c", 1 + static_cast<Seats>(random() % 4), Table(parties, 0), 0};
    const auto total = random() % (most_votes + 1);
    for (std::size_t v = 0; v < total; ++v) ++table.votes[random() % parties];
    contest.constituencies.push_back(std::move(table));
  }
  return contest;
}

struct Tally {
  int exact = 0, all = 0;
};

Tally check_random(std::uint64_t seed, int cases, std::size_t constituencies,
                   const std::function<void(std::mt19937_64&, ContestVotes&, SeatTarget&)>& shape) {
  std::mt19937_64 random(seed);
  Tally tally;
  for (int i = 0; i < cases && !testing::Test::HasFailure(); ++i) {
    auto contest =
        random_contest(random, kRules[random() % 5], 3 + random() % 2, constituencies, 9);
    Seats all = 0;
    for (const auto& table : contest.constituencies) all += table.seats;
    SeatTarget target{{random() % 3},
                      random() % 2 == 0,
                      static_cast<Seats>(random() % static_cast<std::uint64_t>(all + 1)),
                      {}};
    shape(random, contest, target);
    const Change change = kChanges[random() % 3];
    tally.exact += check(contest, target, change) ? 1 : 0;
    ++tally.all;
    if (testing::Test::HasFailure()) {
      std::string text(name_of(contest.rules.rule));
      for (const auto& table : contest.constituencies) {
        text += " | " + std::to_string(table.seats) + ":";
        for (const Votes v : table.votes) text += " " + std::to_string(v);
      }
      ADD_FAILURE() << text << " " << name_of(change) << " at least " << target.at_least << " "
                    << target.seats << " of " << target.who.size() << " from party "
                    << target.who[0];
    }
  }
  return tally;
}

TEST(MarginOfContest, TwoOrThreeConstituenciesEqualEnumeration) {
  for (const std::size_t constituencies : {std::size_t{2}, std::size_t{3}}) {
    const Tally tally =
        check_random(1, scaled(800), constituencies, [](auto&, ContestVotes&, SeatTarget&) {});
    EXPECT_EQ(tally.exact, tally.all);
  }
}

TEST(MarginOfContest, CoalitionsEqualEnumerationWhereExactAndAreBoundedElsewhere) {
  int changes = 0;
  const Tally tally = check_random(
      2, scaled(4'000), 1, [&](auto& random, ContestVotes& contest, SeatTarget& target) {
        const std::size_t parties = contest.constituencies[0].votes.size();
        target.who = random() % 2 == 0 ? std::vector<std::size_t>{0, 1}
                                       : std::vector<std::size_t>{0, parties - 1};
        changes += contest.rules.rule == Rule::hare_largest_remainder ? 0 : 1;
      });
  EXPECT_GE(tally.exact, changes);
}

TEST(MarginOfContest, ConnectedListsEqualEnumerationAsOneParty) {
  const Tally tally =
      check_random(3, scaled(1'000), 1, [](auto&, ContestVotes& contest, SeatTarget& target) {
        contest.rules.connected = {{0, 1}};
        target.who =
            target.who[0] == 2 ? std::vector<std::size_t>{2} : std::vector<std::size_t>{0, 1};
      });
  EXPECT_EQ(tally.exact, tally.all);
}

TEST(MarginOfContest, MembersOfConnectedListsAreBounded) {
  check_random(4, scaled(1'000), 1, [](auto&, ContestVotes& contest, SeatTarget& target) {
    contest.rules.connected = {{0, 1}};
    target.who = {1};
  });
}

TEST(MarginOfContest, ThresholdsOfAnyKindAreBounded) {
  check_random(5, scaled(2'000), 1, [](auto& random, ContestVotes& contest, SeatTarget& target) {
    const Rational shares[] = {{1, 10}, {1, 5}, {3, 10}};
    contest.rules.threshold =
        Threshold{shares[random() % 3], Base::valid, Scope::constituency, random() % 2 == 0};
    if (random() % 3 == 0) contest.rules.connected = {{1, 2}};
    if (random() % 3 == 0) target.who = {0, 1};
    contest.constituencies[0].base_beyond_valid = static_cast<Votes>(random() % 3);
  });
}

// Large counts: the witness attains the margin (seat_margin has the allocator check it), and one
// vote fewer does not, by the program for that number alone.
void check_one_vote_fewer(std::mt19937_64& random) {
  const auto below = [&](Votes bound) {
    return static_cast<Votes>(random() % static_cast<std::uint64_t>(bound));
  };
  const Votes tops[] = {50, 1'000'000, 1'000'000'000'000};
  const Votes most = tops[random() % 3];
  const std::size_t parties = 2 + random() % 11;
  ContestVotes contest{{kRules[random() % 5], {}, {}}, {{"large", 1 + below(25), {}, 0}}, {}};
  auto& table = contest.constituencies[0];
  for (std::size_t p = 0; p < parties; ++p) table.votes.push_back(below(most) / (1 + below(9)));
  const auto now = allocate(table, contest.rules);
  const std::size_t party = random() % parties;
  const bool gain = random() % 2 == 0;
  const Seats step = 1 + below(4);
  const SeatTarget target{
      {party}, gain, gain ? now->minimum[party] + step : now->maximum[party] - step, {}};
  if (target.seats < 0 || target.seats > table.seats) return;
  const Change change = kChanges[random() % 3];
  const auto margin = seat_margin(contest, target, change);
  ASSERT_TRUE(margin.has_value());
  ASSERT_TRUE(margin->exact);
  if (!margin->votes) return;
  Votes moved = 0;
  for (const Move& move : margin->witness) moved += move.votes;
  ASSERT_EQ(moved, *margin->votes);
  ASSERT_LE(*margin->votes_to_tie, *margin->votes);
  MarginProgram program{contest.rules.rule, table.seats, table.votes, party, {}, 0, change, gain,
                        target.seats,       true};
  if (program.rule == Rule::plurality) {
    program.rule = Rule::dhondt;
    program.seats = 1;
    program.target = gain ? 1 : 0;
  }
  ASSERT_TRUE(reaches(program, *margin->votes));
  ASSERT_FALSE(reaches(program, *margin->votes - 1));
  // The program of several parties, a search over bars instead of votes, gives the same figure.
  if (!group_is_exact(program.rule, change)) return;
  GroupProgram group{program, std::vector<bool>(parties, false)};
  group.side[party] = true;
  ASSERT_EQ(least_votes_of_group(group)->votes, *margin->votes);
}

TEST(MarginOfLargeCounts, OneVoteFewerDoesNotAndASecondMethodAgrees) {
  std::mt19937_64 random(1'000'000'000'000);
  for (int i = 0; i < scaled(20'000) && !HasFatalFailure(); ++i) check_one_vote_fewer(random);
}

// A coalition pays at most what a member pays, and a connected one at most what an unconnected one.
RC_GTEST_PROP(MarginOfLargeCounts, MoreFriendsNeverCostMore, ()) {
  const Votes most = *rc::gen::element<Votes>(100, 1'000'000, 10'000'000'000);
  auto votes = *rc::gen::container<Table>(5, rc::gen::inRange<Votes>(1, most));
  const Rule rule = *rc::gen::element(Rule::dhondt, Rule::hare_then_highest_averages);
  const Seats seats = *rc::gen::inRange<Seats>(1, 15);
  const Seats wanted = *rc::gen::inRange<Seats>(1, seats + 1);
  const ContestVotes contest{{rule, {}, {}}, {{"x", seats, votes, 0}}, {}};
  const auto alone = seat_margin(contest, {{0}, true, wanted, {}}, Change::switched);
  const auto both = seat_margin(contest, {{0, 4}, true, wanted, {}}, Change::switched);
  RC_ASSERT(both->exact);
  RC_ASSERT(*both->votes <= *alone->votes);
  ContestVotes joined = contest;
  joined.rules.connected = {{0, 4}};
  const auto connected = seat_margin(joined, {{0, 4}, true, wanted, {}}, Change::switched);
  RC_ASSERT(*connected->votes <= *both->votes);
}

}  // namespace
}  // namespace scrutineer
