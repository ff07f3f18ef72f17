#include "outcome/certified_program.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "outcome/certified_program_exact.hpp"
#include "outcome/certified_program_simplex.hpp"

namespace scrutineer {
namespace {

std::optional<std::int64_t> narrow(const std::optional<Wide>& value) {
  if (!value || *value < std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  // A lower bound that is too large to be held may be lowered.
  return static_cast<std::int64_t>(
      std::min<Wide>(*value, std::numeric_limits<std::int64_t>::max()));
}

// A checked Farkas certificate over the box, or empty where none was found: Clp's ray (whose sign
// differs between its algorithms), then the elastic program's duals.
std::vector<Wide> farkas(const Program& program, const Box& box, const std::vector<double>& ray) {
  const auto checked = [&](std::vector<double> proposed) -> std::vector<Wide> {
    for (int sign = 0; sign < 2; ++sign) {
      auto multipliers = round_ray(program, proposed);
      if (proves_infeasible(program, box, multipliers)) return multipliers;
      for (double& value : proposed) value = -value;
    }
    return {};
  };
  if (!ray.empty()) {
    auto multipliers = checked(ray);
    if (!multipliers.empty()) return multipliers;
  }
  return checked(elastic_ray(program, box));
}

std::vector<std::int64_t> rounded_within(const std::vector<double>& point, const Box& box) {
  std::vector<std::int64_t> values;
  for (std::size_t j = 0; j < point.size(); ++j) {
    const double limited =
        std::clamp(point[j], static_cast<double>(box.lower[j]), static_cast<double>(box.upper[j]));
    values.push_back(std::clamp(std::llround(limited), static_cast<long long>(box.lower[j]),
                                static_cast<long long>(box.upper[j])));
  }
  return values;
}

}  // namespace

std::size_t Program::add_variable(std::int64_t lower, std::int64_t upper, bool integer,
                                  std::int64_t cost) {
  variables_.push_back({lower, upper, integer, cost});
  return variables_.size() - 1;
}

std::size_t Program::add_row(std::vector<Term> terms, std::optional<std::int64_t> lower,
                             std::optional<std::int64_t> upper) {
  std::stable_sort(terms.begin(), terms.end(),
                   [](const Term& a, const Term& b) { return a.variable < b.variable; });
  std::vector<Term> merged;
  for (const Term& term : terms) {
    if (!merged.empty() && merged.back().variable == term.variable) {
      merged.back().coefficient += term.coefficient;
    } else {
      merged.push_back(term);
    }
  }
  std::erase_if(merged, [](const Term& term) { return term.coefficient == 0; });
  rows_.push_back({std::move(merged), lower, upper});
  return rows_.size() - 1;
}

LinearBound linear_bound(const Program& program) {
  LinearBound result;
  const Box box = box_of(program);
  Simplex simplex(program);
  Proposal proposal = simplex.solve(box);
  if (proposal.state != Proposal::State::optimal) {
    result.multipliers = farkas(program, box, proposal.duals);
    result.infeasible = !result.multipliers.empty();
    if (result.infeasible) return result;
  }
  result.multipliers = round_duals(program, proposal.duals);
  result.value = narrow(proven_bound(program, box, result.multipliers));
  result.point = std::move(proposal.point);
  return result;
}

std::optional<std::int64_t> check_certificate(const Program& program,
                                              const std::vector<Wide>& multipliers) {
  return narrow(proven_bound(program, box_of(program), multipliers));
}

bool check_contradiction(const Program& program, const std::vector<Wide>& multipliers) {
  return proves_infeasible(program, box_of(program), multipliers);
}

namespace {

// Branch and bound. Of the open nodes, the child that the relaxation leans to is taken at once (a
// plunge, which finds incumbents and keeps the basis warm); when a plunge ends, the open node with
// the least bound, oldest first. The order depends on the program alone.
class Search {
 public:
  Search(const Program& program, const SolveLimits& limits)
      : program_(program), limits_(limits), simplex_(program) {}

  Solution run();

 private:
  struct Node {
    Box box;
    Wide bound = std::numeric_limits<Wide>::min();
    std::int64_t order = 0;
  };

  void process(Node node);
  bool is_pruned(Wide bound) const { return incumbent_ && bound >= *incumbent_; }
  void offer(const std::vector<std::int64_t>& values);
  void split(Node node, const std::vector<double>& point);
  void keep_open(Node node);
  Node take();
  Wide global_bound() const;
  bool enough() const;

  const Program& program_;
  SolveLimits limits_;
  Simplex simplex_;
  std::vector<Node> open_;  // a heap: least bound, then oldest, first
  std::optional<Node> next_;
  std::optional<Wide> unresolved_;  // least bound of leaves that could neither be met nor excluded
  std::optional<Wide> incumbent_;
  std::vector<std::int64_t> values_;
  std::int64_t nodes_ = 0;
  std::int64_t order_ = 0;
};

constexpr auto kLater = [](const auto& a, const auto& b) {
  return a.bound != b.bound ? a.bound > b.bound : a.order > b.order;
};

void Search::keep_open(Node node) {
  open_.push_back(std::move(node));
  std::push_heap(open_.begin(), open_.end(), kLater);
}

Search::Node Search::take() {
  if (next_) {
    Node node = std::move(*next_);
    next_.reset();
    return node;
  }
  std::pop_heap(open_.begin(), open_.end(), kLater);
  Node node = std::move(open_.back());
  open_.pop_back();
  return node;
}

Wide Search::global_bound() const {
  Wide bound = std::numeric_limits<Wide>::max();
  if (!open_.empty()) bound = std::min(bound, open_.front().bound);
  if (next_) bound = std::min(bound, next_->bound);
  if (unresolved_) bound = std::min(bound, *unresolved_);
  if (incumbent_) bound = std::min(bound, *incumbent_);
  return bound;
}

bool Search::enough() const {
  return nodes_ >= limits_.nodes ||
         (limits_.enough_lower && global_bound() >= *limits_.enough_lower) ||
         (limits_.enough_upper && incumbent_ && *incumbent_ <= *limits_.enough_upper);
}

void Search::offer(const std::vector<std::int64_t>& values) {
  if (!satisfies(program_, values)) return;
  const Wide cost = cost_of(program_, values);
  if (is_pruned(cost)) return;
  incumbent_ = cost;
  values_ = values;
}

// Splits on the integer variable whose value is farthest from whole; where all are whole and the
// node is still open, on the first that is not fixed.
void Search::split(Node node, const std::vector<double>& point) {
  std::optional<std::size_t> chosen;
  double farthest = 1e-6;
  for (std::size_t j = 0; j < point.size(); ++j) {
    if (!program_.variables()[j].integer || node.box.lower[j] == node.box.upper[j]) continue;
    const double distance = std::abs(point[j] - std::round(point[j]));
    if (distance > farthest) {
      farthest = distance;
      chosen = j;
    }
  }
  for (std::size_t j = 0; j < node.box.lower.size() && !chosen; ++j) {
    if (program_.variables()[j].integer && node.box.lower[j] < node.box.upper[j]) chosen = j;
  }
  if (!chosen) {
    unresolved_ = unresolved_ ? std::min(*unresolved_, node.bound) : node.bound;
    return;
  }
  const std::size_t j = *chosen;
  const std::int64_t least = node.box.lower[j], most = node.box.upper[j];
  const double value = point.empty() ? static_cast<double>(least + (most - least) / 2) : point[j];
  const double limited =
      std::clamp(value, static_cast<double>(least), static_cast<double>(most - 1));
  const auto last =
      std::clamp(static_cast<std::int64_t>(std::floor(limited + 1e-9)), least, most - 1);
  Node below = node, above = std::move(node);
  below.box.upper[j] = last;
  above.box.lower[j] = last + 1;
  const bool leans_below = value - static_cast<double>(last) <= 0.5;
  Node& first = leans_below ? below : above;
  Node& second = leans_below ? above : below;
  first.order = order_++;
  second.order = order_++;
  next_ = std::move(first);
  keep_open(std::move(second));
}

void Search::process(Node node) {
  ++nodes_;
  if (some_row_is_out_of_reach(program_, node.box)) return;
  if (node.box.lower == node.box.upper) {  // every row reaches, so the point is feasible
    offer(node.box.lower);
    return;
  }
  const Proposal proposal = simplex_.solve(node.box);
  if (proposal.state != Proposal::State::optimal) {
    if (!farkas(program_, node.box, proposal.duals).empty()) return;
    split(std::move(node), {});
    return;
  }
  const auto bound = proven_bound(program_, node.box, round_duals(program_, proposal.duals));
  if (bound) node.bound = std::max(node.bound, *bound);
  if (is_pruned(node.bound)) return;
  offer(rounded_within(proposal.point, node.box));
  if (is_pruned(node.bound)) return;
  split(std::move(node), proposal.point);
}

Solution Search::run() {
  Node root;
  root.box = box_of(program_);
  const auto trivial =
      proven_bound(program_, root.box, std::vector<Wide>(program_.rows().size(), 0));
  if (trivial) root.bound = *trivial;
  bool empty_box = false;
  for (std::size_t j = 0; j < root.box.lower.size(); ++j) {
    empty_box = empty_box || root.box.lower[j] > root.box.upper[j];
  }
  if (!empty_box) keep_open(std::move(root));
  bool stopped = false;
  while ((next_ || !open_.empty()) && !stopped) {
    Node node = take();
    if (!is_pruned(node.bound)) process(std::move(node));
    stopped = (next_ || !open_.empty()) && enough();
  }
  Solution solution;
  solution.nodes = nodes_;
  if (incumbent_) {
    solution.upper = narrow(incumbent_);
    solution.values = std::move(values_);
  }
  const Wide bound = global_bound();
  const bool nothing_left = !stopped && !unresolved_;
  if (incumbent_ && (nothing_left || bound >= *incumbent_)) {
    solution.state = Solution::State::optimal;
  } else if (nothing_left) {
    solution.state = Solution::State::infeasible;
  }
  if (solution.state != Solution::State::infeasible) solution.lower = narrow(bound);
  return solution;
}

Program only(const Program& program, const std::vector<std::size_t>& rows) {
  Program result;
  for (const auto& variable : program.variables()) {
    result.add_variable(variable.lower, variable.upper, false, 0);
  }
  for (const std::size_t i : rows) {
    result.add_row(program.rows()[i].terms, program.rows()[i].lower, program.rows()[i].upper);
  }
  return result;
}

// The rows with a multiplier in a proof that `rows` contradict each other; empty where there is
// none.
std::vector<std::size_t> support(const Program& program, const std::vector<std::size_t>& rows) {
  const LinearBound bound = linear_bound(only(program, rows));
  std::vector<std::size_t> used;
  for (std::size_t i = 0; bound.infeasible && i < rows.size(); ++i) {
    if (bound.multipliers[i] != 0) used.push_back(rows[i]);
  }
  return used;
}

}  // namespace

Solution minimise(const Program& program, const SolveLimits& limits) {
  return Search(program, limits).run();
}

std::vector<std::size_t> smallest_contradiction(const Program& program) {
  std::vector<std::size_t> rows(program.rows().size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  rows = support(program, rows);
  // Deletion filter: a row without which the rest still contradict each other goes, and with it
  // all that the new proof does not use.
  for (std::size_t at = 0; at < rows.size();) {
    std::vector<std::size_t> without = rows;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(at));
    const std::vector<std::size_t> smaller = support(program, without);
    if (smaller.empty()) {
      ++at;
    } else {
      // Rows before `at` are needed by every contradiction within `rows`, so they all stay.
      rows = smaller;
    }
  }
  return rows;
}

}  // namespace scrutineer
