#include "folder/roll/date_order.hpp"

#include <gtest/gtest.h>

namespace scrutineer::roll_files {
namespace {

using roll::DateOrder;

TEST(FindDateOrder, follows_the_days_that_cannot_be_months) {
  EXPECT_EQ(find_date_order({{"03/04/1970", 5}, {"31/04/1970", 9}, {"30/04/1970", 1}}).order,
            DateOrder::day_month_year);
  EXPECT_EQ(find_date_order({{"03/04/1970", 5}, {"04/30/1970", 1}}).order,
            DateOrder::month_day_year);
  EXPECT_EQ(find_date_order({{"1970-04-03", 5}, {"19700403", 1}}).order, DateOrder::year_month_day);
  EXPECT_EQ(find_date_order({{"31121970", 1}}).order, DateOrder::day_month_year);
  EXPECT_EQ(find_date_order({}).order, DateOrder::year_month_day);
}

TEST(FindDateOrder, counts_the_rows_that_speak_against_it) {
  const FoundOrder mixed =
      find_date_order({{"30/04/1970", 7}, {"04/30/1970", 2}, {"1970-04-30", 3}, {"1970", 100}});
  EXPECT_EQ(mixed.order, DateOrder::day_month_year);
  EXPECT_EQ(mixed.against, 5U);
  EXPECT_FALSE(mixed.is_unknown);
  const FoundOrder iso = find_date_order({{"30/04/1970", 1}, {"1970-04-30", 3}});
  EXPECT_EQ(iso.order, DateOrder::day_month_year);  // which reads both
  EXPECT_EQ(iso.against, 3U);
  EXPECT_EQ(find_date_order({{"1970-04-30", 3}, {"rubbish", 9}}).against, 0U);
}

TEST(FindDateOrder, says_where_no_date_tells_day_and_month_apart) {
  EXPECT_TRUE(find_date_order({{"03/04/1970", 5}, {"05/05/1970", 1}}).is_unknown);
  EXPECT_EQ(find_date_order({{"03/04/1970", 5}}).order, DateOrder::day_month_year);
  EXPECT_FALSE(find_date_order({{"05/05/1970", 5}}).is_unknown);
  EXPECT_FALSE(find_date_order({{"1970-03-04", 5}}).is_unknown);
}

}  // namespace
}  // namespace scrutineer::roll_files
