#include "audit/bravo.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>

#include "audit/evidence_product.hpp"

namespace scrutineer {

namespace {

struct Steps {
  double share;      // of the winner, among the pair's cards
  double up, down;   // of ln e with a vote for the winner, for the loser
  double threshold;  // still needed
};

double log_e(const BravoPair& pair, const Steps& steps) {
  return static_cast<double>(pair.drawn_winner) * steps.up +
         static_cast<double>(pair.drawn_loser) * steps.down;
}

Steps steps_of(const BravoPair& pair, double alpha) {
  Steps steps{};
  steps.share = pair.winner / (pair.winner + pair.loser);
  steps.up = std::log(2 * steps.share);
  steps.down = std::log(2 * (1 - steps.share));
  const double so_far =
      pair.loser > 0 ? log_e(pair, steps) : static_cast<double>(pair.drawn_winner) * steps.up;
  steps.threshold = -std::log(alpha) - so_far;
  return steps;
}

// P(X <= k) for the number X of successes in n.
double binomial(double k, double n, double share) {
  if (k < 0) return 0;
  return k >= n ? 1 : boost::math::ibetac(k + 1, n - k, share);
}

// The least k with P(X <= k) >= probability.
double binomial_quantile(double probability, double n, double share) {
  double low = -1;
  double high = n;
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    (binomial(middle, n, share) >= probability ? high : low) = middle;
  }
  return high;
}

}  // namespace

double bravo_p_value(const BravoPair& pair) {
  const Steps steps = steps_of(pair, 1);
  if (pair.loser <= 0) {
    if (pair.drawn_loser > 0) return 1;
    return p_value_of_log_e(-steps.threshold * (1 - 16 * kRounding));
  }
  const double sum = log_e(pair, steps);
  const double size = static_cast<double>(pair.drawn_winner) * std::abs(steps.up) +
                      static_cast<double>(pair.drawn_loser) * std::abs(steps.down);
  // Rounding of the share moves both logarithms, by as much as their number.
  const auto drawn = static_cast<double>(pair.drawn_winner + pair.drawn_loser);
  return p_value_of_log_e(sum - 16 * kRounding * (size + drawn / std::min(1.0, 1 - steps.share)));
}

double bravo_expected_cards(const BravoPair& pair, double alpha) {
  const Steps steps = steps_of(pair, alpha);
  const double drift = pair.winner * steps.up + (pair.loser > 0 ? pair.loser * steps.down : 0);
  return (steps.threshold + steps.up / 2) / drift;
}

std::int64_t bravo_cards(const BravoPair& pair, double alpha, double probability) {
  const Steps steps = steps_of(pair, alpha);
  if (steps.threshold <= 0) return 0;
  const double both = pair.winner + pair.loser;
  // Votes for the winner that are needed of n: (threshold − down n) / (up − down); that many are
  // exceeded with the probability where share n − z √(n share (1 − share)) equals it.
  const double range = steps.up - steps.down;
  const double slope = steps.share + steps.down / range;
  const double z = boost::math::erf_inv(2 * probability - 1) * std::sqrt(2.0);
  const double spread = z * std::sqrt(steps.share * (1 - steps.share));
  const double root =
      (spread + std::sqrt(std::max(0.0, spread * spread + 4 * slope * steps.threshold / range))) /
      (2 * slope);
  double n = std::max(1.0, std::floor(root * root));
  while (true) {
    const double votes = binomial_quantile(1 - probability, n, steps.share);
    if (votes * steps.up + (n - votes) * steps.down >= steps.threshold) break;
    ++n;
  }
  return static_cast<std::int64_t>(std::ceil(n / both));
}

double bravo_probability(const BravoPair& pair, double alpha, std::int64_t cards) {
  const Steps steps = steps_of(pair, alpha);
  if (steps.threshold <= 0) return 1;
  const double n = static_cast<double>(cards) * (pair.winner + pair.loser);
  const double needed = (steps.threshold - steps.down * n) / (steps.up - steps.down);
  const double deviation = std::sqrt(n * steps.share * (1 - steps.share));
  if (deviation <= 0) return n >= needed ? 1 : 0;
  return boost::math::erfc(-(n * steps.share - needed) / deviation / std::sqrt(2.0)) / 2;
}

}  // namespace scrutineer
