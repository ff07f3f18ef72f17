// Dates of birth as registers have them: whole, with a default day where only the year was known,
// as an age, in an era of their own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "election/roll_schema.hpp"

namespace scrutineer::roll {

struct BirthDate {
  std::int16_t year = 0;   // of the Common Era; 0: not stated
  std::uint8_t month = 0;  // 0: not stated
  std::uint8_t day = 0;
  // The day says nothing: the first of January or the last of December, where rolls put whoever
  // knows the year alone.
  bool is_default_day = false;
  bool operator==(const BirthDate&) const = default;
};

using DateOrder = RollDateOrder;

// The canonical text: 1970-05-31, 1970-05, 1970, or empty where nothing can be read. Reads the
// separators / - . and space, eight digits together, Khmer digits, years of the Buddhist Era (2400
// and later, less 543), 00 for a day or a month that is not known; passes over a time of day. A
// year of four digits that stands first is read in every order; one that stands last is not in
// year_month_day, which does not say what is before it. Years of two digits and days that no
// calendar has are not read.
std::string canonical_date(std::string_view text, DateOrder order);

// From the canonical text.
BirthDate birth_date(std::string_view canonical);

}  // namespace scrutineer::roll
