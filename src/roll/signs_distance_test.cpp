#include "roll/signs_distance.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer::roll {
namespace {

// Jaro as its author describes it, sign by sign.
JaroCounts slow_jaro(const std::string& a, const std::string& b) {
  JaroCounts counts;
  counts.length_a = static_cast<int>(a.size());
  counts.length_b = static_cast<int>(b.size());
  while (counts.prefix < std::min({4, counts.length_a, counts.length_b}) &&
         a[static_cast<std::size_t>(counts.prefix)] == b[static_cast<std::size_t>(counts.prefix)]) {
    ++counts.prefix;
  }
  const int reach = std::max(std::max(counts.length_a, counts.length_b) / 2 - 1, 0);
  std::vector<bool> in_a(a.size()), in_b(b.size());
  for (std::size_t j = 0; j < b.size(); ++j) {
    for (std::size_t i = 0; i < a.size() && !in_b[j]; ++i) {
      const int apart = std::abs(static_cast<int>(i) - static_cast<int>(j));
      if (apart <= reach && !in_a[i] && a[i] == b[j]) in_a[i] = in_b[j] = true;
    }
  }
  std::string from_a, from_b;
  for (std::size_t i = 0; i < a.size(); ++i) from_a += in_a[i] ? std::string(1, a[i]) : "";
  for (std::size_t j = 0; j < b.size(); ++j) from_b += in_b[j] ? std::string(1, b[j]) : "";
  counts.matches = static_cast<int>(from_a.size());
  int out_of_order = 0;
  for (std::size_t i = 0; i < from_a.size(); ++i) out_of_order += from_a[i] != from_b[i] ? 1 : 0;
  counts.transpositions = out_of_order / 2;
  return counts;
}

// The recurrence of the optimal string alignment, cell by cell.
int slow_alignment(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> cost(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = static_cast<int>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1,
                             cost[i - 1][j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

JaroCounts jaro(const std::string& a, const std::string& b) {
  SignPattern pattern;
  pattern.set(a);
  return pattern.jaro(b);
}

// A text of few different signs, so that matches and swaps are frequent, to the limit of 64.
rc::Gen<std::string> texts() {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(0, kMostSigns + 1), [](std::size_t length) {
    return rc::gen::container<std::string>(
        length, rc::gen::map(rc::gen::inRange(0, 4), [](int i) { return "ab\xe1z"[i]; }));
  });
}

TEST(JaroCounts, are_those_of_the_published_pairs) {
  // Winkler 1990, table 1: MARTHA MARHTA .961, DIXON DICKSONX .813, DWAYNE DUANE .840.
  EXPECT_TRUE(jaro("martha", "marhta").is_at_least(96));
  EXPECT_FALSE(jaro("martha", "marhta").is_at_least(97));
  EXPECT_TRUE(jaro("dixon", "dicksonx").is_at_least(81));
  EXPECT_FALSE(jaro("dixon", "dicksonx").is_at_least(82));
  EXPECT_TRUE(jaro("dwayne", "duane").is_at_least(84));
  EXPECT_FALSE(jaro("dwayne", "duane").is_at_least(85));
  EXPECT_TRUE(jaro("", "").is_at_least(100));
  EXPECT_FALSE(jaro("", "sok").is_at_least(1));
}

RC_GTEST_PROP(JaroCounts, are_those_of_the_slow_twin, ()) {
  const std::string a = *texts(), b = *texts();
  const JaroCounts fast = jaro(a, b), slow = slow_jaro(a, b);
  RC_ASSERT(fast.prefix == slow.prefix);
  RC_ASSERT(fast.matches == slow.matches);
  RC_ASSERT(fast.transpositions == slow.transpositions);
}

TEST(SignPattern, knows_the_published_alignments) {
  SignPattern pattern;
  pattern.set("sok dara");
  EXPECT_EQ(pattern.alignment("sok dara"), 0);
  EXPECT_EQ(pattern.alignment("sko dara"), 1);
  EXPECT_EQ(pattern.alignment(""), 8);
  pattern.set("ca");  // the pair that tells the alignment from Damerau's distance, which is 2
  EXPECT_EQ(pattern.alignment("abc"), 3);
}

RC_GTEST_PROP(SignPattern, aligns_as_the_slow_twin, ()) {
  const std::string a = *texts(), b = *texts(), earlier = *texts();
  SignPattern pattern;
  pattern.set(earlier);
  pattern.set(a);
  RC_ASSERT(pattern.alignment(b) == slow_alignment(a, b));
}

TEST(SignPattern, looks_at_the_first_64_signs) {
  const std::string same(kMostSigns, 'a');
  SignPattern pattern;
  pattern.set(same + "b");
  EXPECT_EQ(pattern.alignment(same + "ccc"), 0);
  EXPECT_TRUE(pattern.jaro(same + "ccc").is_at_least(100));
}

}  // namespace
}  // namespace scrutineer::roll
