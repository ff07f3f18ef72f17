#include "privacy/secret_key.hpp"

#include <algorithm>

#include <sodium.h>

#include "base/text.hpp"
#include "privacy/sodium.hpp"

namespace scrutineer::privacy {

namespace {

Digest digest_of(std::string_view key, std::string_view purpose, std::string_view message) {
  start_sodium();
  Digest digest{};
  crypto_generichash_blake2b_state state;
  const auto length = static_cast<unsigned char>(purpose.size());
  crypto_generichash_blake2b_init(&state, key.empty() ? nullptr : bytes_of(key), key.size(),
                                  digest.size());
  // The purpose with its length first, so that no two pairs are one text.
  crypto_generichash_blake2b_update(&state, &length, 1);
  crypto_generichash_blake2b_update(&state, bytes_of(purpose), purpose.size());
  crypto_generichash_blake2b_update(&state, bytes_of(message), message.size());
  crypto_generichash_blake2b_final(&state, digest.data(), digest.size());
  return digest;
}

}  // namespace

SecretKey SecretKey::make() {
  SecretKey key;
  fill_with_secret_chance(key.bytes_);
  return key;
}

Result<SecretKey> SecretKey::parse(const std::string& file, std::string_view text) {
  auto bytes = from_hexadecimal(trimmed(text));
  if (!bytes || bytes->size() != 32) {
    return fail(file +
                ": expected a key, 64 hexadecimal digits and nothing else (--new-key makes one).");
  }
  SecretKey key;
  std::copy(bytes->begin(), bytes->end(), key.bytes_.begin());
  sodium_memzero(bytes->data(), bytes->size());
  return key;
}

SecretKey::~SecretKey() { wipe(bytes_); }

std::string SecretKey::text() const {
  return to_hexadecimal({reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}) + "\n";
}

Digest SecretKey::digest(std::string_view purpose, std::string_view message) const {
  return digest_of({reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}, purpose, message);
}

Digest public_digest(std::string_view purpose, std::string_view message) {
  return digest_of({}, purpose, message);
}

std::string to_hexadecimal(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4U];
    text += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return text;
}

std::optional<std::string> from_hexadecimal(std::string_view text) {
  const auto value = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = value(text[i]), low = value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

}  // namespace scrutineer::privacy
