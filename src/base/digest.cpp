#include "base/digest.hpp"

#include <stdexcept>

#include <openssl/evp.h>

namespace scrutineer {

namespace {

// OpenSSL can only fail where memory ends or its installation is broken; a digest that is wrong
// would be worse than none.
void require(bool done) {
  if (!done) throw std::runtime_error("OpenSSL computes no SHA-256 on this machine");
}

// Looked up once: that takes longer than the digest of a short text.
const EVP_MD* algorithm() {
  static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  require(found != nullptr);
  return found;
}

}  // namespace

Sha256Digest sha256(std::string_view bytes) {
  Sha256Digest digest{};
  require(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, algorithm(), nullptr) ==
          1);
  return digest;
}

void Sha256::Free::operator()(evp_md_ctx_st* state) const { EVP_MD_CTX_free(state); }

Sha256::Sha256() : state_(EVP_MD_CTX_new()) {
  require(state_ != nullptr && EVP_DigestInit_ex(state_.get(), algorithm(), nullptr) == 1);
}

void Sha256::add(std::string_view bytes) {
  require(EVP_DigestUpdate(state_.get(), bytes.data(), bytes.size()) == 1);
}

Sha256Digest Sha256::digest() const {
  const std::unique_ptr<evp_md_ctx_st, Free> copy(EVP_MD_CTX_new());
  require(copy != nullptr && EVP_MD_CTX_copy_ex(copy.get(), state_.get()) == 1);
  Sha256Digest digest{};
  require(EVP_DigestFinal_ex(copy.get(), digest.data(), nullptr) == 1);
  return digest;
}

std::string to_hex(const Sha256Digest& digest) {
  static constexpr std::string_view kHexadecimal = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += kHexadecimal[byte >> 4U];
    text += kHexadecimal[byte & 15U];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) { return to_hex(sha256(bytes)); }

}  // namespace scrutineer
