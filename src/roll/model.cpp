#include "roll/model.hpp"

#include <algorithm>
#include <cmath>

namespace scrutineer::roll {

double Model::weight(std::size_t comparison, Level level) const {
  const ComparisonModel& c = comparisons[comparison];
  if (level == kNotStated || c.u[level] <= 0 || c.m[level] <= 0) return 0;
  return log2_of(c.m[level] / c.u[level]);
}

double Model::weight(Pattern pattern) const {
  double sum = 0;
  for (std::size_t k = 0; k < comparisons.size(); ++k) sum += weight(k, level_in(pattern, k));
  for (const Interaction& both : interactions) {
    sum += both.bits[level_in(pattern, both.first)][level_in(pattern, both.second)];
  }
  return sum;
}

double Model::prior() const {
  const double most = std::max(pairs, 1.0);
  const double of_one = std::clamp(matches, 1e-3, most * 0.999);
  return log2_of(of_one / (most - of_one));
}

LevelShares first_guess(FieldKind kind, bool has_swapped) {
  if (kind == FieldKind::birth_date) return {.85, .05, .01, .01, .03, .02, .03, 0};
  if (is_name_like(kind)) {
    return {.85, .04, .04, .01, .015, has_swapped ? .035 : .045, has_swapped ? .01 : 0, 0};
  }
  if (kind == FieldKind::code) return {.88, .04, .03, .05, 0, 0, 0, 0};
  return {.95, .05, 0, 0, 0, 0, 0, 0};
}

double expected_matches(const Model& model, const std::vector<PatternCount>& patterns) {
  std::vector<double> ratios;
  ratios.reserve(patterns.size());
  for (const PatternCount& count : patterns) ratios.push_back(exp2_of(model.weight(count.pattern)));
  const double pairs = std::max(model.pairs, 1.0);
  double matches = std::clamp(model.matches, 1e-3, pairs / 2);
  for (int round = 0; round < 200; ++round) {
    const double odds = matches / (pairs - matches);
    double sum = 0;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      const double ratio = odds * ratios[i];
      sum += static_cast<double>(patterns[i].pairs) * (ratio / (1 + ratio));
    }
    const double next = std::clamp(sum, 1e-3, pairs / 2);
    const bool is_enough = std::fabs(next - matches) <= 1e-6 * matches;
    matches = next;
    if (is_enough) break;
  }
  return matches;
}

namespace {

// Pools neighbours until m / u falls from level to level (pool adjacent violators). Each level of a
// pool gets its share of the pool's m by its u.
void pool(ComparisonModel& c, std::size_t first, std::size_t last) {
  struct Pool {
    double m = 0, u = 0;
    std::size_t begin = 0, end = 0;
  };
  std::vector<Pool> pools;
  for (std::size_t level = first; level <= last; ++level) {
    if (c.u[level] <= 0) continue;
    pools.push_back({c.m[level], c.u[level], level, level + 1});
    while (pools.size() > 1) {
      const Pool back = pools.back();
      Pool& before = pools[pools.size() - 2];
      if (before.m * back.u >= back.m * before.u) break;
      before = {before.m + back.m, before.u + back.u, before.begin, back.end};
      pools.pop_back();
    }
  }
  for (const Pool& p : pools) {
    for (std::size_t level = p.begin; level < p.end; ++level) c.m[level] = p.m * (c.u[level] / p.u);
  }
}

}  // namespace

void make_monotone(Model& model, const std::vector<FieldKind>& kinds) {
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    ComparisonModel& c = model.comparisons[k];
    // Of dates, only the last three are in an order for certain.
    const bool is_date = kinds[k] == FieldKind::birth_date;
    pool(c, is_date ? std::size_t{date_level::slip} : std::size_t{kExact},
         different_level(kinds[k]));
  }
}

}  // namespace scrutineer::roll
