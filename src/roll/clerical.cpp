#include "roll/clerical.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "base/random.hpp"

namespace scrutineer::roll {

namespace {

// Probabilities are sorted into cells of equal width before anything is summed, so that the sums do
// not depend on the order of the records.
constexpr std::size_t kCells = 10'000;

std::size_t cell_of(double probability) {
  // A probability that is written with four digits falls into the cell that begins with it.
  constexpr double kSlack = 1e-7;
  return std::min(kCells - 1, static_cast<std::size_t>(probability * kCells + kSlack));
}

// √(p (1 − p)) of each record of a cell, p being as near to 0 and 1 as the model is believed.
double deviation(std::size_t cell, double least) {
  const double middle = (static_cast<double>(cell) + 0.5) / kCells;
  const double p = std::clamp(middle, least, 1 - least);
  return std::sqrt(p * (1 - p));
}

// The first cells of strata. What the model calls certain, either way, is one stratum each: to part
// it would give several small samples without an event where one large one says more. The others
// share what lies between equally.
std::vector<std::size_t> first_cells(const std::vector<std::int64_t>& cells, std::size_t count,
                                     double least) {
  std::vector<std::size_t> firsts = {0};
  if (count == 1) return firsts;
  const std::size_t low = cell_of(least);
  const std::size_t high = count > 2 ? cell_of(1 - least) : kCells;
  double all = 0;
  for (std::size_t c = low; c < high; ++c) {
    all += static_cast<double>(cells[c]) * deviation(c, least);
  }
  const std::size_t between = count > 2 ? count - 2 : 1;
  firsts.push_back(low);
  double mass = 0;
  std::size_t closed = 0;
  for (std::size_t c = low; c + 1 < high && closed + 1 < between; ++c) {
    if (cells[c] == 0) continue;
    mass += static_cast<double>(cells[c]) * deviation(c, least);
    if (mass * static_cast<double>(between) < all * static_cast<double>(closed + 1)) continue;
    ++closed;
    firsts.push_back(c + 1);
  }
  if (high < kCells) firsts.push_back(high);
  return firsts;
}

}  // namespace

Result<ClericalStrata> clerical_strata(const std::vector<double>& probabilities, std::size_t count,
                                       double least) {
  if (probabilities.empty()) return fail("There is no record to judge.");
  if (count == 0 || count > 100 || !(least > 0) || !(least < 0.5)) {
    return fail("Between 1 and 100 strata are made, with a least probability below one half.");
  }
  std::vector<std::int64_t> cells(kCells, 0);
  for (const double p : probabilities) {
    if (!(p >= 0 && p <= 1)) return fail(fmt::format("{} is no probability.", p));
    ++cells[cell_of(p)];
  }
  const std::vector<std::size_t> firsts = first_cells(cells, count, least);
  ClericalStrata strata;
  std::vector<std::uint8_t> stratum_of_cell(kCells, 0);
  for (std::size_t k = 0; k < firsts.size(); ++k) {
    const std::size_t end = k + 1 < firsts.size() ? firsts[k + 1] : kCells;
    std::int64_t records = 0;
    double mass = 0;
    for (std::size_t c = firsts[k]; c < end; ++c) {
      stratum_of_cell[c] = static_cast<std::uint8_t>(strata.records.size());
      records += cells[c];
      mass += static_cast<double>(cells[c]) * deviation(c, least);
    }
    if (records == 0) continue;
    // The first of all begins at 0, and one that is empty belongs to the next.
    strata.bounds.push_back(
        strata.records.empty() ? 0 : static_cast<double>(firsts[k]) / static_cast<double>(kCells));
    strata.records.push_back(records);
    strata.weights.push_back(std::max<std::int64_t>(1, std::llround(mass)));
  }
  strata.bounds.push_back(1);
  for (const double p : probabilities) strata.stratum.push_back(stratum_of_cell[cell_of(p)]);
  return strata;
}

Result<std::vector<std::vector<std::size_t>>> draw_clerical(const ClericalStrata& strata,
                                                            const std::vector<std::int64_t>& sizes,
                                                            std::uint64_t seed) {
  if (sizes.size() != strata.records.size()) {
    return fail(
        fmt::format("{} sizes are given for {} strata.", sizes.size(), strata.records.size()));
  }
  std::vector<std::vector<std::size_t>> members(sizes.size());
  for (std::size_t i = 0; i < strata.stratum.size(); ++i) members[strata.stratum[i]].push_back(i);
  const Random random(seed);
  std::vector<std::vector<std::size_t>> drawn(members.size());
  for (std::size_t h = 0; h < members.size(); ++h) {
    if (sizes[h] < 0 || sizes[h] > strata.records[h]) {
      return fail(fmt::format("{} of {} records are to be judged.", sizes[h], strata.records[h]));
    }
    const auto wanted = static_cast<std::size_t>(sizes[h]);
    for (const std::size_t place : random.fork(h).sample(members[h].size(), wanted)) {
      drawn[h].push_back(members[h][place]);
    }
  }
  return drawn;
}

Result<Estimate> judged_total(const std::vector<Judged>& strata, double confidence) {
  std::vector<Term> terms;
  for (const Judged& stratum : strata) {
    if (stratum.judged < 0 || stratum.judged > stratum.records || !(stratum.events >= 0) ||
        stratum.events > static_cast<double>(stratum.judged)) {
      return fail(fmt::format("{} of {} judged records of {}: the counts contradict each other.",
                              stratum.events, stratum.judged, stratum.records));
    }
    if (stratum.records == 0) continue;
    if (stratum.judged == 0) {
      return fail(
          fmt::format("A stratum of {} records has none that was judged.", stratum.records));
    }
    const auto all = static_cast<double>(stratum.records);
    const auto n = static_cast<double>(stratum.judged);
    const double share = stratum.events / n;
    if (stratum.judged == stratum.records) {
      terms.push_back({all, exactly(share)});
      continue;
    }
    const double effective = n * (all - 1) / (all - n);
    terms.push_back({all,
                     {share, std::sqrt(share * (1 - share) / effective),
                      wilson(share * effective, effective, confidence)}});
  }
  return sum_of(terms);
}

}  // namespace scrutineer::roll
