#include "election/repeated_texts.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

TEST(RepeatedTexts, EveryRowGivesWhatWasPutIn) {
  RepeatedTexts texts = {"18:05", "", "18:05"};
  texts.push_back("19:40");
  ASSERT_EQ(texts.size(), 4U);
  EXPECT_EQ(texts[0], "18:05");
  EXPECT_EQ(texts[1], "");
  EXPECT_EQ(texts[2], "18:05");
  EXPECT_EQ(texts[3], "19:40");
}

TEST(RepeatedTexts, ACopyDoesNotLeanOnItsOriginal) {
  RepeatedTexts copy;
  {
    const RepeatedTexts original = {"a text that is too long to be kept in place"};
    copy = original;
  }
  EXPECT_EQ(copy[0], "a text that is too long to be kept in place");
}

TEST(RepeatedTexts, AColumnOfEmptyTextsSaysNothing) {
  RepeatedTexts texts;
  EXPECT_FALSE(texts.any());
  texts.push_back("once");
  texts.assign(3, "");
  EXPECT_FALSE(texts.any());
  texts.push_back("18:05");
  EXPECT_TRUE(texts.any());
}

}  // namespace
}  // namespace scrutineer
