#include "folder/roll/row_scanner.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/csv.hpp"
#include "folder/roll/header.hpp"

namespace scrutineer::roll_files {
namespace {

using Cells = std::vector<std::string_view>;

Cells cells_of(const RowScanner& rows) { return {rows.cells().begin(), rows.cells().end()}; }

TEST(RowScanner, gives_rows_with_their_numbers) {
  RowScanner rows("a,b\r\n\n\"c,\"\"d\"\"\",\"e\r\nf\"\n,\n\r\nlast,", ',', 10);
  ASSERT_TRUE(rows.read());
  EXPECT_EQ(cells_of(rows), (Cells{"a", "b"}));
  EXPECT_EQ(rows.number(), 1);
  ASSERT_TRUE(rows.read());
  EXPECT_EQ(cells_of(rows), (Cells{"c,\"d\"", "e\nf"}));
  EXPECT_EQ(rows.number(), 3);
  ASSERT_TRUE(rows.read());
  EXPECT_EQ(cells_of(rows), (Cells{"", ""}));
  ASSERT_TRUE(rows.read());
  EXPECT_EQ(cells_of(rows), (Cells{"last", ""}));
  EXPECT_EQ(rows.number(), 6);
  EXPECT_TRUE(rows.faults().empty());
  EXPECT_FALSE(rows.read());
}

TEST(RowScanner, says_in_which_cell_the_quoting_is_wrong) {
  RowScanner rows("a,b\"\"\"c,d\n\"e\"f,\"g\n\rh,i\n", ',', 10);
  ASSERT_TRUE(rows.read());
  ASSERT_EQ(rows.faults().size(), 1U);
  EXPECT_EQ(rows.faults()[0].column, 1U);
  ASSERT_TRUE(rows.read());
  ASSERT_EQ(rows.faults().size(), 2U);
  EXPECT_EQ(rows.faults()[0].column, 0U);
  EXPECT_EQ(rows.faults()[1].column, 1U);
  EXPECT_TRUE(rows.is_cut_off());
  EXPECT_FALSE(rows.read());
  RowScanner alone("a\rb\n", ',', 10);
  ASSERT_TRUE(alone.read());
  EXPECT_EQ(alone.faults().size(), 1U);
}

TEST(RowScanner, counts_more_cells_than_it_keeps) {
  const std::string row(100'000, ',');
  RowScanner rows(row, ',', 10);
  ASSERT_TRUE(rows.read());
  EXPECT_EQ(rows.width(), 100'001U);
  EXPECT_EQ(rows.cells().size(), 10U);
}

// The reader of small tables takes a file exactly where this one finds nothing wrong, and reads the
// same.
RC_GTEST_PROP(RowScanner, agrees_with_the_reader_of_tables, ()) {
  const auto parts = *rc::gen::container<std::vector<std::string>>(
      rc::gen::weightedElement<std::string>({{20, "a,b\n"},
                                             {10, "\"c,\n\"\"d\",\r\n"},
                                             {4, "\n"},
                                             {4, ",é;\r\n"},
                                             {1, "\r"},
                                             {1, "\""},
                                             {1, "\"\""},
                                             {1, ","},
                                             {1, "b"}}));
  std::string bytes = "x,y\n";
  for (const std::string& part : parts) bytes += part;
  const auto table = read_csv("t.csv", bytes);
  auto roll = open_roll("t.csv", bytes);
  RC_ASSERT(roll.has_value());
  std::vector<std::vector<std::string>> rows;
  std::vector<std::int64_t> numbers;
  bool is_right = true;
  while (roll->rows.read()) {
    is_right = is_right && roll->rows.faults().empty() && roll->rows.width() == 2;
    rows.emplace_back(roll->rows.cells().begin(), roll->rows.cells().end());
    numbers.push_back(roll->rows.number());
  }
  RC_ASSERT(is_right == table.has_value());
  RC_TAG(is_right);
  if (!is_right) return;
  RC_ASSERT(rows.size() == table->rows());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    RC_ASSERT(numbers[row] == table->number(row));
    for (std::size_t i = 0; i < 2; ++i) RC_ASSERT(rows[row][i] == table->cell(row, i));
  }
}

}  // namespace
}  // namespace scrutineer::roll_files
