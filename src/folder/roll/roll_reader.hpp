// Reads the rows of one roll into columns of cells' numbers, and then the cells into values. Not
// for other modules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "folder/problems.hpp"
#include "folder/roll/distinct_cells.hpp"
#include "folder/roll/header.hpp"
#include "folder/roll_files.hpp"

namespace scrutineer::roll_files {

class RollReader {
 public:
  RollReader(std::string_view name, std::string_view bytes, const RollSchema& schema,
             const RollLimits& limits)
      : name_(name), bytes_(bytes), schema_(schema), limits_(limits) {}

  // Adds to `rolls` where nothing is wrong.
  Result<RollReading> read(roll::Rolls& rolls);

 private:
  struct Column {
    std::size_t at = 0;  // of the file
    std::string header;
    DistinctCells cells;
    std::vector<std::string_view> ahead;  // of rows whose cells have no numbers yet
    std::vector<bool> is_refused;         // by number of a cell; empty where none is
    std::vector<std::uint32_t> numbers;   // by row
  };

  bool find_columns(const OpenRoll& roll);
  std::optional<std::size_t> find_column(const OpenRoll& roll,
                                         const std::vector<std::string>& headers);
  void reserve(std::size_t rows);
  void read_rows(OpenRoll& roll);
  void read_row(const OpenRoll& roll);
  void number_cells();
  void refuse_cell(const Column& column, std::string_view cell);
  void read_identifier(const OpenRoll& roll);
  bool are_identifiers_rising() const;
  void refuse_twice_identified();
  std::int64_t number_of(std::size_t row) const;

  // In roll_values.cpp.
  void add_values(std::size_t field, roll::Dictionary& dictionary, RollReading& reading);

  // Rows that are read before their cells are given numbers, column by column.
  static constexpr std::size_t kRowsAhead = 256;

  std::string name_;
  std::string_view bytes_;
  const RollSchema& schema_;
  RollLimits limits_;
  Problems problems_;
  std::vector<Column> columns_;  // by field
  std::size_t ahead_ = 0;        // rows
  std::vector<std::uint64_t> places_;
  std::optional<std::size_t> identifier_;
  std::string identifier_header_;
  roll::Snapshot snapshot_;
  // From a row on, how much greater its number in the file is: by the header, blank lines, and
  // rows that could not be read.
  std::vector<std::pair<std::size_t, std::int64_t>> numbers_;
};

}  // namespace scrutineer::roll_files
