// A directory of digests in buckets of one size, of which a prefix of the digest says which:
// whoever fetches one bucket tells no more than that prefix, which at least so many others share.
// What is written of an entry is a part of its digest and one byte that can be read with the rest
// of the digest alone; buckets are filled up with bytes that nobody can tell from entries who does
// not know all of them, and sorted, so that their order says nothing (docs/formats/roll-lookup.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "privacy/secret_key.hpp"

namespace scrutineer::privacy {

struct DirectoryEntry {
  Digest digest{};  // no other entry has it
  std::uint8_t status = 0;
};

inline constexpr std::size_t kRecordBytes = 9;  // on disk: 8 of the digest, 1 of the status
inline constexpr unsigned kMostPrefixBits = 24;

struct Buckets {
  unsigned prefix_bits = 0;        // of the digest's first four bytes, big-endian
  std::size_t bucket_records = 0;  // in each, padding included
  std::size_t least = 0;           // entries in the bucket that has fewest
  std::size_t padding = 0;         // records that are no entries, over all buckets
  std::string bytes;               // bucket after bucket

  std::size_t count() const { return std::size_t{1} << prefix_bits; }
};

// The longest prefix at which every bucket holds `least_bucket` entries. The same bytes whatever
// the order of the entries. Fails where there are fewer entries than that.
Result<Buckets> make_buckets(const std::vector<DirectoryEntry>& entries, std::size_t least_bucket);

// Which bucket holds a digest, if any does.
std::size_t bucket_of(const Digest& digest, unsigned prefix_bits);

// The status, from the bytes of the digest's bucket; nothing where it is not there.
std::optional<std::uint8_t> find_in_bucket(std::string_view bucket, const Digest& digest);

}  // namespace scrutineer::privacy
