// Bisection over whole numbers of votes.
#pragma once

#include <optional>

#include "base/numbers.hpp"

namespace scrutineer {

// The least number in [low, high] that fits, where once one fits all greater ones do. Steps that
// grow come first: prices are small beside the totals. Where fitting is not monotone, the result
// fits all the same.
template <typename Fits>
std::optional<Votes> bisect(Votes low, Votes high, const Fits& fits) {
  if (low > high) return std::nullopt;
  if (fits(low)) return low;
  if (low == high || !fits(high)) return std::nullopt;
  for (Votes step = 1; step < high - low; step *= 4) {
    if (fits(low + step)) {
      high = low + step;
      break;
    }
    low += step;
  }
  while (high - low > 1) {
    const Votes middle = low + (high - low) / 2;
    (fits(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace scrutineer
