#include "count/quick_ratio.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace scrutineer {

namespace {

struct Cell {  // strata that stand for each other
  std::vector<std::size_t> strata, reports;
  std::size_t stations = 0;
  bool has_variance() const { return reports.size() > 1 || reports.size() == stations; }
};

// Joins each cell that `is_thin` with the next one, the last with the one before.
template <typename IsThin>
std::vector<std::vector<std::size_t>> joined(std::size_t count, IsThin is_thin) {
  std::vector<std::vector<std::size_t>> runs;
  bool open = false;
  for (std::size_t i = 0; i < count; ++i) {
    if (open) {
      runs.back().push_back(i);
    } else {
      runs.push_back({i});
    }
    open = is_thin(runs.back());
  }
  if (open && runs.size() > 1) {
    runs[runs.size() - 2].insert(runs[runs.size() - 2].end(), runs.back().begin(),
                                 runs.back().end());
    runs.pop_back();
  }
  return runs;
}

}  // namespace

Result<StratifiedSample> StratifiedSample::of(const std::vector<std::size_t>& stations,
                                              const std::vector<std::size_t>& stratum) {
  std::vector<std::vector<std::size_t>> reports(stations.size());
  for (std::size_t i = 0; i < stratum.size(); ++i) reports[stratum[i]].push_back(i);

  StratifiedSample sample;
  std::vector<Cell> cells;
  for (const auto& run : joined(stations.size(), [&](const auto& strata) {
         return std::all_of(strata.begin(), strata.end(),
                            [&](std::size_t h) { return reports[h].empty(); });
       })) {
    Cell cell;
    cell.strata = run;
    for (const std::size_t h : run) {
      cell.stations += stations[h];
      cell.reports.insert(cell.reports.end(), reports[h].begin(), reports[h].end());
    }
    if (run.size() > 1) sample.collapses_.push_back({run, true});
    cells.push_back(std::move(cell));
  }

  sample.weight_.assign(stratum.size(), 0);
  for (const auto& run : joined(cells.size(), [&](const auto& some) {
         std::size_t known = 0;
         for (const std::size_t c : some) known += cells[c].reports.size();
         return known < 2 && !cells[some.front()].has_variance();
       })) {
    Group group;
    Collapse collapse;
    for (const std::size_t c : run) {
      const auto n = static_cast<double>(cells[c].reports.size());
      const auto all = static_cast<double>(cells[c].stations);
      if (n == 0) return fail("No station of the sample reports; nothing can be estimated.");
      for (const std::size_t i : cells[c].reports) {
        sample.weight_[i] = all / n;
        group.reports.push_back(i);
      }
      group.factor += all * (all - n) / n;
      collapse.strata.insert(collapse.strata.end(), cells[c].strata.begin(), cells[c].strata.end());
    }
    if (run.size() > 1) sample.collapses_.push_back(std::move(collapse));
    if (group.factor == 0) continue;
    if (group.reports.size() < 2) {
      return fail("One station of the sample reports; an interval needs two.");
    }
    sample.groups_.push_back(std::move(group));
  }
  return sample;
}

double StratifiedSample::total(const Figures& y) const {
  double sum = 0;
  for (std::size_t i = 0; i < weight_.size(); ++i) sum += weight_[i] * y[i];
  return sum;
}

double StratifiedSample::covariance_in(const Group& group, const Figures& a,
                                       const Figures& b) const {
  const auto n = static_cast<double>(group.reports.size());
  double mean_a = 0;
  double mean_b = 0;
  for (const std::size_t i : group.reports) {
    mean_a += a[i] / n;
    mean_b += b[i] / n;
  }
  double sum = 0;
  for (const std::size_t i : group.reports) sum += (a[i] - mean_a) * (b[i] - mean_b);
  return group.factor * sum / (n - 1);
}

double StratifiedSample::covariance(const Figures& a, const Figures& b) const {
  double sum = 0;
  for (const Group& group : groups_) sum += covariance_in(group, a, b);
  return sum;
}

Spread StratifiedSample::spread(const Figures& e) const {
  Spread spread;
  double squares = 0;
  for (const Group& group : groups_) {
    const double part = covariance_in(group, e, e);
    spread.variance += part;
    squares += part * part / (static_cast<double>(group.reports.size()) - 1);
  }
  spread.degrees = squares > 0 ? spread.variance * spread.variance / squares
                               : std::numeric_limits<double>::infinity();
  return spread;
}

RatioEstimate StratifiedSample::ratio(const Figures& y, const Figures& x) const {
  const double base = total(x);
  const double value = total(y) / base;
  const Spread of_residuals = spread(residuals(y, x, value));
  return {value, std::sqrt(of_residuals.variance) / base, of_residuals.degrees};
}

double StratifiedSample::plain_degrees() const {
  double degrees = 0;
  for (const Group& group : groups_) degrees += static_cast<double>(group.reports.size()) - 1;
  return degrees;
}

Figures residuals(const Figures& y, const Figures& x, double ratio) {
  Figures e(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) e[i] = y[i] - ratio * x[i];
  return e;
}

}  // namespace scrutineer
