#include "simulate/roll_slips.hpp"

#include <array>
#include <utility>
#include <vector>

namespace scrutineer {

namespace {

constexpr char32_t kCoeng = 0x17D2;  // writes the next consonant below

// Signs that are taken for each other because they look or sound alike.
constexpr std::array<std::pair<char32_t, char32_t>, 22> kAlikeInKhmer = {{
    {0x17B7, 0x17B8},  // i, ii
    {0x17BB, 0x17BC},  // u, uu
    {0x17B9, 0x17BA},  // y, yy
    {0x17C1, 0x17C2},  // e, ae
    {0x17B7, 0x17B9},  // i, y
    {0x17C4, 0x17C5},  // oo, au
    {0x17C9, 0x17CA},  // the two shifters
    {0x17D0, 0x17CB},  // samyok sannya, bantoc
    {0x1793, 0x178E},  // no, nno
    {0x178A, 0x178F},  // da, ta
    {0x1791, 0x1792},  // to, tho
    {0x1790, 0x1792},  // tha, tho
    {0x1794, 0x1796},  // ba, po
    {0x1795, 0x1797},  // pha, pho
    {0x1780, 0x1782},  // ka, ko
    {0x1781, 0x1783},  // kha, kho
    {0x1785, 0x1787},  // ca, co
    {0x1786, 0x1788},  // cha, cho
    {0x179A, 0x179B},  // ro, lo
    {0x179B, 0x17A1},  // lo, la
    {0x1784, 0x1789},  // ngo, nyo
    {0x17A0, 0x17A2},  // ha, qa
}};

constexpr std::array<std::pair<char32_t, char32_t>, 14> kAlikeInRoman = {{{'u', 'o'},
                                                                          {'i', 'y'},
                                                                          {'v', 'w'},
                                                                          {'e', 'i'},
                                                                          {'a', 'o'},
                                                                          {'r', 'l'},
                                                                          {'n', 'm'},
                                                                          {'t', 'd'},
                                                                          {'p', 'b'},
                                                                          {'k', 'c'},
                                                                          {'k', 'g'},
                                                                          {'s', 'z'},
                                                                          {'a', 'e'},
                                                                          {'h', 'n'}}};

// Of UTF-8 that is known to be well formed: our own tables.
std::u32string signs_of(std::string_view text) {
  std::u32string signs;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t length = first < 0x80 ? 1 : 3;
    char32_t sign = first;
    if (length == 3) {
      sign = ((sign & 0x0FU) << 12U) | ((static_cast<unsigned char>(text[i + 1]) & 0x3FU) << 6U) |
             (static_cast<unsigned char>(text[i + 2]) & 0x3FU);
    }
    signs += sign;
    i += length;
  }
  return signs;
}

std::string text_of(const std::u32string& signs) {
  std::string text;
  for (const char32_t sign : signs) {
    if (sign < 0x80) {
      text += static_cast<char>(sign);
      continue;
    }
    text += static_cast<char>(0xE0U | (sign >> 12U));
    text += static_cast<char>(0x80U | ((sign >> 6U) & 0x3FU));
    text += static_cast<char>(0x80U | (sign & 0x3FU));
  }
  return text;
}

// Part of a consonant that stands below another.
bool is_below(const std::u32string& signs, std::size_t at) {
  return signs[at] == kCoeng || (at > 0 && signs[at - 1] == kCoeng);
}

void exchange(std::u32string& signs, std::size_t at) {
  if (at + 1 >= signs.size() || at == 0 || is_below(signs, at) || is_below(signs, at + 1)) return;
  std::swap(signs[at], signs[at + 1]);
}

// The first sign stays: a vowel without a consonant could not be typed.
void drop(std::u32string& signs, std::size_t at) {
  if (at == 0) return;
  if (signs[at - 1] == kCoeng) --at;
  signs.erase(at, signs[at] == kCoeng ? 2 : 1);
}

template <std::size_t N>
void replace(std::u32string& signs, std::size_t at,
             const std::array<std::pair<char32_t, char32_t>, N>& alike, Random& random) {
  const std::size_t first = random.below(N);
  for (std::size_t i = 0; i < N; ++i) {
    const auto& [one, other] = alike[(first + i) % N];
    if (signs[at] != one && signs[at] != other) continue;
    signs[at] = signs[at] == one ? other : one;
    return;
  }
}

}  // namespace

std::string misspelt(std::string_view name, RollScript script, Random& random) {
  const std::u32string before = signs_of(name);
  for (int attempt = 0; attempt < 64; ++attempt) {
    std::u32string signs = before;
    const std::size_t at = random.below(signs.size());
    switch (random.below(4)) {
      case 0:
        exchange(signs, at);
        break;
      case 1:
        drop(signs, at);
        break;
      default:
        if (script == RollScript::khmer) replace(signs, at, kAlikeInKhmer, random);
        if (script == RollScript::roman) replace(signs, at, kAlikeInRoman, random);
    }
    if (signs != before) return text_of(signs);
  }
  return text_of(before + before.back());  // a sign typed twice; of names of one sign
}

std::uint8_t days_in_month(std::int64_t year, std::uint8_t month) {
  constexpr std::array<std::uint8_t, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return static_cast<std::uint8_t>(kDays[month - 1U] + (month == 2 && leap ? 1 : 0));
}

BirthDay mistaken(const BirthDay& day, Random& random) {
  for (;;) {
    BirthDay other = day;
    switch (random.below(5)) {
      case 0:
        other.day = static_cast<std::uint8_t>(1 + random.below(28));
        break;
      case 1:
        other.month = static_cast<std::uint8_t>(1 + random.below(12));
        break;
      case 2: {
        constexpr std::array<std::int16_t, 6> kSteps = {-10, -2, -1, 1, 2, 10};
        other.year = static_cast<std::int16_t>(day.year + kSteps[random.below(kSteps.size())]);
        break;
      }
      case 3:
        if (day.day <= 12) std::swap(other.day, other.month);
        break;
      default:
        other.day = other.month = 1;
    }
    if (other != day && other.day <= days_in_month(other.year, other.month)) return other;
  }
}

}  // namespace scrutineer
