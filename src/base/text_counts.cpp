// Counts as they arrive: what is a number is read, and everything else gets the reason why it is
// not, with what to write instead. A separator is never guessed away: 1.234 may be a thousand or
// one.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace scrutineer {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string without_leading_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? "0" : std::string(digits.substr(first));
}

// Signs that people use between thousands, longest first where one begins with another.
constexpr std::array<std::string_view, 9> kThousandsSeparators = {
    ",", ".", " ", "'", "_", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x99"};

// "1,234" or "12,34,567" gives "1234567"; nothing where the text is not grouped by one separator.
std::string ungrouped(std::string_view text, std::string_view separator) {
  std::string digits;
  std::size_t group = 0;
  std::size_t groups = 0;
  for (std::size_t at = 0; at <= text.size();) {
    if (at == text.size() || text.substr(at).starts_with(separator)) {
      const bool last = at == text.size();
      const bool fits = last          ? group == 3
                        : groups == 0 ? group >= 1 && group <= 3
                                      : group == 2 || group == 3;
      if (!fits) return "";
      ++groups;
      group = 0;
      at += last ? 1 : separator.size();
    } else if (is_digit(text[at])) {
      digits += text[at++];
      ++group;
    } else {
      return "";
    }
  }
  return groups > 1 ? digits : "";
}

std::string without_thousands_separators(std::string_view text) {
  for (const std::string_view separator : kThousandsSeparators) {
    if (const std::string digits = ungrouped(text, separator); !digits.empty()) return digits;
  }
  return "";
}

// "12.5": whole part, fraction. Both styles of the decimal sign.
bool is_fraction(std::string_view text, std::string& whole, std::string& fraction) {
  const std::size_t sign = text.find_last_of(".,");
  if (sign == std::string_view::npos) return false;
  const std::string_view before = text.substr(0, sign);
  fraction = text.substr(sign + 1);
  whole = all_digits(before) ? std::string(before) : without_thousands_separators(before);
  if (before.empty()) whole.assign(1, '0');
  return !whole.empty() && all_digits(fraction);
}

bool is_exponential(std::string_view text) {
  const std::size_t exponent = text.find('e');
  if (exponent == std::string_view::npos) return false;
  std::string_view power = text.substr(exponent + 1);
  if (power.starts_with('+') || power.starts_with('-')) power.remove_prefix(1);
  std::string whole;
  std::string fraction;
  const std::string_view mantissa = text.substr(0, exponent);
  return all_digits(power) && (all_digits(mantissa) || is_fraction(mantissa, whole, fraction));
}

bool means_not_stated(const std::string& text) {
  static constexpr std::array<std::string_view, 16> kWords = {
      "-", "--", "\xE2\x80\x93", "\xE2\x80\x94", "n/a", "na",   "#n/a",    "nan",
      "?", "..", "null",         "none",         "nil", "n.a.", "missing", "not stated"};
  return std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

// Why the text, which is not a run of digits, is no count.
std::string reason_against(const std::string& text) {
  if (means_not_stated(text)) {
    return "a whole number; leave the cell empty where the count is not stated";
  }
  if (text.starts_with('-') || text.starts_with("\xE2\x88\x92")) {
    return "a count of zero or more; a count is never negative";
  }
  if (text.ends_with('%')) return "a whole number, not a percentage";
  if (is_exponential(text)) {
    return "every digit of the number; a spreadsheet has shortened it (format the column as a "
           "number "
           "without decimals)";
  }
  if (text.starts_with('+') && all_digits(std::string_view(text).substr(1))) {
    return "a whole number without a sign: write " + without_leading_zeros(text.substr(1));
  }
  if (const std::string digits = without_thousands_separators(text); !digits.empty()) {
    return "a whole number without thousands separators: write " + without_leading_zeros(digits);
  }
  std::string whole;
  std::string fraction;
  if (is_fraction(text, whole, fraction)) {
    const bool round = fraction.find_first_not_of('0') == std::string::npos;
    return round ? "a whole number without decimals: write " + without_leading_zeros(whole)
                 : "a whole number; a count has no fraction";
  }
  return "a whole number in digits";
}

}  // namespace

std::string with_ascii_digits(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    // U+17E0 to U+17E9 are E1 9F A0 to E1 9F A9.
    if (text.substr(at).starts_with("\xE1\x9F") && at + 2 < text.size()) {
      const auto last = static_cast<unsigned char>(text[at + 2]);
      if (last >= 0xA0 && last <= 0xA9) {
        result += static_cast<char>('0' + (last - 0xA0));
        at += 2;
        continue;
      }
    }
    result += text[at];
  }
  return result;
}

tl::expected<Votes, std::string> parse_count(std::string_view text) {
  const std::string digits = with_ascii_digits(trimmed(text));
  if (digits.empty()) return tl::unexpected<std::string>("a whole number");
  if (!all_digits(digits)) return tl::unexpected<std::string>(reason_against(lower_case(digits)));
  const std::string significant = without_leading_zeros(digits);
  Votes value = 0;
  const bool fits = significant.size() <= 18;
  if (fits) std::from_chars(significant.data(), significant.data() + significant.size(), value);
  if (!fits || value > kMaximumCount) {
    return tl::unexpected<std::string>("a count of at most 1000000000000000 (10^15)");
  }
  return value;
}

}  // namespace scrutineer
