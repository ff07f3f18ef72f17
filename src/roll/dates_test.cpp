#include "roll/dates.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer::roll {
namespace {

constexpr auto kYmd = DateOrder::year_month_day;
constexpr auto kDmy = DateOrder::day_month_year;
constexpr auto kMdy = DateOrder::month_day_year;

TEST(CanonicalDate, reads_one_day_in_every_usual_form) {
  for (const char* text :
       {"1970-05-31", "1970/5/31", "1970.05.31", "1970 5 31", "19700531", " 1970-05-31 ",
        "1970-05-31T00:00:00+07:00", "1970-05-31 0:00", "១៩៧០-០៥-៣១", "2513-05-31", "២៥១៣/៥/៣១"}) {
    EXPECT_EQ(canonical_date(text, kYmd), "1970-05-31") << text;
  }
  for (const char* text : {"31/05/1970", "31-5-1970", "31.05.1970", "31 05 1970", "31051970",
                           "៣១/០៥/១៩៧០", "31/05/2513", "31/5/1970 12:00:00 AM", "1970-05-31"}) {
    EXPECT_EQ(canonical_date(text, kDmy), "1970-05-31") << text;
  }
  EXPECT_EQ(canonical_date("05/31/1970", kMdy), "1970-05-31");
  EXPECT_EQ(canonical_date("05311970", kMdy), "1970-05-31");
}

TEST(CanonicalDate, takes_the_order_that_is_asked_for) {
  EXPECT_EQ(canonical_date("03/04/1970", kDmy), "1970-04-03");
  EXPECT_EQ(canonical_date("03/04/1970", kMdy), "1970-03-04");
  EXPECT_EQ(canonical_date("03/04/1970", kYmd), "");
}

TEST(CanonicalDate, keeps_what_is_known_of_a_date) {
  EXPECT_EQ(canonical_date("1970", kDmy), "1970");
  EXPECT_EQ(canonical_date("2513", kDmy), "1970");
  EXPECT_EQ(canonical_date("05/1970", kDmy), "1970-05");
  EXPECT_EQ(canonical_date("1970-05", kYmd), "1970-05");
  EXPECT_EQ(canonical_date("1970-05-00", kYmd), "1970-05");
  EXPECT_EQ(canonical_date("00/00/1970", kDmy), "1970");
  EXPECT_EQ(canonical_date("19700000", kYmd), "1970");
}

TEST(CanonicalDate, reads_nothing_where_no_date_is_stated) {
  for (const char* text : {"",
                           " ",
                           "-",
                           "31/05/70",
                           "70",
                           "1970-13-01",
                           "1970-02-30",
                           "1971-02-29",
                           "32/01/1970",
                           "00/13/1970",
                           "15/00/1970",
                           "1970-05-31-2",
                           "1970-05-",
                           "/05/1970",
                           "May 1970",
                           "197a",
                           "1970-5-1970",
                           "0970-01-01",
                           "0000-00-00",
                           "2943-01-01",
                           "9999",
                           "123456789",
                           "99999999999999999999",
                           "1970-005-31",
                           "12:30",
                           "T:",
                           "\xFF\xFE"}) {
    EXPECT_EQ(canonical_date(text, kDmy), "") << text;
  }
  EXPECT_EQ(canonical_date("2000-02-29", kYmd), "2000-02-29");
  EXPECT_EQ(canonical_date("1900-02-29", kYmd), "");
}

TEST(BirthDate, knows_the_days_that_say_nothing) {
  EXPECT_EQ(birth_date("1970-01-01"), (BirthDate{1970, 1, 1, true}));
  EXPECT_EQ(birth_date("1970-12-31"), (BirthDate{1970, 12, 31, true}));
  EXPECT_EQ(birth_date("1970-05-31"), (BirthDate{1970, 5, 31, false}));
  EXPECT_EQ(birth_date("1970-01"), (BirthDate{1970, 1, 0, false}));
  EXPECT_EQ(birth_date("1970"), (BirthDate{1970, 0, 0, false}));
  EXPECT_EQ(birth_date(""), BirthDate{});
}

RC_GTEST_PROP(CanonicalDate, comes_back_from_every_way_of_writing_it, ()) {
  const int year = *rc::gen::inRange(1000, 2400);
  const int month = *rc::gen::inRange(1, 13);
  const int day = *rc::gen::inRange(1, 29);
  const char separator = *rc::gen::element('/', '-', '.', ' ');
  const std::string expected = fmt::format("{:04}-{:02}-{:02}", year, month, day);
  const auto written = [&](int a, int b, int c) {
    return fmt::format("{}{}{}{}{}", a, separator, b, separator, c);
  };
  RC_ASSERT(canonical_date(written(year, month, day), kYmd) == expected);
  RC_ASSERT(canonical_date(written(day, month, year), kDmy) == expected);
  RC_ASSERT(canonical_date(written(month, day, year), kMdy) == expected);
  RC_ASSERT(canonical_date(expected, *rc::gen::element(kYmd, kDmy, kMdy)) == expected);
  RC_ASSERT(birth_date(expected) ==
            (BirthDate{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
                       static_cast<std::uint8_t>(day), month == 1 && day == 1}));
}

RC_GTEST_PROP(CanonicalDate, is_its_own_canonical_form_whatever_the_text, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("0123456789/-. T:a\xE1\x9F\xA5")));
  for (const DateOrder order : {kYmd, kDmy, kMdy}) {
    const std::string once = canonical_date(text, order);
    RC_ASSERT(canonical_date(once, kYmd) == once);
    RC_ASSERT(once.empty() || birth_date(once).year >= 1000);
  }
}

}  // namespace
}  // namespace scrutineer::roll
