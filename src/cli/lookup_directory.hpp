// The folder that `roll lookup build` publishes and `roll lookup query` reads: lookup.json and
// buckets.bin (docs/formats/roll-lookup.md), and the requests and answers of the mode in which the
// holder of a key is asked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "privacy/buckets.hpp"
#include "privacy/oprf.hpp"
#include "privacy/slow_hash.hpp"

namespace scrutineer::cli {

struct LookupDirectory {
  // Open: anybody computes a digest, slowly. Else: the holder of a key is asked, who learns
  // nothing.
  bool is_open = true;
  privacy::Salt salt{};
  privacy::SlowHashCost cost;                // of the open mode
  std::optional<privacy::Point> public_key;  // of the other
  bool has_two_names = true;                 // family_name and given_name, or full_name
  bool has_unit = false;
  std::size_t rolls = 1;
  std::size_t names_with_dates = 0;  // entries of the directory
  unsigned prefix_bits = 0;
  std::size_t bucket_records = 0, least = 0, padding = 0;
  std::string buckets_sha256;

  std::string buckets;  // once read
};

Json lookup_json(const LookupDirectory& directory);

// Every fault of lookup.json, and whether buckets.bin is the one it speaks of. The two files are
// added to `inputs`.
Result<LookupDirectory> read_lookup_directory(const std::string& path,
                                              std::vector<InputFile>& inputs);

// lookup.json alone, and without what is in buckets.bin. `name` is what errors call the bytes.
Result<LookupDirectory> parse_lookup(const std::string& name, std::string_view bytes);

// The number that a holder's key stands for.
privacy::Scalar lookup_scalar(const privacy::SecretKey& key);

// The digest of a voter's key: by the holder's number, or slowly where it is null.
Result<privacy::Digest> lookup_digest(const LookupDirectory& directory,
                                      const std::string& voter_key, const privacy::Scalar* key);

// What the digest of a voter's key is made of in the mode with a key: another text in each
// directory, so that no two directories can be compared.
std::string lookup_text(const LookupDirectory& directory, const std::string& voter_key);

// The status byte of a digest, where it is there.
std::optional<std::uint8_t> look_up(const LookupDirectory& directory,
                                    const privacy::Digest& digest);

// Files of points in hexadecimal. Each names the public key that it is for.
Json request_json(const privacy::Point& public_key, const std::vector<privacy::Point>& points);
Json answer_json(const privacy::Point& public_key, const privacy::Evaluation& evaluation);
struct LookupRequest {
  privacy::Point public_key;
  privacy::Evaluation points;  // the proof is that of an answer
};
// `is_answer`: which of the two is expected.
Result<LookupRequest> read_request(const std::string& path, bool is_answer);
Result<LookupRequest> parse_request(const std::string& name, std::string_view bytes,
                                    bool is_answer);

}  // namespace scrutineer::cli
