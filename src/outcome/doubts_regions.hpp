// Where in the space of votes an answer lies: unions of systems of linear rows. Internal to
// doubts*.cpp.
//
// "A holds at least a of the S prizes" for a set A of parties means: for some shares k_p of a in A
// and j_q of S − a outside, every last prize that A counts on stands before the first one that it
// does not leave to the others: key_p(k_p) >= key_q(j_q + 1). Ties in A's favour with >=, whatever
// the lots with >. For fixed k and j each comparison is linear in the votes: for divisors
// d(j)·v_p >= d(k)·v_q, for largest remainders S·v_p − k·V >= S·v_q − j·V with V the votes that
// count. Prizes are seats; under plurality there is one, the whole constituency.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "outcome/doubts_arena.hpp"

namespace scrutineer::doubting {

// sum of weight × votes of the area >= at_least.
struct Row {
  std::size_t area = 0;
  std::vector<std::int64_t> weight;
  std::int64_t at_least = 0;
};

struct Region {
  std::vector<Row> rows;
  Votes bound = 0;  // no resolution with fewer votes in this area satisfies each of the rows
};

// What lone places, with at most `available_beside` other votes that each add `effect`, do for a
// row that misses so much: whether they can reach it at all, and not with fewer votes than these.
// Empty where the numbers are too large to say.
struct Reached {
  bool possible = false;
  Wide votes = 0;
};
std::optional<Reached> reach_of_lone(const Area& area, const Row& row, Wide missing,
                                     std::int64_t effect);

// Fewest votes in the row's area that could make it hold; empty where none can.
std::optional<Votes> row_bound(const Arena& arena, const Row& row);

// The largest of the rows' bounds; empty where one has none or asks for more than is available.
std::optional<Votes> region_bound(const Arena& arena, const std::vector<Row>& rows);

// What is asked of one area.
struct Asked {
  std::vector<bool> side;  // the set A, by party
  Seats prizes = 0;        // at least so many
  bool strict = false;     // whatever the lots
  bool or_vacant = false;  // prizes that nobody takes count for A
};

struct Regions {
  std::vector<Region> found;
  bool complete = true;  // false: too many to list
};

Seats prizes_of(const Arena& arena, std::size_t area);
Seats seats_of_prize(const Arena& arena, std::size_t area);

// The regions whose bound is above `above` (empty: from zero) and at most `limit`.
Regions regions(const Arena& arena, std::size_t area, const Asked& asked,
                std::optional<Votes> above, Votes limit);

// The smallest bound of all regions; empty where there is none within what is available.
std::optional<Votes> least_bound(const Arena& arena, std::size_t area, const Asked& asked);

// The regions in which the area's allocation is exactly this one, open ties included.
Regions same_allocation(const Arena& arena, std::size_t area, const Allocation& allocation);

}  // namespace scrutineer::doubting
