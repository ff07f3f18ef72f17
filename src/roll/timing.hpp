// When records were removed, and which: days with far more removals than others, and runs of
// consecutive records that were removed together. Either is a question to whoever removed them; a
// cleaning of duplicates or a lawful decision looks the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace scrutineer::roll {

struct DayOfRemovals {
  std::int32_t day = 0;  // any count of days
  std::int64_t removals = 0;
};

// Days with more than Q3 + 3 (Q3 − Q1) removals (Tukey's "far out"), in whole numbers. Quartiles of
// the days on which any were removed (Hyndman & Fan's type 7), since offices close.
struct DayFlags {
  std::int64_t bound_in_quarters = 0;  // flagged: 4 · removals above this
  std::size_t days = 0;                // with removals
  bool is_decided = false;             // false with fewer than 8 such days: nothing is flagged
  std::vector<DayOfRemovals> flagged;  // by day
};
DayFlags flag_days(const std::vector<std::int32_t>& days_of_removals);

// A run of removed records in the order of the roll (its numbers, or its lines).
struct RemovedRun {
  std::size_t first = 0;  // place in the list
  std::size_t length = 0;
};

// The runs of at least `length` records, where `length` is the least for which a list whose removed
// records were picked at random is expected to have at most `expected` such runs: a list of N, D of
// which are removed, has (N − D + 1) · Π_{i < length} (D − i)/(N − i) of them, exactly. By Markov's
// inequality the chance to see one is no more. Removals that are not of single persons (a street, a
// family) make runs too; so ask for what the runs have in common.
struct RunFlags {
  std::size_t length = 0;  // 0: none is surprising (nothing or nearly everything was removed)
  double expected = 0;     // number of runs of that length or more
  std::vector<RemovedRun> runs;
};
RunFlags flag_runs(const std::vector<bool>& removed, double expected = 0.01);

}  // namespace scrutineer::roll
