#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "folder/roll_files.hpp"

namespace scrutineer {
namespace {

namespace fs = std::filesystem;

class SchemaFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              ("scrutineer-" +
               std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  Result<RollSchema> read(const std::string& text) {
    std::ofstream(path(), std::ios::binary) << text;
    return read_roll_schema(path());
  }
  std::string fault(const std::string& text) {
    const auto read_back = read(text);
    if (read_back) return "no fault";
    std::string all;
    for (const Error& error : read_back.error()) all += to_sentence(error) + "\n";
    return all;
  }
  std::string path() const { return (folder_ / "election.toml").string(); }

  fs::path folder_;
};

constexpr const char* kWhole =
    "[roll]\n"
    "id = [\"voter\", \"no\"]\n"
    "[[roll.field]]\nname = \"family\"\nkind = \"family_name\"\n"
    "[[roll.field]]\nname = \"born\"\nkind = \"birth_date\"\ncolumns = [\"dob\", \"naissance\"]\n"
    "order = \"day-month-year\"\n";

TEST_F(SchemaFile, says_which_column_is_what) {
  const auto schema = read(kWhole);
  ASSERT_TRUE(schema);
  EXPECT_EQ(schema->identifiers, (std::vector<std::string>{"voter", "no"}));
  ASSERT_EQ(schema->fields.size(), 2U);
  EXPECT_EQ(schema->fields[0].kind, RollFieldKind::family_name);
  EXPECT_TRUE(schema->fields[0].headers.empty());
  EXPECT_EQ(schema->fields[1].headers, (std::vector<std::string>{"dob", "naissance"}));
  EXPECT_EQ(schema->fields[1].order, RollDateOrder::day_month_year);
}

TEST_F(SchemaFile, may_be_that_of_a_folder) {
  ASSERT_TRUE(read(kWhole));
  const auto schema = read_roll_schema(folder_.string());
  ASSERT_TRUE(schema);
  EXPECT_EQ(schema->fields.size(), 2U);
}

TEST_F(SchemaFile, with_a_fault_is_refused_with_its_line) {
  const auto has = [&](const std::string& text, const std::string& part) {
    const std::string found = fault(text);
    EXPECT_NE(found.find(part), std::string::npos) << found;
  };
  const std::string head = "[roll]\n[[roll.field]]\nname = \"a\"\n";
  has("schema = 1\n", "no section [roll]");
  has("[roll]\nid = \"x\"\n", "[[roll.field]]");
  has("roll = 3\n", "a section [roll]");
  has("[roll]\nfield = [3]\n", "a section [[roll.field]]");
  has(head, "one of family_name, given_name");
  has(head + "kind = \"surname\"\n", "row 4, column roll.field.kind: found \"surname\"");
  has(head + "kind = \"text\"\norder = \"day-month-year\"\n", "birth_date");
  has(head + "kind = \"birth_date\"\norder = \"dmy\"\n", "one of year-month-day");
  has(head + "kind = \"text\"\ncolumn = \"b\"\n", "columns");
  has(head + "kind = \"text\"\ncolumns = []\n", "a list of texts");
  has(head + "kind = \"text\"\n[[roll.field]]\nname = \"a\"\nkind = \"text\"\n",
      "no other section");
  has("[roll\n", "election.toml");
  EXPECT_FALSE(read_roll_schema((folder_ / "nothing.toml").string()));
}

}  // namespace
}  // namespace scrutineer
