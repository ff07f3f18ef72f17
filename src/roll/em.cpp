#include <algorithm>
#include <cmath>

#include "roll/model.hpp"

namespace scrutineer::roll {

namespace {

// The session's patterns without the conditioned comparisons.
std::vector<PatternCount> free_patterns(const Session& session) {
  Pattern mask = ~Pattern{0};
  for (std::size_t k = 0; k < kMostComparisons; ++k) {
    if ((session.conditioned >> k & 1U) != 0) mask &= ~pattern_bits(7, k);
  }
  PatternHistogram histogram;
  for (const PatternCount& count : session.patterns)
    histogram.add(count.pattern & mask, count.pairs);
  return histogram.sorted();
}

class Em {
 public:
  Em(const Session& session, const Model& model, const EmOptions& options)
      : options_(options), model_(model), patterns_(free_patterns(session)) {
    for (std::size_t k = 0; k < model.comparisons.size(); ++k) {
      if ((session.conditioned >> k & 1U) == 0) free_.push_back(k);
    }
    for (const ComparisonModel& c : model.comparisons) {
      result_.m.push_back(c.m);
      result_.u.push_back(c.u);
    }
    for (const PatternCount& count : patterns_) result_.pairs += static_cast<double>(count.pairs);
    result_.share = result_.pairs > 0 ? 0.1 : 0;
  }

  // Without rounds: what is seen, less what the coincidences are expected to show.
  EmResult subtract(double coincidences) {
    std::vector<LevelShares> seen(model_.comparisons.size(), LevelShares{});
    for (const PatternCount& count : patterns_) {
      for (const std::size_t k : free_) {
        seen[k][level_in(count.pattern, k)] += static_cast<double>(count.pairs);
      }
    }
    for (const std::size_t k : free_) {
      for (std::size_t level = 0; level < kNotStated; ++level) {
        const double chance = coincidences * model_.comparisons[k].u[level];
        seen[k][level] = std::max(seen[k][level] - chance, 0.0);
      }
      result_.m[k] = shares_of(seen[k], model_.comparisons[k].m);
    }
    result_.share = 1 - coincidences / result_.pairs;
    return std::move(result_);
  }

  EmResult run() {
    for (int round = 0; round < options_.most_iterations && result_.pairs > 0; ++round) {
      if (step() <= options_.enough) break;
    }
    return std::move(result_);
  }

 private:
  // One round; the greatest move of a share.
  double step() {
    std::vector<LevelShares> matched(model_.comparisons.size(), LevelShares{}), others = matched;
    double matches = 0, objective = 0;
    for (const PatternCount& count : patterns_) {
      // Shares are between 1e-9 and 1 (least_), so that 21 factors stay far from the ends of a
      // double.
      double m = result_.share, u = 1 - result_.share;
      for (const std::size_t k : free_) {
        const Level level = level_in(count.pattern, k);
        if (level == kNotStated) continue;
        m *= result_.m[k][level];
        u *= result_.u[k][level];
      }
      const auto pairs = static_cast<double>(count.pairs);
      const double expected = pairs * (m / (m + u));
      objective += pairs * log2_of(m + u);
      matches += expected;
      for (const std::size_t k : free_) {
        matched[k][level_in(count.pattern, k)] += expected;
        others[k][level_in(count.pattern, k)] += pairs - expected;
      }
    }
    result_.objective.push_back(objective + log_prior());

    return maximise(matched, others, matches);
  }

  double log_prior() const {
    double sum = 0;
    for (const std::size_t k : free_) {
      const ComparisonModel& guess = model_.comparisons[k];
      for (std::size_t level = 0; level < kNotStated; ++level) {
        if (guess.m[level] > 0) sum += guess.m[level] * log2_of(result_.m[k][level]);
        if (guess.u[level] > 0) sum += guess.u[level] * log2_of(result_.u[k][level]);
      }
    }
    return sum * options_.prior_pairs;
  }

  double maximise(const std::vector<LevelShares>& matched, const std::vector<LevelShares>& others,
                  double matches) {
    const double share =
        std::clamp(matches / result_.pairs, options_.least_share, options_.most_share);
    double moved = std::fabs(share - result_.share);
    result_.share = share;
    for (const std::size_t k : free_) {
      const double before = result_.m[k][kExact];
      result_.m[k] = shares_of(matched[k], model_.comparisons[k].m);
      result_.u[k] = shares_of(others[k], model_.comparisons[k].u);
      moved = std::max(moved, std::fabs(result_.m[k][kExact] - before));
    }
    return moved;
  }

  // The counts with the first guess added.
  LevelShares shares_of(const LevelShares& counts, const LevelShares& guess) const {
    LevelShares shares{};
    double sum = 0;
    for (std::size_t level = 0; level < kNotStated; ++level) {
      shares[level] = counts[level] + options_.prior_pairs * guess[level];
      sum += shares[level];
    }
    for (std::size_t level = 0; level < kNotStated; ++level) shares[level] /= sum;
    return shares;
  }

  EmOptions options_;
  const Model& model_;
  std::vector<PatternCount> patterns_;
  std::vector<std::size_t> free_;
  EmResult result_;
};

}  // namespace

bool Session::has_few_coincidences() const {
  constexpr double kFew = 0.1;
  double pairs = 0;
  for (const PatternCount& count : patterns) pairs += static_cast<double>(count.pairs);
  return coincidences && *coincidences < kFew * pairs;
}

EmResult learn(const Session& session, const Model& model, const EmOptions& options) {
  Em em(session, model, options);
  return session.has_few_coincidences() ? em.subtract(*session.coincidences) : em.run();
}

void learn_m(Model& model, const std::vector<Session>& sessions, const EmOptions& options) {
  constexpr double kFewestMatches = 10;
  std::vector<EmResult> results;
  for (const Session& session : sessions) results.push_back(learn(session, model, options));
  for (std::size_t k = 0; k < model.comparisons.size(); ++k) {
    ComparisonModel& comparison = model.comparisons[k];
    for (const std::uint32_t away : {comparison.kin, std::uint32_t{1} << k}) {
      LevelShares sum{};
      double matches = 0;
      for (std::size_t s = 0; s < sessions.size(); ++s) {
        const double seen = results[s].share * results[s].pairs;
        if ((sessions[s].conditioned & away) != 0 || seen < kFewestMatches) continue;
        matches += seen;
        for (std::size_t level = 0; level < kLevels; ++level) {
          sum[level] += seen * results[s].m[k][level];
        }
      }
      if (matches == 0) continue;
      for (std::size_t level = 0; level < kLevels; ++level)
        comparison.m[level] = sum[level] / matches;
      comparison.is_learned = true;
      break;
    }
  }
}

}  // namespace scrutineer::roll
