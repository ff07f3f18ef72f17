#include <gtest/gtest.h>

#include "folder/audit_files.hpp"

namespace scrutineer {
namespace {

constexpr const char* kWhole = R"(schema = 1
[audit]
risk_limit = "1/10"
basis = "nec"
evidence = "comparison"
styles = true
dice_digits = 30
beacon = "the lottery"
[method]
name = "kelly-comparison"
p1 = "1/500"
[[target]]
contest = "house"
[[target]]
question = "majority"
[[cards]]
contest = "house"
unit = "p1"
cards = 77
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(DesignToml, EveryKeyIsRead) {
  const auto design = parse_audit_design(kWhole);
  ASSERT_TRUE(design) << to_sentence(design.error().front());
  EXPECT_EQ(design->risk_limit, (Rational{1, 10}));
  EXPECT_EQ(design->basis, "nec");
  EXPECT_EQ(design->evidence, Evidence::comparison);
  EXPECT_TRUE(design->styles);
  EXPECT_EQ(design->dice_digits, 30);
  EXPECT_EQ(design->beacon, "the lottery");
  EXPECT_EQ(design->method, "kelly-comparison");
  EXPECT_DOUBLE_EQ(design->parameters.at("p1"), 0.002);
  ASSERT_EQ(design->targets.size(), 2U);
  EXPECT_EQ(design->targets[1].question, "majority");
  ASSERT_EQ(design->bounds.size(), 1U);
  EXPECT_EQ(design->bounds[0].cards, 77);
}

TEST(DesignToml, WhatIsWrongIsNamedWithItsFileAndLine) {
  const std::pair<const char*, const char*> faults[] = {
      {"schema = 1", "schema = 9"},
      {"\"1/10\"", "\"0\""},
      {"\"1/10\"", "0.1"},
      {"\"comparison\"", "\"batches\""},
      {"\"comparison\"", "\"hearsay\""},
      {"styles = true", "styles = 1"},
      {"dice_digits = 30", "dice_digits = 3"},
      {"beacon =", "beakon ="},
      {"p1 = \"1/500\"", "p1 = \"some\""},
      {"contest = \"house\"\n[[target]]", "[[target]]"},
      {"question = \"majority\"", "contest = \"house\""},
      {"cards = 77", "cards = -1"},
      {"[[cards]]", "[cards]"}};
  for (const auto& [from, to] : faults) {
    const auto design = parse_audit_design(replaced(kWhole, from, to));
    ASSERT_FALSE(design) << to;
    EXPECT_EQ(design.error().front().file, "audit/audit.toml") << to;
  }
}

TEST(DesignToml, AllFaultsComeTogether) {
  std::string text = replaced(kWhole, "\"1/10\"", "\"7\"");
  text = replaced(text, "styles = true", "styles = \"x\"");
  text = replaced(text, "cards = 77", "cards = \"many\"");
  const auto design = parse_audit_design(text);
  ASSERT_FALSE(design);
  EXPECT_EQ(design.error().size(), 3U);
}

TEST(DesignToml, NothingIsNoDesign) {
  EXPECT_FALSE(parse_audit_design(""));
  EXPECT_FALSE(parse_audit_design("schema = 1\n"));
  EXPECT_FALSE(parse_audit_design("schema = 1\n[audit]\n"));
  EXPECT_FALSE(parse_audit_design("\xff\xfe"));
}

}  // namespace
}  // namespace scrutineer
