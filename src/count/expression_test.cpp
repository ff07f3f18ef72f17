#include "count/expression.hpp"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer {
namespace {

std::optional<std::size_t> slot_of(std::string_view name) {
  if (name.size() == 1 && name[0] >= 'a' && name[0] <= 'd')
    return static_cast<std::size_t>(name[0] - 'a');
  if (name == "far-left") return 4;
  return std::nullopt;
}

std::optional<bool> asked(std::string_view text, std::vector<Count> form) {
  const auto expression = Expression::parse(text, slot_of);
  EXPECT_TRUE(expression.has_value()) << text << ": " << expression.error().front().message;
  form.resize(5);
  return expression->holds([&](std::size_t slot) { return form[slot]; });
}

TEST(Expression, ComparesSumsAndProducts) {
  EXPECT_EQ(asked("a + b = c", {3, 4, 7}), true);
  EXPECT_EQ(asked("100 * a < 3 * b", {3, 100}), false);
  EXPECT_EQ(asked("abs(a - b) <= 15 and max(a, b) >= min(c, 2)", {1, 16, 9}), true);
  EXPECT_EQ(asked("2 + 3 * a - 1 = 7", {2}), true);
  EXPECT_EQ(asked("10 - 3 - 2 = 5", {}), true);
  EXPECT_EQ(asked("(a + b) * 2 != 14", {3, 4}), false);
  EXPECT_EQ(asked("far-left - a = 1", {2, {}, {}, {}, 3}), true);
}

TEST(Expression, WhatIsNotStatedIsUnknownUnlessTheRestDecides) {
  EXPECT_EQ(asked("a = b", {1}), std::nullopt);
  EXPECT_EQ(asked("a = 1 or b = 2", {1}), true);
  EXPECT_EQ(asked("a = 1 and b = 2", {2}), false);
  EXPECT_EQ(asked("a = 1 and b = 2", {1}), std::nullopt);
  EXPECT_EQ(asked("not (a = 1 and b = 2)", {1}), std::nullopt);
  EXPECT_EQ(asked("stated(b)", {1}), false);
  EXPECT_EQ(asked("a = 0", {0}), true);
}

TEST(Expression, FaultsNameTheirPlace) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "its end"},
      {"a + b", "a condition"},
      {"a = e", "\"e\""},
      {"a = (b", "parenthesis"},
      {"a and b", "conditions"},
      {"(a = b) + 1 = 2", "numbers"},
      {"a = b c", "operator"},
      {"a = 9999999999999999999", "10^15"},
      {"not a", "condition"},
      {"pow(a, b) = 1", "abs"},
      {"a = b = c", "numbers"},
      {"stated(1)", "name of a count"},
      {"a * a * a = 1", "126 bits"}};
  for (const auto& [text, part] : cases) {
    const auto expression = Expression::parse(text, slot_of);
    ASSERT_FALSE(expression.has_value()) << text;
    EXPECT_NE(expression.error().front().message.find(part), std::string::npos)
        << text << ": " << expression.error().front().message;
  }
  EXPECT_FALSE(Expression::parse(std::string(400, '('), slot_of).has_value());
  EXPECT_FALSE(Expression::parse(std::string(2000, ' ') + "a = b", slot_of).has_value());
}

TEST(Expression, GivesBothSidesOfAComparison) {
  const auto expression = Expression::parse("a + b = c", slot_of);
  const std::vector<Count> form = {3, 4, 9};
  const auto sides = expression->sides([&](std::size_t slot) { return form[slot]; });
  ASSERT_TRUE(sides.has_value());
  EXPECT_EQ(static_cast<int>(sides->left), 7);
  EXPECT_EQ(static_cast<int>(sides->right), 9);
  EXPECT_EQ(sides->relation, "=");
  EXPECT_EQ(expression->slots(), (std::vector<std::size_t>{0, 1, 2}));
}

RC_GTEST_PROP(ExpressionProperty, AnyBytesAreReadOrRefused, (const std::string& text)) {
  const auto expression = Expression::parse(text, slot_of);
  if (!expression) RC_ASSERT(!expression.error().empty());
}

}  // namespace
}  // namespace scrutineer
