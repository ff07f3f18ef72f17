#include "base/numbers.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace scrutineer {

Wide floor_divide(Wide a, Wide b) {
  const Wide quotient = a / b;
  return (a % b != 0 && a < 0) ? quotient - 1 : quotient;
}

Wide ceil_divide(Wide a, Wide b) { return -floor_divide(-a, b); }

std::string to_string(Wide value) {
  if (value == 0) return "0";
  const bool negative = value < 0;
  std::string digits;
  while (value != 0) {
    const int digit = static_cast<int>(value % 10);
    digits.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    value /= 10;
  }
  if (negative) digits.push_back('-');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Rational Rational::of(std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t divisor = std::gcd(numerator, denominator);
  const std::int64_t sign = denominator < 0 ? -1 : 1;
  return {sign * (numerator / divisor), sign * (denominator / divisor)};
}

double as_double(const Rational& value) {
  return static_cast<double>(value.numerator) / static_cast<double>(value.denominator);
}

std::string to_string(const Rational& value) {
  if (value.denominator == 1) return std::to_string(value.numerator);
  return std::to_string(value.numerator) + "/" + std::to_string(value.denominator);
}

namespace {

// Eighteen digits always fit 64 bits.
std::optional<std::int64_t> parse_digits(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.front() == '-') {
    return std::nullopt;
  }
  return value;
}

}  // namespace

std::optional<Rational> parse_rational(std::string_view text) {
  const bool percent = text.ends_with('%');
  if (percent) text.remove_suffix(1);
  std::int64_t scale = percent ? 100 : 1;
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    const auto numerator = parse_digits(text.substr(0, slash));
    const auto denominator = parse_digits(text.substr(slash + 1));
    if (percent || !numerator || !denominator || *denominator == 0) return std::nullopt;
    return Rational::of(*numerator, *denominator);
  }
  const auto point = text.find('.');
  std::string digits(text.substr(0, point));
  if (point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    if (fraction.empty() || fraction.size() > 12) return std::nullopt;
    for (std::size_t i = 0; i < fraction.size(); ++i) scale *= 10;
    digits += fraction;
  }
  const auto value = parse_digits(digits);
  if (!value) return std::nullopt;
  return Rational::of(*value, scale);
}

}  // namespace scrutineer
