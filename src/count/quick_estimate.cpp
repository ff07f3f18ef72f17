#include "count/quick_estimate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/core.h>

#include "count/quick_data.hpp"
#include "count/quick_distributions.hpp"

namespace scrutineer {

namespace {

double sum_of(const Figures& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

Figures difference(const Figures& a, const Figures& b) { return residuals(a, b, 1); }

// Stations of the sample that do not report, as far as a bound needs them.
struct Silent {
  double votes = 0;  // the most that they can hold, each with the weight of its stratum
  bool known = true;
};

class Estimator {
 public:
  Estimator(const Election& election, const QuickSample& sample, const ReturnTable& table,
            double confidence)
      : election_(election), sample_(sample), data_(election, table), confidence_(confidence) {}

  Result<QuickCount> run() {
    collect();
    const auto design = StratifiedSample::of(sample_.frame.sizes(), reports_.stratum);
    if (!design) return tl::unexpected(design.error());
    if (design->total(reports_.base) <= 0) {
      return fail("The stations that report have no vote; no share can be estimated.");
    }
    QuickEstimate& estimate = result_.estimate;
    estimate.collapses = design->collapses();
    sort_parties(*design);
    weigh_silent();
    for (const Figures& votes : reports_.votes) {
      QuickFigure figure =
          quick_figure(*design, estimate.stations, votes, reports_.base, confidence_, 0, 1);
      if (sum_of(votes) == 0 && estimate.reported < estimate.stations) {
        figure.interval = figure.plain = figure.unstratified = figure.binomial = std::nullopt;
      }
      figure.worst = worst(votes, Figures(votes.size(), 0));
      estimate.shares.push_back(figure);
    }
    const Figures lead = difference(reports_.votes[0], reports_.votes[1]);
    estimate.lead =
        quick_figure(*design, estimate.stations, lead, reports_.base, confidence_, -1, 1);
    binomial_lead();
    estimate.lead.worst = worst(reports_.votes[0], reports_.votes[1]);
    turnout();
    result_.reports = std::move(reports_);
    return std::move(result_);
  }

 private:
  void collect() {
    QuickEstimate& estimate = result_.estimate;
    estimate.confidence = confidence_;
    estimate.of_valid = data_.of_valid();
    estimate.stations = sample_.frame.stations();
    estimate.drawn = sample_.stations.size();
    for (const QuickStratum& stratum : sample_.frame.strata) {
      estimate.response.push_back({stratum.stations.size(), 0, 0, 0});
    }
    reports_.parties = data_.parties();
    reports_.votes.resize(reports_.parties.size());
    for (const DrawnStation& drawn : sample_.stations) {
      QuickResponse& response = estimate.response[drawn.stratum];
      ++response.drawn;
      const auto station = data_.station(drawn.unit);
      if (!station) {
        if (data_.has_form(drawn.unit)) ++response.incomplete;
        continue;
      }
      ++response.reported;
      reports_.units.push_back(drawn.unit);
      reports_.stratum.push_back(drawn.stratum);
      reports_.base.push_back(static_cast<double>(station->base));
      for (std::size_t p = 0; p < reports_.votes.size(); ++p) {
        reports_.votes[p].push_back(static_cast<double>(station->votes[p]));
      }
    }
    for (const QuickResponse& response : estimate.response) {
      estimate.reported += response.reported;
      estimate.incomplete += response.incomplete;
    }
  }

  void sort_parties(const StratifiedSample& design) {
    std::vector<double> totals;
    for (const Figures& votes : reports_.votes) totals.push_back(design.total(votes));
    std::vector<std::size_t> order(totals.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return totals[a] > totals[b]; });
    QuickReports sorted = reports_;
    for (std::size_t i = 0; i < order.size(); ++i) {
      sorted.parties[i] = reports_.parties[order[i]];
      sorted.votes[i] = reports_.votes[order[i]];
    }
    reports_ = std::move(sorted);
    result_.estimate.parties = reports_.parties;
  }

  // Weights as drawn: what the estimate would be, had every station of the sample reported.
  void weigh_silent() {
    drawn_weight_.clear();
    for (const QuickResponse& response : result_.estimate.response) {
      drawn_weight_.push_back(response.drawn == 0 ? 0
                                                  : static_cast<double>(response.stations) /
                                                        static_cast<double>(response.drawn));
    }
    for (const DrawnStation& drawn : sample_.stations) {
      if (data_.station(drawn.unit)) continue;
      auto registered = data_.field(drawn.unit, Field::registered);
      if (!registered) registered = election_.units[drawn.unit.value].registered;
      if (!registered) {
        silent_.known = false;
      } else {
        silent_.votes += drawn_weight_[drawn.stratum] * static_cast<double>(*registered);
      }
    }
  }

  // (Y − Z ± silent) / (X + silent): monotone in what the silent stations hold, so the ends are
  // where all of it goes one way.
  std::optional<QuickInterval> worst(const Figures& y, const Figures& z) const {
    if (!silent_.known) return std::nullopt;
    double gain = 0;
    double base = 0;
    bool any_z = false;
    for (std::size_t i = 0; i < y.size(); ++i) {
      const double weight = drawn_weight_[reports_.stratum[i]];
      gain += weight * (y[i] - z[i]);
      base += weight * reports_.base[i];
      any_z = any_z || z[i] != 0;
    }
    const double against = any_z ? silent_.votes : 0;  // a share cannot fall below its own votes
    return QuickInterval{(gain - against) / (base + silent_.votes),
                         (gain + silent_.votes) / (base + silent_.votes)};
  }

  // Voters drawn one by one: var = (p1 + p2 − d²) / voters.
  void binomial_lead() {
    const double n = sum_of(reports_.base);
    const double a = sum_of(reports_.votes[0]) / n;
    const double b = sum_of(reports_.votes[1]) / n;
    const double half = normal_quantile(confidence_) * std::sqrt((a + b - (a - b) * (a - b)) / n);
    result_.estimate.lead.binomial = QuickInterval{a - b - half, a - b + half};
  }

  void turnout() {
    std::vector<std::size_t> strata;
    Figures cast;
    Figures registered;
    for (std::size_t i = 0; i < reports_.units.size(); ++i) {
      const auto voted = data_.field(reports_.units[i], Field::cast);
      const auto names = data_.field(reports_.units[i], Field::registered);
      if (!voted || !names) continue;
      strata.push_back(reports_.stratum[i]);
      cast.push_back(static_cast<double>(*voted));
      registered.push_back(static_cast<double>(*names));
    }
    result_.estimate.turnout_reports = strata.size();
    const auto design = StratifiedSample::of(sample_.frame.sizes(), strata);
    if (!design || design->total(registered) <= 0) return;
    result_.estimate.turnout =
        quick_figure(*design, result_.estimate.stations, cast, registered, confidence_, 0, 1);
    turnout_of_frame(*design, cast);
  }

  void turnout_of_frame(const StratifiedSample& design, const Figures& cast) {
    double names = 0;
    for (const QuickStratum& stratum : sample_.frame.strata) {
      for (const UnitIndex unit : stratum.stations) {
        const Count registered = election_.units[unit.value].registered;
        if (!registered) return;
        names += static_cast<double>(*registered);
      }
    }
    if (names <= 0) return;
    const Spread spread = design.spread(cast);
    QuickFigure figure;
    figure.value = design.total(cast) / names;
    figure.standard_error = std::sqrt(spread.variance) / names;
    figure.degrees = spread.degrees;
    const double half = t_quantile(confidence_, spread.degrees) * figure.standard_error;
    figure.interval = QuickInterval{std::max(0.0, figure.value - half), figure.value + half};
    result_.estimate.turnout_of_frame = figure;
  }

  const Election& election_;
  const QuickSample& sample_;
  QuickData data_;
  double confidence_;
  QuickReports reports_;
  std::vector<double> drawn_weight_;  // by stratum
  Silent silent_;
  QuickCount result_;
};

}  // namespace

QuickFigure quick_figure(const StratifiedSample& sample, std::size_t stations, const Figures& y,
                         const Figures& x, double confidence, double least, double most) {
  const RatioEstimate ratio = sample.ratio(y, x);
  QuickFigure figure{ratio.value, ratio.standard_error, ratio.degrees, {}, {}, {}, {}, {}};
  const auto around = [&](double value, double error, double quantile) {
    const double half = error > 0 ? quantile * error : 0;
    return QuickInterval{std::max(least, value - half), std::min(most, value + half)};
  };
  figure.interval =
      around(ratio.value, ratio.standard_error, t_quantile(confidence, ratio.degrees));
  const double plain = sample.plain_degrees();
  figure.plain =
      around(ratio.value, ratio.standard_error, plain > 0 ? t_quantile(confidence, plain) : 0.0);

  const auto n = static_cast<double>(y.size());
  const double sum = sum_of(x);
  if (sum <= 0 || y.size() < 2) return figure;
  const double raw = sum_of(y) / sum;
  const Figures e = residuals(y, x, raw);
  double squares = 0;
  for (const double one : e) squares += one * one;  // their mean is zero
  const double rest = 1 - n / static_cast<double>(stations);
  const double error = std::sqrt(rest * n * squares / (n - 1)) / sum;
  figure.unstratified = around(raw, error, t_quantile(confidence, n - 1));
  figure.binomial =
      around(raw, std::sqrt(std::max(0.0, raw * (1 - raw)) / sum), normal_quantile(confidence));
  return figure;
}

Result<QuickCount> estimate_quick_count(const Election& election, const QuickSample& sample,
                                        ContestIndex contest, SourceIndex source,
                                        double confidence) {
  const ReturnTable* table = returns_of(election, contest, source);
  const std::string& name = election.sources[source.value].id;
  if (table == nullptr) return fail(fmt::format("--source: {} has no returns here.", name));
  Estimator estimator(election, sample, *table, confidence);
  if (QuickData(election, *table).parties().size() < 2) {
    return fail(fmt::format("--source: {} states fewer than two parties.", name));
  }
  return estimator.run();
}

}  // namespace scrutineer
