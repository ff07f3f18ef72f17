#include "roll/lookup.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/core.h>

namespace scrutineer::roll {

namespace {

double squared(double x) { return x * x; }

bool is_trial(const SearchTrial& trial) {
  return trial.found >= 0 && trial.searched >= trial.found;
}

Estimate found_share(const SearchTrial& trial, double confidence, double without) {
  if (trial.searched == 0) return exactly(without);
  const auto n = static_cast<double>(trial.searched);
  const auto found = static_cast<double>(trial.found);
  const double share = found / n;
  return {share, std::sqrt(share * (1 - share) / n), wilson(found, n, confidence)};
}

double root_of_squares(double a, double b, double c) {
  return std::sqrt(squared(a) + squared(b) + squared(c));
}

}  // namespace

Result<LookupCorrection> corrected_missing(const Estimate& not_found, const SearchTrial& known,
                                           const SearchTrial& absent, double confidence) {
  if (!is_trial(known) || !is_trial(absent)) {
    return fail("A trial of the search finds none at least, and all at most.");
  }
  LookupCorrection result;
  result.sensitivity = found_share(known, confidence, 1);
  result.false_find = found_share(absent, confidence, 0);
  const double s = result.sensitivity.value;
  const double f = result.false_find.value;
  if (s <= f) {
    return fail(fmt::format(
        "The search finds {} of {} who are on the list and {} of {} who are not: it tells nothing.",
        known.found, known.searched, absent.found, absent.searched));
  }
  const double q = (not_found.value - (1 - s)) / (s - f);
  // q rises with what was not found and with both shares of the trials.
  const double by_observed = 1 / (s - f);
  const double by_sensitivity = std::abs(1 - q) / (s - f);
  const double by_false_find = std::abs(q) / (s - f);
  const auto distance = [&](double observed, double sensitivity, double false_find) {
    return root_of_squares(by_observed * observed, by_sensitivity * sensitivity,
                           by_false_find * false_find);
  };
  Estimate& missing = result.missing;
  missing.value = std::clamp(q, 0.0, 1.0);
  missing.standard_error = distance(not_found.standard_error, result.sensitivity.standard_error,
                                    result.false_find.standard_error);
  missing.interval = {
      q - distance(not_found.value - not_found.interval.low, s - result.sensitivity.interval.low,
                   f - result.false_find.interval.low),
      q + distance(not_found.interval.high - not_found.value, result.sensitivity.interval.high - s,
                   result.false_find.interval.high - f)};
  missing = within(missing, 0, 1);
  return result;
}

Result<Estimate> eligible_people(std::int64_t names, const Estimate& validity,
                                 const Estimate& coverage, double confidence) {
  if (names < 0 || !(validity.value > 0) || !(coverage.value > 0)) {
    return fail("People are estimated from shares above zero.");
  }
  Estimate people;
  people.value = static_cast<double>(names) * validity.value / coverage.value;
  const double relative = std::sqrt(squared(validity.standard_error / validity.value) +
                                    squared(coverage.standard_error / coverage.value));
  people.standard_error = people.value * relative;
  const double factor = std::exp(normal_quantile(confidence) * relative);
  people.interval = {people.value / factor, people.value * factor};
  return people;
}

}  // namespace scrutineer::roll
