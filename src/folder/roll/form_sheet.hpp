// Files that people fill in or make themselves: some columns are asked for, whatever else there is
// is their own. Not for other modules.
#pragma once

#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "folder/sheet.hpp"

namespace scrutineer::roll_files {

// Nothing where the file is no CSV or lacks a required column; the reasons are then in `problems`.
inline std::optional<Sheet> open_form(const std::string& name, std::string_view bytes,
                                      std::span<const ColumnRule> columns, Problems& problems) {
  auto table = read_csv(name, bytes);
  if (!table) {
    problems.add_all(table.error());
    return std::nullopt;
  }
  const std::vector<std::string> header = table->header();
  Sheet sheet(name, std::move(*table));
  if (!sheet.check_header(columns, header, problems)) return std::nullopt;
  return sheet;
}

// A number as programs write it ("1e-05"); nothing where the text is no finite one.
inline std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

// Names, numbered as they are met.
class Numbers {
 public:
  std::size_t of(const std::string& name) {
    const auto [place, is_new] = numbers_.emplace(name, names.size());
    if (is_new) names.push_back(name);
    return place->second;
  }
  std::vector<std::string> names;

 private:
  std::map<std::string, std::size_t> numbers_;
};

}  // namespace scrutineer::roll_files
