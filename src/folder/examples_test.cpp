// The elections that ship with the product are read, and are their own canonical form.
#include <gtest/gtest.h>

#include "folder/test_folders.hpp"

namespace scrutineer {
namespace {

TEST(Examples, AreReadAndAreTheirOwnCanonicalForm) {
  const auto folders = testing::example_folders();
  EXPECT_GE(folders.size(), 10U);
  for (const auto& path : folders) {
    SCOPED_TRACE(path.string());
    const FileContents files = testing::files_of(path);
    const auto folder = parse_folder(files);
    ASSERT_TRUE(folder) << to_sentence(folder.error().front());
    const FileContents canonical = canonical_files(*folder);
    for (const auto& [name, text] : files) {
      ASSERT_TRUE(canonical.contains(name)) << name;
      EXPECT_EQ(canonical.at(name), text) << name;
    }
    EXPECT_EQ(canonical.size(), files.size());
  }
}

TEST(Examples, AreReadFromDiskAsFromMemory) {
  for (const auto& path : testing::example_folders()) {
    const auto from_disk = read_folder(path);
    ASSERT_TRUE(from_disk) << to_sentence(from_disk.error().front());
    const auto from_memory = parse_folder(testing::files_of(path));
    EXPECT_EQ(canonical_files(*from_disk), canonical_files(*from_memory));
  }
}

}  // namespace
}  // namespace scrutineer
