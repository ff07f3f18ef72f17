// What of two records is compared, and the records in the form in which it is done: a row of value
// numbers, and of skeleton numbers behind them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/large_pages.hpp"
#include "base/result.hpp"
#include "roll/roll.hpp"
#include "roll/values.hpp"

namespace scrutineer::roll {

// Three bits a comparison, 64 in a pattern.
inline constexpr std::size_t kMostComparisons = 21;

struct Comparison {
  std::size_t field = 0;  // of the schema
  FieldKind kind = FieldKind::text;
  std::size_t space = 0;        // of its values
  std::size_t skeleton_at = 0;  // where a row has the value's skeleton, if the kind has one
};

// The first family name and the first given name, compared across too.
struct NamePair {
  std::size_t family = 0, given = 0;  // comparisons
};

// Which rows are compared with which: the two snapshots', or each pair of one.
enum class Pairing : std::uint8_t { between, within };

struct Comparisons {
  std::vector<Comparison> list;
  std::vector<ValueSpace> spaces;
  std::vector<std::vector<ValueId>> numbers;  // [comparison][the field's value], in its space
  std::optional<NamePair> names;
  std::size_t width = 0;  // of a row

  // One comparison a field, in the order of the schema. An error where there is no field, or more
  // than kMostComparisons.
  static Result<Comparisons> of(const Rolls& rolls);
  const ValueSpace& space(std::size_t comparison) const { return spaces[list[comparison].space]; }
};

// The rows of a snapshot one after another.
class Records {
 public:
  Records() = default;
  Records(const Comparisons& comparisons, const Snapshot& snapshot);
  // From numbers in the comparisons' spaces, [row × comparisons + comparison].
  Records(const Comparisons& comparisons, const std::vector<ValueId>& numbers);
  std::size_t size() const { return rows_; }
  const ValueId* row(std::size_t row) const { return cells_.data() + row * width_; }

 private:
  std::size_t rows_ = 0, width_ = 0;
  LargeVector<ValueId> cells_;
};

// How many rows have each value, and each skeleton; [0] counts what is not stated.
struct Frequencies {
  std::vector<std::uint32_t> values, skeletons;
  std::uint64_t stated = 0;
};
Frequencies frequencies(const Comparisons& comparisons, std::size_t comparison,
                        const Records& records);

// The two sides of a comparison of rolls; one and the same where pairs are taken within.
struct Sides {
  Pairing pairing = Pairing::between;
  const Records* left = nullptr;
  const Records* right = nullptr;
  // How many pairs there are.
  std::uint64_t pairs() const;
};

// Rows of both sides, the right ones counted on from the left ones.
class SideRows {
 public:
  explicit SideRows(const Sides& sides)
      : sides_(&sides),
        left_(static_cast<std::uint32_t>(sides.left->size())),
        right_base_(sides.pairing == Pairing::between ? left_ : 0) {}
  const ValueId* cells(std::uint32_t row) const {
    return row < left_ ? sides_->left->row(row) : sides_->right->row(row - left_);
  }
  std::uint32_t right_row(std::uint32_t row) const { return row - right_base_; }
  std::size_t size() const { return left_ + (right_base_ == 0 ? 0 : sides_->right->size()); }

 private:
  const Sides* sides_;
  std::uint32_t left_, right_base_;
};

}  // namespace scrutineer::roll
