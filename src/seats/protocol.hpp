// The steps of one sharing, as a court would write them down.
#pragma once

#include <vector>

#include "seats/seats.hpp"
#include "seats/share.hpp"

namespace scrutineer {

// `drawn` are the positions that a recorded lot gave a prize to. Parties of the steps are positions
// in `votes`; the caller renames them.
std::vector<Step> steps_of(const Sharing& sharing, const std::vector<Votes>& votes,
                           const Shares& shares, const std::vector<std::size_t>& drawn);

}  // namespace scrutineer
