#include "count/quick_distributions.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace scrutineer {

namespace {

// Double arithmetic alone: the wider types that Boost would use differ between machines.
using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

constexpr double kDecimals = 1e6;
// Figures are computed to about twelve digits; what lies within that of a step is on it.
constexpr double kSlack = 1e-6;

}  // namespace

double normal_quantile(double confidence) {
  return boost::math::quantile(boost::math::complement(
      boost::math::normal_distribution<double, Policy>(), (1 - confidence) / 2));
}

double t_quantile(double confidence, double degrees) {
  if (!std::isfinite(degrees)) return normal_quantile(confidence);
  return boost::math::quantile(boost::math::complement(
      boost::math::students_t_distribution<double, Policy>(degrees), (1 - confidence) / 2));
}

double t_tail(double value, double degrees) {
  const boost::math::students_t_distribution<double, Policy> t(degrees);
  return 2 * boost::math::cdf(boost::math::complement(t, std::abs(value)));
}

double f_tail(double value, double numerator, double denominator) {
  const boost::math::fisher_f_distribution<double, Policy> f(numerator, denominator);
  return boost::math::cdf(boost::math::complement(f, value));
}

double chi_square_tail(double value, double degrees) {
  const boost::math::chi_squared_distribution<double, Policy> chi(degrees);
  return boost::math::cdf(boost::math::complement(chi, value));
}

double rounded_down(double value) { return std::floor(value * kDecimals + kSlack) / kDecimals; }
double rounded_up(double value) { return std::ceil(value * kDecimals - kSlack) / kDecimals; }
double rounded(double value) { return std::round(value * kDecimals) / kDecimals; }

double p_rounded_up(double p) {
  if (p <= 0) return 0;
  const double step = std::pow(10.0, std::floor(std::log10(p)) - 5);
  return std::min(1.0, std::ceil(p / step - kSlack) * step);
}

}  // namespace scrutineer
