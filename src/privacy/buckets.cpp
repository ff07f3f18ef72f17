#include "privacy/buckets.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace scrutineer::privacy {

namespace {

// A digest's bytes: 4 for the prefix, 8 that are written, 1 that hides the status.
constexpr std::size_t kTagBegin = 4, kTagBytes = 8, kMask = 12;

std::string record_of(const DirectoryEntry& entry) {
  const auto* tag = reinterpret_cast<const char*>(entry.digest.data()) + kTagBegin;
  std::string record(tag, kTagBytes);
  record += static_cast<char>(entry.status ^ entry.digest[kMask]);
  return record;
}

std::vector<std::size_t> sizes_at(const std::vector<DirectoryEntry>& entries, unsigned bits) {
  std::vector<std::size_t> sizes(std::size_t{1} << bits, 0);
  for (const DirectoryEntry& entry : entries) ++sizes[bucket_of(entry.digest, bits)];
  return sizes;
}

// Follows from all entries, so that the same roll gives the same bytes; whoever lacks one of them
// cannot compute it.
std::string padding_record(std::string_view all_entries, std::size_t number) {
  const Digest digest = public_digest("scrutineer roll lookup padding v1",
                                      fmt::format("{}\n{}", all_entries, number));
  return {reinterpret_cast<const char*>(digest.data()), kRecordBytes};
}

}  // namespace

std::size_t bucket_of(const Digest& digest, unsigned prefix_bits) {
  const std::uint32_t prefix = std::uint32_t{digest[0]} << 24U | std::uint32_t{digest[1]} << 16U |
                               std::uint32_t{digest[2]} << 8U | std::uint32_t{digest[3]};
  return prefix_bits == 0 ? 0 : prefix >> (32U - prefix_bits);
}

Result<Buckets> make_buckets(const std::vector<DirectoryEntry>& entries, std::size_t least_bucket) {
  if (entries.size() < std::max<std::size_t>(least_bucket, 1)) {
    return fail(fmt::format(
        "found {} different names with dates of birth, expected at least {}, as many as a bucket "
        "is to hold (--least-bucket).",
        entries.size(), std::max<std::size_t>(least_bucket, 1)));
  }
  Buckets buckets;
  // Longer prefixes have smaller buckets: the first that fails is the end.
  std::vector<std::size_t> sizes = sizes_at(entries, 0);
  for (unsigned bits = 1; bits <= kMostPrefixBits; ++bits) {
    std::vector<std::size_t> longer = sizes_at(entries, bits);
    if (*std::min_element(longer.begin(), longer.end()) < least_bucket) break;
    sizes = std::move(longer);
    buckets.prefix_bits = bits;
  }
  buckets.least = *std::min_element(sizes.begin(), sizes.end());
  buckets.bucket_records = *std::max_element(sizes.begin(), sizes.end());

  std::vector<std::vector<std::string>> records(buckets.count());
  std::vector<std::string> all;
  for (const DirectoryEntry& entry : entries) {
    records[bucket_of(entry.digest, buckets.prefix_bits)].push_back(record_of(entry));
    all.emplace_back(entry.digest.begin(), entry.digest.end());
    all.back() += static_cast<char>(entry.status);
  }
  std::sort(all.begin(), all.end());
  std::string joined;
  for (const std::string& one : all) joined += one;
  const Digest whole = public_digest("scrutineer roll lookup entries v1", joined);
  const std::string secret(whole.begin(), whole.end());
  for (std::vector<std::string>& bucket : records) {
    while (bucket.size() < buckets.bucket_records) {
      bucket.push_back(padding_record(secret, buckets.padding++));
    }
    std::sort(bucket.begin(), bucket.end());
    for (const std::string& record : bucket) buckets.bytes += record;
  }
  return buckets;
}

std::optional<std::uint8_t> find_in_bucket(std::string_view bucket, const Digest& digest) {
  const std::string_view tag(reinterpret_cast<const char*>(digest.data()) + kTagBegin, kTagBytes);
  for (std::size_t at = 0; at + kRecordBytes <= bucket.size(); at += kRecordBytes) {
    if (bucket.substr(at, kTagBytes) != tag) continue;
    return static_cast<std::uint8_t>(static_cast<std::uint8_t>(bucket[at + kTagBytes]) ^
                                     digest[kMask]);
  }
  return std::nullopt;
}

}  // namespace scrutineer::privacy
