#include "folder/raire.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

std::string first_error(std::string_view text) {
  const auto file = parse_raire("a.raire", text);
  return file ? "read" : to_sentence(file.error().front());
}

TEST(Raire, ReadsContestsAndCountsDistinctRankings) {
  const auto file = parse_raire("a.raire",
                                "2\nContest,7,3,a,b,c,winner,b\nContest,8,1,x\n"
                                "7,1,a,b\r\n7,2,a,b\n8,1,x\n7,3,\n\n7,4,c,,a\n");
  ASSERT_TRUE(file) << to_sentence(file.error().front());
  const RankedContest& contest = file->contests[0];
  EXPECT_EQ(contest.candidates, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(contest.winner, 1U);
  EXPECT_EQ(contest.cards, 4);
  const std::vector<Ranking> expected = {{{}, 1}, {{0, 1}, 2}, {{2, 0}, 1}};
  EXPECT_EQ(contest.rankings, expected);
  EXPECT_EQ(file->contests[1].cards, 1);
  EXPECT_FALSE(file->contests[1].winner);
}

TEST(Raire, CountsWhoIsNamedTwiceWhereFirstNamed) {
  const auto file = parse_raire("a.raire", "1\nContest,7,3,a,b,c\n7,1,a,b,a\n7,2,a,b\n");
  const std::vector<Ranking> expected = {{{0, 1}, 2}};
  EXPECT_EQ(file->contests[0].rankings, expected);
  EXPECT_EQ(file->with_repetitions[0], 1);
}

TEST(Raire, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(
      first_error("1\nContest,7,2,a,b\n7,1,a\n7,2,d\n"),
      "a.raire, row 4, column preferences: found \"d\", expected a candidate of the contest.");
  EXPECT_EQ(first_error("1\nContest,7,2,a,b\n7,1,a\n7,1,b\n"),
            "a.raire, row 4, column ballot: found \"1\", expected each ballot once in a contest.");
  EXPECT_EQ(first_error("1\nContest,7,2,a,b\n9,1,a\n"),
            "a.raire, row 3, column contest: found \"9\", expected one of the contests above.");
  EXPECT_EQ(first_error("1\nContest,7,2,a,a\n"),
            "a.raire, row 2, column candidates: found \"a\", expected 2 different ids.");
  EXPECT_EQ(first_error("1\nContest,7,2,a,b,winner,c\n"),
            "a.raire, row 2, column winner: found \"c\", expected one of the candidates.");
  EXPECT_EQ(first_error("x\n"),
            "a.raire, row 1, column contests: found \"x\", expected a number of contests from 1 to "
            "10000.");
  EXPECT_NE(first_error(""), "read");
  EXPECT_NE(first_error("2\nContest,7,2,a,b\n"), "read");
  EXPECT_NE(first_error("1\nContest,7,2,a,b\n7,1,\xff\n"), "read");
}

TEST(Raire, ReportsEveryErrorOfAFile) {
  const auto file = parse_raire("a.raire", "1\nContest,7,2,a,b\n7,1,d\n7,2,d\n8,3,a\n");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().size(), 3U);
}

TEST(Raire, WritesWhatItReads) {
  const std::string text = "1\nContest,7,3,a,b,c,winner,b\n7,1,\n7,2,a,b\n7,3,a,b\n7,4,c\n";
  EXPECT_EQ(write_raire(*parse_raire("a.raire", text)), text);
}

}  // namespace
}  // namespace scrutineer
