#include "base/digest.hpp"

#include <cstring>
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

Sha256::Sha256() {
  static_assert(sizeof(crypto_hash_sha256_state) == kStateSize);
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::memcpy(state_.data(), &state, kStateSize);
}

void Sha256::add(std::string_view bytes) {
  crypto_hash_sha256_state state;
  std::memcpy(&state, state_.data(), kStateSize);
  crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
  std::memcpy(state_.data(), &state, kStateSize);
}

Sha256Digest Sha256::digest() const {
  crypto_hash_sha256_state state;
  std::memcpy(&state, state_.data(), kStateSize);
  Sha256Digest digest{};
  crypto_hash_sha256_final(&state, digest.data());
  return digest;
}

std::string to_hex(const Sha256Digest& digest) {
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> text{};
  sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
  return text.data();
}

std::string sha256_hex(std::string_view bytes) { return to_hex(sha256(bytes)); }

}  // namespace scrutineer
