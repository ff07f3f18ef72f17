// Khmer text as syllables: a letter, the letters below it, and signs. The same syllable is typed in
// many orders that look alike; here it has one (Unicode Technical Note 61, Khmer Encoding
// Structure): letter, robat, letters below (each after the sign COENG), register shifter, vowels,
// signs. This comes before any normal form of Unicode, which would tear COENG from its letter. Not
// for other modules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scrutineer::roll {

inline constexpr char32_t kCoeng = 0x17D2;
inline constexpr char32_t kFirstKhmerSign = 0x17B6;
inline constexpr char32_t kLastKhmerSign = 0x17DD;

bool is_khmer_letter(char32_t c);  // a consonant or an independent vowel
bool is_khmer_sign(char32_t c);    // a vowel or another sign at a letter; COENG is none

struct KhmerSyllable {
  char32_t letter = 0;   // 0: signs alone
  std::u32string below;  // letters below, without COENG
  std::uint64_t signs = 0;

  bool empty() const { return letter == 0 && signs == 0; }
  bool has(char32_t sign) const { return (signs >> (sign - kFirstKhmerSign) & 1U) != 0; }
  void add(char32_t sign) { signs |= std::uint64_t{1} << (sign - kFirstKhmerSign); }
  void remove(char32_t sign) { signs &= ~(std::uint64_t{1} << (sign - kFirstKhmerSign)); }
};

// Takes the syllable at the start of `text` away. Empty where none is there. A COENG that joins no
// letter is dropped; a sign that is there twice counts once, as it is seen once.
KhmerSyllable take_khmer_syllable(std::u32string_view& text);

// Every syllable in its one order, with those that look alike made equal: vowels in two parts
// joined, DA below as TA, u below a vowel that stands above as the register shifter that looks like
// it, letters that are drawn as another letter with one below.
std::u32string reordered_khmer(std::u32string_view text);

}  // namespace scrutineer::roll
