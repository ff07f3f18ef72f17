#include "roll/comparisons.hpp"

#include <fmt/core.h>

#include "base/threads.hpp"

namespace scrutineer::roll {

Result<Comparisons> Comparisons::of(const Rolls& rolls) {
  if (rolls.schema.empty()) return fail("There is no field by which records could be compared.");
  if (rolls.schema.size() > kMostComparisons) {
    return fail(fmt::format("{} fields are more than the {} that can be compared.",
                            rolls.schema.size(), kMostComparisons));
  }
  Comparisons result;
  std::optional<std::size_t> family, given;
  for (std::size_t field = 0; field < rolls.schema.size(); ++field) {
    Comparison comparison;
    comparison.field = field;
    comparison.kind = rolls.schema[field].kind;
    const bool is_family = comparison.kind == FieldKind::family_name && !family;
    const bool is_given = comparison.kind == FieldKind::given_name && !given;
    // The first family and given names share a space.
    const std::optional<std::size_t> other = is_family ? given : is_given ? family : std::nullopt;
    comparison.space = other ? result.list[*other].space : result.spaces.size();
    if (!other) result.spaces.emplace_back(comparison.kind);
    if (is_family) family = field;
    if (is_given) given = field;
    result.numbers.push_back(result.spaces[comparison.space].add(rolls.values[field]));
    result.list.push_back(comparison);
  }
  if (family && given) result.names = NamePair{*family, *given};
  result.width = result.list.size();
  for (Comparison& comparison : result.list) {
    if (is_name_like(comparison.kind)) comparison.skeleton_at = result.width++;
  }
  return result;
}

Records::Records(const Comparisons& comparisons, const Snapshot& snapshot)
    : rows_(snapshot.rows()), width_(comparisons.width), cells_(rows_ * width_) {
  const Slices slices{rows_, std::size_t{1} << 16U};
  for_each_piece(slices.count(), [&](std::size_t slice) {
    for (std::size_t row = slices.begin(slice); row < slices.end(slice); ++row) {
      ValueId* cells = cells_.data() + row * width_;
      for (std::size_t k = 0; k < comparisons.list.size(); ++k) {
        const Comparison& comparison = comparisons.list[k];
        cells[k] = comparisons.numbers[k][snapshot.columns[comparison.field][row]];
        if (comparison.skeleton_at == 0) continue;
        cells[comparison.skeleton_at] = comparisons.spaces[comparison.space].skeleton(cells[k]);
      }
    }
  });
}

Records::Records(const Comparisons& comparisons, const std::vector<ValueId>& numbers)
    : rows_(numbers.size() / comparisons.list.size()),
      width_(comparisons.width),
      cells_(rows_ * width_) {
  const std::size_t count = comparisons.list.size();
  for (std::size_t row = 0; row < rows_; ++row) {
    ValueId* cells = cells_.data() + row * width_;
    for (std::size_t k = 0; k < count; ++k) {
      cells[k] = numbers[row * count + k];
      const std::size_t skeleton_at = comparisons.list[k].skeleton_at;
      if (skeleton_at != 0) cells[skeleton_at] = comparisons.space(k).skeleton(cells[k]);
    }
  }
}

Frequencies frequencies(const Comparisons& comparisons, std::size_t comparison,
                        const Records& records) {
  const ValueSpace& space = comparisons.space(comparison);
  Frequencies result;
  result.values.assign(space.size(), 0);
  result.skeletons.assign(space.skeletons(), 0);
  for (std::size_t row = 0; row < records.size(); ++row) {
    ++result.values[records.row(row)[comparison]];
  }
  for (ValueId value = 0; value < space.size(); ++value) {
    result.skeletons[space.skeleton(value)] += result.values[value];
  }
  result.stated = records.size() - result.values[0];
  return result;
}

std::uint64_t Sides::pairs() const {
  const std::uint64_t n = left->size();
  return pairing == Pairing::between ? n * right->size() : n * (n - (n > 0 ? 1 : 0)) / 2;
}

}  // namespace scrutineer::roll
