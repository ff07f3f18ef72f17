// The twin of allocate(): every rule as its law tells it, seat by seat over exact fractions, and
// where several could be next, every draw is followed. Shares nothing with the keys.
#include <algorithm>
#include <numeric>
#include <set>

#include "seats/seats.hpp"

namespace scrutineer {

namespace {

using Outcomes = std::set<std::vector<Seats>>;

Rational average(Rule rule, Votes votes, Seats has) {
  return Rational::of(votes, rule == Rule::sainte_lague ? 2 * has + 1 : has + 1);
}

Outcomes next_seat(Rule rule, const std::vector<Votes>& votes, const Outcomes& before) {
  Outcomes after;
  for (const auto& seats : before) {
    Rational best;
    for (std::size_t p = 0; p < votes.size(); ++p) {
      best = std::max(best, average(rule, votes[p], seats[p]));
    }
    for (std::size_t p = 0; p < votes.size(); ++p) {
      if (votes[p] == 0 || average(rule, votes[p], seats[p]) != best) continue;
      auto next = seats;
      ++next[p];
      after.insert(next);
    }
  }
  return after;
}

// The largest remainders, one seat each; `base` holds the full quotas that everybody has.
Outcomes next_remainder(const std::vector<Rational>& remainders, const std::vector<Seats>& base,
                        const Outcomes& before) {
  Outcomes after;
  for (const auto& seats : before) {
    Rational best{-1, 1};
    for (std::size_t p = 0; p < base.size(); ++p) {
      if (seats[p] == base[p]) best = std::max(best, remainders[p]);
    }
    for (std::size_t p = 0; p < base.size(); ++p) {
      if (seats[p] != base[p] || remainders[p] != best) continue;
      auto next = seats;
      ++next[p];
      after.insert(next);
    }
  }
  return after;
}

std::vector<Seats> full_quotas(const std::vector<Votes>& votes, Seats seats, Votes total) {
  std::vector<Seats> full(votes.size(), 0);
  for (std::size_t p = 0; p < votes.size(); ++p) {
    while (static_cast<Wide>(full[p] + 1) * total <= static_cast<Wide>(votes[p]) * seats) ++full[p];
  }
  return full;
}

Outcomes outcomes_of(const std::vector<Votes>& votes, Seats seats, Votes total, Rule rule) {
  const std::vector<Seats> none(votes.size(), 0);
  if (rule == Rule::plurality) {
    Outcomes outcomes;
    const Votes most = *std::max_element(votes.begin(), votes.end());
    for (std::size_t p = 0; p < votes.size(); ++p) {
      if (votes[p] != most) continue;
      auto all = none;
      all[p] = seats;
      outcomes.insert(all);
    }
    return outcomes;
  }
  const bool has_quota =
      rule == Rule::hare_largest_remainder || rule == Rule::hare_then_highest_averages;
  const auto base = has_quota ? full_quotas(votes, seats, total) : none;
  std::vector<Rational> remainders;
  for (std::size_t p = 0; p < votes.size(); ++p) {
    const Wide left = static_cast<Wide>(votes[p]) * seats - static_cast<Wide>(base[p]) * total;
    remainders.push_back(Rational::of(static_cast<std::int64_t>(left), seats));
  }
  Outcomes outcomes{base};
  for (Seats given = std::accumulate(base.begin(), base.end(), Seats{0}); given < seats; ++given) {
    outcomes = rule == Rule::hare_largest_remainder ? next_remainder(remainders, base, outcomes)
                                                    : next_seat(rule, votes, outcomes);
  }
  return outcomes;
}

}  // namespace

Allocation allocate_naively(const ConstituencyVotes& constituency, Rule rule) {
  const auto& votes = constituency.votes;
  const Votes total = std::accumulate(votes.begin(), votes.end(), Votes{0});
  Allocation allocation;
  allocation.minimum.assign(votes.size(), 0);
  allocation.maximum = allocation.minimum;
  allocation.seats = allocation.minimum;
  if (constituency.seats == 0) return allocation;
  if (total == 0) {
    allocation.vacant = constituency.seats;
    return allocation;
  }
  const Outcomes outcomes = outcomes_of(votes, constituency.seats, total, rule);
  allocation.minimum = allocation.maximum = *outcomes.begin();
  for (const auto& seats : outcomes) {
    for (std::size_t p = 0; p < votes.size(); ++p) {
      allocation.minimum[p] = std::min(allocation.minimum[p], seats[p]);
      allocation.maximum[p] = std::max(allocation.maximum[p], seats[p]);
    }
  }
  allocation.seats = allocation.minimum;
  Tie tie;
  tie.block = rule == Rule::plurality && constituency.seats > 1;
  tie.seats = constituency.seats -
              std::accumulate(allocation.minimum.begin(), allocation.minimum.end(), Seats{0});
  for (std::size_t p = 0; p < votes.size(); ++p) {
    if (allocation.minimum[p] < allocation.maximum[p]) tie.candidates.push_back(p);
  }
  if (!tie.candidates.empty()) allocation.ties.push_back(tie);
  return allocation;
}

}  // namespace scrutineer
