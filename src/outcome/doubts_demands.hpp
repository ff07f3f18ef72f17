// What final votes would change the answer, and which would keep it, as demands on areas. Internal
// to doubts*.cpp.
#pragma once

#include <optional>
#include <vector>

#include "outcome/doubts_ask.hpp"
#include "outcome/doubts_regions.hpp"

namespace scrutineer::doubting {

// The areas' values must sum to `needed`. Under `by_prizes` an area's value at level n is its n
// prizes in seats, demanded as `asked`; else it is 1 where the area's votes lie in one of `any` or
// `fixed`, and 0 without a demand.
struct Demand {
  bool by_prizes = false;
  Asked asked;
  std::vector<std::vector<Asked>> any;  // by area
  std::vector<Regions> fixed;           // by area
  Seats needed = 0;
  std::vector<Seats> present;  // by area: the value without any move
};

Seats highest_level(const Arena& arena, const Demand& demand, std::size_t area);
Seats value_at(const Arena& arena, const Demand& demand, std::size_t area, Seats level);
Regions regions_at(const Arena& arena, const Demand& demand, std::size_t area, Seats level,
                   std::optional<Votes> above, Votes limit);
std::optional<Votes> least_at(const Arena& arena, const Demand& demand, std::size_t area,
                              Seats level);

// The answer changes where one of these demands is met.
Result<std::vector<Demand>> demands_of_change(const Arena& arena, Holds holds);

// The answer stays where all of these demands are met at once.
Result<std::vector<Demand>> demands_of_keeping(const Arena& arena, Holds holds);

}  // namespace scrutineer::doubting
