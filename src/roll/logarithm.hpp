// Logarithms to base 2 and their inverse by the four operations alone, so that weights are the same
// on any machine: the libraries' functions differ in the last digit.
#pragma once

#include <cstdint>

namespace scrutineer::roll {

// Weights and log odds are whole numbers of 1/1024 bit: sums of them do not depend on their order.
using Weight = std::int32_t;
inline constexpr Weight kBit = 1024;

// Of x > 0, to 15 digits.
double log2_of(double x);
double exp2_of(double x);

// In steps of 1/1024 bit, rounded to the nearest; within ±1,000 bits.
Weight to_weight(double bits);

// The probability of which the weight is the log odds.
double probability_of(Weight log_odds);

}  // namespace scrutineer::roll
