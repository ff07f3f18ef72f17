#include "outcome/margin_combine.hpp"

#include <algorithm>

namespace scrutineer {

// best[t] is the least price of t seats or more among the constituencies so far; the price of more
// seats than are missing counts as the price of what is missing.
std::optional<Combination> combine(const std::vector<std::vector<Votes>>& prices, Seats needed) {
  constexpr Votes kNone = 4 * kMaximumCount;
  const auto size = static_cast<std::size_t>(std::max<Seats>(needed, 0)) + 1;
  std::vector<Votes> best(size, kNone);
  best[0] = 0;
  std::vector<std::vector<std::uint32_t>> taken(prices.size());
  for (std::size_t c = 0; c < prices.size(); ++c) {
    if (prices[c].size() < 2) continue;
    taken[c].assign(size, 0);
    for (std::size_t t = size - 1; t > 0; --t) {
      const std::size_t most = std::min(prices[c].size() - 1, t);
      for (std::size_t k = 1; k <= most; ++k) {
        const Votes before = best[t - k];
        if (before >= kNone || before + prices[c][k] >= best[t]) continue;
        best[t] = before + prices[c][k];
        taken[c][t] = static_cast<std::uint32_t>(k);
      }
    }
  }
  if (best[size - 1] > kMaximumCount) return std::nullopt;
  Combination combination{best[size - 1], std::vector<Seats>(prices.size(), 0)};
  std::size_t t = size - 1;
  for (std::size_t c = prices.size(); c-- > 0;) {
    if (taken[c].empty()) continue;
    combination.seats[c] = taken[c][t];
    t -= taken[c][t];
  }
  return combination;
}

}  // namespace scrutineer
