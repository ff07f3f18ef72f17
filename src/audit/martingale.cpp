#include "audit/martingale.hpp"

namespace scrutineer {

namespace {

// A value is taken to be within 4 roundings of u of the exact one.
constexpr double kValueError = 4 * kRounding;

double sum_at_least(const bets::Past& past, double u) {
  return (past.sum + past.compensation) * (1 - 4 * kRounding) - kValueError * u * past.seen;
}

}  // namespace

template <bool kWithoutReplacement, typename Rule>
std::size_t Martingale::advance(Rule& kept, std::span<const double> values, bool stops) {
  const double u = claim_.u;
  const double cards = kWithoutReplacement ? static_cast<double>(*claim_.cards) : 0;
  const double total = cards * claim_.t * (1 + kRounding);
  const double error = 4 * kValueError * u;  // twice what x, x − m and the bet itself need
  const double least = kRounding * u;        // nobody divides by zero; upwards, as m is
  const bets::Null always = {claim_.t, 1 / (claim_.t * (u - claim_.t))};
  // Copies, so that the loop works in registers.
  Rule rule = std::move(kept);
  bets::Past past = past_;
  EvidenceProduct::Running product = product_.running();
  double sum = sum_at_least(past, u);
  std::size_t used = 0;
  for (; used < values.size(); ++used) {
    if (stops && product.has_reached_line()) break;
    const double value = values[used];
    const double x = value >= 0 ? std::min(value, u) : 0;
    bets::Null null = always;
    bool is_hopeless = false;
    if constexpr (kWithoutReplacement) {
      const double left = cards - past.seen;
      // No card is left, or no value of those that are could make the null hypothesis true.
      if (left < 1 || sum > total) break;
      const double rest = std::max(total - sum, least);
      const double above = u * left - rest;
      null.m = rest / left * (1 + 4 * kRounding);
      null.per_spread = left * left / (rest * above);
      if (null.m >= u || above <= 0) [[unlikely]] {
        if (!claim_.rests) product.value = 0;
        is_hopeless = true;
      }
    }
    double bet = is_hopeless ? 0 : rule.bet(past, null);
    if (bet * null.m > 1) [[unlikely]]
      bet = 1 / null.m;
    if (product.multiply(1 + bet * (x - null.m), bet, error)) product = product_.stored(product);
    rule.learn(past, x, null.m);
    past.add(x);
    if constexpr (kWithoutReplacement) sum = sum_at_least(past, u);
  }
  kept = std::move(rule);
  past_ = past;
  product_.stored(product);
  if (kWithoutReplacement && sum > total) product_.set_infinite();
  return used;
}

std::size_t Martingale::advance(std::span<const double> values, bool stops) {
  return std::visit(
      [&](auto& rule) {
        return claim_.cards ? advance<true>(rule, values, stops)
                            : advance<false>(rule, values, stops);
      },
      bet_);
}

void Martingale::feed(std::span<const double> values) { advance(values, false); }

std::size_t Martingale::feed_until(double alpha, std::span<const double> values) {
  product_.set_line(-std::log(alpha));
  return advance(values, true);
}

double kelly_bet(std::span<const double> values, std::span<const double> weights, double m) {
  const auto slope = [&](double bet) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (weights[i] <= 0) continue;
      const double factor = 1 + bet * (values[i] - m);
      if (factor <= 0) return -1.0;
      sum += weights[i] * (values[i] - m) / factor;
    }
    return sum;
  };
  double low = 0;
  double high = 1 / m;
  if (slope(low) <= 0) return low;
  if (slope(high) >= 0) return high;
  for (int i = 0; i < 200 && low < high; ++i) {
    const double middle = (low + high) / 2;
    (slope(middle) > 0 ? low : high) = middle;
  }
  return low;
}

}  // namespace scrutineer
