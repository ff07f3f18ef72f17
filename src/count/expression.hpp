// A small checked language in which checks of a form are written: whole numbers, names of counts,
// + - *, abs min max, comparisons, and or not, stated(name).
//
// Counts are three-valued: where a name is not stated, numbers that need it are unknown and so are
// comparisons; "and", "or" and "not" follow Kleene's logic, so "x = 1 or stated(y)" may hold all
// the same. Arithmetic is exact: an expression that could leave 126 bits for counts up to 10^15 is
// refused when it is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/numbers.hpp"
#include "base/result.hpp"

namespace scrutineer {

class Expression {
 public:
  // The slot of a name in the form, or nothing where there is no such count.
  using Slots = std::function<std::optional<std::size_t>(std::string_view name)>;
  // What a form states in a slot.
  using Form = std::function<Count(std::size_t slot)>;

  // A condition: true, false or unknown. Errors name the place in the text.
  static Result<Expression> parse(std::string_view text, const Slots& slots);

  std::optional<bool> holds(const Form& form) const;

  // Both sides of the outermost comparison, as the form gives them: what was found and what was
  // expected. Empty where the condition is no single comparison or a side is unknown.
  struct Sides {
    Wide left = 0, right = 0;
    std::string_view relation;  // "=", "<=", …
  };
  std::optional<Sides> sides(const Form& form) const;

  // Many forms at once: columns[slot][i] is what form i states, negative where it states nothing; a
  // slot without a column is stated by none. Marks with 1 those of which the condition is false,
  // the others with 0. Precondition: fits_columns() for the largest count of any column.
  using Columns = std::span<const std::int64_t* const>;
  void find_false(const Columns& columns, std::size_t forms, std::uint8_t* is_false) const;
  // Whether the condition may be false of a form that states nothing but counts of these slots.
  bool may_be_false(const std::function<bool(std::size_t slot)>& has) const;
  // Whether 64 bits hold every value for counts up to `largest`.
  bool fits_columns(Votes largest) const;

  const std::vector<std::size_t>& slots() const { return slots_; }  // ascending, once each
  const std::string& text() const { return text_; }

  struct Node;

 private:
  std::string text_;
  std::shared_ptr<const Node> root_;  // immutable, shared by copies
  std::vector<std::size_t> slots_;
};

}  // namespace scrutineer
