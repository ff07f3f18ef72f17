#include "audit/cards.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

Cards two_contests() {
  Cards cards;
  cards.add_contest({"mayor", {"ada", "ben"}});
  cards.add_contest({"council", {"cy", "dee", "eve"}});
  return cards;
}

TEST(CardsTest, ACardListsSomeContestsAndHoldsItsMarksInOrder) {
  Cards cards = two_contests();
  ASSERT_TRUE(cards.add_card("b1-1", {"b1", 1}));
  EXPECT_TRUE(cards.add_votes(1, std::vector<Mark>{{2, 1}, {0, 1}}));
  ASSERT_TRUE(cards.add_card("b1-2", {"b1", 2}));
  EXPECT_TRUE(cards.add_votes(0, {}));
  EXPECT_FALSE(cards.lists(0, 0));
  EXPECT_EQ(cards.interpretation(0, 1, false).choices, (std::vector<std::size_t>{2, 0}));
  EXPECT_EQ(cards.interpretation(0, 0, false).card, Interpretation::Card::without_contest);
  EXPECT_EQ(cards.interpretation(1, 0, false).card, Interpretation::Card::present);
  EXPECT_TRUE(cards.interpretation(1, 0, false).choices.empty());
  EXPECT_EQ(cards.place(1), (CardPlace{"b1", 2}));
  EXPECT_EQ(cards.find("b1-2"), 1U);
  EXPECT_FALSE(cards.find("b2-1"));
}

TEST(CardsTest, ACardThatWasNotFoundIsMissingForEveryContest) {
  Cards cards = two_contests();
  cards.add_card("b1-1", {"b1", 1});
  cards.set_missing();
  EXPECT_EQ(cards.interpretation(0, 0, false).card, Interpretation::Card::missing);
  EXPECT_EQ(cards.interpretation(0, 1, false).card, Interpretation::Card::missing);
}

TEST(CardsTest, PointsBecomeScoresAndNoMarksNoScores) {
  Cards cards = two_contests();
  cards.add_card("a", {"b1", 0});
  cards.add_votes(1, std::vector<Mark>{{1, 5}, {2, 3}});
  cards.add_card("b", {"b1", 0});
  cards.add_votes(1, {});
  EXPECT_EQ(cards.interpretation(0, 1, true).scores, (std::vector<Votes>{0, 5, 3}));
  EXPECT_TRUE(cards.interpretation(1, 1, true).scores.empty());
}

TEST(CardsTest, TheSameCardAndTheSameContestTwiceAreRefused) {
  Cards cards = two_contests();
  EXPECT_TRUE(cards.add_card("a", {"b1", 1}));
  EXPECT_TRUE(cards.add_votes(0, {}));
  EXPECT_FALSE(cards.add_votes(0, {}));
  EXPECT_FALSE(cards.add_card("a", {"b2", 1}));
  EXPECT_EQ(cards.size(), 1U);
}

TEST(Cards, AreTheSameInWhateverOrderACardListsItsContests) {
  const auto cards = [](bool turned, std::uint32_t choice, std::int64_t position) {
    Cards made;
    made.add_contest({"mayor", {"ada", "ben"}});
    made.add_contest({"budget", {"yes", "no"}});
    made.add_card("c1", {"box", position});
    const std::vector<Mark> marks = {{choice, 1}};
    made.add_votes(turned ? 1 : 0, marks);
    made.add_votes(turned ? 0 : 1, marks);
    return made;
  };
  EXPECT_TRUE(cards(false, 0, 1) == cards(true, 0, 1));
  EXPECT_FALSE(cards(false, 0, 1) == cards(false, 1, 1));
  EXPECT_FALSE(cards(false, 0, 1) == cards(false, 0, 2));
  Cards missing = cards(false, 0, 1);
  missing.set_missing();
  EXPECT_FALSE(missing == cards(false, 0, 1));
  EXPECT_FALSE(Cards() == missing);
}

}  // namespace
}  // namespace scrutineer
