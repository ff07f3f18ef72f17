#include "count/quick_compare.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

#include <fmt/core.h>

#include "count/consolidate.hpp"
#include "count/quick_data.hpp"
#include "count/quick_distributions.hpp"

namespace scrutineer {

namespace {

constexpr double kSmall = 0.01;      // official share below which parties are tested together
constexpr double kDependent = 1e-9;  // of a variance: what is left is rounding

// The official votes of each party, and the base.
struct OfficialTotal {
  std::vector<double> votes;
  double base = 0;
  bool complete = true;
};

std::optional<OfficialTotal> official_total(const Election& election, const ReturnTable& table,
                                            const std::vector<PartyIndex>& stood,
                                            const QuickCount& count) {
  const Consolidation all = consolidate(election, table);
  const FormSlots slots;
  OfficialTotal total;
  const auto add = [&](std::size_t slot) -> std::optional<double> {
    double sum = 0;
    bool any = false;
    for (const UnitIndex top : all.tops()) {
      const ConsolidatedUnit unit = all.at(top);
      const bool whole = unit.reported == unit.leaves && unit.missing_in_sum[slot] == 0;
      const bool stated = !whole && slot < unit.stated.size() && unit.stated[slot];
      const Count votes = stated ? unit.stated[slot] : unit.sum[slot];
      if (!whole && !stated) total.complete = false;
      if (!votes) continue;
      any = true;
      sum += static_cast<double>(*votes);
    }
    return any ? std::optional<double>(sum) : std::nullopt;
  };
  for (const PartyIndex party : count.estimate.parties) {
    // A party without an official column did not stand there: no votes.
    if (std::find(stood.begin(), stood.end(), party) == stood.end()) {
      total.votes.push_back(0);
      continue;
    }
    const auto votes = add(slots.first_party + party.value);
    if (!votes) return std::nullopt;
    total.votes.push_back(*votes);
  }
  const auto valid = count.estimate.of_valid ? add(static_cast<std::size_t>(Field::valid))
                                             : std::optional<double>();
  if (valid) {
    total.base = *valid;
  } else {
    const auto parties = add(slots.parties);
    if (!parties) return std::nullopt;
    total.base = *parties;
  }
  if (total.base <= 0) return std::nullopt;
  return total;
}

// Shares that are tested together: their differences and the covariance of the estimate.
struct Joint {
  std::vector<double> difference;
  std::vector<Figures> residual;
  std::vector<double> degrees;
};

// Wald's statistic by Cholesky's decomposition; a share that the others determine is left out.
void wald(const StratifiedSample& design, double base, const Joint& joint, QuickInAll& result) {
  std::vector<std::vector<double>> factor;  // rows of L, for the shares that are kept
  std::vector<double> scaled;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < joint.difference.size(); ++i) {
    const double variance = design.covariance(joint.residual[i], joint.residual[i]);
    std::vector<double> row;
    double rest = variance;
    double difference = joint.difference[i] * base;
    for (std::size_t k = 0; k < kept.size(); ++k) {
      double entry = design.covariance(joint.residual[i], joint.residual[kept[k]]);
      for (std::size_t m = 0; m < k; ++m) entry -= row[m] * factor[k][m];
      entry /= factor[k][k];
      row.push_back(entry);
      rest -= entry * entry;
      difference -= entry * scaled[k];
    }
    if (rest <= kDependent * variance) continue;
    row.push_back(std::sqrt(rest));
    scaled.push_back(difference / row.back());
    factor.push_back(std::move(row));
    kept.push_back(i);
  }
  result.categories = kept.size();
  for (const double one : scaled) result.statistic += one * one;
  if (kept.empty()) return;
  const auto rank = static_cast<double>(kept.size());
  result.chi_square_p = p_rounded_up(chi_square_tail(result.statistic, rank));
  const double degrees = *std::min_element(joint.degrees.begin(), joint.degrees.end());
  if (!std::isfinite(degrees)) {
    result.p_value = result.chi_square_p;
    return;
  }
  if (const double second = degrees - rank + 1; second >= 1) {
    result.p_value =
        p_rounded_up(f_tail(result.statistic * second / (degrees * rank), rank, second));
    return;
  }
  result.by_bonferroni = true;
  for (std::size_t i = 0; i < joint.difference.size(); ++i) {
    const double error = std::sqrt(design.covariance(joint.residual[i], joint.residual[i])) / base;
    if (error <= 0) continue;
    const double p = t_tail(joint.difference[i] / error, joint.degrees[i]);
    result.p_value =
        std::min(result.p_value,
                 p_rounded_up(std::min(1.0, static_cast<double>(joint.difference.size()) * p)));
  }
}

class InAll {
 public:
  InAll(const QuickCount& count, const StratifiedSample& design, const OfficialTotal& official)
      : count_(count), design_(design), official_(official) {}

  QuickInAll run() {
    const QuickEstimate& estimate = count_.estimate;
    for (std::size_t p = 0; p < estimate.parties.size(); ++p) by_party(p);
    result_.official_lead = (official_.votes[0] - official_.votes[1]) / official_.base;
    test_jointly();
    decide();
    return std::move(result_);
  }

 private:
  void by_party(std::size_t p) {
    const QuickFigure& share = count_.estimate.shares[p];
    QuickParty party{count_.estimate.parties[p], official_.votes[p] / official_.base, 0, {}, {}};
    party.difference = share.value - party.official;
    if (share.standard_error > 0) {
      party.z = party.difference / share.standard_error;
      party.p_value = p_rounded_up(t_tail(*party.z, share.degrees));
    }
    result_.parties.push_back(party);
  }

  void test_jointly() {
    Joint joint;
    const double base = design_.total(count_.reports.base);
    Figures rest(count_.reports.base.size(), 0);
    double rest_official = 0;
    bool any_rest = false;
    const auto add = [&](const Figures& votes, double official) {
      const double share = design_.total(votes) / base;
      joint.difference.push_back(share - official);
      joint.residual.push_back(residuals(votes, count_.reports.base, share));
      joint.degrees.push_back(design_.spread(joint.residual.back()).degrees);
    };
    for (std::size_t p = 0; p < result_.parties.size(); ++p) {
      const Figures& votes = count_.reports.votes[p];
      if (result_.parties[p].official >= kSmall) {
        add(votes, result_.parties[p].official);
        continue;
      }
      any_rest = true;
      rest_official += result_.parties[p].official;
      for (std::size_t i = 0; i < rest.size(); ++i) rest[i] += votes[i];
    }
    if (any_rest) add(rest, rest_official);
    wald(design_, base, joint, result_);
    // A full count varies no longer: it agrees exactly, or differs.
    if (result_.categories == 0) {
      const bool equal = std::all_of(joint.difference.begin(), joint.difference.end(),
                                     [](double d) { return std::abs(d) < kDependent; });
      result_.p_value = result_.chi_square_p = equal ? 1 : 0;
    }
  }

  static bool holds(const QuickFigure& figure, double value, bool silent_too) {
    const double half = (figure.interval->high - figure.interval->low) / 2;
    double low = figure.interval->low;
    double high = figure.interval->high;
    if (silent_too && figure.worst) {
      low = std::min(low, figure.worst->low - half);
      high = std::max(high, figure.worst->high + half);
    }
    // Six decimals decide; what is on the edge is inside.
    return rounded_down(low) <= value && value <= rounded_up(high);
  }

  void decide() {
    const QuickEstimate& estimate = count_.estimate;
    const double level = 1 - estimate.confidence;
    if (!official_.complete) {
      result_.reason = QuickReason::official_incomplete;
      return;
    }
    if (result_.p_value < level) {
      bool outside = !holds(estimate.lead, result_.official_lead, true);
      for (std::size_t p = 0; p < result_.parties.size(); ++p) {
        if (result_.parties[p].official < kSmall || !estimate.shares[p].interval) continue;
        outside = outside || !holds(estimate.shares[p], result_.parties[p].official, true);
      }
      const bool all_known = estimate.lead.worst.has_value();
      if (outside && all_known) {
        result_.verdict = QuickVerdict::not_consistent;
        result_.survives_silence = true;
      } else {
        result_.reason = QuickReason::silent_stations;
      }
      return;
    }
    if (holds(estimate.lead, 0, false)) {
      result_.reason = QuickReason::too_close;
      return;
    }
    result_.verdict = QuickVerdict::consistent;
    result_.survives_silence = estimate.lead.worst && !holds(estimate.lead, 0, true);
  }

  const QuickCount& count_;
  const StratifiedSample& design_;
  const OfficialTotal& official_;
  QuickInAll result_;
};

class PerStation {
 public:
  PerStation(const QuickCount& count, const QuickSample& sample, const QuickData& official)
      : count_(count), sample_(sample), official_(official) {}

  QuickPerStation run() {
    for (std::size_t i = 0; i < count_.reports.units.size(); ++i) compare(i);
    if (result_.compared == 0) {
      result_.reason = QuickReason::not_published;
      return std::move(result_);
    }
    if (result_.differing.empty()) {
      std::vector<std::size_t> seen(sample_.frame.strata.size(), 0);
      for (const std::size_t h : strata_) ++seen[h];
      result_.most_differing =
          most_differing(sample_.frame.sizes(), seen, count_.estimate.confidence);
      result_.verdict = QuickVerdict::consistent;
      return std::move(result_);
    }
    estimate_net_error();
    return std::move(result_);
  }

 private:
  void compare(std::size_t i) {
    const auto station = official_.station(count_.reports.units[i]);
    if (!station) {
      ++result_.not_published;
      return;
    }
    ++result_.compared;
    strata_.push_back(count_.reports.stratum[i]);
    QuickStationDifference difference{count_.reports.units[i], {}};
    bool differs = false;
    errors_.resize(count_.reports.parties.size());
    for (std::size_t p = 0; p < count_.reports.parties.size(); ++p) {
      const auto& parties = official_.parties();
      const auto at = std::find(parties.begin(), parties.end(), count_.reports.parties[p]);
      const Votes votes =
          at == parties.end() ? 0 : station->votes[static_cast<std::size_t>(at - parties.begin())];
      difference.by_party.push_back(votes - static_cast<Votes>(count_.reports.votes[p][i]));
      differs = differs || difference.by_party.back() != 0;
      errors_[p].push_back(static_cast<double>(difference.by_party.back()));
    }
    if (differs) result_.differing.push_back(std::move(difference));
  }

  void estimate_net_error() {
    const auto design = StratifiedSample::of(sample_.frame.sizes(), strata_);
    if (!design) {
      result_.reason = QuickReason::no_direction;
      return;
    }
    bool direction = false;
    const auto estimate = [&](const Figures& errors) {
      const Spread spread = design->spread(errors);
      const double total = design->total(errors);
      const double half =
          spread.variance > 0
              ? t_quantile(count_.estimate.confidence, spread.degrees) * std::sqrt(spread.variance)
              : 0;
      direction = direction || std::abs(total) > half;
      return QuickNetError{std::round(total), {std::floor(total - half), std::ceil(total + half)}};
    };
    for (const Figures& errors : errors_) result_.net.push_back(estimate(errors));
    result_.lead = estimate(residuals(errors_[0], errors_[1], 1));
    if (direction) {
      result_.verdict = QuickVerdict::not_consistent;
    } else {
      result_.reason = QuickReason::no_direction;
    }
  }

  const QuickCount& count_;
  const QuickSample& sample_;
  const QuickData& official_;
  std::vector<std::size_t> strata_;
  std::vector<Figures> errors_;  // by party
  QuickPerStation result_;
};

}  // namespace

std::string_view name_of(QuickVerdict verdict) {
  switch (verdict) {
    case QuickVerdict::consistent:
      return "consistent";
    case QuickVerdict::not_consistent:
      return "not-consistent";
    case QuickVerdict::cannot_tell:
      return "cannot-tell";
  }
  return "";
}

std::string_view name_of(QuickReason reason) {
  switch (reason) {
    case QuickReason::none:
      return "none";
    case QuickReason::official_incomplete:
      return "official-incomplete";
    case QuickReason::silent_stations:
      return "silent-stations";
    case QuickReason::too_close:
      return "too-close";
    case QuickReason::not_published:
      return "not-published";
    case QuickReason::no_direction:
      return "no-direction";
  }
  return "";
}

std::size_t most_differing(const std::vector<std::size_t>& stations,
                           const std::vector<std::size_t>& seen, double confidence) {
  // With D differing stations in a stratum, none of n is seen with the probability
  // Π (N − D − i) / (N − i); one more multiplies it by (N − D − n) / (N − D). These factors fall as
  // D grows, so taking the greatest first spreads the most stations for a given chance.
  struct Step {
    double log_factor;
    std::size_t stratum;
    bool operator<(const Step& other) const { return log_factor < other.log_factor; }
  };
  std::priority_queue<Step> steps;
  std::vector<std::size_t> differing(stations.size(), 0);
  const auto offer = [&](std::size_t h) {
    const std::size_t left = stations[h] - differing[h];
    if (left <= seen[h]) return;  // every other station differs already
    steps.push({std::log(static_cast<double>(left - seen[h]) / static_cast<double>(left)), h});
  };
  for (std::size_t h = 0; h < stations.size(); ++h) offer(h);
  // In doubt the bound is the greater one.
  double rest = std::log(1 - confidence) - 1e-9;
  std::size_t bound = 0;
  while (!steps.empty() && rest <= steps.top().log_factor) {
    const Step step = steps.top();
    steps.pop();
    rest -= step.log_factor;
    ++differing[step.stratum];
    ++bound;
    offer(step.stratum);
  }
  return bound;
}

Result<QuickComparison> compare_quick_count(const Election& election, const QuickCount& count,
                                            const QuickSample& sample, ContestIndex contest,
                                            SourceIndex official) {
  const ReturnTable* table = returns_of(election, contest, official);
  if (table == nullptr) {
    return fail(
        fmt::format("--official: {} has no returns here.", election.sources[official.value].id));
  }
  const auto design = StratifiedSample::of(sample.frame.sizes(), count.reports.stratum);
  if (!design) return tl::unexpected(design.error());
  QuickComparison comparison;
  const QuickData data(election, *table);
  if (const auto total = official_total(election, *table, data.parties(), count)) {
    comparison.in_all = InAll(count, *design, *total).run();
  }
  comparison.per_station = PerStation(count, sample, data).run();
  return comparison;
}

}  // namespace scrutineer
