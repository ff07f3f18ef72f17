#include "roll/disparity_checks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/core.h>

namespace scrutineer::roll {

namespace {

constexpr double kMostMissed = 0.5;
constexpr double kFineness = 1e-6;

double squared(double x) { return x * x; }

double median_share(const std::vector<Area>& areas) {
  std::vector<double> shares;
  for (const Area& area : areas) {
    if (area.registered > 0) shares.push_back(area.share);
  }
  std::sort(shares.begin(), shares.end());
  const std::size_t n = shares.size();
  return n % 2 == 1 ? shares[n / 2] : (shares[n / 2 - 1] + shares[n / 2]) / 2;
}

// Removals that remain where a share of the links of one side's continuing voters was missed.
std::vector<double> remaining(const std::vector<Area>& areas, double middle, bool above,
                              double missed) {
  std::vector<double> removed;
  for (const Area& area : areas) {
    const auto n = static_cast<double>(area.registered);
    const auto y = static_cast<double>(area.removed);
    const bool is_of_side = above ? area.share > middle : area.share < middle;
    removed.push_back(is_of_side ? std::max(0.0, n - (n - y) / (1 - missed)) : y);
  }
  return removed;
}

}  // namespace

Result<PlaceboComparison> compare_with_placebo(const std::vector<Area>& areas,
                                               const std::vector<std::int64_t>& placebo,
                                               double confidence) {
  const Result<DisparityModel> actual = fit_disparity(areas, confidence);
  if (!actual) return tl::unexpected<Errors>(actual.error());
  const Result<DisparityModel> other =
      fit_disparity(areas, confidence, std::vector<double>(placebo.begin(), placebo.end()));
  if (!other) return tl::unexpected<Errors>(other.error());
  PlaceboComparison comparison{*actual, *other, actual->beta.value - other->beta.value, 1};
  const double error =
      std::sqrt(squared(actual->beta.standard_error) + squared(other->beta.standard_error));
  if (error > 0) {
    comparison.p = t_tail(comparison.difference / error, std::min(actual->degrees, other->degrees));
  }
  return comparison;
}

Result<TippingPoint> tipping_point(const std::vector<Area>& areas, double confidence) {
  const Result<DisparityModel> stated = fit_disparity(areas, confidence);
  if (!stated) return tl::unexpected<Errors>(stated.error());
  const bool above = stated->beta.value > 0;
  const double middle = median_share(areas);
  // The estimate and the end of its interval that is nearer to 0, both towards the stated sign.
  const auto signed_at = [&](double missed, bool of_interval) -> std::optional<double> {
    const auto model = fit_disparity(areas, confidence, remaining(areas, middle, above, missed));
    // No removals left to compare: nothing of the disparity is left either.
    if (!model) return std::nullopt;
    const Interval& interval = model->beta.interval;
    const double end = above ? interval.low : -interval.high;
    return of_interval ? end : (above ? model->beta.value : -model->beta.value);
  };
  const auto least = [&](bool of_interval) -> std::optional<double> {
    const auto holds = [&](double missed) {
      return signed_at(missed, of_interval).value_or(0) > 0;
    };
    if (!holds(0)) return 0.0;
    if (holds(kMostMissed)) return std::nullopt;
    double low = 0;
    double high = kMostMissed;
    while (high - low > kFineness) {
      const double middle_of_both = (low + high) / 2;
      (holds(middle_of_both) ? low : high) = middle_of_both;
    }
    return high;
  };
  return TippingPoint{least(false), least(true)};
}

Result<std::vector<double>> corrected_removals(const std::vector<Area>& areas,
                                               const std::vector<std::size_t>& class_of,
                                               const std::vector<LinkageErrors>& errors) {
  if (class_of.size() != areas.size()) {
    return fail(
        fmt::format("Classes are given for {} areas of {}.", class_of.size(), areas.size()));
  }
  std::vector<double> removed;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    if (class_of[i] >= errors.size()) {
      return fail(
          fmt::format("{} is of class {} of {}.", areas[i].id, class_of[i] + 1, errors.size()));
    }
    const LinkageErrors& of_class = errors[class_of[i]];
    if (!(of_class.missed_share >= 0 && of_class.missed_share <= 1 && of_class.false_share >= 0 &&
          of_class.false_share <= 1)) {
      return fail("Shares of missed and false links lie between 0 and 1.");
    }
    const auto apparent = static_cast<double>(areas[i].removed);
    const auto links = static_cast<double>(areas[i].registered - areas[i].removed);
    removed.push_back(apparent * (1 - of_class.missed_share) + links * of_class.false_share);
  }
  return removed;
}

DisparityVerdict disparity_verdict(const DisparityModel& model, const PermutationTest& areas,
                                   const PermutationTest& blocks, const TippingPoint& tipping,
                                   std::optional<double> extra_missed, double level) {
  DisparityVerdict verdict;
  verdict.tipping = tipping.of_interval;
  if (model.p > level || areas.p > level || blocks.p > level) return verdict;
  const bool linkage_explains =
      extra_missed && tipping.of_interval && *extra_missed >= *tipping.of_interval;
  verdict.word = linkage_explains ? DisparityWord::explained_by_linkage_error
                                  : DisparityWord::not_explained_by_chance;
  return verdict;
}

std::vector<double> benjamini_hochberg(const std::vector<double>& p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double least = 1;
  for (std::size_t rank = p.size(); rank-- > 0;) {
    // The factor first: it is 1 for the greatest, so that none falls below its own p.
    const double factor = static_cast<double>(p.size()) / static_cast<double>(rank + 1);
    const double of_rank = p[order[rank]] * factor;
    least = std::min(least, of_rank);
    adjusted[order[rank]] = least;
  }
  return adjusted;
}

namespace {

// The sums of Mantel and Haenszel, and of Robins, Breslow and Greenland, over the strata.
struct OddsSums {
  double r = 0, s = 0, pr = 0, ps_qr = 0, qs = 0;
  double beyond = 0, variance = 0;
  double kept_exposed = 0, kept_others = 0;

  void add(const TwoByTwo& table) {
    const auto a = static_cast<double>(table.exposed_removed);
    const auto b = static_cast<double>(table.exposed_kept);
    const auto c = static_cast<double>(table.other_removed);
    const auto d = static_cast<double>(table.other_kept);
    const double n = a + b + c + d;
    // One kind alone: nothing to compare.
    if (a + b == 0 || c + d == 0) return;
    const double of_r = a * d / n;
    const double of_s = b * c / n;
    const double p = (a + d) / n;
    const double q = (b + c) / n;
    r += of_r;
    s += of_s;
    pr += p * of_r;
    ps_qr += p * of_s + q * of_r;
    qs += q * of_s;
    beyond += a - (a + b) * (a + c) / n;
    if (n > 1) variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1));
    kept_exposed += b;
    kept_others += (a + b) * d / (c + d);
  }
};

}  // namespace

Result<CommonOdds> mantel_haenszel(const std::vector<TwoByTwo>& strata, double confidence) {
  OddsSums sums;
  for (const TwoByTwo& table : strata) {
    if (table.exposed_removed < 0 || table.exposed_kept < 0 || table.other_removed < 0 ||
        table.other_kept < 0) {
      return fail("Persons are counted from 0.");
    }
    sums.add(table);
  }
  if (!(sums.r > 0) || !(sums.s > 0) || !(sums.variance > 0)) {
    return fail(
        "The strata do not tell the two kinds apart: a common odds ratio would be 0 or infinite.");
  }
  CommonOdds odds;
  odds.odds_ratio = sums.r / sums.s;
  const double error =
      std::sqrt(sums.pr / (2 * squared(sums.r)) + sums.ps_qr / (2 * sums.r * sums.s) +
                sums.qs / (2 * squared(sums.s)));
  const double factor = std::exp(normal_quantile(confidence) * error);
  odds.interval = {odds.odds_ratio / factor, odds.odds_ratio * factor};
  odds.statistic = squared(sums.beyond) / sums.variance;
  odds.p = t_tail(std::sqrt(odds.statistic), std::numeric_limits<double>::infinity());
  if (sums.kept_others > 0) odds.impact_ratio = sums.kept_exposed / sums.kept_others;
  return odds;
}

}  // namespace scrutineer::roll
