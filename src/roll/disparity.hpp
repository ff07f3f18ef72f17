// Did removals fall more on the areas of one side? Areas (communes) with so many removed of so many
// registered, and a share x of each, such as a party's at the election before.
//
// Three tests that fail in different ways stand side by side: a regression with a fixed effect for
// each province and errors clustered by district; a permutation of x among comparable areas; the
// same with districts kept whole, because neighbours resemble each other. Whatever they say, the
// share of an area is not the vote of whoever was removed there, and areas where names are harder
// to link show removals that were none: hence the placebo and the tipping point
// (disparity_checks.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "roll/intervals.hpp"

namespace scrutineer::roll {

struct Area {
  std::string id;
  std::size_t province = 0;  // has a level of removals of its own
  std::size_t block = 0;     // district: its areas may resemble each other
  std::size_t stratum = 0;   // of comparable areas, within which x is permuted
  std::int64_t registered = 0;
  std::int64_t removed = 0;      // 0 to `registered`
  double share = 0;              // x, 0 to 1
  std::vector<double> controls;  // the same number for each area
};

// Strata of comparable areas: province and, within it, classes of equal numbers of areas by
// registered voters, at least four areas each (fewer classes where a province has fewer). Further
// kinds (town or country) are given as `kind`, or empty.
std::vector<std::size_t> comparable_strata(const std::vector<Area>& areas,
                                           const std::vector<std::size_t>& kind,
                                           std::size_t classes);

// logit(removed share) = province + β x + γ z, variance in proportion to the binomial
// (quasi-binomial, McCullagh & Nelder 1989). Standard error of β: bias-reduced linearisation,
// clustered by block (CR2: Bell & McCaffrey 2002; degrees of freedom as theirs, Pustejovsky &
// Tipton 2018), with the fit's weights as the working model.
struct DisparityModel {
  Estimate beta;  // per 1.00 of x
  double degrees = 0;
  double p = 1;
  double dispersion = 1;  // Pearson's X² / (areas − columns); 1: binomial
  // Removals expected were x ten points higher everywhere, over those at x as it is.
  Interval rate_ratio_interval;
  double rate_ratio = 1;
  // Removals that the model expects in the areas with x above the median, beyond what it would
  // expect there were they at the median. The interval: the model fitted again with β at each of
  // its ends (at ±20 where they are beyond).
  Estimate excess_above_median;
  // The least risk ratio of an unmeasured cause with x and with removal, both, that would
  // explain the rate ratio per ten points (E-value, VanderWeele & Ding 2017), and for the end of
  // the interval that is nearer to 1.
  double e_value = 1, e_value_of_interval = 1;
  std::size_t areas = 0, blocks = 0;
  // Provinces in which none or all were removed, or with a single area: they say nothing about β.
  std::vector<std::size_t> left_out;
};

// `removed`: of each area, where it is to be another than the areas state (corrected for linkage
// errors; need not be whole); empty: as stated. Fails where x or a control depends on the others,
// fewer than two blocks are left, or numbers are out of range.
Result<DisparityModel> fit_disparity(const std::vector<Area>& areas, double confidence,
                                     const std::vector<double>& removed = {});

// T = Σ (y − n p_s)(x − x̄_s), p_s and x̄_s of the stratum; x is permuted within strata `draws`
// times. p = (1 + #{|T*| >= |T|}) / (draws + 1), two-sided, in whole numbers (x in millionths, y −
// n p_s rounded down to 2⁻²⁰ persons).
struct PermutationTest {
  double statistic = 0;  // T: removed persons × share
  std::uint64_t as_large = 0, draws = 0;
  double p = 1;
  std::size_t moving = 0;  // areas (or blocks) that can change place
};
enum class Permuted : std::uint8_t {
  areas,
  // Blocks keep their areas: x of a block is the mean over its registered voters, and these are
  // permuted among the blocks of a province. Only what differs between blocks counts.
  blocks,
};
Result<PermutationTest> permutation_test(const std::vector<Area>& areas, Permuted what,
                                         std::uint64_t draws, std::uint64_t seed);

}  // namespace scrutineer::roll
