// How Khmer names are written in Latin letters, as data. Two tables: what a Khmer letter or vowel
// usually becomes, and what the many Latin spellings of one sound are folded to. They are ours,
// from general knowledge of Cambodian names and of the usual tables (UNGEGN 1972, Geographic
// Department 1995), which passports and registers follow only loosely. They decide which names are
// worth a closer look, never that two are one person's. Not for other modules.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace scrutineer::roll {

// A consonant belongs to one of two series, which decides how a vowel at it sounds.
struct KhmerConsonant {
  char32_t letter;
  std::uint8_t series;
  std::string_view first;  // at the start of a syllable
  std::string_view last;   // at its end
};

inline constexpr auto kKhmerConsonants = std::to_array<KhmerConsonant>({
    {U'ក', 1, "k", "k"},   {U'ខ', 1, "kh", "k"},  {U'គ', 2, "k", "k"},   {U'ឃ', 2, "kh", "k"},
    {U'ង', 2, "ng", "ng"}, {U'ច', 1, "ch", "ch"}, {U'ឆ', 1, "ch", "ch"}, {U'ជ', 2, "ch", "ch"},
    {U'ឈ', 2, "ch", "ch"}, {U'ញ', 2, "nh", "nh"}, {U'ដ', 1, "d", "t"},   {U'ឋ', 1, "th", "t"},
    {U'ឌ', 2, "d", "t"},   {U'ឍ', 2, "th", "t"},  {U'ណ', 1, "n", "n"},   {U'ត', 1, "t", "t"},
    {U'ថ', 1, "th", "t"},  {U'ទ', 2, "t", "t"},   {U'ធ', 2, "th", "t"},  {U'ន', 2, "n", "n"},
    {U'ប', 1, "b", "p"},   {U'ផ', 1, "ph", "p"},  {U'ព', 2, "p", "p"},   {U'ភ', 2, "ph", "p"},
    {U'ម', 2, "m", "m"},   {U'យ', 2, "y", "y"},   {U'រ', 2, "r", "r"},   {U'ល', 2, "l", "l"},
    {U'វ', 2, "v", "v"},   {U'ឝ', 1, "s", "s"},   {U'ឞ', 1, "s", "s"},   {U'ស', 1, "s", "s"},
    {U'ហ', 1, "h", "h"},   {U'ឡ', 1, "l", "l"},   {U'អ', 1, "", ""},
});

// Vowels that are letters of their own.
struct KhmerVowelLetter {
  char32_t letter;
  std::string_view latin;
};

inline constexpr auto kKhmerVowelLetters = std::to_array<KhmerVowelLetter>({
    {U'ឥ', "e"},
    {U'ឦ', "ei"},
    {U'ឧ', "u"},
    {U'ឩ', "ou"},
    {U'ឪ', "ov"},
    {U'ឫ', "roe"},
    {U'ឬ', "roe"},
    {U'ឭ', "loe"},
    {U'ឮ', "loe"},
    {U'ឯ', "ae"},
    {U'ឰ', "ai"},
    {U'ឱ', "ao"},
    {U'ឳ', "au"},
});

// A vowel of one sign, or of a sign and a second one at the end (0: none). The first that fits
// holds.
struct KhmerVowel {
  char32_t sign, second;
  std::array<std::string_view, 2> latin;  // by series
};

inline constexpr auto kKhmerVowels = std::to_array<KhmerVowel>({
    {0x17B6, 0x17C6, {"am", "oam"}},  // aa with nikahit
    {0x17B6, 0x17C7, {"ah", "eah"}},  //
    {0x17BB, 0x17C6, {"om", "um"}},   // u with nikahit
    {0x17BB, 0x17C7, {"oh", "uh"}},   //
    {0x17C4, 0x17C7, {"oh", "uoh"}},  //
    {0x17B6, 0, {"a", "ea"}},         // aa
    {0x17B7, 0, {"e", "i"}},          // i
    {0x17B8, 0, {"ey", "i"}},         // ii
    {0x17B9, 0, {"oe", "oe"}},        // y
    {0x17BA, 0, {"eu", "eu"}},        // yy
    {0x17BB, 0, {"o", "u"}},          // u
    {0x17BC, 0, {"ou", "ou"}},        // uu
    {0x17BD, 0, {"uo", "uo"}},        // ua
    {0x17BE, 0, {"oeu", "oeu"}},      // oe
    {0x17BF, 0, {"oeu", "oeu"}},      // ya
    {0x17C0, 0, {"ie", "ie"}},        // ie
    {0x17C1, 0, {"e", "e"}},          // e
    {0x17C2, 0, {"ae", "ae"}},        // ae
    {0x17C3, 0, {"ai", "ey"}},        // ai
    {0x17C4, 0, {"ao", "o"}},         // oo
    {0x17C5, 0, {"au", "ov"}},        // au
    {0x17C6, 0, {"am", "um"}},        // nikahit alone
    {0x17C7, 0, {"ah", "eah"}},       // reahmuk
    {0x17C8, 0, {"ak", "eak"}},       // yuukaleapintu
});

// Where a Latin rule holds, by the letters around it. y counts as a vowel.
enum class Place : std::uint8_t {
  any,
  start,             // of the name
  end,               // of the name
  end_behind_vowel,  // of the name, and a vowel before it
  before_vowel,
  not_before_vowel,
};

struct LatinRule {
  std::string_view from;
  std::string_view to;
  Place place = Place::any;
};

// What a spelling is folded to: k g c n t d p b m j r l v s h for consonants (g: the sound ng, j:
// the sound of y before a vowel), and seven vowels: a o u i, e for ea and ia, y for ai and ey. The
// first that fits holds, so of one first letter the longer stand before the shorter.
inline constexpr auto kLatinRules = std::to_array<LatinRule>({
    {"aeu", "i"},
    {"aov", "av"},
    {"auv", "av"},
    {"aev", "iv"},
    {"ah", "a", Place::not_before_vowel},
    {"ar", "a", Place::not_before_vowel},
    {"ay", "y", Place::not_before_vowel},
    {"ai", "y"},
    {"ae", "i"},
    {"ao", "av", Place::end},
    {"ao", "o"},
    {"au", "av", Place::end},
    {"au", "o"},
    {"a", "a"},
    {"bh", "p"},
    {"b", "b", Place::start},
    {"b", "p"},
    {"chh", "c"},
    {"ch", "c"},
    {"ck", "k"},
    {"c", "k"},
    {"dh", "t"},
    {"dj", "c"},
    {"d", "d", Place::start},
    {"d", "t"},
    {"eay", "y"},
    {"eai", "y"},
    {"eou", "i"},
    {"eov", "iv"},
    {"eah", "e", Place::not_before_vowel},
    {"ear", "e", Place::not_before_vowel},
    {"ea", "e"},
    {"eur", "i", Place::not_before_vowel},
    {"eu", "i"},
    {"eo", "iv", Place::end},
    {"eh", "i", Place::not_before_vowel},
    {"er", "i", Place::not_before_vowel},
    {"ey", "y", Place::not_before_vowel},
    {"ei", "y"},
    {"e", "i"},
    {"f", "p"},
    {"gh", "k"},
    {"gn", "n"},
    {"g", "k"},
    {"h", "h", Place::before_vowel},
    {"h", ""},
    {"iyea", "e"},
    {"iya", "e"},
    {"iea", "e"},
    {"ieu", "i"},
    {"ia", "e"},
    {"ie", "e"},
    {"ih", "i", Place::not_before_vowel},
    {"ir", "i", Place::not_before_vowel},
    {"i", "i"},
    {"j", "c"},
    {"kh", "k"},
    {"k", "k"},
    {"lh", "l"},
    {"l", "l"},
    {"m", "m"},
    {"ngh", "g"},
    {"ng", "g"},
    {"nh", "n"},
    {"ny", "n", Place::before_vowel},
    {"n", "n"},
    {"oeur", "i", Place::not_before_vowel},
    {"oeu", "i"},
    {"oe", "i"},
    {"oa", "a"},
    {"our", "u", Place::not_before_vowel},
    {"ouy", "uy", Place::not_before_vowel},
    {"ou", "u"},
    {"oo", "u"},
    {"oy", "oy", Place::not_before_vowel},
    {"oi", "oy"},
    {"oh", "o", Place::not_before_vowel},
    {"or", "o", Place::not_before_vowel},
    {"o", "o"},
    {"ph", "p"},
    {"p", "p"},
    {"q", "k"},
    {"rh", "r"},
    {"r", "r"},
    {"sh", "s"},
    {"s", "", Place::end_behind_vowel},
    {"s", "s"},
    {"th", "t"},
    {"t", "t"},
    {"uoy", "uy", Place::not_before_vowel},
    {"uor", "u", Place::not_before_vowel},
    {"uo", "u"},
    {"ua", "u"},
    {"ue", "i"},
    {"uy", "uy", Place::not_before_vowel},
    {"ui", "uy"},
    {"uh", "u", Place::not_before_vowel},
    {"ur", "u", Place::not_before_vowel},
    {"u", "u"},
    {"v", "v"},
    {"w", "v"},
    {"x", "s"},
    {"y", "j", Place::before_vowel},
    {"y", "i"},
    {"z", "s"},
});

}  // namespace scrutineer::roll
