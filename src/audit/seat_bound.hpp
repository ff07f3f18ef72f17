// Assertions that somebody holds at least so many seats of a constituency, without settling who has
// the rest. Who asks for l of S seats: their l highest keys (seats/keys.hpp) must come before the
// (r_p+1)-th key of every other p, where the r_p sum to S − l. Then at most S − l keys of others
// stand before those l, so that all of them have a seat. The r_p are public and chosen from the
// reported votes so that the hardest pair is as easy as it can be.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "audit/assertion.hpp"

namespace scrutineer {

// "At least so many seats": all of these assertions, by position in ConstituencyBounds.
struct SeatBound {
  Seats at_least = 0;
  std::vector<std::size_t> assertions;
};

struct ConstituencyBounds {
  std::string unit;
  Seats reported = 0;  // seats that are sure to be theirs by the reported votes
  std::vector<Assertion> assertions;
  // bounds[d − 1] says that they have lost fewer than d of the reported seats.
  std::vector<SeatBound> bounds;
};

// Who: parties by position; of connected lists all members or none. Under a barrier, those of them
// that are needed must be above it; another party is shown to be below where that is easier than
// its pairs. Under largest remainders, and where lists are connected, every party is placed.
// Fails as seat_assertions() does, and where a constituency has more than 10,000 seats.
Result<ConstituencyBounds> constituency_bounds(const ContestTally& tally, Seats seats,
                                               const AllocationRules& rules,
                                               const std::vector<std::size_t>& who,
                                               Votes registered = 0);
// The same among parties that assertions over the whole contest have placed above a barrier.
Result<ConstituencyBounds> constituency_bounds_among(const ContestTally& tally, Seats seats,
                                                     const AllocationRules& rules,
                                                     const std::vector<bool>& above,
                                                     const std::vector<std::size_t>& who);

// The current log e-value of each deficit d = 1 … reported: the weakest of its assertions, by
// position the first of them in `binding`.
struct DeficitEvidence {
  std::vector<double> log_e;
  std::vector<std::size_t> binding;
};
DeficitEvidence deficit_evidence(const ConstituencyBounds& bounds,
                                 const std::vector<double>& log_e_of_assertions);

}  // namespace scrutineer
