#include "cli/lookup_directory.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/core.h>

#include "base/text.hpp"

namespace scrutineer::cli {

namespace {

constexpr std::string_view kFormat = "scrutineer roll lookup";
constexpr std::size_t kMostJson = std::size_t{16} << 20U;

std::string hexadecimal(const auto& bytes) {
  return privacy::to_hexadecimal({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string format_of(bool is_answer) {
  return std::string(kFormat) + (is_answer ? " answer" : " request");
}

// The members of an object, each with what is expected of it; faults are gathered.
class Members {
 public:
  Members(std::string file, const Json& json) : file_(std::move(file)), json_(json) {}

  void expected(const std::string& name, const std::string& what) {
    const bool is_there = json_.is_object() && json_.contains(name);
    const std::string found = is_there ? "\"" + shown(json_[name].dump()) + "\"" : "nothing";
    errors_.push_back({"", 0, "", "", "",
                       fmt::format("{}: {}: found {}, expected {}.", file_, name, found, what)});
  }
  std::string text(const std::string& name, const std::vector<std::string>& choices) {
    if (json_.is_object() && json_.contains(name) && json_[name].is_string()) {
      const auto value = json_[name].get<std::string>();
      if (std::find(choices.begin(), choices.end(), value) != choices.end()) return value;
    }
    std::string what;
    for (const std::string& choice : choices) {
      what += (what.empty() ? "\"" : " or \"") + choice + "\"";
    }
    expected(name, what);
    return choices.front();
  }
  std::uint64_t number(const std::string& name, std::uint64_t low, std::uint64_t high) {
    if (json_.is_object() && json_.contains(name) && json_[name].is_number_unsigned()) {
      const auto value = json_[name].get<std::uint64_t>();
      if (value >= low && value <= high) return value;
    }
    expected(name, fmt::format("a whole number from {} to {}", low, high));
    return low;
  }
  template <typename Bytes>
  Bytes bytes(const std::string& name) {
    Bytes value{};
    if (json_.is_object() && json_.contains(name) && take(json_[name], value)) return value;
    expected(name, fmt::format("{} hexadecimal digits", 2 * value.size()));
    return value;
  }
  std::vector<privacy::Point> points(const std::string& name) {
    std::vector<privacy::Point> points;
    if (json_.is_object() && json_.contains(name) && json_[name].is_array()) {
      for (const Json& one : json_[name]) {
        privacy::Point point;
        if (!take(one, point.bytes) || !privacy::is_point(point)) break;
        points.push_back(point);
      }
      if (!points.empty() && points.size() == json_[name].size()) return points;
    }
    expected(name, "points of ristretto255, at least one, 64 hexadecimal digits each");
    return {};
  }
  Errors take_errors() { return std::move(errors_); }

 private:
  template <typename Bytes>
  static bool take(const Json& json, Bytes& value) {
    const auto bytes =
        json.is_string() ? privacy::from_hexadecimal(json.get<std::string>()) : std::nullopt;
    if (!bytes || bytes->size() != value.size()) return false;
    std::copy(bytes->begin(), bytes->end(), value.begin());
    return true;
  }

  std::string file_;
  const Json& json_;
  Errors errors_;
};

Result<Json> object_of(const std::string& name, std::string_view bytes) {
  // Not UTF-8, or cut short: no JSON.
  Json json = bytes.size() <= kMostJson ? parsed_json(bytes) : Json();
  if (json.is_object()) return json;
  return fail(
      fmt::format("{}: found {} bytes that are no JSON object, expected one, of at most {} bytes.",
                  name, bytes.size(), kMostJson));
}

LookupDirectory directory_of(Members& members) {
  LookupDirectory directory;
  members.text("format", {std::string(kFormat)});
  members.number("version", 1, 1);
  directory.is_open = members.text("mode", {"open", "answered"}) == "open";
  directory.salt = members.bytes<privacy::Salt>("salt");
  if (directory.is_open) {
    directory.cost.passes =
        members.number("hash_passes", privacy::kLeastCost.passes, privacy::kGreatestCost.passes);
    directory.cost.memory_mib = members.number("hash_memory_mib", privacy::kLeastCost.memory_mib,
                                               privacy::kGreatestCost.memory_mib);
  } else {
    privacy::Point key;
    key.bytes = members.bytes<decltype(key.bytes)>("public_key");
    if (!privacy::is_point(key)) members.expected("public_key", "a point of ristretto255");
    directory.public_key = key;
  }
  directory.has_two_names =
      members.text("names", {"family_name and given_name", "full_name"}) != "full_name";
  directory.has_unit = members.text("unit", {"matched", "not matched"}) == "matched";
  directory.rolls = members.number("rolls", 1, 2);
  directory.names_with_dates = members.number("names_with_dates", 1, 1'000'000'000);
  directory.prefix_bits =
      static_cast<unsigned>(members.number("prefix_bits", 0, privacy::kMostPrefixBits));
  directory.bucket_records = members.number("bucket_records", 1, 1'000'000'000);
  directory.least = members.number("least_entries_of_a_bucket", 1, 1'000'000'000);
  directory.padding = members.number("padding", 0, 1'000'000'000'000);
  directory.buckets_sha256 = hexadecimal(members.bytes<std::array<std::uint8_t, 32>>("sha256"));
  return directory;
}

}  // namespace

Json lookup_json(const LookupDirectory& directory) {
  Json json = {{"format", kFormat},
               {"version", 1},
               {"mode", directory.is_open ? "open" : "answered"},
               {"salt", hexadecimal(directory.salt)}};
  if (directory.is_open) {
    json["hash_passes"] = directory.cost.passes;
    json["hash_memory_mib"] = directory.cost.memory_mib;
  } else {
    json["public_key"] = hexadecimal(directory.public_key.value_or(privacy::Point{}).bytes);
  }
  json["names"] = directory.has_two_names ? "family_name and given_name" : "full_name";
  json["unit"] = directory.has_unit ? "matched" : "not matched";
  json["rolls"] = directory.rolls;
  json["names_with_dates"] = directory.names_with_dates;
  json["prefix_bits"] = directory.prefix_bits;
  json["bucket_records"] = directory.bucket_records;
  json["least_entries_of_a_bucket"] = directory.least;
  json["padding"] = directory.padding;
  json["sha256"] = directory.buckets_sha256;
  return json;
}

Result<LookupDirectory> parse_lookup(const std::string& name, std::string_view bytes) {
  const auto json = object_of(name, bytes);
  if (!json) return tl::unexpected(json.error());
  Members members(name, *json);
  LookupDirectory directory = directory_of(members);
  if (Errors errors = members.take_errors(); !errors.empty()) {
    return tl::unexpected(std::move(errors));
  }
  return directory;
}

Result<LookupDirectory> read_lookup_directory(const std::string& path,
                                              std::vector<InputFile>& inputs) {
  const std::filesystem::path folder(path);
  const std::string manifest = (folder / "lookup.json").string();
  const auto json = read_input(manifest, inputs);
  if (!json) return tl::unexpected(json.error());
  auto parsed = parse_lookup(shown(manifest), *json);
  if (!parsed) return parsed;
  LookupDirectory& directory = *parsed;
  const std::string name = (folder / "buckets.bin").string();
  auto bytes = read_input(name, inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  const std::size_t expected =
      (directory.bucket_records << directory.prefix_bits) * privacy::kRecordBytes;
  if (bytes->size() != expected) {
    return fail(fmt::format("{}: found {} bytes, expected {}; was it cut short?", shown(name),
                            bytes->size(), expected));
  }
  if (inputs.back().sha256 != directory.buckets_sha256) {
    return fail(fmt::format("{}: found the SHA-256 {}, expected {}, as lookup.json has it.",
                            shown(name), inputs.back().sha256, directory.buckets_sha256));
  }
  directory.buckets = std::move(*bytes);
  return parsed;
}

privacy::Scalar lookup_scalar(const privacy::SecretKey& key) {
  return privacy::Scalar::of(key, "scrutineer roll lookup v1");
}

Result<privacy::Digest> lookup_digest(const LookupDirectory& directory,
                                      const std::string& voter_key, const privacy::Scalar* key) {
  if (key != nullptr) {
    return privacy::evaluated_directly(lookup_text(directory, voter_key), *key);
  }
  return privacy::slow_hash(voter_key, directory.salt, directory.cost);
}

std::string lookup_text(const LookupDirectory& directory, const std::string& voter_key) {
  return hexadecimal(directory.salt) + "\n" + voter_key;
}

std::optional<std::uint8_t> look_up(const LookupDirectory& directory,
                                    const privacy::Digest& digest) {
  const std::size_t length = directory.bucket_records * privacy::kRecordBytes;
  const std::size_t bucket = privacy::bucket_of(digest, directory.prefix_bits);
  return privacy::find_in_bucket(
      std::string_view(directory.buckets).substr(bucket * length, length), digest);
}

Json request_json(const privacy::Point& public_key, const std::vector<privacy::Point>& points) {
  Json list = Json::array();
  for (const privacy::Point& point : points) list.push_back(hexadecimal(point.bytes));
  return {{"format", format_of(false)},
          {"version", 1},
          {"public_key", hexadecimal(public_key.bytes)},
          {"points", std::move(list)}};
}

Json answer_json(const privacy::Point& public_key, const privacy::Evaluation& evaluation) {
  Json json = request_json(public_key, evaluation.points);
  json["format"] = format_of(true);
  json["proof_challenge"] = hexadecimal(evaluation.proof.challenge);
  json["proof_response"] = hexadecimal(evaluation.proof.response);
  return json;
}

Result<LookupRequest> read_request(const std::string& path, bool is_answer) {
  std::vector<InputFile> inputs;
  const auto bytes = read_input(path, inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  return parse_request(shown(path), *bytes, is_answer);
}

Result<LookupRequest> parse_request(const std::string& name, std::string_view bytes,
                                    bool is_answer) {
  const auto json = object_of(name, bytes);
  if (!json) return tl::unexpected(json.error());
  Members members(name, *json);
  LookupRequest request;
  members.text("format", {format_of(is_answer)});
  members.number("version", 1, 1);
  request.public_key.bytes = members.bytes<decltype(request.public_key.bytes)>("public_key");
  request.points.points = members.points("points");
  if (is_answer) {
    using Number = std::array<std::uint8_t, 32>;
    request.points.proof = {members.bytes<Number>("proof_challenge"),
                            members.bytes<Number>("proof_response")};
  }
  if (Errors errors = members.take_errors(); !errors.empty()) {
    return tl::unexpected(std::move(errors));
  }
  return request;
}

}  // namespace scrutineer::cli
