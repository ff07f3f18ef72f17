#include "roll/timing.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace scrutineer::roll {
namespace {

std::vector<std::int32_t> days_with(const std::vector<int>& counts) {
  std::vector<std::int32_t> days;
  for (std::size_t d = 0; d < counts.size(); ++d) {
    for (int k = 0; k < counts[d]; ++k) days.push_back(static_cast<std::int32_t>(100 + d));
  }
  return days;
}

TEST(Timing, days_far_beyond_the_quartiles_are_flagged) {
  // Quartiles of 1, …, 8: 2.75 and 6.25; beyond 6.25 + 3 · 3.5 = 16.75.
  EXPECT_EQ(flag_days(days_with({1, 2, 3, 4, 5, 6, 7, 8})).bound_in_quarters, 67);
  const DayFlags flags = flag_days(days_with({3, 0, 4, 5, 3, 4, 60, 5, 4, 3}));
  EXPECT_TRUE(flags.is_decided);
  EXPECT_EQ(flags.days, 9U);
  ASSERT_EQ(flags.flagged.size(), 1U);
  EXPECT_EQ(flags.flagged[0].day, 106);
  EXPECT_EQ(flags.flagged[0].removals, 60);
}

TEST(Timing, few_days_decide_nothing) {
  EXPECT_FALSE(flag_days({}).is_decided);
  EXPECT_TRUE(flag_days(days_with({1, 1, 1, 1, 1, 1, 500})).flagged.empty());
}

std::size_t runs_of(const std::vector<bool>& removed, std::size_t length) {
  std::size_t runs = 0;
  for (std::size_t i = 0; i < removed.size();) {
    std::size_t end = i;
    while (end < removed.size() && removed[end]) ++end;
    runs += end - i >= length ? 1 : 0;
    i = std::max(end, i + 1);
  }
  return runs;
}

// Every list of nine with four removed, so that the expectation is a count.
TEST(Timing, the_expected_number_of_runs_is_exact) {
  for (const double asked : {0.5, 1.0, 2.0}) {
    const RunFlags flags =
        flag_runs({true, false, true, false, true, false, true, false, false}, asked);
    ASSERT_GT(flags.length, 0U);
    double runs = 0;
    double lists = 0;
    for (unsigned bits = 0; bits < 512; ++bits) {
      std::vector<bool> list;
      for (unsigned i = 0; i < 9; ++i) list.push_back((bits >> i & 1U) != 0);
      if (std::count(list.begin(), list.end(), true) != 4) continue;
      runs += static_cast<double>(runs_of(list, flags.length));
      ++lists;
    }
    EXPECT_NEAR(flags.expected, runs / lists, 1e-12);
    EXPECT_LE(flags.expected, asked);
  }
}

TEST(Timing, a_planted_run_is_found_and_scattered_removals_are_none) {
  std::vector<bool> removed(10'000, false);
  for (std::size_t i = 0; i < removed.size(); i += 50) removed[i] = true;
  EXPECT_TRUE(flag_runs(removed).runs.empty());
  for (std::size_t i = 4'010; i < 4'040; ++i) removed[i] = true;
  const RunFlags flags = flag_runs(removed);
  ASSERT_EQ(flags.runs.size(), 1U);
  EXPECT_EQ(flags.runs[0].first, 4'010U);
  EXPECT_EQ(flags.runs[0].length, 30U);
  EXPECT_LE(flags.expected, 0.01);
}

TEST(Timing, a_list_without_removals_or_without_anything_else_has_no_surprising_run) {
  EXPECT_EQ(flag_runs({}).length, 0U);
  EXPECT_EQ(flag_runs(std::vector<bool>(100, false)).length, 0U);
  EXPECT_EQ(flag_runs(std::vector<bool>(100, true)).length, 0U);
}

}  // namespace
}  // namespace scrutineer::roll
