#include "base/digest.hpp"

#include <array>

#include <openssl/sha.h>

namespace scrutineer {

std::string sha256_hex(std::string_view bytes) {
  static constexpr std::string_view kHexadecimal = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  std::string text;
  for (const unsigned char byte : digest) {
    text += kHexadecimal[byte >> 4U];
    text += kHexadecimal[byte & 15U];
  }
  return text;
}

}  // namespace scrutineer
