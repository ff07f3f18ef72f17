#include "audit/decimal.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/numbers.hpp"

namespace scrutineer {

std::string to_decimal(const Sha256Digest& digest) {
  // Eight words of 32 bits, divided by 10^9 until nothing is left.
  std::array<std::uint32_t, 8> words{};
  for (std::size_t i = 0; i < digest.size(); ++i) words[i / 4] = words[i / 4] << 8U | digest[i];
  std::string reversed;
  while (std::any_of(words.begin(), words.end(), [](std::uint32_t word) { return word != 0; })) {
    std::uint64_t rest = 0;
    for (std::uint32_t& word : words) {
      rest = rest << 32U | word;
      word = static_cast<std::uint32_t>(rest / 1'000'000'000);
      rest %= 1'000'000'000;
    }
    for (int i = 0; i < 9; ++i, rest /= 10) reversed += static_cast<char>('0' + rest % 10);
  }
  while (!reversed.empty() && reversed.back() == '0') reversed.pop_back();
  if (reversed.empty()) return "0";
  return {reversed.rbegin(), reversed.rend()};
}

std::int64_t remainder_of(const Sha256Digest& digest, std::int64_t n) {
  Wide rest = 0;
  for (const std::uint8_t byte : digest) rest = (rest * 256 + byte) % n;
  return static_cast<std::int64_t>(rest);
}

double fraction_of(const Sha256Digest& digest) {
  std::size_t zeros = 0;
  while (zeros < digest.size() && digest[zeros] == 0) ++zeros;
  // 64 bits from the first byte that is not zero; anything after them only breaks a tie.
  std::uint64_t top = 0;
  for (std::size_t i = zeros; i < zeros + 8; ++i) top = top << 8U | (i < 32 ? digest[i] : 0U);
  const bool more = std::any_of(
      digest.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(zeros + 8, digest.size())),
      digest.end(), [](std::uint8_t byte) { return byte != 0; });
  if (more) top |= 1U;
  return std::ldexp(static_cast<double>(top), -64 - 8 * static_cast<int>(zeros));
}

}  // namespace scrutineer
