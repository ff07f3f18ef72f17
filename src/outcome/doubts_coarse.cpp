#include <algorithm>
#include <map>
#include <tuple>

#include "outcome/doubts_arena.hpp"

namespace scrutineer::doubting {

namespace {

// What makes two doubts of one area one kind: the same may happen to a vote.
using Kind = std::tuple<std::size_t, Way, std::vector<bool>, std::vector<bool>, bool>;

// Votes that a doubt may move in the only place that it has.
Votes most_in(const Arena& arena, const Place& place, std::size_t doubt) {
  Wide sum = place.addable.value_or(arena.unbounded);
  for (const Votes votes : place.votes) sum += votes;
  const Votes all = static_cast<Votes>(std::min<Wide>(sum, arena.unbounded));
  return std::min(all, arena.terms.high[doubt].value_or(all));
}

std::vector<std::size_t> places_of_doubts(const Arena& arena) {
  std::vector<std::size_t> count(arena.terms.active.size(), 0);
  for (const Place& place : arena.places) {
    for (const std::size_t d : place.doubts) ++count[d];
  }
  return count;
}

// Adds the votes that the doubt can reach here: none can lose more than the doubt may move.
void join(Place& joined, const Place& place, Votes most) {
  for (std::size_t p = 0; p < place.votes.size(); ++p) {
    joined.votes[p] += std::min(place.votes[p], most);
  }
  if (joined.addable && place.addable) *joined.addable += std::min(*place.addable, most);
}

}  // namespace

void coarsen(Arena& arena) {
  const auto count = places_of_doubts(arena);
  Arena coarse;
  coarse.problem = arena.problem;
  coarse.terms = arena.terms;
  coarse.areas = arena.areas;
  coarse.unbounded = arena.unbounded;
  coarse.available = arena.available;
  coarse.has_options = arena.has_options;
  coarse.separate = arena.separate;
  for (Area& area : coarse.areas) area.places.clear();
  std::map<Kind, std::size_t> known;
  for (const Place& place : arena.places) {
    const bool alone =
        place.speakers.empty() && place.doubts.size() == 1 && count[place.doubts.front()] == 1;
    std::size_t at = coarse.places.size();
    if (alone) {
      const std::size_t d = place.doubts.front();
      const CellDoubt& doubt = arena.problem->doubts[d];
      const Kind kind = {place.area, doubt.way, doubt.from, doubt.to, place.addable.has_value()};
      const auto [entry, fresh] = known.try_emplace(kind, at);
      const Votes most = most_in(arena, place, d);
      at = entry->second;
      if (fresh) {
        coarse.terms.high[d] = 0;
        Place empty;
        empty.area = place.area;
        empty.votes.assign(place.votes.size(), 0);
        if (place.addable) empty.addable = 0;
        empty.doubts = {d};
        coarse.areas[place.area].places.push_back(at);
        coarse.places.push_back(std::move(empty));
      }
      Place& joined = coarse.places[at];
      Count& high = coarse.terms.high[joined.doubts.front()];
      high = std::min(arena.unbounded, *high + most);
      join(joined, place, most);
    } else {
      coarse.areas[place.area].places.push_back(at);
      coarse.places.push_back(place);
    }
    arena.place_in_coarse.push_back(at);
  }
  if (coarse.places.size() == arena.places.size()) return;
  arena.coarse = std::make_unique<Arena>(std::move(coarse));
}

}  // namespace scrutineer::doubting
