#include "privacy/secret_key.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer::privacy {
namespace {

std::string hexadecimal(const Digest& digest) {
  return to_hexadecimal({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

TEST(SecretKey, is_another_one_each_time_and_comes_back_from_its_text) {
  const SecretKey key = SecretKey::make();
  EXPECT_NE(key.text(), SecretKey::make().text());
  const auto again = SecretKey::parse("k", key.text());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->digest("a", "b"), key.digest("a", "b"));
}

TEST(SecretKey, is_not_quoted_by_the_error_of_a_file_that_holds_none) {
  const std::string digits(64, 'a');
  for (const std::string& text : {std::string(), digits.substr(1), digits + "a", digits + digits,
                                  digits.substr(1) + "G", std::string(64, '\xff')}) {
    const auto key = SecretKey::parse("my.key", text);
    ASSERT_FALSE(key);
    const std::string sentence = to_sentence(key.error()[0]);
    EXPECT_NE(sentence.find("my.key"), std::string::npos);
    EXPECT_EQ(sentence.find("aaaa"), std::string::npos);
  }
}

TEST(SecretKey, gives_other_digests_for_other_keys_purposes_and_messages) {
  const SecretKey key = SecretKey::make(), other = SecretKey::make();
  EXPECT_NE(key.digest("p", "m"), other.digest("p", "m"));
  EXPECT_NE(key.digest("p", "m"), key.digest("q", "m"));
  EXPECT_NE(key.digest("p", "m"), key.digest("p", "n"));
  EXPECT_NE(key.digest("pm", ""), key.digest("p", "m"));
  EXPECT_NE(key.digest("p", "m"), public_digest("p", "m"));
}

// Python's hashlib.blake2b(b"\x01xy"), and with key=b"\xaa" * 32.
TEST(PublicDigest, is_blake2b_of_the_length_the_purpose_and_the_message) {
  EXPECT_EQ(hexadecimal(public_digest("x", "y")),
            "51e9a070ca7e7795a3095a66dc7058544cf6a72e0f512ceb4824801d80d77b76"
            "cbfbdabaff8a48bb7fdd583a54682745bc6d83cfe2dd6fc4a2c38423b8bc68b6");
  EXPECT_EQ(hexadecimal(SecretKey::parse("k", std::string(64, 'a'))->digest("x", "y")),
            "01a643a1bf729c31e8584ff5a3e3af2487dd6fade6e908cda4ce8a2e277dfaa6"
            "250a1f27c6157793d8ddf0f2c424455bc74e7a0d42668cab77fb0455ef92bc5a");
}

RC_GTEST_PROP(Hexadecimal, comes_back, (const std::string& bytes)) {
  RC_ASSERT(from_hexadecimal(to_hexadecimal(bytes)) == bytes);
}

TEST(Hexadecimal, is_nothing_else) {
  EXPECT_FALSE(from_hexadecimal("a"));
  EXPECT_FALSE(from_hexadecimal("AA"));
  EXPECT_FALSE(from_hexadecimal("0x"));
  EXPECT_EQ(from_hexadecimal(""), "");
}

}  // namespace
}  // namespace scrutineer::privacy
