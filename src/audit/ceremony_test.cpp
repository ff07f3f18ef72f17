#include "audit/ceremony.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

// Both digests were made with Python's hashlib.
TEST(Ceremony, RootAndSeedAreThoseOfSha256sum) {
  const std::string lines = commitment_lines(
      {{"election.toml", std::string(64, 'b')}, {"audit/a", std::string(64, 'a')}});
  EXPECT_EQ(lines,
            std::string(64, 'a') + "  audit/a\n" + std::string(64, 'b') + "  election.toml\n");
  const std::string root = commitment_root(lines);
  EXPECT_EQ(root, "a35467b3bd9da86e35ecaf2f5853162d44c91e781afb56777b8a0ae2b9afe441");
  EXPECT_EQ(seed_of(root, "12345678901234567890", "beacon"),
            "f5ec97fb09324dd8ef5b8542c48213316ac94d53ab95b78b83bda349f8392cdc");
}

TEST(Ceremony, DiceAreDigitsAndEnoughOfThem) {
  AuditDesign design;
  design.dice_digits = 5;
  EXPECT_EQ(dice_digits_of(design, "12 34 5").value(), "12345");
  EXPECT_FALSE(dice_digits_of(design, "1234"));
  EXPECT_FALSE(dice_digits_of(design, "1234x"));
  EXPECT_FALSE(dice_digits_of(design, "12,345"));
  EXPECT_FALSE(dice_digits_of(design, ""));
}

TEST(Ceremony, ABeaconIsAskedForExactlyWhereOneWasNamed) {
  AuditDesign design;
  EXPECT_TRUE(check_beacon(design, ""));
  EXPECT_FALSE(check_beacon(design, "x"));
  design.beacon = "the lottery of Friday";
  EXPECT_TRUE(check_beacon(design, "7 11 13"));
  EXPECT_FALSE(check_beacon(design, " "));
  EXPECT_FALSE(check_beacon(design, "7\n11"));
}

}  // namespace
}  // namespace scrutineer
