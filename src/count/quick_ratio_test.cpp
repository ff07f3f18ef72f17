// The estimator against direct enumeration: every sample of a tiny country.
#include "count/quick_ratio.hpp"

#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "count/quick_coverage_for_tests.hpp"
#include "count/quick_distributions.hpp"

namespace scrutineer {
namespace {

// A tiny country: two strata of stations with y and x.
struct Tiny {
  std::vector<std::vector<double>> y, x;
};
const Tiny kTiny = {{{10, 14, 9, 30, 12}, {3, 8, 5, 20}}, {{40, 41, 35, 60, 38}, {20, 30, 22, 41}}};

// Calls `use` with every choice of n[h] stations of each stratum.
void every_sample(const Tiny& tiny, const std::vector<std::size_t>& n,
                  const std::function<void(const std::vector<std::size_t>& stratum,
                                           const Figures& y, const Figures& x)>& use) {
  std::vector<std::vector<std::size_t>> subsets;
  const auto subsets_of = [](std::size_t size, std::size_t count) {
    std::vector<std::size_t> masks;
    for (std::size_t mask = 0; mask < (std::size_t{1} << size); ++mask) {
      if (static_cast<std::size_t>(__builtin_popcountll(mask)) == count) masks.push_back(mask);
    }
    return masks;
  };
  for (const std::size_t first : subsets_of(tiny.y[0].size(), n[0])) {
    for (const std::size_t second : subsets_of(tiny.y[1].size(), n[1])) {
      std::vector<std::size_t> stratum;
      Figures y;
      Figures x;
      for (std::size_t h = 0; h < 2; ++h) {
        for (std::size_t i = 0; i < tiny.y[h].size(); ++i) {
          if (((h == 0 ? first : second) >> i & 1U) == 0) continue;
          stratum.push_back(h);
          y.push_back(tiny.y[h][i]);
          x.push_back(tiny.x[h][i]);
        }
      }
      use(stratum, y, x);
    }
  }
}

double sum(const std::vector<std::vector<double>>& lists) {
  double total = 0;
  for (const auto& list : lists) total += coverage::Population::sum(list);
  return total;
}

TEST(QuickRatio, OverAllSamplesTotalsAndTheirVarianceAreUnbiased) {
  double mean = 0;
  double mean_square = 0;
  double mean_variance = 0;
  double count = 0;
  every_sample(kTiny, {3, 2}, [&](const auto& stratum, const Figures& y, const Figures&) {
    const auto sample = StratifiedSample::of({5, 4}, stratum);
    ASSERT_TRUE(sample);
    const double total = sample->total(y);
    mean += total;
    mean_square += total * total;
    mean_variance += sample->spread(y).variance;
    count += 1;
  });
  EXPECT_EQ(count, 60);
  mean /= count;
  EXPECT_NEAR(mean, sum(kTiny.y), 1e-9);
  EXPECT_NEAR(mean_variance / count, mean_square / count - mean * mean, 1e-7);
}

TEST(QuickRatio, TheVarianceIsTheTextbooksFormula) {
  // Cochran 1977, section 6.11, written out for one sample of three and two.
  const auto sample = StratifiedSample::of({5, 4}, {0, 0, 0, 1, 1});
  const Figures y = {10, 14, 30, 8, 20};
  const Figures x = {40, 41, 60, 30, 41};
  const double total_y = 5.0 / 3 * 54 + 4.0 / 2 * 28;
  const double total_x = 5.0 / 3 * 141 + 4.0 / 2 * 71;
  const double r = total_y / total_x;
  const double e0 = 10 - r * 40, e1 = 14 - r * 41, e2 = 30 - r * 60;
  const double e3 = 8 - r * 30, e4 = 20 - r * 41;
  const double m = (e0 + e1 + e2) / 3;
  const double s0 = ((e0 - m) * (e0 - m) + (e1 - m) * (e1 - m) + (e2 - m) * (e2 - m)) / 2;
  const double s1 = (e3 - e4) * (e3 - e4) / 2;
  const double a0 = 25 * (1 - 3.0 / 5) / 3 * s0;
  const double a1 = 16 * (1 - 2.0 / 4) / 2 * s1;
  const RatioEstimate estimate = sample->ratio(y, x);
  EXPECT_NEAR(estimate.value, r, 1e-12);
  EXPECT_NEAR(estimate.standard_error, std::sqrt(a0 + a1) / total_x, 1e-12);
  EXPECT_NEAR(estimate.degrees, (a0 + a1) * (a0 + a1) / (a0 * a0 / 2 + a1 * a1 / 1), 1e-9);
  EXPECT_DOUBLE_EQ(sample->plain_degrees(), 3);
}

TEST(QuickRatio, OverAllSamplesTheRatioIsNearlyUnbiasedAndItsVarianceNearlyTrue) {
  const double truth = sum(kTiny.y) / sum(kTiny.x);
  double mean = 0;
  double error = 0;
  double variance = 0;
  double count = 0;
  every_sample(kTiny, {4, 3}, [&](const auto& stratum, const Figures& y, const Figures& x) {
    const RatioEstimate estimate = StratifiedSample::of({5, 4}, stratum)->ratio(y, x);
    mean += estimate.value;
    error += (estimate.value - truth) * (estimate.value - truth);
    variance += estimate.standard_error * estimate.standard_error;
    count += 1;
  });
  EXPECT_NEAR(mean / count, truth, 0.01 * truth);
  // Linearisation understates by the order of 1/n; here n is seven.
  EXPECT_NEAR(variance / error, 1, 1.0 / 7);
}

TEST(QuickRatio, ACensusIsExactAndHasNoWidth) {
  const auto sample = StratifiedSample::of({5, 4}, {0, 0, 0, 0, 0, 1, 1, 1, 1});
  Figures y = kTiny.y[0];
  Figures x = kTiny.x[0];
  y.insert(y.end(), kTiny.y[1].begin(), kTiny.y[1].end());
  x.insert(x.end(), kTiny.x[1].begin(), kTiny.x[1].end());
  EXPECT_EQ(sample->total(y), sum(kTiny.y));
  const RatioEstimate estimate = sample->ratio(y, x);
  EXPECT_EQ(estimate.standard_error, 0);
  EXPECT_DOUBLE_EQ(estimate.value, sum(kTiny.y) / sum(kTiny.x));
  const QuickFigure figure = quick_figure(*sample, 9, y, x, 0.95, 0, 1);
  EXPECT_EQ(figure.interval->low, figure.interval->high);
}

TEST(QuickRatio, TheLeadHasItsOwnVarianceAndNotTheSumOfTwo) {
  // Two parties share all votes: the lead is 2 p − 1, and its error twice that of p.
  const auto sample = StratifiedSample::of({50, 40}, {0, 0, 0, 1, 1, 1});
  const Figures x = {40, 41, 60, 30, 41, 33};
  const Figures a = {10, 14, 30, 18, 20, 30};
  const Figures b = residuals(x, a, 1);
  const RatioEstimate lead = sample->ratio(residuals(a, b, 1), x);
  const RatioEstimate share = sample->ratio(a, x);
  EXPECT_NEAR(lead.value, 2 * share.value - 1, 1e-12);
  EXPECT_NEAR(lead.standard_error, 2 * share.standard_error, 1e-12);
  EXPECT_NEAR(sample->covariance(a, b), sample->covariance(b, a), 1e-9);
}

TEST(QuickRatio, ASingleReportKeepsItsWeightAndSharesItsNeighboursVariance) {
  const auto sample = StratifiedSample::of({10, 20, 30}, {0, 0, 1, 2, 2, 2});
  ASSERT_TRUE(sample);
  ASSERT_EQ(sample->collapses().size(), 1U);
  EXPECT_EQ(sample->collapses()[0].strata, (std::vector<std::size_t>{1, 2}));
  EXPECT_FALSE(sample->collapses()[0].empty);
  const Figures y = {1, 1, 5, 2, 3, 4};
  EXPECT_DOUBLE_EQ(sample->total(y), 10 * 1 + 20 * 5 + 30 * 3);
  // 5, 2, 3, 4: s² = 5/3; factors 20 · 19 / 1 and 30 · 27 / 3.
  EXPECT_NEAR(sample->spread(y).variance, 5.0 / 3 * (380 + 270), 1e-9);
}

TEST(QuickRatio, AStratumWithoutReportsIsRepresentedByItsNeighbour) {
  const auto sample = StratifiedSample::of({10, 20, 30}, {0, 0, 1, 1});
  ASSERT_TRUE(sample);
  ASSERT_EQ(sample->collapses().size(), 1U);
  EXPECT_EQ(sample->collapses()[0].strata, (std::vector<std::size_t>{1, 2}));
  EXPECT_TRUE(sample->collapses()[0].empty);
  EXPECT_DOUBLE_EQ(sample->total({1, 1, 4, 6}), 10 * 1 + 50 * 5);
}

TEST(QuickRatio, OneStationInAllOfAStratumIsCertain) {
  const auto sample = StratifiedSample::of({1, 20}, {0, 1, 1, 1});
  ASSERT_TRUE(sample);
  EXPECT_TRUE(sample->collapses().empty());
  EXPECT_DOUBLE_EQ(sample->spread({1000, 5, 5, 5}).variance, 0);
}

TEST(QuickRatio, TooFewReportsAreAnErrorAndNoNumber) {
  EXPECT_FALSE(StratifiedSample::of({10, 20}, {}));
  EXPECT_FALSE(StratifiedSample::of({10, 20}, {1}));
  EXPECT_TRUE(StratifiedSample::of({10, 20}, {0, 1}));
}

TEST(QuickDistributions, AgreeWithPublishedTables) {
  EXPECT_NEAR(normal_quantile(0.95), 1.959964, 1e-6);
  EXPECT_NEAR(t_quantile(0.95, 4), 2.776445, 1e-6);
  EXPECT_NEAR(t_quantile(0.99, 24), 2.796940, 1e-6);
  EXPECT_NEAR(chi_square_tail(3.841459, 1), 0.05, 1e-6);
  EXPECT_NEAR(f_tail(4.102821, 2, 10), 0.05, 1e-6);
  EXPECT_NEAR(t_tail(2.776445, 4), 0.05, 1e-6);
}

TEST(QuickDistributions, RoundAgainstTheClaim) {
  EXPECT_DOUBLE_EQ(rounded_down(0.1234567), 0.123456);
  EXPECT_DOUBLE_EQ(rounded_up(0.1234561), 0.123457);
  EXPECT_DOUBLE_EQ(rounded_down(-0.1234561), -0.123457);
  EXPECT_DOUBLE_EQ(p_rounded_up(0.01234561), 0.0123457);
  EXPECT_EQ(p_rounded_up(1), 1);
  EXPECT_EQ(p_rounded_up(0), 0);
}

// The small edition of bench/quick_coverage; its full table is in docs/quick-count.md. With 600
// draws the standard error of a coverage of 95 per cent is 0.9 points, so 91 to 99.3 is more than
// four of them from the required 94 to 97.5.
TEST(QuickCoverage, BothLargePartiesAndTheLeadAreCoveredInEveryDesign) {
  const std::vector<std::size_t> stations = {40, 900, 120, 700, 60, 500, 300, 150,
                                             80, 260, 90,  400, 45, 330, 210, 110};
  const auto country = coverage::synthetic_country(2014, stations);
  for (const std::size_t each : {2U, 6U, 24U}) {
    const auto tallies =
        coverage::cover(country, std::vector<std::size_t>(stations.size(), each), 600, each);
    for (const std::size_t figure : {std::size_t{0}, std::size_t{1}, tallies.size() - 1}) {
      const double covered = static_cast<double>(tallies[figure].covered) / 600;
      EXPECT_GE(covered, 0.91) << tallies[figure].name << " with " << each;
      EXPECT_LE(covered, 0.993) << tallies[figure].name << " with " << each;
      EXPECT_LT(static_cast<double>(tallies[figure].binomial) / 600, 0.5);
    }
    if (each == 2) {
      EXPECT_LT(tallies.back().plain, tallies.back().covered);
    }
  }
}

}  // namespace
}  // namespace scrutineer
