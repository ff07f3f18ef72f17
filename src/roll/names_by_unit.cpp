#include "roll/names_by_unit.hpp"

#include <algorithm>

#include "base/threads.hpp"

namespace scrutineer::roll {

namespace {

std::uint64_t key_of(ValueId name, ValueId unit) { return std::uint64_t{name} << 32U | unit; }

std::optional<std::size_t> first_of(const Comparisons& comparisons, FieldKind kind) {
  for (std::size_t k = 0; k < comparisons.list.size(); ++k) {
    if (comparisons.list[k].kind == kind) return k;
  }
  return std::nullopt;
}

}  // namespace

NamesByUnit::NamesByUnit(const Comparisons& comparisons, const Sides& sides,
                         const std::vector<SideFrequencies>& frequencies, const Model& model)
    : frequencies_(&frequencies) {
  const auto name = first_of(comparisons, FieldKind::family_name);
  const auto unit = first_of(comparisons, FieldKind::unit);
  if (!name || !unit) return;
  fields_ = Fields{*name, *unit};
  for (const Interaction& both : model.interactions) {
    const bool is_theirs =
        both.first == std::min(*name, *unit) && both.second == std::max(*name, *unit);
    if (is_theirs) average_ = both.of_strangers;
  }
  counts_.resize(sides.pairing == Pairing::between ? 2 : 1);
  for_each_piece(counts_.size(), [&](std::size_t side) {
    counts_[side] = counted(side == 0 ? *sides.left : *sides.right);
  });
}

// Only what stands twice is kept: a rare name's only entry says nothing of others. Sorted first,
// for in a roll of rare names a table of all would be larger than the roll.
NamesByUnit::Counts NamesByUnit::counted(const Records& records) const {
  std::vector<std::uint64_t> keys(records.size());
  for (std::size_t row = 0; row < records.size(); ++row) {
    const ValueId* cells = records.row(row);
    keys[row] = key_of(cells[fields_->name], cells[fields_->unit]);
  }
  std::sort(keys.begin(), keys.end());
  Counts counts;
  for (auto begin = keys.begin(); begin != keys.end();) {
    const auto end = std::find_if(begin, keys.end(), [&](auto key) { return key != *begin; });
    if (end - begin > 1) counts.emplace(*begin, static_cast<std::uint32_t>(end - begin));
    begin = end;
  }
  return counts;
}

double NamesByUnit::log2_ratio(std::size_t side, ValueId name, ValueId unit) const {
  const SideFrequencies& names = (*frequencies_)[fields_->name];
  const SideFrequencies& units = (*frequencies_)[fields_->unit];
  const Frequencies& of_names = side == 0 ? names.left : names.right;
  const Frequencies& of_units = side == 0 ? units.left : units.right;
  // As in the weight of the name alone: a value counts as in two rows at least.
  const double overall = std::max<double>(of_names.values[name], 2) /
                         std::max<double>(static_cast<double>(of_names.stated), 2);
  const Counts& counts = counts_[std::min(side, counts_.size() - 1)];
  const auto found = counts.find(key_of(name, unit));
  const double themselves = counts_.size() == 1 ? 2 : 1;
  const double others = found == counts.end() ? 0 : std::max(found->second - themselves, 0.0);
  const double entries = std::max(of_units.values[unit] - themselves, 0.0);
  return log2_of(overall / ((others + kEntries * overall) / (entries + kEntries)));
}

Weight NamesByUnit::operator()(const ValueId* left, const ValueId* right) const {
  if (!fields_) return 0;
  const ValueId name = left[fields_->name], unit = left[fields_->unit];
  if (name == 0 || unit == 0 || right[fields_->name] != name || right[fields_->unit] != unit) {
    return 0;
  }
  return to_weight(average_ + (log2_ratio(0, name, unit) + log2_ratio(1, name, unit)) / 2);
}

}  // namespace scrutineer::roll
