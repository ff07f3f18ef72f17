#include "roll/suppression.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer::roll {
namespace {

std::size_t hidden_of(const TiedCells& equation, const std::vector<bool>& is_hidden) {
  std::size_t hidden = 0;
  for (const std::size_t cell : equation.parts) hidden += is_hidden[cell] ? 1 : 0;
  for (const std::size_t cell : equation.sums) hidden += is_hidden[cell] ? 1 : 0;
  return hidden;
}

// Rows of a sum and its parts, and columns whose totals are public.
std::vector<TiedCells> table_of(std::size_t rows, std::size_t columns) {
  std::vector<TiedCells> equations(rows + columns);
  for (std::size_t r = 0; r < rows; ++r) {
    equations[r].sums = {r * columns};
    for (std::size_t c = 1; c < columns; ++c) equations[r].parts.push_back(r * columns + c);
    for (std::size_t c = 0; c < columns; ++c) {
      equations[rows + c].parts.push_back(r * columns + c);
    }
  }
  return equations;
}

RC_GTEST_PROP(Suppression, no_small_cell_is_shown_and_none_follows_by_one_subtraction, ()) {
  const auto rows = *rc::gen::inRange<std::size_t>(2, 7);
  const auto columns = *rc::gen::inRange<std::size_t>(3, 7);
  std::vector<std::int64_t> cells;
  for (std::size_t r = 0; r < rows; ++r) {
    const std::size_t sum = cells.size();
    cells.push_back(0);
    for (std::size_t c = 1; c < columns; ++c) {
      cells.push_back(*rc::gen::element<std::int64_t>(0, 0, 1, 4, 9, 10, 11, 40, 400));
      cells[sum] += cells.back();
    }
  }
  const auto equations = table_of(rows, columns);
  const auto is_hidden = suppressed_cells(cells, equations, 10);
  bool is_anything_small = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool is_small = cells[i] >= 1 && cells[i] <= 9;
    is_anything_small = is_anything_small || is_small;
    if (is_small) RC_ASSERT(is_hidden[i]);
  }
  for (const TiedCells& equation : equations) RC_ASSERT(hidden_of(equation, is_hidden) != 1U);
  // Nothing is left out where nothing is small.
  if (!is_anything_small) {
    RC_ASSERT(std::count(is_hidden.begin(), is_hidden.end(), true) == 0);
  }
}

TEST(Suppression, a_sum_stays_and_the_smallest_other_part_goes) {
  // One row: a sum of 165, parts 120, 5, 40, 0.
  const auto is_hidden = suppressed_cells({165, 120, 5, 40, 0}, {{{1, 2, 3, 4}, {0}}}, 10);
  EXPECT_EQ(is_hidden, (std::vector<bool>{false, false, true, true, false}));
}

TEST(Suppression, a_small_sum_takes_a_part_with_it) {
  const auto is_hidden = suppressed_cells({7, 7, 0}, {{{1, 2}, {0}}}, 10);
  EXPECT_EQ(is_hidden, (std::vector<bool>{true, true, false}));
}

TEST(Suppression, a_cell_that_is_alone_in_its_equation_cannot_be_covered) {
  EXPECT_EQ(suppressed_cells({3}, {{{0}, {}}}, 10), (std::vector<bool>{true}));
  EXPECT_TRUE(suppressed_cells({}, {}, 10).empty());
}

}  // namespace
}  // namespace scrutineer::roll
