#include <gtest/gtest.h>

#include "folder/folder.hpp"

namespace scrutineer {
namespace {

std::string sentences(const Result<LoadedFolder>& folder) {
  if (folder) return "";
  std::string all;
  for (const Error& error : folder.error()) all += to_sentence(error) + "\n";
  return all;
}

TEST(ReturnsTable, PlacesStandLeftOfTheUnitAndCountsRightOfIt) {
  const auto folder = parse_returns_table(
      "r.csv",
      "province,district,unit,registered,MAS - IPSP,21F\nP,A,1001,300,10,\nP,B,1002,,20,0\n");
  ASSERT_TRUE(folder.has_value()) << sentences(folder);
  const Election& election = folder->election;
  EXPECT_EQ(election.levels, (std::vector<std::string>{"all", "province", "district", "unit"}));
  ASSERT_EQ(election.units.size(), 6U);
  EXPECT_EQ(election.units[4].id, "1001");
  EXPECT_EQ(election.units[4].parent, UnitIndex{2});
  EXPECT_EQ(election.parties[0].id, "mas-ipsp");
  EXPECT_EQ(election.returns[0].columns[2].cells[0], Count());
  EXPECT_EQ(election.returns[0].columns[2].cells[1], Count(0));
}

TEST(ReturnsTable, PlacesOfOneNameInTwoProvincesAreTwo) {
  const auto folder =
      parse_returns_table("r.csv", "province,district,unit,a\nP,Centre,1,1\nQ,Centre,2,2\n");
  ASSERT_TRUE(folder.has_value()) << sentences(folder);
  EXPECT_EQ(folder->election.units.size(), 7U);
}

TEST(ReturnsTable, EveryFaultIsNamedWithItsRow) {
  const auto folder = parse_returns_table(
      "r.csv", "district,unit,a,b\nA,1,10,x\n,2,1,1\nA,1,3,3\nA,4,-1,99999999999999999999\n");
  const std::string all = sentences(folder);
  for (const char* part : {"row 2, column b", "row 3, column district", "row 4, column unit",
                           "row 5, column a", "row 5, column b"}) {
    EXPECT_NE(all.find(part), std::string::npos) << all;
  }
}

TEST(ReturnsTable, WithoutAUnitOrCountsOrRowsItSaysWhatIsMissing) {
  EXPECT_NE(sentences(parse_returns_table("r.csv", "station,a\n1,2\n")).find("a column unit"),
            std::string::npos);
  EXPECT_NE(sentences(parse_returns_table("r.csv", "a,unit\n1,2\n")).find("column of counts"),
            std::string::npos);
  EXPECT_NE(sentences(parse_returns_table("r.csv", "unit,a\n")).find("at least one form"),
            std::string::npos);
  EXPECT_NE(sentences(parse_returns_table("r.csv", "")), "");
  EXPECT_NE(sentences(parse_returns_table("r.csv", "unit,a,A\n1,2,3\n")).find("unlike"),
            std::string::npos);
  EXPECT_NE(sentences(parse_returns_table("r.csv", "PK\x03\x04\x01")), "");
}

TEST(ReturnsTable, APartyMayNotTakeTheNameOfAnotherColumn) {
  EXPECT_NE(sentences(parse_returns_table("r.csv", "unit,Revision,a\n1,0,2\n")).find("revision"),
            std::string::npos);
}

TEST(ReturnsTable, SumsStayInRange) {
  EXPECT_NE(
      sentences(parse_returns_table("r.csv", "unit,a\n1,999999999999999\n2,999999999999999\n"))
          .find("10^15"),
      std::string::npos);
}

}  // namespace
}  // namespace scrutineer
