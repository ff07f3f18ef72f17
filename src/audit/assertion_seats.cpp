// Assertions of the seats of one constituency. Every rule of seats/ gives the S highest keys a
// seat, and a contender's keys fall; so an allocation is right where each contender's last seat
// has a higher key than every other's first lost seat, and an assertion compares two keys:
//   highest averages    v_a/d(W) > v_b/d(L)           a: +d(L)  b: −d(W)
//   largest remainders  v_a·S − W·T > v_b·S − L·T     a: +S  b: −S  and W − L less for each of T
//   general ticket      v_a > v_b                     a: +1  b: −1
// Under largest remainders T is the votes of those who take part in the sharing.
#include "audit/assertion_seats.hpp"

#include <algorithm>

#include "seats/keys.hpp"

namespace scrutineer {

Result<Assertion> key_assertion(const ContestTally& tally, const SharingOf& sharing,
                                const Entrant& a, Seats w, const Entrant& b, Seats l) {
  LinearClaim claim;
  claim.per_vote.assign(tally.votes.size(), 0);
  const auto add_to = [&](const std::vector<std::size_t>& parties, Seats weight) {
    for (const std::size_t p : parties) claim.per_vote[p] += weight;
  };
  AssertionKind kind = AssertionKind::plurality;
  if (is_divisor_rule(sharing.rule)) {
    kind = AssertionKind::highest_averages;
    add_to(a.parties, divisor(sharing.rule, l));
    add_to(b.parties, -divisor(sharing.rule, w));
  } else if (sharing.rule == Rule::hare_largest_remainder) {
    kind = AssertionKind::largest_remainders;
    for (const Entrant& entrant : sharing.entrants) add_to(entrant.parties, l - w);
    add_to(a.parties, sharing.seats);
    add_to(b.parties, -sharing.seats);
  } else {
    add_to(a.parties, 1);
    add_to(b.parties, -1);
  }
  auto assertion = assertion_of(tally, kind, std::move(claim));
  if (!assertion) return assertion;
  assertion->winner = a.name;
  assertion->loser = b.name;
  assertion->winner_seat = w;
  assertion->loser_seat = l;
  if (kind == AssertionKind::plurality) {
    assertion->winner_ballots = a.votes;
    assertion->loser_ballots = b.votes;
  }
  return assertion;
}

std::vector<Entrant> entrants_among(const ContestTally& tally,
                                    const std::vector<std::vector<std::size_t>>& connected,
                                    const std::vector<bool>& above) {
  std::vector<Entrant> entrants;
  std::vector<bool> inside(tally.votes.size(), false);
  for (std::size_t list = 0; list < connected.size(); ++list) {
    Entrant entrant{{list, true}, {}, 0};
    for (const std::size_t p : connected[list]) {
      inside[p] = true;
      if (!above[p]) continue;
      entrant.parties.push_back(p);
      entrant.votes += tally.votes[p];
    }
    if (!entrant.parties.empty()) entrants.push_back(std::move(entrant));
  }
  for (std::size_t p = 0; p < tally.votes.size(); ++p) {
    if (!inside[p] && above[p]) entrants.push_back({{p, false}, {p}, tally.votes[p]});
  }
  return entrants;
}

namespace {

// A stage with its result: what each entrant is sure of, and what it may have by lot.
struct Settled {
  std::vector<Seats> minimum, maximum;
};

// Every entrant's last sure seat against every other's next one; between those who are tied for a
// further seat, their next ones, level.
Result<void> add_stage(const ContestTally& tally, const SharingOf& sharing, const Settled& settled,
                       AssertionSet& set) {
  const bool one_prize = sharing.rule == Rule::plurality;
  const auto add_pair = [&](std::size_t a, Seats w, std::size_t b, Seats l) -> Result<void> {
    auto assertion = key_assertion(tally, sharing, sharing.entrants[a], w, sharing.entrants[b], l);
    if (!assertion) return tl::unexpected(assertion.error());
    add_assertion(set, std::move(*assertion));
    return {};
  };
  const std::size_t count = sharing.entrants.size();
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = 0; b < count; ++b) {
      if (a == b) continue;
      const Seats w = one_prize ? 1 : settled.minimum[a];
      const Seats l = one_prize ? 1 : settled.minimum[b] + 1;
      Result<void> added;
      if (settled.minimum[a] > 0) added = add_pair(a, w, b, l);
      const bool tied = settled.minimum[a] < settled.maximum[a] &&
                        settled.minimum[b] < settled.maximum[b] && a < b;
      if (added && tied) added = add_pair(a, one_prize ? 1 : settled.minimum[a] + 1, b, l);
      if (!added) return added;
    }
  }
  return {};
}

// The seats of connected lists shared among their members.
Result<void> add_inside(const ContestTally& tally, const AllocationRules& rules,
                        const std::vector<bool>& above, const Allocation& allocation,
                        AssertionSet& set) {
  for (std::size_t list = 0; list < rules.connected.size(); ++list) {
    const Seats seats = allocation.list_minimum[list];
    if (seats == 0 || seats != allocation.list_maximum[list]) continue;
    SharingOf sharing{rules.rule, seats, {}};
    Settled settled;
    for (const std::size_t p : rules.connected[list]) {
      if (!above[p]) continue;
      sharing.entrants.push_back({{p, false}, {p}, tally.votes[p]});
      settled.minimum.push_back(allocation.minimum[p]);
      settled.maximum.push_back(allocation.maximum[p]);
    }
    if (auto added = add_stage(tally, sharing, settled, set); !added) return added;
  }
  return {};
}

// Fails where allocate() does; that checks the lists, the lot and the seats.
Result<Allocation> allocate_among(const ContestTally& tally, Seats seats,
                                  const AllocationRules& rules, const std::vector<bool>& above,
                                  const Lot& lot) {
  ConstituencyVotes table;
  table.unit = tally.unit;
  table.seats = seats;
  table.votes = tally.votes;
  for (std::size_t p = 0; p < above.size(); ++p) {
    if (!above[p]) table.votes[p] = 0;
  }
  AllocationRules without = rules;
  without.threshold.reset();
  return allocate(table, without, lot);
}

Errors faults_of_lists(const ContestTally& tally) {
  Errors errors = faults_of(tally);
  if (errors.empty() && (tally.form.most_choices != 1 || tally.form.most_score != 0)) {
    errors.push_back(
        {"", 0, "", "", "", "Seats of lists are asserted where each ballot chooses one list."});
  }
  return errors;
}

}  // namespace

Result<AssertionSet> seat_assertions_among(const ContestTally& tally, Seats seats,
                                           const AllocationRules& rules,
                                           const std::vector<bool>& above, const Lot& lot) {
  const Errors faults = faults_of_lists(tally);
  if (!faults.empty()) return tl::unexpected(faults);
  if (above.size() != tally.votes.size() || rules.threshold) {
    return fail("Give who is above the threshold, party by party, and the rules without it.");
  }
  const auto allocation = allocate_among(tally, seats, rules, above, lot);
  if (!allocation) return tl::unexpected(allocation.error());
  AssertionSet set;
  const SharingOf lists{rules.rule, seats, entrants_among(tally, rules.connected, above)};
  Settled settled;
  for (const Entrant& entrant : lists.entrants) {
    const std::size_t i = entrant.name.position;
    const bool list = entrant.name.is_list;
    settled.minimum.push_back(list ? allocation->list_minimum[i] : allocation->minimum[i]);
    settled.maximum.push_back(list ? allocation->list_maximum[i] : allocation->maximum[i]);
  }
  if (auto added = add_stage(tally, lists, settled, set); !added) {
    return tl::unexpected(added.error());
  }
  if (auto added = add_inside(tally, rules, above, *allocation, set); !added) {
    return tl::unexpected(added.error());
  }
  if (!allocation->ties.empty()) set.standing = Standing::tie;
  if (allocation->vacant > 0) {
    set.standing = Standing::no_votes;
  } else if (set.assertions.empty()) {
    set.standing = Standing::uncontested;
  }
  return set;
}

Result<AssertionSet> seat_assertions(const ContestTally& tally, Seats seats,
                                     const AllocationRules& rules, const Lot& lot,
                                     Votes registered) {
  AllocationRules without = rules;
  without.threshold.reset();
  std::vector<bool> above(tally.votes.size(), true);
  if (!rules.threshold) return seat_assertions_among(tally, seats, without, above, lot);
  if (rules.threshold->scope == Scope::contest) {
    return fail("A threshold of the whole contest is asserted over the whole contest, once.");
  }
  auto barriers = barrier_assertions(tally, *rules.threshold, registered);
  if (!barriers || barriers->standing == Standing::no_votes) return barriers;
  for (const Assertion& assertion : barriers->assertions) {
    above[assertion.winner.position] = assertion.kind == AssertionKind::above_share;
  }
  auto pairs = seat_assertions_among(tally, seats, without, above, lot);
  if (!pairs) return pairs;
  const bool tie = barriers->standing == Standing::tie;
  pairs->assertions.insert(pairs->assertions.begin(), barriers->assertions.begin(),
                           barriers->assertions.end());
  if (tie) {
    pairs->standing = Standing::tie;
  } else if (pairs->standing != Standing::tie && !barriers->assertions.empty()) {
    // Also where nobody is above: the barrier's assertions then say so.
    pairs->standing = Standing::contested;
  }
  return pairs;
}

}  // namespace scrutineer
