// From links to wrongful removals with every step of the design: a country at 1:100, a model with
// doubts, clerical samples by stratum, a field audit of apparent removals in drawn communes.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.hpp"
#include "roll/clerical.hpp"
#include "roll/removals.hpp"
#include "roll/scale_for_tests.hpp"
#include "roll/survey.hpp"

namespace scrutineer::roll {
namespace {

// Records of one kind, with what the linkage believes and what is true.
struct Records {
  std::vector<double> probability;  // of what the clerical sample asks
  std::vector<bool> removed;        // the person has no record in the new roll
};

struct Country {
  Records linked, unlinked;
  std::vector<std::vector<bool>> wrongful;  // of apparent removals, by commune
  double removed = 0, wrongly_removed = 0;

  explicit Country(Random random) {
    for (std::size_t commune = 0; commune < 160; ++commune) {
      // A third of the communes have three times the others' share of wrongful removals.
      const double share = random.below(3) == 0 ? 0.2 : 0.06;
      wrongful.emplace_back();
      const std::int64_t names = random.between(200, 1'000);
      for (std::int64_t i = 0; i < names; ++i) add(random, share);
    }
  }

  void add(Random& random, double wrongful_share) {
    const bool is_removed = random.uniform() < 0.1;
    const bool is_wrongful = is_removed && random.uniform() < wrongful_share;
    const bool is_linked = is_removed ? random.uniform() < 0.03 : random.uniform() < 0.99;
    removed += is_removed ? 1 : 0;
    wrongly_removed += is_wrongful ? 1 : 0;
    // What is asked of a link is whether it is false; of the others, whether they are there.
    const bool is_event = is_linked == is_removed;
    const double u = random.uniform();
    (is_linked ? linked : unlinked)
        .probability.push_back(is_event ? std::sqrt(u) : 0.2 * std::pow(u, 8));
    (is_linked ? linked : unlinked).removed.push_back(is_removed);
    if (!is_linked) wrongful.back().push_back(is_wrongful);
  }
};

std::vector<Judged> judged(const Records& records, std::int64_t size, std::uint64_t seed) {
  const auto strata = clerical_strata(records.probability, 6);
  const auto sizes = allocate(strata->records, strata->weights, size, 20);
  const auto drawn = draw_clerical(*strata, *sizes, seed);
  std::vector<Judged> result;
  for (std::size_t h = 0; h < drawn->size(); ++h) {
    const auto events = std::count_if((*drawn)[h].begin(), (*drawn)[h].end(),
                                      [&](std::size_t i) { return bool{records.removed[i]}; });
    result.push_back({strata->records[h], (*sizes)[h], static_cast<double>(events)});
  }
  return result;
}

SurveyShare field_share(const Country& country, std::uint64_t seed) {
  SurveyFrame frame{{"country"}, {}};
  for (std::size_t c = 0; c < country.wrongful.size(); ++c) {
    frame.clusters.push_back(
        {"commune-" + std::to_string(c), 0, static_cast<std::int64_t>(country.wrongful[c].size())});
  }
  const auto draw = draw_survey(frame, {40}, 24, seed);
  std::vector<std::vector<std::optional<bool>>> answers;
  for (const DrawnCluster& cluster : draw->clusters) {
    answers.emplace_back();
    for (const std::size_t name : cluster.names) {
      answers.back().push_back(bool{country.wrongful[cluster.cluster][name]});
    }
  }
  const auto sample = designed_sample(frame, *draw, answers);
  return *survey_share(sample->design, sample->people);
}

TEST(RemovalsSurvey, the_planted_wrongful_removals_lie_within_the_interval_of_the_whole_design) {
  const int seeds = scaled_for_tests(100);
  int wrongful_covered = 0;
  int removed_covered = 0;
  double width = 0;
  double squares = 0;
  for (int k = 0; k < seeds; ++k) {
    const auto seed = static_cast<std::uint64_t>(k);
    const Country country{Random(seed)};
    const auto apparent = static_cast<std::int64_t>(country.unlinked.removed.size());
    const auto links = static_cast<std::int64_t>(country.linked.removed.size());
    const auto removals =
        estimate_removals({apparent + links, links}, judged(country.unlinked, 600, seed),
                          judged(country.linked, 600, seed), 0.95);
    ASSERT_TRUE(removals);
    FieldShare field;
    field.wrongful = field_share(country, seed).estimate;
    field.taken_for_links = BehindLinks::like_removed;
    const Estimate w = wrongful_by_audit(*removals, field).wrongly_removed;
    const Estimate& d = removals->removed;
    const double planted = country.wrongly_removed;
    wrongful_covered += w.interval.low <= planted && planted <= w.interval.high ? 1 : 0;
    removed_covered +=
        d.interval.low <= country.removed && country.removed <= d.interval.high ? 1 : 0;
    width += w.interval.high - w.interval.low;
    squares += (w.value - planted) * (w.value - planted);
  }
  EXPECT_GE(wrongful_covered, static_cast<int>(0.9 * seeds));
  EXPECT_GE(removed_covered, static_cast<int>(0.9 * seeds));
  RecordProperty("wrongful_covered", wrongful_covered);
  RecordProperty("removed_covered", removed_covered);
  if (seeds < 100) return;
  // What the design allows: ± 1.96 times the error that was really made.
  const double allowed = 2 * 1.96 * std::sqrt(squares / seeds);
  EXPECT_LT(width / seeds, 1.3 * allowed);
  RecordProperty("width_over_allowed", std::to_string(width / seeds / allowed));
}

}  // namespace
}  // namespace scrutineer::roll
