#include "roll/dates.hpp"

#include <algorithm>
#include <array>
#include <optional>

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

// Up to three numbers, each as it is written.
struct Numbers {
  std::array<std::string_view, 3> texts;
  std::size_t count = 0;

  std::string_view first() const { return texts[0]; }
  std::string_view last() const { return texts[count - 1]; }
};

// The digits between separators; nothing where there is anything else.
std::optional<Numbers> numbers_of(std::string_view text) {
  Numbers numbers;
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto length = static_cast<std::size_t>(end - text.begin());
    if (length == 0 || length > 8 || numbers.count == 3) return std::nullopt;
    numbers.texts[numbers.count++] = text.substr(0, length);
    text.remove_prefix(length);
    if (text.empty()) return numbers;
    if (!is_separator(text[0])) return std::nullopt;
    while (!text.empty() && is_separator(text[0])) text.remove_prefix(1);
  }
  return std::nullopt;
}

int value_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// Eight digits together, cut where the order says.
Numbers cut(std::string_view digits, DateOrder order) {
  if (order == DateOrder::year_month_day) {
    return {{digits.substr(0, 4), digits.substr(4, 2), digits.substr(6)}, 3};
  }
  return {{digits.substr(0, 2), digits.substr(2, 2), digits.substr(4)}, 3};
}

// Which number is which. A year has four digits, so that one that stands first is seen whatever the
// order is; where it stands last, year-month-day says nothing of what is before it.
std::optional<Parts> parts_of(const Numbers& numbers, DateOrder order) {
  const bool is_year_first = numbers.first().size() == 4;
  const bool is_year_last = numbers.last().size() == 4;
  if (numbers.count == 1) {
    if (!is_year_first) return std::nullopt;
    return Parts{value_of(numbers.first()), 0, 0};
  }
  if (is_year_first == is_year_last) return std::nullopt;
  const int year = value_of(is_year_first ? numbers.first() : numbers.last());
  const std::string_view one = numbers.texts[is_year_first ? 1 : 0];
  if (one.size() > 2) return std::nullopt;
  if (numbers.count == 2) return Parts{year, value_of(one), 0};
  const std::string_view other = numbers.texts[is_year_first ? 2 : 1];
  if (other.size() > 2) return std::nullopt;
  if (is_year_first) return Parts{year, value_of(one), value_of(other)};
  if (order == DateOrder::day_month_year) return Parts{year, value_of(other), value_of(one)};
  if (order == DateOrder::month_day_year) return Parts{year, value_of(one), value_of(other)};
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

std::string written(const Parts& date) {
  std::string text;
  const auto add = [&](int value) {
    text += static_cast<char>('0' + value / 10);
    text += static_cast<char>('0' + value % 10);
  };
  add(date.year / 100);
  add(date.year % 100);
  if (date.month == 0) return text;
  text += '-';
  add(date.month);
  if (date.day == 0) return text;
  text += '-';
  add(date.day);
  return text;
}

std::string canonical_of_ascii(std::string_view text, DateOrder order) {
  auto numbers = numbers_of(without_time(text));
  if (!numbers) return "";
  if (numbers->count == 1 && numbers->first().size() == 8) numbers = cut(numbers->first(), order);
  auto date = parts_of(*numbers, order);
  if (!date) return "";
  if (date->year > kLastYear) date->year -= kBuddhistEra;
  return is_possible(*date) ? written(*date) : "";
}

}  // namespace

std::string canonical_date(std::string_view text, DateOrder order) {
  text = trimmed(text);
  const bool is_ascii =
      std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
  if (is_ascii) return canonical_of_ascii(text, order);
  return canonical_of_ascii(with_ascii_digits(text), order);
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
