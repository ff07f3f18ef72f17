// The group ristretto255 (RFC 9496) of libsodium, of prime order: what is masked by one secret
// number can be masked by another, in any order, and unmasked again.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "privacy/secret_key.hpp"

namespace scrutineer::privacy {

// An element in its only encoding.
struct Point {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Point&) const = default;
};

// A secret number below the order, not 0; little-endian.
class Scalar {
 public:
  // From the randomness of the operating system.
  static Scalar make();
  // The one that follows from a key, for one purpose.
  static Scalar of(const SecretKey& key, std::string_view purpose);
  // 64 bytes, reduced by the order: nearly uniform for nearly uniform bytes.
  static Scalar reduced(const Digest& bytes);
  explicit Scalar(const std::array<std::uint8_t, 32>& bytes) : bytes_(bytes) {}
  Scalar(const Scalar&) = default;
  Scalar& operator=(const Scalar&) = default;
  ~Scalar();

  Scalar inverse() const;
  Scalar operator-(const Scalar& other) const;
  Scalar operator*(const Scalar& other) const;
  bool operator==(const Scalar&) const = default;
  const std::array<std::uint8_t, 32>& bytes() const { return bytes_; }

 private:
  std::array<std::uint8_t, 32> bytes_{};
};

// Whether the bytes are an element in its encoding, and not the neutral one.
bool is_point(const Point& point);

// An element of which nobody knows the logarithm: hash_to_ristretto255 with expand_message_xmd and
// SHA-512 (RFC 9380, appendix B). `domain` keeps uses apart; shorter than 256 bytes.
Point hash_to_point(std::string_view text, std::string_view domain);
// The same to a number.
Scalar hash_to_scalar(std::string_view text, std::string_view domain);

// Nothing where `point` is none.
std::optional<Point> times(const Point& point, const Scalar& factor);
// The generator as often as that.
Point generator_times(const Scalar& factor);
// Nothing where one of them is none.
std::optional<Point> sum(const Point& a, const Point& b);

Digest sha512(std::string_view bytes);

}  // namespace scrutineer::privacy
