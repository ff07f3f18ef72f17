#include <algorithm>
#include <cmath>

#include "roll/model.hpp"

namespace scrutineer::roll {

namespace {

// Pairs by the levels of two comparisons.
using JointCounts = std::array<LevelShares, kLevels>;

struct ClassCounts {
  std::vector<LevelShares> single;  // [comparison][level]
  std::vector<JointCounts> joint;   // [pair of comparisons]
};

std::vector<Interaction> all_pairs_of(std::size_t comparisons) {
  std::vector<Interaction> pairs;
  for (std::size_t a = 0; a < comparisons; ++a) {
    for (std::size_t b = a + 1; b < comparisons; ++b) pairs.push_back({a, b, {}});
  }
  return pairs;
}

double probability(const Model& model, Pattern pattern) {
  const double odds = exp2_of(model.weight(pattern) + model.prior());
  return odds / (1 + odds);
}

// Every pattern's pairs times the chance that they are of one person, or of two.
ClassCounts count_class(const Model& model, const std::vector<Interaction>& pairs,
                        const std::vector<PatternCount>& patterns, bool of_one_person) {
  ClassCounts counts;
  counts.single.assign(model.comparisons.size(), LevelShares{});
  counts.joint.assign(pairs.size(), JointCounts{});
  for (const PatternCount& count : patterns) {
    const double p = probability(model, count.pattern);
    const double expected = static_cast<double>(count.pairs) * (of_one_person ? p : 1 - p);
    for (std::size_t k = 0; k < counts.single.size(); ++k) {
      counts.single[k][level_in(count.pattern, k)] += expected;
    }
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      counts.joint[i][level_in(count.pattern, pairs[i].first)]
                  [level_in(count.pattern, pairs[i].second)] += expected;
    }
  }
  return counts;
}

// How many times as often two levels come together as they would independently, as bits. A few
// pairs as if independent are added, so that what was hardly seen says nothing; nor does what may
// be chance: pairs of two people are a sample, and a few coincidences more in it would move every
// match, and take the place of what does go together in the tree.
JointCounts dependence_of(const JointCounts& counts) {
  constexpr double kIndependent = 10, kChance = 3;  // standard deviations
  LevelShares rows{}, columns{};
  double total = 0;
  for (std::size_t i = 0; i < kNotStated; ++i) {
    for (std::size_t j = 0; j < kNotStated; ++j) {
      rows[i] += counts[i][j];
      columns[j] += counts[i][j];
      total += counts[i][j];
    }
  }
  JointCounts bits{};
  for (std::size_t i = 0; i < kNotStated && total > 0; ++i) {
    for (std::size_t j = 0; j < kNotStated; ++j) {
      const double expected = rows[i] * columns[j] / total;
      if (std::fabs(counts[i][j] - expected) <= kChance * std::sqrt(expected + 1)) continue;
      bits[i][j] = log2_of((counts[i][j] + kIndependent) / (expected + kIndependent));
    }
  }
  return bits;
}

// Both classes' dependence: what is added to a weight.
JointCounts added_bits(const JointCounts& one, const JointCounts& two) {
  const JointCounts m = dependence_of(one), u = dependence_of(two);
  JointCounts bits{};
  for (std::size_t i = 0; i < kNotStated; ++i) {
    for (std::size_t j = 0; j < kNotStated; ++j) bits[i][j] = m[i][j] - u[i][j];
  }
  return bits;
}

// By how much the weights of pairs of one person would move.
double movement(const JointCounts& one, const JointCounts& two) {
  const JointCounts bits = added_bits(one, two);
  double sum = 0;
  for (std::size_t i = 0; i < kNotStated; ++i) {
    for (std::size_t j = 0; j < kNotStated; ++j) sum += one[i][j] * std::fabs(bits[i][j]);
  }
  return sum;
}

// The heaviest tree (Kruskal); ties in the order of the comparisons. `moved`: by how many bits the
// weight of a match moves, by pair of comparisons; those that would hardly move one are left out.
std::vector<Interaction> heaviest_tree(const std::vector<Interaction>& pairs,
                                       const std::vector<double>& moved, std::size_t comparisons) {
  constexpr double kFewBits = 0.05;
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (moved[i] > kFewBits) order.emplace_back(-moved[i], i);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::size_t> tree_of(comparisons);
  for (std::size_t k = 0; k < tree_of.size(); ++k) tree_of[k] = k;
  std::vector<Interaction> tree;
  for (const auto& [bits, i] : order) {
    const std::size_t from = tree_of[pairs[i].first], to = tree_of[pairs[i].second];
    if (from == to) continue;
    std::replace(tree_of.begin(), tree_of.end(), from, to);
    tree.push_back(pairs[i]);
  }
  return tree;
}

// What a session shows of two comparisons of its matches: what is seen less what coincidences are
// expected to show.
void add_matches(const Session& session, const Model& model, const Interaction& pair,
                 JointCounts& matches) {
  JointCounts seen{};
  for (const PatternCount& count : session.patterns) {
    seen[level_in(count.pattern, pair.first)][level_in(count.pattern, pair.second)] +=
        static_cast<double>(count.pairs);
  }
  for (std::size_t i = 0; i < kNotStated; ++i) {
    for (std::size_t j = 0; j < kNotStated; ++j) {
      const double chance = *session.coincidences * model.comparisons[pair.first].u[i] *
                            model.comparisons[pair.second].u[j];
      matches[i][j] += std::max(seen[i][j] - chance, 0.0);
    }
  }
}

double sum_of(const JointCounts& counts) {
  double sum = 0;
  for (std::size_t i = 0; i < kNotStated; ++i) {
    for (std::size_t j = 0; j < kNotStated; ++j) sum += counts[i][j];
  }
  return sum;
}

// Takes pairs of one person out of u, as it was worked out from all pairs.
void take_matches_out(ComparisonModel& c, const LevelShares& all, const LevelShares& matched) {
  double rest = c.stated_pairs;
  for (std::size_t level = 0; level < kNotStated; ++level) rest -= matched[level];
  if (rest <= 0) return;
  for (std::size_t level = 0; level < kNotStated; ++level) {
    const double pairs = all[level] * c.stated_pairs;
    // At least a tenth is left: the expected matches are an estimate too.
    c.u[level] = std::max(pairs - matched[level], pairs / 10) / rest;
  }
}

}  // namespace

void learn_first_dependence(Model& model, const std::vector<Session>& sessions) {
  std::vector<Interaction> pairs = all_pairs_of(model.comparisons.size());
  std::vector<double> moved;
  for (Interaction& pair : pairs) {
    const std::uint32_t kin =
        model.comparisons[pair.first].kin | model.comparisons[pair.second].kin;
    JointCounts matches{};
    for (const Session& session : sessions) {
      if (session.has_few_coincidences() && (session.conditioned & kin) == 0) {
        add_matches(session, model, pair, matches);
      }
    }
    pair.bits = added_bits(matches, JointCounts{});
    const double sum = sum_of(matches);
    moved.push_back(sum > 0 ? movement(matches, JointCounts{}) / sum : 0);
  }
  model.interactions = heaviest_tree(pairs, moved, model.comparisons.size());
}

void learn_dependence(Model& model, const std::vector<PatternCount>& kept,
                      const std::vector<PatternCount>& random) {
  constexpr int kRounds = 6;
  std::vector<LevelShares> all;
  for (const ComparisonModel& c : model.comparisons) all.push_back(c.u);
  std::vector<Interaction> tree = all_pairs_of(model.comparisons.size());
  model.matches = expected_matches(model, kept);
  for (int round = 0; round < kRounds; ++round) {
    if (round == 0) {
      const ClassCounts one = count_class(model, tree, kept, true);
      const ClassCounts two = count_class(model, tree, random, false);
      std::vector<double> moved;
      for (std::size_t i = 0; i < tree.size(); ++i) {
        moved.push_back(movement(one.joint[i], two.joint[i]) / model.matches);
      }
      tree = heaviest_tree(tree, moved, model.comparisons.size());
    }
    const ClassCounts one = count_class(model, tree, kept, true);
    const ClassCounts two = count_class(model, tree, random, false);
    for (std::size_t i = 0; i < tree.size(); ++i) {
      tree[i].bits = added_bits(one.joint[i], two.joint[i]);
      tree[i].of_strangers = dependence_of(two.joint[i])[kExact][kExact];
    }
    for (std::size_t k = 0; k < model.comparisons.size(); ++k) {
      take_matches_out(model.comparisons[k], all[k], one.single[k]);
    }
    model.interactions = tree;
    model.matches = expected_matches(model, kept);
  }
}

}  // namespace scrutineer::roll
