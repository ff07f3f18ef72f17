#include "roll/intervals.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace scrutineer::roll {

namespace {

// Double arithmetic alone: the wider types that Boost would use differ between machines.
using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
using Beta = boost::math::beta_distribution<double, Policy>;
using Normal = boost::math::normal_distribution<double, Policy>;
using StudentT = boost::math::students_t_distribution<double, Policy>;

double squared(double x) { return x * x; }

}  // namespace

double normal_quantile(double confidence) {
  return boost::math::quantile(boost::math::complement(Normal(), (1 - confidence) / 2));
}

double t_quantile(double confidence, double degrees) {
  if (!std::isfinite(degrees)) return normal_quantile(confidence);
  return boost::math::quantile(boost::math::complement(StudentT(degrees), (1 - confidence) / 2));
}

double t_tail(double value, double degrees) {
  const double size = std::abs(value);
  if (!std::isfinite(size)) return 0;
  const double one_side = std::isfinite(degrees)
                              ? boost::math::cdf(boost::math::complement(StudentT(degrees), size))
                              : boost::math::cdf(boost::math::complement(Normal(), size));
  return std::min(1.0, 2 * one_side);
}

Interval wilson(double events, double size, double confidence) {
  if (size <= 0) return {0, 1};
  const double z = normal_quantile(confidence);
  const double share = events / size;
  const double middle = share + z * z / (2 * size);
  const double spread = z * std::sqrt(share * (1 - share) / size + squared(z / size) / 4);
  const double all = 1 + z * z / size;
  return {events <= 0 ? 0 : std::max(0.0, (middle - spread) / all),
          events >= size ? 1 : std::min(1.0, (middle + spread) / all)};
}

Interval clopper_pearson(double events, double size, double confidence) {
  if (size <= 0) return {0, 1};
  const double tail = (1 - confidence) / 2;
  Interval interval{0, 1};
  if (events > 0) interval.low = boost::math::quantile(Beta(events, size - events + 1), tail);
  if (events < size) {
    interval.high =
        boost::math::quantile(boost::math::complement(Beta(events + 1, size - events), tail));
  }
  return interval;
}

Interval korn_graubard(const SampledShare& share, double confidence) {
  if (share.size <= 1) return {0, 1};
  const double binomial = share.value * (1 - share.value);
  const double by_design = binomial > 0 && share.variance > 0
                               ? binomial / share.variance
                               : share.size / std::max(1.0, share.assumed_design_effect);
  const double ratio =
      t_quantile(confidence, share.size - 1) / t_quantile(confidence, std::max(1.0, share.degrees));
  const double effective = std::min(share.size, by_design * squared(ratio));
  return clopper_pearson(share.value * effective, effective, confidence);
}

std::optional<Interval> logit_interval(const SampledShare& share, double confidence) {
  const double binomial = share.value * (1 - share.value);
  if (!(binomial > 0)) return std::nullopt;
  const double middle = std::log(share.value / (1 - share.value));
  const double spread =
      t_quantile(confidence, std::max(1.0, share.degrees)) * std::sqrt(share.variance) / binomial;
  const auto back = [](double odds) { return 1 / (1 + std::exp(-odds)); };
  return Interval{back(middle - spread), back(middle + spread)};
}

Interval plain_interval(const Estimate& estimate, double confidence) {
  const double spread = normal_quantile(confidence) * estimate.standard_error;
  return {estimate.value - spread, estimate.value + spread};
}

Estimate sum_of(const std::vector<Term>& terms) {
  Estimate sum;
  double variance = 0;
  double below = 0;
  double above = 0;
  for (const auto& [factor, part] : terms) {
    sum.value += factor * part.value;
    variance += squared(factor * part.standard_error);
    const double down = factor * (part.value - part.interval.low);
    const double up = factor * (part.interval.high - part.value);
    // A part that is taken away moves the sum the other way.
    below += squared(factor < 0 ? up : down);
    above += squared(factor < 0 ? down : up);
  }
  sum.standard_error = std::sqrt(variance);
  sum.interval = {sum.value - std::sqrt(below), sum.value + std::sqrt(above)};
  return sum;
}

Estimate product_of(const Estimate& a, const Estimate& b) {
  // The last term, both at once, matters where a value is 0: then it is all there is besides
  // value · distance.
  const auto root = [&](double of_a, double of_b) {
    return std::sqrt(squared(b.value * of_a) + squared(a.value * of_b) + squared(of_a * of_b));
  };
  Estimate product;
  product.value = a.value * b.value;
  product.standard_error = root(a.standard_error, b.standard_error);
  // Downwards the product of the ends is the least there is: the term of both at once would pass
  // it.
  const double down = std::sqrt(squared(b.value * (a.value - a.interval.low)) +
                                squared(a.value * (b.value - b.interval.low)));
  product.interval = {std::max(a.interval.low * b.interval.low, product.value - down),
                      product.value + root(a.interval.high - a.value, b.interval.high - b.value)};
  return product;
}

Estimate exactly(double value) { return {value, 0, {value, value}}; }

Estimate within(Estimate estimate, double least, double most) {
  estimate.interval.low = std::clamp(estimate.interval.low, least, most);
  estimate.interval.high = std::clamp(estimate.interval.high, least, most);
  return estimate;
}

}  // namespace scrutineer::roll
