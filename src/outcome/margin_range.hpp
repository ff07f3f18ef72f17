// How many seats a party or a coalition holds while lots are open: in the worst and the best draw.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.hpp"
#include "seats/seats.hpp"

namespace scrutineer {

struct HeldSeats {
  Seats least = 0;
  Seats most = 0;
};

// `who` is ascending. Errors: as allocate().
Result<HeldSeats> held_seats(const ConstituencyVotes& table, const AllocationRules& rules,
                             const Lot& lot, const std::vector<std::size_t>& who);

// Whether the range holds the target: whatever the lots, or for one draw.
bool holds(const HeldSeats& range, bool at_least, Seats target, bool outright);

// What a threshold compares: a party's votes, and the base.
Votes votes_at_threshold(const ConstituencyVotes& table, std::size_t party);
Votes base_of(const ConstituencyVotes& table);

}  // namespace scrutineer
