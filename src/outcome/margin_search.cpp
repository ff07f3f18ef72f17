#include "outcome/margin_search.hpp"

#include <algorithm>
#include <numeric>

#include "outcome/bisection.hpp"

namespace scrutineer {

namespace {

// Takes `votes` from the parties in this order, each as far as it goes.
void take(std::vector<Votes>& votes, const std::vector<std::size_t>& order, Votes amount) {
  for (const std::size_t p : order) {
    const Votes part = std::min(amount, votes[p]);
    votes[p] -= part;
    amount -= part;
  }
}

// Brings the parties of this order down together: the greatest first, to the level of the next.
void take_level(std::vector<Votes>& votes, const std::vector<std::size_t>& order, Votes amount) {
  const auto above = [&](Votes level) {
    Votes sum = 0;
    for (const std::size_t p : order) sum += std::max<Votes>(0, votes[p] - level);
    return sum;
  };
  Votes low = 0, high = kMaximumCount;
  while (low < high) {
    const Votes middle = low + (high - low) / 2;
    if (above(middle) <= amount) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  Votes rest = amount - above(low);
  for (const std::size_t p : order) {
    votes[p] = std::min(votes[p], low);
  }
  take(votes, order, rest);
}

struct Ways {
  std::vector<std::size_t> from, to;
  bool takes = false, gives = false;
};

Ways ways_of(const UnitQuestion& question) {
  Ways ways;
  ways.takes = question.change != Change::added;
  ways.gives = question.change != Change::removed;
  std::vector<std::size_t> others;
  for (std::size_t p = 0; p < question.table.votes.size(); ++p) {
    if (!std::binary_search(question.who.begin(), question.who.end(), p)) others.push_back(p);
  }
  ways.from = question.at_least ? others : question.who;
  ways.to = question.at_least ? question.who : others;
  return ways;
}

}  // namespace

bool reached(const UnitQuestion& question, const std::vector<Votes>& votes, Seats target,
             bool outright) {
  ConstituencyVotes table = question.table;
  table.votes = votes;
  const auto range = held_seats(table, question.rules, {}, question.who);
  return range.has_value() && holds(*range, question.at_least, target, outright);
}

UnitAnswer search_margin(const UnitQuestion& question, Seats target, bool outright, Votes from) {
  const auto& before = question.table.votes;
  Ways ways = ways_of(question);
  Votes most = kMaximumCount - question.table.base_beyond_valid;
  for (const Votes votes : before) most -= votes;
  if (ways.takes) {
    most = 0;
    for (const std::size_t p : ways.from) most += before[p];
  }
  UnitAnswer best;
  if (ways.gives && ways.to.empty()) return best;
  std::vector<std::vector<std::size_t>> orders{ways.from};
  std::stable_sort(orders[0].begin(), orders[0].end(),
                   [&](std::size_t a, std::size_t b) { return before[a] > before[b]; });
  orders.emplace_back(orders[0].rbegin(), orders[0].rend());
  const std::size_t receivers = ways.gives ? ways.to.size() : 1;
  for (std::size_t receiver = 0; receiver < receivers; ++receiver) {
    for (std::size_t style = 0; style < (ways.takes ? 3u : 1u); ++style) {
      const auto spend = [&](Votes budget) {
        std::vector<Votes> after = before;
        if (ways.takes && style < 2) take(after, orders[style], budget);
        if (ways.takes && style == 2) take_level(after, orders[0], budget);
        if (ways.gives) after[ways.to[receiver]] += budget;
        return after;
      };
      const Votes high = best.votes ? *best.votes - 1 : most;
      const auto found = bisect(
          from, high, [&](Votes b) { return reached(question, spend(b), target, outright); });
      if (found) best = {*found, 0, spend(*found)};
    }
  }
  return best;
}

}  // namespace scrutineer
