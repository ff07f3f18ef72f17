#include "roll/encoding.hpp"

#include <cmath>
#include <map>
#include <optional>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/digest.hpp"
#include "roll/encoding_pairs.hpp"
#include "roll/rolls_for_tests.hpp"

namespace scrutineer::roll {
namespace {

// Any digest serves here; the key is the caller's.
KeyedBytes keyed(const std::string& key) {
  return [key](std::string_view text) {
    std::array<std::uint8_t, 64> bytes{};
    for (std::size_t half = 0; half < 2; ++half) {
      const Sha256Digest digest = sha256(key + std::to_string(half) + std::string(text));
      std::copy(digest.begin(), digest.end(),
                bytes.begin() + static_cast<std::ptrdiff_t>(32 * half));
    }
    return bytes;
  };
}

Rolls rolls_of(const std::vector<std::vector<std::string>>& rows) {
  Rolls rolls;
  rolls.schema = voter_schema();
  add_snapshot(rolls, rows);
  return rolls;
}

double dice(const Encoding& a, const Encoding& b) {
  Encoding both;
  for (std::size_t w = 0; w < a.words.size(); ++w) both.words[w] = a.words[w] & b.words[w];
  return 2.0 * both.count() / (a.count() + b.count());
}

TEST(Encoding, is_alike_for_alike_entries_and_unlike_for_others) {
  const Rolls rolls = rolls_of({{"Sok", "Dara", "f", "1970-05-31", "kandal", "12"},
                                {"Sok", "Darra", "f", "1970-05-31", "kandal", "12"},
                                {"Dara", "Sok", "f", "1970-05-31", "kandal", "12"},
                                {"Chan", "Vanna", "m", "1970-11-02", "takeo", "7"},
                                {"Sok", "Dara", "f", "1971-05-31", "kandal", "12"}});
  const std::vector<Encoding> one = encoded(rolls, 0, keyed("k"));
  EXPECT_GT(dice(one[0], one[1]), 0.85);
  EXPECT_EQ(one[0], one[2]);  // names have one space
  EXPECT_LT(dice(one[0], one[3]), 0.5);
  EXPECT_LT(dice(one[0], one[4]), 0.5);  // another year: other bits
  EXPECT_GT(
      dice(encoded(rolls, 0, keyed("k"), {false})[0], encoded(rolls, 0, keyed("k"), {false})[4]),
      0.85);
  EXPECT_EQ(one, encoded(rolls, 0, keyed("k")));
  EXPECT_LT(dice(one[0], encoded(rolls, 0, keyed("other"))[0]), 0.5);
}

TEST(Encoding, says_nothing_of_what_is_not_stated) {
  const Rolls rolls = rolls_of({{"", "", "", "", "", ""}, {"Sok", "", "", "", "", ""}});
  const std::vector<Encoding> encodings = encoded(rolls, 0, keyed("k"));
  EXPECT_EQ(encodings[0].count(), 0U);
  EXPECT_GT(encodings[1].count(), 0U);
}

std::vector<Encoding> random_encodings(std::size_t count) {
  std::vector<Encoding> encodings(count);
  for (Encoding& encoding : encodings) {
    // Few words that differ, so that ties and equal filters occur.
    for (std::size_t w = 0; w < 2; ++w) {
      encoding.words[w] = *rc::gen::inRange<std::uint64_t>(0, 16);
    }
  }
  return encodings;
}

RC_GTEST_PROP(BestPairs, are_those_of_a_comparison_of_all_with_all, ()) {
  const auto left = random_encodings(*rc::gen::inRange<std::size_t>(0, 40));
  const auto right = random_encodings(*rc::gen::inRange<std::size_t>(0, 40));
  const Dice least{*rc::gen::inRange<std::uint64_t>(1, 11), 10};
  const double limit = least.value() - 1e-12;
  // Who is best for each, where nobody else is as good.
  const auto best_of = [&](const Encoding& one, const std::vector<Encoding>& others) {
    double best = -1;
    std::optional<std::uint32_t> partner;
    for (std::uint32_t o = 0; o < others.size(); ++o) {
      if (one.count() + others[o].count() == 0) continue;
      const double value = dice(one, others[o]);
      if (value < limit || value < best - 1e-12) continue;
      partner = value > best + 1e-12 ? std::optional(o) : std::nullopt;
      best = value;
    }
    return partner;
  };
  std::map<std::uint32_t, std::uint32_t> expected;
  for (std::uint32_t l = 0; l < left.size(); ++l) {
    const auto partner = best_of(left[l], right);
    if (partner && best_of(right[*partner], left) == l) expected[l] = *partner;
  }
  std::map<std::uint32_t, std::uint32_t> found;
  for (const EncodedPair& pair : best_pairs(left, right, least).pairs) {
    found[pair.left] = pair.right;
    RC_ASSERT(std::abs(pair.dice.value() - dice(left[pair.left], right[pair.right])) < 1e-12);
  }
  RC_ASSERT(found == expected);
}

TEST(BestPairs, of_equal_entries_are_none) {
  Encoding one;
  one.set(5);
  const EncodedPairs found = best_pairs({one}, {one, one}, {4, 5});
  EXPECT_TRUE(found.pairs.empty());
  EXPECT_EQ(found.tied, 1U);
  EXPECT_EQ(best_pairs({one, one}, {one}, {4, 5}).not_mutual, 2U);
  EXPECT_EQ(best_pairs({one}, {one}, {1, 1}).pairs.size(), 1U);
}

}  // namespace
}  // namespace scrutineer::roll
