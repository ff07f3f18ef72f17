// Digests of inputs and outputs.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace scrutineer {

using Sha256Digest = std::array<std::uint8_t, 32>;

// SHA-256 (FIPS 180-4).
Sha256Digest sha256(std::string_view bytes);
// In lower-case hexadecimal.
std::string to_hex(const Sha256Digest& digest);
std::string sha256_hex(std::string_view bytes);

}  // namespace scrutineer
