#include "audit/chamber.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace scrutineer {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kGreatest = 700;
constexpr double kSteps = 1 << 20;
constexpr std::size_t kMostConstituencies = 3'000;

// A multiple of 2^-20 that is not above the value. `floor` is so low that no product with it
// exceeds 1.
double cut(double log_e, double floor) {
  if (!(log_e > floor)) return floor;
  return std::floor(std::min(log_e, kGreatest) * kSteps) / kSteps;
}

}  // namespace

Result<ChamberEvidence> ChamberEvidence::make(std::vector<Seats> reported, Seats needed) {
  if (reported.empty() || reported.size() > kMostConstituencies) {
    return fail("A chamber is made of 1 to 3,000 constituencies.");
  }
  ChamberEvidence chamber;
  Wide all = 0;
  for (const Seats seats : reported) {
    if (seats < 0 || seats > 10'000) {
      return fail("A constituency's reported seats are from 0 to 10,000.");
    }
    all += seats;
  }
  const Wide excess = std::max<Wide>(0, all - needed + 1);
  // More than everything cannot be lost.
  chamber.excess_ = static_cast<std::size_t>(std::min(excess, all + 1));
  chamber.all_ = static_cast<std::size_t>(all);
  chamber.floor_ = -kGreatest * static_cast<double>(reported.size());
  chamber.leaf_of_.resize(reported.size());
  for (const Seats seats : reported) {
    chamber.own_.emplace_back(static_cast<std::size_t>(seats) + 1, 0);
  }
  chamber.build(0, reported.size(), reported);
  chamber.record();
  return chamber;
}

// The first node is the root.
std::size_t ChamberEvidence::build(std::size_t first, std::size_t last,
                                   const std::vector<Seats>& reported) {
  const std::size_t number = nodes_.size();
  nodes_.emplace_back();
  std::size_t sum = 0;
  for (std::size_t j = first; j < last; ++j) sum += static_cast<std::size_t>(reported[j]);
  nodes_[number].least.assign(std::min(sum, excess_) + 1, 0);
  if (last - first == 1) {
    nodes_[number].is_leaf = true;
    nodes_[number].constituency = first;
    leaf_of_[first] = number;
    return number;
  }
  const std::size_t middle = first + (last - first) / 2;
  const std::size_t left = build(first, middle, reported);
  const std::size_t right = build(middle, last, reported);
  nodes_[number].left = left;
  nodes_[number].right = right;
  nodes_[left].parent = nodes_[right].parent = number;
  return number;
}

// least[c] = min over a + b = c; where c is the excess, over a + b >= c.
void ChamberEvidence::combine(Node& node) {
  const std::vector<double>& left = nodes_[node.left].least;
  const std::vector<double>& right = nodes_[node.right].least;
  std::fill(node.least.begin(), node.least.end(), kInfinity);
  suffix_.assign(right.begin(), right.end());
  for (std::size_t b = suffix_.size() - 1; b > 0; --b) {
    suffix_[b - 1] = std::min(suffix_[b - 1], suffix_[b]);
  }
  for (std::size_t a = 0; a < left.size(); ++a) {
    const double here = left[a];
    const double* of_right = right.data();
    double* out = node.least.data() + a;
    // Exact sums below the excess; the rest together.
    const std::size_t end = a < excess_ ? std::min(right.size(), excess_ - a) : 0;
    for (std::size_t b = 0; b < end; ++b) {
      const double sum = here + of_right[b];
      out[b] = sum < out[b] ? sum : out[b];
    }
    if (end < right.size()) {
      node.least[excess_] = std::min(node.least[excess_], here + suffix_[end]);
    }
  }
}

void ChamberEvidence::set(std::size_t constituency, const std::vector<double>& log_e) {
  std::vector<double>& own = own_[constituency];
  for (std::size_t d = 1; d < own.size(); ++d) {
    own[d] = d <= log_e.size() ? cut(log_e[d - 1], floor_) : floor_;
  }
  std::size_t number = leaf_of_[constituency];
  std::vector<double>& least = nodes_[number].least;
  std::fill(least.begin(), least.end(), kInfinity);
  for (std::size_t d = 0; d < own.size(); ++d) {
    double& cell = least[std::min(d, least.size() - 1)];
    cell = std::min(cell, own[d]);
  }
  // The root is asked for one sum only.
  while (number != 0 && nodes_[number].parent != 0) {
    number = nodes_[number].parent;
    combine(nodes_[number]);
  }
  record();
}

void ChamberEvidence::set_everywhere(double log_e) {
  everywhere_ = cut(log_e, floor_);
  record();
}

double ChamberEvidence::least_at_root() const {
  const Node& root = nodes_[0];
  if (root.is_leaf) return root.least.back();
  const std::vector<double>& left = nodes_[root.left].least;
  const std::vector<double>& right = nodes_[root.right].least;
  double least = kInfinity, suffix = kInfinity;
  std::size_t b = right.size();
  for (std::size_t a = 0; a < left.size(); ++a) {
    const std::size_t from = a < excess_ ? excess_ - a : 0;
    while (b > from) suffix = std::min(suffix, right[--b]);
    least = std::min(least, left[a] + suffix);
  }
  return least;
}

double ChamberEvidence::log_e() const {
  if (excess_ > all_) return everywhere_;
  return std::min(least_at_root(), everywhere_);
}

void ChamberEvidence::record() { greatest_ = std::max(greatest_, log_e()); }

// Finds the parts of a node's minimum at a sum; `sum` equal to the excess means so many or more.
void ChamberEvidence::trace(std::size_t number, std::size_t sum,
                            std::vector<Seats>& deficits) const {
  const Node& node = nodes_[number];
  if (node.is_leaf) {
    const std::vector<double>& own = own_[node.constituency];
    auto chosen = own.begin() + static_cast<std::ptrdiff_t>(sum);
    if (sum == excess_) chosen = std::min_element(chosen, own.end());
    deficits[node.constituency] = chosen - own.begin();
    return;
  }
  const std::vector<double>& left = nodes_[node.left].least;
  const std::vector<double>& right = nodes_[node.right].least;
  const bool or_more = sum == excess_;
  double best = kInfinity;
  std::size_t best_left = 0, best_right = 0, of_suffix = 0, b = right.size();
  for (std::size_t a = 0; a < std::min(left.size(), sum + 1); ++a) {
    const std::size_t from = sum - a;
    if (!or_more && from < right.size()) of_suffix = from;
    for (; or_more && b > from; --b) {
      if (b == right.size() || right[b - 1] <= right[of_suffix]) of_suffix = b - 1;
    }
    if (from >= right.size() || left[a] + right[of_suffix] >= best) continue;
    best = left[a] + right[of_suffix];
    best_left = a;
    best_right = of_suffix;
  }
  trace(node.left, best_left, deficits);
  trace(node.right, best_right, deficits);
}

std::vector<Seats> ChamberEvidence::weakest() const {
  std::vector<Seats> deficits(leaf_of_.size(), 0);
  if (excess_ > 0 && excess_ <= all_) trace(0, excess_, deficits);
  return deficits;
}

std::vector<NextPlace> next_places(const ChamberEvidence& evidence,
                                   const std::vector<DeficitEvidence>& current) {
  std::vector<NextPlace> places;
  const std::vector<Seats> deficits = evidence.weakest();
  for (std::size_t j = 0; j < deficits.size(); ++j) {
    if (deficits[j] == 0) continue;
    const auto number = static_cast<std::size_t>(deficits[j] - 1);
    places.push_back({j, deficits[j], current[j].binding[number]});
  }
  return places;
}

}  // namespace scrutineer
