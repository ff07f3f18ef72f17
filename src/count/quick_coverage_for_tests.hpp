// How often do the intervals of a quick count cover the truth? A country of stations whose votes
// are all known, samples drawn from it again and again, and a tally. For the tests and for
// bench/quick_coverage.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "count/quick_estimate.hpp"

namespace scrutineer::coverage {

struct Population {
  std::vector<std::string> parties;              // the two largest first
  std::vector<std::vector<std::size_t>> strata;  // stations
  std::vector<double> base;                      // by station
  std::vector<std::vector<double>> votes;        // by party, station
  std::size_t stations() const { return base.size(); }
  double share(std::size_t party) const { return sum(votes[party]) / sum(base); }
  static double sum(const std::vector<double>& list) {
    double total = 0;
    for (const double one : list) total += one;
    return total;
  }
};

// Marsaglia & Tsang 2000, for shape >= 1 after their boost for less.
inline double gamma(Random& random, double shape) {
  if (shape < 1) return gamma(random, shape + 1) * std::pow(1 - random.uniform(), 1 / shape);
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = random.nearly_normal();
    const double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
    if (v > 0 && std::log(1 - random.uniform()) < x * x / 2 + d - d * v + d * std::log(v)) {
      return d * v;
    }
  }
}

// Of the shape of Cambodia 2013: strata of very unequal size, two large parties whose strength
// differs between strata and between stations (Dirichlet-multinomial, more in some strata than in
// others), and small parties, the smallest with votes in few stations.
inline Population synthetic_country(std::uint64_t seed,
                                    const std::vector<std::size_t>& stations_by_stratum) {
  Random random(seed);
  Population country;
  country.parties = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"};
  static constexpr double kShares[] = {0.488, 0.445, 0.037, 0.010, 0.009, 0.006, 0.003, 0.002};
  const std::size_t parties = country.parties.size();
  country.votes.resize(parties);
  for (const std::size_t stations : stations_by_stratum) {
    std::vector<double> mean(kShares, kShares + parties);
    const double swing = 0.08 * random.nearly_normal();
    mean[0] = std::max(0.2, mean[0] + swing);
    mean[1] = std::max(0.1, mean[1] - swing);
    for (std::size_t p = 2; p < parties; ++p) mean[p] *= 0.4 + 1.2 * random.uniform();
    const double concentration = 8 + 30 * random.uniform();
    const double size = 280 + 140 * random.uniform();
    auto& stratum = country.strata.emplace_back();
    for (std::size_t i = 0; i < stations; ++i) {
      stratum.push_back(country.stations());
      std::vector<double> strength;
      for (const double share : mean) strength.push_back(gamma(random, concentration * share));
      const double all = Population::sum(strength);
      const auto voters = static_cast<std::size_t>(size * (0.5 + random.uniform()));
      std::vector<double> counts(parties, 0);
      for (std::size_t v = 0; v < voters; ++v) {
        double at = random.uniform() * all;
        std::size_t p = 0;
        while (p + 1 < parties && at >= strength[p]) at -= strength[p++];
        counts[p] += 1;
      }
      country.base.push_back(static_cast<double>(voters));
      for (std::size_t p = 0; p < parties; ++p) country.votes[p].push_back(counts[p]);
    }
  }
  return country;
}

struct Tally {  // of one figure
  std::string name;
  std::size_t covered = 0, plain = 0, unstratified = 0, binomial = 0, without = 0;
  double width = 0, plain_width = 0, unstratified_width = 0, binomial_width = 0, degrees = 0;

  void add(const QuickFigure& figure, double truth, bool seen) {
    const auto take = [&](const std::optional<QuickInterval>& interval, std::size_t& hits,
                          double& wide) {
      hits += interval->low <= truth && truth <= interval->high ? 1 : 0;
      wide += interval->high - interval->low;
    };
    if (!seen) {
      ++without;
      return;
    }
    take(figure.interval, covered, width);
    take(figure.plain, plain, plain_width);
    take(figure.unstratified, unstratified, unstratified_width);
    take(figure.binomial, binomial, binomial_width);
    degrees += std::min(figure.degrees, 1e6);
  }
};

// Each party's tally, then the lead's. Draw i depends on the seed and i alone.
inline std::vector<Tally> cover(const Population& country, const std::vector<std::size_t>& sizes,
                                std::size_t draws, std::uint64_t seed, double confidence = 0.95) {
  const std::size_t parties = country.parties.size();
  std::vector<Tally> tallies;
  for (const std::string& party : country.parties) tallies.emplace_back().name = party;
  tallies.emplace_back().name = "lead";
  std::vector<std::size_t> all;
  for (const auto& stratum : country.strata) all.push_back(stratum.size());
  const Random source(seed);
  for (std::size_t draw = 0; draw < draws; ++draw) {
    Random random = source.fork(draw);
    std::vector<std::size_t> stratum_of;
    std::vector<std::size_t> drawn;
    for (std::size_t h = 0; h < all.size(); ++h) {
      for (const std::size_t i : random.sample(all[h], sizes[h])) {
        drawn.push_back(country.strata[h][i]);
        stratum_of.push_back(h);
      }
    }
    const auto of = [&](const std::vector<double>& list) {
      Figures figures;
      for (const std::size_t i : drawn) figures.push_back(list[i]);
      return figures;
    };
    const auto sample = StratifiedSample::of(all, stratum_of);
    const Figures base = of(country.base);
    for (std::size_t p = 0; p < parties; ++p) {
      const Figures votes = of(country.votes[p]);
      tallies[p].add(quick_figure(*sample, country.stations(), votes, base, confidence, 0, 1),
                     country.share(p), Population::sum(votes) > 0);
    }
    const Figures lead = residuals(of(country.votes[0]), of(country.votes[1]), 1);
    QuickFigure figure = quick_figure(*sample, country.stations(), lead, base, confidence, -1, 1);
    const double n = Population::sum(base);
    const double a = Population::sum(of(country.votes[0])) / n;
    const double b = Population::sum(of(country.votes[1])) / n;
    const double half = 1.959964 * std::sqrt((a + b - (a - b) * (a - b)) / n);
    figure.binomial = QuickInterval{a - b - half, a - b + half};
    tallies.back().add(figure, country.share(0) - country.share(1), true);
  }
  return tallies;
}

}  // namespace scrutineer::coverage
