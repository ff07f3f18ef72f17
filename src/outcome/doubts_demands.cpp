#include "outcome/doubts_demands.hpp"

#include <algorithm>

namespace scrutineer::doubting {

namespace {

std::vector<bool> others_than(std::vector<bool> who) {
  who.flip();
  return who;
}

Row row_of(std::vector<std::int64_t> weight, std::int64_t at_least) {
  return {0, std::move(weight), at_least};
}

// weight · votes < at_least, in whole numbers.
Row opposite(const VoteDemand& demand) {
  Row row = row_of(demand.weight, 1 - demand.at_least);
  for (std::int64_t& weight : row.weight) weight = -weight;
  return row;
}

// votes of who − votes of q, or the reverse, at least so many.
Row lead_row(const std::vector<bool>& who, std::size_t q, std::int64_t sign,
             std::int64_t at_least) {
  Row row = row_of(std::vector<std::int64_t>(who.size(), 0), at_least);
  for (std::size_t p = 0; p < who.size(); ++p) row.weight[p] = who[p] ? sign : 0;
  row.weight[q] = -sign;
  return row;
}

void add_region(const Arena& arena, std::vector<Row> rows, Regions& list) {
  const auto bound = region_bound(arena, rows);
  if (bound) list.found.push_back({std::move(rows), *bound});
}

Demand empty_demand(const Arena& arena) {
  Demand demand;
  demand.any.resize(arena.areas.size());
  demand.fixed.resize(arena.areas.size());
  demand.present.assign(arena.areas.size(), 0);
  return demand;
}

Demand systems_demand(const Arena& arena, Regions list) {
  Demand demand = empty_demand(arena);
  demand.fixed[0] = std::move(list);
  demand.needed = 1;
  return demand;
}

// ----- Questions on votes: systems of rows on the totals. -----

std::vector<Row> all_leads(const std::vector<bool>& who, std::int64_t at_least) {
  std::vector<Row> rows;
  for (std::size_t q = 0; q < who.size(); ++q) {
    if (!who[q]) rows.push_back(lead_row(who, q, 1, at_least));
  }
  return rows;
}

void add_each_trail(const Arena& arena, const std::vector<bool>& who, std::int64_t at_least,
                    Regions& list) {
  for (std::size_t q = 0; q < who.size(); ++q) {
    if (!who[q]) add_region(arena, {lead_row(who, q, -1, at_least)}, list);
  }
}

Regions wins_regions(const Arena& arena, Holds holds, bool keep) {
  const auto who = who_of(*arena.problem);
  Regions list;
  if (keep && holds == Holds::tie) {
    for (std::size_t q = 0; q < who.size(); ++q) {
      if (who[q]) continue;
      auto rows = all_leads(who, 0);
      rows.push_back(lead_row(who, q, -1, 0));
      add_region(arena, std::move(rows), list);
    }
    return list;
  }
  // A tie that is reached is a change; one that stands changes when somebody is ahead.
  const std::int64_t ahead = keep || holds == Holds::tie ? 1 : 0;
  const bool to_yes = keep ? holds == Holds::yes : holds != Holds::yes;
  const bool to_no = keep ? holds == Holds::no : holds != Holds::no;
  if (to_yes) add_region(arena, all_leads(who, ahead), list);
  if (to_no) add_each_trail(arena, who, ahead, list);
  return list;
}

Result<Regions> share_regions(const Arena& arena, Holds holds, bool keep) {
  const auto demands = demands_for_yes(*arena.problem, arena.areas[0].votes);
  if (!demands) return tl::unexpected(demands.error());
  Regions list;
  std::vector<Row> all;
  const bool to_yes = keep == (holds == Holds::yes);
  for (const VoteDemand& demand : *demands) {
    if (!to_yes) add_region(arena, {opposite(demand)}, list);
    all.push_back(row_of(demand.weight, demand.at_least));
  }
  if (to_yes) add_region(arena, std::move(all), list);
  return list;
}

Result<Regions> vote_regions(const Arena& arena, Holds holds, bool keep) {
  if (arena.problem->question.kind == QuestionKind::wins) return wins_regions(arena, holds, keep);
  return share_regions(arena, holds, keep);
}

// ----- Questions on seats. -----

Result<std::vector<Allocation>> present_allocations(const Arena& arena) {
  std::vector<Allocation> all(arena.areas.size());
  for (std::size_t a = 0; a < arena.areas.size(); ++a) {
    const Area& area = arena.areas[a];
    if (area.free) continue;
    auto allocation = allocate_in(*arena.problem, *area.constituency, area.votes);
    if (!allocation) return tl::unexpected(allocation.error());
    all[a] = std::move(*allocation);
  }
  return all;
}

Seats seats_in(const Arena& arena, std::size_t area) {
  return arena.problem->seats[*arena.areas[area].constituency];
}

// `who` (or, for `against`, everybody else and empty seats) holds enough for the question to be yes
// (no); `strict`: whatever the lots.
Demand prizes_demand(const Arena& arena, const std::vector<Allocation>& allocations, bool against,
                     bool strict) {
  Demand demand = empty_demand(arena);
  const auto who = who_of(*arena.problem);
  demand.by_prizes = true;
  demand.asked.side = against ? others_than(who) : who;
  demand.asked.strict = strict;
  demand.asked.or_vacant = against;
  Seats all = 0;
  for (std::size_t a = 0; a < arena.areas.size(); ++a) {
    if (arena.areas[a].free) continue;
    const bool has_lists = !arena.problem->rules.connected.empty();
    const SeatRange range = seats_of(allocations[a], who, has_lists);
    const Seats ours = strict == against ? range.high : range.low;
    demand.present[a] = against ? seats_in(arena, a) - ours : ours;
    all += seats_in(arena, a);
  }
  const Seats seats = arena.problem->question.seats;
  demand.needed = against ? all - seats + 1 : seats;
  return demand;
}

// The ways in which one area's allocation differs: somebody can get more, or fewer, than now.
std::vector<Asked> differences(const Arena& arena, std::size_t area, const Allocation& allocation) {
  std::vector<Asked> any;
  const std::size_t parties = arena.problem->parties;
  const Seats prizes = prizes_of(arena, area);
  const Seats prize = std::max<Seats>(1, seats_of_prize(arena, area));
  for (std::size_t p = 0; p < parties && prizes > 0; ++p) {
    std::vector<bool> side(parties, false);
    side[p] = true;
    const Seats low = allocation.minimum[p] / prize;
    const Seats high = allocation.maximum[p] / prize;
    if (high < prizes) any.push_back({side, high + 1, false, false});
    if (low < high) any.push_back({side, low + 1, true, false});
    if (low > 0) any.push_back({others_than(side), prizes - low + 1, false, true});
    if (low < high) any.push_back({others_than(side), prizes - high + 1, true, true});
  }
  return any;
}

Demand difference_demand(const Arena& arena, const std::vector<Allocation>& allocations) {
  Demand demand = empty_demand(arena);
  for (std::size_t a = 0; a < arena.areas.size(); ++a) {
    if (!arena.areas[a].free) demand.any[a] = differences(arena, a, allocations[a]);
  }
  demand.needed = 1;
  return demand;
}

Demand same_demand(const Arena& arena, const std::vector<Allocation>& allocations) {
  Demand demand = empty_demand(arena);
  for (std::size_t a = 0; a < arena.areas.size(); ++a) {
    if (arena.areas[a].free) continue;
    demand.present[a] = 1;
    demand.needed += 1;
    if (!arena.areas[a].places.empty()) {
      demand.fixed[a] = same_allocation(arena, a, allocations[a]);
    }
  }
  return demand;
}

bool asks_seats(const Arena& arena) {
  const QuestionKind kind = arena.problem->question.kind;
  return kind == QuestionKind::seats_at_least || kind == QuestionKind::seats_equal;
}

}  // namespace

Seats highest_level(const Arena& arena, const Demand& demand, std::size_t area) {
  if (arena.areas[area].free) return 0;
  if (demand.by_prizes) return prizes_of(arena, area);
  return demand.any[area].empty() && demand.fixed[area].found.empty() ? 0 : 1;
}

Seats value_at(const Arena& arena, const Demand& demand, std::size_t area, Seats level) {
  return demand.by_prizes && level > 0 ? level * seats_of_prize(arena, area) : level;
}

Regions regions_at(const Arena& arena, const Demand& demand, std::size_t area, Seats level,
                   std::optional<Votes> above, Votes limit) {
  if (demand.by_prizes) {
    Asked asked = demand.asked;
    asked.prizes = level;
    return regions(arena, area, asked, above, limit);
  }
  if (level == 0) return above ? Regions{} : Regions{{Region{}}, true};
  Regions all;
  all.complete = demand.fixed[area].complete;
  for (const Region& region : demand.fixed[area].found) {
    if (region.bound <= limit && (!above || region.bound > *above)) all.found.push_back(region);
  }
  for (const Asked& asked : demand.any[area]) {
    Regions more = regions(arena, area, asked, above, limit);
    all.complete = all.complete && more.complete;
    for (Region& region : more.found) all.found.push_back(std::move(region));
  }
  return all;
}

std::optional<Votes> least_at(const Arena& arena, const Demand& demand, std::size_t area,
                              Seats level) {
  if (demand.by_prizes) {
    Asked asked = demand.asked;
    asked.prizes = level;
    return least_bound(arena, area, asked);
  }
  if (level == 0) return 0;
  std::optional<Votes> least;
  const auto take = [&](std::optional<Votes> bound) {
    if (bound) least = std::min(least.value_or(*bound), *bound);
  };
  for (const Region& region : demand.fixed[area].found) take(region.bound);
  for (const Asked& asked : demand.any[area]) take(least_bound(arena, area, asked));
  return least;
}

Result<std::vector<Demand>> demands_of_change(const Arena& arena, Holds holds) {
  if (!asks_seats(arena)) {
    auto list = vote_regions(arena, holds, false);
    if (!list) return tl::unexpected(list.error());
    return std::vector<Demand>{systems_demand(arena, std::move(*list))};
  }
  const auto allocations = present_allocations(arena);
  if (!allocations) return tl::unexpected(allocations.error());
  if (arena.problem->question.kind == QuestionKind::seats_equal) {
    return std::vector<Demand>{difference_demand(arena, *allocations)};
  }
  std::vector<Demand> demands;
  const bool strict = holds == Holds::tie;
  if (holds != Holds::yes) demands.push_back(prizes_demand(arena, *allocations, false, strict));
  if (holds != Holds::no) demands.push_back(prizes_demand(arena, *allocations, true, strict));
  return demands;
}

Result<std::vector<Demand>> demands_of_keeping(const Arena& arena, Holds holds) {
  if (!asks_seats(arena)) {
    auto list = vote_regions(arena, holds, true);
    if (!list) return tl::unexpected(list.error());
    return std::vector<Demand>{systems_demand(arena, std::move(*list))};
  }
  const auto allocations = present_allocations(arena);
  if (!allocations) return tl::unexpected(allocations.error());
  if (arena.problem->question.kind == QuestionKind::seats_equal) {
    return std::vector<Demand>{same_demand(arena, *allocations)};
  }
  std::vector<Demand> all;
  const bool strict = holds != Holds::tie;
  if (holds != Holds::no) all.push_back(prizes_demand(arena, *allocations, false, strict));
  if (holds != Holds::yes) all.push_back(prizes_demand(arena, *allocations, true, strict));
  return all;
}

}  // namespace scrutineer::doubting
