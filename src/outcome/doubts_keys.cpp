#include "outcome/doubts_keys.hpp"

#include <algorithm>

namespace scrutineer::doubting {

namespace {

constexpr std::size_t kMostUndecided = 12;

Row empty_row(const Arena& arena, std::size_t area) {
  return {area, std::vector<std::int64_t>(arena.problem->parties, 0), 0};
}

// votes >= share × base (passing) or its opposite.
Row threshold_row(const Arena& arena, std::size_t area, std::size_t party, bool passing) {
  const DoubtProblem& problem = *arena.problem;
  const Threshold& threshold = *problem.rules.threshold;
  const std::size_t c = *arena.areas[area].constituency;
  const Votes beyond = problem.base_beyond_valid.empty() ? 0 : problem.base_beyond_valid[c];
  const std::int64_t sign = passing ? 1 : -1;
  Row row = empty_row(arena, area);
  for (std::int64_t& weight : row.weight) weight = -sign * threshold.share.numerator;
  row.weight[party] += sign * threshold.share.denominator;
  row.at_least = sign * threshold.share.numerator * beyond;
  if (passing == threshold.strict) row.at_least += 1;
  return row;
}

std::vector<Entrant> entrants_of(const Arena& arena, const std::vector<bool>& passes) {
  std::vector<Entrant> entrants;
  std::vector<bool> inside(passes.size(), false);
  for (const auto& list : arena.problem->rules.connected) {
    Entrant entrant;
    for (const std::size_t p : list) {
      inside[p] = true;
      if (passes[p]) entrant.parties.push_back(p);
    }
    if (!entrant.parties.empty()) entrants.push_back(std::move(entrant));
  }
  for (std::size_t p = 0; p < passes.size(); ++p) {
    if (passes[p] && !inside[p]) entrants.push_back({{p}});
  }
  return entrants;
}

std::vector<Entrant> members_of(const std::vector<std::size_t>& list,
                                const std::vector<bool>& passes) {
  std::vector<Entrant> members;
  for (const std::size_t p : list) {
    if (passes[p]) members.push_back({{p}});
  }
  return members;
}

// A recorded lot decides ties among those that it names: the one drawn first stands before.
bool decided_strictly(const Arena& arena, std::size_t area, const Entrant& ours,
                      const Entrant& rival, bool strict) {
  const DoubtProblem& problem = *arena.problem;
  if (problem.lots.empty()) return strict;
  const Lot& lot = problem.lots[*arena.areas[area].constituency];
  const auto place = [&](const Entrant& entrant) {
    return std::find_first_of(lot.begin(), lot.end(), entrant.parties.begin(),
                              entrant.parties.end());
  };
  const auto own = place(ours);
  const auto other = place(rival);
  if (own == lot.end() && other == lot.end()) return strict;
  return other < own;
}

}  // namespace

Seats prizes_of(const Arena& arena, std::size_t area) {
  const Seats seats = arena.problem->seats[*arena.areas[area].constituency];
  return arena.problem->rules.rule == Rule::plurality ? std::min<Seats>(seats, 1) : seats;
}

Seats seats_of_prize(const Arena& arena, std::size_t area) {
  const bool block = arena.problem->rules.rule == Rule::plurality;
  return block ? arena.problem->seats[*arena.areas[area].constituency] : 1;
}

std::vector<Standing> standings(const Arena& arena, std::size_t area,
                                std::optional<std::size_t> list, bool& complete) {
  const std::size_t parties = arena.problem->parties;
  std::vector<Standing> all(1);
  all[0].passes.assign(parties, true);
  if (arena.problem->rules.threshold) {
    std::size_t undecided = 0;
    for (std::size_t p = 0; p < parties; ++p) {
      std::vector<Standing> next;
      std::size_t ways = 0;
      for (const bool passing : {true, false}) {
        const Row row = threshold_row(arena, area, p, passing);
        if (!row_bound(arena, row)) continue;
        ++ways;
        for (Standing standing : all) {
          standing.passes[p] = passing;
          standing.rows.push_back(row);
          next.push_back(std::move(standing));
        }
      }
      undecided += ways > 1 ? 1 : 0;
      if (undecided > kMostUndecided) {
        complete = false;
        return {};
      }
      all = std::move(next);
    }
  }
  for (Standing& standing : all) {
    standing.entrants = list ? members_of(arena.problem->rules.connected[*list], standing.passes)
                             : entrants_of(arena, standing.passes);
  }
  return all;
}

Row key_row(const Arena& arena, std::size_t area, const Standing& standing, const Entrant& ours,
            Seats k, const Entrant& rival, Seats j, bool strict) {
  Row row = empty_row(arena, area);
  set_key_row(arena, standing, area, ours, k, rival, j, strict, row);
  return row;
}

void set_key_row(const Arena& arena, const Standing& standing, std::size_t area,
                 const Entrant& ours, Seats k, const Entrant& rival, Seats j, bool strict,
                 Row& row) {
  const Rule rule = arena.problem->rules.rule;
  std::fill(row.weight.begin(), row.weight.end(), 0);
  std::int64_t own = 1;
  std::int64_t other = 1;
  if (rule == Rule::hare_largest_remainder) {
    own = other = prizes_of(arena, area);
    for (std::size_t p = 0; p < row.weight.size(); ++p) {
      if (standing.passes[p]) row.weight[p] = j - k;
    }
  } else if (rule != Rule::plurality) {
    own = divisor(rule, j);
    other = divisor(rule, k);
  }
  for (const std::size_t p : ours.parties) row.weight[p] += own;
  for (const std::size_t p : rival.parties) row.weight[p] -= other;
  row.at_least = decided_strictly(arena, area, ours, rival, strict) ? 1 : 0;
}

Row positive_row(const Arena& arena, std::size_t area, const Entrant& entrant) {
  Row row = empty_row(arena, area);
  set_positive_row(entrant, row);
  return row;
}

void set_positive_row(const Entrant& entrant, Row& row) {
  std::fill(row.weight.begin(), row.weight.end(), 0);
  for (const std::size_t p : entrant.parties) row.weight[p] = 1;
  row.at_least = 1;
}

Row vacancy(const Arena& arena, std::size_t area, const Standing& standing) {
  Row row = empty_row(arena, area);
  for (std::size_t p = 0; p < row.weight.size(); ++p) row.weight[p] = standing.passes[p] ? -1 : 0;
  return row;
}

namespace {

// Prizes that are sure, and whether one more is open, of an entrant that is a single party.
struct Held {
  Seats sure = 0;
  bool open = false;
};

// Everyone that is open shares one key, sure prizes stand above it, all others below it; without
// open prizes every sure one stands above every other.
Region held_region(const Arena& arena, std::size_t area, const Standing& standing,
                   const std::vector<Held>& held) {
  Region region;
  const auto& entrants = standing.entrants;
  const bool tie = std::any_of(held.begin(), held.end(), [](const Held& h) { return h.open; });
  for (std::size_t a = 0; a < entrants.size(); ++a) {
    if (held[a].sure > 0 || held[a].open) {
      region.rows.push_back(positive_row(arena, area, entrants[a]));
    }
    for (std::size_t b = 0; b < entrants.size(); ++b) {
      if (a == b) continue;
      const auto row = [&](Seats k, Seats j, bool strict) {
        region.rows.push_back(
            key_row(arena, area, standing, entrants[a], k, entrants[b], j, strict));
      };
      const bool b_counts = !tie || held[b].open;
      if (held[a].sure > 0 && b_counts) row(held[a].sure, held[b].sure + 1, true);
      if (held[a].open && held[b].open) row(held[a].sure + 1, held[b].sure + 1, false);
      if (held[a].open && !held[b].open) row(held[a].sure + 1, held[b].sure + 1, true);
    }
  }
  return region;
}

}  // namespace

Regions same_allocation(const Arena& arena, std::size_t area, const Allocation& allocation) {
  Regions list;
  const auto& lots = arena.problem->lots;
  const bool drawn = !lots.empty() && !lots[*arena.areas[area].constituency].empty();
  if (drawn || !arena.problem->rules.connected.empty()) {
    list.complete = false;
    return list;
  }
  const Seats prize = std::max<Seats>(1, seats_of_prize(arena, area));
  for (const Standing& standing : standings(arena, area, std::nullopt, list.complete)) {
    Region region;
    if (prizes_of(arena, area) == 0) {
      region.rows = standing.rows;
    } else if (allocation.vacant > 0) {
      region.rows = {vacancy(arena, area, standing)};
    } else {
      std::vector<Held> held;
      bool possible = true;
      for (const Entrant& entrant : standing.entrants) {
        const std::size_t p = entrant.parties.front();
        held.push_back(
            {allocation.minimum[p] / prize, allocation.maximum[p] > allocation.minimum[p]});
      }
      for (std::size_t p = 0; p < arena.problem->parties; ++p) {
        possible = possible && (standing.passes[p] || allocation.maximum[p] == 0);
      }
      if (!possible) continue;
      region = held_region(arena, area, standing, held);
    }
    region.rows.insert(region.rows.end(), standing.rows.begin(), standing.rows.end());
    const auto bound = region_bound(arena, region.rows);
    if (!bound) continue;
    region.bound = *bound;
    list.found.push_back(std::move(region));
  }
  return list;
}

}  // namespace scrutineer::doubting
