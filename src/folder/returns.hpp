// What returns/*.csv state while they are read: cells by (source, contest), (unit, revision) and
// column, so that several files of one source, wide or long, add up to one table.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "election/election.hpp"

namespace scrutineer {

// A column's place in the canonical order: fields as in the form, then parties and candidates by
// the name of their column ("cpp", "cpp/candidate").
using ColumnKey = std::pair<std::size_t, std::string>;

struct ReturnRows {
  struct RowOrigin {
    UnitIndex unit;
    std::int64_t revision = 0;
    std::string stated_at;
    std::int64_t number = 0;  // in the file that stated it first
  };
  std::vector<RowOrigin> rows;
  std::map<ColumnKey, std::vector<Count>> columns;  // each as long as rows, or shorter
  std::map<std::pair<UnitIndex, std::int64_t>, std::size_t> places;

  // The position of the row, made where it is new (`is_new`).
  std::size_t place(UnitIndex unit, std::int64_t revision, bool& is_new);
  // The cell, made where it is new.
  Count& cell(const ColumnKey& column, std::size_t row);
};

// Sorted by unit id and revision; columns without any value are left out.
ReturnTable to_table(const ReturnRows& rows, SourceIndex source, ContestIndex contest,
                     const Election& election);

// "cast", "cpp", "cpp/candidate".
std::string column_name(const Column& column, const Election& election);

}  // namespace scrutineer
