#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

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

// Every length that is read at one time, and at every place in it a byte beside the digits or far
// off.
TEST(ReturnsTable, AByteInACountIsADigitOrNamedAsTheCarefulReaderNamesIt) {
  const std::string bytes("\0\t /059:;AZaz-.+,\"\x1f\x7f\x80\xb0\xb9\xba\xff", 25);
  const auto file = [](const std::string& cell) {
    return "unit,a,b\n1," + cell + ",7\n2,3,12345678\n";
  };
  for (std::size_t length = 1; length <= 10; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      for (const char byte : bytes) {
        std::string cell = std::string("9081726354").substr(0, length);
        cell[at] = byte;
        const auto quick = parse_returns_table("r.csv", file(cell));
        const auto careful = parse_returns_table("r.csv", file(cell) + "\n");
        ASSERT_EQ(sentences(quick), sentences(careful)) << length << " " << at << " " << int{byte};
        if (!quick) continue;
        ASSERT_EQ(quick->election.returns[0].columns[0].cells,
                  careful->election.returns[0].columns[0].cells)
            << length << " " << at << " " << int{byte};
      }
    }
  }
}

// A blank line at the end is all that the careful reader needs to be asked.
RC_GTEST_PROP(ReturnsTable, AQuickLookAtAPlainFileFindsWhatTheCarefulReaderFinds, ()) {
  std::string file = "province,district,unit,registered,a,b\n";
  const auto cell = rc::gen::element<std::string>("", "0", "7", " 12 ", "123456789", "1234567890",
                                                  "007", "1.5", "-1", "\"8\"");
  const auto rows = *rc::gen::inRange(1, 6);
  for (int row = 0; row < rows; ++row) {
    file += *rc::gen::element<std::string>("P,A", "P,B", "Q,A", "\"Q\", A", ",A", "all,s1") + ",";
    file += *rc::gen::weightedOneOf<std::string>(
        {{9, rc::gen::just("s" + std::to_string(row))},
         {1, rc::gen::element<std::string>("s0", "all", "unit-all", "a b", "")}});
    for (int i = 0; i < 3; ++i) {
      file += "," + *rc::gen::weightedOneOf<std::string>(
                        {{9, rc::gen::just<std::string>("3")}, {1, cell}});
    }
    file += "\n";
  }
  const auto quick = parse_returns_table("r.csv", file);
  const auto careful = parse_returns_table("r.csv", file + "\n");
  RC_ASSERT(sentences(quick) == sentences(careful));
  if (!quick) return;
  const Election& a = quick->election;
  const Election& b = careful->election;
  RC_ASSERT(a.units.size() == b.units.size());
  for (std::size_t u = 0; u < a.units.size(); ++u) {
    RC_ASSERT(a.units[u].id == b.units[u].id);
    RC_ASSERT(a.units[u].parent == b.units[u].parent);
    RC_ASSERT(a.units[u].name == b.units[u].name);
  }
  RC_ASSERT(a.returns[0].unit == b.returns[0].unit);
  for (std::size_t i = 0; i < a.returns[0].columns.size(); ++i) {
    RC_ASSERT(a.returns[0].columns[i].cells == b.returns[0].columns[i].cells);
  }
}

}  // namespace
}  // namespace scrutineer
