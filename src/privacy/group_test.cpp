#include "privacy/group.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer::privacy {
namespace {

RC_GTEST_PROP(Group, masks_go_on_in_any_order_and_come_off, (const std::string& text)) {
  const Point point = hash_to_point(text, "test");
  RC_ASSERT(is_point(point));
  const Scalar a = Scalar::make(), b = Scalar::make();
  const auto ab = times(*times(point, a), b), ba = times(*times(point, b), a);
  RC_ASSERT(ab && ab == ba && *ab != point);
  RC_ASSERT(times(*times(*ab, a.inverse()), b.inverse()) == point);
  RC_ASSERT(times(point, a * b) == ab);
}

TEST(Group, keeps_texts_and_domains_apart) {
  EXPECT_EQ(hash_to_point("a", "d"), hash_to_point("a", "d"));
  EXPECT_NE(hash_to_point("a", "d"), hash_to_point("b", "d"));
  EXPECT_NE(hash_to_point("a", "d"), hash_to_point("a", "e"));
}

TEST(Group, refuses_bytes_that_are_no_element) {
  Point ones;
  ones.bytes.fill(0xff);
  Point odd = hash_to_point("a", "d");
  odd.bytes[0] ^= 1U;  // encodings are even: RFC 9496, section 4.3.1
  for (const Point& point : {Point{}, ones, odd}) {
    EXPECT_FALSE(is_point(point));
    EXPECT_FALSE(times(point, Scalar::make()));
  }
  EXPECT_FALSE(sum(ones, odd));
}

// RFC 9496, appendix A.1: the generator, and twice it.
TEST(Group, has_the_multiples_of_the_generator_that_the_standard_has) {
  const auto times_text = [](std::uint8_t factor) {
    std::array<std::uint8_t, 32> bytes{};
    bytes[0] = factor;
    const Point point = generator_times(Scalar(bytes));
    return to_hexadecimal({reinterpret_cast<const char*>(point.bytes.data()), 32});
  };
  EXPECT_EQ(times_text(1), "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76");
  EXPECT_EQ(times_text(2), "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919");
}

TEST(Scalar, follows_from_a_key_and_its_purpose) {
  const SecretKey key = SecretKey::make();
  EXPECT_EQ(Scalar::of(key, "a"), Scalar::of(key, "a"));
  EXPECT_NE(Scalar::of(key, "a").bytes(), Scalar::of(key, "b").bytes());
  EXPECT_NE(Scalar::of(key, "a").bytes(), Scalar::of(SecretKey::make(), "a").bytes());
}

}  // namespace
}  // namespace scrutineer::privacy
