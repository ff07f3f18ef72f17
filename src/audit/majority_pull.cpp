#include "audit/majority_pull.hpp"

#include <algorithm>
#include <cmath>

namespace scrutineer {

namespace {

// Of the temperatures from 0.02 to 0.8 the one with the least ballots on twins of Cambodia 2013.
constexpr double kTemperature = 0.1;
constexpr double kGreatest = 700;

// Weights are kept with a greatest of 1, so that products neither overflow nor all vanish.
void scale(double* first, double* last) {
  const double greatest = *std::max_element(first, last);
  if (!(greatest > 0)) return;
  const double inverse = 1 / greatest;
  for (; first != last; ++first) *first *= inverse;
}

}  // namespace

BallotPulls::BallotPulls(std::size_t constituencies, std::size_t excess)
    : width_(excess + 1), weights_(constituencies, {1}), growth_(constituencies, {0}) {}

void BallotPulls::set(std::size_t constituency, const std::vector<double>& log_e,
                      const std::vector<double>& growth) {
  std::vector<double>& weights = weights_[constituency];
  std::vector<double>& grows = growth_[constituency];
  weights.assign(1, 0);
  grows.assign(1, 0);
  for (std::size_t d = 1; d < width_ && d <= log_e.size(); ++d) {
    weights.push_back(std::clamp(log_e[d - 1], -kGreatest, kGreatest));
    grows.push_back(growth[d - 1]);
  }
  const double least = *std::min_element(weights.begin(), weights.end());
  for (double& one : weights) one = std::exp((least - one) / kTemperature);
}

// behind[j][c]: the weight of all ways in which constituencies from j on lose c; ahead[c]: the same
// of those before j. Sums are exact, not "or more": who has lost more has lost as many.
std::vector<double> BallotPulls::all() const {
  const std::size_t count = weights_.size();
  std::vector<double> behind((count + 1) * width_, 0), ahead(width_, 0), next(width_, 0);
  behind[count * width_] = 1;
  for (std::size_t j = count; j-- > 0;) {
    const double* from = &behind[(j + 1) * width_];
    double* to = &behind[j * width_];
    for (std::size_t d = 0; d < weights_[j].size(); ++d) {
      for (std::size_t c = d; c < width_; ++c) to[c] += weights_[j][d] * from[c - d];
    }
    scale(to, to + width_);
  }
  std::vector<double> result(count, 0);
  ahead[0] = 1;
  for (std::size_t j = 0; j < count; ++j) {
    const double* rest = &behind[(j + 1) * width_];
    double mass = 0, gain = 0;
    std::fill(next.begin(), next.end(), 0);
    for (std::size_t d = 0; d < weights_[j].size(); ++d) {
      double ways = 0;
      for (std::size_t c = 0; c + d < width_; ++c) {
        next[c + d] += weights_[j][d] * ahead[c];
        ways += ahead[c] * rest[width_ - 1 - d - c];
      }
      mass += weights_[j][d] * ways;
      gain += weights_[j][d] * ways * growth_[j][d];
    }
    result[j] = mass > 0 ? gain / mass : 0;
    scale(next.data(), next.data() + width_);
    ahead.swap(next);
  }
  return result;
}

}  // namespace scrutineer
