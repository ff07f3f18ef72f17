#include "base/random.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

// The first outputs of Vigna's xoshiro256starstar.c, its state filled by his splitmix64.c from 0.
TEST(Random, DrawsWhatTheReferenceProgramDraws) {
  Random random(0);
  EXPECT_EQ(random.next(), 0x99ec5f36cb75f2b4U);
  EXPECT_EQ(random.next(), 0xbf6e1f784956452aU);
  EXPECT_EQ(random.next(), 0x1a5f849d4933e6e0U);
}

TEST(Random, TheSameSeedGivesTheSameNumbersAndAnotherSeedOthers) {
  Random a(7), b(7), c(8);
  const std::uint64_t first = a.next();
  EXPECT_EQ(first, b.next());
  EXPECT_NE(first, c.next());
}

TEST(Random, NumbersBelowABoundAreEquallyFrequent) {
  Random random(1);
  std::vector<int> counts(6, 0);
  for (int i = 0; i < 60'000; ++i) ++counts[random.below(6)];
  double chi_squared = 0;
  for (const int count : counts) chi_squared += (count - 10'000.0) * (count - 10'000.0) / 10'000;
  EXPECT_LT(chi_squared, 20.5);  // 0.999 of five degrees of freedom
}

// n = 3·2^62: without rejection the first half of the range would be drawn twice as often.
TEST(Random, LargeBoundsAreUnbiasedToo) {
  Random random(2);
  const std::uint64_t n = std::uint64_t{3} << 62U;
  int lower = 0;
  for (int i = 0; i < 30'000; ++i) lower += random.below(n) < n / 3 ? 1 : 0;
  EXPECT_NEAR(lower, 10'000, 330);
}

TEST(Random, NumbersBetweenTwoEndsReachBothAndTheWholeRange) {
  Random random(3);
  std::map<std::int64_t, int> seen;
  for (int i = 0; i < 1'000; ++i) ++seen[random.between(-2, 1)];
  EXPECT_EQ(seen.size(), 4U);
  EXPECT_EQ(seen.begin()->first, -2);
  EXPECT_EQ(random.between(5, 5), 5);
  random.between(INT64_MIN, INT64_MAX);
}

TEST(Random, UniformNumbersLieInTheUnitIntervalWithTheirMean) {
  Random random(4);
  double sum = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double x = random.uniform();
    ASSERT_TRUE(x >= 0 && x < 1);
    sum += x;
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 0.004);
}

TEST(Random, NearlyNormalNumbersHaveMeanZeroAndVarianceOne) {
  Random random(5);
  double sum = 0, squares = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double x = random.nearly_normal();
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / 100'000, 0, 0.015);
  EXPECT_NEAR(squares / 100'000, 1, 0.02);
}

TEST(Random, AForkDependsOnTheSeedAndTheLabelNotOnWhatWasDrawn) {
  Random a(6);
  const std::uint64_t before = a.fork("returns").next();
  a.next();
  EXPECT_EQ(a.fork("returns").next(), before);
  EXPECT_NE(a.fork("units").next(), before);
  EXPECT_NE(a.fork(0).next(), a.fork(1).next());
  EXPECT_NE(Random(7).fork("returns").next(), before);
}

TEST(Random, AShuffleKeepsItsItemsAndMakesEveryOrder) {
  Random random(8);
  std::map<std::vector<int>, int> orders;
  for (int i = 0; i < 6'000; ++i) {
    std::vector<int> items{1, 2, 3};
    random.shuffle(items);
    ++orders[items];
  }
  EXPECT_EQ(orders.size(), 6U);
  for (const auto& [order, count] : orders) EXPECT_NEAR(count, 1'000, 130);
}

TEST(Random, ASampleHasDifferentNumbersEachEquallyOften) {
  Random random(9);
  std::vector<int> counts(10, 0);
  for (int i = 0; i < 10'000; ++i) {
    const auto sample = random.sample(10, 3);
    ASSERT_EQ(sample.size(), 3U);
    ASSERT_TRUE(sample[0] < sample[1] && sample[1] < sample[2]);
    for (const std::size_t s : sample) ++counts[s];
  }
  for (const int count : counts) EXPECT_NEAR(count, 3'000, 200);
  EXPECT_EQ(random.sample(3, 9).size(), 3U);
  EXPECT_TRUE(random.sample(0, 2).empty());
}

}  // namespace
}  // namespace scrutineer
