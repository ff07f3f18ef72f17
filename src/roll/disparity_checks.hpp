// What has to be asked before a disparity of removals is believed: does the same pattern show where
// it must not (placebo), how much worse would linkage have to be on one side to make it (tipping
// point), does it remain when linkage errors are measured and taken out, and is it one of many that
// were looked for (Benjamini & Hochberg). Also tables of individuals where sex and age are known.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "roll/disparity.hpp"
#include "roll/intervals.hpp"

namespace scrutineer::roll {

// The same model for counts that nobody of the two sides could have biased, or not yet: removals of
// another year, additions. `areas` and `placebo` are the same areas in the same order.
struct PlaceboComparison {
  DisparityModel actual, placebo;
  double difference = 0;  // of the two β
  // Of the difference, as if the two were independent: where areas differ in both alike, too large.
  double p = 1;
};
Result<PlaceboComparison> compare_with_placebo(const std::vector<Area>& areas,
                                               const std::vector<std::int64_t>& placebo,
                                               double confidence);

// If links of continuing voters were missed more often where x is above its median (below it, where
// β < 0), a part of the removals there would be none: with an extra share δ missed, y = n −
// (n − y')/(1 − δ) remain of y', not below 0. The least δ at which β is no longer of its sign, and
// the least at which its interval holds 0. Nothing where 0.5 would not do; 0 where it is so
// already.
struct TippingPoint {
  std::optional<double> of_estimate, of_interval;  // to 10⁻⁶, upwards
};
Result<TippingPoint> tipping_point(const std::vector<Area>& areas, double confidence);

// The linkage errors of a class of areas (by x, say), from its clerical samples.
struct LinkageErrors {
  double missed_share = 0;  // r, of apparent removals
  double false_share = 0;   // f₀, of links
};

// D_c = D_app,c (1 − r) + M_c f₀ of each area's class, with its stated removals as the apparent
// ones. For fit_disparity. Fails where a class is unknown or a share is none.
Result<std::vector<double>> corrected_removals(const std::vector<Area>& areas,
                                               const std::vector<std::size_t>& class_of,
                                               const std::vector<LinkageErrors>& errors);

// The only words in which a disparity is published.
enum class DisparityWord : std::uint8_t {
  consistent_with_chance,  // one of the three tests at least does not reject
  explained_by_linkage_error,
  not_explained_by_chance,
};
struct DisparityVerdict {
  DisparityWord word = DisparityWord::consistent_with_chance;
  // The extra share of missed links up to which linkage explains it; nothing where 0.5 does not.
  std::optional<double> tipping;
};
// `level`: e.g. 0.05. `extra_missed`: the most that links may be missed more often on the side with
// more removals, as measured; nothing where it was not.
DisparityVerdict disparity_verdict(const DisparityModel& model, const PermutationTest& areas,
                                   const PermutationTest& blocks, const TippingPoint& tipping,
                                   std::optional<double> extra_missed, double level);

// Adjusted p-values (Benjamini & Hochberg 1995): those at most q are the findings among which a
// share of q at most is expected to be none. In the order given.
std::vector<double> benjamini_hochberg(const std::vector<double>& p);

// Removed and kept persons of two kinds (exposed: of the side in question) in one stratum: a
// commune by sex and class of age.
struct TwoByTwo {
  std::int64_t exposed_removed = 0, exposed_kept = 0;
  std::int64_t other_removed = 0, other_kept = 0;
};
struct CommonOdds {
  double odds_ratio = 1;  // Mantel & Haenszel 1959
  Interval interval;      // Robins, Breslow & Greenland 1986
  double statistic = 0;   // Cochran–Mantel–Haenszel, without correction for continuity
  double p = 1;           // of chi-square with one degree
  // Of the shares removed, standardised to the exposed in each stratum: kept share of the exposed
  // over that of the others ("four fifths"), descriptive.
  double impact_ratio = 1;
};
// Fails where no stratum has both kinds with both outcomes between them.
Result<CommonOdds> mantel_haenszel(const std::vector<TwoByTwo>& strata, double confidence);

}  // namespace scrutineer::roll
