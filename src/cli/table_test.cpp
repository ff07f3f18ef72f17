#include "cli/table.hpp"

#include <gtest/gtest.h>

namespace scrutineer::cli {
namespace {

TEST(Table, NumbersStandToTheRightAndWordsToTheLeft) {
  Table table({"party", "seats"}, {false, true});
  table.add({"cpp", "68"});
  table.add({"funcinpec", "0"});
  EXPECT_EQ(table.text(),
            "party      seats\n"
            "----------------\n"
            "cpp           68\n"
            "funcinpec      0\n");
}

TEST(Table, KhmerMarksTakeNoColumn) {
  EXPECT_EQ(display_width("ក្រចេះ"), 3U);
  EXPECT_EQ(display_width("≥ 63"), 4U);
}

TEST(Table, LongNumbersAreGroupedByThousands) {
  EXPECT_EQ(grouped(215890), "215,890");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
  EXPECT_EQ(grouped(999), "999");
}

TEST(Table, ALongTextBreaksAtSpaces) {
  EXPECT_EQ(wrapped("one two three", 8, "  "), "  one\n  two\n  three\n");
  EXPECT_EQ(wrapped("one two three", 9, ""), "one two\nthree\n");
}

}  // namespace
}  // namespace scrutineer::cli
