// libsodium, started once. Not for other modules.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace scrutineer::privacy {

// Before anything else of the library is called; cheap when it has been. Ends the program where the
// operating system gives no randomness: a secret that can be guessed would be worse than none.
void start_sodium();

// Of the operating system. The one kind of chance in this program that is not drawn from a recorded
// seed (base/random.hpp): whoever knew the seed would know the secret.
void fill_with_secret_chance(std::span<std::uint8_t> bytes);

// Overwritten with zeros, in a way that no compiler leaves out.
void wipe(std::span<std::uint8_t> bytes);

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace scrutineer::privacy
