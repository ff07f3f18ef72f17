// Designing a quick count: how many stations of each stratum, and how precise that will be.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "count/quick_sample.hpp"
#include "election/election.hpp"

namespace scrutineer {

// So many stations of each stratum, at least two (or all it has), at most all. The next station
// goes where w / sqrt(n (n + 1)) is greatest, so that a larger sample contains every smaller one.
// With w = N · S this is the allocation of least variance, exactly (Wright 2012, The American
// Statistician 66: Neyman's allocation is the method of equal proportions); with w = N it is
// proportional. Fails where `size` is less than two a stratum or more than all stations.
Result<std::vector<std::size_t>> allocate(const std::vector<std::size_t>& stations,
                                          const std::vector<double>& weights, std::size_t size);

// The same number of each stratum, at most all.
std::vector<std::size_t> allocate_equal(const std::vector<std::size_t>& stations,
                                        std::size_t per_stratum);

// What an earlier count says about a ratio in the frame's strata: the standard deviation S of its
// residuals between stations, and the mean base (valid votes) of a station.
struct Variation {
  std::optional<PartyIndex> party;  // none: the lead of the first over the second party
  double value = 0;                 // the share or lead itself, where it is known
  std::vector<double> deviation;    // by stratum
  double mean_base = 1;
};

struct EarlierCount {
  std::vector<Variation> parties;  // by share, falling
  Variation lead;
  PartyIndex first, second;
  std::size_t stations = 0;     // that were used
  std::size_t thin_strata = 0;  // with fewer than two of them: the overall deviation is used
};
Result<EarlierCount> earlier_count(const Election& election, const QuickFrame& frame,
                                   ContestIndex contest, SourceIndex source);

// Half the width of the interval that is to be expected, where a share `response` of each stratum's
// stations reports.
double expected_margin(const QuickFrame& frame, const Variation& variation,
                       const std::vector<std::size_t>& sizes, double response, double confidence);

// The least size whose expected margin is at most `margin`; an error where even all stations do not
// reach it, as some will not report.
Result<std::vector<std::size_t>> size_for(const QuickFrame& frame, const Variation& variation,
                                          const std::vector<double>& weights, double margin,
                                          double response, double confidence);

}  // namespace scrutineer
