#include "base/digest.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

// FIPS 180-4's examples.
constexpr const char* kOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* kOfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Digest, IsSha256) {
  EXPECT_EQ(sha256_hex("abc"), kOfAbc);
  EXPECT_EQ(to_hex(sha256("")), kOfNothing);
  EXPECT_EQ(sha256("abc")[0], 0xba);
}

TEST(Digest, OfPartsIsThatOfTheWhole) {
  Sha256 parts;
  EXPECT_EQ(to_hex(parts.digest()), kOfNothing);
  parts.add("a");
  parts.add("");
  const Sha256Digest so_far = parts.digest();
  parts.add("bc");
  EXPECT_EQ(to_hex(parts.digest()), kOfAbc);
  EXPECT_EQ(so_far, sha256("a"));
}

}  // namespace
}  // namespace scrutineer
