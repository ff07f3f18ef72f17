#include "simulate/polytope.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace scrutineer {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kStepsBetweenSettling = 1'024;
constexpr int kMostSweeps = 2'000;
constexpr double kSlack = 0.25;  // of a vote: less than the spare one that rows are kept with

}  // namespace

Polytope::Polytope(const std::vector<FactRow>& rows, const std::vector<std::int64_t>& upper,
                   std::vector<double> scale, std::vector<std::size_t> groups)
    : scale_(std::move(scale)),
      groups_(std::move(groups)),
      rows_of_(upper.size()),
      follows_(upper.size()) {
  for (const std::int64_t bound : upper) upper_.push_back(static_cast<double>(bound));
  for (const FactRow& row : rows) add_row(row);
  solve_equations();
  for (std::size_t r = 0; r < inequalities_.size(); ++r) {
    for (const Entry& term : inequalities_[r].terms) {
      rows_of_[term.at].push_back({r, term.coefficient});
    }
  }
  free_by_group_.resize(1 + *std::max_element(groups_.begin(), groups_.end()));
  for (const std::size_t v : free_) free_by_group_[groups_[v]].push_back(v);
}

void Polytope::add_row(const FactRow& row) {
  std::vector<double> dense(upper_.size(), 0);
  for (const Term& term : row.terms) dense[term.variable] += static_cast<double>(term.coefficient);
  Row result;
  double vote_each = 0;
  for (std::size_t v = 0; v < dense.size(); ++v) {
    if (dense[v] == 0) continue;
    result.terms.push_back({v, dense[v]});
    vote_each += std::abs(dense[v]);
  }
  if (result.terms.empty()) return;
  result.lower = row.lower ? static_cast<double>(*row.lower) : -kInfinity;
  result.upper = row.upper ? static_cast<double>(*row.upper) : kInfinity;
  if (result.upper - result.lower <= 4 * vote_each) {
    result.lower = result.upper = (result.lower + result.upper) / 2;
    equations_.push_back(std::move(result));
    return;
  }
  result.lower += vote_each;
  result.upper -= vote_each;
  inequalities_.push_back(std::move(result));
}

// Gauss–Jordan with the largest remaining coefficient as pivot; of equals, the variable with the
// largest scale, so that the one that follows has room.
void Polytope::solve_equations() {
  std::vector<std::vector<double>> dense;
  std::vector<double> constants;
  std::vector<bool> is_solved(upper_.size(), false);
  for (const Row& row : equations_) {
    std::vector<double> line(upper_.size(), 0);
    for (const Entry& term : row.terms) line[term.at] = term.coefficient;
    double constant = row.lower;
    for (std::size_t i = 0; i < dense.size(); ++i) {
      const double factor = line[solved_[i].variable];
      if (factor == 0) continue;
      for (std::size_t v = 0; v < line.size(); ++v) line[v] -= factor * dense[i][v];
      constant -= factor * constants[i];
    }
    std::size_t pivot = 0;
    for (std::size_t v = 1; v < line.size(); ++v) {
      const double gain = std::abs(line[v]) - std::abs(line[pivot]);
      if (gain > 1e-9 || (gain > -1e-9 && scale_[v] > scale_[pivot])) pivot = v;
    }
    if (std::abs(line[pivot]) < 1e-9) continue;  // follows from the others
    const double by = line[pivot];
    for (double& value : line) value /= by;
    constant /= by;
    line[pivot] = 1;
    for (std::size_t i = 0; i < dense.size(); ++i) {
      const double factor = dense[i][pivot];
      if (factor == 0) continue;
      for (std::size_t v = 0; v < line.size(); ++v) dense[i][v] -= factor * line[v];
      constants[i] -= factor * constant;
    }
    is_solved[pivot] = true;
    dense.push_back(std::move(line));
    constants.push_back(constant);
    solved_.push_back({pivot, 0, {}});
  }
  for (std::size_t v = 0; v < upper_.size(); ++v) {
    if (!is_solved[v]) free_.push_back(v);
  }
  for (std::size_t i = 0; i < solved_.size(); ++i) {
    solved_[i].constant = constants[i];
    for (const std::size_t v : free_) {
      if (std::abs(dense[i][v]) < 1e-12) continue;
      solved_[i].terms.push_back({v, dense[i][v]});
      follows_[v].push_back({i, dense[i][v]});
    }
  }
}

// Moves the point onto the row's nearest side, in the metric of the scales. Whether it had to.
bool Polytope::project(const Row& row, double spare, std::vector<double>& point) const {
  double value = 0, norm = 0;
  for (const Entry& term : row.terms) {
    value += term.coefficient * point[term.at];
    norm += term.coefficient * term.coefficient * scale_[term.at] * scale_[term.at];
  }
  spare *= std::sqrt(norm);
  double target = value;
  if (value < row.lower + spare) target = row.lower + spare;
  if (value > row.upper - spare) target = row.upper - spare;
  if (row.lower + spare > row.upper - spare) target = (row.lower + row.upper) / 2;
  const double move = target - value;
  for (const Entry& term : row.terms) {
    point[term.at] += move / norm * term.coefficient * scale_[term.at] * scale_[term.at];
  }
  return std::abs(move) > 1e-7 * std::sqrt(norm);
}

// Sweeps over all rows, each kept by `spare` of its size, until none is broken.
std::optional<std::vector<double>> Polytope::approach(std::vector<double> point,
                                                      double spare) const {
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    bool moved = false;
    for (const Row& row : equations_) moved |= project(row, 0, point);
    for (const Row& row : inequalities_) moved |= project(row, spare, point);
    for (std::size_t v = 0; v < point.size(); ++v) {
      const double least = std::min(spare * scale_[v], upper_[v] / 2);
      const double kept = std::clamp(point[v], least, upper_[v] - least);
      moved |= std::abs(kept - point[v]) > 1e-7 * scale_[v];
      point[v] = kept;
    }
    if (moved) continue;
    settle(point);
    if (contains(point)) return point;
    break;
  }
  return std::nullopt;
}

std::optional<std::vector<double>> Polytope::point_inside(const std::vector<double>& near) const {
  for (double spare = 0.02; spare > 1e-6; spare /= 2) {
    if (auto point = approach(near, spare)) return point;
  }
  return approach(near, 0);  // where some figure is fixed there is nothing to spare
}

void Polytope::settle(std::vector<double>& point) const {
  for (const Solved& solved : solved_) {
    double value = solved.constant;
    for (const Entry& term : solved.terms) value -= term.coefficient * point[term.at];
    point[solved.variable] = value;
  }
}

std::vector<double> Polytope::activities(const std::vector<double>& point) const {
  std::vector<double> result;
  for (const Row& row : inequalities_) {
    double value = 0;
    for (const Entry& term : row.terms) value += term.coefficient * point[term.at];
    result.push_back(value);
  }
  return result;
}

bool Polytope::contains(const std::vector<double>& point) const {
  for (std::size_t v = 0; v < point.size(); ++v) {
    if (point[v] < -kSlack || point[v] > upper_[v] + kSlack) return false;
  }
  const std::vector<double> activity = activities(point);
  for (std::size_t r = 0; r < activity.size(); ++r) {
    if (activity[r] < inequalities_[r].lower - kSlack) return false;
    if (activity[r] > inequalities_[r].upper + kSlack) return false;
  }
  for (const Row& row : equations_) {
    double value = 0, most = 1;
    for (const Entry& term : row.terms) {
      value += term.coefficient * point[term.at];
      most = std::max(most, std::abs(term.coefficient));
    }
    if (std::abs(value - row.lower) > most / 2) return false;
  }
  return true;
}

void Polytope::clear(Direction& direction) const {
  for (const std::size_t v : direction.touched) {
    direction.by_variable[v] = 0;
    direction.is_touched[v] = false;
  }
  for (const std::size_t r : direction.rows) {
    direction.rates[r] = 0;
    direction.is_row[r] = false;
  }
  direction.touched.clear();
  direction.rows.clear();
}

void Polytope::add(Direction& direction, std::size_t variable, double amount) const {
  if (!direction.is_touched[variable]) direction.touched.push_back(variable);
  direction.is_touched[variable] = true;
  direction.by_variable[variable] += amount;
}

void Polytope::find_rates(Direction& direction) const {
  for (const std::size_t v : direction.touched) {
    for (const Entry& entry : rows_of_[v]) {
      if (!direction.is_row[entry.at]) direction.rows.push_back(entry.at);
      direction.is_row[entry.at] = true;
      direction.rates[entry.at] += entry.coefficient * direction.by_variable[v];
    }
  }
}

// Symmetric, and the same whatever the point: what hit-and-run needs to be uniform in the long run.
void Polytope::choose(Direction& direction, Random& random) const {
  clear(direction);
  const std::size_t first = free_[random.below(free_.size())];
  const auto& group = free_by_group_[groups_[first]];
  if (group.size() > 1 && random.below(2) == 0) {
    std::size_t second = first;
    while (second == first) second = group[random.below(group.size())];
    add(direction, first, 1);
    add(direction, second, -1);
  } else {
    for (std::uint64_t others = random.below(3) + 1; others > 0; --others) {
      const std::size_t v = others == 1 ? first : free_[random.below(free_.size())];
      add(direction, v, scale_[v] * random.nearly_normal());
    }
  }
  const std::size_t count = direction.touched.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t v = direction.touched[i];
    for (const Entry& follows : follows_[v]) {
      add(direction, solved_[follows.at].variable, -follows.coefficient * direction.by_variable[v]);
    }
  }
  find_rates(direction);
}

void Polytope::step(std::vector<double>& point, std::vector<double>& activity,
                    const Direction& direction, Random& random) const {
  double low = -kInfinity, high = kInfinity;
  const auto confine = [&](double room_below, double room_above, double rate) {
    if (std::abs(rate) < 1e-12) return;
    const double back = rate > 0 ? -room_below / rate : room_above / rate;
    const double forth = rate > 0 ? room_above / rate : -room_below / rate;
    low = std::max(low, back);
    high = std::min(high, forth);
  };
  for (const std::size_t v : direction.touched) {
    confine(point[v], upper_[v] - point[v], direction.by_variable[v]);
  }
  for (const std::size_t r : direction.rows) {
    confine(activity[r] - inequalities_[r].lower, inequalities_[r].upper - activity[r],
            direction.rates[r]);
  }
  const double length = low < high ? low + (high - low) * random.uniform() : 0;
  for (const std::size_t v : direction.touched) point[v] += length * direction.by_variable[v];
  for (const std::size_t r : direction.rows) activity[r] += length * direction.rates[r];
}

std::vector<double> Polytope::walk(std::vector<double> point, std::size_t steps,
                                   Random& random) const {
  if (free_.empty()) return point;
  Direction direction;
  direction.by_variable.assign(upper_.size(), 0);
  direction.is_touched.assign(upper_.size(), false);
  direction.rates.assign(inequalities_.size(), 0);
  direction.is_row.assign(inequalities_.size(), false);
  std::vector<double> activity;
  for (std::size_t s = 0; s < steps; ++s) {
    if (s % kStepsBetweenSettling == 0) {
      settle(point);
      activity = activities(point);
    }
    choose(direction, random);
    step(point, activity, direction, random);
  }
  settle(point);
  return point;
}

}  // namespace scrutineer
