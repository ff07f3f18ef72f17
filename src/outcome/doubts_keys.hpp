// Keys and thresholds as linear rows. Internal to doubts*.cpp.
#pragma once

#include <vector>

#include "outcome/doubts_regions.hpp"

namespace scrutineer::doubting {

// What takes part in the sharing: a party, or a connected list as one.
struct Entrant {
  std::vector<std::size_t> parties;
};

// Which parties pass the threshold, with the rows that say so.
struct Standing {
  std::vector<bool> passes;
  std::vector<Row> rows;
  std::vector<Entrant> entrants;  // of those that pass
};

// Who shares what: all lists and parties the constituency's prizes, or one connected list's members
// those that it won.
struct Stage {
  std::optional<std::size_t> list;
  Seats prizes = 0;
};

// Every set of parties that could pass. `complete` is cleared where there are too many to list.
std::vector<Standing> standings(const Arena& arena, std::size_t area,
                                std::optional<std::size_t> list, bool& complete);

// The regions and the least bound (doubts_regions.hpp) of one stage alone.
Regions regions_in(const Arena& arena, std::size_t area, const Stage& stage, const Asked& asked,
                   std::optional<Votes> above, Votes limit);
std::optional<Votes> least_bound_in(const Arena& arena, std::size_t area, const Stage& stage,
                                    const Asked& asked);

// The same into a row of this area, whose memory is used again.
void set_key_row(const Arena& arena, const Standing& standing, std::size_t area,
                 const Entrant& ours, Seats k, const Entrant& rival, Seats j, bool strict,
                 Row& row);
void set_positive_row(const Entrant& entrant, Row& row);

// The k-th key of `ours` stands before the j-th of `rival` (strict: without a tie).
Row key_row(const Arena& arena, std::size_t area, const Standing& standing, const Entrant& ours,
            Seats k, const Entrant& rival, Seats j, bool strict);

// A party without a vote never has a seat.
Row positive_row(const Arena& arena, std::size_t area, const Entrant& entrant);

// Nobody has a vote that counts.
Row vacancy(const Arena& arena, std::size_t area, const Standing& standing);

}  // namespace scrutineer::doubting
