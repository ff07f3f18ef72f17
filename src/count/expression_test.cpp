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

// Asks the same of columns and of each form alone.
void expect_columns_agree(const std::string& text, const std::vector<std::vector<Count>>& forms) {
  const auto expression = Expression::parse(text, slot_of);
  RC_ASSERT(expression.has_value());
  std::vector<std::vector<std::int64_t>> filled(5);
  std::vector<const std::int64_t*> columns(5, nullptr);
  std::vector<bool> has(5, false);
  for (std::size_t slot = 0; slot < 5; ++slot) {
    for (const auto& form : forms) {
      filled[slot].push_back(form[slot].value_or(-1));
      if (form[slot]) has[slot] = true;
    }
    if (has[slot]) columns[slot] = filled[slot].data();
  }
  std::vector<std::uint8_t> is_false(forms.size());
  expression->find_false(columns, forms.size(), is_false.data());
  const bool may = expression->may_be_false([&](std::size_t slot) { return has[slot]; });
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const auto holds = expression->holds([&](std::size_t slot) { return forms[i][slot]; });
    RC_ASSERT((is_false[i] != 0) == (holds == std::optional<bool>(false)));
    RC_ASSERT(may || is_false[i] == 0);
  }
}

RC_GTEST_PROP(Expression, ColumnsGiveWhatFormsGiveOneByOne, ()) {
  const std::string text = *rc::gen::element<std::string>(
      "a + b = c", "100 * a < 3 * b or stated(c)", "not (a > 0 and b = 0)",
      "abs(a - b) <= 15 and max(a, b) >= min(c, d)", "stated(a) and a - b != 2 * c",
      "a = b or (stated(d) and a + d = b)", "not stated(a)", "far-left >= a and far-left < 7",
      "(a = b and b = c) or not (c <= d or d > 3)");
  const auto count = rc::gen::apply([](int value) { return value < 0 ? Count() : Count(value); },
                                    rc::gen::inRange(-2, 6));
  const auto forms = *rc::gen::container<std::vector<std::vector<Count>>>(
      rc::gen::container<std::vector<Count>>(5, count));
  expect_columns_agree(text, forms);
}

TEST(Expression, ColumnsOfCountsThatAreTooLargeForThemAreNotAskedTogether) {
  const auto square = Expression::parse("a * a = b", slot_of);
  EXPECT_TRUE(square->fits_columns(1'000'000'000));
  EXPECT_FALSE(square->fits_columns(2'000'000'000));
  EXPECT_TRUE(Expression::parse("100 * a < 3 * b", slot_of)->fits_columns(kMaximumCount));
}

}  // namespace
}  // namespace scrutineer
