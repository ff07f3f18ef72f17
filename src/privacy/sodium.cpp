#include "privacy/sodium.hpp"

#include <stdexcept>

#include <sodium.h>

namespace scrutineer::privacy {

void start_sodium() {
  // At once from any thread; the library locks.
  static const int started = sodium_init();
  if (started < 0) throw std::runtime_error("libsodium does not start on this machine");
}

void fill_with_secret_chance(std::span<std::uint8_t> bytes) {
  start_sodium();
  randombytes_buf(bytes.data(), bytes.size());
}

void wipe(std::span<std::uint8_t> bytes) { sodium_memzero(bytes.data(), bytes.size()); }

}  // namespace scrutineer::privacy
