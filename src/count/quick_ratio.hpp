// The stratified combined ratio estimator (Cochran 1977, Sampling Techniques, section 6.11;
// Särndal, Swensson & Wretman 1992). Within a stratum of N stations, n of which report, these are
// taken for a simple random sample without replacement: totals are Σ (N/n) Σ y, a share is the
// ratio of two totals, and its variance is that of the total of the residuals e = y − share · x.
//
// Strata too thin for it are collapsed, before any figure is looked at, with the next stratum in
// order (the last with the one before it): one of which nobody reports becomes part of its
// neighbour; one with a single report keeps its own weight, and its group shares one variance.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.hpp"

namespace scrutineer {

using Figures = std::vector<double>;  // one for each station that reports

// The variance of an estimated total, and the degrees of freedom of that variance (Satterthwaite
// 1946): (Σ a)² / Σ (a² / (n − 1)), where a is what a stratum contributes. With unequal strata
// they are far fewer than n − H. Infinite where the variance is zero.
struct Spread {
  double variance = 0;
  double degrees = 0;
};

struct RatioEstimate {
  double value = 0;
  double standard_error = 0;
  double degrees = 0;
};

class StratifiedSample {
 public:
  // `stations`: N by stratum; `stratum`: of each report. Fails where two reports are not to be had.
  static Result<StratifiedSample> of(const std::vector<std::size_t>& stations,
                                     const std::vector<std::size_t>& stratum);

  double total(const Figures& y) const;
  Spread spread(const Figures& e) const;
  double covariance(const Figures& a, const Figures& b) const;  // of two totals
  // Σ y / Σ x, each estimated; nothing may be made of it where the total of x is not positive.
  RatioEstimate ratio(const Figures& y, const Figures& x) const;

  std::size_t reports() const { return weight_.size(); }
  // Reports less groups that have a variance: what is often taken for the degrees of freedom.
  double plain_degrees() const;

  struct Collapse {
    std::vector<std::size_t> strata;
    bool empty = false;  // some of them has no report; else one
  };
  const std::vector<Collapse>& collapses() const { return collapses_; }

 private:
  struct Group {
    std::vector<std::size_t> reports;
    double factor = 0;  // Σ N² (1 − n/N) / n over its strata
  };
  double covariance_in(const Group& group, const Figures& a, const Figures& b) const;

  std::vector<double> weight_;  // of each report
  std::vector<Group> groups_;   // those that are not counted in full
  std::vector<Collapse> collapses_;
};

// y − ratio · x.
Figures residuals(const Figures& y, const Figures& x, double ratio);

}  // namespace scrutineer
