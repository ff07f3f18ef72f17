// Clerical samples: pairs and records that a person judges, drawn so that a few hundred of them say
// how many links are false and how many apparent removals are still on the new roll.
//
// Records are put into strata by the probability that the linkage gives them, strata are drawn from
// by Neyman's allocation: most where the linkage is in doubt, some everywhere, because the linkage
// may be wrong about itself. The estimate uses only what was judged; the model's probabilities
// decide where to look, never what is found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "roll/intervals.hpp"

namespace scrutineer::roll {

// The old roll's records of one kind (linked, or not linked), by the probability of what is asked:
// that a link is false, or that an unlinked record's person is on the new roll all the same.
struct ClericalStrata {
  std::vector<double> bounds;         // stratum h holds probabilities in [bounds[h], bounds[h + 1])
  std::vector<std::int64_t> records;  // by stratum; none is empty
  std::vector<std::int64_t> weights;  // Neyman's N · S, rounded, for allocate()
  std::vector<std::uint8_t> stratum;  // of each record
};

// At most `count` (1 to 100) strata: one of what lies below `least` and one of what lies above
// 1 − `least`, which is how far the model is believed, and between them equal shares of
// Σ √(p (1 − p)), which is what Neyman's allocation asks for (after Dalenius & Hodges 1959). Fails
// where a probability is none, or there is no record.
Result<ClericalStrata> clerical_strata(const std::vector<double>& probabilities, std::size_t count,
                                       double least = 0.005);

// The records to be judged, by stratum and ascending: `sizes[h]` of each, by a seed. Fails where
// there is not one size for each stratum, or one is negative or more than it has.
Result<std::vector<std::vector<std::size_t>>> draw_clerical(const ClericalStrata& strata,
                                                            const std::vector<std::int64_t>& sizes,
                                                            std::uint64_t seed);

// What was found in one stratum. `events` counts persons: a record whose person has k records in
// the old roll counts 1/k of one (so duplicates removed together are one removal).
struct Judged {
  std::int64_t records = 0;  // of the stratum
  std::int64_t judged = 0;
  double events = 0;
};

// Σ N_h p_h over the strata, in persons: interval by Wilson in each stratum with the effective size
// n (N − 1)/(N − n) for a sample of a finite number, combined by the method of recovery (Yan & Su
// 2010). Fails where a stratum has records and none was judged, or counts contradict.
Result<Estimate> judged_total(const std::vector<Judged>& strata, double confidence);

}  // namespace scrutineer::roll
