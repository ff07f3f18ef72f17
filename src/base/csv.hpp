// CSV as in RFC 4180: UTF-8 (a byte-order mark is accepted), separated by comma, semicolon or tab
// (found from the header), lines ending in LF or CRLF, cells quoted where they hold a separator, a
// quotation mark or a line end. The first row is the header. Every fault of the file is reported
// with its row and column, rows counted as a spreadsheet shows them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace scrutineer {

struct CsvLimits {
  std::size_t bytes = std::size_t{512} << 20U;  // of the file
  std::size_t rows = 10'000'000;
  std::size_t columns = 4'000;
  std::size_t row_bytes = std::size_t{1} << 20U;
  std::size_t errors = 1'000;  // reported for one file; the rest is counted
};

// Cells are kept in one buffer: a table of a million stations costs little more than its file.
class CsvTable {
 public:
  const std::vector<std::string>& header() const { return header_; }
  // Where the header stands in the file: 1, unless blank lines are above it.
  std::int64_t header_number() const { return header_number_; }
  std::size_t rows() const { return numbers_.size(); }
  // The row's number in the file, where 1 is the first line; blank lines count.
  std::int64_t number(std::size_t row) const { return numbers_[row]; }
  // Valid as long as the table lives unmoved.
  std::string_view cell(std::size_t row, std::size_t column) const;

 private:
  friend class CsvParser;
  std::string text_;
  std::vector<std::string> header_;
  std::int64_t header_number_ = 1;
  std::vector<std::int64_t> numbers_;
  std::vector<std::uint32_t> ends_;  // of cell row × columns + column, in text_
};

// Header names are trimmed, not empty and unique; every row has as many cells as the header. Blank
// lines are passed over.
Result<CsvTable> read_csv(std::string_view name, std::string_view bytes,
                          const CsvLimits& limits = {});

// The same where the first rows are no header: every row is one of the table, and as wide as the
// first; the columns are called 1, 2, … A cell that is written ="x", as some programs do so that no
// spreadsheet takes it for a number, is x.
Result<CsvTable> read_csv_rows(std::string_view name, std::string_view bytes,
                               const CsvLimits& limits = {});

// The separator that the first line that is not blank has most often outside quotes; a comma where
// there is none.
char find_csv_separator(std::string_view bytes);

// Whether all is UTF-8 without control characters but tab and line ends.
bool is_clean_csv_text(std::string_view bytes);

// Appends one line: comma, quotes only where they are needed, LF.
void append_csv_row(std::string& csv, const std::vector<std::string>& cells);
// The same for the first line: names that hold a semicolon or a tab are quoted too, as a reader
// finds the separator there.
void append_csv_header(std::string& csv, const std::vector<std::string>& names);

}  // namespace scrutineer
