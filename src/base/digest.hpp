// Digests of inputs and outputs.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's

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
  struct Free {
    void operator()(evp_md_ctx_st* state) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> state_;  // of the library
};

// In lower-case hexadecimal.
std::string to_hex(const Sha256Digest& digest);
std::string sha256_hex(std::string_view bytes);

}  // namespace scrutineer
