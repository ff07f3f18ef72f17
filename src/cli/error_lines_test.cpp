#include "cli/error_lines.hpp"

#include <gtest/gtest.h>

namespace scrutineer::cli {
namespace {

Error unanswered(std::int64_t row) { return {"form.csv", row, "outcome", "", "moved", ""}; }

TEST(ErrorLines, say_each_error_where_they_are_few) {
  Errors errors;
  for (std::int64_t row = 2; row < 7; ++row) errors.push_back(unanswered(row));
  errors.push_back({"form.csv", 9, "outcome", "dea", "moved", ""});
  const std::vector<std::string> lines = error_lines(errors);
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines[5], to_sentence(errors[5]));
}

TEST(ErrorLines, say_three_of_many_that_are_alike_and_count_the_others) {
  Errors errors;
  for (std::int64_t row = 2; row < 722; ++row) errors.push_back(unanswered(row));
  errors.insert(errors.begin() + 1, {"form.csv", 3, "weight", "x", "a number", ""});
  const std::vector<std::string> lines = error_lines(errors);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0], to_sentence(errors[0]));
  EXPECT_EQ(lines[1], to_sentence(errors[1]));
  EXPECT_EQ(lines[4],
            "form.csv, column outcome: the same in 717 more rows, the last of them row 721.");
}

TEST(ErrorLines, say_every_error_that_has_no_row) {
  const Errors errors(10, {"", 0, "", "", "", "The folder is empty."});
  EXPECT_EQ(error_lines(errors).size(), 10U);
}

}  // namespace
}  // namespace scrutineer::cli
