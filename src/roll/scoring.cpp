#include "roll/scoring.hpp"

#include <algorithm>
#include <limits>

namespace scrutineer::roll {

namespace {

// log2 of the share of rows with a value, the geometric mean of both sides; a value counts as in
// two rows at least, so that a rare slip is no proof.
double log2_share(std::uint32_t left, std::uint64_t left_rows, std::uint32_t right,
                  std::uint64_t right_rows) {
  const auto part = [](std::uint32_t rows, std::uint64_t all) {
    return log2_of(std::max<double>(rows, 2) / std::max<double>(static_cast<double>(all), 2));
  };
  return (part(left, left_rows) + part(right, right_rows)) / 2;
}

// By value: log2 of `average` over the value's own share.
std::vector<Weight> rarity(const std::vector<std::uint32_t>& left, std::uint64_t left_rows,
                           const std::vector<std::uint32_t>& right, std::uint64_t right_rows,
                           double average) {
  std::vector<Weight> weights(left.size(), 0);
  for (std::size_t i = 1; i < left.size(); ++i) {
    weights[i] = to_weight(average - log2_share(left[i], left_rows, right[i], right_rows));
  }
  return weights;
}

double same_share(const std::vector<std::uint32_t>& left, std::uint64_t left_rows,
                  const std::vector<std::uint32_t>& right, std::uint64_t right_rows) {
  double sum = 0;
  for (std::size_t i = 1; i < left.size(); ++i) sum += static_cast<double>(left[i]) * right[i];
  const double all = static_cast<double>(left_rows) * static_cast<double>(right_rows);
  return all > 0 ? std::max(sum / all, 0.5 / all) : 1;
}

Scoring::OfComparison scoring_of(const Comparisons& comparisons, const Model& model, std::size_t k,
                                 const SideFrequencies& both) {
  const FieldKind kind = comparisons.list[k].kind;
  const LevelShares& u = model.comparisons[k].u;
  Scoring::OfComparison result;
  for (Level level = 0; level < kLevels; ++level) {
    result.levels[level] = to_weight(model.weight(k, level));
  }
  const Level first_rest = is_name_like(kind) ? name_level::close : Level{1};
  result.best_rest = result.levels[first_rest];
  for (Level level = first_rest; level <= different_level(kind); ++level) {
    result.best_rest = std::max(result.best_rest, result.levels[level]);
  }
  const Frequencies &left = both.left, &right = both.right;
  result.exact = rarity(left.values, left.stated, right.values, right.stated, log2_of(u[kExact]));
  if (kind == FieldKind::birth_date) {
    const Weight to_default = to_weight(log2_of(u[date_level::exact_default] / u[kExact]));
    for (ValueId value = 1; value < result.exact.size(); ++value) {
      if (comparisons.space(k).is_default_day(value)) result.exact[value] += to_default;
    }
  }
  if (is_name_like(kind)) {
    const double average =
        log2_of(same_share(left.skeletons, left.stated, right.skeletons, right.stated));
    result.alike = rarity(left.skeletons, left.stated, right.skeletons, right.stated, average);
  }
  return result;
}

// The weight of the level "swapped" stands in the family name's levels; this is what the values
// say beyond the average.
Scoring::Across across_of(const NamePair& names, const std::vector<SideFrequencies>& frequencies) {
  Scoring::Across across;
  for (std::size_t side = 0; side < 2; ++side) {
    const Frequencies& left = frequencies[side == 0 ? names.family : names.given].left;
    const Frequencies& right = frequencies[side == 0 ? names.given : names.family].right;
    const double average =
        log2_of(same_share(left.skeletons, left.stated, right.skeletons, right.stated));
    across.exact[side] = rarity(left.values, left.stated, right.values, right.stated, average);
    across.alike[side] =
        rarity(left.skeletons, left.stated, right.skeletons, right.stated, average);
    // Names that are only close say less than a name of the average frequency.
    across.rest[side] = -kBit;
  }
  return across;
}

}  // namespace

Scoring Scoring::of(const Comparisons& comparisons, const Model& model,
                    const std::vector<SideFrequencies>& frequencies) {
  Scoring scoring;
  for (std::size_t k = 0; k < comparisons.list.size(); ++k) {
    scoring.comparisons.push_back(scoring_of(comparisons, model, k, frequencies[k]));
  }
  for (const Interaction& both : model.interactions) {
    Scoring::Together together{both.first, both.second, {}};
    for (std::size_t a = 0; a < kLevels; ++a) {
      for (std::size_t b = 0; b < kLevels; ++b) together.levels[a][b] = to_weight(both.bits[a][b]);
    }
    Weight best = 0;
    for (const auto& row : together.levels) {
      best = std::max(best, *std::max_element(row.begin(), row.end()));
    }
    scoring.best_together += best;
    scoring.together.push_back(together);
  }
  if (comparisons.names) scoring.across = across_of(*comparisons.names, frequencies);
  return scoring;
}

PairComparer::PairComparer(const Comparisons& comparisons, const Scoring* scoring)
    : comparisons_(&comparisons), scoring_(scoring) {
  for (std::size_t k = 0; k < comparisons.list.size(); ++k) {
    finders_.emplace_back(comparisons.space(k));
    is_cheap_.push_back(is_cheap(comparisons.list[k].kind) ? 1 : 0);
  }
  if (comparisons.names)
    across_.assign(2, LevelFinder(comparisons.space(comparisons.names->family)));
}

PairComparer::NameRow PairComparer::name(const ValueId* row, std::size_t comparison) const {
  return {row[comparison], row[comparisons_->list[comparison].skeleton_at]};
}

Level PairComparer::level_across(NameRow left, NameRow right) {
  if (left.value == 0 || right.value == 0) return kNotStated;
  if (left.value == right.value) return kExact;
  if (left.skeleton != 0 && left.skeleton == right.skeleton) return name_level::alike;
  return name_level::different;
}

// Beyond the level's own weight: nothing where the names are not swapped. One of the two must have
// the other's skeleton, the other one be near.
std::optional<Weight> PairComparer::across(const ValueId* left, const ValueId* right) {
  const NamePair& names = *comparisons_->names;
  const std::array<NameRow, 2> from{name(left, names.family), name(left, names.given)};
  const std::array<NameRow, 2> to{name(right, names.given), name(right, names.family)};
  const std::array<Level, 2> levels{level_across(from[0], to[0]), level_across(from[1], to[1])};
  if (levels[0] > name_level::alike && levels[1] > name_level::alike) return std::nullopt;
  Weight sum = 0;
  for (std::size_t side = 0; side < 2; ++side) {
    if (levels[side] == kNotStated) return std::nullopt;
    if (levels[side] > name_level::alike) {
      if (across_[side](from[side].value, to[side].value) > name_level::near) return std::nullopt;
      sum += scoring_ != nullptr ? scoring_->across.rest[side] : 0;
    } else if (scoring_ != nullptr) {
      sum += levels[side] == kExact ? scoring_->across.exact[side][from[side].value]
                                    : scoring_->across.alike[side][from[side].skeleton];
    }
  }
  return sum;
}

Pattern PairComparer::pattern(const ValueId* left, const ValueId* right) {
  Pattern pattern = 0;
  for (std::size_t k = 0; k < finders_.size(); ++k) {
    pattern |= pattern_bits(finders_[k](left[k], right[k]), k);
  }
  if (!comparisons_->names) return pattern;
  const NamePair& names = *comparisons_->names;
  const Level family = level_in(pattern, names.family), given = level_in(pattern, names.given);
  const bool may_be_swapped = family > name_level::alike && family != kNotStated &&
                              given > name_level::alike && given != kNotStated;
  if (!may_be_swapped || !across(left, right)) return pattern;
  pattern &= ~(pattern_bits(7, names.family) | pattern_bits(7, names.given));
  return pattern | pattern_bits(name_level::swapped, names.family) |
         pattern_bits(kNotStated, names.given);
}

ScoredPattern PairComparer::weigh(const ValueId* left, const ValueId* right) {
  // Below any sum of weights, so that there is always an answer.
  return *score(left, right, std::numeric_limits<Weight>::min() / 2);
}

std::optional<ScoredPattern> PairComparer::score(const ValueId* left, const ValueId* right,
                                                 Weight least) {
  ScoredPattern scored;
  Weight hope = scoring_->best_together;  // and the most that the comparisons put off can have
  std::uint32_t put_off = 0;
  const auto take = [&](std::size_t k, Level level) {
    scored.pattern |= pattern_bits(level, k);
    scored.weight += scoring_->comparisons[k].levels[level];
  };
  for (std::size_t k = 0; k < finders_.size(); ++k) {
    const ValueId a = left[k], b = right[k];
    const Scoring::OfComparison& scoring = scoring_->comparisons[k];
    const std::size_t skeleton_at = comparisons_->list[k].skeleton_at;
    if (a == 0 || b == 0) {
      scored.pattern |= pattern_bits(kNotStated, k);
    } else if (a == b) {
      take(k, is_cheap_[k] != 0 ? finders_[k](a, b) : kExact);
      scored.weight += scoring.exact[a];
    } else if (is_cheap_[k] != 0) {
      take(k, finders_[k](a, b));
    } else if (skeleton_at != 0 && left[skeleton_at] != 0 &&
               left[skeleton_at] == right[skeleton_at]) {
      take(k, name_level::alike);
      scored.weight += scoring.alike[left[skeleton_at]];
    } else {
      put_off |= std::uint32_t{1} << k;
      hope += scoring.best_rest;
    }
  }
  if (comparisons_->names) {
    const NamePair& names = *comparisons_->names;
    const std::uint32_t both = std::uint32_t{1} << names.family | std::uint32_t{1} << names.given;
    const std::optional<Weight> swapped =
        (put_off & both) == both ? across(left, right) : std::nullopt;
    if (swapped) {
      put_off &= ~both;
      hope -= scoring_->comparisons[names.family].best_rest +
              scoring_->comparisons[names.given].best_rest;
      take(names.family, name_level::swapped);
      scored.weight += *swapped;
      scored.pattern |= pattern_bits(kNotStated, names.given);
    }
  }
  if (scored.weight + hope < least) return std::nullopt;
  for (std::size_t k = 0; put_off != 0; ++k, put_off >>= 1U) {
    if ((put_off & 1U) == 0) continue;
    take(k, finders_[k](left[k], right[k]));
    hope -= scoring_->comparisons[k].best_rest;
    if (scored.weight + hope < least) return std::nullopt;
  }
  for (const Scoring::Together& both : scoring_->together) {
    scored.weight +=
        both.levels[level_in(scored.pattern, both.first)][level_in(scored.pattern, both.second)];
  }
  if (scored.weight < least) return std::nullopt;
  return scored;
}

}  // namespace scrutineer::roll
