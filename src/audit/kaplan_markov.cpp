#include "audit/kaplan_markov.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/core.h>

#include "audit/evidence_product.hpp"

namespace scrutineer {

namespace {

// What errors of these numbers or rates take from ln(1/p).
template <typename Errors>
double cost_of(const Errors& errors, double gamma) {
  return -(static_cast<double>(errors.one_over) * std::log1p(-1 / (2 * gamma)) +
           static_cast<double>(errors.two_over) * std::log1p(-1 / gamma) +
           static_cast<double>(errors.one_under) * std::log1p(1 / (2 * gamma)) +
           static_cast<double>(errors.two_under) * std::log1p(1 / gamma));
}

// A sum of `terms` logarithms of which the absolute values add up to `size`, rounded against us.
double p_of(double log_e, double size, double terms) {
  return p_value_of_log_e(log_e - (terms + 16) * kRounding * (size + 1));
}

}  // namespace

Result<KaplanMarkov> KaplanMarkov::make(double diluted_margin, double gamma) {
  if (!(diluted_margin > 0 && diluted_margin <= 1)) {
    return fail(fmt::format("diluted margin: found {:g}, expected more than 0 and at most 1.",
                            diluted_margin));
  }
  if (!(gamma > 1 && gamma <= 1000)) {
    return fail(fmt::format("gamma: found {:g}, expected more than 1 and at most 1,000.", gamma));
  }
  return KaplanMarkov{diluted_margin, gamma};
}

double KaplanMarkov::p_value(std::int64_t cards, const OverstatementCounts& errors) const {
  const double gain = -static_cast<double>(cards) * std::log1p(-diluted_margin / (2 * gamma));
  const double cost = cost_of(errors, gamma);
  return p_of(gain - cost, gain + std::abs(cost), 4);
}

double KaplanMarkov::p_value(std::span<const double> relative_overstatements) const {
  const double step = -std::log1p(-diluted_margin / (2 * gamma));
  double log_e = 0;
  double size = 0;
  for (const double one : relative_overstatements) {
    const double factor = 1 - std::clamp(one, -2.0, 2.0) / (2 * gamma);
    log_e += step + std::log(factor);
    size += step + std::abs(std::log(factor));
  }
  return p_of(log_e, size, static_cast<double>(relative_overstatements.size()));
}

std::int64_t KaplanMarkov::sample_size(double alpha, const OverstatementCounts& expected) const {
  const double need = -std::log(alpha) + cost_of(expected, gamma);
  const std::int64_t errors =
      expected.one_over + expected.two_over + expected.one_under + expected.two_under;
  return std::max(errors, static_cast<std::int64_t>(std::ceil(2 * gamma * need / diluted_margin)));
}

std::int64_t KaplanMarkov::sample_size(double alpha, const OverstatementRates& expected) const {
  // Whole errors depend on the size and the size on them: a few rounds settle it.
  std::int64_t size = sample_size(alpha, OverstatementCounts{});
  for (int round = 0; round < 4; ++round) {
    const auto n = static_cast<double>(size);
    const auto up = [n](double rate) { return static_cast<std::int64_t>(std::ceil(rate * n)); };
    const auto near = [n](double rate) { return static_cast<std::int64_t>(std::round(rate * n)); };
    size =
        sample_size(alpha, OverstatementCounts{up(expected.one_over), near(expected.two_over),
                                               up(expected.one_under), near(expected.two_under)});
  }
  return size;
}

Result<std::int64_t> KaplanMarkov::exact_sample_size(double alpha,
                                                     const OverstatementRates& expected) const {
  const double per_card = -std::log1p(-diluted_margin / (2 * gamma)) - cost_of(expected, gamma);
  if (per_card <= 0) {
    return fail("At these rates of errors no number of cards confirms the outcome.");
  }
  return static_cast<std::int64_t>(std::ceil(-std::log(alpha) / per_card));
}

double relative_overstatement(std::span<const PairOverstatement> pairs) {
  double greatest = -std::numeric_limits<double>::infinity();
  std::int64_t smallest = std::numeric_limits<std::int64_t>::max();
  for (const PairOverstatement& pair : pairs) {
    greatest =
        std::max(greatest, static_cast<double>(pair.votes) / static_cast<double>(pair.margin));
    smallest = std::min(smallest, pair.margin);
  }
  return pairs.empty() ? 0 : greatest * static_cast<double>(smallest);
}

}  // namespace scrutineer
