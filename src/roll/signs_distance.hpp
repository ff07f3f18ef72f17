// How alike two short texts of one byte a sign are (names.hpp, signs_of): Jaro–Winkler and the
// distance of optimal string alignment, both for 64 signs at a time in the bits of one word. Only
// the first 64 signs of a text are looked at.
//
// Jaro: M. A. Jaro 1989, "Advances in Record-Linkage Methodology"; the common beginning: W. E.
// Winkler 1990. The bits of the alignment: H. Hyyrö 2003, "A bit-vector algorithm for computing
// Levenshtein and Damerau edit distances".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace scrutineer::roll {

inline constexpr std::size_t kMostSigns = 64;

// What Jaro's measure is made of. Decided in whole numbers: no rounding moves a pair to another
// level.
struct JaroCounts {
  int length_a = 0, length_b = 0;
  int matches = 0;         // signs that stand in both, at most half the longer text apart
  int transpositions = 0;  // half the number of matches out of order, rounded down
  int prefix = 0;          // equal signs at the beginning, 4 at most

  // Whether Jaro–Winkler, the common beginning counted at 0.1 a sign, is at least percent / 100.
  bool is_at_least(int percent) const;
};

// One text, made ready to be compared with many.
class SignPattern {
 public:
  void set(std::string_view signs);
  std::string_view signs() const { return {signs_.data(), size_}; }

  JaroCounts jaro(std::string_view other) const;
  // Insertions, deletions, replacements, and swaps of two neighbours that are not edited again.
  int alignment(std::string_view other) const;

 private:
  std::uint64_t mask_of(char sign) const { return masks_[static_cast<unsigned char>(sign)]; }

  std::array<char, kMostSigns> signs_{};
  std::size_t size_ = 0;
  std::array<std::uint64_t, 256> masks_ = {};  // bit i: the sign stands at place i
};

}  // namespace scrutineer::roll
