#include "election/counts.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

constexpr Votes kLarge = Votes{1} << 40U;

TEST(Counts, ZeroIsNotTheSameAsNotStated) {
  const Counts counts = {0, std::nullopt, 7};
  EXPECT_EQ(counts[0], Count(0));
  EXPECT_EQ(counts[1], Count());
  EXPECT_EQ(counts[2], Count(7));
}

TEST(Counts, AColumnWithALargeNumberKeepsWhatItHeld) {
  Counts counts = {0, std::nullopt, INT32_MAX};
  EXPECT_FALSE(counts.is_wide());
  counts.push_back(kLarge);
  EXPECT_TRUE(counts.is_wide());
  EXPECT_EQ(counts, (Counts{0, std::nullopt, INT32_MAX, kLarge}));
  counts.set(1, kLarge + 1);
  counts.set(3, std::nullopt);
  counts.resize(5);
  EXPECT_EQ(counts, (Counts{0, kLarge + 1, INT32_MAX, std::nullopt, std::nullopt}));
}

TEST(Counts, ANumberThatIsSetLaterWidensTheColumnToo) {
  Counts counts(2);
  counts.set(0, 3);
  counts.set(1, Votes{INT32_MAX} + 1);
  EXPECT_EQ(counts, (Counts{3, Votes{INT32_MAX} + 1}));
}

TEST(Counts, EqualColumnsAreEqualHoweverTheyAreKept) {
  Counts wide = {kLarge, 5};
  wide.set(0, 1);
  EXPECT_EQ(wide, (Counts{1, 5}));
  EXPECT_NE(wide, (Counts{1, std::nullopt}));
  EXPECT_NE(wide, (Counts{1}));
}

TEST(Counts, AColumnThatStatesNothingSaysSo) {
  EXPECT_FALSE(Counts(3).states_anything());
  EXPECT_TRUE((Counts{std::nullopt, 0}).states_anything());
}

}  // namespace
}  // namespace scrutineer
