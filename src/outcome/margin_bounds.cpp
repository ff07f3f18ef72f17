// A threshold moves parties in and out. As long as fewer votes change than any party is away from
// it (status_distance), the parties above it stay the same, and the question without a threshold,
// among these, is the question. So its price is exact where it is below that distance, and the
// distance is a lower bound where it is not.
#include "outcome/margin_bounds.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "outcome/bisection.hpp"
#include "outcome/margin_group.hpp"
#include "outcome/margin_search.hpp"
#include "seats/keys.hpp"

namespace scrutineer {

namespace {

// The question among the parties above the threshold, without one.
struct Reduced {
  std::vector<std::size_t> kept;  // their positions in the table of the question
  ConstituencyVotes table;
  AllocationRules rules;
  std::vector<std::size_t> who;
};

Reduced reduce(const UnitQuestion& question) {
  Reduced reduced;
  const auto& threshold = question.rules.threshold;
  const Votes base = base_of(question.table);
  reduced.rules.rule = question.rules.rule;
  reduced.table.seats = question.table.seats;
  std::vector<std::size_t> position(question.table.votes.size(), SIZE_MAX);
  for (std::size_t p = 0; p < position.size(); ++p) {
    if (threshold && !passes(*threshold, votes_at_threshold(question.table, p), base)) continue;
    position[p] = reduced.kept.size();
    reduced.kept.push_back(p);
    reduced.table.votes.push_back(question.table.votes[p]);
  }
  const auto renamed = [&](const std::vector<std::size_t>& parties) {
    std::vector<std::size_t> names;
    for (const std::size_t p : parties) {
      if (position[p] != SIZE_MAX) names.push_back(position[p]);
    }
    return names;
  };
  reduced.who = renamed(question.who);
  for (const auto& list : question.rules.connected) {
    reduced.rules.connected.push_back(renamed(list));
  }
  return reduced;
}

// Every outcome of largest remainders keeps quota: a party has at least its full quotas and less
// than one seat more than its share. So n parties together have less than share + n, and more than
// share − n; counted from whichever side has fewer parties. Fewer votes than this do not do.
// `total_is_free`: votes may also leave or enter the votes that count.
Votes quota_bound(const UnitQuestion& question, Seats target, bool total_is_free) {
  Wide own = 0, total = 0;
  for (std::size_t p = 0; p < question.table.votes.size(); ++p) {
    total += question.table.votes[p];
    if (std::binary_search(question.who.begin(), question.who.end(), p)) {
      own += question.table.votes[p];
    }
  }
  const std::size_t rest = question.table.votes.size() - question.who.size();
  const auto slack = static_cast<Wide>(std::min(question.who.size(), rest));
  const bool gain = question.at_least;
  const auto possible = [&](Votes b) {
    const bool own_moves =
        question.change == Change::switched || (question.change == Change::added) == gain;
    const Wide then = own + (own_moves ? (gain ? b : -b) : 0);
    Wide whole = total;
    if (question.change == Change::added) whole += b;
    if (question.change == Change::removed || (total_is_free && gain)) whole -= b;
    if (question.change == Change::switched && total_is_free && !gain) whole += b;
    if (whole <= 0 || then <= 0) return true;
    return gain ? then * question.table.seats > (target - slack) * whole
                : then * question.table.seats < (target + slack) * whole;
  };
  return bisect(1, kMaximumCount, possible).value_or(kMaximumCount);
}

// The answer without a threshold: exact for one entrant and for groups where they are, else a
// bound.
UnitAnswer free_margin(const UnitQuestion& question, Seats target, bool outright) {
  const Entrants entrants = entrants_of(question);
  if (question.who.empty()) return {std::nullopt, kOutOfReach, {}};
  if (entrants.asked.empty()) return {std::nullopt, 1, {}};
  const MarginProgram program = program_of(question, entrants, target, outright);
  std::optional<MarginPlan> plan;
  if (entrants.asked.size() == 1) {
    plan = least_votes(program, 1, true);
  } else if (group_is_exact(program.rule, program.change)) {
    GroupProgram group{program, std::vector<bool>(entrants.parties.size(), false)};
    for (const std::size_t e : entrants.asked) group.side[e] = true;
    plan = least_votes_of_group(group);
  } else {
    return {std::nullopt, quota_bound(question, target, false), {}};
  }
  if (!plan) return {std::nullopt, kOutOfReach, {}};
  return {plan->votes, plan->votes, entrants.to_parties(question.table.votes, plan->after)};
}

}  // namespace

Votes status_distance(const UnitQuestion& question) {
  if (!question.rules.threshold) return kOutOfReach;
  const Threshold& threshold = *question.rules.threshold;
  const Votes base = base_of(question.table);
  Votes least = kOutOfReach;
  for (std::size_t p = 0; p < question.table.votes.size(); ++p) {
    const Votes votes = votes_at_threshold(question.table, p);
    const bool now = passes(threshold, votes, base);
    // All votes for it, or all against it: the way that moves its status soonest.
    const auto crossed = [&](Votes b) {
      Votes own = votes, whole = base;
      const bool own_moves =
          question.change == Change::switched || (question.change == Change::added) != now;
      if (own_moves) own += now ? -b : b;
      if (question.change == Change::added) whole += b;
      if (question.change == Change::removed) whole -= b;
      return passes(threshold, own, whole) != now;
    };
    const Votes limit = question.change == Change::added ? kMaximumCount - base
                        : now                            ? votes
                                                         : base - votes;
    least = std::min(least, bisect(1, limit, crossed).value_or(kOutOfReach));
  }
  return least;
}

UnitAnswer bounded_margin(const UnitQuestion& question, Seats target, bool outright, Votes from) {
  const Reduced reduced = reduce(question);
  const Lot no_lot;
  const UnitQuestion free{reduced.table, reduced.rules,     no_lot,
                          reduced.who,   question.at_least, question.change};
  UnitAnswer answer = free_margin(free, target, outright);
  const bool some_below = reduced.kept.size() < question.table.votes.size();
  const bool remainders = question.rules.rule == Rule::hare_largest_remainder;
  if (some_below && remainders && question.change == Change::switched && !reduced.who.empty()) {
    // Votes switched from or to a party below the threshold move the quota.
    answer.lower = std::min(answer.lower, quota_bound(free, target, true));
  }
  answer.lower = std::max(from, std::min(answer.lower, status_distance(question)));
  if (answer.votes) {
    std::vector<Votes> after = question.table.votes;
    for (std::size_t i = 0; i < reduced.kept.size(); ++i) after[reduced.kept[i]] = answer.after[i];
    answer.after = std::move(after);
    if (!reached(question, answer.after, target, outright)) answer.votes.reset();
    if (answer.votes && *answer.votes <= answer.lower) return answer;
  }
  if (answer.lower >= kOutOfReach) return answer;
  const UnitAnswer found = search_margin(question, target, outright, answer.lower);
  if (found.votes && (!answer.votes || *found.votes < *answer.votes)) {
    answer.votes = found.votes;
    answer.after = found.after;
  }
  return answer;
}

}  // namespace scrutineer
