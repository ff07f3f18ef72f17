#include "folder/roll/roll_reader.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"

namespace scrutineer::roll_files {

namespace {

struct Refusal {
  std::string found;
  std::string expected;
};

// What is wrong with a cell, whatever it is to hold.
std::optional<Refusal> refuse(std::string_view cell, const RollLimits& limits) {
  if (cell.size() > limits.cell_bytes) {
    return Refusal{fmt::format("more than {} bytes", limits.cell_bytes), "a shorter cell"};
  }
  if (is_clean_csv_text(cell)) return std::nullopt;
  const std::size_t at = find_invalid_utf8(cell);
  if (at != std::string_view::npos) {
    return Refusal{fmt::format("byte {}, which is not UTF-8", shown(cell.substr(at, 1))),
                   "UTF-8 text (in a spreadsheet, save as \"CSV UTF-8\")"};
  }
  return Refusal{"a control character", "text"};
}

}  // namespace

Result<RollReading> RollReader::read(roll::Rolls& rolls) {
  auto roll = open_roll(name_, bytes_);
  if (!roll) return tl::unexpected<Errors>(roll.error());
  if (!find_columns(*roll)) return tl::unexpected<Errors>(problems_.take());
  read_rows(*roll);
  refuse_twice_identified();
  if (!problems_.empty()) return tl::unexpected<Errors>(problems_.take());
  RollReading reading;
  reading.rows = snapshot_.rows();
  if (reading.rows == 0) reading.warnings.push_back({RollWarningKind::no_rows, name_, "", 0, 0});
  if (rolls.schema.empty()) {
    for (const RollField& field : schema_.fields) rolls.schema.push_back({field.name, field.kind});
    rolls.values.resize(schema_.fields.size());
  }
  snapshot_.source = name_;
  for (std::size_t field = 0; field < columns_.size(); ++field) {
    add_values(field, rolls.values[field], reading);
  }
  rolls.snapshots.push_back(std::move(snapshot_));
  return reading;
}

bool RollReader::find_columns(const OpenRoll& roll) {
  for (const RollField& field : schema_.fields) {
    const auto at = find_column(
        roll, field.headers.empty() ? std::vector<std::string>{field.name} : field.headers);
    if (!at) continue;
    columns_.emplace_back();
    columns_.back().at = *at;
    columns_.back().header = roll.header[*at];
  }
  if (!schema_.identifiers.empty()) {
    identifier_ = find_column(roll, schema_.identifiers);
    if (identifier_) identifier_header_ = roll.header[*identifier_];
  }
  return problems_.empty();
}

std::optional<std::size_t> RollReader::find_column(const OpenRoll& roll,
                                                   const std::vector<std::string>& headers) {
  for (const std::string& header : headers) {
    const auto found = std::find(roll.header.begin(), roll.header.end(), header);
    if (found != roll.header.end()) return static_cast<std::size_t>(found - roll.header.begin());
  }
  const auto meant = nearest(headers.front(), roll.header);
  problems_.describe(name_, roll.header_number, headers.front(), "no such column",
                     meant ? fmt::format("a column of this name (is \"{}\" meant?)", *meant)
                           : "a column of this name");
  return std::nullopt;
}

// As many rows as there would be if all were like the first ones.
void RollReader::reserve(std::size_t rows) {
  for (Column& column : columns_) column.numbers.reserve(rows);
  snapshot_.identifier_ends.reserve(rows);
}

void RollReader::read_rows(OpenRoll& roll) {
  constexpr std::size_t kFirstRows = 1'000;
  const std::size_t start = roll.rows.position();
  while (roll.rows.read()) {
    if (snapshot_.rows() == limits_.rows) {
      problems_.describe(name_, roll.rows.number(), "", "too many rows",
                         fmt::format("at most {} rows", limits_.rows));
      break;
    }
    read_row(roll);
    if (snapshot_.rows() == kFirstRows) {
      const std::size_t read = roll.rows.position() - start;
      reserve(std::min(limits_.rows, (bytes_.size() - start) / (read / kFirstRows + 1) * 11 / 10));
    }
  }
  number_cells();
}

void RollReader::read_row(const OpenRoll& roll) {
  const RowScanner& rows = roll.rows;
  for (const CellFault& fault : rows.faults()) {
    const bool is_named = fault.column < roll.header.size();
    problems_.describe(name_, rows.number(),
                       is_named ? roll.header[fault.column] : std::to_string(fault.column + 1),
                       std::string(fault.found), std::string(fault.expected));
  }
  if (rows.width() != roll.header.size()) {
    if (rows.is_cut_off()) return;  // short for that reason, which was reported
    problems_.describe(name_, rows.number(), "", fmt::format("{} cells", rows.width()),
                       fmt::format("{}, as in the header", roll.header.size()));
    return;
  }
  const auto offset = rows.number() - static_cast<std::int64_t>(snapshot_.rows());
  if (numbers_.empty() || numbers_.back().second != offset) {
    numbers_.emplace_back(snapshot_.rows(), offset);
  }
  for (Column& column : columns_) column.ahead.push_back(rows.cells()[column.at]);
  read_identifier(roll);
  if (++ahead_ == kRowsAhead || rows.is_rewritten()) number_cells();
}

void RollReader::number_cells() {
  for (Column& column : columns_) {
    // What is too long is not even kept.
    for (std::string_view& cell : column.ahead) cell = cell.substr(0, limits_.cell_bytes + 1);
    column.cells.look_ahead(column.ahead, places_);
    std::vector<bool>& is_refused = column.is_refused;
    for (std::size_t i = 0; i < column.ahead.size(); ++i) {
      bool is_new = false;
      const std::uint32_t number = column.cells.number(column.ahead[i], places_[i], is_new);
      column.numbers.push_back(number);
      if (is_new && refuse(column.ahead[i], limits_)) {
        is_refused.resize(number + 1);
        is_refused[number] = true;
      }
      if (number < is_refused.size() && is_refused[number]) refuse_cell(column, column.ahead[i]);
    }
    column.ahead.clear();
  }
  ahead_ = 0;
}

// The cell whose number was given last.
void RollReader::refuse_cell(const Column& column, std::string_view cell) {
  const auto refusal = refuse(cell, limits_);
  problems_.describe(name_, number_of(column.numbers.size() - 1), column.header, refusal->found,
                     refusal->expected);
}

void RollReader::read_identifier(const OpenRoll& roll) {
  if (!identifier_) {
    snapshot_.identifiers += std::to_string(roll.rows.number());
  } else {
    const std::string_view cell = trimmed(roll.rows.cells()[*identifier_]);
    if (cell.empty()) {
      problems_.quote(name_, roll.rows.number(), identifier_header_, "", "an identifier");
    } else if (const auto refusal = refuse(cell, limits_)) {
      problems_.describe(name_, roll.rows.number(), identifier_header_, refusal->found,
                         refusal->expected);
    } else {
      snapshot_.identifiers += cell;
    }
  }
  snapshot_.identifier_ends.push_back(snapshot_.identifiers.size());
}

std::int64_t RollReader::number_of(std::size_t row) const {
  const auto after =
      std::upper_bound(numbers_.begin(), numbers_.end(), row,
                       [](std::size_t wanted, const auto& entry) { return wanted < entry.first; });
  return static_cast<std::int64_t>(row) + std::prev(after)->second;
}

// Whether each identifier is greater than the one before, as serial numbers are: then none is there
// twice, and nothing has to be kept to know it.
bool RollReader::are_identifiers_rising() const {
  std::string_view before;
  for (std::size_t row = 0; row < snapshot_.rows(); ++row) {
    const std::string_view identifier = snapshot_.identifier(row);
    const bool is_greater = identifier.size() == before.size() ? identifier > before
                                                               : identifier.size() > before.size();
    if (!is_greater) return false;
    before = identifier;
  }
  return true;
}

void RollReader::refuse_twice_identified() {
  if (!identifier_ || are_identifiers_rising()) return;
  const std::size_t rows = snapshot_.rows();
  std::size_t size = 64;
  while (size < rows * 2) size *= 2;
  std::vector<std::uint32_t> slots(size, 0);  // a row + 1
  constexpr std::size_t kAhead = 16;          // places are fetched before they are needed
  const auto place = [&](std::size_t row) {
    return place_of(snapshot_.identifier(row)) & (size - 1);
  };
  for (std::size_t row = 0; row < rows; ++row) {
    if (row + kAhead < rows) __builtin_prefetch(&slots[place(row + kAhead)]);
    const std::string_view identifier = snapshot_.identifier(row);
    if (identifier.empty()) continue;
    std::size_t slot = place(row);
    while (slots[slot] != 0 && snapshot_.identifier(slots[slot] - 1) != identifier) {
      slot = (slot + 1) & (size - 1);
    }
    if (slots[slot] == 0) {
      slots[slot] = static_cast<std::uint32_t>(row + 1);
      continue;
    }
    problems_.quote(name_, number_of(row), identifier_header_, identifier,
                    fmt::format("an identifier that no other row has; row {} has it",
                                number_of(slots[slot] - 1)));
  }
}

}  // namespace scrutineer::roll_files

namespace scrutineer {

namespace {

bool is_schema_of(const RollSchema& schema, const std::vector<roll::Field>& fields) {
  return std::equal(schema.fields.begin(), schema.fields.end(), fields.begin(), fields.end(),
                    [](const RollField& asked, const roll::Field& field) {
                      return asked.name == field.name && asked.kind == field.kind;
                    });
}

}  // namespace

Result<RollReading> read_roll(std::string_view name, std::string_view bytes,
                              const RollSchema& schema, roll::Rolls& rolls,
                              const RollLimits& limits) {
  if (schema.fields.empty()) {
    return fail(described(std::string(name), 0, "", "a schema without fields",
                          "at least one column to compare"));
  }
  if (!rolls.schema.empty() && !is_schema_of(schema, rolls.schema)) {
    return fail(described(std::string(name), 0, "", "other fields than those of the first roll",
                          "one schema for all rolls that are compared"));
  }
  return roll_files::RollReader(name, bytes, schema, limits).read(rolls);
}

}  // namespace scrutineer
