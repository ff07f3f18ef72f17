// One table as an election: the shortest way from a spreadsheet to an answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "folder/test_folders.hpp"

namespace scrutineer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> faults(std::string_view bytes, const TableOptions& options = {}) {
  const auto folder = parse_table("t.csv", bytes, options);
  return folder ? std::vector<std::string>() : testing::sentences(folder.error());
}

TEST(Table, UnitsPartiesAndVotesMakeAnElection) {
  const auto folder = parse_table(
      "t.csv", "unit;seats;party;votes\nsouth;3;Ünion;10\nnorth;2;Ünion;7\nnorth;;ខ;៥\n", {});
  ASSERT_TRUE(folder) << to_sentence(folder.error().front());
  const Election& election = folder->election;
  ASSERT_EQ(election.units.size(), 2U);
  EXPECT_EQ(election.units[0].id, "north");
  EXPECT_EQ(election.contests[0].seats, 5);
  EXPECT_EQ(election.parties[0].id, "Ünion");
  ASSERT_EQ(election.returns[0].columns.size(), 2U);
  EXPECT_EQ(election.returns[0].columns[0].cells, (std::vector<Count>{7, 10}));
  EXPECT_EQ(election.returns[0].columns[1].cells, (std::vector<Count>{5, std::nullopt}));
}

TEST(Table, OneConstituencyTakesItsSeatsFromTheOptions) {
  TableOptions options;
  options.seats = 4;
  EXPECT_THAT(faults("party,votes\na,1\nb,2\n", options), IsEmpty());
  EXPECT_THAT(faults("party,votes\na,1\nb,2\n"),
              ElementsAre(HasSubstr("expected one in the column seats, or with --seats")));
  options.seats = 0;
  EXPECT_THAT(faults("party,votes\na,1\n", options), ElementsAre(HasSubstr("found 0 seats")));
}

TEST(Table, EveryFaultIsReportedWithItsPlace) {
  EXPECT_THAT(
      faults("unit,seats,party,votes\nn,2,a,1.5\nn,3,a,2\n,1,b,3\ns,1,,-4\n"),
      ElementsAre(HasSubstr("row 2, column votes: found \"1.5\""),
                  HasSubstr("row 3, column party: found \"a\", expected each party once in a unit"),
                  HasSubstr("row 3, column seats: found \"3\", expected 2, as in the other rows"),
                  HasSubstr("row 4, column unit: found nothing"),
                  HasSubstr("row 5, column party: found nothing"),
                  HasSubstr("row 5, column votes: found \"-4\"")));
}

TEST(Table, WhatIsNoTableIsRefused) {
  EXPECT_THAT(faults(""), ElementsAre(HasSubstr("an empty file")));
  EXPECT_THAT(faults("party,votes\n"), ElementsAre(HasSubstr("no row")));
  EXPECT_THAT(faults("a,b\n1,2\n"), ElementsAre(HasSubstr("a header row with the columns")));
  EXPECT_THAT(faults("party,vote\na,1\n"),
              ElementsAre(HasSubstr("did you mean \"votes\"?"), HasSubstr("no such column")));
}

TEST(Table, VotesStayInRangeTogether) {
  EXPECT_THAT(faults("seats,party,votes\n1,a,600000000000000\n1,b,600000000000000\n"),
              ElementsAre(HasSubstr("votes that add up to 1200000000000000")));
}

}  // namespace
}  // namespace scrutineer
