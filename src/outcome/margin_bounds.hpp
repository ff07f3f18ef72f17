// Bounds for what the single-party program does not answer: coalitions, members of connected lists,
// thresholds that bind largest remainders or the whole contest.
#pragma once

#include "outcome/margin_unit.hpp"

namespace scrutineer {

// As unit_margin(), for a target that the table does not hold yet. `from` >= 1.
UnitAnswer bounded_margin(const UnitQuestion& question, Seats target, bool outright, Votes from);

// No number of votes below this moves any party across the threshold. kOutOfReach without one.
Votes status_distance(const UnitQuestion& question);

}  // namespace scrutineer
