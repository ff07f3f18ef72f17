// From the different cells of a column to values: the text in which each is compared, its number,
// and what is strange about the column.
#include <algorithm>
#include <utility>

#include "folder/roll/date_order.hpp"
#include "folder/roll/roll_reader.hpp"
#include "roll/names.hpp"

namespace scrutineer::roll_files {

namespace {

using roll::FieldKind;

bool is_blank(std::string_view cell) { return roll::canonical_text(cell).empty(); }

std::string canonical(FieldKind kind, std::string_view cell, roll::DateOrder order) {
  switch (kind) {
    case FieldKind::family_name:
    case FieldKind::given_name:
    case FieldKind::full_name:
      return roll::canonical_name(cell);
    case FieldKind::sex:
      return roll::canonical_sex(cell);
    case FieldKind::birth_date:
      return roll::canonical_date(cell, order);
    case FieldKind::unit:
    case FieldKind::code:
    case FieldKind::text:
      break;
  }
  return roll::canonical_text(cell);
}

// What is found while the cells of a column become values.
struct Strangeness {
  FoundOrder order;
  std::uint64_t other_sexes = 0;
};

std::vector<DateCell> date_cells(const DistinctCells& cells,
                                 const std::vector<std::uint64_t>& rows) {
  std::vector<DateCell> dates;
  dates.reserve(cells.size());
  for (std::uint32_t number = 0; number < cells.size(); ++number) {
    dates.push_back({cells.text(number), rows[number]});
  }
  return dates;
}

// The column's cells as values, by number of the cell.
std::vector<roll::ValueId> values_of(const DistinctCells& cells,
                                     const std::vector<std::uint64_t>& rows, FieldKind kind,
                                     roll::Dictionary& dictionary, RollColumn& column,
                                     Strangeness& strangeness) {
  std::vector<roll::ValueId> values;
  values.reserve(cells.size());
  std::vector<bool> is_met;
  for (std::uint32_t number = 0; number < cells.size(); ++number) {
    const std::string_view cell = cells.text(number);
    const std::string text = canonical(kind, cell, strangeness.order.order);
    const roll::ValueId value = dictionary.intern(text);
    values.push_back(value);
    if (value == 0) {
      if (kind == FieldKind::birth_date && !is_blank(cell)) column.unreadable += rows[number];
      continue;
    }
    column.stated += rows[number];
    if (kind == FieldKind::sex && text != "m" && text != "f") {
      strangeness.other_sexes += rows[number];
    }
    is_met.resize(std::max<std::size_t>(is_met.size(), dictionary.size()));
    column.values += is_met[value] ? 0 : 1;
    is_met[value] = true;
  }
  return values;
}

void add_warnings(const std::string& file, const RollColumn& column, const Strangeness& strangeness,
                  std::uint64_t most_percent, std::vector<RollWarning>& warnings) {
  const std::uint64_t says = column.stated + column.unreadable;
  const auto is_above_limit = [&](std::uint64_t count) {
    return count * 100 > most_percent * says;
  };
  const auto add = [&](RollWarningKind kind, std::uint64_t count) {
    warnings.push_back({kind, file, column.header, count, says});
  };
  if (says == 0) return add(RollWarningKind::never_stated, 0);
  if (column.values == 1 && column.stated > 1) add(RollWarningKind::constant, column.stated);
  if (is_above_limit(column.unreadable)) add(RollWarningKind::unreadable_dates, column.unreadable);
  const auto& [order, other_sexes] = strangeness;
  if (order.against > 0) add(RollWarningKind::mixed_orders, order.against);
  if (order.is_unknown) add(RollWarningKind::unknown_order, column.stated);
  if (is_above_limit(other_sexes)) add(RollWarningKind::other_sexes, other_sexes);
}

}  // namespace

void RollReader::add_values(std::size_t field, roll::Dictionary& dictionary, RollReading& reading) {
  // Its cells are given up when their values are known: columns are the most of what is kept.
  Column column = std::exchange(columns_[field], {});
  const RollField& asked = schema_.fields[field];
  RollColumn& found = reading.columns.emplace_back();
  found.field = asked.name;
  found.header = column.header;
  std::vector<std::uint64_t> rows(column.cells.size(), 0);
  for (const std::uint32_t number : column.numbers) ++rows[number];
  Strangeness strangeness;
  if (asked.kind == FieldKind::birth_date) {
    strangeness.order = find_date_order(date_cells(column.cells, rows));
    if (asked.order) strangeness.order = {*asked.order, 0, false};
    found.order = strangeness.order.order;
  }
  const std::vector<roll::ValueId> values =
      values_of(column.cells, rows, asked.kind, dictionary, found, strangeness);
  for (std::uint32_t& number : column.numbers) number = values[number];
  snapshot_.columns.push_back(std::move(column.numbers));
  if (reading.rows > 0) {
    add_warnings(name_, found, strangeness, limits_.unreadable_percent, reading.warnings);
  }
}

}  // namespace scrutineer::roll_files
