// How far two values of a field agree, in a few levels from "exact" down to "different" (Winkler
// 1990; Enamorado, Fifield & Imai 2019 use three of them). A level is a whole number of three bits;
// 7 says that one of the two is not stated, which speaks neither for nor against a match.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "roll/signs_distance.hpp"
#include "roll/values.hpp"

namespace scrutineer::roll {

using Level = std::uint8_t;
inline constexpr std::size_t kLevels = 8;
inline constexpr Level kExact = 0;
inline constexpr Level kNotStated = 7;

// Names and texts.
namespace name_level {
inline constexpr Level alike = 1;  // one skeleton: one name, spelt or romanised otherwise
inline constexpr Level close = 2;  // Jaro–Winkler .92, or one slip in five signs or more
inline constexpr Level near = 3;   // Jaro–Winkler .88, or one slip
inline constexpr Level part = 4;   // one is the beginning of the other, or a word is in both
inline constexpr Level different = 5;
inline constexpr Level swapped = 6;  // the family name is the other's given name and vice versa
}  // namespace name_level

// Dates of birth.
namespace date_level {
inline constexpr Level exact_default = 1;  // equal, and a day that says nothing
inline constexpr Level default_year = 2;   // equal years, and one of the days says nothing
inline constexpr Level swapped = 3;        // day and month changed places
inline constexpr Level slip = 4;           // one digit, or two neighbours swapped
inline constexpr Level two_parts = 5;      // two of day, month and year are equal
inline constexpr Level different = 6;
}  // namespace date_level

// Codes.
namespace code_level {
inline constexpr Level slip = 1;       // one sign too many, missing, other, or two swapped
inline constexpr Level beginning = 2;  // the first half is equal, two signs or more
inline constexpr Level different = 3;
}  // namespace code_level

// Sexes and units: equal or not.
inline constexpr Level kUnequal = 1;

// The names of a kind's levels for people; "" where a number is not used.
const std::array<std::string_view, kLevels>& level_names(FieldKind kind);

// The level "different" of a kind.
Level different_level(FieldKind kind);

// Whether levels of this kind are cheap: decided by a few instructions on numbers.
bool is_cheap(FieldKind kind);

Level date_level_of(DateDigits a, bool is_default_a, DateDigits b, bool is_default_b);

// Levels between values of one space. Keeps what it worked out of the last left value, so ask for
// many right values after one left value. One for each thread; the space must outlive it.
class LevelFinder {
 public:
  explicit LevelFinder(const ValueSpace& space) : space_(&space) {}
  Level operator()(ValueId left, ValueId right);

 private:
  Level of_names(ValueId left, ValueId right);
  Level of_codes(ValueId left, ValueId right);
  const SignPattern& pattern_of(ValueId value);

  const ValueSpace* space_;
  SignPattern pattern_;
  ValueId pattern_value_ = 0;
};

}  // namespace scrutineer::roll
