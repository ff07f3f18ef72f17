#include "roll/dates.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"

namespace scrutineer::roll {

namespace {

// Years as they are counted here. What is later than the last is of the Buddhist Era, which began
// 543 years earlier; what is earlier than the first, or of two digits, says no year.
constexpr int kFirstYear = 1000;
constexpr int kLastYear = 2399;
constexpr int kBuddhistEra = 543;

struct Parts {
  int year = 0;
  int month = 0;
  int day = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_separator(char c) { return c == '/' || c == '-' || c == '.' || c == ' '; }

// "2013-07-28T00:00:00+07:00" or "28/07/2013 0:00": the day alone, as databases and spreadsheets
// add a time that nobody stated.
std::string_view without_time(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return text;
  const std::size_t mark = text.substr(0, colon).find_last_of(" Tt");
  return mark == std::string_view::npos ? text : trimmed(text.substr(0, mark));
}

// The digits between separators, each as it is written; nothing where there is anything else.
std::optional<std::vector<std::string_view>> numbers_of(std::string_view text) {
  std::vector<std::string_view> numbers;
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto length = static_cast<std::size_t>(end - text.begin());
    if (length == 0 || length > 8 || numbers.size() == 3) return std::nullopt;
    numbers.push_back(text.substr(0, length));
    text.remove_prefix(length);
    if (text.empty()) return numbers;
    if (!is_separator(text[0])) return std::nullopt;
    while (!text.empty() && is_separator(text[0])) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
  }
  return std::nullopt;
}

int value_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// Eight digits together, cut where the order says.
std::vector<std::string_view> cut(std::string_view digits, DateOrder order) {
  if (order == DateOrder::year_month_day) {
    return {digits.substr(0, 4), digits.substr(4, 2), digits.substr(6)};
  }
  return {digits.substr(0, 2), digits.substr(2, 2), digits.substr(4)};
}

// Which number is which. A year has four digits, so that one that stands first is seen whatever the
// order is; where it stands last, year-month-day says nothing of what is before it.
std::optional<Parts> parts_of(const std::vector<std::string_view>& numbers, DateOrder order) {
  const bool is_year_first = numbers.front().size() == 4;
  const bool is_year_last = numbers.back().size() == 4;
  if (numbers.size() == 1) {
    if (!is_year_first) return std::nullopt;
    return Parts{value_of(numbers[0]), 0, 0};
  }
  if (is_year_first == is_year_last) return std::nullopt;
  for (std::size_t i = is_year_first ? 1 : 0; i < numbers.size() - (is_year_last ? 1 : 0); ++i) {
    if (numbers[i].size() > 2) return std::nullopt;
  }
  const int year = value_of(is_year_first ? numbers.front() : numbers.back());
  if (numbers.size() == 2) {
    return Parts{year, value_of(is_year_first ? numbers[1] : numbers[0]), 0};
  }
  if (is_year_first) return Parts{year, value_of(numbers[1]), value_of(numbers[2])};
  const int first = value_of(numbers[0]);
  const int second = value_of(numbers[1]);
  if (order == DateOrder::day_month_year) return Parts{year, second, first};
  if (order == DateOrder::month_day_year) return Parts{year, first, second};
  return std::nullopt;
}

int days_in_month(int year, int month) {
  static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && is_leap_year ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

bool is_possible(const Parts& date) {
  if (date.year < kFirstYear || date.year > kLastYear) return false;
  if (date.month == 0) return date.day == 0;
  return date.month <= 12 && date.day <= days_in_month(date.year, date.month);
}

}  // namespace

std::string canonical_date(std::string_view text, DateOrder order) {
  const std::string ascii = with_ascii_digits(trimmed(text));
  auto numbers = numbers_of(without_time(ascii));
  if (!numbers) return "";
  if (numbers->size() == 1 && numbers->front().size() == 8) numbers = cut(numbers->front(), order);
  auto date = parts_of(*numbers, order);
  if (!date) return "";
  if (date->year > kLastYear) date->year -= kBuddhistEra;
  if (!is_possible(*date)) return "";
  if (date->month == 0) return fmt::format("{:04}", date->year);
  if (date->day == 0) return fmt::format("{:04}-{:02}", date->year, date->month);
  return fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
}

BirthDate birth_date(std::string_view canonical) {
  const auto number = [&](std::size_t from, std::size_t length) {
    return canonical.size() < from + length ? 0 : value_of(canonical.substr(from, length));
  };
  BirthDate date;
  date.year = static_cast<std::int16_t>(number(0, 4));
  date.month = static_cast<std::uint8_t>(number(5, 2));
  date.day = static_cast<std::uint8_t>(number(8, 2));
  date.is_default_day = (date.month == 1 && date.day == 1) || (date.month == 12 && date.day == 31);
  return date;
}

}  // namespace scrutineer::roll
