#include "privacy/slow_hash.hpp"

#include <gtest/gtest.h>

namespace scrutineer::privacy {
namespace {

constexpr Salt kSalt = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

TEST(SlowHash, depends_on_the_text_the_salt_and_the_cost) {
  const Digest digest = *slow_hash("sok dara", kSalt, {1, 1});
  EXPECT_EQ(*slow_hash("sok dara", kSalt, {1, 1}), digest);
  EXPECT_NE(*slow_hash("sok dari", kSalt, {1, 1}), digest);
  EXPECT_NE(*slow_hash("sok dara", Salt{}, {1, 1}), digest);
  EXPECT_NE(*slow_hash("sok dara", kSalt, {2, 1}), digest);
  EXPECT_NE(*slow_hash("sok dara", kSalt, {1, 2}), digest);
}

TEST(SlowHash, of_more_memory_than_there_may_be_is_a_sentence) {
  const auto digest = slow_hash("sok dara", kSalt, {1, std::uint64_t{1} << 30U});
  ASSERT_FALSE(digest);
  EXPECT_NE(to_sentence(digest.error()[0]).find("MiB"), std::string::npos);
}

TEST(Salt, is_another_one_each_time) { EXPECT_NE(new_salt(), new_salt()); }

}  // namespace
}  // namespace scrutineer::privacy
