// A secret of 32 bytes, from which every keyed digest and every secret number of the group is made,
// each for its own purpose, so that what is learned of one says nothing of another. Kept in a file
// that its owner alone may read (cli/key_file.hpp); never printed, and wiped from memory when it
// ends.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace scrutineer::privacy {

// Of BLAKE2b (RFC 7693), 64 bytes.
using Digest = std::array<std::uint8_t, 64>;

class SecretKey {
 public:
  // From the randomness of the operating system.
  static SecretKey make();
  // 64 hexadecimal digits and nothing else but spaces and line ends around them. The error names
  // the file and never quotes it.
  static Result<SecretKey> parse(const std::string& file, std::string_view text);
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();

  // As a file holds it.
  std::string text() const;

  // BLAKE2b under the key, of the purpose and the message. Purposes are shorter than 256 bytes.
  Digest digest(std::string_view purpose, std::string_view message) const;

 private:
  SecretKey() = default;
  std::array<std::uint8_t, 32> bytes_{};
};

// BLAKE2b without a key: of what is public.
Digest public_digest(std::string_view purpose, std::string_view message);

std::string to_hexadecimal(std::string_view bytes);
// Nothing where it is not an even number of lower-case hexadecimal digits.
std::optional<std::string> from_hexadecimal(std::string_view text);

}  // namespace scrutineer::privacy
