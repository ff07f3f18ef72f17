#include "roll/signs_distance.hpp"

#include <algorithm>
#include <bit>

namespace scrutineer::roll {

bool JaroCounts::is_at_least(int percent) const {
  if (matches == 0) return percent <= 0 || length_a + length_b == 0;
  // Jaro is n / d; with the beginning it is (10 n + prefix (d - n)) / 10 d.
  const std::int64_t both = std::int64_t{length_a} * length_b;
  const std::int64_t n = std::int64_t{matches} * matches * (length_a + length_b) +
                         std::int64_t{matches - transpositions} * both;
  const std::int64_t d = 3 * both * matches;
  return 10 * (10 * n + prefix * (d - n)) >= percent * d;
}

void SignPattern::set(std::string_view signs) {
  for (const char sign : this->signs()) masks_[static_cast<unsigned char>(sign)] = 0;
  size_ = std::min(signs.size(), kMostSigns);
  for (std::size_t i = 0; i < size_; ++i) {
    signs_[i] = signs[i];
    masks_[static_cast<unsigned char>(signs[i])] |= std::uint64_t{1} << i;
  }
}

JaroCounts SignPattern::jaro(std::string_view other) const {
  const std::string_view b = other.substr(0, kMostSigns);
  JaroCounts counts;
  counts.length_a = static_cast<int>(size_);
  counts.length_b = static_cast<int>(b.size());
  while (counts.prefix < std::min({4, counts.length_a, counts.length_b}) &&
         signs_[static_cast<std::size_t>(counts.prefix)] ==
             b[static_cast<std::size_t>(counts.prefix)]) {
    ++counts.prefix;
  }
  const std::size_t longer = std::max(size_, b.size());
  const std::size_t reach = longer >= 4 ? longer / 2 - 1 : 0;
  // The window of signs_ that sign j of b may match: reach to each side of j.
  std::uint64_t window = (std::uint64_t{2} << reach) - 1;
  std::uint64_t matched_a = 0, matched_b = 0;
  for (std::size_t j = 0; j < b.size(); ++j) {
    const std::uint64_t match = mask_of(b[j]) & window & ~matched_a;
    matched_a |= match & -match;
    matched_b |= std::uint64_t{match != 0} << j;
    window = j < reach ? window << 1U | 1U : window << 1U;
  }
  counts.matches = std::popcount(matched_a);
  int out_of_order = 0;
  for (; matched_b != 0; matched_b &= matched_b - 1, matched_a &= matched_a - 1) {
    const std::uint64_t first = matched_a & -matched_a;
    const char sign = b[static_cast<std::size_t>(std::countr_zero(matched_b))];
    out_of_order += (mask_of(sign) & first) == 0 ? 1 : 0;
  }
  counts.transpositions = out_of_order / 2;
  return counts;
}

int SignPattern::alignment(std::string_view other) const {
  const std::string_view b = other.substr(0, kMostSigns);
  if (size_ == 0) return static_cast<int>(b.size());
  // The column of differences between neighbouring cells, +1 and -1 (Hyyrö's VP and VN).
  std::uint64_t rises = ~std::uint64_t{0}, falls = 0, diagonal = 0, previous = 0;
  const std::uint64_t last = std::uint64_t{1} << (size_ - 1);
  int distance = static_cast<int>(size_);
  for (const char sign : b) {
    const std::uint64_t equal = mask_of(sign);
    const std::uint64_t swapped = ((~diagonal & equal) << 1U) & previous;
    diagonal = ((((equal & rises) + rises) ^ rises) | equal | falls) | swapped;
    std::uint64_t row_rises = falls | ~(diagonal | rises);
    std::uint64_t row_falls = diagonal & rises;
    distance += (row_rises & last) != 0 ? 1 : 0;
    distance -= (row_falls & last) != 0 ? 1 : 0;
    row_rises = row_rises << 1U | 1U;
    row_falls <<= 1U;
    rises = row_falls | ~(diagonal | row_rises);
    falls = row_rises & diagonal;
    previous = equal;
  }
  return distance;
}

}  // namespace scrutineer::roll
