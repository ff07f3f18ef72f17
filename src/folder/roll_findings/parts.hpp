// The readers of the files of roll/, what was found about a roll. Each fills the draft's findings,
// reports what is wrong, and gives the canonical text: columns in the order of the format, those
// without any value left out, rows and cells as they were given, without spaces around them.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "folder/draft.hpp"
#include "folder/sheet.hpp"

namespace scrutineer {

std::string read_roll_flow(std::string_view bytes, Draft& draft);
std::string read_roll_units(std::string_view bytes, Draft& draft);
std::string read_roll_removals(std::string_view bytes, Draft& draft);
std::string read_roll_audits(std::string_view bytes, Draft& draft);
std::string read_roll_snapshots(std::string_view bytes, Draft& draft);
std::string read_roll_disparity(std::string_view bytes, Draft& draft);

std::string canonical_text(const Sheet& sheet, std::span<const ColumnRule> columns,
                           Problems& problems);

// The value that a cell names in one of the tables of roll/findings.hpp.
template <typename Value, std::size_t N>
std::optional<Value> chosen(const Row& row, std::string_view column, Need need,
                            const std::array<std::pair<std::string_view, Value>, N>& names) {
  const std::string_view found = row.cell(column);
  if (found.empty() && need == Need::optional) return std::nullopt;
  std::string list;
  for (const auto& [name, value] : names) {
    if (name == found) return value;
    list += (list.empty() ? "" : ", ") + std::string(name);
  }
  row.expected(column, "one of " + list);
  return std::nullopt;
}

// A share from 0 to 1.
std::optional<Rational> share_in(const Row& row, std::string_view column);
// An interval's confidence: more than 0 and less than 1.
std::optional<Rational> confidence_in(const Row& row);

// low ≤ value ≤ high, wherever two of them are stated.
template <typename Number>
void check_interval(const Row& row, std::string_view value_column, const Number& value,
                    std::string_view low_column, const Number& low, std::string_view high_column,
                    const Number& high) {
  const auto as_in = [&](std::string_view column) {
    return std::string(row.cell(column)) + ", as in " + std::string(column);
  };
  if (low && high && *high < *low) row.expected(high_column, "at least " + as_in(low_column));
  if (value && low && *value < *low) row.expected(value_column, "at least " + as_in(low_column));
  if (value && high && *high < *value) row.expected(value_column, "at most " + as_in(high_column));
}

}  // namespace scrutineer
