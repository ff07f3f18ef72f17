#include "base/csv_scan.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/csv.hpp"
#include "base/threads.hpp"

namespace scrutineer {
namespace {

using Cells = std::vector<std::vector<std::string>>;

std::optional<Cells> scanned(std::string_view bytes) {
  const auto scan = CsvScan::open(bytes);
  if (!scan) return std::nullopt;
  Cells rows(scan->rows());
  std::vector<char> plain(scan->pieces(), 0);
  for_each_piece(scan->pieces(), [&](std::size_t piece) {
    plain[piece] = scan->read(piece, [&](std::size_t row, std::span<const std::string_view> cells) {
      rows[row].assign(cells.begin(), cells.end());
      return true;
    });
  });
  if (std::count(plain.begin(), plain.end(), 0) > 0) return std::nullopt;
  return rows;
}

std::optional<Cells> parsed(std::string_view bytes) {
  const auto table = read_csv("file", bytes);
  if (!table) return std::nullopt;
  Cells rows(table->rows());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t i = 0; i < table->header().size(); ++i) {
      rows[row].emplace_back(table->cell(row, i));
    }
  }
  return rows;
}

TEST(CsvScan, PlainFilesAreReadAsTheCarefulReaderReadsThem) {
  for (const std::string_view bytes :
       {"a,b\n1,2\n", "a,b\r\n1,2\r\n", "a;b\n1;2,5",
        "\xEF\xBB\xBF"
        "a\tb\n\t\n",
        "a,b\n\"x, y\",2\n", "a,b\n\"\",\n", "a\n1\n", "a,b\nខ្មែរ,2\n"}) {
    ASSERT_TRUE(scanned(bytes).has_value()) << bytes;
    EXPECT_EQ(scanned(bytes), parsed(bytes)) << bytes;
  }
}

// 64 bytes are looked at together: cells begin and end before, at and behind such a boundary.
TEST(CsvScan, ACellMayEndAnywhereInTheBytesThatAreLookedAtTogether) {
  for (std::size_t length = 0; length < 200; ++length) {
    for (const char* end : {"\n", "\r\n"}) {
      const std::string bytes = std::string("a,b,c") + end + std::string(length, 'x') +
                                ",\"y, y\"," + std::string(length % 7, 'z') + end + "1,2,3" + end;
      ASSERT_TRUE(scanned(bytes).has_value()) << length;
      ASSERT_EQ(scanned(bytes), parsed(bytes)) << length;
    }
  }
}

TEST(CsvScan, AHeaderAloneHasNoRows) {
  ASSERT_TRUE(scanned("a,b").has_value());
  EXPECT_TRUE(scanned("a,b\n")->empty());
}

TEST(CsvScan, WhatIsUnusualIsLeftToTheCarefulReader) {
  for (const std::string_view bytes :
       {"", "a,b\n1\n", "a,b\n1,2,3\n", "a,b\n\n1,2\n", "a\n\n1\n", "a,b\n\"x\ny\",2\n",
        "a,b\n\"x\"\"y\",2\n", "a,b\n\"x,2\n", "a,b\nx\"y,2\n", "a,b\nx\ry,2\n", "a,b\n1,2\r",
        "a,b\n1,\x01\n", "a,b\n1,\xFF\n", "a,a\n1,2\n", "\xFF\xFE", "PK\x03\x04",
        "a,\"b\nc\"\n1,2\n", "\na,b\n1,2\n"}) {
    EXPECT_FALSE(scanned(bytes).has_value()) << bytes;
  }
}

RC_GTEST_PROP(CsvScan, NeverReadsAFileOtherwiseThanTheCarefulReader, ()) {
  const std::string bytes = *rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("ab1,,,;\"\n\n\r\t \xC3\xA9")));
  const auto fast = scanned(bytes);
  if (fast) RC_ASSERT(fast == parsed(bytes));
}

TEST(CsvScan, ManyPiecesGiveTheSameRowsWithAnyNumberOfThreads) {
  std::string bytes = "unit,votes\n";
  for (int i = 0; i < 300'000; ++i)
    bytes += "u" + std::to_string(i) + "," + std::to_string(i) + "\n";
  set_threads(1);
  const auto one = scanned(bytes);
  set_threads(3);
  EXPECT_EQ(scanned(bytes), one);
  set_threads(1);
  EXPECT_EQ((*one)[299'999][1], "299999");
}

}  // namespace
}  // namespace scrutineer
