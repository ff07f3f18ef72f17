#include "election/localized_text.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

TEST(LocalizedTextTest, NoTextTakesNoRoomAndIsEmpty) {
  const LocalizedText none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.begin(), none.end());
  EXPECT_EQ(none.count("en"), 0U);
  EXPECT_EQ(none, LocalizedText({}));
  EXPECT_EQ(sizeof(LocalizedText), sizeof(void*));
}

TEST(LocalizedTextTest, ACopyIsOnesOwn) {
  LocalizedText first = {{"km", "ខេត្ត"}, {"en", "Province"}};
  LocalizedText second = first;
  second["en"] = "Kandal";
  EXPECT_EQ(first.at("en"), "Province");
  EXPECT_EQ(second.at("en"), "Kandal");
  EXPECT_NE(first, second);
  second = first;
  EXPECT_EQ(first, second);
  const LocalizedText& same = first;
  first = same;
  EXPECT_EQ(first.size(), 2U);
}

TEST(LocalizedTextTest, LanguagesComeInTheirOrder) {
  const LocalizedText text = {{"km", "b"}, {"en", "a"}};
  std::string languages;
  for (const auto& [language, words] : text) languages += language + "=" + words + " ";
  EXPECT_EQ(languages, "en=a km=b ");
}

}  // namespace
}  // namespace scrutineer
