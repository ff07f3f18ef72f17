#include "roll/link.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/threads.hpp"

namespace scrutineer::roll {

namespace {

// The two-sided prior. Half a per cent of the records are taken to be without a match whatever the
// estimate, so that it stays finite where all are matched.
Weight one_to_one_prior(double matches, std::size_t left, std::size_t right) {
  const auto rest = [&](std::size_t rows) {
    const auto n = static_cast<double>(rows);
    return std::max(n - matches, 0.0) + 0.005 * n + 1;
  };
  return to_weight(log2_of(std::max(matches, 1e-3) / (rest(left) * rest(right))));
}

Result<void> check_rows(const Snapshot& snapshot) {
  constexpr std::size_t kMostRows = std::size_t{1} << 31U;
  if (snapshot.rows() < kMostRows) return {};
  return fail(fmt::format("{} has {} rows; at most {} can be linked on one machine.",
                          snapshot.source, snapshot.rows(), kMostRows - 1));
}

void add_prior(std::vector<Edge>& edges, Weight prior) {
  for (Edge& edge : edges) edge.weight += prior;
}

void add_links(const Comparisons& comparisons, const Sides& sides,
               const std::vector<AssignedLink>& assigned, std::vector<Link>& links) {
  links.resize(assigned.size());
  const Slices slices{assigned.size(), std::size_t{1} << 14U};
  for_each_piece(slices.count(), [&](std::size_t slice) {
    PairComparer comparer(comparisons, nullptr);
    for (std::size_t i = slices.begin(slice); i < slices.end(slice); ++i) {
      const AssignedLink& link = assigned[i];
      const Pattern pattern =
          comparer.pattern(sides.left->row(link.left), sides.right->row(link.right));
      links[i] = {link.left, link.right, link.log_odds, pattern, link.is_ambiguous};
    }
  });
}

}  // namespace

Result<void> check_snapshots(const Rolls& rolls) {
  if (rolls.snapshots.size() != 2) {
    return fail(fmt::format("Two snapshots are linked; there are {}.", rolls.snapshots.size()));
  }
  for (const Snapshot& snapshot : rolls.snapshots) {
    if (auto checked = check_rows(snapshot); !checked) return checked;
  }
  return {};
}

Linkage link_candidates(const Comparisons& comparisons, const Sides& sides, Candidates found,
                        const LinkOptions& options) {
  Linkage result;
  result.prior = one_to_one_prior(found.model.matches, sides.left->size(), sides.right->size());
  result.model = std::move(found.model);
  result.passes = std::move(found.passes);
  result.is_exhaustive = found.is_exhaustive;
  result.pairs_weighed = found.pairs_weighed;
  result.candidates = std::move(found.edges);
  add_prior(result.candidates, result.prior);
  const Assignment assignment =
      assign(result.candidates, options.least_log_odds.value_or(0), options.most_nodes);
  result.components = assignment.components;
  result.greedy_components = assignment.greedy_components;
  result.greedy_records = assignment.greedy_records;
  add_links(comparisons, sides, assignment.links, result.links);
  return result;
}

Result<Linkage> link(const Rolls& rolls, const LinkOptions& options) {
  if (auto checked = check_snapshots(rolls); !checked) return tl::unexpected(checked.error());
  const Result<Comparisons> comparisons = Comparisons::of(rolls);
  if (!comparisons) return tl::unexpected(comparisons.error());
  const Records left(*comparisons, rolls.snapshots[0]), right(*comparisons, rolls.snapshots[1]);
  const Sides sides{Pairing::between, &left, &right};
  return link_candidates(*comparisons, sides,
                         find_candidates(*comparisons, sides, options.candidates), options);
}

Result<Deduplication> dedupe(const Rolls& rolls, std::size_t snapshot,
                             const DedupeOptions& options) {
  if (snapshot >= rolls.snapshots.size()) {
    return fail(
        fmt::format("There is no snapshot {} among {}.", snapshot + 1, rolls.snapshots.size()));
  }
  if (auto checked = check_rows(rolls.snapshots[snapshot]); !checked) {
    return tl::unexpected(checked.error());
  }
  const Result<Comparisons> comparisons = Comparisons::of(rolls);
  if (!comparisons) return tl::unexpected(comparisons.error());
  const Records records(*comparisons, rolls.snapshots[snapshot]);
  const Sides sides{Pairing::within, &records, &records};
  Candidates found = find_candidates(*comparisons, sides, options.candidates);
  Deduplication result;
  const Weight prior = to_weight(found.model.prior());
  result.model = std::move(found.model);
  result.passes = std::move(found.passes);
  result.is_exhaustive = found.is_exhaustive;
  result.pairs_weighed = found.pairs_weighed;
  result.candidates = std::move(found.edges);
  add_prior(result.candidates, prior);
  result.clusters = cluster(result.candidates, records.size(), options.clusters);
  return result;
}

namespace {

// The probability of each weight, worked out once a weight: pairs are many, weights are few.
class Probabilities {
 public:
  explicit Probabilities(const std::vector<Edge>& edges) {
    const auto [low, high] =
        std::minmax_element(edges.begin(), edges.end(),
                            [](const Edge& a, const Edge& b) { return a.weight < b.weight; });
    if (low == edges.end()) return;
    least_ = low->weight;
    table_.assign(static_cast<std::size_t>(high->weight - least_) + 1, kUnknown);
  }

  double operator()(Weight weight) {
    if (weight < least_ || weight - least_ >= static_cast<Weight>(table_.size())) {
      return probability_of(weight);
    }
    double& known = table_[static_cast<std::size_t>(weight - least_)];
    if (known == kUnknown) known = probability_of(weight);
    return known;
  }

 private:
  static constexpr double kUnknown = -1;
  Weight least_ = 0;
  std::vector<double> table_;
};

}  // namespace

std::vector<Expectation> expectations(const std::vector<Edge>& candidates,
                                      const std::vector<Weight>& thresholds) {
  std::vector<Expectation> result;
  for (const Weight threshold : thresholds) result.push_back({threshold, 0, 0, 0});
  Probabilities probability(candidates);
  for (const Edge& edge : candidates) {
    const double p = probability(edge.weight);
    for (Expectation& expectation : result) {
      if (edge.weight >= expectation.least_log_odds) {
        ++expectation.pairs;
        expectation.false_links += 1 - p;
      } else {
        expectation.missed_links += p;
      }
    }
  }
  return result;
}

LinkErrors expected_errors(const Linkage& linkage) {
  LinkErrors errors;
  Probabilities probability(linkage.candidates);
  std::vector<bool> left, right;
  const auto mark = [](std::vector<bool>& rows, std::uint32_t row) {
    if (row >= rows.size()) rows.resize(std::size_t{row} + 1);
    rows[row] = true;
  };
  const auto is_marked = [](const std::vector<bool>& rows, std::uint32_t row) {
    return row < rows.size() && rows[row];
  };
  for (const Link& link : linkage.links) {
    errors.false_links += 1 - probability(link.log_odds);
    mark(left, link.left);
    mark(right, link.right);
  }
  for (const Edge& edge : linkage.candidates) {
    if (is_marked(left, edge.left) || is_marked(right, edge.right)) continue;
    errors.missed_links += probability(edge.weight);
  }
  return errors;
}

std::string expectation_table(const std::vector<Edge>& candidates) {
  std::vector<Weight> thresholds;
  for (const Weight bits : {-4, -2, 0, 2, 4, 8}) thresholds.push_back(bits * kBit);
  std::string text = fmt::format("{:>10} {:>12} {:>18} {:>18}\n", "least bits", "pairs",
                                 "of two people", "of one, below it");
  for (const Expectation& one : expectations(candidates, thresholds)) {
    text += fmt::format("{:>10} {:>12} {:>18.1f} {:>18.1f}\n", one.least_log_odds / kBit, one.pairs,
                        one.false_links, one.missed_links);
  }
  return text;
}

std::string model_table(const Model& model, const std::vector<Field>& schema) {
  std::string text =
      fmt::format("{:<20} {:<22} {:>10} {:>10} {:>7}\n", "field", "level", "m", "u", "bits");
  for (std::size_t k = 0; k < model.comparisons.size(); ++k) {
    const ComparisonModel& c = model.comparisons[k];
    for (Level level = 0; level < kNotStated; ++level) {
      if (c.u[level] <= 0) continue;
      text += fmt::format("{:<20} {:<22} {:>10.3g} {:>10.3g} {:>7.1f}{}\n", schema[k].name,
                          level_names(schema[k].kind)[level], c.m[level], c.u[level],
                          model.weight(k, level), c.is_learned ? "" : "  (assumed)");
    }
  }
  for (const Interaction& both : model.interactions) {
    const Level a = different_level(schema[both.first].kind);
    const Level b = different_level(schema[both.second].kind);
    text += fmt::format(
        "{} and {} together: {:+.1f} bits where both are equal, {:+.1f} where both differ\n",
        schema[both.first].name, schema[both.second].name, both.bits[kExact][kExact],
        both.bits[a][b]);
  }
  return text;
}

}  // namespace scrutineer::roll
