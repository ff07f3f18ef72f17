#include "base/text.hpp"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer {
namespace {

std::string reason(std::string_view text) {
  const auto count = parse_count(text);
  return count ? "the count " + std::to_string(*count) : count.error();
}

TEST(Text, CountsAreReadInAsciiAndKhmerDigits) {
  EXPECT_EQ(parse_count("0"), Votes{0});
  EXPECT_EQ(parse_count("3235969"), Votes{3235969});
  EXPECT_EQ(parse_count("៣២៣៥៩៦៩"), Votes{3235969});
  EXPECT_EQ(parse_count("៣2៣5"), Votes{3235});
  EXPECT_EQ(parse_count("  007\xC2\xA0"), Votes{7});
  EXPECT_EQ(parse_count("1000000000000000"), kMaximumCount);
  EXPECT_EQ(parse_count("0000000000000000000000000000012"), Votes{12});
}

TEST(Text, ThousandsSeparatorsOfEveryStyleAreRefusedWithTheNumberToWrite) {
  const std::string advice = "a whole number without thousands separators: write 1234567";
  for (const char* text : {"1,234,567", "1.234.567", "1 234 567", "1'234'567", "1_234_567",
                           "1\xC2\xA0"
                           "234\xC2\xA0"
                           "567",
                           "1\xE2\x80\xAF"
                           "234\xE2\x80\xAF"
                           "567",
                           "12,34,567", "១,២៣៤,៥៦៧"}) {
    EXPECT_EQ(reason(text), advice) << text;
  }
  EXPECT_EQ(reason("1.234"), "a whole number without thousands separators: write 1234");
  EXPECT_EQ(reason("0,234"), "a whole number without thousands separators: write 234");
}

TEST(Text, CountsBeyondTheGreatestAreRefusedHoweverLong) {
  const std::string advice = "a count of at most 1000000000000000 (10^15)";
  for (const std::string& text : {std::string("1000000000000001"), std::string("10000000000000000"),
                                  std::string("99999999999999999999"), std::string(5000, '9')}) {
    EXPECT_EQ(reason(text), advice);
  }
}

TEST(Text, WhatIsNoCountGetsTheReasonWhy) {
  EXPECT_EQ(reason("-5"), "a count of zero or more; a count is never negative");
  EXPECT_EQ(reason("−5"), "a count of zero or more; a count is never negative");
  EXPECT_EQ(reason("1.5"), "a whole number; a count has no fraction");
  EXPECT_EQ(reason("1.234,56"), "a whole number; a count has no fraction");
  EXPECT_EQ(reason("12.0"), "a whole number without decimals: write 12");
  EXPECT_EQ(reason("1,234.00"), "a whole number without decimals: write 1234");
  EXPECT_EQ(reason("+12"), "a whole number without a sign: write 12");
  EXPECT_EQ(reason("12%"), "a whole number, not a percentage");
  EXPECT_EQ(reason("1.2E+6").substr(0, 25), "every digit of the number");
  EXPECT_EQ(reason("#REF!"), "a whole number in digits");
  EXPECT_EQ(reason("#N/A"), "a whole number; leave the cell empty where the count is not stated");
  EXPECT_EQ(reason("–"), "a whole number; leave the cell empty where the count is not stated");
  EXPECT_EQ(reason(""), "a whole number");
}

RC_GTEST_PROP(Text, EveryCountIsReadAsItself, ()) {
  const auto count = *rc::gen::inRange<Votes>(0, kMaximumCount + 1);
  RC_ASSERT(parse_count(std::to_string(count)) == count);
}

RC_GTEST_PROP(Text, NoBytesBreakTheReadingOfCountsOrDatesOrTags, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::element('0', '1', '9', ',', '.', ' ', '-', '/', 'e', 'X', '?', '\xE1', '\x9F',
                       '\xA5', '\xC2', '\xA0', 'T', ':', 'Z', '%', '\0'));
  const auto count = parse_count(text);
  const bool in_range = count && *count >= 0 && *count <= kMaximumCount;
  RC_ASSERT(in_range || (!count && !count.error().empty()));
  is_date(text);
  is_date_or_time(text);
  is_language_tag(text);
  RC_ASSERT(find_invalid_utf8(shown(text)) == std::string::npos);
}

TEST(Text, DatesAreDaysMonthsYearsIntervalsAndWhatIsNotKnown) {
  for (const char* date : {"2013", "2013-07", "2013-07-28", "2016-02-29", "2000-02-29", "201X",
                           "20XX", "2013-XX", "2013-07-XX", "2013-XX-XX", "2013?", "2013-07~",
                           "2013-07-28%", "2013-07/2013-09", "2013-07-28/..", "../2013"}) {
    EXPECT_TRUE(is_date(date)) << date;
  }
  for (const char* wrong : {"",
                            "13",
                            "28/07/2013",
                            "07/28/2013",
                            "28.7.2013",
                            "2013-7-28",
                            "2013/07/28",
                            "2013-13",
                            "2013-00",
                            "2013-02-29",
                            "1900-02-29",
                            "2013-07-00",
                            "2013-07-32",
                            "2013-07-28T10:00",
                            "20X3",
                            "2013-XX-01",
                            "2013-07-28/",
                            "/",
                            "../..",
                            "2013??",
                            "2013 ",
                            "٢٠١٣",
                            "2013-07-2X"}) {
    EXPECT_FALSE(is_date(wrong)) << wrong;
  }
}

TEST(Text, ATimeCarriesItsOffset) {
  for (const char* time : {"2013-07-28", "2013-07-28T15:00+07:00", "2013-07-28T15:00:59Z",
                           "2013-07-28T23:59:60-03:30"}) {
    EXPECT_TRUE(is_date_or_time(time)) << time;
  }
  for (const char* wrong : {"2013-07-28T15:00", "2013-07-28 15:00+07:00", "2013-07-28T24:00Z",
                            "2013-07-28T15:60Z", "2013-07T15:00Z", "2013-07-28T", "2013-07-28T15",
                            "2013-07-28T15:00+7", "2013-07-28T15:00:Z", "2013-07-28T15:00+07:60"}) {
    EXPECT_FALSE(is_date_or_time(wrong)) << wrong;
  }
  EXPECT_TRUE(is_calendar_day("2013-07-28"));
  EXPECT_FALSE(is_calendar_day("2013-07-XX"));
  EXPECT_FALSE(is_calendar_day("2013-07?"));
}

TEST(Text, LanguageTagsHaveTheShapeOfBcp47) {
  for (const char* tag : {"en", "km", "zh-Hant", "zh-Hant-TW", "es-419", "de-CH-1996", "sl-rozaj",
                          "en-x-private", "en-a-bbb-x-a", "kmz"}) {
    EXPECT_TRUE(is_language_tag(tag)) << tag;
  }
  for (const char* wrong : {"", "e", "en_US", "en-", "-en", "en--US", "e1", "en-x", "en-US-",
                            "ខ្មែរ", "zh-Hant-TW-abcdefghijk"}) {
    EXPECT_FALSE(is_language_tag(wrong)) << wrong;
  }
}

TEST(Text, Utf8IsCheckedByTheTableOfRfc3629) {
  EXPECT_EQ(find_invalid_utf8("Phnom Penh ភ្នំពេញ 🗳"), std::string::npos);
  EXPECT_EQ(find_invalid_utf8("Caf\xE9"), 3U);            // Latin-1
  EXPECT_EQ(find_invalid_utf8("a\xC0\xAF"), 1U);          // overlong
  EXPECT_EQ(find_invalid_utf8("a\xED\xA0\x80"), 1U);      // a surrogate
  EXPECT_EQ(find_invalid_utf8("a\xF4\x90\x80\x80"), 1U);  // beyond U+10FFFF
  EXPECT_EQ(find_invalid_utf8("ab\xE1\x9F"), 2U);         // cut off
  EXPECT_EQ(find_invalid_utf8("\x80"), 0U);
}

TEST(Text, AQuotationIsShortPrintableUtf8) {
  EXPECT_EQ(shown("a\x01\xFF\x7F"), "a\\x01\\xFF\\x7F");
  const std::string cut = shown(std::string(1000, 'x'));
  EXPECT_EQ(cut, std::string(80, 'x') + "…");
  EXPECT_EQ(shown("កម្ពុជា"), "កម្ពុជា");
}

TEST(Text, SpacesOfEveryKindAreTrimmed) {
  EXPECT_EQ(trimmed(" \t\xC2\xA0 a b \r\n\xC2\xA0"), "a b");
  EXPECT_EQ(trimmed("\xC2\xA0"), "");
}

TEST(Text, IdentifiersAreLowerCaseAscii) {
  for (const char* id : {"cpp", "2013-07", "a_b.c", "0"}) EXPECT_TRUE(is_identifier(id)) << id;
  for (const char* wrong : {"", "-a", ".a", "CPP", "a b", "a/b", "ក"}) {
    EXPECT_FALSE(is_identifier(wrong)) << wrong;
  }
  EXPECT_TRUE(is_identifier(std::string(64, 'a')));
  EXPECT_FALSE(is_identifier(std::string(65, 'a')));
  EXPECT_TRUE(is_unit_code("KH-01/0023"));
  EXPECT_FALSE(is_unit_code("/01"));
}

TEST(Text, TheNearestNameIsFoundWhereItMayBeMeant) {
  EXPECT_EQ(nearest("cnrb", {"cpp", "cnrp", "funcinpec"}), "cnrp");
  EXPECT_EQ(nearest("Funcinpec", {"cpp", "cnrp", "funcinpec"}), "funcinpec");
  EXPECT_EQ(nearest("xyzzy", {"cpp", "cnrp"}), std::nullopt);
  EXPECT_EQ(nearest("", {}), std::nullopt);
}

TEST(Text, ANameTooLongToBeMeantIsComparedWithNothing) {
  const std::string name(20'000, 'a');
  EXPECT_FALSE(nearest(name, {name + "b"}).has_value());
}

TEST(Text, ASlugIsAnIdentifierWhateverTheName) {
  EXPECT_EQ(slug("MAS - IPSP"), "mas-ipsp");
  EXPECT_EQ(slug("..Élite_1."), "lite_1");
  EXPECT_EQ(slug("ខ្មែរ"), "x");
  EXPECT_EQ(slug(std::string(80, 'a')).size(), 50U);
  for (const char* name : {"", "-", "A/B", "é", "1", "a b  c"}) {
    EXPECT_TRUE(is_identifier(slug(name))) << name;
  }
}

}  // namespace
}  // namespace scrutineer
