// A digest that takes long to compute and much memory, for what anybody may compute and nobody
// should compute a billion times: names with dates of birth are few enough to be tried one after
// another. Argon2id (RFC 9106) of libsodium, one lane.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "privacy/secret_key.hpp"

namespace scrutineer::privacy {

using Salt = std::array<std::uint8_t, 16>;

// Public, and another one for each directory, so that nothing computed for one serves for the next.
Salt new_salt();

struct SlowHashCost {
  std::uint64_t passes = 2;
  std::uint64_t memory_mib = 32;
  bool operator==(const SlowHashCost&) const = default;
};

// What is accepted from a file: a query of a directory that others made must end.
inline constexpr SlowHashCost kLeastCost{1, 1}, kGreatestCost{64, 4096};

// Fails where the memory is not to be had.
Result<Digest> slow_hash(std::string_view text, const Salt& salt, const SlowHashCost& cost);

}  // namespace scrutineer::privacy
