#include "folder/sheet.hpp"

#include <utility>

#include "base/text.hpp"

namespace scrutineer {

std::vector<std::string> spelled_out(std::span<const ColumnRule> columns,
                                     const std::vector<std::string>& languages) {
  std::vector<std::string> names;
  for (const ColumnRule& column : columns) {
    if (!column.localized) {
      names.emplace_back(column.name);
      continue;
    }
    for (const std::string& language : languages) {
      names.push_back(std::string(column.name) + "_" + language);
    }
  }
  return names;
}

std::optional<Sheet> Sheet::open(const std::string& name, std::string_view bytes,
                                 std::span<const ColumnRule> columns,
                                 const std::vector<std::string>& languages, Problems& problems) {
  Result<CsvTable> table = read_csv(name, bytes);
  if (!table) {
    problems.add_all(table.error());
    return std::nullopt;
  }
  Sheet sheet(name, std::move(*table));
  if (!sheet.check_header(columns, spelled_out(columns, languages), problems)) return std::nullopt;
  return sheet;
}

bool Sheet::check_header(std::span<const ColumnRule> columns, const std::vector<std::string>& known,
                         Problems& problems) const {
  // Where election.toml could not be read its languages are not known: any name_… may be right.
  const auto may_be_localized = [&](const std::string& name) {
    return std::any_of(columns.begin(), columns.end(), [&](const ColumnRule& column) {
      const std::string prefix = std::string(column.name) + "_";
      return column.localized && name.starts_with(prefix) &&
             std::none_of(known.begin(), known.end(),
                          [&](const std::string& other) { return other.starts_with(prefix); });
    });
  };
  const std::int64_t row = table_.header_number();
  std::vector<std::string> unknown;
  for (const std::string& column : table_.header()) {
    const bool is_known = std::find(known.begin(), known.end(), column) != known.end();
    if (!is_known && !may_be_localized(column)) unknown.push_back(column);
  }
  const std::string list = [&known] {
    std::string names;
    for (std::size_t i = 0; i < known.size() && i < 20; ++i) {
      names += (i == 0 ? "" : ", ") + known[i];
    }
    return names;
  }();
  // Where no name is known, the header itself is missing: one sentence says so.
  if (unknown.size() == table_.header().size()) {
    problems.quote(name_, row, "", unknown.front(), "a header row with the columns " + list);
    return false;
  }
  bool right = unknown.empty();
  for (const std::string& column : unknown) {
    const auto meant = nearest(column, known);
    problems.quote(
        name_, row, column, column,
        meant ? "a known column (did you mean \"" + *meant + "\"?)" : "one of the columns " + list);
  }
  for (const ColumnRule& column : columns) {
    if (column.need != Need::required || column.localized || has(column.name)) continue;
    problems.describe(name_, row, column.name, "no such column",
                      "the column " + std::string(column.name));
    right = false;
  }
  return right;
}

std::optional<std::size_t> Sheet::find(std::string_view column) const {
  const auto& header = table_.header();
  const auto found = std::find(header.begin(), header.end(), column);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

bool Sheet::is_blank(std::size_t row) const {
  for (std::size_t column = 0; column < table_.header().size(); ++column) {
    if (!trimmed(table_.cell(row, column)).empty()) return false;
  }
  return true;
}

std::string_view Row::cell(std::size_t column) const {
  return trimmed(sheet_->table().cell(row_, column));
}

std::string_view Row::cell(std::string_view column) const {
  const auto position = sheet_->find(column);
  return position ? cell(*position) : std::string_view();
}

void Row::expected(std::string_view column, std::string phrase) const {
  problems_->quote(sheet_->name(), number(), column, cell(column), std::move(phrase));
}

void Row::expected(std::size_t column, std::string phrase) const {
  problems_->quote(sheet_->name(), number(), sheet_->table().header()[column], cell(column),
                   std::move(phrase));
}

std::string Row::text(std::string_view column, Need need) const {
  const std::string_view found = cell(column);
  if (found.empty() && need == Need::required) expected(column, "a text");
  return std::string(found);
}

std::string Row::identifier(std::string_view column, Need need) const {
  const std::string_view found = cell(column);
  if (found.empty() && need == Need::optional) return "";
  if (!is_identifier(found)) {
    expected(column, "an identifier (lower-case letters a to z, digits, - _ ., at most 64)");
  }
  return std::string(found);
}

std::string Row::date(std::string_view column, Need need) const {
  const std::string_view found = cell(column);
  if (found.empty() && need == Need::optional) return "";
  if (!is_date(found)) expected(column, "a date such as 2013-07-28, 2013-07 or 2013");
  return std::string(found);
}

std::string Row::date_or_time(std::string_view column) const {
  const std::string_view found = cell(column);
  if (!found.empty() && !is_date_or_time(found)) {
    expected(column, "a date such as 2013-07-28, or a time such as 2013-07-28T15:00+07:00");
  }
  return std::string(found);
}

std::string Row::language(std::string_view column) const {
  const std::string_view found = cell(column);
  if (!found.empty() && !is_language_tag(found)) {
    expected(column, "a language tag such as en or km");
  }
  return std::string(found);
}

Count Row::count(std::size_t column, Votes most) const {
  const std::string_view found = cell(column);
  if (found.empty()) return std::nullopt;
  const auto value = parse_count(found);
  if (!value) {
    expected(column, value.error());
    return std::nullopt;
  }
  if (*value > most) {
    expected(column, "at most " + std::to_string(most));
    return std::nullopt;
  }
  return *value;
}

Count Row::count(std::string_view column, Votes most) const {
  const auto position = sheet_->find(column);
  return position ? count(*position, most) : std::nullopt;
}

std::optional<Rational> Row::rational(std::string_view column) const {
  const std::string_view found = cell(column);
  if (found.empty()) return std::nullopt;
  const auto value = parse_rational(with_ascii_digits(found));
  if (!value) expected(column, "a fraction such as 19/20, 0.95 or 95%");
  return value;
}

LocalizedText Row::localized(std::string_view prefix, const std::vector<std::string>& languages,
                             Need need) const {
  LocalizedText texts;
  for (const std::string& language : languages) {
    const std::string_view found = cell(std::string(prefix) + "_" + language);
    if (!found.empty()) texts[language] = found;
  }
  if (languages.empty() || texts.count(languages.front()) > 0) return texts;
  if (need == Need::required || !texts.empty()) {
    expected(std::string(prefix) + "_" + languages.front(),
             "a text in the first of the election's languages");
  }
  return texts;
}

std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> items;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view item = trimmed(text.substr(0, end));
    if (!item.empty()) items.push_back(item);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return items;
}

}  // namespace scrutineer
