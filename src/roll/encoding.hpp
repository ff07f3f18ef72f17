// Entries as keyed Bloom filters that can be compared by parties who do not show each other their
// rolls: cryptographic long-term keys (Schnell, Bachteler & Reiher 2011), one filter of 1,024 bits
// an entry for the bigrams of all fields. Alike entries have alike filters; what a field counts for
// is how many bits each of its bigrams sets. The bits of a bigram follow from a keyed digest and
// not from two digests added up, whose patterns give bigrams away (Niedermeyer et al. 2014), and
// from the year of birth, so that a frequent bigram has other bits in each year.
//
// A filter is a pseudonym, never anonymous: frequent values can be told by how often their bits
// occur (docs/roll-privacy.md).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "roll/roll.hpp"

namespace scrutineer::roll {

inline constexpr std::size_t kEncodingBits = 1024;

struct Encoding {
  std::array<std::uint64_t, kEncodingBits / 64> words{};

  void set(std::size_t bit) { words[bit / 64] |= std::uint64_t{1} << (bit % 64); }
  unsigned count() const;
  auto operator<=>(const Encoding&) const = default;
};

// 64 bytes that nobody can predict without the key, of a text.
using KeyedBytes = std::function<std::array<std::uint8_t, 64>(std::string_view)>;

struct EncodingOptions {
  // Bits depend on the year of birth too: an error in the year makes an entry unlike itself.
  bool by_year = true;
};

// Bits that one bigram (or date digit, or whole value) of a field of this kind sets.
unsigned bits_of(FieldKind kind);

// All entries of a snapshot, by row. `keyed` is called from several threads at a time.
std::vector<Encoding> encoded(const Rolls& rolls, std::size_t snapshot, const KeyedBytes& keyed,
                              const EncodingOptions& options = {});

}  // namespace scrutineer::roll
