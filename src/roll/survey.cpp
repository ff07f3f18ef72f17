#include "roll/survey.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/core.h>

namespace scrutineer::roll {

namespace {

double squared(double x) { return x * x; }

std::optional<std::string> problem_of(const SurveyDesign& design,
                                      const std::vector<Asked>& people) {
  if (!design.fraction.empty() && design.fraction.size() != design.strata) {
    return fmt::format("Fractions are given for {} strata of {}.", design.fraction.size(),
                       design.strata);
  }
  if (!(design.confidence > 0 && design.confidence < 1)) {
    return "The confidence lies between 0 and 1.";
  }
  for (const Asked& person : people) {
    if (person.stratum >= design.strata) {
      return fmt::format("A person stands in stratum {} of {}.", person.stratum + 1, design.strata);
    }
    if (!(person.weight > 0) || !std::isfinite(person.weight)) {
      return fmt::format("A person of stratum {} has the weight {}.", person.stratum + 1,
                         person.weight);
    }
  }
  return std::nullopt;
}

double fraction_of(const SurveyDesign& design, std::size_t stratum) {
  return design.fraction.empty() ? 0 : design.fraction[stratum];
}

struct Totals {
  double yes = 0, answered = 0;
};

// Strata with one cluster join the next that has people, the last the one before it.
std::vector<std::vector<std::size_t>> joined(
    const SurveyDesign& design, const std::vector<std::map<std::size_t, Totals>>& strata) {
  std::vector<std::vector<std::size_t>> groups;
  bool is_open = false;
  for (std::size_t h = 0; h < strata.size(); ++h) {
    if (strata[h].empty()) continue;
    if (!is_open) groups.emplace_back();
    groups.back().push_back(h);
    is_open = groups.back().size() == 1 && strata[h].size() == 1 && fraction_of(design, h) < 1;
  }
  if (is_open && groups.size() > 1) {
    groups[groups.size() - 2].push_back(groups.back().front());
    groups.pop_back();
  }
  return groups;
}

// Σ (1 − f) n/(n − 1) Σ (z − z̄)² over the clusters of one group.
double variance_in(const std::vector<double>& z, double fraction) {
  const auto n = static_cast<double>(z.size());
  double mean = 0;
  for (const double one : z) mean += one / n;
  double sum = 0;
  for (const double one : z) sum += squared(one - mean);
  return (1 - fraction) * n / (n - 1) * sum;
}

void set_intervals(SurveyShare& share, const SurveyDesign& design, double variance) {
  const double p = share.estimate.value;
  const auto n = static_cast<double>(share.answered);
  const double simple = p * (1 - p) / n;
  if (simple > 0 && variance > 0) share.design_effect = variance / simple;
  share.estimate.standard_error = std::sqrt(variance);
  const SampledShare sampled{p, variance, n, std::max(1.0, share.degrees),
                             design.assumed_design_effect};
  share.estimate.interval = korn_graubard(sampled, design.confidence);
  share.logit = logit_interval(sampled, design.confidence);
}

}  // namespace

Result<SurveyShare> survey_share(const SurveyDesign& design, const std::vector<Asked>& people) {
  if (const auto problem = problem_of(design, people)) return fail(*problem);
  SurveyShare share;
  share.asked = people.size();
  std::vector<std::map<std::size_t, Totals>> strata(design.strata);
  double all_yes = 0;
  double all = 0;
  for (const Asked& person : people) {
    Totals& totals = strata[person.stratum][person.cluster];
    if (!person.yes) continue;
    ++share.answered;
    totals.answered += person.weight;
    all += person.weight;
    if (!*person.yes) continue;
    ++share.yes;
    totals.yes += person.weight;
    all_yes += person.weight;
  }
  if (share.answered == 0) return fail("Nobody of the sample has an answer.");
  // Exactly none or all where that is so, whatever the weights sum to.
  double& p = share.estimate.value;
  p = share.yes == share.answered ? 1 : all_yes / all;
  double variance = 0;
  for (const auto& group : joined(design, strata)) {
    std::vector<double> z;
    double fraction = 1;
    for (const std::size_t h : group) {
      fraction = std::min(fraction, fraction_of(design, h));
      for (const auto& [cluster, totals] : strata[h]) {
        z.push_back((totals.yes - p * totals.answered) / all);
      }
    }
    share.clusters += z.size();
    if (group.size() > 1) share.collapsed.push_back(group);
    if (fraction >= 1) continue;
    if (z.size() < 2) return fail("The sample has one cluster; an interval needs two.");
    share.degrees += static_cast<double>(z.size()) - 1;
    variance += variance_in(z, fraction);
  }
  set_intervals(share, design, variance);
  return share;
}

Result<ResponseBounds> response_bounds(const SurveyDesign& design,
                                       const std::vector<Asked>& people) {
  ResponseBounds bounds;
  for (const bool answer : {false, true}) {
    std::vector<Asked> filled = people;
    for (Asked& person : filled) person.yes = person.yes.value_or(answer);
    const Result<SurveyShare> share = survey_share(design, filled);
    if (!share) return tl::unexpected<Errors>(share.error());
    (answer ? bounds.greatest : bounds.least) = share->estimate;
  }
  bounds.interval = {bounds.least.interval.low, bounds.greatest.interval.high};
  return bounds;
}

namespace {

constexpr std::array<std::string_view, kOutcomes> kWords = {
    "found_correct", "found_with_error", "moved", "dead", "never_known", "refused", "unreached"};

}  // namespace

std::string_view word(Outcome outcome) { return kWords[static_cast<std::size_t>(outcome)]; }

std::optional<Outcome> outcome_of(std::string_view word) {
  const auto* const place = std::find(kWords.begin(), kWords.end(), word);
  if (place == kWords.end()) return std::nullopt;
  return static_cast<Outcome>(place - kWords.begin());
}

Result<std::vector<SurveyShare>> outcome_shares(const SurveyDesign& design,
                                                const std::vector<Visit>& visits) {
  std::vector<SurveyShare> shares;
  for (std::size_t o = 0; o < kOutcomes; ++o) {
    std::vector<Asked> people;
    people.reserve(visits.size());
    for (const Visit& visit : visits) {
      people.push_back(
          {visit.stratum, visit.cluster, visit.weight, visit.outcome == static_cast<Outcome>(o)});
    }
    Result<SurveyShare> share = survey_share(design, people);
    if (!share) return tl::unexpected<Errors>(share.error());
    shares.push_back(*std::move(share));
  }
  return shares;
}

std::vector<Asked> asked_whether(const std::vector<Visit>& visits,
                                 const std::vector<Outcome>& outcomes) {
  std::vector<Asked> people;
  for (const Visit& visit : visits) {
    Asked person{visit.stratum, visit.cluster, visit.weight, std::nullopt};
    if (visit.outcome != Outcome::refused && visit.outcome != Outcome::unreached) {
      person.yes = std::find(outcomes.begin(), outcomes.end(), visit.outcome) != outcomes.end();
    }
    people.push_back(person);
  }
  return people;
}

Result<DesignedSample> designed_sample(const SurveyFrame& frame, const SurveyDraw& draw,
                                       const std::vector<std::vector<std::optional<bool>>>& yes) {
  if (yes.size() != draw.clusters.size()) {
    return fail(fmt::format("There are answers of {} clusters, and {} were drawn.", yes.size(),
                            draw.clusters.size()));
  }
  DesignedSample sample;
  sample.design.strata = frame.strata.size();
  sample.design.fraction.assign(frame.strata.size(), 0);
  for (std::size_t i = 0; i < draw.clusters.size(); ++i) {
    const DrawnCluster& cluster = draw.clusters[i];
    const FrameCluster& of_frame = frame.clusters[cluster.cluster];
    if (yes[i].size() != cluster.names.size()) {
      return fail(fmt::format("{}: there are {} answers to {} names.", of_frame.id, yes[i].size(),
                              cluster.names.size()));
    }
    const std::size_t stratum = cluster.certain ? sample.design.strata++ : of_frame.stratum;
    if (cluster.certain) {
      sample.design.fraction.push_back(static_cast<double>(cluster.names.size()) /
                                       static_cast<double>(of_frame.names));
    }
    for (std::size_t k = 0; k < yes[i].size(); ++k) {
      sample.people.push_back(
          {stratum, cluster.certain ? k : cluster.cluster, cluster.weight, yes[i][k]});
    }
  }
  return sample;
}

}  // namespace scrutineer::roll
