#include "folder/removal_files.hpp"

#include <array>
#include <chrono>
#include <set>

#include <fmt/core.h>

#include "base/text.hpp"
#include "folder/roll/form_sheet.hpp"
#include "roll/intervals.hpp"

namespace scrutineer {

namespace {

constexpr std::array kCauses = {ColumnRule{"cause", Need::required},
                                ColumnRule{"persons", Need::required}};
constexpr std::array kDeaths = {ColumnRule{"persons", Need::required},
                                ColumnRule{"yearly_probability", Need::required}};
constexpr std::array kDates = {ColumnRule{"id", Need::required},
                               ColumnRule{"date", Need::required}};

std::int64_t stated_count(const Row& row, std::string_view column) {
  if (row.cell(column).empty()) row.expected(column, "a number of persons");
  return row.count(column).value_or(0);
}

// A part of one, required.
double share_in(const Row& row, std::string_view column) {
  const auto share = row.rational(column);
  if (row.cell(column).empty() || (share && *share > Rational{1, 1})) {
    row.expected(column, "a share from 0 to 1");
  }
  return share ? as_double(*share) : 0;
}

roll::KnownCause read_cause(const Row& row, double z) {
  roll::KnownCause cause;
  cause.cause = row.text("cause", Need::required);
  const auto persons = static_cast<double>(stated_count(row, "persons"));
  cause.persons = roll::exactly(persons);
  const Count low = row.count("low"), high = row.count("high");
  if (low.has_value() != high.has_value()) {
    row.expected(low ? "high" : "low", "both ends of the interval, or neither");
    return cause;
  }
  if (!low) return cause;
  cause.persons.interval = {static_cast<double>(*low), static_cast<double>(*high)};
  cause.persons.standard_error = static_cast<double>(*high - *low) / (2 * z);
  if (cause.persons.interval.low > persons) row.expected("low", "at most the persons");
  if (cause.persons.interval.high < persons) row.expected("high", "at least the persons");
  return cause;
}

AreaRow read_area(const Row& row, const std::vector<std::string>& shares,
                  const std::vector<std::string>& controls) {
  AreaRow area;
  area.row = row.number();
  area.unit = row.text("unit", Need::required);
  area.province = row.text("province", Need::required);
  area.district = row.text("district", Need::required);
  area.kind = row.text("kind");
  for (const std::string& column : shares) area.shares.push_back(share_in(row, column));
  for (const std::string& column : controls) {
    const auto value = roll_files::number_of(row.cell(column));
    if (!value) row.expected(column, "a number");
    area.controls.push_back(value.value_or(0));
  }
  return area;
}

// 2013-05-31, a day of the calendar.
std::chrono::year_month_day calendar_day(std::string_view text) {
  const auto digits = [&](std::size_t from, std::size_t length) {
    int value = 0;
    for (const char digit : text.substr(from, length)) value = 10 * value + (digit - '0');
    return value;
  };
  return std::chrono::year(digits(0, 4)) / digits(5, 2) / digits(8, 2);
}

}  // namespace

Result<std::vector<roll::KnownCause>> read_causes(const NamedBytes& file, double confidence) {
  Problems problems;
  std::vector<roll::KnownCause> causes;
  const double z = roll::normal_quantile(confidence);
  if (const auto sheet = roll_files::open_form(file.name, file.bytes, kCauses, problems)) {
    sheet->for_each_row(problems, [&](const Row& row) { causes.push_back(read_cause(row, z)); });
  }
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  return causes;
}

Result<std::vector<roll::DeathCell>> read_deaths(const NamedBytes& file) {
  Problems problems;
  std::vector<roll::DeathCell> cells;
  if (const auto sheet = roll_files::open_form(file.name, file.bytes, kDeaths, problems)) {
    sheet->for_each_row(problems, [&](const Row& row) {
      const std::int64_t persons = stated_count(row, "persons");
      cells.push_back({persons, share_in(row, "yearly_probability")});
    });
  }
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  return cells;
}

Result<std::vector<AreaRow>> read_areas(const NamedBytes& file,
                                        const std::vector<std::string>& shares,
                                        const std::vector<std::string>& controls) {
  std::vector<ColumnRule> columns = {
      {"unit", Need::required}, {"province", Need::required}, {"district", Need::required}};
  for (const auto* names : {&shares, &controls}) {
    for (const std::string& name : *names) columns.push_back({name, Need::required});
  }
  Problems problems;
  std::vector<AreaRow> areas;
  std::set<std::string> units;
  if (const auto sheet = roll_files::open_form(file.name, file.bytes, columns, problems)) {
    sheet->for_each_row(problems, [&](const Row& row) {
      areas.push_back(read_area(row, shares, controls));
      if (!units.insert(areas.back().unit).second) {
        row.expected("unit", "a unit that no other row has");
      }
    });
  }
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  return areas;
}

Result<std::vector<DatedEntry>> read_removal_dates(const NamedBytes& file) {
  Problems problems;
  std::vector<DatedEntry> entries;
  std::set<std::string> ids;
  if (const auto sheet = roll_files::open_form(file.name, file.bytes, kDates, problems)) {
    sheet->for_each_row(problems, [&](const Row& row) {
      DatedEntry entry;
      entry.id = row.text("id", Need::required);
      if (!ids.insert(entry.id).second) row.expected("id", "each entry once");
      const std::string_view date = row.cell("date");
      if (!is_calendar_day(date)) {
        row.expected("date", "a day, such as 2013-05-31");
        return;
      }
      entry.day = static_cast<std::int32_t>(
          std::chrono::sys_days(calendar_day(date)).time_since_epoch().count());
      entries.push_back(std::move(entry));
    });
  }
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  return entries;
}

std::string day_text(std::int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace scrutineer
