#include "privacy/buckets.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer::privacy {
namespace {

std::vector<DirectoryEntry> entries_of(std::size_t count) {
  std::vector<DirectoryEntry> entries;
  for (std::size_t i = 0; i < count; ++i) {
    entries.push_back(
        {public_digest("test", std::to_string(i)), static_cast<std::uint8_t>(i % 251)});
  }
  return entries;
}

std::string_view bucket(const Buckets& buckets, std::size_t number) {
  const std::size_t length = buckets.bucket_records * kRecordBytes;
  return std::string_view(buckets.bytes).substr(number * length, length);
}

RC_GTEST_PROP(Buckets, hold_every_entry_and_at_least_so_many_each, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 2'000);
  const auto least = *rc::gen::inRange<std::size_t>(1, 40);
  RC_PRE(count >= least);
  const std::vector<DirectoryEntry> entries = entries_of(count);
  const auto buckets = make_buckets(entries, least);
  RC_ASSERT(buckets.has_value());
  RC_ASSERT(buckets->bytes.size() == buckets->count() * buckets->bucket_records * kRecordBytes);
  std::vector<std::size_t> sizes(buckets->count(), 0);
  for (const DirectoryEntry& entry : entries) {
    const std::size_t number = bucket_of(entry.digest, buckets->prefix_bits);
    ++sizes.at(number);
    RC_ASSERT(find_in_bucket(bucket(*buckets, number), entry.digest) == entry.status);
  }
  RC_ASSERT(*std::min_element(sizes.begin(), sizes.end()) == buckets->least);
  RC_ASSERT(buckets->least >= least);
  RC_ASSERT(buckets->padding == buckets->count() * buckets->bucket_records - count);
  // One bit more would leave a bucket too small.
  std::vector<std::size_t> longer(2 * buckets->count(), 0);
  for (const DirectoryEntry& entry : entries) {
    ++longer[bucket_of(entry.digest, buckets->prefix_bits + 1)];
  }
  RC_ASSERT(*std::min_element(longer.begin(), longer.end()) < least);
}

TEST(Buckets, do_not_depend_on_the_order_of_entries_and_are_sorted) {
  std::vector<DirectoryEntry> entries = entries_of(500);
  const auto one = make_buckets(entries, 10);
  std::reverse(entries.begin(), entries.end());
  const auto other = make_buckets(entries, 10);
  ASSERT_TRUE(one && other);
  EXPECT_EQ(one->bytes, other->bytes);
  for (std::size_t b = 0; b < one->count(); ++b) {
    std::vector<std::string> records;
    for (std::size_t r = 0; r < one->bucket_records; ++r) {
      records.emplace_back(bucket(*one, b).substr(r * kRecordBytes, kRecordBytes));
    }
    EXPECT_TRUE(std::is_sorted(records.begin(), records.end()));
    EXPECT_EQ(std::set<std::string>(records.begin(), records.end()).size(), records.size());
  }
}

TEST(Buckets, are_padded_otherwise_where_one_entry_is_another) {
  std::vector<DirectoryEntry> entries = entries_of(100);
  const auto one = make_buckets(entries, 10);
  entries[7].status ^= 1U;
  const auto other = make_buckets(entries, 10);
  std::size_t alike = 0;
  for (std::size_t at = 0; at < one->bytes.size(); at += kRecordBytes) {
    alike += other->bytes.find(one->bytes.substr(at, kRecordBytes)) != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(alike, 99U);  // the entries, less the one; no padding
}

TEST(Buckets, of_fewer_entries_than_one_is_to_hold_are_not_made) {
  EXPECT_FALSE(make_buckets({}, 0));
  EXPECT_FALSE(make_buckets(entries_of(9), 10));
  EXPECT_TRUE(make_buckets(entries_of(10), 10));
}

TEST(Buckets, say_nothing_of_what_is_not_there) {
  const auto buckets = make_buckets(entries_of(50), 50);
  const Digest absent = public_digest("test", "absent");
  EXPECT_FALSE(find_in_bucket(buckets->bytes, absent));
  EXPECT_FALSE(find_in_bucket("", absent));
  EXPECT_FALSE(find_in_bucket(std::string(8, '\0'), Digest{}));  // cut short
}

}  // namespace
}  // namespace scrutineer::privacy
