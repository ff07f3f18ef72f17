// How a name or a date comes to be written otherwise: signs exchanged, dropped or taken for one
// that looks or sounds alike, a compound written apart, another romanisation; a wrong day, month or
// year, day and month exchanged, or the year alone known. Whatever goes in comes out different.
// Used inside this folder only.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "simulate/roll.hpp"

namespace scrutineer {

struct BirthDay {
  std::int16_t year = 0;
  std::uint8_t month = 1, day = 1;
  bool operator==(const BirthDay&) const = default;
};

std::uint8_t days_in_month(std::int64_t year, std::uint8_t month);

// One slip of the pen in a name of at least one sign. A sign of Khmer that stands below another
// (U+17D2 and a consonant) is dropped whole and never torn apart.
std::string misspelt(std::string_view name, RollScript script, Random& random);

BirthDay mistaken(const BirthDay& day, Random& random);

}  // namespace scrutineer
