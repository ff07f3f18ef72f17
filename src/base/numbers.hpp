// Exact numbers: votes and seats are 64-bit integers of at most 10^15, so that the product of two
// of them, and sums of thousands of such products, fit 128 bits. Rationals compare by
// cross-multiplication.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace scrutineer {

using Votes = std::int64_t;
using Seats = std::int64_t;
__extension__ using Wide = __int128;

// A three-valued cell: a number, zero, or not stated (empty). The last two are never mixed.
using Count = std::optional<Votes>;

// No count, registered total or sum of an input may exceed this; readers reject what does.
inline constexpr Votes kMaximumCount = 1'000'000'000'000'000;

// floor(a / b) and ceil(a / b) for b > 0 and any sign of a.
Wide floor_divide(Wide a, Wide b);
Wide ceil_divide(Wide a, Wide b);

std::string to_string(Wide value);

// A reduced fraction with a positive denominator. Written "a/b"; also read from "0.95" and "95%".
struct Rational {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;

  // Precondition: denominator != 0 and both magnitudes below 2^63.
  static Rational of(std::int64_t numerator, std::int64_t denominator);

  friend bool operator==(const Rational&, const Rational&) = default;
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
    return static_cast<Wide>(a.numerator) * b.denominator <=>
           static_cast<Wide>(b.numerator) * a.denominator;
  }
};

// The nearest double, for statistics alone.
double as_double(const Rational& value);
std::string to_string(const Rational& value);
std::optional<Rational> parse_rational(std::string_view text);

}  // namespace scrutineer
