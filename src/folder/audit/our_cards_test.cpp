#include <gtest/gtest.h>

#include "base/random.hpp"
#include "folder/records.hpp"

namespace scrutineer {
namespace {

const std::vector<CardContest> kKnown = {{"mayor", {"ada", "ben"}}, {"budget", {"yes", "no"}}};

Errors errors_of(std::string_view text, const std::vector<CardContest>* known = &kKnown) {
  const auto cards = parse_cards("c.csv", text, known);
  return cards ? Errors() : cards.error();
}

std::string first_error(std::string_view text, const std::vector<CardContest>* known = &kKnown) {
  const Errors errors = errors_of(text, known);
  return errors.empty() ? "read" : to_sentence(errors.front());
}

TEST(OurCards, SayWhatIsOnEachCard) {
  const auto cards = parse_cards("c.csv",
                                 "card,container,position,state,budget,mayor\n"
                                 "c1,box 1,1,found,yes,ben;ada\n"
                                 "c2,box 1,2,,,ada=5;ben=0\n"
                                 "c3,box 2,,missing,,\n"
                                 "c4,,,,-,-\n",
                                 &kKnown);
  ASSERT_TRUE(cards) << to_sentence(cards.error().front());
  EXPECT_EQ(cards->contests(), kKnown);
  ASSERT_EQ(cards->size(), 4U);
  EXPECT_EQ(cards->place(0), (CardPlace{"box 1", 1}));
  EXPECT_EQ(cards->place(2), (CardPlace{"box 2", 0}));
  const auto marks = cards->marks(0, 0);
  EXPECT_EQ(std::vector<Mark>(marks.begin(), marks.end()), (std::vector<Mark>{{1}, {0}}));
  EXPECT_EQ(cards->marks(1, 0)[0], (Mark{0, 5}));
  EXPECT_EQ(cards->marks(1, 0)[1], (Mark{1, 0}));
  EXPECT_FALSE(cards->lists(1, 1));
  EXPECT_TRUE(cards->is_missing(2));
  EXPECT_TRUE(cards->lists(3, 0));
  EXPECT_TRUE(cards->marks(3, 0).empty());
}

TEST(OurCards, LearnTheContestsWhereNoneAreKnown) {
  const auto cards = parse_cards("c.csv", "card,container,position,m\nc1,,,x;y\nc2,,,z\n");
  ASSERT_TRUE(cards);
  EXPECT_EQ(cards->contests(), (std::vector<CardContest>{{"m", {"x", "y", "z"}}}));
}

TEST(OurCards, NamesMayHoldWhatSeparatesThem) {
  const std::vector<CardContest> known = {
      {"state", {"-", "a;b", "c=d", "e\\f"}}, {"\\x", {"Smith, \"Al\""}}, {"a;b", {"n"}}};
  Cards cards;
  for (const CardContest& contest : known) cards.add_contest(contest);
  cards.add_card("c1", {"b", 1});
  cards.add_votes(0, std::vector<Mark>{{0}});
  cards.add_votes(2, std::vector<Mark>{{0, 7}});
  cards.add_card("c2", {"b", 2});
  cards.add_votes(1, std::vector<Mark>{{0}});
  cards.add_votes(0, std::vector<Mark>{{3}, {1}, {2}});
  const std::string text = write_cards(cards);
  EXPECT_EQ(text,
            "card,container,position,\\state,\\\\x,\"a;b\"\nc1,b,1,\\-,,n=7\n"
            "c2,b,2,e\\\\f;a\\;b;c\\=d,\"Smith, \"\"Al\"\"\",\n");
  const auto again = parse_cards("c.csv", text, &known);
  ASSERT_TRUE(again) << to_sentence(again.error().front());
  EXPECT_TRUE(*again == cards);
}

// Every table of cards comes back as it was.
TEST(OurCards, AreReadAsTheyWereWritten) {
  Random random(20261130);
  const std::vector<std::string> names = {"a", "-", "b;", "=", "c c", "\\", "é", "\"q\"", "x,y"};
  for (int round = 0; round < 300; ++round) {
    Cards cards;
    const std::size_t contests = random.below(4);
    for (std::size_t i = 0; i < contests; ++i) {
      cards.add_contest({names[(i * 2) % names.size()], names});
    }
    for (std::size_t card = 0; card < random.below(6); ++card) {
      cards.add_card(
          "c" + std::to_string(card),
          {random.below(2) == 0 ? "" : names[random.below(names.size())], random.between(0, 3)});
      if (random.below(5) == 0) {
        cards.set_missing();
        continue;
      }
      for (std::size_t contest = contests; contest-- > 0;) {
        if (random.below(3) == 0) continue;
        std::vector<Mark> marks;
        for (const std::size_t name : random.sample(names.size(), random.below(4))) {
          marks.push_back(
              {static_cast<std::uint32_t>(name), static_cast<std::uint32_t>(random.below(3))});
        }
        random.shuffle(marks);
        cards.add_votes(contest, marks);
      }
    }
    const std::string text = write_cards(cards);
    const auto again = parse_cards("c.csv", text, &cards.contests());
    ASSERT_TRUE(again) << text << to_sentence(again.error().front());
    ASSERT_TRUE(*again == cards) << text;
    ASSERT_EQ(write_cards(*again), text);
  }
}

TEST(OurCards, SayWhatIsWrongAndWhere) {
  const std::string top = "card,container,position,state,mayor\n";
  EXPECT_EQ(
      first_error(top + "c1,b,0,,ada\n"),
      "c.csv, row 2, column position: found \"0\", expected a whole number from 1, or nothing.");
  EXPECT_EQ(
      first_error(top + "c1,b,99999999999999999999,,ada\n"),
      "c.csv, row 2, column position: found \"99999999999999999999\", expected a whole number "
      "from 1, or nothing.");
  EXPECT_EQ(first_error(top + "c1,b,1,,adaa\n"),
            "c.csv, row 2, column mayor: found \"adaa\", expected a candidate of the contest, or - "
            "for no vote (is \"ada\" meant?).");
  EXPECT_EQ(first_error(top + "c1,b,1,,ada\nc1,b,2,,ada\n"),
            "c.csv, row 3, column card: found \"c1\", expected each card once.");
  EXPECT_EQ(first_error(top + "c1,b,1,missing,ada\n"),
            "c.csv, row 2, column mayor: found \"ada\", expected nothing, as the card is missing.");
  EXPECT_EQ(first_error(top + "c1,b,1,lost,ada\n"),
            "c.csv, row 2, column state: found \"lost\", expected found, missing or nothing.");
  EXPECT_EQ(
      first_error(top + "c1,b,1,,ada=5;ada=3\n"),
      "c.csv, row 2, column mayor: found \"ada=5;ada=3\", expected one number of points for a "
      "candidate.");
  EXPECT_EQ(first_error(top + "c1,b,1,,ada=x\n"),
            "c.csv, row 2, column mayor: found \"x\", expected points from 0 to 1000000000.");
  EXPECT_EQ(first_error(top + ",b,1,,ada\n"),
            "c.csv, row 2, column card: found nothing, expected a name: the card's.");
  EXPECT_EQ(first_error("card,container,position,mayer\n"),
            "c.csv, row 1, column mayer: found \"mayer\", expected a contest of the audit (is "
            "\"mayor\" meant?).");
  EXPECT_EQ(first_error("card,position,container,mayor\n"),
            "c.csv, row 1, column 2: found \"position\", expected the column container; the first "
            "are card, container, position.");
  EXPECT_NE(first_error("card,container,position,mayor,state\n"), "read");
}

TEST(OurCards, RefuseWhatIsNoTable) {
  EXPECT_NE(first_error(""), "read");
  EXPECT_NE(first_error("card,container\n"), "read");
  EXPECT_NE(first_error("card,container,position,mayor\nc1,b,1,\"ada\n"), "read");
  EXPECT_NE(first_error("card,container,position,mayor\nc1,b\n"), "read");
  // Windows-1252.
  EXPECT_NE(first_error("card,container,position,mayor\nc1,b,1,Andr\xE9\n", nullptr), "read");
  EXPECT_NE(first_error("card,container,position,mayor\nc1,b,1,ada\\\n"), "read");
}

TEST(OurCards, ReportEveryErrorOfAFile) {
  EXPECT_EQ(
      errors_of("card,container,position,mayor\nc1,b,x,eve\nc1,b,1,ada\nc2,b,1,ada;;ben\n").size(),
      4U);
}

}  // namespace
}  // namespace scrutineer
