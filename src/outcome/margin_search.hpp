// An attained upper bound by trying plain ways of spending votes. It proves nothing about fewer.
#pragma once

#include "outcome/margin_unit.hpp"

namespace scrutineer {

// `votes` and `after` of the cheapest way found; `lower` is left at zero.
UnitAnswer search_margin(const UnitQuestion& question, Seats target, bool outright, Votes from);

// Whether a table of these votes holds the target; its recorded lot is not for these votes.
bool reached(const UnitQuestion& question, const std::vector<Votes>& votes, Seats target,
             bool outright);

}  // namespace scrutineer
