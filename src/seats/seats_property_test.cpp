// allocate() against its naive twin: every small election, and random ones.
#include <functional>
#include <numeric>
#include <random>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "seats/seats.hpp"

namespace scrutineer {
namespace {

constexpr Rule kRules[] = {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                           Rule::hare_then_highest_averages, Rule::plurality};

bool agree(const Allocation& a, const Allocation& b) {
  if (a.minimum != b.minimum || a.maximum != b.maximum || a.vacant != b.vacant) return false;
  if (a.seats != b.seats || a.ties.size() != b.ties.size()) return false;
  for (std::size_t i = 0; i < a.ties.size(); ++i) {
    const Tie &x = a.ties[i], &y = b.ties[i];
    if (x.candidates != y.candidates || x.seats != y.seats || x.block != y.block) return false;
  }
  return true;
}

void for_each_vector(std::size_t parties, Votes total,
                     const std::function<void(const std::vector<Votes>&)>& visit) {
  std::vector<Votes> votes(parties, 0);
  const std::function<void(std::size_t, Votes)> fill = [&](std::size_t p, Votes left) {
    if (p == parties) return visit(votes);
    for (Votes v = 0; v <= left; ++v) {
      votes[p] = v;
      fill(p + 1, left - v);
    }
    votes[p] = 0;
  };
  fill(0, total);
}

TEST(SeatsProperty, EverySmallElectionEqualsTheNaiveTwin) {
  int wrong = 0;
  for (std::size_t parties = 1; parties <= 4; ++parties) {
    for_each_vector(parties, 14, [&](const std::vector<Votes>& votes) {
      for (Seats seats = 0; seats <= 5; ++seats) {
        for (const Rule rule : kRules) {
          const ConstituencyVotes table{"", seats, votes, 0};
          if (!agree(*allocate(table, {rule, {}, {}}), allocate_naively(table, rule))) ++wrong;
        }
      }
    });
  }
  EXPECT_EQ(wrong, 0);
}

RC_GTEST_PROP(SeatsProperty, RandomElectionsEqualTheNaiveTwin, ()) {
  const auto parties = *rc::gen::inRange<std::size_t>(1, 9);
  const Votes most = *rc::gen::element<Votes>(5, 100, 1'000'000, 1'000'000'000'000);
  const auto votes =
      *rc::gen::container<std::vector<Votes>>(parties, rc::gen::inRange<Votes>(0, most));
  const ConstituencyVotes table{"", *rc::gen::inRange<Seats>(0, 30), votes, 0};
  for (const Rule rule : kRules) {
    RC_ASSERT(agree(*allocate(table, {rule, {}, {}}), allocate_naively(table, rule)));
  }
}

// The theorem of README.md: full Hare quotas, then highest averages, is D'Hondt.
TEST(SeatsProperty, TheCambodianRuleIsDHondtOnTwentyThousandElections) {
  std::mt19937_64 random(2013);
  for (int i = 0; i < 20'000; ++i) {
    const std::size_t parties = 1 + random() % 12;
    const Votes most = i % 2 == 0 ? 20 : 1'000'000;
    std::vector<Votes> votes(parties);
    for (Votes& v : votes) v = static_cast<Votes>(random() % static_cast<std::uint64_t>(most));
    const ConstituencyVotes table{"", static_cast<Seats>(random() % 40), votes, 0};
    const auto cambodian = allocate(table, {Rule::hare_then_highest_averages, {}, {}}, {}, true);
    const auto dhondt = allocate(table, {Rule::dhondt, {}, {}}, {}, true);
    ASSERT_TRUE(agree(*cambodian, *dhondt));
  }
}

RC_GTEST_PROP(SeatsProperty, ConnectedListsAreTwoSharings, ()) {
  const auto votes = *rc::gen::container<std::vector<Votes>>(5, rc::gen::inRange<Votes>(0, 500));
  const Rule rule = *rc::gen::elementOf(std::vector<Rule>(std::begin(kRules), std::end(kRules)));
  const Seats seats = *rc::gen::inRange<Seats>(0, 15);
  const auto whole = allocate({"", seats, votes, 0}, {rule, {}, {{0, 2}, {1, 3}}});
  const auto lists =
      allocate_naively({"", seats, {votes[0] + votes[2], votes[1] + votes[3], votes[4]}, 0}, rule);
  RC_PRE(lists.settled());
  RC_ASSERT(whole->seats[4] == lists.seats[2]);
  const auto inside = allocate_naively({"", lists.seats[0], {votes[0], votes[2]}, 0}, rule);
  RC_ASSERT(whole->minimum[0] == inside.minimum[0]);
  RC_ASSERT(whole->maximum[2] == inside.maximum[1]);
}

// Whatever order is drawn, the lot settles the ties, gives every seat, and stays in the range.
RC_GTEST_PROP(SeatsProperty, AnyFullLotSettlesEverything, ()) {
  const auto votes = *rc::gen::container<std::vector<Votes>>(4, rc::gen::inRange<Votes>(0, 6));
  const Rule rule = *rc::gen::elementOf(std::vector<Rule>(std::begin(kRules), std::end(kRules)));
  const ConstituencyVotes table{"", *rc::gen::inRange<Seats>(0, 7), votes, 0};
  const AllocationRules rules{rule, {}, {{1, 2}}};
  Lot lot{0, 1, 2, 3};
  std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
  for (std::size_t i = 3; i > 0; --i) std::swap(lot[i], lot[random() % (i + 1)]);
  const auto open = allocate(table, rules);
  const auto drawn = allocate(table, rules, lot);
  RC_ASSERT(drawn->settled());
  RC_ASSERT(drawn->minimum == drawn->maximum);
  RC_ASSERT(std::accumulate(drawn->seats.begin(), drawn->seats.end(), drawn->vacant) ==
            table.seats);
  for (std::size_t p = 0; p < 4; ++p) {
    RC_ASSERT(open->minimum[p] <= drawn->seats[p] && drawn->seats[p] <= open->maximum[p]);
  }
}

}  // namespace
}  // namespace scrutineer
