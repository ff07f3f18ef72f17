// Dates as ISO 8601-2 (EDTF) writes them. Only what sources state in practice is taken: days,
// months and years, intervals of them, the marks of uncertainty, and X for a digit that is not
// known.
#include <array>

#include "base/text.hpp"

namespace scrutineer {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Two digits within [low, high], or -1.
int two_digits(std::string_view text, int low, int high) {
  if (text.size() != 2 || !is_digit(text[0]) || !is_digit(text[1])) return -1;
  const int value = (text[0] - '0') * 10 + (text[1] - '0');
  return value >= low && value <= high ? value : -1;
}

bool is_leap_year(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in_month(int year, int month) {
  static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

// Four digits; the last ones may be X. -1 where not; 2000 (a leap year) where a digit is unknown.
int read_year(std::string_view text) {
  if (text.size() != 4) return -1;
  int year = 0;
  bool unknown = false;
  for (const char c : text) {
    if (c == 'X') {
      unknown = true;
    } else if (!is_digit(c) || unknown) {
      return -1;
    } else {
      year = year * 10 + (c - '0');
    }
  }
  return unknown ? 2000 : year;
}

bool is_one_date(std::string_view text) {
  if (text.ends_with('?') || text.ends_with('~') || text.ends_with('%')) text.remove_suffix(1);
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  const int year = read_year(text.substr(0, 4));
  if (year < 0) return false;
  if (text.size() == 4) return true;
  const bool month_unknown = text.substr(5, 2) == "XX";
  const int month = month_unknown ? 1 : two_digits(text.substr(5, 2), 1, 12);
  if (text[4] != '-' || month < 0) return false;
  if (text.size() == 7) return true;
  const std::string_view day = text.substr(8, 2);
  if (text[7] != '-') return false;
  return day == "XX" || (!month_unknown && two_digits(day, 1, days_in_month(year, month)) > 0);
}

bool is_offset(std::string_view text) {
  if (text == "Z") return true;
  return text.size() == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':' &&
         two_digits(text.substr(1, 2), 0, 14) >= 0 && two_digits(text.substr(4, 2), 0, 59) >= 0;
}

// hh:mm or hh:mm:ss, and the offset.
bool is_time(std::string_view text) {
  if (text.size() < 6 || two_digits(text.substr(0, 2), 0, 23) < 0 || text[2] != ':' ||
      two_digits(text.substr(3, 2), 0, 59) < 0) {
    return false;
  }
  text.remove_prefix(5);
  if (text.front() == ':') {
    if (text.size() < 3 || two_digits(text.substr(1, 2), 0, 60) < 0) return false;
    text.remove_prefix(3);
  }
  return is_offset(text);
}

}  // namespace

bool is_calendar_day(std::string_view text) {
  return text.size() == 10 && is_one_date(text) && text.find('X') == std::string_view::npos;
}

bool is_date(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return is_one_date(text);
  const std::string_view from = text.substr(0, slash);
  const std::string_view to = text.substr(slash + 1);
  return (is_one_date(from) && (is_one_date(to) || to == "..")) ||
         (from == ".." && is_one_date(to));
}

bool is_date_or_time(std::string_view text) {
  if (text.size() > 11 && text[10] == 'T' && is_calendar_day(text.substr(0, 10))) {
    return is_time(text.substr(11));
  }
  return is_date(text);
}

}  // namespace scrutineer
