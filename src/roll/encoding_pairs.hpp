// Pairs of encoded entries of two parties: each the other's best by Dice's coefficient, twice the
// bits that both have by the bits that each has. Whole numbers throughout: no rounding decides who
// is best.
#pragma once

#include <cstdint>
#include <vector>

#include "roll/encoding.hpp"

namespace scrutineer::roll {

// A Dice coefficient as a fraction; 2 · common / total of a pair.
struct Dice {
  std::uint64_t numerator = 0, denominator = 1;
  bool operator<(const Dice& other) const {
    return numerator * other.denominator < other.numerator * denominator;
  }
  double value() const { return static_cast<double>(numerator) / static_cast<double>(denominator); }
};

struct EncodedPair {
  std::uint32_t left = 0, right = 0;
  Dice dice;
};

struct EncodedPairs {
  std::vector<EncodedPair> pairs;  // by left
  std::uint64_t compared = 0;      // pairs whose common bits were counted
  std::uint64_t tied = 0;          // left entries of which two or more are as good: no pair
  std::uint64_t not_mutual = 0;    // left entries whose best has a better one, or is tied
};

// `least`: above 0, at most 1, terms below 2^32. Pairs whose numbers of bits alone keep them below
// it are not compared.
EncodedPairs best_pairs(const std::vector<Encoding>& left, const std::vector<Encoding>& right,
                        const Dice& least);

}  // namespace scrutineer::roll
