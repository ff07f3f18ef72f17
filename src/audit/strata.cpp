#include "audit/strata.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/core.h>

namespace scrutineer {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kMostBands = 200'000;

// More than a few operations round: ends of bands are computed upwards, so that none is left out.
constexpr double kUpwards = 1 + 1e-14;

// A mean of u and more is no hypothesis: nothing in the stratum can contradict it.
constexpr std::size_t kNoTest = std::numeric_limits<std::size_t>::max();

Result<Martingale> martingale_of(const Stratum& stratum, double eta, bool with_replacement) {
  Martingale::Parameters parameters = stratum.parameters;
  if (stratum.mean > 0) {
    // Where the mean that is expected is below the band's end, hardly anything is staked.
    parameters["eta"] = std::max(stratum.mean, eta + (stratum.u - eta) * 1e-3);
  }
  MeanClaim claim{eta, stratum.u, {}, true};
  if (!with_replacement) claim.cards = stratum.cards;
  return Martingale::make(stratum.method, parameters, claim);
}

// Upper ends of the bands, and for the last stratum of what is left, as parts of u.
class Bands {
 public:
  Bands(double t, const std::vector<Stratum>& strata, std::size_t count)
      : t_(t), strata_(strata), count_(count) {
    for (const Stratum& stratum : strata) cards_ += static_cast<double>(stratum.cards);
  }

  double weight(std::size_t k) const { return static_cast<double>(strata_[k].cards) / cards_; }
  double end(std::size_t k, std::size_t band) const {
    return strata_[k].u * static_cast<double>(band + 1) / static_cast<double>(count_) * kUpwards;
  }
  // What the last stratum's mean can be at most where the others are at the lower ends of `at`.
  double last(const std::vector<std::size_t>& at) const {
    double left = t_;
    for (std::size_t k = 0; k < at.size(); ++k) {
      left -= weight(k) * strata_[k].u * static_cast<double>(at[k]) / static_cast<double>(count_);
    }
    return left / weight(at.size()) * kUpwards + (kUpwards - 1);
  }

 private:
  double t_;
  const std::vector<Stratum>& strata_;
  std::size_t count_;
  double cards_ = 0;
};

std::string problem_of(const std::vector<Stratum>& strata, std::size_t bands) {
  if (strata.empty()) return "There is no stratum.";
  double ways = 1;
  for (std::size_t k = 0; k < strata.size(); ++k) {
    if (strata[k].cards < 1) return fmt::format("Stratum {} has no cards.", k + 1);
    if (!(strata[k].u > 0)) return fmt::format("Stratum {} has no bound above 0.", k + 1);
    if (k > 0) ways *= static_cast<double>(bands);
  }
  if (bands < 1 || ways > static_cast<double>(kMostBands)) {
    return fmt::format(
        "{} bands for each of {} strata: expected at least 1 and, in all, at most {}.", bands,
        strata.size(), kMostBands);
  }
  return {};
}

}  // namespace

Result<StratifiedTest> StratifiedTest::make(double t, const std::vector<Stratum>& strata,
                                            std::size_t bands, bool with_replacement) {
  if (const std::string problem = problem_of(strata, bands); !problem.empty()) {
    return fail(problem);
  }
  const Bands cut(t, strata, bands);
  const std::size_t last = strata.size() - 1;
  StratifiedTest test;
  test.martingales_.resize(strata.size());
  std::map<double, std::size_t> ends_of_last;
  const auto place = [&](std::size_t k, double eta) -> Result<std::size_t> {
    if (eta >= strata[k].u * (1 - 1e-9)) return kNoTest;
    auto martingale = martingale_of(strata[k], eta, with_replacement);
    if (!martingale) return tl::unexpected(martingale.error());
    test.martingales_[k].push_back(std::move(*martingale));
    return test.martingales_[k].size() - 1;
  };
  std::vector<std::vector<std::size_t>> places(strata.size());
  for (std::size_t k = 0; k < last; ++k) {
    for (std::size_t band = 0; band < bands; ++band) {
      const auto at = place(k, cut.end(k, band));
      if (!at) return tl::unexpected(at.error());
      places[k].push_back(*at);
    }
  }
  std::vector<std::size_t> at(last, 0);
  while (true) {
    const double eta = std::max(cut.last(at), strata[last].u * 1e-6);
    // Below zero even at the lower ends: no such means add up to t.
    if (cut.last(at) >= 0) {
      auto found = ends_of_last.find(eta);
      if (found == ends_of_last.end()) {
        const auto placed = place(last, eta);
        if (!placed) return tl::unexpected(placed.error());
        found = ends_of_last.emplace(eta, *placed).first;
      }
      Band band;
      for (std::size_t k = 0; k < last; ++k) band.at.push_back(places[k][at[k]]);
      band.at.push_back(found->second);
      test.bands_.push_back(std::move(band));
    }
    std::size_t k = 0;
    while (k < last && ++at[k] == bands) at[k++] = 0;
    if (k == last) break;
  }
  for (const Stratum& stratum : strata) {
    if (!with_replacement) test.needed_ += t * static_cast<double>(stratum.cards) * kUpwards;
    test.greatest_u_ = std::max(test.greatest_u_, stratum.u);
  }
  for (const auto& list : test.martingales_) test.logs_.emplace_back(list.size(), 0.0);
  return test;
}

void StratifiedTest::feed(std::size_t stratum, double value) {
  for (Martingale& martingale : martingales_[stratum]) martingale.feed(value);
  if (value >= 0) seen_.add(std::min(value, greatest_u_));
}

double StratifiedTest::look() {
  for (std::size_t k = 0; k < martingales_.size(); ++k) {
    for (std::size_t i = 0; i < martingales_[k].size(); ++i) {
      logs_[k][i] = martingales_[k][i].log_e();
    }
  }
  double least = kInfinity;
  const double sum_seen = seen_.sum * (1 - 1e-14) - 4 * kRounding * greatest_u_ * seen_.seen;
  if (needed_ > 0 && sum_seen > needed_) {
    greatest_ = kInfinity;
    return kInfinity;
  }
  for (const Band& band : bands_) {
    double sum = 0;
    double size = 0;
    bool impossible = false;
    for (std::size_t k = 0; k < band.at.size(); ++k) {
      if (band.at[k] == kNoTest) continue;
      const double log_e = logs_[k][band.at[k]];
      impossible = impossible || log_e == kInfinity;
      sum += log_e;
      size += std::abs(log_e);
    }
    // One stratum alone excludes the band, whatever the others say.
    if (impossible) continue;
    least = std::min(least, std::isfinite(sum) ? sum - 8 * kRounding * size : sum);
  }
  greatest_ = std::max(greatest_, least);
  return least;
}

double fisher_combined(const std::vector<double>& p_values) {
  double half = 0;
  for (const double p : p_values) {
    if (p <= 0) return 0;
    half -= std::log(std::min(p, 1.0));
  }
  // Of 2k degrees of freedom: e^(−x/2) Σ (x/2)^i / i!, i < k.
  double term = 1;
  double sum = 1;
  for (std::size_t i = 1; i < p_values.size(); ++i) {
    term *= half / static_cast<double>(i);
    sum += term;
  }
  return std::min(1.0, std::exp(std::log(sum) - half) * kUpwards);
}

}  // namespace scrutineer
