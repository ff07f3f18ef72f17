// A CSV file of the folder with its columns known by name, and one row of it, whose accessors read
// a cell as what it should be and report what is wrong with it. Cells are trimmed; an empty cell
// and a column that is left out both mean "not stated".
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.hpp"
#include "election/election.hpp"
#include "folder/names.hpp"
#include "folder/problems.hpp"

namespace scrutineer {

enum class Need { optional, required };

// One column of a file, in the order of the canonical form. A localized one stands for name_en, ….
struct ColumnRule {
  std::string_view name;
  Need need = Need::optional;
  bool localized = false;
};

// The columns with every localized one spelled out for each language.
std::vector<std::string> spelled_out(std::span<const ColumnRule> columns,
                                     const std::vector<std::string>& languages);

class Row;

class Sheet {
 public:
  Sheet(std::string name, CsvTable table) : name_(std::move(name)), table_(std::move(table)) {}

  // Nothing where the file is no CSV or its header is wrong; the reasons are then in `problems`.
  static std::optional<Sheet> open(const std::string& name, std::string_view bytes,
                                   std::span<const ColumnRule> columns,
                                   const std::vector<std::string>& languages, Problems& problems);

  // Whether every column is one of `known` and every required one is there.
  bool check_header(std::span<const ColumnRule> columns, const std::vector<std::string>& known,
                    Problems& problems) const;

  const std::string& name() const { return name_; }
  const CsvTable& table() const { return table_; }
  std::optional<std::size_t> find(std::string_view column) const;
  bool has(std::string_view column) const { return find(column).has_value(); }

  // Calls visit(Row) for every row that has a cell with something in it.
  template <typename Visit>
  void for_each_row(Problems& problems, Visit visit) const;

 private:
  bool is_blank(std::size_t row) const;

  std::string name_;
  CsvTable table_;
};

class Row {
 public:
  Row(const Sheet& sheet, std::size_t row, Problems& problems)
      : sheet_(&sheet), row_(row), problems_(&problems) {}

  std::int64_t number() const { return sheet_->table().number(row_); }
  std::string_view cell(std::string_view column) const;
  std::string_view cell(std::size_t column) const;

  // Reports what the cell should have been.
  void expected(std::string_view column, std::string phrase) const;
  void expected(std::size_t column, std::string phrase) const;

  std::string text(std::string_view column, Need need = Need::optional) const;
  std::string identifier(std::string_view column, Need need = Need::required) const;
  std::string date(std::string_view column, Need need = Need::optional) const;
  std::string date_or_time(std::string_view column) const;
  std::string language(std::string_view column) const;
  Count count(std::string_view column, Votes most = kMaximumCount) const;
  Count count(std::size_t column, Votes most = kMaximumCount) const;
  std::optional<Rational> rational(std::string_view column) const;
  LocalizedText localized(std::string_view prefix, const std::vector<std::string>& languages,
                          Need need = Need::optional) const;

  template <typename T>
  std::optional<T> choice(std::string_view column, Need need = Need::optional) const {
    const std::string_view found = cell(column);
    const std::optional<T> value = from_name<T>(found);
    if (!value && (need == Need::required || !found.empty())) {
      expected(column, "one of " + all_names<T>());
    }
    return value;
  }

  template <typename Position>
  std::optional<Position> reference(std::string_view column, const Names<Position>& names,
                                    Need need = Need::optional) const {
    const std::string_view found = cell(column);
    const std::optional<Position> position = names.find(found);
    if (!position && names.readable() && (need == Need::required || !found.empty())) {
      expected(column, is_counted_only() ? "" : names.expected(found));
    }
    return position;
  }

  // Whether the file has so many errors that further ones are only counted.
  bool is_counted_only() const { return problems_->is_full(sheet_->name()); }

  // Several names separated by ';', in ascending order of their positions.
  template <typename Position>
  std::vector<Position> references(std::string_view column, const Names<Position>& names) const;

 private:
  const Sheet* sheet_;
  std::size_t row_;
  Problems* problems_;
};

template <typename Visit>
void Sheet::for_each_row(Problems& problems, Visit visit) const {
  for (std::size_t row = 0; row < table_.rows(); ++row) {
    if (!is_blank(row)) visit(Row(*this, row, problems));
  }
}

std::vector<std::string_view> split_list(std::string_view text);

template <typename Position>
std::vector<Position> Row::references(std::string_view column, const Names<Position>& names) const {
  std::vector<Position> positions;
  for (const std::string_view item : split_list(cell(column))) {
    const std::optional<Position> position = names.find(item);
    if (!position) {
      if (names.readable()) {
        problems_->quote(sheet_->name(), number(), column, item,
                         is_counted_only() ? "" : names.expected(item));
      }
      continue;
    }
    const auto place = std::lower_bound(positions.begin(), positions.end(), *position);
    if (place != positions.end() && *place == *position) {
      problems_->quote(sheet_->name(), number(), column, item, "each name once");
    } else {
      positions.insert(place, *position);
    }
  }
  return positions;
}

}  // namespace scrutineer
