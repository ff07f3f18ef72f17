// roll/: what is read, what is refused and in which words. Broken files of every kind:
// ../broken_test.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "folder/test_folders.hpp"

namespace scrutineer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::sentences;
using testing::small_folder_with_roll;

// The errors where `from` stands as `to` in one file of roll/.
std::vector<std::string> errors_with(const std::string& file, const std::string& from,
                                     const std::string& to) {
  FileContents files = small_folder_with_roll();
  std::string& bytes = files.at("roll/" + file);
  const std::size_t at = bytes.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  bytes.replace(at, from.size(), to);
  return sentences(files);
}

LoadedFolder read_small() {
  auto folder = parse_folder(small_folder_with_roll());
  EXPECT_TRUE(folder) << to_sentence(folder.error().front());
  return std::move(*folder);
}

TEST(RollFindings, are_read_and_an_empty_cell_is_not_zero) {
  const LoadedFolder folder = read_small();
  const roll::Findings& found = folder.roll;
  EXPECT_TRUE(found.is_there);
  EXPECT_EQ(found.flow.old_entries, 1000);
  EXPECT_EQ(found.flow.added, 110);
  ASSERT_EQ(found.units.size(), 3U);
  EXPECT_EQ(folder.election.units[found.units[0].unit->value].id, "north");
  EXPECT_EQ(folder.election.units[found.units[1].unit->value].id, "south");  // by its name
  EXPECT_EQ(found.units[1].new_entries, std::nullopt);
  EXPECT_EQ(found.units[2].unit, std::nullopt);
  EXPECT_EQ(found.units[2].name, "Elsewhere");
  ASSERT_EQ(found.removals.size(), 6U);
  EXPECT_EQ(found.removals[1].share, Rational::of(3, 50));
  EXPECT_EQ(found.removals[4].figure, roll::RemovalFigure::duplicates);
  EXPECT_EQ(found.removals[4].count, std::nullopt);
  EXPECT_EQ(found.removals[4].count_high, 20);
  ASSERT_EQ(found.audits.size(), 3U);
  EXPECT_EQ(found.audits[0].asked, roll::ShareOf::names_on_the_roll);
  EXPECT_EQ(found.audits[0].margin, Rational::of(1, 40));
  EXPECT_EQ(found.audits[1].direction, roll::Direction::people_to_list);
  EXPECT_EQ(found.audits[2].share, std::nullopt);
  EXPECT_EQ(found.snapshots[0].sha256, std::string(64, 'a'));
  EXPECT_EQ(found.disparity[1].value, "-0.03");
}

TEST(RollFindings, stand_among_the_inputs_and_in_the_canonical_form) {
  const LoadedFolder folder = read_small();
  EXPECT_EQ(folder.inputs.size(), small_folder_with_roll().size());
  EXPECT_EQ(canonical_files(folder), small_folder_with_roll());
}

TEST(RollFindings, doubts_of_the_roll_are_doubts_of_the_election) {
  const LoadedFolder folder = read_small();
  EXPECT_THAT(folder.roll.doubts, ElementsAre("wrongful-removals"));
  ASSERT_EQ(folder.election.doubts.size(), 4U);
  EXPECT_EQ(folder.election.doubts[3].id, "wrongful-removals");
  EXPECT_EQ(folder.election.doubts[3].high, 15);
  // A folder of one file of doubts says the same election.
  EXPECT_EQ(parse_folder(canonical_files(folder.election))->election.doubts.size(), 4U);
}

TEST(RollFindings, an_id_that_both_files_of_doubts_have_is_refused_with_both_places) {
  EXPECT_THAT(errors_with("doubts.csv", "wrongful-removals", "d1"),
              ElementsAre("roll/doubts.csv, row 2, column id: found \"d1\", expected an id that no "
                          "other doubt has (doubts.csv, row 2 has it)."));
}

TEST(RollFindings, doubts_of_the_roll_are_checked_as_the_others) {
  EXPECT_THAT(errors_with("doubts.csv", "watch", "wach"),
              ElementsAre(HasSubstr("roll/doubts.csv, row 2, column source")));
  EXPECT_THAT(errors_with("doubts.csv", "4,15", "16,15"),
              ElementsAre(HasSubstr("expected at least 16, as in low")));
}

TEST(RollFindings, a_flow_that_does_not_add_up_is_refused_with_its_sum) {
  EXPECT_THAT(errors_with("flow.csv", "old,1000", "old,1001"),
              ElementsAre("roll/flow.csv, row 2, column entries: found \"1001\", expected 1000: "
                          "unchanged + changed + moved + ambiguous + removed."));
  EXPECT_THAT(errors_with("flow.csv", "added,110", "added,111"),
              ElementsAre(HasSubstr("roll/flow.csv, row 3, column entries: found \"1010\"")));
}

TEST(RollFindings, a_flow_with_parts_that_are_not_stated_is_checked_as_far_as_they_are) {
  EXPECT_THAT(errors_with("flow.csv", "removed,100", "removed,"), ElementsAre());
  EXPECT_THAT(errors_with("flow.csv", "old,1000", "old,"), ElementsAre());
  FileContents files = small_folder_with_roll();
  files["roll/flow.csv"] = "class,entries\nold,799\nunchanged,700\nchanged,100\n";
  EXPECT_THAT(sentences(files),
              ElementsAre(HasSubstr("expected at least 800: unchanged + changed")));
}

TEST(RollFindings, a_class_that_is_unknown_or_stands_twice_is_refused) {
  EXPECT_THAT(errors_with("flow.csv", "moved,", "shifted,"),
              ElementsAre(HasSubstr("expected one of old, new, unchanged")));
  EXPECT_THAT(errors_with("flow.csv", "moved,80", "changed,80"),
              ::testing::Contains(HasSubstr("each class once (row 5 has it)")));
}

TEST(RollFindings, sums_of_units_are_checked_where_all_parts_are_stated) {
  EXPECT_THAT(
      errors_with("units.csv", "north,400", "north,401"),
      ElementsAre(HasSubstr("roll/units.csv, row 2, column old: found \"401\", expected 400: "
                            "unchanged + changed + moved_out + ambiguous_old + removed")));
  EXPECT_THAT(errors_with("units.csv", "South,600", "South,589"),
              ElementsAre(HasSubstr("row 3, column old: found \"589\", expected at least 590")));
}

TEST(RollFindings, one_unit_by_its_id_and_by_its_name_is_one_unit) {
  EXPECT_THAT(errors_with("units.csv", "Elsewhere", "North"),
              ElementsAre(HasSubstr("row 4, column unit: found \"North\", expected each unit once "
                                    "(row 2 has it)")));
}

TEST(RollFindings, an_interval_that_does_not_hold_its_value_is_refused) {
  EXPECT_THAT(
      errors_with("units.csv", "18,11,29", "10,11,29"),
      ElementsAre(HasSubstr("column removed_persons: found \"10\", expected at least 11, as "
                            "in removed_persons_low")));
  EXPECT_THAT(errors_with("removals.csv", "94,88,99", "94,99,88"), ::testing::Not(ElementsAre()));
  EXPECT_THAT(errors_with("audits.csv", "0.08,0.13", "0.08,0.09"),
              ElementsAre(HasSubstr("expected at most 0.09, as in high")));
}

TEST(RollFindings, counts_are_counts_and_shares_are_shares) {
  EXPECT_THAT(errors_with("removals.csv", "apparent,100", "apparent,0.1"),
              ElementsAre(HasSubstr("roll/removals.csv, row 2, column value")));
  EXPECT_THAT(errors_with("removals.csv", "missed_share,0.06", "missed_share,6"),
              ElementsAre(HasSubstr("a share from 0 to 1")));
  EXPECT_THAT(errors_with("removals.csv", "duplicates,30,,", "duplicates,,,"),
              ElementsAre(HasSubstr("row 7, column value: found nothing")));
  EXPECT_THAT(errors_with("audits.csv", "0.025,4900", "2.5,4900"),
              ElementsAre(HasSubstr("2.5 points are 0.025")));
  EXPECT_THAT(errors_with("audits.csv", "names_on_the_roll", "names"),
              ElementsAre(HasSubstr("one of names_on_the_roll, eligible_people")));
  EXPECT_THAT(errors_with("audits.csv", "4900,414,list", "400,414,list"),
              ElementsAre(HasSubstr("column clusters: found \"414\", expected at most 400")));
  EXPECT_THAT(errors_with("disparity.csv", "0.7", "1.7"),
              ElementsAre(HasSubstr("a probability from 0 to 1")));
  EXPECT_THAT(errors_with("disparity.csv", "-0.03", "nan"),
              ElementsAre(HasSubstr("a decimal number")));
  EXPECT_THAT(errors_with("snapshots.csv", "aaaa", "AAAA"),
              ElementsAre(HasSubstr("64 lower-case hexadecimal digits")));
}

TEST(RollFindings, a_misspelt_file_is_not_passed_over) {
  FileContents files = small_folder_with_roll();
  files["roll/removal.csv"] = "figure\n";
  EXPECT_THAT(sentences(files), ElementsAre(HasSubstr("did you mean \"roll/removals.csv\"?")));
}

TEST(RollFindings, all_errors_of_all_files_come_together) {
  FileContents files = small_folder_with_roll();
  files["roll/flow.csv"] = "";
  files["roll/removals.csv"] = "figure,value,source\napparent,-1,x\nremoved,1e3,\n";
  files["roll/snapshots.csv"] = "snapshot,sha256\nold,1\n";
  EXPECT_EQ(sentences(files).size(), 5U);
}

}  // namespace
}  // namespace scrutineer
