// The least and the most seats that open votes leave, against every way in which they can fall.
#include "cli/audit_counter.hpp"

#include <algorithm>
#include <functional>

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace scrutineer::cli {
namespace {

SeatRange by_enumeration(const ConstituencyVotes& votes, const AllocationRules& rules,
                         Votes added) {
  SeatRange range;
  range.least.assign(votes.votes.size(), votes.seats);
  range.most.assign(votes.votes.size(), 0);
  ConstituencyVotes now = votes;
  const std::function<void(std::size_t, Votes)> fill = [&](std::size_t p, Votes left) {
    if (p == now.votes.size()) {
      const Allocation allocation = *allocate(now, rules);
      for (std::size_t q = 0; q < now.votes.size(); ++q) {
        range.least[q] = std::min(range.least[q], allocation.minimum[q]);
        range.most[q] = std::max(range.most[q], allocation.maximum[q]);
      }
      return;
    }
    for (Votes more = 0; more <= left; ++more) {
      now.votes[p] += more;
      fill(p + 1, left - more);
      now.votes[p] -= more;
    }
  };
  fill(0, added);
  return range;
}

TEST(AuditCounter, SeatsWithOpenVotesAreThoseOfEveryWayInWhichTheyCanFall) {
  Random random(4);
  int wrong = 0;
  int narrow = 0;
  int exact = 0;
  for (std::size_t run = 0; run < 400; ++run) {
    AllocationRules rules;
    rules.rule = std::vector<Rule>{Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                                   Rule::hare_then_highest_averages, Rule::plurality}[run % 5];
    if (run % 3 == 0) rules.threshold = Threshold{Rational::of(1, 5)};
    ConstituencyVotes votes{"x", random.between(1, 4), {}};
    const auto parties = static_cast<std::size_t>(random.between(1, 4));
    for (std::size_t p = 0; p < parties; ++p) votes.votes.push_back(random.between(0, 9));
    if (run % 7 == 0 && parties > 2) rules.connected = {{0, 1}};
    const Votes added = random.between(0, 6);
    const auto found = seats_with_added(votes, rules, added);
    ASSERT_TRUE(found.has_value());
    const SeatRange expected = by_enumeration(votes, rules, added);
    // Under largest remainders with a threshold, and with connected lists, prices may be bounds.
    const bool may_be_wide = !found->is_exact;
    exact += may_be_wide ? 0 : 1;
    const auto is_wrong = [&](const SeatRange& is, const SeatRange& should) {
      if (!may_be_wide) return is.least != should.least || is.most != should.most;
      for (std::size_t p = 0; p < parties; ++p) {
        if (is.least[p] > should.least[p] || is.most[p] < should.most[p]) return true;
      }
      return false;
    };
    wrong += is_wrong(*found, expected) ? 1 : 0;
    narrow += expected.least == expected.most ? 1 : 0;
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(narrow, 20);
  EXPECT_GT(exact, 350);
}

}  // namespace
}  // namespace scrutineer::cli
