// Questions on votes, any seat, and thresholds of the whole contest, against enumeration.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "outcome/margin.hpp"
#include "seats/seats.hpp"

namespace scrutineer {
namespace {

constexpr Change kChanges[] = {Change::switched, Change::added, Change::removed};
constexpr Votes kNone = 1'000'000;
constexpr Votes kMostAdded = 8;

using Table = std::vector<Votes>;

int scaled(int cases) {
  const char* text = std::getenv("SCRUTINEER_TEST_SCALE");
  return std::max(1, cases * (text == nullptr ? 100 : std::atoi(text)) / 100);
}

// Every table that changes of one kind reach, with their number.
void for_each_reached(const Table& votes, Change change,
                      const std::function<void(const Table&, Votes)>& visit) {
  const Votes total = std::accumulate(votes.begin(), votes.end(), Votes{0});
  Table table = votes;
  const std::function<void(std::size_t, Votes, Votes)> fill = [&](std::size_t p, Votes up,
                                                                  Votes down) {
    if (p == votes.size()) {
      if (change != Change::switched || up == down) visit(table, std::max(up, down));
      return;
    }
    const Votes low = change == Change::added ? votes[p] : 0;
    const Votes high = change == Change::removed ? votes[p]
                       : change == Change::added ? votes[p] + kMostAdded - up
                                                 : total;
    for (Votes v = low; v <= high; ++v) {
      table[p] = v;
      fill(p + 1, up + std::max<Votes>(0, v - votes[p]), down + std::max<Votes>(0, votes[p] - v));
    }
  };
  fill(0, 0, 0);
}

Table random_table(std::mt19937_64& random, std::size_t parties, std::size_t most) {
  Table votes(parties, 0);
  for (auto left = random() % (most + 1); left > 0; --left) ++votes[random() % parties];
  return votes;
}

void expect_price(std::optional<Votes> price, Votes truth, Change change) {
  if (truth < kNone) {
    ASSERT_TRUE(price.has_value());
    ASSERT_EQ(*price, truth);
  } else if (change == Change::added) {
    ASSERT_TRUE(!price || *price > kMostAdded);
  } else {
    ASSERT_FALSE(price.has_value());
  }
}

// By how much `who` together leads the strongest other party.
Votes lead(const Table& votes, const std::vector<std::size_t>& who) {
  Votes own = 0, most = 0;
  for (std::size_t p = 0; p < votes.size(); ++p) {
    if (std::find(who.begin(), who.end(), p) != who.end()) {
      own += votes[p];
    } else {
      most = std::max(most, votes[p]);
    }
  }
  return own - most;
}

void expect_moves(const Table& before, const std::vector<Move>& moves, Votes votes, Change change,
                  const std::function<bool(const Table&)>& reached) {
  const ContestVotes after = apply({{}, {{"", 0, before, 0}}, {}}, moves);
  Votes sum = 0;
  for (const Move& move : moves) {
    sum += move.votes;
    ASSERT_EQ(move.from.has_value(), change != Change::added);
    ASSERT_EQ(move.to.has_value(), change != Change::removed);
  }
  ASSERT_EQ(sum, votes);
  const auto& table = after.constituencies[0].votes;
  for (const Votes v : table) ASSERT_GE(v, 0);
  ASSERT_TRUE(reached(table));
}

TEST(MarginOfVotes, WhoWinsEqualsEnumeration) {
  std::mt19937_64 random(7);
  for (int i = 0; i < scaled(1'500) && !HasFatalFailure(); ++i) {
    const Table votes = random_table(random, 2 + random() % 3, 14);
    std::vector<std::size_t> who{0};
    if (votes.size() > 3 && random() % 3 == 0) who.push_back(2);
    const Change change = kChanges[random() % 3];
    const Votes now = lead(votes, who);
    const auto sign = [](Votes v) { return v > 0 ? 1 : v < 0 ? -1 : 0; };
    Votes outright = kNone, tie = kNone;
    for_each_reached(votes, change, [&](const Table& table, Votes distance) {
      const int then = sign(lead(table, who));
      if (then != 0 && then != sign(now)) outright = std::min(outright, distance);
      if (then == 0 || then != sign(now)) tie = std::min(tie, distance);
    });
    const Margin margin = wins_margin({votes, 0}, who, change);
    expect_price(margin.votes, outright, change);
    expect_price(margin.votes_to_tie, tie, change);
    if (!margin.votes) continue;
    expect_moves(votes, margin.witness, *margin.votes, change, [&](const Table& table) {
      return lead(table, who) != 0 && sign(lead(table, who)) != sign(now);
    });
  }
}

TEST(MarginOfVotes, SharesEqualEnumeration) {
  std::mt19937_64 random(8);
  const Rational shares[] = {{1, 2}, {1, 3}, {2, 5}, {1, 1}, {1, 20}};
  for (int i = 0; i < scaled(2'000) && !HasFatalFailure(); ++i) {
    const Table votes = random_table(random, 2 + random() % 3, 12);
    const Rational share = shares[random() % 5];
    const bool strict = random() % 2 == 0, fixed = random() % 3 == 0;
    const auto beyond = static_cast<Votes>(random() % 6);
    const Change change = kChanges[random() % 3];
    const Votes total = std::accumulate(votes.begin(), votes.end(), Votes{0});
    const auto holds = [&](const Table& table) {
      const Votes sum = std::accumulate(table.begin(), table.end(), Votes{0});
      const Votes have = table[0] * share.denominator;
      const Votes need = ((fixed ? total : sum) + beyond) * share.numerator;
      return strict ? have > need : have >= need;
    };
    Votes truth = kNone;
    for_each_reached(votes, change, [&](const Table& table, Votes distance) {
      if (holds(table) != holds(votes)) truth = std::min(truth, distance);
    });
    const Margin margin = share_margin({votes, beyond}, {0}, share, strict, fixed, change);
    expect_price(margin.votes, truth, change);
    if (!margin.votes) continue;
    expect_moves(votes, margin.witness, *margin.votes, change,
                 [&](const Table& table) { return holds(table) != holds(votes); });
  }
}

TEST(MarginOfContest, AnySeatEqualsEnumeration) {
  std::mt19937_64 random(9);
  const Rule rules[] = {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                        Rule::plurality};
  for (int i = 0; i < scaled(3'000) && !HasFatalFailure(); ++i) {
    ContestVotes contest{{rules[random() % 4], {}, {}}, {}, {}};
    const Change change = kChanges[random() % 3];
    Votes outright = kNone, tie = kNone;
    bool settled = true;
    for (int c = 0; c < 2; ++c) {
      const ConstituencyVotes table{"", 1 + static_cast<Seats>(random() % 4),
                                    random_table(random, 3, 11), 0};
      const auto now = allocate(table, contest.rules);
      settled = settled && now->settled();
      contest.constituencies.push_back(table);
      for_each_reached(table.votes, change, [&](const Table& votes, Votes distance) {
        const auto then = allocate({"", table.seats, votes, 0}, contest.rules);
        bool gone = false;  // today's seats are not among the draws
        for (std::size_t p = 0; p < 3; ++p) {
          gone = gone || now->seats[p] < then->minimum[p] || now->seats[p] > then->maximum[p];
        }
        if (gone || then->vacant > now->vacant) outright = std::min(outright, distance);
        if (then->minimum != now->seats || then->maximum != now->seats) {
          tie = std::min(tie, distance);
        }
      });
    }
    if (!settled) continue;
    const auto margin = any_seat_margin(contest, change);
    ASSERT_TRUE(margin->exact);
    expect_price(margin->votes, outright, change);
    expect_price(margin->votes_to_tie, tie, change);
  }
}

// Two constituencies, and a threshold of the votes of both together.
ContestVotes with_elsewhere(ContestVotes contest) {
  auto& units = contest.constituencies;
  for (std::size_t c = 0; c < 2; ++c) {
    units[c].votes_elsewhere = units[1 - c].votes;
    units[c].base_beyond_valid =
        std::accumulate(units[1 - c].votes.begin(), units[1 - c].votes.end(), Votes{0});
  }
  return contest;
}

TEST(MarginOfContest, AThresholdOfTheContestIsBounded) {
  std::mt19937_64 random(10);
  for (int i = 0; i < scaled(1'000) && !HasFatalFailure(); ++i) {
    const Threshold threshold{Rational{1, 5}, Base::valid, Scope::contest, false};
    ContestVotes contest{{Rule::dhondt, threshold, {}}, {}, {}};
    for (int c = 0; c < 2; ++c) {
      contest.constituencies.push_back({"", 2, random_table(random, 3, 5), 0});
    }
    contest = with_elsewhere(contest);
    const Change change = random() % 2 == 0 ? Change::switched : Change::removed;
    const SeatTarget target{{0}, random() % 2 == 0, static_cast<Seats>(random() % 5), {}};
    Votes truth = kNone;
    for_each_reached(contest.constituencies[0].votes, change, [&](const Table& a, Votes first) {
      for_each_reached(contest.constituencies[1].votes, change, [&](const Table& b, Votes second) {
        if (first + second >= truth) return;
        ContestVotes then = contest;
        then.constituencies[0].votes = a;
        then.constituencies[1].votes = b;
        then = with_elsewhere(then);
        Seats least = 0, most = 0;
        for (const auto& table : then.constituencies) {
          const auto seats = allocate(table, then.rules);
          least += seats->minimum[0];
          most += seats->maximum[0];
        }
        if (target.at_least ? least >= target.seats : most <= target.seats) truth = first + second;
      });
    });
    const auto margin = seat_margin(contest, target, change);
    ASSERT_TRUE(margin.has_value());
    if (truth >= kNone) {
      ASSERT_FALSE(margin->votes.has_value());
      continue;
    }
    ASSERT_TRUE(margin->lower.has_value());
    ASSERT_LE(*margin->lower, truth);
    ASSERT_GE(margin->votes.value_or(kNone), truth);
    ASSERT_EQ(margin->exact ? margin->votes.value_or(kNone) : truth, truth);
  }
}

}  // namespace
}  // namespace scrutineer
