// Digests of inputs and outputs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace scrutineer {

using Sha256Digest = std::array<std::uint8_t, 32>;

// SHA-256 (FIPS 180-4).
Sha256Digest sha256(std::string_view bytes);

// Of bytes that come in parts; the digest of what has come so far may be asked for at any time.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  Sha256Digest digest() const;

 private:
  static constexpr std::size_t kStateSize = 104;
  alignas(8) std::array<std::byte, kStateSize> state_;  // of the library
};

// In lower-case hexadecimal.
std::string to_hex(const Sha256Digest& digest);
std::string sha256_hex(std::string_view bytes);

}  // namespace scrutineer
