#include "count/quick_plan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <queue>

#include <fmt/core.h>

#include "count/quick_data.hpp"
#include "count/quick_distributions.hpp"
#include "count/quick_ratio.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kLeastOfStratum = 2;  // one report has no variance

double number(std::size_t n) { return static_cast<double>(n); }

std::size_t least_size(const std::vector<std::size_t>& stations) {
  std::size_t sum = 0;
  for (const std::size_t n : stations) sum += std::min(n, kLeastOfStratum);
  return sum;
}

struct Priority {
  double value;
  std::size_t stratum;
  bool operator<(const Priority& other) const {
    return value != other.value ? value < other.value : stratum > other.stratum;
  }
};

// The residuals of one ratio over the stations of each stratum.
struct Residuals {
  std::vector<Figures> y, x;  // by stratum

  Variation variation(std::optional<PartyIndex> party) const {
    Variation result;
    result.party = party;
    double sum_y = 0;
    double sum_x = 0;
    double count = 0;
    for (std::size_t h = 0; h < x.size(); ++h) {
      sum_y = std::accumulate(y[h].begin(), y[h].end(), sum_y);
      sum_x = std::accumulate(x[h].begin(), x[h].end(), sum_x);
      count += number(x[h].size());
    }
    result.value = sum_y / sum_x;
    result.mean_base = sum_x / count;
    Figures all;
    for (std::size_t h = 0; h < x.size(); ++h) {
      const Figures e = residuals(y[h], x[h], result.value);
      all.insert(all.end(), e.begin(), e.end());
      result.deviation.push_back(e.size() < kLeastOfStratum ? -1 : deviation(e));
    }
    const double overall = deviation(all);
    for (double& s : result.deviation) s = s < 0 ? overall : s;
    return result;
  }

  static double deviation(const Figures& e) {
    const double mean = std::accumulate(e.begin(), e.end(), 0.0) / number(e.size());
    double sum = 0;
    for (const double one : e) sum += (one - mean) * (one - mean);
    return std::sqrt(sum / (number(e.size()) - 1));
  }
};

}  // namespace

Result<std::vector<std::size_t>> allocate(const std::vector<std::size_t>& stations,
                                          const std::vector<double>& weights, std::size_t size) {
  const std::size_t all = std::accumulate(stations.begin(), stations.end(), std::size_t{0});
  const std::size_t least = least_size(stations);
  if (size > all) {
    return fail(fmt::format("The sample is to have {} stations, and the frame has {}.", size, all));
  }
  if (size < least) {
    return fail(fmt::format(
        "The sample is to have {} stations; two of each of the {} strata (or all of one that has "
        "fewer) are {}. Choose larger strata or a larger sample.",
        size, stations.size(), least));
  }
  std::vector<std::size_t> sizes;
  std::priority_queue<Priority> queue;
  const auto offer = [&](std::size_t h) {
    if (sizes[h] == stations[h]) return;
    const double n = number(sizes[h]);
    queue.push({weights[h] / std::sqrt(n * (n + 1)), h});
  };
  for (std::size_t h = 0; h < stations.size(); ++h) {
    sizes.push_back(std::min(stations[h], kLeastOfStratum));
    offer(h);
  }
  for (std::size_t n = least; n < size; ++n) {
    const std::size_t h = queue.top().stratum;
    queue.pop();
    ++sizes[h];
    offer(h);
  }
  return sizes;
}

std::vector<std::size_t> allocate_equal(const std::vector<std::size_t>& stations,
                                        std::size_t per_stratum) {
  std::vector<std::size_t> sizes;
  for (const std::size_t n : stations) sizes.push_back(std::min(n, per_stratum));
  return sizes;
}

Result<EarlierCount> earlier_count(const Election& election, const QuickFrame& frame,
                                   ContestIndex contest, SourceIndex source) {
  const ReturnTable* table = returns_of(election, contest, source);
  const std::string& name = election.sources[source.value].id;
  if (table == nullptr) return fail(fmt::format("--earlier: {} has no returns here.", name));
  const QuickData data(election, *table);
  const std::size_t strata = frame.strata.size();
  const std::size_t parties = data.parties().size();
  std::vector<Residuals> by_party(parties, {std::vector<Figures>(strata), {}});
  std::vector<Figures> base(strata);
  EarlierCount earlier;
  for (std::size_t h = 0; h < strata; ++h) {
    for (const UnitIndex unit : frame.strata[h].stations) {
      const auto station = data.station(unit);
      if (!station) continue;
      ++earlier.stations;
      base[h].push_back(static_cast<double>(station->base));
      for (std::size_t p = 0; p < parties; ++p) {
        by_party[p].y[h].push_back(static_cast<double>(station->votes[p]));
      }
    }
    if (base[h].size() < kLeastOfStratum) ++earlier.thin_strata;
  }
  double all = 0;
  for (const Figures& x : base) all = std::accumulate(x.begin(), x.end(), all);
  if (earlier.stations < 2 || all <= 0) {
    return fail(fmt::format(
        "--earlier: {} states the votes of {} stations of the frame; at least two are needed.",
        name, earlier.stations));
  }
  if (parties < 2) return fail(fmt::format("--earlier: {} states fewer than two parties.", name));
  for (std::size_t p = 0; p < parties; ++p) {
    by_party[p].x = base;
    earlier.parties.push_back(by_party[p].variation(data.parties()[p]));
  }
  std::vector<std::size_t> order(parties);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return earlier.parties[a].value > earlier.parties[b].value;
  });
  std::vector<Variation> sorted;
  for (const std::size_t p : order) sorted.push_back(earlier.parties[p]);
  earlier.parties = std::move(sorted);
  Residuals lead = by_party[order[0]];
  for (std::size_t h = 0; h < strata; ++h) {
    lead.y[h] = residuals(by_party[order[0]].y[h], by_party[order[1]].y[h], 1);
  }
  earlier.lead = lead.variation({});
  earlier.first = data.parties()[order[0]];
  earlier.second = data.parties()[order[1]];
  return earlier;
}

double expected_margin(const QuickFrame& frame, const Variation& variation,
                       const std::vector<std::size_t>& sizes, double response, double confidence) {
  double variance = 0;
  double squares = 0;
  for (std::size_t h = 0; h < sizes.size(); ++h) {
    const double all = number(frame.strata[h].stations.size());
    const double n = response * number(sizes[h]);
    const double s = variation.deviation[h];
    const double part = all * (all - n) / n * s * s;
    variance += part;
    // Where responses leave less than one degree, half a one: such strata will be collapsed.
    squares += part * part / std::max(n - 1, 0.5);
  }
  if (variance <= 0) return 0;
  const double degrees = variance * variance / squares;
  return t_quantile(confidence, std::max(degrees, 1.0)) * std::sqrt(variance) /
         (number(frame.stations()) * variation.mean_base);
}

Result<std::vector<std::size_t>> size_for(const QuickFrame& frame, const Variation& variation,
                                          const std::vector<double>& weights, double margin,
                                          double response, double confidence) {
  const std::vector<std::size_t> stations = frame.sizes();
  const auto margin_of = [&](std::size_t size) {
    return expected_margin(frame, variation, *allocate(stations, weights, size), response,
                           confidence);
  };
  std::size_t high = frame.stations();
  if (const double best = margin_of(high); best > margin) {
    return fail(fmt::format(
        "--precision: ±{:.4f} % is not to be reached: with {:.4g} % of the stations reporting, "
        "even all {} of them give ±{:.4f} %.",
        100 * margin, 100 * response, high, 100 * best));
  }
  std::size_t low = least_size(stations);
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (margin_of(middle) <= margin) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return allocate(stations, weights, high);
}

}  // namespace scrutineer
