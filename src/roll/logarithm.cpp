#include "roll/logarithm.hpp"

#include <algorithm>
#include <cmath>

namespace scrutineer::roll {

namespace {

constexpr double kLn2 = 0.693147180559945309417;

}  // namespace

double log2_of(double x) {
  int exponent = 0;
  double m = std::frexp(x, &exponent);  // exact
  if (m < 0.70710678118654752) {
    m *= 2;
    --exponent;
  }
  // 2 artanh((m - 1) / (m + 1)), whose argument is below .172.
  const double s = (m - 1) / (m + 1), square = s * s;
  double sum = 0;
  for (int k = 25; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
  return exponent + 2 * s * sum / kLn2;
}

double exp2_of(double x) {
  const double whole = std::floor(std::clamp(x, -1000.0, 1000.0));
  const double rest = (std::clamp(x, -1000.0, 1000.0) - whole) * kLn2;
  double sum = 1;
  for (int k = 20; k >= 1; --k) sum = 1 + sum * rest / k;
  return std::ldexp(sum, static_cast<int>(whole));
}

Weight to_weight(double bits) {
  return static_cast<Weight>(std::floor(std::clamp(bits, -1000.0, 1000.0) * kBit + 0.5));
}

double probability_of(Weight log_odds) {
  return 1 / (1 + exp2_of(-static_cast<double>(log_odds) / kBit));
}

}  // namespace scrutineer::roll
