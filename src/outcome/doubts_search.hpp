// The search over areas. Internal to doubts*.cpp.
//
// Each level of an area first has the cheap bound of its rows; the cheapest sum over areas
// (min-plus) is found, only the levels that it uses are priced exactly by an integer program, and
// so on until what is picked is exact. No other choice is then cheaper. If the budgets that areas
// share allow the pick, it is the answer; if not, the choices are searched by branch and bound.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "outcome/doubts_demands.hpp"
#include "outcome/doubts_program.hpp"

namespace scrutineer::doubting {

// No more regions than these are listed; with more, nothing is proven impossible.
inline constexpr std::size_t kMostListed = 100'000;

// The cheapest resolution that meets the demand; impossible where none does.
Attempt cheapest(const Arena& arena, const Demand& demand, std::int64_t nodes);

// Some resolution with at least `low` of each doubt that meets all demands at once.
Attempt keeping(const Arena& arena, const std::vector<Demand>& demands, std::int64_t nodes);

}  // namespace scrutineer::doubting
