// The rows of a CSV file (as in base/csv.hpp) one after another, without a copy of it. Not for
// other modules.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv_specials.hpp"

namespace scrutineer::roll_files {

// What is wrong with the writing of a cell, with the words of base/csv.hpp.
struct CellFault {
  std::size_t column = 0;
  std::string_view found;
  std::string_view expected;
};

class RowScanner {
 public:
  // `bytes` must outlive it. Of a row at most `most_cells` are kept.
  RowScanner(std::string_view bytes, char separator, std::size_t most_cells);

  // The next row that is not blank; false at the end of the file.
  bool read();

  // Where the row stands in the file: 1 is the first, blank lines count.
  std::int64_t number() const { return number_; }
  // Valid until the next row is read; as long as the file is, where none is rewritten.
  std::span<const std::string_view> cells() const {
    return {cells_.data(), std::min(width_, cells_.size())};
  }
  std::size_t width() const { return width_; }  // of the row, in cells
  const std::vector<CellFault>& faults() const { return faults_; }
  // A cell reads otherwise than it is written: a quotation mark or a line end is in it.
  bool is_rewritten() const { return !unescaped_.empty(); }
  // The last cell of the row has no closing quotation mark: nothing follows.
  bool is_cut_off() const { return is_cut_off_; }
  // The bytes from the start to the end of this row.
  std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }

 private:
  bool pass_blank_lines();
  bool at_line_end() const;
  std::string_view read_bare(const char* start);
  std::string_view read_quoted();
  std::string_view unescaped(std::string_view quoted);
  void add(std::string_view cell) {
    if (width_ < cells_.size()) cells_[width_] = cell;
    ++width_;
  }
  void fault(std::string_view found, std::string_view expected);

  const char* begin_;
  const char* at_;
  const char* end_;
  char separator_;
  CsvSpecials specials_;
  std::int64_t number_ = 0;
  std::size_t width_ = 0;
  bool is_cut_off_ = false;
  std::vector<std::string_view> cells_;  // room for as many as are kept
  std::vector<CellFault> faults_;
  std::deque<std::string> unescaped_;  // cells that are rewritten
};

}  // namespace scrutineer::roll_files
