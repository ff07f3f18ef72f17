#include "base/result.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

TEST(Result, AnErrorReadsAsOneSentenceWithItsPlace) {
  const Error error{"returns/nec.csv", 7, "cpp", "1.5", "a whole number of votes", ""};
  EXPECT_EQ(to_sentence(error),
            "returns/nec.csv, row 7, column cpp: found \"1.5\", expected a whole number of votes.");
}

TEST(Result, AnEmptyCellIsCalledNothing) {
  const Error error{"units.csv", 3, "unit", "", "an identifier", ""};
  EXPECT_EQ(to_sentence(error),
            "units.csv, row 3, column unit: found nothing, expected an identifier.");
}

TEST(Result, AMessageStandsForItselfWhereNoPlaceIsKnown) {
  const Result<int> result = fail("no such folder");
  EXPECT_EQ(to_sentence(result.error().at(0)), "no such folder");
}

}  // namespace
}  // namespace scrutineer
