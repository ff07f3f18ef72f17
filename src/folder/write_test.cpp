// Writing a folder: completely, or not at all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "folder/test_folders.hpp"

namespace scrutineer {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Write : public ::testing::Test {
 protected:
  Write() {
    std::string name = (fs::temp_directory_path() / "scrutineer-write-XXXXXX").string();
    place_ = ::mkdtemp(name.data());
  }
  ~Write() override {
    std::error_code error;
    fs::permissions(place_, fs::perms::owner_all, error);
    fs::remove_all(place_, error);
  }

  static Election small() { return parse_folder(testing::small_folder())->election; }
  std::vector<std::string> entries() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(place_)) {
      names.push_back(entry.path().lexically_relative(place_).generic_string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  fs::path place_;
};

TEST_F(Write, ANewFolderHoldsTheCanonicalForm) {
  const auto written = write_folder(small(), place_ / "a" / "b");
  ASSERT_TRUE(written) << to_sentence(written.error().front());
  EXPECT_EQ(*written, testing::small_folder());
  EXPECT_EQ(testing::files_of(place_ / "a" / "b"), testing::small_folder());
  const auto read = read_folder(place_ / "a" / "b");
  ASSERT_TRUE(read);
  EXPECT_EQ(canonical_files(read->election), testing::small_folder());
}

TEST_F(Write, AnEmptyFolderIsFilled) {
  fs::create_directory(place_ / "empty");
  ASSERT_TRUE(write_folder(small(), (place_ / "empty").string() + "/"));
  EXPECT_EQ(testing::files_of(place_ / "empty"), testing::small_folder());
}

TEST_F(Write, AFolderOrFileThatIsThereIsLeftAsItIs) {
  fs::create_directory(place_ / "full");
  std::ofstream(place_ / "full" / "letter.txt") << "mine";
  const auto refused = write_folder(small(), place_ / "full");
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_sentence(refused.error().front()), HasSubstr("expected a new or an empty folder"));
  EXPECT_FALSE(write_folder(small(), place_ / "full" / "letter.txt"));
  EXPECT_FALSE(write_folder(small(), place_ / "full" / "letter.txt" / "below"));
  EXPECT_THAT(entries(), ElementsAre("full", "full/letter.txt"));
  EXPECT_EQ(testing::bytes_of(place_ / "full" / "letter.txt"), "mine");
}

TEST_F(Write, WhatStandsBesideIsNeverRemoved) {
  fs::create_directory(place_ / "x.partial");
  std::ofstream(place_ / "x.partial" / "letter.txt") << "mine";
  ASSERT_TRUE(write_folder(small(), place_ / "x"));
  EXPECT_EQ(testing::bytes_of(place_ / "x.partial" / "letter.txt"), "mine");
}

TEST_F(Write, NothingIsLeftWhereNothingCanBeWritten) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  fs::permissions(place_, fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_FALSE(write_folder(small(), place_ / "x"));
  EXPECT_FALSE(write_folder(small(), place_ / "y" / "x"));
  EXPECT_THAT(entries(), IsEmpty());
}

// A name that the file system refuses stands for a disk that fails half-way.
TEST_F(Write, NothingIsLeftWhereAFileInTheMiddleFails) {
  Election election = small();
  election.sources.front().id = std::string(300, 'n');
  const auto refused = write_folder(election, place_ / "new" / "folder" / "x");
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_sentence(refused.error().front()), HasSubstr("cannot be written"));
  EXPECT_THAT(entries(), IsEmpty());
  fs::create_directory(place_ / "empty");
  EXPECT_FALSE(write_folder(election, place_ / "empty"));
  EXPECT_THAT(entries(), ElementsAre("empty"));
}

TEST_F(Write, AFolderThatIsMissingOrUnreadableIsReportedByName) {
  const auto missing = read_folder(place_ / "nowhere");
  ASSERT_FALSE(missing);
  EXPECT_THAT(to_sentence(missing.error().front()), HasSubstr("no such folder"));
  ASSERT_TRUE(write_folder(small(), place_ / "x"));
  fs::create_symlink("/nowhere/at/all", place_ / "x" / "claims2.csv");
  fs::create_directory(place_ / "x" / "panel.csv");
  const auto broken = read_folder(place_ / "x");
  ASSERT_FALSE(broken);
  EXPECT_THAT(to_sentence(broken.error().front()), HasSubstr("claims2.csv: found"));
}

}  // namespace
}  // namespace scrutineer
