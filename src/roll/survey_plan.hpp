// Designing a field audit of a roll, before anybody is asked: how many names in how many communes
// for a wished precision, and which ones, by a public seed. Method: docs/field-audits.md.
//
// The design: strata (provinces); in each, clusters (communes, or any list that is visited at once)
// with a chance in proportion to the names they hold; in each of these, the same number of names by
// simple random sampling. Every name then has nearly the same chance, and its weight is exact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace scrutineer::roll {

// By how much the variance of a share grows because `take` people of one cluster resemble each
// other (correlation within clusters, Kish 1965) and because weights differ (cv² of the weights).
double design_effect(double take, double correlation, double weight_variation = 0);

// The correlation that explains a design effect, with equal weights; take > 1.
double implied_correlation(double effect, double take);

// The design effect that a published margin (half an interval) implies for a share of n people.
double implied_design_effect(double margin, double share, double people, double confidence = 0.95);

// Half the width of the interval to be expected.
double expected_margin(double share, double people, double effect, double confidence = 0.95);

// The number of people in a cluster for which a given budget buys the least variance:
// √(C₁/C₂ · (1 − ρ)/ρ), rounded, at least 1. C₁: the cost of reaching a cluster, C₂: of one person
// in it, both > 0; 0 < ρ < 1.
std::size_t optimal_take(double cluster_cost, double person_cost, double correlation);

struct PrecisionWish {
  double margin = 0.025;
  double share = 0.5;  // expected; 0.5 needs the most people
  double correlation = 0;
  double confidence = 0.95;
  double response = 1;  // the share of those drawn who will be found and answer
  std::size_t take = 1;
};

struct SurveySize {
  std::size_t clusters = 0;
  std::size_t people = 0;  // clusters · take, to be drawn
  double effect = 1;       // assumed
  double margin = 0;       // to be expected with these
};

// The least number of clusters. Fails where a wish is not between 0 and 1 or nothing is taken.
Result<SurveySize> size_for(const PrecisionWish& wish);

// Whole shares of `size` for each stratum, by equal proportions: the next one goes where
// w / √(n (n + 1)) is greatest (Wright 2012, The American Statistician 66), in whole-number
// arithmetic; of equals to the first. With w = N proportional, with w = N · S of least variance
// (Neyman). Each gets `least` at least, or all that it has. Weights at most 10^15, sizes at most
// 10^4 clusters or names a stratum times 100. Fails where `size` is less than that or more than
// all.
Result<std::vector<std::int64_t>> allocate(const std::vector<std::int64_t>& all,
                                           const std::vector<std::int64_t>& weights,
                                           std::int64_t size, std::int64_t least);

struct FrameCluster {
  std::string id;  // unlike any other's
  std::size_t stratum = 0;
  std::int64_t names = 0;
};

// The list from which is drawn. Frozen before the seed is known.
struct SurveyFrame {
  std::vector<std::string> strata;
  std::vector<FrameCluster> clusters;
  std::vector<std::int64_t> names() const;                // by stratum
  std::vector<std::int64_t> clusters_with_names() const;  // by stratum
};

struct DrawnCluster {
  std::size_t cluster = 0;  // of the frame
  // So large that it is in every sample: not drawn but taken; a stratum of its own.
  bool certain = false;
  double weight = 0;               // of each of its names: 1 / the chance of the name to be drawn
  std::vector<std::size_t> names;  // places in the cluster's list, from 0, ascending
};

struct SurveyDraw {
  std::vector<DrawnCluster> clusters;  // by stratum and id
  std::size_t people() const;
};

// Draws `clusters[h]` clusters of each stratum and `take` names of each, or all where it has fewer;
// of a certain cluster as many as its size asks for at the stratum's rate. Clusters are ordered by
// the seed, then every T-th name of the stratum picks the cluster in which it stands
// (randomised systematic sampling, Hartley & Rao 1962), in whole numbers, so that a cluster's
// chance is exactly n N_i / N. Depends on ids and the seed, not on the order of the frame. Fails
// where an id stands twice, a stratum is unknown, or there are fewer clusters with names than are
// asked for.
Result<SurveyDraw> draw_survey(const SurveyFrame& frame, const std::vector<std::int64_t>& clusters,
                               std::size_t take, std::uint64_t seed);

}  // namespace scrutineer::roll
