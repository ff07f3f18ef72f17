#include "audit/martingale.hpp"

#include <array>

namespace scrutineer {

namespace {

// A value is taken to be within 4 roundings of u of the exact one.
constexpr double kValueError = 4 * kRounding;

double sum_at_least(const bets::Past& past, double u) {
  return (past.sum + past.compensation) * (1 - 4 * kRounding) - kValueError * u * past.seen;
}

double larger(double a, double b) { return a > b ? a : b; }

// The bet, or -1 where it takes longer to find; never a branch or a root, so that several are found
// at a time.
template <typename Rule>
double quick_bet(const Rule& rule, const bets::Past& past, const bets::Null& null) {
  if constexpr (requires { rule.quick_bet(past, null); }) {
    return rule.quick_bet(past, null);
  } else {
    return rule.bet(past, null);
  }
}

}  // namespace

// The loop over the values, with everything that it needs in registers. Where the rule learns
// nothing but the sum of the values, they are worked through in blocks: first the sums, then what
// must be divided, which is independent of the draw before and runs side by side, then the product.
// The operations are those of one value at a time, so the bits are too.
template <bool kWithoutReplacement, typename Rule>
class Martingale::Loop {
 public:
  Loop(const MeanClaim& claim, Rule rule, const bets::Past& past, EvidenceProduct& product)
      : claim_(claim),
        cards_(kWithoutReplacement ? static_cast<double>(*claim.cards) : 0),
        total_(cards_ * claim.t * (1 + kRounding)),
        error_(4 * kValueError * claim.u),  // twice what x, x − m and the bet itself need
        least_(kRounding * claim.u),        // nobody divides by zero; upwards, as m is
        always_{claim.t, 1 / (claim.t * (claim.u - claim.t))},
        rule_(std::move(rule)),
        past_(past),
        product_(product),
        running_(product.running()) {}

  std::size_t run(std::span<const double> values, bool stops) {
    std::size_t used = 0, one_by_one = 0;  // up to which value no block is tried
    while (used < values.size()) {
      if (stops && running_.has_reached_line()) break;
      if constexpr (kWithoutReplacement && !Rule::kLearns) {
        if (used >= one_by_one && has_room(values.size() - used)) {
          const std::size_t done = block(values.subspan(used, kBlock), stops);
          used += done;
          if (done < kBlock) one_by_one = used + kBlock;
          continue;
        }
      }
      if (!one(values[used])) break;
      ++used;
    }
    return used;
  }

  bool is_impossible() const {
    return kWithoutReplacement && sum_at_least(past_, claim_.u) > total_;
  }
  Rule rule() && { return std::move(rule_); }
  const bets::Past& past() const { return past_; }
  const EvidenceProduct::Running& running() const { return running_; }

 private:
  static constexpr std::size_t kBlock = 64;

  bool has_room(std::size_t values) const {
    return values >= kBlock && cards_ - past_.seen > static_cast<double>(kBlock);
  }
  double counted(double value) const { return value >= 0 ? std::min(value, claim_.u) : 0; }

  // The next value; false where no card is left, or no value of those that are could make the null
  // hypothesis true.
  bool one(double value) {
    const double x = counted(value);
    bets::Null null = always_;
    bool is_hopeless = false;
    if constexpr (kWithoutReplacement) {
      const double sum = sum_at_least(past_, claim_.u);
      const double left = cards_ - past_.seen;
      if (left < 1 || sum > total_) return false;
      const double rest = std::max(total_ - sum, least_);
      const double above = claim_.u * left - rest;
      null.m = rest / left * (1 + 4 * kRounding);
      null.per_spread = left * left / (rest * above);
      if (null.m >= claim_.u || above <= 0) [[unlikely]] {
        if (!claim_.rests) running_.value = 0;
        is_hopeless = true;
      }
    }
    double bet = is_hopeless ? 0 : rule_.bet(past_, null);
    if (bet * null.m > 1) [[unlikely]]
      bet = 1 / null.m;
    const double factor = EvidenceProduct::lower_factor(1 + bet * (x - null.m), bet, error_);
    if (running_.multiply(factor)) running_ = product_.stored(running_);
    rule_.learn(past_, x, null.m);
    past_.add(x);
    return true;
  }

  // The next kBlock values, or fewer: up to the line, or to a value that wants the care of one().
  std::size_t block(std::span<const double> values, bool stops) {
    double x[kBlock], seen[kBlock + 1], sum[kBlock + 1], compensation[kBlock + 1], factor[kBlock];
    bets::Past past = past_;
    for (std::size_t i = 0; i < kBlock; ++i) {
      x[i] = counted(values[i]);
      seen[i] = past.seen;
      sum[i] = past.sum;
      compensation[i] = past.compensation;
      past.add(x[i]);
    }
    seen[kBlock] = past.seen;
    sum[kBlock] = past.sum;
    compensation[kBlock] = past.compensation;
    for (std::size_t i = 0; i < kBlock; ++i) {
      factor[i] = quick_factor({seen[i], sum[i], compensation[i]}, x[i]);
    }
    EvidenceProduct::Running running = running_;
    std::size_t i = 0;
    for (; i < kBlock && factor[i] >= 0; ++i) {
      if (stops && running.has_reached_line()) break;
      if (running.multiply(factor[i])) running = product_.stored(running);
    }
    running_ = running;
    past_ = {seen[i], sum[i], compensation[i]};
    return i;
  }

  // What one() multiplies by, or -1 where that wants its care; without a branch, so that several
  // are found at a time.
  double quick_factor(const bets::Past& past, double x) const {
    const double sum = sum_at_least(past, claim_.u);
    const double left = cards_ - past.seen;
    const double rest = larger(total_ - sum, least_);
    const double above = claim_.u * left - rest;
    const double m = rest / left * (1 + 4 * kRounding);
    const double per_spread = left * left / (rest * above);
    const double bet = quick_bet(rule_, past, {m, per_spread});
    const double factor = EvidenceProduct::lower_factor(1 + bet * (x - m), bet, error_);
    double plain = sum <= total_ ? factor : -1;
    plain = above > 0 ? plain : -1;
    plain = m < claim_.u ? plain : -1;
    plain = bet >= 0 ? plain : -1;
    return bet * m <= 1 ? plain : -1;
  }

  const MeanClaim& claim_;
  const double cards_, total_, error_, least_;
  const bets::Null always_;
  Rule rule_;
  bets::Past past_;
  EvidenceProduct& product_;
  EvidenceProduct::Running running_;
};

template <bool kWithoutReplacement, typename Rule>
std::size_t Martingale::advance(Rule& kept, std::span<const double> values, bool stops) {
  Loop<kWithoutReplacement, Rule> loop(claim_, std::move(kept), past_, product_);
  const std::size_t used = loop.run(values, stops);
  past_ = loop.past();
  product_.stored(loop.running());
  if (loop.is_impossible()) product_.set_infinite();
  kept = std::move(loop).rule();
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
