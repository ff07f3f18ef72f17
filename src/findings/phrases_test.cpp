#include "findings/phrases.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

TEST(Phrases, GroupDigitsByThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(215'890), "215,890");
  EXPECT_EQ(grouped(1'000'000'000'000'000), "1,000,000,000,000,000");
  EXPECT_EQ(grouped(-999), "-999");
  EXPECT_EQ(grouped(-1'234), "-1,234");
}

TEST(Phrases, CountVotesInTheSingularAndPlural) {
  EXPECT_EQ(votes(1).at("en"), "1 vote");
  EXPECT_EQ(votes(0).at("en"), "0 votes");
  EXPECT_EQ(votes(std::nullopt).at("en"), "all votes");
}

TEST(Phrases, RoundSharesHalfUpInWholeNumbers) {
  EXPECT_EQ(percent(Rational::of(77'926, 77'926)), "100.0%");
  EXPECT_EQ(percent(Rational::of(30'863, 77'926)), "39.6%");
  EXPECT_EQ(percent(Rational::of(1, 2'000)), "0.1%");
  EXPECT_EQ(percent(Rational::of(1, 20), 0), "5%");
  EXPECT_EQ(percent(Rational::of(0, 1), 2), "0.00%");
}

TEST(Phrases, AShareThatAPercentageWouldRoundIsAFraction) {
  EXPECT_EQ(exact_share(Rational::of(1, 20)), "5%");
  EXPECT_EQ(exact_share(Rational::of(1, 1'000)), "0.1%");
  EXPECT_EQ(exact_share(Rational::of(1, 15)), "1/15");
}

TEST(Phrases, WriteDatesAsFarAsTheyGo) {
  EXPECT_EQ(date("2013-07-28").at("en"), "28 July 2013");
  EXPECT_EQ(date("2013-07").at("en"), "July 2013");
  EXPECT_EQ(date("2013").at("en"), "2013");
  EXPECT_EQ(date("2013-13-01").at("en"), "2013-13-01");
  EXPECT_EQ(date("about 2013").at("en"), "about 2013");
  EXPECT_EQ(date("").at("en"), "");
  EXPECT_NE(date("2013-07-28").at("km").find("កក្កដា"), std::string::npos);
}

TEST(Phrases, PutAnArticleBeforeBodiesOnly) {
  const auto article = [](const std::string& name) { return spoken({{"en", name}}).at("en"); };
  EXPECT_EQ(article("National Election Committee"), "the National Election Committee");
  EXPECT_EQ(article("Committee for Free Elections (CFE)"),
            "the Committee for Free Elections (CFE)");
  EXPECT_EQ(article("The Cambodia Daily"), "the Cambodia Daily");
  EXPECT_EQ(article("COMFREL"), "COMFREL");
}

TEST(Phrases, JoinListsAsPeopleDo) {
  EXPECT_EQ(list_of({everywhere("a")}).at("en"), "a");
  EXPECT_EQ(list_of({everywhere("a"), everywhere("b"), everywhere("c")}).at("en"), "a, b and c");
}

}  // namespace
}  // namespace scrutineer
