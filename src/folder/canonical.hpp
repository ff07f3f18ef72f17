// One CSV of the canonical form: the columns in the order of the format, those without any value
// left out unless they are required, and one way of writing each value.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "election/election.hpp"
#include "folder/sheet.hpp"

namespace scrutineer {

class CanonicalTable {
 public:
  CanonicalTable(std::span<const ColumnRule> columns, const std::vector<std::string>& languages);

  // Starts a row; set() fills its cells. Precondition: the column is one of the table's.
  void add_row();
  void set(std::string_view column, std::string value);
  void set(std::string_view column, const Count& value);
  void set(std::string_view prefix, const LocalizedText& texts);

  std::string text() const;

 private:
  std::vector<std::string> columns_;
  std::vector<bool> kept_;  // required, or with a value in some row
  std::vector<std::vector<std::string>> rows_;
};

std::string joined(const std::vector<std::string>& items);

// The ids of the things at these positions, separated by ';'.
template <typename Thing, typename Position>
std::string joined_ids(const std::vector<Thing>& things, const std::vector<Position>& positions) {
  std::vector<std::string> ids;
  for (const Position& position : positions) ids.push_back(things[position.value].id);
  return joined(ids);
}

}  // namespace scrutineer
