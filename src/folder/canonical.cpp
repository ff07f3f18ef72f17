#include "folder/canonical.hpp"

#include <algorithm>
#include <utility>

#include "base/csv.hpp"

namespace scrutineer {

CanonicalTable::CanonicalTable(std::span<const ColumnRule> columns,
                               const std::vector<std::string>& languages)
    : columns_(spelled_out(columns, languages)) {
  for (const std::string& name : columns_) {
    kept_.push_back(std::any_of(columns.begin(), columns.end(), [&](const ColumnRule& column) {
      return column.name == name && column.need == Need::required;
    }));
  }
}

void CanonicalTable::add_row() { rows_.emplace_back(columns_.size()); }

void CanonicalTable::set(std::string_view column, std::string value) {
  if (value.empty()) return;
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  const auto position = static_cast<std::size_t>(found - columns_.begin());
  kept_[position] = true;
  rows_.back()[position] = std::move(value);
}

void CanonicalTable::set(std::string_view column, const Count& value) {
  if (value) set(column, std::to_string(*value));
}

void CanonicalTable::set(std::string_view prefix, const LocalizedText& texts) {
  for (const auto& [language, text] : texts) set(std::string(prefix) + "_" + language, text);
}

std::string CanonicalTable::text() const {
  const auto kept = [this](const std::vector<std::string>& cells) {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (kept_[i]) result.push_back(cells[i]);
    }
    return result;
  };
  std::string csv;
  append_csv_header(csv, kept(columns_));
  for (const auto& row : rows_) append_csv_row(csv, kept(row));
  return csv;
}

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ";") + item;
  return text;
}

}  // namespace scrutineer
