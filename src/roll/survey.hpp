// What the answers of a field audit say: shares with the variance of the design, intervals that
// behave at rare outcomes, every outcome beside the others, and how far those who were not reached
// or refused could move a share. Method: docs/field-audits.md.
//
// A share is the ratio of two estimated totals, Σ w y / Σ w x, over those with a known answer. Its
// variance is that of the total of z = w (y − p x) / X between clusters within strata:
// Σ (1 − f) n/(n − 1) Σ (z_i − z̄)² (Taylor linearisation; Särndal, Swensson & Wretman 1992,
// section 5.6), with f = 0 where clusters were drawn by size. Clusters are counted as drawn, those
// in which nobody answered included.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "roll/intervals.hpp"
#include "roll/survey_plan.hpp"

namespace scrutineer::roll {

// One person (or name) of the sample.
struct Asked {
  std::size_t stratum = 0;
  std::size_t cluster = 0;  // within its stratum or overall: the pair counts
  double weight = 1;  // > 0: 1 / chance, times adults where one of a household was asked (Kish)
  std::optional<bool> yes;  // nothing: not reached, refused, or does not say
};

struct SurveyDesign {
  std::size_t strata = 1;
  // The share of a stratum's clusters that was drawn, by simple random sampling; 0 where clusters
  // were drawn with chances by size or with replacement. Empty: 0 everywhere.
  std::vector<double> fraction;
  double confidence = 0.95;
  // Where nobody or everybody says yes; the plan's.
  double assumed_design_effect = 1;
};

struct SurveyShare {
  Estimate estimate;  // Korn and Graubard's interval
  std::optional<Interval> logit;
  double design_effect = 1;  // against as many people drawn one by one; 1 where nothing varies
  double degrees = 0;        // clusters less strata
  std::size_t asked = 0, answered = 0, yes = 0, clusters = 0;
  // Strata with a single cluster, each with the strata whose variance it shares: it has none of its
  // own. The larger variance that follows includes what differs between them.
  std::vector<std::vector<std::size_t>> collapsed;
};

// Fails where nobody answered, a stratum or weight is out of range, or there is one cluster in all.
Result<SurveyShare> survey_share(const SurveyDesign& design, const std::vector<Asked>& people);

// The least and the greatest share there can be, whatever those without an answer would have said
// (Manski 1989); the interval runs from the lower end of the least to the upper end of the
// greatest, so it covers whatever the answers are.
struct ResponseBounds {
  Estimate least, greatest;
  Interval interval;
};
Result<ResponseBounds> response_bounds(const SurveyDesign& design,
                                       const std::vector<Asked>& people);

// What a visit to a name of the list ends with.
enum class Outcome : std::uint8_t {
  found_correct,
  found_with_error,
  moved,  // known there, lives elsewhere now
  dead,
  never_known,  // nobody there knows of such a person
  refused,
  unreached,  // not visited, nobody at home, area not accessible
};
inline constexpr std::size_t kOutcomes = 7;
std::string_view word(Outcome outcome);  // as forms and files write it
std::optional<Outcome> outcome_of(std::string_view word);

struct Visit {
  std::size_t stratum = 0, cluster = 0;
  double weight = 1;
  Outcome outcome = Outcome::unreached;
};

// The share of each outcome among all that were drawn, refused and unreached included: they sum to
// one, and none is left out of the base.
Result<std::vector<SurveyShare>> outcome_shares(const SurveyDesign& design,
                                                const std::vector<Visit>& visits);

// The visits as answers to: is it one of these outcomes? Refused and unreached are no answer.
std::vector<Asked> asked_whether(const std::vector<Visit>& visits,
                                 const std::vector<Outcome>& outcomes);

// A drawn sample with answers, as a design. A certain cluster is a stratum of its own, its names
// are its clusters. `yes`: [drawn cluster][name], as many as were drawn. Fails where they are not.
struct DesignedSample {
  SurveyDesign design;
  std::vector<Asked> people;
};
Result<DesignedSample> designed_sample(const SurveyFrame& frame, const SurveyDraw& draw,
                                       const std::vector<std::vector<std::optional<bool>>>& yes);

}  // namespace scrutineer::roll
