#include "base/digest.hpp"

#include <tuple>

#include <sodium.h>

namespace scrutineer {

Sha256Digest sha256(std::string_view bytes) {
  static_assert(std::tuple_size_v<Sha256Digest> == crypto_hash_sha256_BYTES);
  Sha256Digest digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return digest;
}

std::string to_hex(const Sha256Digest& digest) {
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> text{};
  sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
  return text.data();
}

std::string sha256_hex(std::string_view bytes) { return to_hex(sha256(bytes)); }

}  // namespace scrutineer
