// Which columns of a register of voters hold what: stated in election.toml ([roll]), in a command,
// or guessed from headers and contents.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scrutineer {

// What a column holds; decides how it is normalised (roll/names.hpp, roll/dates.hpp) and compared
// (roll/levels.hpp).
enum class RollFieldKind : std::uint8_t {
  family_name,
  given_name,
  full_name,  // family and given name in one column, in an order that is not known
  sex,
  birth_date,  // a day, a month or a year, with what is known of it
  unit,        // where the voter is registered; equal or not
  code,        // a house, list or postal number: equal, or one slip apart
  text,        // anything else
};

// In which order day, month and year stand in a column.
enum class RollDateOrder : std::uint8_t { year_month_day, day_month_year, month_day_year };

// One field of the comparison and the column that holds it.
struct RollField {
  std::string name;
  RollFieldKind kind = RollFieldKind::text;
  // The column's header, or the headers that it has in different files, of which the first that is
  // there counts. Empty: the field's name.
  std::vector<std::string> headers;
  // Of dates of birth. Nothing: the order that reads most of the file's dates.
  std::optional<RollDateOrder> order;
};

// Columns that are not named are passed over, whatever is in them.
struct RollSchema {
  // Headers of the column that tells rows apart, of which the first that is there counts. Empty:
  // rows are called by their numbers in the file.
  std::vector<std::string> identifiers;
  std::vector<RollField> fields;
};

std::string_view name_of(RollFieldKind kind);
std::string_view name_of(RollDateOrder order);

}  // namespace scrutineer
