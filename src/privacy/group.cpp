#include "privacy/group.hpp"

#include <sodium.h>

#include "privacy/sodium.hpp"

namespace scrutineer::privacy {

namespace {

std::string text_of(const Digest& bytes) { return {bytes.begin(), bytes.end()}; }

// expand_message_xmd of RFC 9380, section 5.3.1, for SHA-512 and 64 bytes, which is one round.
Digest expanded(std::string_view text, std::string_view domain) {
  constexpr std::size_t kBlock = 128;
  std::string ending(domain);
  ending += static_cast<char>(domain.size());
  std::string first(kBlock, '\0');
  first += text;
  first += std::string_view("\0\x40\0", 3);
  const Digest whole = sha512(first + ending);
  return sha512(text_of(whole) + "\x01" + ending);
}

}  // namespace

Digest sha512(std::string_view bytes) {
  start_sodium();
  Digest digest{};
  crypto_hash_sha512(digest.data(), bytes_of(bytes), bytes.size());
  return digest;
}

Scalar Scalar::make() {
  start_sodium();
  std::array<std::uint8_t, 32> bytes{};
  crypto_core_ristretto255_scalar_random(bytes.data());
  return Scalar(bytes);
}

Scalar Scalar::reduced(const Digest& bytes) {
  start_sodium();
  std::array<std::uint8_t, 32> reduced{};
  crypto_core_ristretto255_scalar_reduce(reduced.data(), bytes.data());
  return Scalar(reduced);
}

Scalar Scalar::of(const SecretKey& key, std::string_view purpose) {
  return reduced(key.digest(purpose, "scalar"));
}

Scalar::~Scalar() { wipe(bytes_); }

Scalar Scalar::inverse() const {
  start_sodium();
  std::array<std::uint8_t, 32> bytes{};
  crypto_core_ristretto255_scalar_invert(bytes.data(), bytes_.data());
  return Scalar(bytes);
}

Scalar Scalar::operator-(const Scalar& other) const {
  std::array<std::uint8_t, 32> bytes{};
  crypto_core_ristretto255_scalar_sub(bytes.data(), bytes_.data(), other.bytes_.data());
  return Scalar(bytes);
}

Scalar Scalar::operator*(const Scalar& other) const {
  std::array<std::uint8_t, 32> bytes{};
  crypto_core_ristretto255_scalar_mul(bytes.data(), bytes_.data(), other.bytes_.data());
  return Scalar(bytes);
}

bool is_point(const Point& point) {
  start_sodium();
  return point != Point{} && crypto_core_ristretto255_is_valid_point(point.bytes.data()) == 1;
}

Point hash_to_point(std::string_view text, std::string_view domain) {
  const Digest bytes = expanded(text, domain);
  Point point;
  crypto_core_ristretto255_from_hash(point.bytes.data(), bytes.data());
  return point;
}

Scalar hash_to_scalar(std::string_view text, std::string_view domain) {
  return Scalar::reduced(expanded(text, domain));
}

std::optional<Point> times(const Point& point, const Scalar& factor) {
  start_sodium();
  Point product;
  // Fails for bytes that are no element, and where the neutral element comes out.
  if (crypto_scalarmult_ristretto255(product.bytes.data(), factor.bytes().data(),
                                     point.bytes.data()) != 0) {
    return std::nullopt;
  }
  return product;
}

Point generator_times(const Scalar& factor) {
  start_sodium();
  Point product;
  // Fails for the factor 0 alone, and then leaves the neutral element.
  (void)crypto_scalarmult_ristretto255_base(product.bytes.data(), factor.bytes().data());
  return product;
}

std::optional<Point> sum(const Point& a, const Point& b) {
  start_sodium();
  Point total;
  if (crypto_core_ristretto255_add(total.bytes.data(), a.bytes.data(), b.bytes.data()) != 0) {
    return std::nullopt;
  }
  return total;
}

}  // namespace scrutineer::privacy
