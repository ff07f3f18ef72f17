// 256-bit digests as numbers.
#pragma once

#include <cstdint>
#include <string>

#include "base/digest.hpp"

namespace scrutineer {

// The digest as a big-endian number, in decimal without leading zeros.
std::string to_decimal(const Sha256Digest& digest);

// The same number mod n, for n of 1, …, 2^62.
std::int64_t remainder_of(const Sha256Digest& digest, std::int64_t n);

// The same number × 2^-256, to the nearest double, ties to even.
double fraction_of(const Sha256Digest& digest);

}  // namespace scrutineer
