// How many cards will it take? Audits of an assumed population, simulated: each run draws only
// until the risk limit is met, so its time is that of the sample, not of the population.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "audit/martingale.hpp"

namespace scrutineer {

// Where, among so many values in ascending order, the least one stands that at least this share of
// them do not exceed.
std::size_t rank_of(double share, std::size_t count);
template <typename T>
T quantile(const std::vector<T>& ascending, double share) {
  return ascending[rank_of(share, ascending.size())];
}

struct SampleSizes {
  std::vector<std::int64_t> sizes;  // ascending, of the runs that met the limit
  std::int64_t runs = 0;
  std::int64_t cards = 0;

  // The least size at which at least this share of the runs had met the limit; all cards where
  // fewer ever do (without replacement, that is a full count).
  std::int64_t quantile(double share) const;
  double mean() const;  // a run that never met it counts as all cards
};

// `fresh` has seen nothing, or what was seen so far; `values` are the cards that are left. Run k
// depends on the seed and k alone. Draws without replacement.
SampleSizes simulate_sample_sizes(const Martingale& fresh, std::vector<double> values, double alpha,
                                  std::int64_t runs, std::uint64_t seed);

}  // namespace scrutineer
