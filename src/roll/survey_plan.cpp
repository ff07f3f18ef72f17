#include "roll/survey_plan.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <fmt/core.h>

#include "base/numbers.hpp"
#include "roll/intervals.hpp"

namespace scrutineer::roll {

namespace {

bool is_between(double value, double low, double high) { return value > low && value < high; }

}  // namespace

double design_effect(double take, double correlation, double weight_variation) {
  return (1 + (take - 1) * correlation) * (1 + weight_variation);
}

double implied_correlation(double effect, double take) { return (effect - 1) / (take - 1); }

double implied_design_effect(double margin, double share, double people, double confidence) {
  const double z = normal_quantile(confidence);
  return margin * margin * people / (z * z * share * (1 - share));
}

double expected_margin(double share, double people, double effect, double confidence) {
  return normal_quantile(confidence) * std::sqrt(share * (1 - share) * effect / people);
}

std::size_t optimal_take(double cluster_cost, double person_cost, double correlation) {
  const double best = std::sqrt(cluster_cost / person_cost * (1 - correlation) / correlation);
  return static_cast<std::size_t>(std::clamp(std::round(best), 1.0, 1e6));
}

Result<SurveySize> size_for(const PrecisionWish& wish) {
  if (!is_between(wish.margin, 0, 1) || !is_between(wish.share, 0, 1) ||
      !is_between(wish.confidence, 0, 1)) {
    return fail("The margin, the expected share and the confidence lie between 0 and 1.");
  }
  if (wish.correlation < 0 || wish.correlation > 1 || !(wish.response > 0) || wish.response > 1) {
    return fail(
        "The correlation within clusters lies between 0 and 1, the response above 0 and at most "
        "1.");
  }
  if (wish.take == 0) return fail("At least one name is taken of each cluster.");
  const auto take = static_cast<double>(wish.take);
  SurveySize size;
  size.effect = design_effect(take * wish.response, wish.correlation);
  // Where less than one of a cluster answers, those who do are all of different clusters.
  size.effect = std::max(1.0, size.effect);
  const double z = normal_quantile(wish.confidence);
  const double answers =
      z * z * wish.share * (1 - wish.share) * size.effect / (wish.margin * wish.margin);
  const double clusters = std::ceil(answers / wish.response / take - 1e-9);
  if (clusters > 1e9) return fail("So small a margin needs more than 10^9 clusters.");
  size.clusters = std::max<std::size_t>(1, static_cast<std::size_t>(clusters));
  size.people = size.clusters * wish.take;
  size.margin = expected_margin(wish.share, static_cast<double>(size.people) * wish.response,
                                size.effect, wish.confidence);
  return size;
}

Result<std::vector<std::int64_t>> allocate(const std::vector<std::int64_t>& all,
                                           const std::vector<std::int64_t>& weights,
                                           std::int64_t size, std::int64_t least) {
  std::vector<std::int64_t> sizes;
  sizes.reserve(all.size());
  for (const std::int64_t n : all) sizes.push_back(std::min(n, least));
  std::int64_t given = std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0});
  const std::int64_t most = std::accumulate(all.begin(), all.end(), std::int64_t{0});
  if (size < given || size > most) {
    return fail(fmt::format(
        "The sample is to have {}; {} of each stratum (or all it has) are {}, and there "
        "are {} in all.",
        size, least, given, most));
  }
  // w² / (n (n + 1)) by cross-multiplication, the weights scaled so that 128 bits hold it.
  const std::int64_t greatest =
      weights.empty() ? 0 : *std::max_element(weights.begin(), weights.end());
  const std::int64_t unit = greatest / 1'000'000'000 + 1;
  const auto precedes = [&](std::size_t a, std::size_t b) {
    const Wide of_a = static_cast<Wide>(weights[a] / unit) * (weights[a] / unit);
    const Wide of_b = static_cast<Wide>(weights[b] / unit) * (weights[b] / unit);
    const Wide steps_a = static_cast<Wide>(sizes[a]) * (sizes[a] + 1);
    const Wide steps_b = static_cast<Wide>(sizes[b]) * (sizes[b] + 1);
    // Without one yet: before all that have one.
    if (steps_a == 0 || steps_b == 0) return steps_a == 0 && (steps_b != 0 || of_a > of_b);
    return of_a * steps_b > of_b * steps_a;
  };
  for (; given < size; ++given) {
    std::size_t best = all.size();
    for (std::size_t h = 0; h < all.size(); ++h) {
      if (sizes[h] < all[h] && (best == all.size() || precedes(h, best))) best = h;
    }
    ++sizes[best];
  }
  return sizes;
}

std::vector<std::int64_t> SurveyFrame::names() const {
  std::vector<std::int64_t> sums(strata.size(), 0);
  for (const FrameCluster& cluster : clusters) sums[cluster.stratum] += cluster.names;
  return sums;
}

std::vector<std::int64_t> SurveyFrame::clusters_with_names() const {
  std::vector<std::int64_t> counts(strata.size(), 0);
  for (const FrameCluster& cluster : clusters) counts[cluster.stratum] += cluster.names > 0 ? 1 : 0;
  return counts;
}

std::size_t SurveyDraw::people() const {
  std::size_t sum = 0;
  for (const DrawnCluster& cluster : clusters) sum += cluster.names.size();
  return sum;
}

}  // namespace scrutineer::roll
