// Connected lists: what is asked of a party inside one is asked of two stages, the list among all
// and the party in the list. Under divisor rules and plurality a party never loses a seat because
// its list wins one more, so each number of seats of the list can be looked at by itself. Largest
// remainders lack that (the Alabama paradox): there nothing is claimed.
#include <algorithm>

#include "outcome/doubts_keys.hpp"

namespace scrutineer::doubting {

namespace {

// How the set A lies to the connected lists.
struct Cut {
  bool whole = true;         // each list stands wholly inside or outside of A
  bool supported = true;     // else: A is a part of one list, or all but a part of one
  bool outside_too = false;  // A holds everybody outside that list
  std::size_t list = 0;
};

Cut cut_of(const Arena& arena, const std::vector<bool>& side) {
  Cut cut;
  const auto& lists = arena.problem->rules.connected;
  std::size_t split = 0;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const auto ours =
        std::count_if(lists[i].begin(), lists[i].end(), [&](std::size_t p) { return side[p]; });
    if (ours == 0 || ours == static_cast<std::ptrdiff_t>(lists[i].size())) continue;
    ++split;
    cut.list = i;
  }
  if (split == 0) return cut;
  cut.whole = false;
  std::vector<bool> inside(side.size(), false);
  for (const std::size_t p : lists[cut.list]) inside[p] = true;
  bool all = true;
  bool none = true;
  for (std::size_t p = 0; p < side.size(); ++p) {
    if (inside[p]) continue;
    all = all && side[p];
    none = none && !side[p];
  }
  cut.outside_too = all && !none;
  cut.supported =
      split == 1 && (all || none) && arena.problem->rules.rule != Rule::hare_largest_remainder;
  return cut;
}

// One number of prizes of the list, as two questions.
struct Stages {
  Asked outer, inner;
  Stage inside;
};

std::vector<Stages> stages_of(const Arena& arena, std::size_t area, const Cut& cut,
                              const Asked& asked) {
  std::vector<Stages> all;
  const Seats prizes = prizes_of(arena, area);
  for (Seats won = 0; won <= prizes; ++won) {
    Stages stages;
    stages.inside = {cut.list, won};
    stages.outer = asked;
    stages.inner = asked;
    stages.inner.or_vacant = false;
    stages.outer.side.assign(asked.side.size(), cut.outside_too);
    for (const std::size_t p : arena.problem->rules.connected[cut.list]) {
      stages.outer.side[p] = !cut.outside_too;
    }
    stages.outer.prizes = cut.outside_too ? prizes - won : won;
    if (cut.outside_too) stages.inner.prizes = asked.prizes - (prizes - won);
    if (stages.inner.prizes <= won) all.push_back(std::move(stages));
  }
  return all;
}

}  // namespace

Regions regions(const Arena& arena, std::size_t area, const Asked& asked,
                std::optional<Votes> above, Votes limit) {
  const Cut cut = cut_of(arena, asked.side);
  if (cut.whole || asked.prizes <= 0) {
    return regions_in(arena, area, {std::nullopt, prizes_of(arena, area)}, asked, above, limit);
  }
  Regions list;
  list.complete = cut.supported;
  if (!cut.supported) return list;
  for (const Stages& stages : stages_of(arena, area, cut, asked)) {
    const Regions outer = regions_in(arena, area, {std::nullopt, prizes_of(arena, area)},
                                     stages.outer, std::nullopt, limit);
    const Regions inner = regions_in(arena, area, stages.inside, stages.inner, std::nullopt, limit);
    list.complete = list.complete && outer.complete && inner.complete;
    for (const Region& among : outer.found) {
      for (const Region& within : inner.found) {
        Region both = {among.rows, std::max(among.bound, within.bound)};
        if (above && both.bound <= *above) continue;
        both.rows.insert(both.rows.end(), within.rows.begin(), within.rows.end());
        list.found.push_back(std::move(both));
      }
    }
  }
  return list;
}

std::optional<Votes> least_bound(const Arena& arena, std::size_t area, const Asked& asked) {
  const Cut cut = cut_of(arena, asked.side);
  if (cut.whole || asked.prizes <= 0) {
    return least_bound_in(arena, area, {std::nullopt, prizes_of(arena, area)}, asked);
  }
  if (!cut.supported) return 0;
  std::optional<Votes> least;
  for (const Stages& stages : stages_of(arena, area, cut, asked)) {
    const auto outer =
        least_bound_in(arena, area, {std::nullopt, prizes_of(arena, area)}, stages.outer);
    const auto inner = least_bound_in(arena, area, stages.inside, stages.inner);
    if (!outer || !inner) continue;
    const Votes both = std::max(*outer, *inner);
    least = std::min(least.value_or(both), both);
  }
  return least;
}

}  // namespace scrutineer::doubting
