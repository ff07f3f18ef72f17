#include "roll/coincidence.hpp"

#include <algorithm>
#include <cmath>

#include "base/threads.hpp"

namespace scrutineer::roll {

namespace {

struct ValueCount {
  ValueId value = 0;
  std::uint64_t rows = 0;
};

// Pairs by level, of values taken by their counts.
using LevelCounts = std::array<std::uint64_t, kLevels>;

std::vector<ValueCount> stated_values(const Frequencies& frequencies) {
  std::vector<ValueCount> counts;
  for (ValueId value = 1; value < frequencies.values.size(); ++value) {
    if (frequencies.values[value] > 0) counts.push_back({value, frequencies.values[value]});
  }
  return counts;
}

// Every n-th of the rows in which the field is stated, so that `most` are taken.
std::vector<ValueCount> sampled_values(const Records& records, std::size_t comparison,
                                       std::size_t most, std::size_t offset) {
  const std::size_t step = std::max<std::size_t>(records.size() / most, 1);
  std::vector<ValueId> values;
  for (std::size_t row = offset % step; row < records.size(); row += step) {
    if (records.row(row)[comparison] != 0) values.push_back(records.row(row)[comparison]);
  }
  std::sort(values.begin(), values.end());
  std::vector<ValueCount> counts;
  for (const ValueId value : values) {
    if (counts.empty() || counts.back().value != value) counts.push_back({value, 0});
    ++counts.back().rows;
  }
  return counts;
}

LevelCounts count_levels(const ValueSpace& space, const std::vector<ValueCount>& left,
                         const std::vector<ValueCount>& right) {
  const Slices slices{left.size(), 64};
  std::vector<LevelCounts> parts(slices.count(), LevelCounts{});
  for_each_piece(slices.count(), [&](std::size_t slice) {
    LevelFinder level(space);
    for (std::size_t i = slices.begin(slice); i < slices.end(slice); ++i) {
      for (const ValueCount& other : right) {
        parts[slice][level(left[i].value, other.value)] += left[i].rows * other.rows;
      }
    }
  });
  LevelCounts counts{};
  for (const LevelCounts& part : parts) {
    for (std::size_t level = 0; level < kLevels; ++level) counts[level] += part[level];
  }
  return counts;
}

double sum_of_products(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  double sum = 0;
  for (std::size_t i = 1; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
  return sum;
}

// The levels that frequencies alone decide, as numbers of pairs.
LevelShares decided_levels(const ValueSpace& space, const SideFrequencies& both, bool is_within) {
  LevelShares pairs{};
  double itself = 0;
  for (ValueId value = 1; value < space.size(); ++value) {
    const bool is_default = space.kind() == FieldKind::birth_date && space.is_default_day(value);
    const double rows = both.left.values[value];
    pairs[is_default ? date_level::exact_default : kExact] +=
        rows * both.right.values[value] - (is_within ? rows : 0);
    if (space.skeleton(value) != 0) itself += rows * both.right.values[value];
  }
  if (is_name_like(space.kind())) {
    pairs[name_level::alike] = sum_of_products(both.left.skeletons, both.right.skeletons) - itself;
  }
  return pairs;
}

}  // namespace

std::vector<SideFrequencies> side_frequencies(const Comparisons& comparisons, const Sides& sides) {
  std::vector<SideFrequencies> all(comparisons.list.size());
  for_each_piece(all.size(), [&](std::size_t k) {
    all[k].left = frequencies(comparisons, k, *sides.left);
    all[k].right =
        sides.pairing == Pairing::within ? all[k].left : frequencies(comparisons, k, *sides.right);
  });
  return all;
}

namespace {

// Two people whose names are each other's in the other order.
double swapped_share(const NamePair& names, const std::vector<SideFrequencies>& all) {
  const SideFrequencies& family = all[names.family];
  const SideFrequencies& given = all[names.given];
  const double one = sum_of_products(family.left.skeletons, given.right.skeletons);
  const double other = sum_of_products(given.left.skeletons, family.right.skeletons);
  const double pairs =
      static_cast<double>(family.left.stated) * static_cast<double>(given.right.stated) *
      static_cast<double>(given.left.stated) * static_cast<double>(family.right.stated);
  return pairs > 0 ? one * other / pairs : 0;
}

}  // namespace

LevelShares coincidence_shares(const Comparisons& comparisons, std::size_t comparison,
                               const Sides& sides, const std::vector<SideFrequencies>& all,
                               std::size_t most_value_pairs) {
  const ValueSpace& space = comparisons.space(comparison);
  const FieldKind kind = comparisons.list[comparison].kind;
  const SideFrequencies& both = all[comparison];
  const bool is_within = sides.pairing == Pairing::within;
  LevelShares pairs = decided_levels(space, both, is_within);
  const double stated = static_cast<double>(both.left.stated);
  const double total = stated * static_cast<double>(both.right.stated) - (is_within ? stated : 0);
  std::vector<ValueCount> left = stated_values(both.left), right = stated_values(both.right);
  if (left.size() * right.size() > most_value_pairs) {
    const auto most = static_cast<std::size_t>(std::sqrt(static_cast<double>(most_value_pairs)));
    left = sampled_values(*sides.left, comparison, most, 0);
    right = sampled_values(*sides.right, comparison, most, 1);
  }
  const LevelCounts counts = count_levels(space, left, right);
  // What frequencies leave undecided is divided as among the pairs looked at.
  double decided = 0, undecided_counts = 0;
  for (std::size_t level = 0; level < kLevels; ++level) {
    decided += pairs[level];
    if (pairs[level] == 0 && level != kExact)
      undecided_counts += static_cast<double>(counts[level]);
  }
  LevelShares shares{};
  const double rest = std::max(total - decided, 0.0);
  for (std::size_t level = 0; level < kLevels && total > 0; ++level) {
    const bool is_decided = pairs[level] != 0 || level == kExact;
    const double of_rest =
        undecided_counts > 0 ? static_cast<double>(counts[level]) / undecided_counts : 0;
    shares[level] = (is_decided ? pairs[level] : rest * of_rest) / total;
  }
  if (comparisons.names && comparison == comparisons.names->family) {
    shares[name_level::swapped] = swapped_share(*comparisons.names, all);
  }
  // No level is impossible: at least half a pair of all that there are.
  const std::array<std::string_view, kLevels>& names = level_names(kind);
  for (std::size_t level = 0; level < kNotStated; ++level) {
    if (names[level].empty()) continue;
    if (level == name_level::swapped && is_name_like(kind) && shares[level] == 0) continue;
    shares[level] = std::max(shares[level], 0.5 / std::max(total, 1.0));
  }
  return shares;
}

}  // namespace scrutineer::roll
