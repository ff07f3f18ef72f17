// Random elections: the canonical form is its own, and does not depend on the hand that wrote them.
#include <cstdlib>

#include <gtest/gtest.h>

#include "folder/random_folder.hpp"
#include "folder/test_folders.hpp"

namespace scrutineer {
namespace {

using testing::Style;

// Sanitizer builds do a part of the work: SCRUTINEER_TEST_SCALE is a percentage.
std::uint64_t scaled(std::uint64_t count) {
  const char* percent = std::getenv("SCRUTINEER_TEST_SCALE");
  return percent != nullptr ? count * std::strtoul(percent, nullptr, 10) / 100 + 1 : count;
}

// The canonical form, or one entry with the errors.
FileContents canonical(const FileContents& files) {
  const auto folder = parse_folder(files);
  if (folder) return canonical_files(folder->election);
  FileContents errors;
  for (const Error& error : folder.error()) errors["errors"] += to_sentence(error) + "\n";
  return errors;
}

TEST(Random, TheCanonicalFormIsItsOwn) {
  for (std::uint64_t seed = 0; seed < scaled(400); ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 engine(seed);
    const FileContents files = written(testing::random_folder(engine), {}, engine);
    const FileContents once = canonical(files);
    ASSERT_FALSE(once.contains("errors")) << once.at("errors");
    ASSERT_EQ(canonical(once), once);
  }
}

TEST(Random, TheCanonicalFormDoesNotDependOnTheHandThatWroteIt) {
  const std::vector<Style> styles = {
      {';', "\n", false, false, false, false},   {'\t', "\n", false, false, false, false},
      {',', "\r\n", false, false, false, false}, {',', "\n", true, false, false, false},
      {',', "\n", false, true, false, false},    {',', "\n", false, false, true, false},
      {',', "\n", false, false, false, true},    {';', "\r\n", true, true, true, true}};
  for (std::uint64_t seed = 0; seed < scaled(150); ++seed) {
    std::mt19937_64 engine(seed);
    const testing::RandomFolder folder = testing::random_folder(engine);
    const FileContents expected = canonical(written(folder, {}, engine));
    for (std::size_t i = 0; i < styles.size(); ++i) {
      SCOPED_TRACE("seed " + std::to_string(seed) + " style " + std::to_string(i));
      ASSERT_EQ(canonical(written(folder, styles[i], engine)), expected);
    }
  }
}

TEST(Random, TheCanonicalDigestsOfInputsDoNotDependOnTheHandEither) {
  std::mt19937_64 engine(7);
  const testing::RandomFolder folder = testing::random_folder(engine);
  const auto one = parse_folder(written(folder, {}, engine));
  const auto other = parse_folder(written(folder, {';', "\r\n", true, true, true, true}, engine));
  ASSERT_TRUE(one && other);
  ASSERT_EQ(one->inputs.size(), other->inputs.size());
  for (std::size_t i = 0; i < one->inputs.size(); ++i) {
    EXPECT_EQ(one->inputs[i].canonical_sha256, other->inputs[i].canonical_sha256);
    EXPECT_NE(one->inputs[i].sha256, other->inputs[i].sha256);
  }
}

}  // namespace
}  // namespace scrutineer
