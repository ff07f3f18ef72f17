#include "roll/clerical_sample.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "roll/survey_plan.hpp"

namespace scrutineer::roll {

namespace {

constexpr std::size_t kStrata = 6;
constexpr std::int64_t kLeastOfStratum = 20;

std::vector<double> mean_by_stratum(const ClericalStrata& strata,
                                    const std::vector<double>& probabilities) {
  std::vector<double> means(strata.records.size(), 0);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    means[strata.stratum[i]] += probabilities[i];
  }
  for (std::size_t h = 0; h < means.size(); ++h) {
    means[h] /= static_cast<double>(strata.records[h]);
  }
  return means;
}

}  // namespace

Result<ClericalSample> draw_clerical_sample(const std::vector<double>& probabilities,
                                            std::int64_t size, std::uint64_t seed) {
  ClericalSample sample;
  if (probabilities.empty()) return sample;
  auto strata = clerical_strata(probabilities, kStrata);
  if (!strata) return tl::unexpected<Errors>(strata.error());
  const auto records = static_cast<std::int64_t>(probabilities.size());
  auto sizes = allocate(strata->records, strata->weights, std::min(size, records), kLeastOfStratum);
  if (!sizes) return tl::unexpected<Errors>(sizes.error());
  auto drawn = draw_clerical(*strata, *sizes, seed);
  if (!drawn) return tl::unexpected<Errors>(drawn.error());
  sample.believed = mean_by_stratum(*strata, probabilities);
  sample.strata = std::move(*strata);
  sample.sizes = std::move(*sizes);
  sample.drawn = std::move(*drawn);
  return sample;
}

Answer is_on_new_roll(const ClericalAnswer& answer) {
  if (answer.same_person == Answer::yes || answer.elsewhere == Answer::yes) return Answer::yes;
  const bool is_gone = answer.same_person == Answer::no && answer.elsewhere == Answer::no;
  return is_gone ? Answer::no : Answer::unsure;
}

Result<JudgedBounds> judge(const ClericalSample& sample,
                           const std::vector<ClericalAnswer>& answers) {
  JudgedBounds bounds;
  for (const std::int64_t records : sample.strata.records) bounds.least.push_back({records, 0, 0});
  bounds.middle = bounds.greatest = bounds.least;
  for (const ClericalAnswer& answer : answers) {
    if (answer.stratum >= bounds.least.size() || answer.entries < 1) {
      return fail("An answer belongs to no stratum, or somebody has no entry in the old roll.");
    }
    const Answer on_roll = is_on_new_roll(answer);
    const double person = 1 / static_cast<double>(answer.entries);
    const bool is_unsure = on_roll == Answer::unsure;
    const double event = on_roll == Answer::no ? person : 0;
    bounds.unsure += is_unsure ? 1 : 0;
    for (std::vector<Judged>* all : {&bounds.least, &bounds.middle, &bounds.greatest}) {
      ++(*all)[answer.stratum].judged;
      (*all)[answer.stratum].events += event;
    }
    bounds.middle[answer.stratum].events += is_unsure ? person / 2 : 0;
    bounds.greatest[answer.stratum].events += is_unsure ? person : 0;
  }
  for (std::size_t h = 0; h < sample.sizes.size(); ++h) {
    if (bounds.least[h].judged == sample.sizes[h]) continue;
    return fail(fmt::format("{} records of a stratum were drawn, and {} have an answer.",
                            sample.sizes[h], bounds.least[h].judged));
  }
  return bounds;
}

std::vector<Calibration> calibration(AskedOf what, const ClericalSample& sample,
                                     const std::vector<ClericalAnswer>& answers,
                                     double confidence) {
  std::vector<Calibration> rows(sample.sizes.size());
  std::vector<double> events(rows.size(), 0);
  for (const ClericalAnswer& answer : answers) {
    Calibration& row = rows[answer.stratum];
    const Answer found = what == AskedOf::links ? answer.same_person : is_on_new_roll(answer);
    const Answer event = what == AskedOf::links ? Answer::no : Answer::yes;
    ++row.judged;
    row.unsure += found == Answer::unsure ? 1 : 0;
    events[answer.stratum] += found == event ? 1 : 0;
  }
  for (std::size_t h = 0; h < rows.size(); ++h) {
    Calibration& row = rows[h];
    row.from = sample.strata.bounds[h];
    row.to = sample.strata.bounds[h + 1];
    row.records = sample.strata.records[h];
    row.believed = sample.believed[h];
    const auto known = static_cast<double>(row.judged - row.unsure);
    row.found = known > 0 ? events[h] / known : 0;
    row.interval = wilson(events[h], known, confidence);
  }
  return rows;
}

}  // namespace scrutineer::roll
