#include "base/random.hpp"

#include <bit>
#include <set>

namespace scrutineer {
namespace {

__extension__ using Product = unsigned __int128;

std::uint64_t splitmix64(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

// The seed and one more number, mixed; the constant keeps labels apart from numbers.
std::uint64_t mixed(std::uint64_t seed, std::uint64_t number, std::uint64_t constant) {
  std::uint64_t state = seed ^ constant;
  state = splitmix64(state) ^ number;
  return splitmix64(state);
}

}  // namespace

Random::Random(std::uint64_t seed) : seed_(seed), state_{} {
  for (std::uint64_t& word : state_) word = splitmix64(seed);
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t n) {
  Product product = static_cast<Product>(next()) * n;
  auto low = static_cast<std::uint64_t>(product);
  if (low < n) {
    const std::uint64_t rejected = (0 - n) % n;  // 2^64 mod n
    while (low < rejected) {
      product = static_cast<Product>(next()) * n;
      low = static_cast<std::uint64_t>(product);
    }
  }
  return static_cast<std::uint64_t>(product >> 64U);
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
  const std::uint64_t width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  const std::uint64_t above = width + 1 == 0 ? next() : below(width + 1);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + above);
}

double Random::uniform() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

double Random::nearly_normal() {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += uniform();
  return sum;
}

Random Random::fork(std::string_view label) const {
  std::uint64_t hash = label.size();
  for (const char c : label) hash = mixed(hash, static_cast<unsigned char>(c), 0x6c6162656cU);
  return Random(mixed(seed_, hash, 0x666f726bU));
}

Random Random::fork(std::uint64_t number) const {
  return Random(mixed(seed_, number, 0x6e756d626572U));
}

std::vector<std::size_t> Random::sample(std::size_t n, std::size_t count) {
  std::set<std::size_t> chosen;
  for (std::size_t i = count < n ? n - count : 0; i < n; ++i) {
    if (!chosen.insert(below(i + 1)).second) chosen.insert(i);
  }
  return {chosen.begin(), chosen.end()};
}

}  // namespace scrutineer
