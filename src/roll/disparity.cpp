#include "roll/disparity.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "roll/quasi_binomial.hpp"

namespace scrutineer::roll {

namespace {

constexpr double kTenPoints = 0.1;
// With so steep a slope shares go from none to all within the areas; an interval of few degrees of
// freedom may end beyond it, where nothing can be fitted any more.
constexpr double kSteepest = 20;

// The areas that say something of β, as a regression.
struct Design {
  std::vector<std::size_t> areas;     // kept
  std::vector<double> x;              // of these
  std::vector<std::size_t> left_out;  // provinces
  QuasiBinomialData data;             // x is its last column
  std::vector<std::vector<std::size_t>> clusters;
};

std::optional<std::string> problem_of(const std::vector<Area>& areas,
                                      const std::vector<double>& removed) {
  if (areas.empty()) return "There are no areas.";
  if (!removed.empty() && removed.size() != areas.size()) {
    return fmt::format("Removals are given for {} areas of {}.", removed.size(), areas.size());
  }
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const Area& area = areas[i];
    const double y = removed.empty() ? static_cast<double>(area.removed) : removed[i];
    if (area.registered < 0 || !(y >= 0) || y > static_cast<double>(area.registered)) {
      return fmt::format("{}: {} removed of {}.", area.id, y, area.registered);
    }
    if (!(area.share >= 0 && area.share <= 1)) {
      return fmt::format("{}: a share of {}.", area.id, area.share);
    }
    if (!std::all_of(area.controls.begin(), area.controls.end(),
                     [](double z) { return std::isfinite(z); })) {
      return fmt::format("{}: a control is not finite.", area.id);
    }
    if (area.controls.size() != areas.front().controls.size()) {
      return fmt::format("{}: {} controls, and {} of the first area.", area.id,
                         area.controls.size(), areas.front().controls.size());
    }
  }
  return std::nullopt;
}

// The place of each province that is kept among the levels; the others are left out.
std::map<std::size_t, std::size_t> levels_of(const std::vector<Area>& areas,
                                             const std::vector<double>& removed,
                                             std::vector<std::size_t>& left_out) {
  struct Sum {
    double removed = 0, registered = 0;
    std::size_t areas = 0;
  };
  std::map<std::size_t, Sum> sums;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    if (areas[i].registered == 0) continue;
    Sum& sum = sums[areas[i].province];
    sum.removed += removed[i];
    sum.registered += static_cast<double>(areas[i].registered);
    ++sum.areas;
  }
  std::map<std::size_t, std::size_t> levels;
  for (const auto& [province, sum] : sums) {
    if (sum.areas < 2 || sum.removed <= 0 || sum.removed >= sum.registered) {
      left_out.push_back(province);
    } else {
      levels.emplace(province, levels.size());
    }
  }
  return levels;
}

// Controls in units of their own deviation, about their mean: only the digits of the solution gain.
void set_controls(Design& design, const std::vector<Area>& areas, std::size_t first) {
  const auto n = static_cast<double>(design.areas.size());
  for (std::size_t k = 0; k < areas.front().controls.size(); ++k) {
    double mean = 0;
    for (const std::size_t i : design.areas) mean += areas[i].controls[k] / n;
    double square = 0;
    for (const std::size_t i : design.areas) {
      square += (areas[i].controls[k] - mean) * (areas[i].controls[k] - mean) / n;
    }
    const double unit = square > 0 ? std::sqrt(square) : 1;
    for (std::size_t row = 0; row < design.areas.size(); ++row) {
      design.data.columns(row, first + k) = (areas[design.areas[row]].controls[k] - mean) / unit;
    }
  }
}

Design design_of(const std::vector<Area>& areas, const std::vector<double>& removed) {
  Design design;
  const auto levels = levels_of(areas, removed, design.left_out);
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> clusters;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    if (areas[i].registered == 0 || !levels.contains(areas[i].province)) continue;
    clusters[{areas[i].province, areas[i].block}].push_back(design.areas.size());
    design.areas.push_back(i);
    design.x.push_back(areas[i].share);
    design.data.counts.push_back(removed[i]);
    design.data.of.push_back(static_cast<double>(areas[i].registered));
  }
  for (auto& [block, rows] : clusters) design.clusters.push_back(std::move(rows));
  const std::size_t columns = levels.size() + areas.front().controls.size() + 1;
  design.data.columns = Matrix(design.areas.size(), columns);
  design.data.offset.assign(design.areas.size(), 0);
  for (std::size_t row = 0; row < design.areas.size(); ++row) {
    design.data.columns(row, levels.at(areas[design.areas[row]].province)) = 1;
    design.data.columns(row, columns - 1) = design.x[row];
  }
  set_controls(design, areas, levels.size());
  return design;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

// What a slope means for the areas, all else fitted to it.
struct Consequences {
  double rate_ratio = 1, excess_above_median = 0;
};

Consequences consequences(const Design& design, const QuasiBinomialFit& fit, double beta,
                          double middle) {
  Consequences result;
  double now = 0;
  double higher = 0;
  for (std::size_t row = 0; row < design.x.size(); ++row) {
    const double n = design.data.of[row];
    now += fit.expected[row];
    higher += n * logistic(fit.predictor[row] + beta * kTenPoints);
    if (design.x[row] <= middle) continue;
    const double at_middle = n * logistic(fit.predictor[row] + beta * (middle - design.x[row]));
    result.excess_above_median += fit.expected[row] - at_middle;
  }
  result.rate_ratio = higher / now;
  return result;
}

// The fit with the slope held.
Result<Consequences> consequences_at(const Design& design, double beta, double middle) {
  QuasiBinomialData held = design.data;
  held.columns = Matrix(design.data.columns.rows(), design.data.columns.columns() - 1);
  for (std::size_t row = 0; row < held.columns.rows(); ++row) {
    for (std::size_t k = 0; k < held.columns.columns(); ++k) {
      held.columns(row, k) = design.data.columns(row, k);
    }
    held.offset[row] = beta * design.x[row];
  }
  const Result<QuasiBinomialFit> fit = fit_quasi_binomial(held);
  if (!fit) return tl::unexpected<Errors>(fit.error());
  return consequences(design, *fit, beta, middle);
}

double e_value(double ratio) {
  const double above = ratio < 1 ? 1 / ratio : ratio;
  return above + std::sqrt(above * (above - 1));
}

void set_consequences(DisparityModel& model, const Consequences& value, const Consequences& low,
                      const Consequences& high, double quantile) {
  model.rate_ratio = value.rate_ratio;
  model.rate_ratio_interval = {low.rate_ratio, high.rate_ratio};
  const double excess = value.excess_above_median;
  const Interval ends{std::min(low.excess_above_median, excess),
                      std::max(high.excess_above_median, excess)};
  model.excess_above_median = {excess, (ends.high - ends.low) / (2 * quantile), ends};
  model.e_value = e_value(value.rate_ratio);
  const bool holds_one = low.rate_ratio <= 1 && high.rate_ratio >= 1;
  if (!holds_one) {
    model.e_value_of_interval = e_value(low.rate_ratio > 1 ? low.rate_ratio : high.rate_ratio);
  }
}

}  // namespace

Result<DisparityModel> fit_disparity(const std::vector<Area>& areas, double confidence,
                                     const std::vector<double>& removed) {
  if (!(confidence > 0 && confidence < 1)) return fail("The confidence lies between 0 and 1.");
  if (const auto problem = problem_of(areas, removed)) return fail(*problem);
  std::vector<double> counts = removed;
  if (counts.empty()) {
    for (const Area& area : areas) counts.push_back(static_cast<double>(area.removed));
  }
  const Design design = design_of(areas, counts);
  DisparityModel model;
  model.left_out = design.left_out;
  model.areas = design.areas.size();
  model.blocks = design.clusters.size();
  if (model.blocks < 2) return fail("Fewer than two blocks have both removed and kept voters.");
  const Result<QuasiBinomialFit> fit = fit_quasi_binomial(design.data);
  if (!fit) return tl::unexpected<Errors>(fit.error());
  const Result<ClusteredError> error = clustered_error(design.data, *fit, design.clusters);
  if (!error) return tl::unexpected<Errors>(error.error());

  const double beta = fit->coefficients.back();
  const double quantile = t_quantile(confidence, error->degrees);
  const double spread = quantile * error->standard_error;
  model.beta = {beta, error->standard_error, {beta - spread, beta + spread}};
  model.degrees = error->degrees;
  model.p = error->standard_error > 0 ? t_tail(beta / error->standard_error, error->degrees) : 1;
  model.dispersion = fit->dispersion;
  const double middle = median(design.x);
  const auto at = [&](double end) {
    return consequences_at(design, std::clamp(end, -kSteepest, kSteepest), middle);
  };
  const Result<Consequences> low = at(model.beta.interval.low);
  if (!low) return tl::unexpected<Errors>(low.error());
  const Result<Consequences> high = at(model.beta.interval.high);
  if (!high) return tl::unexpected<Errors>(high.error());
  set_consequences(model, consequences(design, *fit, beta, middle), *low, *high, quantile);
  return model;
}

std::vector<std::size_t> comparable_strata(const std::vector<Area>& areas,
                                           const std::vector<std::size_t>& kind,
                                           std::size_t classes) {
  constexpr std::size_t kLeastAreas = 4;
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    groups[{areas[i].province, kind.empty() ? 0 : kind[i]}].push_back(i);
  }
  std::vector<std::size_t> strata(areas.size(), 0);
  std::size_t next = 0;
  for (auto& [group, members] : groups) {
    std::sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(areas[a].registered, a) < std::pair(areas[b].registered, b);
    });
    const std::size_t parts =
        std::max<std::size_t>(1, std::min(classes, members.size() / kLeastAreas));
    for (std::size_t k = 0; k < members.size(); ++k) {
      strata[members[k]] = next + k * parts / members.size();
    }
    next += parts;
  }
  return strata;
}

}  // namespace scrutineer::roll
