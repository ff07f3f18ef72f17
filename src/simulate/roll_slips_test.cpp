#include "simulate/roll_slips.hpp"

#include <set>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "simulate/roll_names.hpp"

namespace scrutineer {
namespace {

constexpr std::string_view kCoeng = "\u17D2";

TEST(RollNames, are_many_and_none_stands_twice_or_needs_quotes) {
  const RollNames& names = roll_names();
  EXPECT_GE(names.family.size(), 120U);
  EXPECT_GE(names.given.size(), 400U);
  for (const auto* table : {&names.family, &names.given}) {
    std::set<std::string> khmer;
    for (const RollName& name : *table) {
      EXPECT_TRUE(khmer.insert(name.khmer).second) << name.khmer;
      EXPECT_EQ(name.khmer.find_first_of(",;\"\t\r"), std::string::npos) << name.khmer;
      ASSERT_FALSE(name.roman.empty()) << name.khmer;
      EXPECT_EQ(std::set(name.roman.begin(), name.roman.end()).size(), name.roman.size())
          << name.khmer;
      for (const std::string& roman : name.roman) {
        for (std::size_t i = 0; i < roman.size(); ++i) {
          EXPECT_TRUE(i == 0 ? roman[i] >= 'A' && roman[i] <= 'Z'
                             : roman[i] >= 'a' && roman[i] <= 'z')
              << roman;
        }
      }
    }
  }
}

TEST(RollNames, are_drawn_the_more_often_the_earlier_they_stand) {
  Random random(1);
  std::vector<int> counts(roll_names().family.size(), 0);
  for (int i = 0; i < 100'000; ++i) ++counts[roll_names().families.draw(random)];
  EXPECT_GT(counts[0], 2 * counts[8]);
  EXPECT_GT(counts[8], 2 * counts[40]);
  for (const int count : counts) EXPECT_GT(count, 0);
}

TEST(RollSlips, change_every_name_and_keep_it_a_text_that_can_be_typed) {
  const RollNames& names = roll_names();
  Random random(2);
  for (const auto* table : {&names.family, &names.given}) {
    for (const RollName& name : *table) {
      for (int i = 0; i < 20; ++i) {
        const std::string khmer = misspelt(name.khmer, RollScript::khmer, random);
        EXPECT_NE(khmer, name.khmer);
        EXPECT_EQ(find_invalid_utf8(khmer), std::string::npos);
        EXPECT_FALSE(khmer.starts_with(kCoeng)) << name.khmer << " " << khmer;
        EXPECT_FALSE(khmer.ends_with(kCoeng)) << name.khmer << " " << khmer;
        EXPECT_EQ(khmer.find(std::string(kCoeng) + std::string(kCoeng)), std::string::npos);
        const std::string roman = misspelt(name.roman[0], RollScript::roman, random);
        EXPECT_NE(roman, name.roman[0]);
        EXPECT_FALSE(roman.empty());
      }
    }
  }
}

TEST(RollSlips, of_one_sign_are_that_sign_twice_or_another) {
  Random random(3);
  for (int i = 0; i < 50; ++i) {
    const std::string other = misspelt("អ", RollScript::khmer, random);
    EXPECT_TRUE(other == "ហ" || other == "អអ") << other;
  }
}

TEST(RollSlips, of_dates_are_other_days_that_exist) {
  Random random(4);
  for (const BirthDay day : {BirthDay{1960, 2, 29}, BirthDay{1975, 1, 1}, BirthDay{1980, 12, 31}}) {
    std::set<int> years;
    bool is_default = false;
    for (int i = 0; i < 1'000; ++i) {
      const BirthDay other = mistaken(day, random);
      EXPECT_NE(other, day);
      EXPECT_LE(other.day, days_in_month(other.year, other.month));
      years.insert(other.year - day.year);
      is_default |= other.year == day.year && other.month == 1 && other.day == 1;
    }
    EXPECT_TRUE(years.contains(0));
    EXPECT_EQ(years.contains(-1),
              day.month != 2);  // the year before a leap year has no 29 February
    EXPECT_EQ(is_default, day != (BirthDay{1975, 1, 1}));
  }
}

TEST(RollSlips, of_february_are_those_of_the_calendar) {
  EXPECT_EQ(days_in_month(1900, 2), 28);
  EXPECT_EQ(days_in_month(2000, 2), 29);
  EXPECT_EQ(days_in_month(1964, 2), 29);
  EXPECT_EQ(days_in_month(1963, 2), 28);
}

}  // namespace
}  // namespace scrutineer
