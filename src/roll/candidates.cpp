#include "roll/candidates.hpp"

#include <algorithm>

#include "base/threads.hpp"
#include "roll/candidates_parts.hpp"
#include "roll/names_by_unit.hpp"

namespace scrutineer::roll {

namespace {

double stated_pairs(const Sides& sides, const SideFrequencies& both) {
  const auto left = static_cast<double>(both.left.stated);
  return sides.pairing == Pairing::between ? left * static_cast<double>(both.right.stated)
                                           : left * (left - 1) / 2;
}

// Names, and all that says where somebody lives; dates and sexes stand alone.
int group_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::family_name:
    case FieldKind::given_name:
    case FieldKind::full_name:
      return 0;
    case FieldKind::sex:
      return 1;
    case FieldKind::birth_date:
      return 2;
    case FieldKind::unit:
    case FieldKind::code:
    case FieldKind::text:
      break;
  }
  return 3;
}

std::uint32_t kin_of(const Comparisons& comparisons, std::size_t k) {
  std::uint32_t kin = 0;
  for (std::size_t other = 0; other < comparisons.list.size(); ++other) {
    const bool is_kin =
        group_of(comparisons.list[other].kind) == group_of(comparisons.list[k].kind);
    kin |= std::uint32_t{is_kin} << other;
  }
  return kin;
}

Model first_model(const Comparisons& comparisons, const Sides& sides,
                  const std::vector<SideFrequencies>& frequencies) {
  Model model;
  model.pairs = static_cast<double>(sides.pairs());
  model.matches = static_cast<double>(std::min(sides.left->size(), sides.right->size()));
  for (std::size_t k = 0; k < comparisons.list.size(); ++k) {
    ComparisonModel c;
    const bool has_swapped = comparisons.names && comparisons.names->family == k;
    c.m = first_guess(comparisons.list[k].kind, has_swapped);
    c.stated_pairs = stated_pairs(sides, frequencies[k]);
    c.u = coincidence_shares(comparisons, k, sides, frequencies);
    c.kin = kin_of(comparisons, k);
    model.comparisons.push_back(c);
  }
  return model;
}

std::vector<FieldKind> kinds_of(const Comparisons& comparisons) {
  std::vector<FieldKind> kinds;
  for (const Comparison& comparison : comparisons.list) kinds.push_back(comparison.kind);
  return kinds;
}

// By rows, and each pair once: runs that were compared at neighbouring places alone may give a pair
// again.
void sort_edges(std::vector<Edge>& edges) {
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
    return a.left != b.left ? a.left < b.left : a.right < b.right;
  });
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
}

// Patterns of rows at even distances, each with each.
std::vector<PatternCount> random_patterns(const Comparisons& comparisons, const Sides& sides) {
  constexpr std::size_t kRows = 1200;
  const std::size_t left_step = std::max<std::size_t>(sides.left->size() / kRows, 1);
  const std::size_t right_step = std::max<std::size_t>(sides.right->size() / kRows, 1);
  const Slices slices{(sides.left->size() + left_step - 1) / left_step, 64};
  std::vector<PatternHistogram> histograms(slices.count());
  for_each_piece(slices.count(), [&](std::size_t slice) {
    PairComparer comparer(comparisons, nullptr);
    for (std::size_t i = slices.begin(slice); i < slices.end(slice); ++i) {
      for (std::size_t j = right_step / 2; j < sides.right->size(); j += right_step) {
        if (sides.pairing == Pairing::within && i * left_step == j) continue;
        histograms[slice].add(
            comparer.pattern(sides.left->row(i * left_step), sides.right->row(j)));
      }
    }
  });
  PatternHistogram all;
  for (const PatternHistogram& histogram : histograms) all.add(histogram);
  return all.sorted();
}

// The edges' weights by the model as it is now, and by what family names say in their units.
void weigh_again(const Comparisons& comparisons, const Sides& sides,
                 const std::vector<SideFrequencies>& frequencies, Candidates& candidates) {
  const NamesByUnit by_unit(comparisons, sides, frequencies, candidates.model);
  const Slices slices{candidates.edges.size(), std::size_t{1} << 14U};
  for_each_piece(slices.count(), [&](std::size_t slice) {
    PairComparer comparer(comparisons, &candidates.scoring);
    for (std::size_t e = slices.begin(slice); e < slices.end(slice); ++e) {
      Edge& edge = candidates.edges[e];
      const ValueId *left = sides.left->row(edge.left), *right = sides.right->row(edge.right);
      edge.weight = comparer.weigh(left, right).weight + by_unit(left, right);
    }
  });
}

}  // namespace

LearnedModel learn_model(const Comparisons& comparisons, const Sides& sides,
                         const CandidateOptions& options) {
  LearnedModel learned;
  learned.frequencies = side_frequencies(comparisons, sides);
  Model& model = learned.model;
  model = first_model(comparisons, sides, learned.frequencies);
  learned.is_exhaustive = sides.pairs() <= options.exhaustive_pairs &&
                          LevelTables::bytes(comparisons) <= options.exhaustive_bytes;
  const std::vector<Session> sessions = sessions_for(comparisons, sides, model, options);
  learn_m(model, sessions, options.em);
  learn_first_dependence(model, sessions);
  make_monotone(model, kinds_of(comparisons));
  learned.least = to_weight(-model.prior() - options.kept_bits);
  return learned;
}

void finish_candidates(const Comparisons& comparisons, const Sides& sides,
                       const std::vector<SideFrequencies>& frequencies, Candidates& candidates) {
  sort_edges(candidates.edges);
  learn_dependence(candidates.model, candidates.patterns, random_patterns(comparisons, sides));
  candidates.scoring = Scoring::of(comparisons, candidates.model, frequencies);
  weigh_again(comparisons, sides, frequencies, candidates);
}

Candidates find_candidates(const Comparisons& comparisons, const Sides& sides,
                           const CandidateOptions& options) {
  Candidates candidates;
  if (sides.pairs() == 0) return candidates;
  LearnedModel learned = learn_model(comparisons, sides, options);
  candidates.model = std::move(learned.model);
  candidates.is_exhaustive = learned.is_exhaustive;
  candidates.scoring = Scoring::of(comparisons, candidates.model, learned.frequencies);
  if (candidates.is_exhaustive) {
    candidates.is_exhaustive =
        weigh_all(comparisons, sides, LevelTables(comparisons, learned.frequencies), learned.least,
                  candidates);
  }
  if (!candidates.is_exhaustive) {
    weigh_blocks(comparisons, sides, passes_for(comparisons), options, learned.least, candidates);
  }
  finish_candidates(comparisons, sides, learned.frequencies, candidates);
  return candidates;
}

}  // namespace scrutineer::roll
