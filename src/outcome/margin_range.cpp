#include "outcome/margin_range.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "seats/keys.hpp"

namespace scrutineer {

namespace {

class Range {
 public:
  Range(const ConstituencyVotes& table, const AllocationRules& rules, const Lot& lot,
        const std::vector<std::size_t>& who, const Allocation& allocation)
      : table_(table), rules_(rules), lot_(lot), who_(who), allocation_(allocation) {}

  HeldSeats range() const {
    std::vector<bool> counted(table_.votes.size(), false);
    HeldSeats sum;
    const auto add = [&](const HeldSeats& part) {
      sum.least += part.least;
      sum.most += part.most;
    };
    for (const Tie& tie : allocation_.ties) {
      if (!tie.drawn && tie.list == 0) add(of_open_tie(tie, counted));
    }
    for (std::size_t i = 0; i < rules_.connected.size(); ++i) {
      const auto& list = rules_.connected[i];
      if (list.empty() || counted[list.front()]) continue;
      for (const std::size_t p : list) counted[p] = true;
      add(of_list(i, allocation_.list_minimum[i]));
    }
    for (const std::size_t p : who_) {
      if (!counted[p]) add({allocation_.minimum[p], allocation_.maximum[p]});
    }
    return sum;
  }

 private:
  bool asked(std::size_t party) const {
    return std::binary_search(who_.begin(), who_.end(), party);
  }

  std::size_t list_of(std::size_t party) const {
    std::size_t i = 0;
    const auto& lists = rules_.connected;
    while (i < lists.size() &&
           std::find(lists[i].begin(), lists[i].end(), party) == lists[i].end()) {
      ++i;
    }
    return i;
  }

  // Every draw lets so many candidates win; each is worth so much more to `who` as a winner. Draws
  // inside lists come after, and do not depend on each other.
  HeldSeats of_open_tie(const Tie& tie, std::vector<bool>& counted) const {
    const Seats prize = tie.block ? tie.seats : 1;
    const Seats winners = tie.seats / prize;
    HeldSeats sum;
    std::vector<Seats> least_more, most_more;
    for (const std::size_t candidate : tie.candidates) {
      const std::size_t i = list_of(candidate);
      HeldSeats lost, won;
      if (i < rules_.connected.size()) {
        for (const std::size_t p : rules_.connected[i]) counted[p] = true;
        lost = of_list(i, allocation_.list_minimum[i]);
        won = of_list(i, allocation_.list_minimum[i] + prize);
      } else {
        counted[candidate] = true;
        const Seats seats = allocation_.minimum[candidate];
        if (asked(candidate)) lost = {seats, seats};
        if (asked(candidate)) won = {seats + prize, seats + prize};
      }
      sum.least += lost.least;
      sum.most += lost.most;
      least_more.push_back(won.least - lost.least);
      most_more.push_back(won.most - lost.most);
    }
    std::sort(least_more.begin(), least_more.end());
    std::sort(most_more.begin(), most_more.end(), std::greater<>());
    sum.least = std::accumulate(least_more.begin(), least_more.begin() + winners, sum.least);
    sum.most = std::accumulate(most_more.begin(), most_more.begin() + winners, sum.most);
    return sum;
  }

  // What `who` has of a list that has so many seats.
  HeldSeats of_list(std::size_t i, Seats seats) const {
    const auto& list = rules_.connected[i];
    const auto inside = [&](std::size_t p) { return asked(p); };
    if (std::none_of(list.begin(), list.end(), inside)) return {};
    if (std::all_of(list.begin(), list.end(), inside)) return {seats, seats};
    ConstituencyVotes members{table_.unit, seats, std::vector<Votes>(table_.votes.size(), 0)};
    for (const std::size_t p : list) {
      const bool counts = !rules_.threshold ||
                          passes(*rules_.threshold, votes_at_threshold(table_, p), base_of(table_));
      members.votes[p] = counts ? table_.votes[p] : 0;
    }
    return held_seats(members, {rules_.rule, {}, {}}, lot_, who_).value_or(HeldSeats{});
  }

  const ConstituencyVotes& table_;
  const AllocationRules& rules_;
  const Lot& lot_;
  const std::vector<std::size_t>& who_;
  const Allocation& allocation_;
};

}  // namespace

Votes votes_at_threshold(const ConstituencyVotes& table, std::size_t party) {
  const bool more = party < table.votes_elsewhere.size();
  return table.votes[party] + (more ? table.votes_elsewhere[party] : 0);
}

Votes base_of(const ConstituencyVotes& table) {
  return std::accumulate(table.votes.begin(), table.votes.end(), table.base_beyond_valid);
}

Result<HeldSeats> held_seats(const ConstituencyVotes& table, const AllocationRules& rules,
                             const Lot& lot, const std::vector<std::size_t>& who) {
  const auto allocation = allocate(table, rules, lot);
  if (!allocation) return tl::unexpected(allocation.error());
  if (who.size() == 1) {
    return HeldSeats{allocation->minimum[who[0]], allocation->maximum[who[0]]};
  }
  return Range(table, rules, lot, who, *allocation).range();
}

bool holds(const HeldSeats& range, bool at_least, Seats target, bool outright) {
  if (at_least) return (outright ? range.least : range.most) >= target;
  return (outright ? range.most : range.least) <= target;
}

}  // namespace scrutineer
