// How much to stake: each rule gives the bet λ on the next value from earlier ones alone, which is
// what makes 1 + λ (x − m) a fair game under the null hypothesis. A mixture of martingales is the
// martingale of the mixed bet, so mixtures are rules as well. Any λ of 0, …, 1/m is valid (the loop
// cuts what is above), so rounding inside a rule costs power at most, never validity.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace scrutineer::bets {

// What is known before the next draw.
struct Past {
  double seen = 0;
  double sum = 0;
  double compensation = 0;  // what rounding took from the sum (Knuth's TwoSum)

  void add(double x) {
    const double next = sum + x;
    const double part = next - sum;
    compensation += (sum - (next - part)) + (x - part);
    sum = next;
    seen += 1;
  }
};

// The null mean of the next draw, m in (0, u), and 1 / (m (u − m)): the latter for rules that need
// it, computed beside m and not after it, which is half of their time.
struct Null {
  double m, per_spread;
};

// λ for the alternative that the mean is eta: ALPHA (Stark 2023) and betting (Waudby-Smith & Ramdas
// 2024) are one: eta = m (1 + λ (u − m)).
inline double bet_of_mean(double eta, const Null& null) {
  return eta > null.m ? (eta - null.m) * null.per_spread : 0;
}

struct Fixed {
  static constexpr bool kLearns = false;
  double lambda;
  double bet(const Past&, const Null&) const { return lambda; }
  void learn(const Past&, double, double) {}
};

// 1 / (m + g): Kaplan–Kolmogorov.
struct Offset {
  static constexpr bool kLearns = false;
  double g;
  double bet(const Past&, const Null& null) const { return 1 / (null.m + g); }
  void learn(const Past&, double, double) {}
};

// ALPHA with a constant alternative; without replacement, the mean of the cards that are left.
struct FixedAlternative {
  static constexpr bool kLearns = false;
  double eta, u, cards;  // cards: 0 with replacement
  double bet(const Past& past, const Null& null) const {
    const double mean = cards > 0 ? (cards * eta - past.sum) / (cards - past.seen) : eta;
    return bet_of_mean(std::min(mean, u), null);
  }
  void learn(const Past&, double, double) {}
};

// ALPHA with a constant estimate, whatever is left.
struct ConstantEstimate {
  static constexpr bool kLearns = false;
  double eta, u;
  double bet(const Past&, const Null& null) const { return bet_of_mean(std::min(eta, u), null); }
  void learn(const Past&, double, double) {}
};

// Mean and sum of squared deviations so far (Welford 1962).
struct Moments {
  double mean = 0, squares = 0;
  void add(double count, double x) {
    const double gap = x - mean;
    mean += gap / count;
    squares += gap * (x - mean);
  }
};

// ALPHA's shrink-and-truncate: a prior guess eta of weight d, drawn to the mean so far (and with f
// to u, the more the less values vary); at least c/√(d + j − 1) above m, as far below u.
struct ShrinkTruncate {
  static constexpr bool kLearns = false;
  double eta, u, c, d;
  // Mostly the guess is farther from both ends than c/√weight, which needs no root to see; -1 where
  // it is not.
  double quick_bet(const Past& past, const Null& null) const {
    const double weight = d + past.seen;
    const double guess = (d * eta + past.sum) / weight;
    const double above = guess - null.m, below = u - guess;
    const double room = above < below ? above : below;
    const double bet = room * room * weight >= c * c ? above * null.per_spread : -1;
    return room > 0 ? bet : -1;
  }
  double bet(const Past& past, const Null& null) const {
    if (const double quick = quick_bet(past, null); quick >= 0) [[likely]]
      return quick;
    const double weight = d + past.seen;
    const double guess = (d * eta + past.sum) / weight;
    const double room = c / std::sqrt(weight);
    return bet_of_mean(std::min(u - room, std::max(guess, null.m + room)), null);
  }
  void learn(const Past&, double, double) {}
};

struct ShrinkTruncateWithSpread {
  static constexpr bool kLearns = true;
  ShrinkTruncate base;
  double f, least_deviation;
  Moments moments;
  double bet(const Past& past, const Null& null) const {
    const double weight = base.d + past.seen;
    const double room = base.c / std::sqrt(weight);
    const double deviation =
        past.seen < 2 ? 1 : std::max(least_deviation, std::sqrt(moments.squares / past.seen));
    const double pull = f / deviation;
    const double mean = ((base.d * base.eta + past.sum) / weight + base.u * pull) / (1 + pull);
    return bet_of_mean(std::min(base.u - room, std::max(mean, null.m + room)), null);
  }
  void learn(const Past& past, double x, double) { moments.add(past.seen + 1, x); }
};

// The bet that would have been best so far, nearly (aGRAPA, Waudby-Smith & Ramdas 2024, B.3), at
// most the part c of 1/m. The first bet keeps a weight of d draws.
struct Agrapa {
  static constexpr bool kLearns = true;
  double lambda, c, d;
  Moments moments;
  double next = -1;
  double bet(const Past&, const Null& null) const {
    return std::min(next < 0 ? lambda : next, c / null.m);
  }
  void learn(const Past& past, double x, double m) {
    const double seen = past.seen + 1;
    moments.add(seen, x);
    const double gap = moments.mean - m;
    const double spread = moments.squares / seen + gap * gap;
    const double best = gap > 0 && spread > 0 ? gap / spread : 0;
    next = d > 0 ? (d * lambda + seen * std::min(best, c / m)) / (d + seen) : best;
  }
};

// The predictable plug-in of Waudby-Smith & Ramdas 2024 (theorem 3), of x/u, at most c/m.
struct PlugIn {
  static constexpr bool kLearns = true;
  double log_level, c, u;  // 2 ln(2/α)
  double sum = 0, squares = 0;
  double bet(const Past& past, const Null& null) const {
    const double j = past.seen + 1;
    const double variance = (0.25 + squares) / j;
    return std::min(std::sqrt(log_level / (variance * j * std::log1p(j))) / u, c / null.m);
  }
  void learn(const Past& past, double x, double) {
    const double y = x / u;
    sum += y;
    const double gap = y - (0.5 + sum) / (past.seen + 2);
    squares += gap * gap;
  }
};

// A weighted mean of the martingales that stake the parts c_1 < c_2 < … < 1 of 1/m.
struct Mixture {
  static constexpr bool kLearns = true;
  std::vector<double> parts, weights;
  double bet(const Past&, const Null& null) const {
    double part = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) part += weights[i] * parts[i];
    return std::min(part, 1.0) / null.m;
  }
  void learn(const Past&, double x, double m) {
    const double gain = x / m - 1;
    double total = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      // Weights too small to matter are dropped before they are slow to compute with.
      const double weight = weights[i] * (1 + parts[i] * gain);
      weights[i] = weight < 1e-200 ? 0 : weight;
      total += weights[i];
    }
    const double inverse = 1 / total;
    for (double& weight : weights) weight *= inverse;
  }
};

}  // namespace scrutineer::bets
