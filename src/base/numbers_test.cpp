#include "base/numbers.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer {
namespace {

TEST(Numbers, DivisionRoundsTowardsMinusAndPlusInfinityForAnySign) {
  EXPECT_EQ(floor_divide(7, 2), 3);
  EXPECT_EQ(floor_divide(-7, 2), -4);
  EXPECT_EQ(floor_divide(-8, 2), -4);
  EXPECT_EQ(ceil_divide(7, 2), 4);
  EXPECT_EQ(ceil_divide(-7, 2), -3);
}

RC_GTEST_PROP(Numbers, AQuotientTimesItsDivisorBracketsTheDividend, ()) {
  const auto a = *rc::gen::arbitrary<std::int64_t>();
  const auto b = *rc::gen::inRange<std::int64_t>(1, kMaximumCount);
  RC_ASSERT(floor_divide(a, b) * b <= a);
  RC_ASSERT((floor_divide(a, b) + 1) * b > a);
  RC_ASSERT(ceil_divide(a, b) * b >= a);
}

TEST(Numbers, RationalsAreReadAsFractionsDecimalsAndPercentages) {
  EXPECT_EQ(parse_rational("3/100"), Rational::of(3, 100));
  EXPECT_EQ(parse_rational("0.95"), Rational::of(19, 20));
  EXPECT_EQ(parse_rational("13.5%"), Rational::of(135, 1000));
  EXPECT_EQ(parse_rational("2"), Rational::of(2, 1));
  for (const char* wrong : {"", "a", "1/0", "-1/2", "1/2%", "1.", "1e3", "9999999999999999999"}) {
    EXPECT_FALSE(parse_rational(wrong)) << wrong;
  }
}

TEST(Numbers, RationalsCompareWithoutRounding) {
  EXPECT_LT(Rational::of(333333333333333, 1000000000000000), Rational::of(1, 3));
  EXPECT_EQ(Rational::of(2, -4), Rational::of(-1, 2));
  EXPECT_EQ(to_string(Rational::of(30863, 77926)), "30863/77926");
}

TEST(Numbers, WideNumbersAreWrittenInFull) {
  EXPECT_EQ(to_string(static_cast<Wide>(kMaximumCount) * kMaximumCount),
            "1" + std::string(30, '0'));
  EXPECT_EQ(to_string(static_cast<Wide>(-42)), "-42");
}

}  // namespace
}  // namespace scrutineer
