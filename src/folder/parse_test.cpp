// What a folder may and may not state, one sentence each; broken_test.cpp breaks files at random.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "folder/test_folders.hpp"

namespace scrutineer {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::reads_soundly;
using testing::sentences;
using testing::small_folder;

// The small folder with the first `from` in the file replaced.
FileContents changed(const std::string& path, const std::string& from, const std::string& to) {
  FileContents files = small_folder();
  std::string& text = files.at(path);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  return files;
}

FileContents with(FileContents files, const std::string& path, const std::string& text) {
  files[path] = text;
  return files;
}

TEST(Parse, ASmallFolderWithEveryFileIsItsOwnCanonicalForm) {
  const auto folder = parse_folder(small_folder());
  ASSERT_TRUE(folder) << to_sentence(folder.error().front());
  EXPECT_EQ(canonical_files(folder->election), small_folder());
  for (const InputFile& input : folder->inputs) {
    EXPECT_EQ(input.sha256, input.canonical_sha256) << input.path;
  }
}

TEST(Parse, EveryNameThatIsNowhereDeclaredIsReportedWithWhatMayBeMeant) {
  EXPECT_THAT(sentences(changed("returns/nec.csv", "N/02", "N/03")),
              ElementsAre("returns/nec.csv, row 4, column unit: found \"N/03\", expected a unit of "
                          "units.csv (did you mean \"N/01\"?)."));
  EXPECT_THAT(sentences(changed("returns/watch.csv", "unit,a,b", "unit,a,ba")),
              Contains(HasSubstr("returns/watch.csv, row 1, column ba: found \"ba\"")));
  EXPECT_THAT(sentences(changed("claims.csv", "m1,watch", "m1,watcg")),
              ElementsAre("claims.csv, row 2, column source: found \"watcg\", expected a source of "
                          "election.toml (did you mean \"watch\"?)."));
}

TEST(Parse, ErrorsOfAllFilesComeTogetherByFileAndRow) {
  FileContents files = changed("units.csv", "N/02,north", "N/02,nowhere");
  files["doubts.csv"] += "d1,,removable,0,5,,,,alleged,nec,,,\n";
  files["returns/nec.csv"] += "s1,2,,-1,x,1.5,,10000000000000000\n";
  files["panel/items.csv"] = "";
  EXPECT_THAT(
      sentences(files),
      ElementsAre(HasSubstr("doubts.csv, row 5, column id"),
                  HasSubstr("panel/items.csv: found an empty file"),
                  HasSubstr("returns/nec.csv, row 7, column registered: found \"-1\""),
                  HasSubstr("returns/nec.csv, row 7, column cast: found \"x\""),
                  HasSubstr("returns/nec.csv, row 7, column a: found \"1.5\""),
                  HasSubstr("returns/nec.csv, row 7, column b: found \"10000000000000000\""),
                  HasSubstr("units.csv, row 6, column parent: found \"nowhere\"")));
}

TEST(Parse, AUnitAndRevisionHaveOneRow) {
  FileContents files = small_folder();
  files["returns/watch.csv"] += "N/01,1,2\n";
  EXPECT_THAT(sentences(files),
              ElementsAre("returns/watch.csv, row 3, column unit: found \"N/01\", expected one row "
                          "for each unit and revision (row 2 has it)."));
}

TEST(Parse, ReturnsOfUnitsAtEveryLevelAreKept) {
  FileContents files = small_folder();
  files["returns/watch.csv"] = "unit,a,b\nN/01,1,2\nnorth,3,4\ntop,5,6\n";
  EXPECT_TRUE(reads_soundly(files));
}

TEST(Parse, LongAndWideReturnsOfOneSourceAddUp) {
  FileContents files = small_folder();
  files["returns/watch.csv"] = "unit,a\nN/01,90\n";
  files["returns/watch.b.csv"] = "unit,field,value\nN/01,b,60\nN/02,b,7\nN/02,a/chan; x,1\n";
  const auto folder = parse_folder(files);
  ASSERT_TRUE(folder) << to_sentence(folder.error().front());
  EXPECT_EQ(canonical_files(folder->election).at("returns/watch.csv"),
            "unit,a,\"a/chan; x\",b\nN/01,90,,60\nN/02,,1,7\n");
  EXPECT_TRUE(reads_soundly(files));
}

TEST(Parse, TwoFilesOfASourceMayNotStateTheSameCount) {
  FileContents files = small_folder();
  files["returns/watch.more.csv"] = "unit,a\nN/01,91\n";
  EXPECT_THAT(sentences(files),
              ElementsAre(HasSubstr("returns/watch.more.csv, row 2, column a: found \"91\"")));
}

TEST(Parse, CountsOfASourceStayInRangeOverAllItsFiles) {
  FileContents files = small_folder();
  files["returns/watch.csv"] = "unit,a\nN/01,600000000000000\n";
  EXPECT_THAT(sentences(files), IsEmpty());
  files["returns/watch.more.csv"] = "unit,a\nN/02,600000000000000\n";
  EXPECT_THAT(sentences(files),
              ElementsAre(HasSubstr("returns/watch.more.csv: found counts that add up to "
                                    "1200000000000000")));
}

TEST(Parse, ACandidateHasAShortNameAndNotTooManyStandTogether) {
  FileContents files = small_folder();
  files["returns/watch.csv"] = "unit,field,value\nN/01,a/" + std::string(201, 'x') + ",1\n";
  EXPECT_THAT(sentences(files), ElementsAre(HasSubstr("returns/watch.csv, row 2, column field")));
  files["returns/watch.csv"] = "unit,field,value\n";
  for (int i = 0; i < 4'000; ++i) {
    files["returns/watch.csv"] += "N/01,a/" + std::to_string(i) + ",1\n";
  }
  EXPECT_THAT(sentences(files),
              ElementsAre(HasSubstr("returns/watch.csv: found 4000 columns of counts")));
}

TEST(Parse, SeatsOfTheUnitsAddUpToThoseOfTheContest) {
  EXPECT_THAT(sentences(changed("units.csv", "South,,3", "South,,4")),
              ElementsAre(HasSubstr("election.toml, column contest.seats: found 5 seats of the "
                                    "contest \"assembly\" and 6 seats in the 2 units")));
}

TEST(Parse, UnitsInACircleAreNamedOnce) {
  FileContents files = changed("units.csv", "top,,country", "top,N/01,country");
  EXPECT_THAT(sentences(files), Contains(HasSubstr("this goes in a circle: ")));
  EXPECT_THAT(sentences(files), ::testing::Not(Contains(HasSubstr("a tree of at most"))));
}

TEST(Parse, LevelsInTwoOrdersAreAnErrorAlsoWhereAQuestionNamesAUnit) {
  FileContents files = small_folder();
  files["units.csv"] +=
      "east,top,station,,,1,,,\n"
      "e1,east,province,,,1,,,\n";
  EXPECT_THAT(sentences(files),
              Contains(HasSubstr("units.csv, row 9, column level: found \"province\"")));
}

TEST(Parse, AnElectionHasAContest) {
  FileContents files;
  files["units.csv"] = "unit,level\ntop,country\n";
  files["election.toml"] =
      "schema = 1\ncontest = []\n[election]\nid = \"x\"\ndate = 2013-01-01\n"
      "languages = [\"en\"]\nname_en = \"X\"\n";
  EXPECT_THAT(sentences(files), ElementsAre(HasSubstr("election.toml, column contest")));
}

TEST(Parse, TextsOfSeveralLinesAreTheSameWithEitherLineEnd) {
  const std::string text = "name_en = \"\"\"A small\nelection\"\"\"";
  const std::string other = "name_en = \"\"\"A small\r\nelection\"\"\"";
  const auto unix_ends =
      parse_folder(changed("election.toml", "name_en = \"A small election\"", text));
  const auto other_ends =
      parse_folder(changed("election.toml", "name_en = \"A small election\"", other));
  ASSERT_TRUE(unix_ends && other_ends);
  EXPECT_EQ(canonical_files(unix_ends->election), canonical_files(other_ends->election));
}

TEST(Parse, LinesThatABackslashJoinsMayBeginInAnyScript) {
  const std::string text = "\"\"\"\\\n  élection \\\n  П\\\n  ក \\\n\tあ\"\"\"";
  const auto folder = parse_folder(changed("election.toml", "\"A small election\"", text));
  ASSERT_TRUE(folder) << to_sentence(folder.error().front());
  EXPECT_EQ(folder->election.name.at("en"), "élection Пក あ");
}

TEST(Parse, TomlMayNotBeNestedWithoutEnd) {
  std::string key = "a";
  for (int i = 0; i < 400'000; ++i) key += ".a";
  EXPECT_THAT(sentences(with(small_folder(), "election.toml", key + " = 1\n")),
              Contains(HasSubstr("election.toml")));
  EXPECT_THAT(sentences(with(small_folder(), "election.toml", "[" + key + "]\n")),
              Contains(HasSubstr("election.toml")));
  EXPECT_THAT(sentences(with(small_folder(), "election.toml",
                             "a = " + std::string(100'000, '[') + std::string(100'000, ']'))),
              Contains(HasSubstr("election.toml")));
}

TEST(Parse, TomlThatIsNoneIsReportedWithItsLine) {
  EXPECT_THAT(sentences(changed("election.toml", "seats = 5", "seats = ")),
              Contains(HasSubstr("election.toml, row ")));
  EXPECT_THAT(
      sentences(changed("election.toml", "rule = \"dhondt\"", "rule = \"d'hondt\"")),
      ElementsAre(HasSubstr("election.toml, row 13, column contest.rule: found \"d'hondt\", "
                            "expected one of dhondt")));
}

TEST(Parse, TomlHasLettersOfOtherScriptsOnlyInTextsAndComments) {
  EXPECT_THAT(sentences(changed("election.toml", "seats = 5",
                                "s\xC6\xA0"
                                "ats = 5")),
              Contains(HasSubstr("election.toml, row 12: found \"\xC6\xA0\" outside a text")));
  EXPECT_THAT(sentences(changed("election.toml", "\"A commentary\"", "“A commentary”")),
              Contains(HasSubstr("straight quotation marks")));
  EXPECT_TRUE(reads_soundly(changed("election.toml", "seats = 5", "seats = 5  # អាសនៈ")));
  EXPECT_TRUE(reads_soundly(changed("election.toml", "schema",
                                    "\xEF\xBB\xBF"
                                    "schema")));
}

TEST(Parse, WhereOneFileCannotBeReadTheOthersAreNotBlamed) {
  EXPECT_THAT(sentences(with(small_folder(), "doubts.csv", "\xFF\xFE")),
              ElementsAre(HasSubstr("doubts.csv: found UTF-16")));
  EXPECT_THAT(sentences(with(small_folder(), "doubt_votes.csv", "\xFF\xFE")),
              ElementsAre(HasSubstr("doubt_votes.csv: found UTF-16")));
  EXPECT_THAT(sentences(with(small_folder(), "cases.csv", "\xFF\xFE")),
              ElementsAre(HasSubstr("cases.csv: found UTF-16")));
  EXPECT_THAT(sentences(with(small_folder(), "units.csv", "\xFF\xFE")),
              ElementsAre(HasSubstr("units.csv: found UTF-16")));
  EXPECT_THAT(sentences(with(small_folder(), "panel/items.csv", "\xFF\xFE")),
              ElementsAre(HasSubstr("panel/items.csv: found UTF-16")));
  EXPECT_THAT(sentences(with(small_folder(), "election.toml", "=")),
              ElementsAre(HasSubstr("election.toml, row 1: this is not TOML")));
}

TEST(Parse, AFileNameThatIsNoTextIsAnError) {
  FileContents files = small_folder();
  files["returns/nec.\xFF.csv"] = "unit,source,a\nN/02,watch,1\n";
  const auto folder = parse_folder(files);
  ASSERT_FALSE(folder);
  EXPECT_EQ(testing::fault_of(folder.error().front()), "");
}

TEST(Parse, AMisspelledFileNameIsAnError) {
  EXPECT_THAT(sentences(with(small_folder(), "claim.csv", "id\n")),
              ElementsAre("claim.csv: found a file that is no part of the format, expected a known "
                          "name (did you mean \"claims.csv\"?)."));
  EXPECT_THAT(sentences(with(small_folder(), "rolls/2013.csv", "anything")), IsEmpty());
  EXPECT_THAT(sentences(with(small_folder(), "notes.txt", "anything")), IsEmpty());
}

TEST(Parse, AnotherSpreadsheetsHeaderIsNamedInItsRow) {
  EXPECT_THAT(sentences(with(small_folder(), "returns/watch.csv", "\n\nunit;a;c\nN/01;1;2\n")),
              ElementsAre(HasSubstr("returns/watch.csv, row 3, column c: found \"c\"")));
}

TEST(Parse, ManyBrokenRowsAreReportedSoon) {
  FileContents files = small_folder();
  std::string& units = files["units.csv"];
  for (int i = 0; i < 4'900; ++i) units += "q" + std::to_string(i) + ",south,station,,,,,,\n";
  std::string& returns = files["returns/watch.csv"];
  for (int i = 0; i < 100'000; ++i) returns += "z" + std::to_string(i) + ",1,2\n";
  const auto folder = parse_folder(files);
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().size(), 1'001U);
  EXPECT_EQ(folder.error().back().message, "there are 99000 more errors in this file.");
}

TEST(Parse, ManyPanelItemsAreReadSoon) {
  FileContents files = small_folder();
  for (int i = 0; i < 50'000; ++i) {
    files["panel/items.csv"] += "k" + std::to_string(i) + ",Item,,,,\n";
  }
  EXPECT_THAT(sentences(files), IsEmpty());
}

}  // namespace
}  // namespace scrutineer
