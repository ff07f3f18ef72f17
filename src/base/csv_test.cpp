#include "base/csv.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.hpp"

namespace scrutineer {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using ::testing::ElementsAre;

// The header and the rows below it; one row of sentences where there are errors.
Rows cells(std::string_view bytes, const CsvLimits& limits = {}) {
  const auto table = read_csv("t.csv", bytes, limits);
  Rows rows(1);
  if (!table) {
    for (const Error& error : table.error()) rows[0].push_back(to_sentence(error));
    return rows;
  }
  rows[0] = table->header();
  for (std::size_t row = 0; row < table->rows(); ++row) {
    rows.emplace_back();
    for (std::size_t column = 0; column < table->header().size(); ++column) {
      rows.back().emplace_back(table->cell(row, column));
    }
  }
  return rows;
}

std::vector<std::string> sentences(std::string_view bytes, const CsvLimits& limits = {}) {
  const auto table = read_csv("t.csv", bytes, limits);
  std::vector<std::string> result;
  if (table) return {"no error"};
  for (const Error& error : table.error()) result.push_back(to_sentence(error));
  return result;
}

TEST(Csv, ReadsTheExamplesOfRfc4180) {
  const Rows expected = {{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}};
  EXPECT_EQ(cells("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n"), expected);
  EXPECT_EQ(cells("aaa,bbb,ccc\r\nzzz,yyy,xxx"), expected);
  EXPECT_EQ(cells("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx"), expected);
  EXPECT_EQ(cells("a,b,c\n1,\"b\r\nbb\",3"), (Rows{{"a", "b", "c"}, {"1", "b\nbb", "3"}}));
  EXPECT_EQ(cells("a\n\"b\"\"bb\"\n"), (Rows{{"a"}, {"b\"bb"}}));
}

TEST(Csv, AcceptsAByteOrderMarkAndEveryKindOfLineEnd) {
  const Rows expected = {{"a", "b"}, {"1", "2"}};
  EXPECT_EQ(cells("\xEF\xBB\xBF"
                  "a,b\n1,2\n"),
            expected);
  EXPECT_EQ(cells("a,b\r\n1,2\r\n"), expected);
  EXPECT_EQ(cells("a,b\n1,2"), expected);
  EXPECT_EQ(cells("a,b\n1,2\r"), expected);
  EXPECT_EQ(cells("\xEF\xBB\xBF\"a\",b\n1,2\n"), expected);
}

TEST(Csv, FindsTheSeparatorFromTheHeader) {
  const Rows expected = {{"a", "b,c"}, {"1,5", "2"}};
  EXPECT_EQ(cells("a;\"b,c\"\n1,5;2\n"), expected);
  EXPECT_EQ(cells("a\t\"b,c\"\n1,5\t2\n"), expected);
  EXPECT_EQ(cells("only\n1;2\n"), (Rows{{"only"}, {"1;2"}}));
  EXPECT_EQ(cells("\"a;b;c;d\",e\n1,2\n"), (Rows{{"a;b;c;d", "e"}, {"1", "2"}}));
}

TEST(Csv, FindsTheSeparatorBelowBlankLines) {
  EXPECT_EQ(cells("\n\r\na;b\n1;2\n"), (Rows{{"a", "b"}, {"1", "2"}}));
}

TEST(Csv, CountsRowsAsASpreadsheetDoesAndPassesOverBlankOnes) {
  const auto table = read_csv("t.csv", "\na,b\n\n1,2\n\r\n3,4\n\n");
  ASSERT_TRUE(table);
  ASSERT_EQ(table->rows(), 2U);
  EXPECT_EQ(table->header_number(), 2);
  EXPECT_EQ(table->number(0), 4);
  EXPECT_EQ(table->number(1), 6);
}

TEST(Csv, ReportsEveryErrorOfAFileWithRowAndColumn) {
  EXPECT_THAT(
      sentences("unit,votes\n1,2,3\na\"b,2\n4\n\"a\"b,2\n\xFF,\x01\n"),
      ElementsAre(
          "t.csv, row 2: found 3 cells, expected 2, as in the header.",
          "t.csv, row 3, column unit: found a quotation mark inside a cell that is not quoted, "
          "expected the cell in quotation marks, with those inside doubled.",
          "t.csv, row 4: found 1 cells, expected 2, as in the header.",
          "t.csv, row 5, column unit: found text after the closing quotation mark, expected a "
          "separator or the end of the line.",
          "t.csv, row 6, column unit: found byte \\xFF, which is not UTF-8, expected UTF-8 text "
          "(in a spreadsheet, save as \"CSV UTF-8\").",
          "t.csv, row 6, column votes: found the control character \\x01, expected text."));
}

TEST(Csv, ReportsAQuotationThatNeverEnds) {
  EXPECT_THAT(sentences("a,b\n1,\"2\n3,4\n"),
              ElementsAre("t.csv, row 2, column b: found an opening quotation mark without a "
                          "closing one, expected a closing quotation mark."));
}

TEST(Csv, ReportsACarriageReturnAlone) {
  EXPECT_THAT(sentences("a,b\n1\r2,3\n"),
              ElementsAre("t.csv, row 2, column a: found a carriage return alone, expected lines "
                          "that end in LF or CRLF."));
}

TEST(Csv, ReportsNamesOfColumnsThatAreEmptyOrGivenTwice) {
  EXPECT_THAT(
      sentences("a,,a \n1,2,3\n"),
      ElementsAre(
          "t.csv, row 1, column 2: found nothing, expected the name of the column.",
          "t.csv, row 1, column 3: found \"a\", expected a name that no other column has."));
}

TEST(Csv, ReportsAFileWithoutAHeader) {
  for (const char* bytes : {"", "\n\n", "\r\n", "\xEF\xBB\xBF"}) {
    EXPECT_THAT(sentences(bytes), ElementsAre("t.csv: found an empty file, expected a header row "
                                              "with the names of the columns."));
  }
}

TEST(Csv, RefusesOtherEncodingsAndWorkbooksWithAdvice) {
  using std::string_literals::operator""s;
  const std::string advice = "expected UTF-8 text (in a spreadsheet, save as \"CSV UTF-8\").";
  EXPECT_THAT(sentences("\xFF\xFE"
                        "a\0,\0b\0"s),
              ElementsAre("t.csv: found UTF-16 text (its byte-order mark), " + advice));
  EXPECT_THAT(sentences("PK\x03\x04zip"),
              ElementsAre("t.csv: found a workbook or another compressed file, " + advice));
  EXPECT_THAT(
      sentences("name\nPr\xE9"
                "fecture\n"),
      ElementsAre("t.csv, row 2, column name: found byte \\xE9, which is not UTF-8, " + advice));
}

TEST(Csv, WhatAnErrorNamesIsUtf8EvenWhereTheHeaderIsNot) {
  const auto table = read_csv("t.csv", "Pr\xE9,\n\xE9,\xE9\n");
  ASSERT_FALSE(table);
  for (const Error& error : table.error()) {
    EXPECT_EQ(find_invalid_utf8(to_sentence(error)), std::string::npos);
    EXPECT_FALSE(error.column.empty()) << to_sentence(error);
  }
}

TEST(Csv, StopsAtItsLimits) {
  CsvLimits limits;
  limits.rows = 2;
  EXPECT_THAT(sentences("a\n1\n2\n3\n4\n", limits),
              ElementsAre("t.csv, row 4: found too many rows, expected at most 2 rows."));
  limits = {};
  limits.columns = 2;
  EXPECT_THAT(sentences("a,b,c\n1,2,3\n", limits),
              ElementsAre("t.csv, row 1: found too many columns, expected at most 2 columns."));
  limits = {};
  limits.row_bytes = 10;
  EXPECT_THAT(
      sentences("a\n12345678901\n", limits),
      ElementsAre("t.csv, row 2: found too long a row, expected at most 10 bytes in a row."));
  limits = {};
  limits.bytes = 5;
  EXPECT_THAT(sentences("a\n1\n2\n", limits),
              ElementsAre("t.csv: found 6 bytes, expected a file of at most 5 bytes."));
}

TEST(Csv, CountsTheErrorsThatItDoesNotReport) {
  CsvLimits limits;
  limits.errors = 2;
  const auto found = sentences("a\n1,2\n1,2\n1,2\n1,2\n1,2\n", limits);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found.back(), "t.csv: there are 3 more errors.");
}

TEST(Csv, WritesQuotesOnlyWhereTheyAreNeeded) {
  std::string csv;
  append_csv_row(csv, {"a", "b c", "d;e", ""});
  append_csv_row(csv, {"1,2", "\"", "x\ny", "ក"});
  append_csv_row(csv, {""});
  EXPECT_EQ(csv, "a,b c,d;e,\n\"1,2\",\"\"\"\",\"x\ny\",ក\n\"\"\n");
}

TEST(Csv, AHeaderIsWrittenSoThatItsSeparatorIsFound) {
  std::string csv;
  append_csv_header(csv, {"unit", "party/a;b;c", "party/d\te\tf"});
  EXPECT_EQ(csv, "unit,\"party/a;b;c\",\"party/d\te\tf\"\n");
  EXPECT_EQ(cells(csv), (Rows{{"unit", "party/a;b;c", "party/d\te\tf"}}));
}

TEST(Csv, AHeaderThatBeginsLikeAByteOrderMarkIsWrittenInQuotes) {
  std::string csv;
  append_csv_header(csv, {"\xEF\xBB\xBF", "b"});
  EXPECT_EQ(cells(csv), (Rows{{"\xEF\xBB\xBF", "b"}}));
}

RC_GTEST_PROP(Csv, WhatIsWrittenIsReadBackCellByCell, ()) {
  const auto columns = *rc::gen::inRange<std::size_t>(1, 5);
  const auto cell =
      rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                       "a", " ", ",", ";", "\t", "\"", "\n", "ក", "", "0", "\xEF\xBB\xBF")),
                   [](const std::vector<std::string>& parts) {
                     std::string text;
                     for (const std::string& part : parts) text += part;
                     return text;
                   });
  Rows rows = {{}};
  for (std::size_t i = 0; i < columns; ++i) {
    rows[0].push_back(std::to_string(i) + std::string(trimmed(*cell)));
    rows[0].back() = trimmed(rows[0].back());
  }
  const auto more =
      *rc::gen::container<Rows>(rc::gen::container<std::vector<std::string>>(columns, cell));
  rows.insert(rows.end(), more.begin(), more.end());
  std::string csv;
  append_csv_header(csv, rows.front());
  for (const auto& row : more) append_csv_row(csv, row);
  RC_ASSERT(cells(csv) == rows);
}

TEST(Csv, RowsWithoutAHeaderAreAllRead) {
  const auto table = read_csv_rows("t.csv", "A,,\n,x,x\n=\"1\",=\"a,b\",=c\n");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->header(), (std::vector<std::string>{"1", "2", "3"}));
  ASSERT_EQ(table->rows(), 3U);
  EXPECT_EQ(table->cell(1, 2), "x");
  EXPECT_EQ(table->cell(2, 0), "1");
  EXPECT_EQ(table->cell(2, 1), "a,b");
  EXPECT_EQ(table->cell(2, 2), "=c");
  EXPECT_EQ(to_sentence(read_csv_rows("t.csv", "a,b\nc\n").error().front()),
            "t.csv, row 2: found 1 cells, expected 2, as in the first row.");
  EXPECT_FALSE(read_csv_rows("t.csv", ""));
}

RC_GTEST_PROP(Csv, AnyBytesAreReadOrGiveErrorsWithAPlace, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::element(
      'a', ',', ';', '\t', '"', '"', '\n', '\n', '\r', ' ', '\xEF', '\xBB', '\xBF', '\0'));
  const auto table = read_csv("t.csv", bytes);
  if (table) {
    for (std::size_t row = 0; row < table->rows(); ++row) {
      for (std::size_t i = 0; i < table->header().size(); ++i) table->cell(row, i);
    }
    return;
  }
  for (const Error& error : table.error()) {
    RC_ASSERT(error.file == "t.csv");
    RC_ASSERT(find_invalid_utf8(to_sentence(error)) == std::string::npos);
  }
}

}  // namespace
}  // namespace scrutineer
